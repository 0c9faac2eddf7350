import Core

extension Baseline {
  /// The baseline of published numbers (``PublishedTable``).
  ///
  /// - Parameters:
  ///   - source: where the numbers are from.
  ///   - mapping: the methods of labels.
  /// - Throws: `FileError`, `TableError`, `ScoreError` for an unknown score, `BaselineError` for what is no number or no method.
  package init(table path: String, name: String, source: String? = nil, mapping: [MethodMapping] = []) throws {
    try self.init(PublishedTable(path: path, mapping: mapping), name: name, source: source)
  }

  /// The baseline of a table that was read.
  ///
  /// - Throws: `BaselineError` for a cell with several values.
  package init(_ table: PublishedTable, name: String, source: String? = nil) throws {
    let (rows, path) = (table.rows, table.path)
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
