import Core
import Matrices

/// A hierarchy of clusters by density: what leaves each cluster at which λ, one over a distance.
package struct StoredCondensedTree: Sendable {
  package struct Cluster: Sendable {
    /// The cluster that it is a part of, by its position, which is lower; nil for the root, the first one.
    package let parent: Int?
    package let birth: Double
  }

  package let clusters: [Cluster]
  /// The cluster that each row leaves, by its position.
  package let parents: [Int]
  /// λ at which each row leaves it.
  package let lambdas: [Double]

  /// The tree of a table of a cluster, what leaves it, λ and its size; nil where it is none.
  ///
  /// - Parameter rows: the number of rows that were clustered.
  init?(_ table: Matrix, rows: Int) {
    guard table.columns == 4, rows > 0, table.rows >= rows else { return nil }
    let count = table.rows - rows + 1
    var (parents, lambdas): ([Int], [Double]) = ([], [])
    var clusters = [Cluster(parent: nil, birth: 0)]
    for line in 0..<table.rows {
      let isRow = line < rows
      guard let parent = Int(exactly: table[line, 0]), Int(exactly: table[line, 1]) == (isRow ? line : line + 1),
        (rows..<rows + (isRow ? count : clusters.count)).contains(parent), table[line, 2].isFinite, table[line, 2] >= 0
      else { return nil }
      if isRow {
        parents.append(parent - rows)
        lambdas.append(Double(table[line, 2]))
      } else {
        clusters.append(Cluster(parent: parent - rows, birth: Double(table[line, 2])))
      }
    }
    (self.clusters, self.parents, self.lambdas) = (clusters, parents, lambdas)
  }

  /// The cluster of the hierarchy that holds all rows of each label; nil for a label without rows.
  ///
  /// - Parameter labels: one a row, below `count`; negative ones are passed over.
  package func clusters(of labels: [Int32], count: Int) -> [Int?] {
    var common = [Int?](repeating: nil, count: count)
    for (row, label) in labels.enumerated() where label >= 0 {
      common[Int(label)] = common[Int(label)].map { meeting($0, parents[row]) } ?? parents[row]
    }
    return common
  }

  /// The lowest cluster above two clusters, or one of them; a parent has a lower position.
  private func meeting(_ left: Int, _ right: Int) -> Int {
    var (left, right) = (left, right)
    while left != right {
      if left > right { left = clusters[left].parent ?? 0 } else { right = clusters[right].parent ?? 0 }
    }
    return left
  }
}

extension StoredRun {
  /// The hierarchy of clusters of a trial; nil where its method gives none.
  ///
  /// - Throws: ``ResultsError`` when the file is gone, was changed, or holds none.
  package func condensedTree(of trial: TrialRecord, rows: Int) throws -> StoredCondensedTree? {
    guard let data = try folder.data(of: .condensed, trial) else { return nil }
    let path = folder.path(of: .condensed, trial.identity)
    guard let tree = StoredCondensedTree(try NPYFile.matrix(in: data, path: path), rows: rows) else {
      throw ResultsError(.malformed(path: path, detail: "it is no hierarchy of \(counted(rows, "row"))"))
    }
    return tree
  }

  /// The distances of the items to a neighbor, ascending and without items that were left out; nil where the method gives none.
  ///
  /// - Throws: ``ResultsError`` when the file is gone or was changed.
  package func neighborDistances(of trial: TrialRecord) throws -> [Double]? {
    guard let data = try folder.data(of: .neighborDistances, trial) else { return nil }
    let values = try NPYFile.column(in: data, path: folder.path(of: .neighborDistances, trial.identity))
    return values.filter(\.isFinite).map { Double($0) }.sorted()
  }
}
