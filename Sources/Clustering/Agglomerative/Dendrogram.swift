import Core
import Matrices

/// The merges of a hierarchical clustering in ascending order of their distances. A node is a row by its position or,
/// from the number of rows on, an earlier merge, as in SciPy's linkage.
package struct Dendrogram {
  /// Two clusters that become one: each by one of its rows.
  package struct Merge {
    package let first, second: Int
    package let distance: Double
  }

  package let items: Int
  package private(set) var nodes: [(left: Int, right: Int, size: Int)] = []
  package private(set) var distances: [Double]

  /// - Parameter merges: one fewer than items, in the order in which they were found; of equal distances that order
  ///   stays.
  package init(_ merges: [Merge], items: Int) {
    self.items = items
    // A sort that keeps the order of equal distances.
    let order = merges.indices.sorted { (merges[$0].distance, $0) < (merges[$1].distance, $1) }
    distances = order.map { merges[$0].distance }
    var roots = Roots(count: items + merges.count)
    var sizes = [Int](repeating: 1, count: items)
    for (position, index) in order.enumerated() {
      let pair = [roots.root(of: merges[index].first), roots.root(of: merges[index].second)].sorted()
      let size = sizes[pair[0]] + sizes[pair[1]]
      nodes.append((pair[0], pair[1], size))
      sizes.append(size)
      for node in pair { roots.join(node, to: items + position) }
    }
  }

  /// The number of clusters where those up to a distance have merged.
  package func clusters(upTo distance: Double) -> Int { 1 + distances.count { $0 > distance } }

  /// The cluster of each item after all but the last `clusters - 1` merges; clusters are numbered by their first items.
  package func labels(clusters: Int) -> [Int32] {
    var roots = Roots(count: items + nodes.count)
    for (index, node) in nodes.prefix(items - clusters).enumerated() {
      roots.join(node.left, to: items + index)
      roots.join(node.right, to: items + index)
    }
    var numbers: [Int: Int32] = [:]
    return (0..<items).map { item in
      let root = roots.root(of: item)
      if let known = numbers[root] { return known }
      let next = Int32(numbers.count)
      numbers[root] = next
      return next
    }
  }

  /// The merges as SciPy stores them, (items − 1) × 4: both nodes, their distance, and the number of items.
  var linkage: Matrix {
    Matrix(rows: nodes.count, columns: 4) { block in
      for (row, node) in nodes.enumerated() {
        block[row, 0] = Float(node.left)
        block[row, 1] = Float(node.right)
        block[row, 2] = Float(distances[row])
        block[row, 3] = Float(node.size)
      }
    }
  }

  /// Measures Ward's distances anew, from the means of the clusters in `Double`.
  ///
  /// - Complexity: O(items · columns).
  mutating func measureWardDistances(of rows: Matrix) {
    var means: [Int: [Double]] = [:]
    for (index, node) in nodes.enumerated() {
      let (left, right) = (means.removeValue(forKey: node.left), means.removeValue(forKey: node.right))
      let (one, other) = (left ?? rows.exactRow(node.left), right ?? rows.exactRow(node.right))
      let (a, b) = (Double(size(of: node.left)), Double(size(of: node.right)))
      var (square, mean) = (0.0, one)
      for column in mean.indices {
        let difference = other[column] - one[column]
        square += difference * difference
        mean[column] += difference * (b / (a + b))
      }
      distances[index] = (2 * a * b / (a + b) * square).squareRoot()
      means[items + index] = mean
    }
  }

  private func size(of node: Int) -> Int { node < items ? 1 : nodes[node - items].size }

  /// Multiplies all distances by a power of two.
  mutating func scale(byPowerOfTwo exponent: Int) {
    distances = distances.map { $0.scaled(byPowerOfTwo: exponent) }
  }
}

/// The roots of a forest that only grows at its roots, with paths that shorten as they are walked (Tarjan 1975).
struct Roots {
  private var parents: [Int]

  init(count: Int) { parents = Array(0..<count) }

  mutating func root(of node: Int) -> Int {
    var node = node
    while parents[node] != node {
      parents[node] = parents[parents[node]]
      node = parents[node]
    }
    return node
  }

  /// Puts a root below another one.
  mutating func join(_ root: Int, to other: Int) { parents[root] = other }
}
