import Core
import Matrices

extension DensityNeighbors {
  /// Returns the edges of the spanning tree, those before a limit at least, in many columns, where no box is far from
  /// another one.
  ///
  /// The lists of neighbors have edges that are certainly in the tree. The components that these leave are spanned by
  /// further listed edges, which may be too long. A pass over all pairs by products then looks for pairs shorter than the
  /// longest edge between their components on that spanning tree: no other pair can be in the minimum one, and few are
  /// shorter.
  ///
  /// - Complexity: O(rows² · columns), at the speed of half a matrix product; memory O(rows · (columns + neighbor)).
  func edges(_ known: ComponentEdges, before limit: TreeEdge) -> [TreeEdge] {
    var sets = DisjointSets(known.count)
    var edges: [TreeEdge] = []
    while sets.count > 1 {
      let joined = known.joinCertain(&sets)
      guard !joined.isEmpty else { break }
      edges += joined
    }
    guard sets.count > 1 else { return edges }
    let components = Components(sets.numbers(), count: sets.count)
    let listed = known.joinListed(sets)
    return edges + CrossingEdges(rows, components, cores: cores, before: limit).minimum(startingWith: listed)
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
