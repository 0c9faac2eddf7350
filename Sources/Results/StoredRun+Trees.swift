import Core
import Matrices

/// The merges of a hierarchical method in SciPy's order: nodes from the number of items on are earlier merges.
package struct MergeTree: Sendable {
  package struct Merge: Sendable {
    package let left, right: Int
    package let distance: Double
  }

  /// One fewer than items.
  package let merges: [Merge]

  /// The tree of a table (items − 1) × 4; nil where it is none.
  init?(_ table: Matrix) {
    guard table.columns == 4 else { return nil }
    let items = table.rows + 1
    var isTaken = [Bool](repeating: false, count: 2 * items - 1)
    var merges: [Merge] = []
    for row in 0..<table.rows {
      let nodes = [table[row, 0], table[row, 1]].map { $0.isFinite && $0 >= 0 && $0 < 1e9 ? Int($0) : -1 }
      let distance = Double(table[row, 2])
      guard nodes.allSatisfy({ (0..<items + row).contains($0) && !isTaken[$0] }), nodes[0] != nodes[1],
        distance.isFinite
      else { return nil }
      for node in nodes { isTaken[node] = true }
      merges.append(Merge(left: nodes[0], right: nodes[1], distance: distance))
    }
    self.merges = merges
  }

  /// A distance at which the tree falls into so many clusters, midway between two merges; nil for a number that is none.
  package func cut(into clusters: Int) -> Double? {
    let items = merges.count + 1
    guard (1...items).contains(clusters), !merges.isEmpty else { return nil }
    let below = clusters == items ? 0 : merges[items - clusters - 1].distance
    let above = clusters == 1 ? below : merges[items - clusters].distance
    return (below + above) / 2
  }
}

extension StoredRun {
  /// The tree of a trial; nil where its method gives none.
  ///
  /// - Throws: ``ResultsError`` when the file is gone, was changed, or holds no tree.
  package func tree(of trial: TrialRecord) throws -> MergeTree? {
    guard let data = try folder.data(of: .tree, trial) else { return nil }
    let path = folder.path(of: .tree, trial.identity)
    guard let tree = MergeTree(try NPYFile.matrix(in: data, path: path)) else {
      throw ResultsError(.malformed(path: path, detail: "it is no tree of merges"))
    }
    return tree
  }
}
