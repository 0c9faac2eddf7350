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
  func edges(_ known: ComponentEdges, _ bounds: PairBounds, before limit: TreeEdge) -> [TreeEdge] {
    var sets = DisjointSets(known.count)
    var edges: [TreeEdge] = []
    while sets.count > 1 {
      let joined = known.joinCertain(&sets)
      guard !joined.isEmpty else { break }
      edges += joined
    }
    guard sets.count > 1 else { return edges }
    let components = Components(sets.numbers(), count: sets.count, along: bounds.order) { place in
      cores[place] <= limit.square
    }
    guard components.count > 1 else { return edges }
    let listed = known.joinListed(sets).filter { $0 < limit }
    return edges
      + CrossingEdges(rows, components, bounds, cores: squares(nearest: neighbor), before: limit)
      .minimum(startingWith: listed)
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

/// Some rows in the order of their components.
struct Components: Sendable {
  /// The component of each row; −1 for a row that is left out.
  let ofRow: [Int32]
  /// The rows by component, and within one in the order that they were given.
  let order: [Int]
  /// The place of each of them in the given order.
  let places: [Int]
  /// The component at each place of the order by component.
  let ofPlace: [Int32]
  /// The number of components.
  let count: Int

  /// - Parameters:
  ///   - numbers: the component of each row.
  ///   - rows: the rows in some order.
  ///   - isTaken: whether the row at a place of it is taken; components without one are left out.
  init(_ numbers: [Int32], count: Int, along rows: [Int], where isTaken: (_ place: Int) -> Bool) {
    let taken = rows.indices.filter(isTaken)
    var sizes = [Int](repeating: 0, count: count)
    for place in taken { sizes[Int(numbers[rows[place]])] += 1 }
    var renumbered = [Int32](repeating: -1, count: count)
    var starts: [Int] = []
    var end = 0
    for (number, size) in sizes.enumerated() where size > 0 {
      renumbered[number] = Int32(truncatingIfNeeded: starts.count)
      starts.append(end)
      end += size
    }
    self.count = starts.count
    var ofRow = [Int32](repeating: -1, count: numbers.count)
    var places = [Int](repeating: 0, count: end)
    for place in taken {
      let component = renumbered[Int(numbers[rows[place]])]
      ofRow[rows[place]] = component
      places[starts[Int(component)]] = place
      starts[Int(component)] += 1
    }
    (self.ofRow, self.places) = (ofRow, places)
    order = places.map { rows[$0] }
    ofPlace = order.map { [ofRow] row in ofRow[row] }
  }
}
