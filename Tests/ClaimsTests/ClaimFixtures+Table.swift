import Claims
import Foundation
import Results

extension ClaimFixtures.Table {
  /// The table as a checker takes it.
  var claimTable: ClaimTable {
    let values = cells.map { cell in
      (
        ClaimTable.Method(clusterer: cell.clusterer, space: cell.space),
        cell.scores.mapValues { ClaimTable.Value(mean: $0.mean, deviation: $0.deviation) }
      )
    }
    return ClaimTable(
      name: name, clusterers: clusterers.map(\.name),
      spaces: spaces.map { ClaimTable.Space($0.name, parts: $0.fuses ?? []) },
      scores: scores, values: Dictionary(uniqueKeysWithValues: values), isRun: kind == "run", statistics: statistics)
  }
}

extension ClaimFixtures {
  /// A checker for each table, by its name.
  static func checkers() throws -> [String: Checker] {
    try Dictionary(uniqueKeysWithValues: tables.map { ($0, Checker(table: try table($0).claimTable)) })
  }

  /// Sentences that were written beside the checker, and are no examination of it.
  struct Development: Decodable {
    let sentences: [Sentence]
    let unrelated: [String]

    struct Sentence: Decodable {
      let table, text: String
      let verdict: ClaimVerdict
    }
  }

  static func development() throws -> Development {
    try JSONDecoder().decode(Development.self, from: Data(contentsOf: url("development.json")))
  }
}
