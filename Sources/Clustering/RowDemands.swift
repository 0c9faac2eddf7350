import Matrices

/// Throws when there are fewer distinct rows than clusters.
///
/// - Complexity: O(rows · columns) at worst; it ends with the first rows that suffice.
func requireDistinctRows(_ rows: Matrix, clusters: Int) throws {
  var distinct: Set<[Double]> = []
  for row in 0..<rows.rows where distinct.count < clusters { distinct.insert(rows.exactRow(row)) }
  guard distinct.count >= clusters else {
    throw ClusteringError(.tooFewDistinctRows(clusters: clusters, distinct: distinct.count))
  }
}

/// The number of directions of rows that differ by more than rounding, counted up to a limit.
///
/// - Precondition: no row is all zero.
/// - Complexity: O(rows · limit · columns) at worst; it ends with the first rows that suffice, and equal rows are compared once.
func distinctDirections(of rows: Matrix, limit: Int) -> Int {
  let measured = MeasuredRows(rows, isCosine: true)
  let rounding = measured.roundingSquare
  return measured.withMeasure { measure in
    var seen: Set<[Double]> = []
    var first: [Int] = []
    for row in 0..<rows.rows where first.count < limit && seen.insert(rows.exactRow(row)).inserted {
      if first.allSatisfy({ measure.square(row, $0) > rounding }) { first.append(row) }
    }
    return first.count
  }
}

/// Throws when there are fewer different directions of rows than clusters, or a row without one.
func requireDistinctDirections(_ rows: Matrix, clusters: Int) throws {
  try requireDirections(of: rows)
  let found = distinctDirections(of: rows, limit: clusters)
  guard found >= clusters else { throw ClusteringError(.tooFewDirections(clusters: clusters, found: found)) }
}

/// Throws where rows cannot be parted into so many clusters: the demands of every clusterer.
///
/// - Parameter takesGraph: true for a method that clusters the graph of a space that has one.
func validate(_ rows: Matrix, clusters: Int, takesGraph: Bool = false) throws {
  if !takesGraph, let graph = rows.structure as? NeighborGraph {
    throw ClusteringError(.graphWithoutCoordinates(rows: graph.rows, edges: graph.edges))
  }
  guard rows.columns >= 1 else { throw ClusteringError(.noColumns(rows: rows.rows)) }
  guard clusters <= rows.rows else { throw ClusteringError(.tooFewRows(clusters: clusters, rows: rows.rows)) }
  // One pass: a length is within the limit only where every entry is finite.
  let limit = ClusteringError.longestRow * ClusteringError.longestRow
  guard let (row, square) = rows.squaredRowNorms().enumerated().first(where: { !($0.element <= limit) }) else { return }
  try requireFinite(rows)
  throw ClusteringError(.tooLarge(row: row, length: square.squareRoot()))
}

/// Throws where a row has no direction, being zeros alone: the demand of the cosine distance.
func requireDirections(of rows: Matrix) throws {
  let zeros = rows.zeroRows().count(where: \.self)
  guard zeros == 0 else { throw ClusteringError(.zeroRows(count: zeros)) }
}

/// Throws when an entry is NaN or infinite.
func requireFinite(_ rows: Matrix) throws {
  if let (row, column) = rows.firstNonFinite() { throw ClusteringError(.notFinite(row: row, column: column)) }
}
