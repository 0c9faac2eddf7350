import Core
import Datasets
import Foundation
import Scores

extension Baseline {
  /// The baseline of published numbers: a table with the columns `clusterer`, `space`, `score` and `value`.
  ///
  /// `sd` and `n` may follow: the deviation over so many seeds. With a column `seed` each row is one seed, as in a run's
  /// `scores.csv`. Decimal commas are read where no number of the table has a point.
  /// - Parameter source: where the numbers are from.
  /// - Throws: `FileError`, `TableError`, `ScoreError` for an unknown score, `BaselineError` for what is no number.
  package init(table path: String, name: String, source: String? = nil) throws {
    let rows = try PublishedTable(path: path).rows
    var cells: [Cell] = []
    for row in rows where !cells.contains(where: { $0.clusterer == row.clusterer && $0.space == row.space }) {
      let ofCell = rows.filter { $0.clusterer == row.clusterer && $0.space == row.space }
      let scores = try Dictionary(grouping: ofCell, by: \.score).mapValues { try Self.score($0, path: path) }
      cells.append(Cell(clusterer: row.clusterer, space: row.space, scores: scores))
    }
    self.init(name: name, madeBy: "fusebench \(fusebenchVersion)", source: source, cells: cells)
  }

  private static func score(_ rows: [PublishedTable.Row], path: String) throws -> Score {
    let first = rows[0]
    func refuse(_ detail: String) -> BaselineError {
      BaselineError(
        .badTable(path: path, detail: "\(first.score) of \(first.clusterer) on \(first.space) \(detail)"))
    }
    let values = rows.compactMap { row in row.seed.map { SeedValue(seed: $0, value: row.value) } }
    if values.isEmpty {
      guard rows.count == 1 else { throw refuse("appears \(rows.count) times without a seed") }
      return Score(mean: first.value, deviation: first.deviation, seeds: first.seeds)
    }
    guard values.count == rows.count, Set(values.map(\.seed)).count == rows.count, let score = Score(values) else {
      throw refuse("has \(counted(rows.count, "row")) of \(counted(Set(values.map(\.seed)).count, "seed"))")
    }
    return score
  }
}

/// The rows of a table of published numbers.
private struct PublishedTable {
  struct Row {
    let clusterer, space, score: String
    let seed: UInt64?
    let value: Double
    let deviation: Double?
    let seeds: Int?
  }

  let rows: [Row]

  init(path: String) throws {
    let table = try DelimitedTable(mapping: path, header: .present)
    func texts(_ column: String) throws -> [String] {
      try table.strings(column: table.position(of: column)).map { $0.trimmingCharacters(in: .whitespaces) }
    }
    /// The entries of a column that need not be there; an empty field has none.
    func entries<Value>(_ column: String, _ kind: String, _ parse: (String) -> Value?) throws -> [Value?] {
      guard table.columnNames?.contains(column) == true else { return [Value?](repeating: nil, count: table.rows) }
      return try texts(column).enumerated().map { row, text in
        guard !text.isEmpty else { return nil }
        guard let value = parse(text) else {
          throw BaselineError(
            .badTable(path: path, detail: "the \(column) in row \(row + 1) must be \(kind), and is \(text)"))
        }
        return value
      }
    }
    let (clusterers, spaces, scores) = (try texts("clusterer"), try texts("space"), try texts("score"))
    _ = try table.position(of: "value")
    func number(_ text: String) -> Double? {
      Double(table.withDecimalPoint(text)).flatMap { $0.isFinite ? $0 : nil }
    }
    let values = try entries("value", "a finite number with a decimal point", number)
    let seeds = try entries("seed", "a whole number, 0 or more", UInt64.init)
    let deviations = try entries("sd", "a number with a decimal point, 0 or more") {
      number($0).flatMap { $0 >= 0 ? $0 : nil }
    }
    let counts = try entries("n", "a number of seeds, 1 or more") { Int($0).flatMap { $0 > 0 ? $0 : nil } }
    rows = try clusterers.indices.map { row in
      guard let value = values[row], !clusterers[row].isEmpty, !spaces[row].isEmpty else {
        throw BaselineError(.badTable(path: path, detail: "row \(row + 1) has no clusterer, no space or no value"))
      }
      return Row(
        clusterer: clusterers[row], space: spaces[row], score: try ScoreCatalog.named(scores[row]).name,
        seed: seeds[row], value: value, deviation: deviations[row], seeds: counts[row])
    }
  }
}
