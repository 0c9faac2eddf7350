import Core
import Matrices

extension DensityNeighbors {
  /// Returns the edges of the spanning tree before a limit by Borůvka's algorithm over a tree of boxes, for few columns: in
  /// each round every component takes its shortest edge, which most often a list of neighbors has. A row is searched only
  /// where its list leaves open whether there is a shorter one, and not beyond the shortest that its component is known to
  /// have (March, Ram and Gray, "Fast Euclidean minimum spanning tree", 2010).
  ///
  /// - Complexity: about O(rows · log rows) in few columns; memory O(rows · (columns + neighbor)).
  func edges(_ known: ComponentEdges, _ tree: KDTree, before limit: TreeEdge) -> [TreeEdge] {
    let search = BoxSearch(tree, known)
    var sets = DisjointSets(tree.count)
    var edges: [TreeEdge] = []
    while sets.count > 1 {
      let joined = search.round(&sets, before: limit)
      guard !joined.isEmpty else { break }
      edges += joined
    }
    return edges
  }
}

/// The rounds of Borůvka's algorithm over a tree of boxes.
private struct BoxSearch {
  private let known: ComponentEdges
  private let boxes: ComponentBoxes

  /// Rows that are searched before others, so that bounds are short when most are: one of so many.
  private static let strides = [4096, 256, 16, 1]

  init(_ tree: KDTree, _ known: ComponentEdges) {
    self.known = known
    boxes = ComponentBoxes(tree, cores: known.cores)
  }

  /// Joins every component with another one along its shortest edge, as far as that comes before a limit.
  func round(_ sets: inout DisjointSets, before limit: TreeEdge) -> [TreeEdge] {
    boxes.mark { known.components[$0] }
    known.renewCandidates()
    var bounds = known.firstCandidates(components: sets.count).map { min($0, limit) }
    let open = (0..<known.count).filter { known.mayHaveBefore(bounds[Int(known.components[$0])], $0) }
    var former = Int.max
    for stride in Self.strides {
      let wave = Swift.stride(from: 0, to: open.count, by: stride).filter { former == .max || $0 % former != 0 }
      search(wave.map { open[$0] }, &bounds)
      former = stride
    }
    return known.join(bounds.filter { $0 != limit }, in: &sets)
  }

  /// Searches the first edge of each of some places out of its component, as far as it comes before the component's bound,
  /// and draws the bounds closer.
  private func search(_ places: [Int], _ bounds: inout [TreeEdge]) {
    let places = places.filter { known.mayHaveBefore(bounds[Int(known.components[$0])], $0) }
    let limits = places.map { bounds[Int(known.components[$0])] }
    let found = boxes.firstEdges(of: places) { limits[$0] }
    for (index, place) in places.enumerated() {
      known.settle(place, before: limits[index], end: found[index]?.end, square: found[index]?.edge.square ?? .infinity)
      guard let edge = found[index]?.edge else { continue }
      let component = Int(known.components[place])
      bounds[component] = min(bounds[component], edge)
    }
  }
}
