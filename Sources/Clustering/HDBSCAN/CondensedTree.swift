import Matrices

/// The hierarchy of clusters of at least some rows, made of all merges top-down (Campello, Moulavi and Sander 2013; McInnes
/// and Healy 2017).
///
/// λ is one over a distance, infinite between equal rows. Stabilities, strengths and outlier scores take the largest finite λ in
/// the place of infinity; comparisons with a distance do not. Where a merge parts a cluster into two sides that are large enough, both are new clusters;
/// where one of them is, it goes on as the same cluster, and the rows of the other leave; where none is, all leave.
package struct CondensedTree: Sendable, Equatable {
  /// A cluster of the hierarchy.
  package struct Cluster: Sendable, Equatable {
    /// The cluster that it is a part of; −1 for the root.
    package let parent: Int
    /// λ at which it begins, finite; 0 for the root.
    package fileprivate(set) var birth: Double
    /// λ at which it begins, infinite where its parent is parted at a distance of 0.
    let exactBirth: Double
    /// The number of rows at its beginning.
    package let size: Int

    init(parent: Int, birth: Double, size: Int) {
      self.parent = parent
      self.birth = birth
      exactBirth = birth
      self.size = size
    }
  }

  /// The clusters: the root, then level by level of the merges; of two sides, the one first that holds the smaller row of
  /// the edge.
  package private(set) var clusters: [Cluster]
  /// The cluster that each row leaves.
  package let parents: [Int32]
  /// λ at which each row leaves it, finite.
  package private(set) var lambdas: [Double]
  /// λ at which each row leaves it, infinite at a distance of 0.
  let exactLambdas: [Double]

  /// The parts of a stored tree.
  init(clusters: [Cluster], parents: [Int32], lambdas: [Double]) {
    self.clusters = clusters
    self.parents = parents
    self.lambdas = lambdas
    exactLambdas = lambdas
  }

  /// Makes the tree of all clusters of `smallest` rows or more.
  ///
  /// - Complexity: O(rows).
  package init(_ linkage: SingleLinkage, smallest: Int) {
    let rows = linkage.rows
    var clusters = [Cluster(parent: -1, birth: 0, size: rows)]
    var parents = [Int32](repeating: 0, count: rows)
    var lambdas = [Double](repeating: 0, count: rows)
    var queue = linkage.merges.isEmpty ? [] : [(node: Int32(rows + linkage.merges.count - 1), cluster: 0)]
    var next = 0
    while next < queue.count {
      let (node, cluster) = queue[next]
      next += 1
      let merge = linkage.merges[Int(node) - rows]
      let lambda = 1 / merge.distance
      let sides = [merge.left, merge.right].map { (node: $0, size: Int(linkage.size(of: $0))) }
      let parts = sides.allSatisfy { $0.size >= smallest }
      for side in sides {
        if side.size < smallest {
          linkage.forEachRow(below: side.node) { row in
            parents[row] = Int32(cluster)
            lambdas[row] = lambda
          }
        } else if parts {
          clusters.append(Cluster(parent: cluster, birth: lambda, size: side.size))
          queue.append((side.node, clusters.count - 1))
        } else {
          queue.append((side.node, cluster))
        }
      }
    }
    (self.clusters, self.parents, self.lambdas, exactLambdas) = (clusters, parents, lambdas, lambdas)
    replaceInfinities()
  }

  /// Gives distances of 0 the largest λ of the others, or 1 where there is none.
  private mutating func replaceInfinities() {
    let finite = (lambdas + clusters.map(\.birth)).filter { $0.isFinite && $0 > 0 }
    let largest = finite.max() ?? 1
    for row in lambdas.indices where lambdas[row] == .infinity { lambdas[row] = largest }
    for cluster in clusters.indices where clusters[cluster].birth == .infinity { clusters[cluster].birth = largest }
  }

  /// The tree as a table, (rows + clusters − 1) × 4: a cluster, the row or cluster that leaves it, λ at which it does, and its
  /// number of rows; clusters by their places after the rows.
  var table: Matrix {
    let rows = parents.count
    return Matrix(rows: rows + clusters.count - 1, columns: 4) { block in
      for row in 0..<rows {
        block[row, 0] = Float(rows + Int(parents[row]))
        block[row, 1] = Float(row)
        block[row, 2] = Float(lambdas[row])
        block[row, 3] = 1
      }
      for (id, cluster) in clusters.enumerated().dropFirst() {
        block[rows + id - 1, 0] = Float(rows + cluster.parent)
        block[rows + id - 1, 1] = Float(rows + id)
        block[rows + id - 1, 2] = Float(cluster.birth)
        block[rows + id - 1, 3] = Float(cluster.size)
      }
    }
  }

  /// The clusters that each cluster parts into.
  var children: [[Int]] {
    var children = [[Int]](repeating: [], count: clusters.count)
    for (id, cluster) in clusters.enumerated() where cluster.parent >= 0 { children[cluster.parent].append(id) }
    return children
  }

  /// The sum over the rows of each cluster of λ at which they leave less λ of its birth.
  package var stabilities: [Double] {
    var sums = [Double](repeating: 0, count: clusters.count)
    for (parent, lambda) in zip(parents, lambdas) { sums[Int(parent)] += lambda - clusters[Int(parent)].birth }
    for cluster in clusters where cluster.parent >= 0 {
      sums[cluster.parent] += (cluster.birth - clusters[cluster.parent].birth) * Double(cluster.size)
    }
    return sums
  }

  /// The largest λ at which rows or clusters leave each cluster.
  var deaths: [Double] {
    var deaths = [Double](repeating: 0, count: clusters.count)
    for (parent, lambda) in zip(parents, lambdas) { deaths[Int(parent)] = max(deaths[Int(parent)], lambda) }
    for cluster in clusters where cluster.parent >= 0 {
      deaths[cluster.parent] = max(deaths[cluster.parent], cluster.birth)
    }
    return deaths
  }

  /// The outlier score of each row, from 0 to 1: the share by which λ falls short of the largest one in its cluster and
  /// all below (GLOSH; Campello et al., "Hierarchical density estimates for data clustering, visualization, and outlier
  /// detection", 2015).
  package var outlierScores: [Float] {
    var deaths = deaths
    for id in clusters.indices.dropFirst().reversed() {
      deaths[clusters[id].parent] = max(deaths[clusters[id].parent], deaths[id])
    }
    return zip(parents, lambdas).map { parent, lambda in
      let death = deaths[Int(parent)]
      return death > 0 ? Float((death - lambda) / death) : 0
    }
  }
}
