import Foundation
import Results

/// The sentences and tables of `Fixtures`, whose README has the rules by which they were judged.
enum ClaimFixtures {
  enum Verdict: String, Decodable, CaseIterable {
    case supported, contradicted, unsettled
  }

  /// A sentence about a table, with the verdict that follows from the table.
  struct Sentence: Decodable {
    let id, table, kind, text, reason: String
    /// False for a sentence that is held out: nothing is changed for its sake.
    let tune: Bool
    let verdict: Verdict
    let cases: [Case]?
    let apart: [Degree]?
  }

  /// A sentence that must not be judged.
  struct Unrelated: Decodable {
    let id, kind, text, reason: String
    let tune: Bool
  }

  struct Case: Decodable, Hashable {
    let method: String
    let verdict: Verdict
  }

  /// A word of degree, which is judged apart from the direction.
  struct Degree: Decodable, Equatable {
    let word, method: String
    let verdict: Verdict
  }

  /// What `check_claims.py` computes for a sentence.
  struct Computed: Decodable {
    let id: String
    let verdict: Verdict
    let cases: [Case]?
    let apart: [Degree]?
  }

  /// The sentences of the report, as its two forms write them.
  struct Whole: Decodable {
    let table: String
    let claims, unrelated: [Fragment]

    struct Fragment: Decodable {
      let id, tex, md: String
    }
  }

  struct Table: Decodable {
    let name, kind: String
    let seeds: Int
    let scores: [String]
    let clusterers, spaces: [Name]
    let cells: [Cell]
    let statistics: StatisticsRecord?

    struct Name: Decodable {
      let name, label: String
      let fuses: [String]?
    }

    struct Cell: Decodable {
      let clusterer, space: String
      let scores: [String: Number]
    }

    struct Number: Decodable {
      let mean: Double
      let deviation: Double?
    }

    func mean(_ method: StatisticsRecord.Method, _ score: String) -> Double? {
      cells.first { $0.clusterer == method.clusterer && $0.space == method.space }?.scores[score]?.mean
    }
  }

  static let tables = ["coursework", "comparison", "seeds"]

  static func sentences() throws -> [Sentence] { try decoded("sentences") }
  static func unrelated() throws -> [Unrelated] { try decoded("unrelated") }
  static func computed() throws -> [Computed] { try decoded("verdicts") }
  static func whole() throws -> Whole { try decoded("whole") }
  static func table(_ name: String) throws -> Table { try decoded(name) }

  static func url(_ file: String) -> URL {
    Bundle.module.bundleURL.appending(path: "Fixtures").appending(path: file)
  }

  private static func decoded<Value: Decodable>(_ name: String) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(contentsOf: url("\(name).json")))
  }
}
