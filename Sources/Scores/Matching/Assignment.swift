/// The cheapest way to give each row a column of its own: the linear assignment problem on a rows × columns table of
/// costs, which need not be square.
///
/// Every row gets a column, or, when there are more rows than columns, every column a row. Ties fall the same way each
/// time: rows are placed in order, and of equally near columns the first is explored first.
///
/// Shortest augmenting paths with potentials (Jonker and Volgenant, "A shortest augmenting path algorithm for dense
/// and sparse linear assignment problems", 1987).
/// - Complexity: O(s² · l) for a shorter side of s and a longer side of l.
package struct Assignment<Cost: SignedNumeric & Comparable & Sendable>: Sendable {
  /// The column of each row, or nil for a row that is left over.
  package let columnOfRow: [Int?]
  /// The sum of the costs of all pairs.
  package let total: Cost

  /// Solves for `costs`, row after row.
  ///
  /// - Precondition: there are `rows · columns` costs, all finite.
  package init(costs: [Cost], rows: Int, columns: Int) {
    precondition(
      rows >= 0 && columns >= 0 && costs.count == rows * columns,
      "\(costs.count) costs are not \(rows) × \(columns)")
    precondition(costs.allSatisfy { $0 - $0 == .zero }, "every cost must be finite")
    let flipped = rows > columns
    let (short, long) = flipped ? (columns, rows) : (rows, columns)
    var search = AssignmentSearch(
      rowStarts: (0...short).map { $0 * long },
      columns: (0..<short).flatMap { _ in 0..<long },
      costs: flipped
        ? (0..<short).flatMap { row in (0..<long).map { costs[$0 * columns + row] } } : costs,
      columnCount: long, rowsMayStayFree: false)
    search.placeAllRows()

    var columnOfRow = [Int?](repeating: nil, count: rows)
    for (row, column) in search.columnOfRow.enumerated() {
      guard let column else { continue }
      if flipped { columnOfRow[column] = row } else { columnOfRow[row] = column }
    }
    self.columnOfRow = columnOfRow
    total = columnOfRow.enumerated().reduce(.zero) { sum, pair in
      guard let column = pair.element else { return sum }
      return sum + costs[pair.offset * columns + column]
    }
  }
}
