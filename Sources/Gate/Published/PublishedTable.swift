import Core
import Datasets
import Foundation
import Results
import Scores

/// The rows of a table of published numbers, in one of two forms.
///
/// - One number a row: the columns `clusterer`, `space`, `score` and `value`; `sd` and `n` may follow, the deviation over so many
///   seeds.
/// - One method a row: a column such as `Method` with labels (``PublishedNames``), and a column a score, such as `Cohen Kappa Score`,
///   with values, or values and deviations (`.35 ± .02`).
///
/// With a column `seed` each row is one seed, as in a run's `scores.csv`. Decimal commas are read where no number of the table has a
/// point.
package struct PublishedTable {
  package struct Row {
    package let clusterer, space, score: String
    package let seed: UInt64?
    package let value: Double
    package let deviation: Double?
    package let seeds: Int?
  }

  package let path: String
  package let rows: [Row]
  /// Notes on columns that were not read.
  package let notices: [Notice]

  /// - Throws: `FileError`, `TableError`, `ScoreError` for an unknown score, `BaselineError` for what is no number or no method.
  package init(path: String, mapping: [MethodMapping] = []) throws {
    let reader = PublishedTableReader(table: try DelimitedTable(mapping: path, header: .present), path: path)
    let names = reader.table.columnNames ?? []
    self.path = path
    if !names.contains("value"), names.contains(where: { PublishedNames.score(of: $0) != nil }) {
      let columns = try PublishedColumns(names, path: path)
      rows = try reader.rows(columns, mapping: mapping)
      notices = columns.notices
    } else {
      guard mapping.isEmpty else {
        throw BaselineError(.mapsNothing(path: path, labels: mapping.map(\.label), known: []))
      }
      rows = try reader.listedRows()
      notices = []
    }
  }
}

/// The columns of a table with one method a row.
private struct PublishedColumns {
  let scores: [(column: String, score: String)]
  let labels: [String]
  let seed: String?
  let notices: [Notice]

  /// - Throws: `BaselineError` where no column names the methods, or two are of one score.
  init(_ names: [String], path: String) throws {
    scores = names.compactMap { name in PublishedNames.score(of: name).map { (name, $0) } }
    let labels = names.filter { PublishedNames.columns.contains($0.lowercased().trimmingCharacters(in: .whitespaces)) }
    self.labels = labels
    seed = names.first { $0.lowercased() == "seed" }
    guard !labels.isEmpty else {
      throw BaselineError(.badTable(path: path, detail: "no column names the methods: it has \(list(names))"))
    }
    let repeated = Dictionary(grouping: scores, by: \.score).values.first { $0.count > 1 }
    if let repeated {
      throw BaselineError(
        .badTable(
          path: path,
          detail: "the columns \(list(repeated.map(\.column))) are all of the score \(repeated[0].score)"))
    }
    let read = Set(labels + scores.map(\.column) + [seed].compactMap(\.self))
    let others = names.filter { !read.contains($0) }
    notices =
      others.isEmpty
      ? []
      : [
        Notice(
          kind: "columns-not-read",
          message:
            "\(counted(others.count, "column")) of \(path) \(others.count == 1 ? "is" : "are") not read, being no score "
            + "and no name of a method: \(list(others))")
      ]
  }
}

/// Reads the rows of both forms.
private struct PublishedTableReader {
  let table: DelimitedTable
  let path: String

  // MARK: - One number a row

  func listedRows() throws -> [PublishedTable.Row] {
    let (clusterers, spaces, scores) = (try texts("clusterer"), try texts("space"), try texts("score"))
    _ = try table.position(of: "value")
    let values = try entries("value", "a finite number with a decimal point", number)
    let seeds = try entries("seed", Self.seedForm, UInt64.init)
    let deviations = try entries("sd", "a number with a decimal point, 0 or more") {
      number($0).flatMap { $0 >= 0 ? $0 : nil }
    }
    let counts = try entries("n", "a number of seeds, 1 or more") { Int($0).flatMap { $0 > 0 ? $0 : nil } }
    return try clusterers.indices.map { row in
      guard let value = values[row], !clusterers[row].isEmpty, !spaces[row].isEmpty else {
        throw BaselineError(.badTable(path: path, detail: "row \(row + 1) has no clusterer, no space or no value"))
      }
      return PublishedTable.Row(
        clusterer: clusterers[row], space: spaces[row], score: try ScoreCatalog.named(scores[row]).name,
        seed: seeds[row], value: value, deviation: deviations[row], seeds: counts[row])
    }
  }

  // MARK: - One method a row

  func rows(_ columns: PublishedColumns, mapping: [MethodMapping]) throws -> [PublishedTable.Row] {
    let places = try places(columns.labels, mapping)
    let seeds = try columns.seed.map { try entries($0, Self.seedForm, UInt64.init) }
    return try columns.scores.flatMap { column, score in
      let range = try ScoreCatalog.named(score).range
      let values = try entries(column, "a finite number with a decimal point, such as .35 or .35 ± .02", pair)
      return try zip(places, values).enumerated().compactMap { row, entry -> PublishedTable.Row? in
        guard let (value, deviation) = entry.1 else { return nil }
        guard range.contains(value) else {
          throw BaselineError(
            .badTable(
              path: path,
              detail: "the \(column) in row \(row + 1) is \(value), and \(score) lies between \(range.lowerBound) and "
                + "\(range.upperBound): give shares, not percentages"))
        }
        return PublishedTable.Row(
          clusterer: entry.0.clusterer, space: entry.0.space, score: score, seed: seeds?[row], value: value,
          deviation: deviation, seeds: nil)
      }
    }
  }

  /// The methods of the rows.
  private func places(_ columns: [String], _ mapping: [MethodMapping]) throws -> [GateReport.Place] {
    let parts = try columns.map { try texts($0) }
    let labels = (0..<table.rows).map { row in parts.map { $0[row] }.filter { !$0.isEmpty }.joined(separator: " ") }
    let unused = mapping.filter { !labels.contains($0.label) }
    guard unused.isEmpty else {
      throw BaselineError(.mapsNothing(path: path, labels: unused.map(\.label), known: labels))
    }
    let isExact = Set(columns) == ["clusterer", "space"]
    let found = labels.indices.map { row in
      mapping.first { $0.label == labels[row] }?.place
        ?? (isExact ? named(row, columns, parts) : PublishedNames.method(of: labels[row]))
    }
    let unmapped = zip(labels, found).filter { $0.1 == nil }.map(\.0)
    guard unmapped.isEmpty else {
      throw BaselineError(.unmapped(path: path, labels: unmapped.uniqued, of: labels.count))
    }
    return found.compactMap(\.self)
  }

  /// The method of a row whose columns have fusebench's own names.
  private func named(_ row: Int, _ columns: [String], _ parts: [[String]]) -> GateReport.Place? {
    let entry = Dictionary(zip(columns, parts.map { $0[row] })) { first, _ in first }
    guard let clusterer = entry["clusterer"], let space = entry["space"], !clusterer.isEmpty, !space.isEmpty else {
      return nil
    }
    return GateReport.Place(clusterer: clusterer, space: space)
  }

  // MARK: - Fields

  private static let seedForm = "a whole number, 0 or more"

  private func texts(_ column: String) throws -> [String] {
    try table.strings(column: table.position(of: column)).map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// The entries of a column that need not be there; an empty field has none.
  private func entries<Value>(_ column: String, _ kind: String, _ parse: (String) -> Value?) throws -> [Value?] {
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

  private func number(_ text: String) -> Double? {
    Double(table.withDecimalPoint(text)).flatMap { $0.isFinite ? $0 : nil }
  }

  /// A value, and its deviation after `±`.
  private func pair(_ text: String) -> (value: Double, deviation: Double?)? {
    let parts = text.replacing("+/-", with: "±").split(separator: "±", omittingEmptySubsequences: false)
      .map { number($0.trimmingCharacters(in: .whitespaces)) }
    guard let first = parts[0], parts.count == 1 || (parts.count == 2 && parts[1].map { $0 >= 0 } == true) else {
      return nil
    }
    return (first, parts.count == 2 ? parts[1] : nil)
  }
}
