/// The numbers of items of each true class in each class, once the clusters have been given classes.
package struct ConfusionMatrix: Sendable, Equatable {
  /// The most classes that a matrix is made for.
  package static let classLimit = 4096

  /// The names of the classes, of the rows as of the columns.
  package let classes: [String]
  /// classes × classes, row after row: the row is the true class, the column the one that was given.
  package let counts: [Int]
  /// The number of items of each true class in clusters that stand for no class; zeros after a majority vote.
  package let unassigned: [Int]
  /// The class of each cluster.
  package let mapping: ClusterMapping

  /// Counts the items of a table after its clusters have been given classes.
  ///
  /// - Throws: ``ScoreError`` when there are more than ``classLimit`` classes.
  /// - Complexity: O(classes²) memory, and the time of the matching.
  package init(_ table: ContingencyTable, matching: ClusterMatching) throws {
    let size = table.classes.count
    guard size <= Self.classLimit else {
      throw ScoreError(.tooManyClasses(found: size, limit: Self.classLimit))
    }
    let mapping = table.mapping(matching)
    var counts = [Int](repeating: 0, count: size * size)
    var unassigned = [Int](repeating: 0, count: size)
    for cell in table.cells {
      if let given = mapping.classOfColumn[cell.column] {
        counts[cell.classID * size + given] += cell.count
      } else {
        unassigned[cell.classID] += cell.count
      }
    }
    classes = table.classes
    self.counts = counts
    self.unassigned = unassigned
    self.mapping = mapping
  }

  /// The number of items of a true class that were given a class; both are ids.
  package subscript(truth: Int, given: Int) -> Int {
    precondition(
      classes.indices.contains(truth) && classes.indices.contains(given), "no such class")
    return counts[truth * classes.count + given]
  }

  /// classes × classes: the share of each true class's items that was given each class. A row sums to 1, less the
  /// share that is unassigned; the row of a class without items is zero.
  package var rowNormalized: [Double] {
    let size = classes.count
    var shares = counts.map(Double.init)
    for row in classes.indices {
      let entries = row * size..<(row + 1) * size
      let total = counts[entries].reduce(unassigned[row], +)
      guard total > 0 else { continue }
      for entry in entries { shares[entry] /= Double(total) }
    }
    return shares
  }
}
