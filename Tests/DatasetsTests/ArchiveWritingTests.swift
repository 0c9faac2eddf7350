import Core
import Datasets
import Foundation
import Testing

/// Archives of arrays that are written and read again.
@Suite struct ArchiveWritingTests {
  private func read(_ data: Data, _ body: (NumpyArchive) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "archive-\(UUID()).npz").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try data.write(to: URL(fileURLWithPath: path))
    try body(NumpyArchive(FileBytes(mapping: path), at: path))
  }

  @Test func numbersComeBackToTheBit() throws {
    let wide = [0.1, -1e300, .infinity, 0x1p-1074, -0.0, 3]
    let data = try NumpyArchive.data(
      [
        .init("wide", shape: [2, 3], values: wide), .init("narrow", shape: [3], values: [0.5, -2, .nan]),
        .init("none", shape: [0], values: []),
      ], path: "x.npz")
    try read(data) { archive in
      #expect(archive.names == ["wide", "narrow", "none"])
      let found = try archive.array("wide")
      #expect(found.header.shape == [2, 3] && found.header.element == .number(.float64))
      #expect(try found.numbers().doubles().map(\.bitPattern) == wide.map(\.bitPattern))
      let narrow = try archive.array("narrow")
      #expect(narrow.header.shape == [3] && narrow.header.element == .number(.float32))
      let values = try narrow.numbers().doubles()
      #expect(values.prefix(2) == [0.5, -2] && values[2].isNaN)
      #expect(try archive.array("none").header.shape == [0])
    }
  }

  @Test func theSameArraysAreTheSameBytes() throws {
    let members = [NumpyArchive.Member("a", shape: [2], values: [1, 2])]
    let first = try NumpyArchive.data(members, path: "x.npz")
    Thread.sleep(forTimeInterval: 2.1)
    #expect(try NumpyArchive.data(members, path: "y.npz") == first)
  }
}
