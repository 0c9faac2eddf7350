import Foundation
import Results
import TestSupport
import Testing

@Suite struct ItemRecordsTests {
  private let layout = ThumbnailRecord(
    height: 8, width: 6, cellHeight: 16, cellWidth: 16, perSide: 2, sheets: 2, items: nil)

  @Test func whatIsWrittenIsReadBack() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      let captions = ["a", "", "\"<é\n", "😀"]
      try folder.write(captions: captions)
      #expect(try folder.captions(itemCount: 4) == captions)
      var some = layout
      some.items = [0, 2, 3, 5, 9]
      let sheets = [Data([1, 2]), Data([3])]
      try folder.write(some, sheets: sheets)
      let stored = try #require(try folder.thumbnails(itemCount: 10))
      #expect(stored.record == some && stored.sheets == sheets)
    }
  }

  @Test func aRunMayHaveNeither() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      let (captions, thumbnails) = (try folder.captions(itemCount: 3), try folder.thumbnails(itemCount: 3))
      #expect(captions == nil && thumbnails == nil)
    }
  }

  @Test(arguments: [[0, 1, 2, 3, 10], [-1, 1, 2, 3, 4], [0, 1], Array(0..<9)])
  func thumbnailsOfOtherItemsAreAnError(items: [Int]) throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      var record = layout
      record.items = items
      try folder.write(record, sheets: [Data([1]), Data([2])])
      guard case .malformed? = reason(of: { _ = try folder.thumbnails(itemCount: 10) }) else {
        Issue.record("no error")
        return
      }
    }
  }

  @Test(arguments: [0, -3, 1 << 40])
  func sizesThatCannotBeAreAnError(side: Int) throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      var record = layout
      record.perSide = side
      try folder.write(record, sheets: [])
      guard case .malformed? = reason(of: { _ = try folder.thumbnails(itemCount: 5) }) else {
        Issue.record("no error")
        return
      }
    }
  }

  @Test func aMissingSheetIsNamed() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      try folder.write(layout, sheets: [Data([1])])
      guard case .system(.read, let file, ENOENT)? = reason(of: { _ = try folder.thumbnails(itemCount: 5) }) else {
        Issue.record("no error")
        return
      }
      #expect(file.hasSuffix("items/sheet-1.jpg"))
    }
  }

  @Test func anotherNumberOfCaptionsIsAnError() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      try folder.write(captions: ["one"])
      guard case .malformed(_, let detail)? = reason(of: { _ = try folder.captions(itemCount: 2) }) else {
        Issue.record("no error")
        return
      }
      #expect(detail == "expected 2 captions, found 1")
    }
  }
}
