/// The search behind ``Assignment``, on the pairs that are allowed: rows are placed one at a time along the cheapest
/// augmenting path, and the potentials keep every reduced cost non-negative.
///
/// Memory is O(pairs), and a path touches only what it can reach, so a table of 60,000 × 60,000 with a few pairs in
/// each row is no burden.
struct AssignmentSearch<Cost: AdditiveArithmetic & Comparable> {
  /// The pairs of row r are `rowStarts[r] ..< rowStarts[r + 1]` of `columns` and `costs`.
  let rowStarts: [Int]
  let columns: [Int]
  let costs: [Cost]
  /// True where a row may go without a column, at a cost of zero.
  let rowsMayStayFree: Bool

  private(set) var columnOfRow: [Int?]
  private var rowOfColumn: [Int?]
  private var rowPotential: [Cost]
  private var columnPotential: [Cost]

  // Variables of the path that is being searched
  private var distance: [Cost]
  private var previousRow: [Int]
  private var state: [ColumnState]
  private var frontier: [Int] = []
  private var scanned: [Int] = []

  private enum ColumnState { case unreached, reached, scanned }

  /// The end of a path: on a free column, or on a row that gives its column up.
  private enum End {
    case column(Int)
    case row(Int)
    case nowhere
  }

  init(rowStarts: [Int], columns: [Int], costs: [Cost], columnCount: Int, rowsMayStayFree: Bool) {
    self.rowStarts = rowStarts
    self.columns = columns
    self.costs = costs
    self.rowsMayStayFree = rowsMayStayFree
    let rowCount = rowStarts.count - 1
    columnOfRow = Array(repeating: nil, count: rowCount)
    rowOfColumn = Array(repeating: nil, count: columnCount)
    rowPotential = Array(repeating: .zero, count: rowCount)
    columnPotential = Array(repeating: .zero, count: columnCount)
    distance = Array(repeating: .zero, count: columnCount)
    previousRow = Array(repeating: -1, count: columnCount)
    state = Array(repeating: .unreached, count: columnCount)
  }

  mutating func placeAllRows() {
    for row in columnOfRow.indices { place(row) }
  }

  private mutating func place(_ row: Int) {
    let (end, length) = shortestPath(from: row)
    for column in scanned {
      guard let owner = rowOfColumn[column] else { continue }
      rowPotential[owner] += length - distance[column]
      columnPotential[column] -= length - distance[column]
    }
    rowPotential[row] += length
    switch end {
    case .column(let column): shift(alongPathTo: column)
    case .row(let last):
      if let column = columnOfRow[last] {
        columnOfRow[last] = nil
        shift(alongPathTo: column)
      }
    case .nowhere: break
    }
    for column in frontier { state[column] = .unreached }
    for column in scanned { state[column] = .unreached }
    frontier.removeAll(keepingCapacity: true)
    scanned.removeAll(keepingCapacity: true)
  }

  /// Dijkstra's algorithm over the reduced costs.
  private mutating func shortestPath(from source: Int) -> (End, Cost) {
    var row = source
    var length = Cost.zero
    var cheapestFree: (row: Int, length: Cost)?
    while true {
      if rowsMayStayFree {
        let free = length - rowPotential[row]
        if cheapestFree.map({ free < $0.length }) ?? true { cheapestFree = (row, free) }
      }
      reach(from: row, at: length)
      guard let position = nearestInFrontier() else {
        return cheapestFree.map { (.row($0.row), $0.length) } ?? (.nowhere, .zero)
      }
      let column = frontier[position]
      if let free = cheapestFree, free.length < distance[column] {
        return (.row(free.row), free.length)
      }
      frontier.swapAt(position, frontier.count - 1)
      frontier.removeLast()
      state[column] = .scanned
      scanned.append(column)
      length = distance[column]
      guard let owner = rowOfColumn[column] else { return (.column(column), length) }
      row = owner
    }
  }

  private mutating func reach(from row: Int, at length: Cost) {
    let base = length - rowPotential[row]
    for pair in rowStarts[row]..<rowStarts[row + 1] {
      let column = columns[pair]
      guard state[column] != .scanned else { continue }
      let through = base + costs[pair] - columnPotential[column]
      if state[column] == .unreached {
        state[column] = .reached
        frontier.append(column)
      } else if through >= distance[column] {
        continue
      }
      distance[column] = through
      previousRow[column] = row
    }
  }

  private func nearestInFrontier() -> Int? {
    guard var best = frontier.indices.first else { return nil }
    for position in frontier.indices.dropFirst() {
      let (column, nearest) = (frontier[position], frontier[best])
      let isNearer = distance[column] < distance[nearest]
      if isNearer || (distance[column] == distance[nearest] && column < nearest) { best = position }
    }
    return best
  }

  /// Each row on the path takes the next column, and leaves its own to the row before it.
  private mutating func shift(alongPathTo last: Int) {
    var next: Int? = last
    while let column = next {
      let row = previousRow[column]
      next = columnOfRow[row]
      columnOfRow[row] = column
      rowOfColumn[column] = row
    }
  }
}
