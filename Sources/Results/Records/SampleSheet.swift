import Core
import Foundation

/// Some images of each class, kept with a run so that its figures can be drawn again without the dataset.
package struct SampleSheet: Codable, Sendable, Equatable {
  /// The items of one class.
  package struct Row: Codable, Sendable, Equatable {
    package var name: String
    package var items: [Int]

    package init(name: String, items: [Int]) {
      self.name = name
      self.items = items
    }
  }

  package var height: Int
  package var width: Int
  package var rows: [Row]

  package init(height: Int, width: Int, rows: [Row]) {
    self.height = height
    self.width = width
    self.rows = rows
  }

  /// The number of images.
  package var count: Int { rows.reduce(0) { $0 + $1.items.count } }
}

extension RunFolder {
  /// Writes a sheet and its images: height × width × 3 bytes each, red first, in the order of the rows.
  package func write(_ samples: SampleSheet, bytes: [UInt8]) throws {
    try write(Data(bytes), to: "samples/images.rgb")
    try write(JSONFile.data(samples, path: path(of: "samples/samples.json")), to: "samples/samples.json")
  }

  /// The stored sheet and its images, or nil when the run has none.
  ///
  /// - Throws: ``ResultsError`` when the images are not those of the sheet.
  package func samples() throws -> StoredSamples? {
    guard let details = try contents(of: "samples/samples.json"), let data = try contents(of: "samples/images.rgb")
    else { return nil }
    let sheet = try JSONFile.record(SampleSheet.self, in: details, path: path(of: "samples/samples.json"))
    let (size, overflows) = sheet.height.multipliedReportingOverflow(by: sheet.width)
    let (expected, more) = size.multipliedReportingOverflow(by: 3 * sheet.count)
    guard !overflows, !more, expected == data.count else {
      throw ResultsError(
        .malformed(
          path: path(of: "samples/images.rgb"),
          detail: "expected \(sheet.count) images of \(sheet.height) × \(sheet.width), found \(data.count) bytes"))
    }
    return (sheet, Array(data))
  }

  /// Writes the values of a label set: one class id an item, −1 where the class is not known or the item was dropped.
  package func write(_ labels: [Int32], ofLabelSet name: String) throws {
    try write(NPYFile.data(labels: labels), to: "labels/" + FileName.of(name) + ".npy")
  }

  /// The stored values of a label set, or nil when the run has none.
  package func values(ofLabelSet name: String) throws -> [Int32]? {
    let file = "labels/" + FileName.of(name) + ".npy"
    guard let data = try contents(of: file) else { return nil }
    return try NPYFile.labels(in: data, path: path(of: file))
  }
}
