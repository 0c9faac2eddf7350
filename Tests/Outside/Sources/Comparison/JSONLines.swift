import Foundation
import Fusebench

/// Features in JSON lines: `{"id": "cat-1", "vector": [0.1, 0.2]}` a row.
struct JSONLines: FeatureImporter {
  let format = "JSON lines"
  let fileExtensions = ["jsonl"]

  private struct Row: Decodable {
    let id: String
    let vector: [Double]
  }

  /// An error in the three lines that all messages have.
  private struct LineError: ExplainedError {
    let failure: String
    let cause: String
    let hint: String
  }

  func accepts(_ file: FileBytes, extension suffix: String) -> Bool { suffix == "jsonl" }

  func read(_ file: FileBytes, at path: String, _ options: FeatureOptions) throws -> ImportedFeatures {
    let rows = try (file.text ?? "").split(separator: "\n").enumerated().map { number, line in
      guard let row = try? JSONDecoder().decode(Row.self, from: Data(line.utf8)) else {
        throw error(path, "line \(number + 1) is no object with an id and a vector", "write one object a line")
      }
      return row
    }
    if let other = rows.first(where: { $0.vector.count != rows[0].vector.count }) {
      throw error(
        path, "\(other.id) has \(other.vector.count) numbers, and \(rows[0].id) \(rows[0].vector.count)",
        "write vectors of one length")
    }
    return ImportedFeatures(exactly: rows.map(\.vector), ids: rows.map(\.id))
  }

  private func error(_ path: String, _ cause: String, _ hint: String) -> LineError {
    LineError(failure: "cannot read \(path)", cause: cause, hint: hint)
  }
}
