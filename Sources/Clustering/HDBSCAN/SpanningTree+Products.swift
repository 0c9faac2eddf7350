import Core
import Matrices

extension SpanningTree {
  /// The tree in many columns, where no box is far from another one: two passes over all pairs by products.
  ///
  /// The first one finds the neighbors, and with them the core distances and the edges that are certainly in the tree. The
  /// components that these leave are spanned by further listed edges, which may be too long. The second one looks for pairs
  /// shorter than the longest edge between their components on that spanning tree: no other pair can be in the minimum
  /// one, and few are shorter.
  ///
  /// - Complexity: O(rows² · columns), at the speed of 1.5 matrix products; memory O(rows · (columns + neighbor)).
  static func byProducts(_ rows: MeasuredRows, neighbor: Int) -> SpanningTree {
    let count = rows.rows.rows
    let places = Array(0..<count)
    let lists = PairBounds(rows, order: places).nearest(
      min(neighbor + spareNeighbors, count - 1), certain: neighbor, rows)
    let cores = places.map { lists.square($0, nearest: neighbor) }
    let innerCores = places.map { lists.square($0, nearest: max(neighbor - 1, 0)) }
    let known = ComponentEdges(rows: places.map { Int32(truncatingIfNeeded: $0) }, lists: lists, cores: cores)
    var sets = DisjointSets(count)
    var edges: [TreeEdge] = []
    while sets.count > 1 {
      let joined = known.joinCertain(&sets)
      guard !joined.isEmpty else { break }
      edges += joined
    }
    guard sets.count > 1 else { return SpanningTree(edges: edges.sorted(), cores: cores, innerCores: innerCores) }
    let components = Components(sets.numbers(), count: sets.count)
    let listed = known.joinListed(sets)
    let crossing = CrossingEdges(rows, components, cores: cores).minimum(startingWith: listed)
    return SpanningTree(edges: (edges + crossing).sorted(), cores: cores, innerCores: innerCores)
  }
}

extension ComponentEdges {
  /// Joins the components whose shortest edge is certain.
  ///
  /// - Returns: the edges; none where nothing is certain.
  fileprivate func joinCertain(_ sets: inout DisjointSets) -> [TreeEdge] {
    renewCandidates()
    let first = firstCandidates(components: sets.count)
    return join(zip(first, areCertain(first)).map { $1 ? $0 : .none }, in: &sets)
  }

  /// Joins components along all listed edges, shortest first, though they may not be the shortest of all.
  fileprivate func joinListed(_ sets: DisjointSets) -> [TreeEdge] {
    var sets = sets
    var edges: [TreeEdge] = []
    while sets.count > 1 {
      renewCandidates()
      let joined = join(firstCandidates(components: sets.count), in: &sets)
      guard !joined.isEmpty else { break }
      edges += joined
    }
    return edges
  }
}

/// Rows in the order of their components.
struct Components: Sendable {
  /// The component of each row.
  let ofRow: [Int32]
  /// The rows by component, and within one ascending.
  let order: [Int]
  /// The component at each place of the order.
  let ofPlace: [Int32]
  /// The number of components.
  let count: Int

  init(_ numbers: [Int32], count: Int) {
    ofRow = numbers
    self.count = count
    var starts = [Int](repeating: 0, count: count + 1)
    for number in numbers { starts[Int(number) + 1] += 1 }
    for index in 0..<count { starts[index + 1] += starts[index] }
    var order = [Int](repeating: 0, count: numbers.count)
    for (row, number) in numbers.enumerated() {
      order[starts[Int(number)]] = row
      starts[Int(number)] += 1
    }
    self.order = order
    ofPlace = order.map { numbers[$0] }
  }
}
