import Foundation

/// The content of `dataset.json`: the dataset from which the label sets, samples and captions beside it were taken. It
/// is written after them, so that they are whole when it is there.
struct DatasetMark: Codable, Sendable, Equatable {
  var fingerprint: String
}

extension RunFolder {
  /// Says that label sets, samples and captions are those of a dataset.
  package func writeDatasetMark(_ fingerprint: String) throws {
    try write(JSONFile.data(DatasetMark(fingerprint: fingerprint), path: path(of: Self.markFile)), to: Self.markFile)
  }

  /// The fingerprint of the dataset from which label sets, samples and captions were taken; nil when they may not be
  /// whole.
  package func datasetMark() throws -> String? {
    try unlessDamaged {
      guard let data = try contents(of: Self.markFile) else { return nil }
      return try JSONFile.record(DatasetMark.self, in: data, path: path(of: Self.markFile)).fingerprint
    }
  }

  static let markFile = "dataset.json"
}
