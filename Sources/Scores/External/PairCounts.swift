/// The numbers of ordered pairs of different items by their treatment in the two labelings.
struct PairCounts {
  /// Together in both.
  let together: Int
  /// Together in a class, apart in the clusters.
  let split: Int
  /// Apart in the classes, together in a cluster.
  let merged: Int
  /// Apart in both.
  let apart: Int

  init(_ table: ContingencyTable) {
    let squares = table.cells.reduce(0) { $0 + $1.count * $1.count }
    let classSquares = table.classTotals.reduce(0) { $0 + $1 * $1 }
    let clusterSquares = table.clusterTotals.reduce(0) { $0 + $1 * $1 }
    together = squares - table.total
    split = classSquares - squares
    merged = clusterSquares - squares
    apart = table.total * table.total - classSquares - clusterSquares + squares
  }
}
