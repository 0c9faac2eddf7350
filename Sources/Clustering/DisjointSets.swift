/// Sets of rows that are joined one after another (Tarjan, "Efficiency of a good but not linear set union algorithm",
/// 1975).
package struct DisjointSets {
  private var parents: [Int32]
  /// The number of sets.
  package private(set) var count: Int

  package init(_ rows: Int) {
    parents = (0..<rows).map { Int32(truncatingIfNeeded: $0) }
    count = rows
  }

  /// Returns the smallest row of a row's set.
  package mutating func find(_ row: Int) -> Int {
    var row = row
    while true {
      let parent = Int(parents[row])
      guard parent != row else { return row }
      parents[row] = parents[parent]
      row = parent
    }
  }

  /// Joins the sets of two rows.
  ///
  /// - Returns: false where it is one set already.
  @discardableResult
  package mutating func join(_ one: Int, _ other: Int) -> Bool {
    let (first, second) = (find(one), find(other))
    guard first != second else { return false }
    parents[max(first, second)] = Int32(truncatingIfNeeded: min(first, second))
    count -= 1
    return true
  }

  /// Returns the number of each row's set, the sets numbered from 0 by their smallest rows.
  package mutating func numbers() -> [Int32] {
    var numbers = [Int32](repeating: -1, count: parents.count)
    var next: Int32 = 0
    for row in parents.indices {
      let first = find(row)
      if first == row {
        numbers[row] = next
        next += 1
      } else {
        numbers[row] = numbers[first]
      }
    }
    return numbers
  }
}
