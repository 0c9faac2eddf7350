import Core
import Datasets
import Features
import Foundation
import Matrices
import Testing

/// The path of a file that `Fixtures/make_features.py` wrote.
func fixture(_ name: String) throws -> String {
  try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures/\(name)").path
}

/// The reference values of NumPy and scikit-learn, of the versions in the file, for the fixtures.
struct Expected: Decodable {
  struct Audit: Decodable {
    let rows, columns, nanCount, infinityCount, nonFiniteRows, zeroRows, distinctRows, constantColumns: Int
    let zeroFraction: Double
    let norms: [Double]
  }

  let small: [[Float]]
  let thirds: [[Float]]
  let pooled: [String: [[Double]]]
  let masked: [String: [[Double]]]
  let audit: Audit
  let finite: Audit
  let standardized: [[Double]]

  static func read() throws -> Expected {
    let data = try Data(contentsOf: URL(fileURLWithPath: fixture("expected.json")))
    return try JSONDecoder().decode(Expected.self, from: data)
  }
}

/// A folder for the files of this run, removed at its end.
private let temporaryFolder: URL = {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("FeaturesTests-\(UUID().uuidString)")
  atexit { try? FileManager.default.removeItem(at: temporaryFolder) }
  return folder
}()

/// A new file with these bytes.
func file(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
  let folder = temporaryFolder.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  let url = folder.appendingPathComponent(name)
  try Data(bytes).write(to: url)
  return url.path
}

func file(_ name: String, text: String) throws -> String { try file(name, text.utf8) }

/// The reason for which reading a file as features fails.
func reason(_ path: String, _ options: FeatureOptions = FeatureOptions()) -> FeatureError.Reason? {
  let error = #expect(throws: FeatureError.self) { try FeatureSet(reading: path, options) }
  #expect(error?.description.split(separator: "\n").count == 3)
  return error?.reason
}

/// The reason for which an archive cannot be read as features.
func archiveReason(_ path: String, _ options: FeatureOptions = FeatureOptions()) -> ArchiveError.Reason? {
  let error = #expect(throws: ArchiveError.self) { try FeatureSet(reading: path, options) }
  #expect(error?.description.split(separator: "\n").count == 3)
  return error?.reason
}

/// The largest distance between two entries, relative to the larger of 1 and the entry.
func largestError(_ matrix: Matrix, _ expected: [[Double]]) -> Double {
  guard matrix.rows == expected.count, matrix.columns == expected.first?.count else { return .infinity }
  var worst = 0.0
  for row in 0..<matrix.rows {
    for column in 0..<matrix.columns {
      let value = expected[row][column]
      worst = max(worst, abs(Double(matrix[row, column]) - value) / max(1, abs(value)))
    }
  }
  return worst
}

/// A matrix of standard normal numbers.
func gaussianMatrix(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
  var stream = Seed(seed).stream("matrix")
  return Matrix((0..<rows).map { _ in (0..<columns).map { _ in Float(stream.gaussian()) } })
}
