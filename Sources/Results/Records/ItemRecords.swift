import Core
import Foundation

/// The thumbnails of a run's items: how they lie in their sheets, which are JPEG files.
package struct ThumbnailRecord: Codable, Sendable, Equatable {
  /// The size of a thumbnail in pixels.
  package var height: Int
  package var width: Int
  /// The room that each takes in its sheet.
  package var cellHeight: Int
  package var cellWidth: Int
  /// The cells along each side of a sheet; they are filled row after row.
  package var perSide: Int
  /// The number of sheets.
  package var sheets: Int
  /// The item of each thumbnail, in order; nil when every item has one.
  package var items: [Int]?
  /// The fingerprint of all that the thumbnails depend on; nil when it is not known.
  package var fingerprint: String?

  package init(
    height: Int, width: Int, cellHeight: Int, cellWidth: Int, perSide: Int, sheets: Int, items: [Int]? = nil,
    fingerprint: String? = nil
  ) {
    self.height = height
    self.width = width
    self.cellHeight = cellHeight
    self.cellWidth = cellWidth
    self.perSide = perSide
    self.sheets = sheets
    self.items = items
    self.fingerprint = fingerprint
  }
}

/// The captions of a run's items, one an item.
struct CaptionRecord: Codable, Sendable, Equatable {
  var captions: [String]
}

extension RunFolder {
  /// Writes the thumbnails' sheets, then how they are laid out.
  package func write(_ thumbnails: ThumbnailRecord, sheets: [Data]) throws {
    for (number, sheet) in sheets.enumerated() { try write(sheet, to: Self.sheetName(number)) }
    try write(JSONFile.data(thumbnails, path: path(of: Self.thumbnailsFile)), to: Self.thumbnailsFile)
  }

  /// The stored thumbnails, or nil when the run has none.
  ///
  /// - Parameter itemCount: the items of the run, of which the thumbnails must be.
  /// - Throws: ``ResultsError`` when a sheet is missing or the layout is not that of the items.
  package func thumbnails(itemCount: Int) throws -> StoredThumbnails? {
    guard let details = try contents(of: Self.thumbnailsFile) else { return nil }
    let path = path(of: Self.thumbnailsFile)
    let record = try JSONFile.record(ThumbnailRecord.self, in: details, path: path)
    let sides = [record.height, record.width, record.cellHeight, record.cellWidth, record.perSide]
    guard sides.allSatisfy({ (1...4096).contains($0) }), record.height <= record.cellHeight,
      record.width <= record.cellWidth, record.items?.allSatisfy({ $0 >= 0 && $0 < itemCount }) ?? true
    else {
      throw ResultsError(
        .malformed(path: path, detail: "the thumbnails are not those of \(counted(itemCount, "item"))"))
    }
    let count = record.items?.count ?? itemCount
    let perSheet = record.perSide * record.perSide
    guard record.sheets == (count + perSheet - 1) / perSheet else {
      throw ResultsError(
        .malformed(path: path, detail: "\(count) thumbnails do not fill \(record.sheets) sheets of \(perSheet)"))
    }
    let sheets = try (0..<record.sheets).map { number in
      let name = Self.sheetName(number)
      guard let data = try contents(of: name) else {
        throw ResultsError(.system(action: .read, path: self.path(of: name), number: ENOENT))
      }
      return data
    }
    return (record, sheets)
  }

  /// Writes one caption an item; that of a dropped item is empty.
  package func write(captions: [String]) throws {
    let file = Self.captionsFile
    try write(JSONFile.data(CaptionRecord(captions: captions), path: path(of: file)), to: file)
  }

  /// The stored captions, or nil when the run has none.
  ///
  /// - Throws: ``ResultsError`` when there are not as many as items.
  package func captions(itemCount: Int) throws -> [String]? {
    guard let data = try contents(of: Self.captionsFile) else { return nil }
    let path = path(of: Self.captionsFile)
    let captions = try JSONFile.record(CaptionRecord.self, in: data, path: path).captions
    guard captions.count == itemCount else {
      throw ResultsError(
        .malformed(path: path, detail: "expected \(counted(itemCount, "caption")), found \(captions.count)"))
    }
    return captions
  }

  private static let thumbnailsFile = "items/thumbnails.json"
  private static let captionsFile = "items/captions.json"

  private static func sheetName(_ number: Int) -> String { "items/sheet-\(number).jpg" }
}
