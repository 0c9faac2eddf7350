import Core
import Matrices

/// The components that the edges found so far join, and the shortest known edge out of each (Borůvka 1926).
///
/// Each row has a candidate, the shortest of its known edges to another component, and a floor: no edge that its list of
/// neighbors lacks is shorter. Components only grow, so a candidate stays until both its ends are in one of them.
final class ComponentEdges: Sendable {
  /// The number of rows.
  let count: Int
  /// The row at each place; the places are those of the search.
  let rows: [Int32]
  let lists: NeighborLists
  /// The squared core distance of each place.
  let cores: [Double]
  /// The component of each place, numbered from 0.
  let components: Buffer<Int32>
  /// The place at the other end of each candidate; −1 for none.
  private let ends: Buffer<Int32>
  /// The squared length of each candidate.
  private let lengths: Buffer<Double>
  private let floors: Buffer<Double>
  /// True where no edge out of the component comes before the candidate.
  private let isSettled: Buffer<Bool>

  init(rows: [Int32], lists: NeighborLists, cores: [Double]) {
    count = rows.count
    (self.rows, self.lists, self.cores) = (rows, lists, cores)
    components = Buffer(count: count)
    ends = Buffer(repeating: -1, count: count)
    lengths = Buffer(repeating: .infinity, count: count)
    floors = Buffer(count: count)
    isSettled = Buffer(repeating: false, count: count)
    for place in 0..<count {
      (components + place).initialize(to: Int32(truncatingIfNeeded: place))
      (floors + place).initialize(to: max(cores[place], lists.unlisted[place]))
    }
  }

  /// The edge between two places, of a squared length.
  func edge(_ square: Double, _ one: Int, _ other: Int) -> TreeEdge {
    TreeEdge(square, Int(rows[one]), Int(rows[other]))
  }

  /// The candidate of a place.
  func candidate(_ place: Int) -> TreeEdge { ends[place] < 0 ? .none : edge(lengths[place], place, Int(ends[place])) }

  /// Returns whether a place may have an edge before `bound` that is not known.
  func mayHaveBefore(_ bound: TreeEdge, _ place: Int) -> Bool { !isSettled[place] && floors[place] <= bound.square }

  /// Takes the result of a search of all edges of a place before `bound`: the first of them, or none.
  func settle(_ place: Int, before bound: TreeEdge, end: Int?, square: Double) {
    guard let end else {
      floors[place] = max(floors[place], bound.square)
      return
    }
    (ends[place], lengths[place], isSettled[place]) = (Int32(truncatingIfNeeded: end), square, true)
    floors[place] = max(floors[place], square)
  }

  /// Chooses again among the listed neighbors where the candidate has come into the own component.
  func renewCandidates() {
    Parallel.forEachChunk(of: count, size: 2048) { _, range in
      for place in range where ends[place] < 0 || components[Int(ends[place])] == components[place] {
        renewCandidate(place)
      }
    }
  }

  private func renewCandidate(_ place: Int) {
    (ends[place], lengths[place], isSettled[place]) = (-1, .infinity, false)
    var best = TreeEdge.none
    let (own, core) = (components[place], cores[place])
    for position in place * lists.count..<(place + 1) * lists.count {
      let square = max(lists.squares.values[position], core)
      guard square <= best.square else { break }
      let other = Int(lists.indices.values[position])
      guard components[other] != own else { continue }
      let edge = edge(max(square, cores[other]), place, other)
      guard edge < best else { continue }
      best = edge
      (ends[place], lengths[place]) = (Int32(truncatingIfNeeded: other), edge.square)
    }
  }

  /// The first candidate of each component.
  func firstCandidates(components number: Int) -> [TreeEdge] {
    var first = [TreeEdge](repeating: .none, count: number)
    for place in 0..<count where ends[place] >= 0 {
      let component = Int(components[place])
      guard lengths[place] <= first[component].square else { continue }
      first[component] = min(first[component], candidate(place))
    }
    return first
  }

  /// Returns for each component whether all its edges before `bounds` are known.
  func areCertain(_ bounds: [TreeEdge]) -> [Bool] {
    var certain = bounds.map { $0 != .none }
    for place in 0..<count {
      let component = Int(components[place])
      if certain[component], mayHaveBefore(bounds[component], place) { certain[component] = false }
    }
    return certain
  }

  /// Joins components along edges of the tree and numbers them anew.
  ///
  /// - Returns: the edges that joined two components each.
  func join(_ edges: [TreeEdge], in sets: inout DisjointSets) -> [TreeEdge] {
    let taken = edges.filter { $0 != .none && sets.join(Int($0.low), Int($0.high)) }
    let numbers = sets.numbers()
    for place in 0..<count { components[place] = numbers[Int(rows[place])] }
    return taken
  }
}
