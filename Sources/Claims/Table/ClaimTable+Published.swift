import Core
import Gate
import Results

extension ClaimTable {
  /// Published numbers: a table with the columns `clusterer`, `space`, `score` and `value`, or a baseline.
  ///
  /// Such a table does not tell which spaces are fusions: those whose names say so fuse all others.
  /// - Throws: as `Baseline(table:)` and `Baseline.read` do.
  package init(published path: String) throws {
    let isBaseline = path.hasSuffix(".json") || !path.contains(".")
    self.init(published: isBaseline ? try Baseline.read(path) : try Baseline(table: path, name: path))
  }

  init(published baseline: Baseline) {
    let names = baseline.cells.map(\.space).uniqued
    let fusions = Set(names.filter(TableWords.isFusion))
    let parts = names.filter { !fusions.contains($0) }
    let cells = baseline.cells.map { cell in
      (
        Method(clusterer: cell.clusterer, space: cell.space),
        cell.scores.mapValues { Value(mean: $0.mean, deviation: $0.deviation) }
      )
    }
    self.init(
      name: baseline.name, clusterers: baseline.cells.map(\.clusterer).uniqued,
      spaces: names.map { Space($0, parts: fusions.contains($0) && parts.count > 1 ? parts : []) },
      scores: baseline.scores,
      values: Dictionary(cells) { $1 })
    falling = Set(scores.filter { ScoreFacts(former: $0).lowerIsBetter })
  }
}
