import Core
import Matrices

extension SpanningTree {
  /// The tree by Borůvka's algorithm over a tree of boxes, for few columns: in each round every component takes its shortest
  /// edge, which most often a list of neighbors has. A row is searched only where its list leaves open whether there is
  /// a shorter one, and not beyond the shortest that its component is known to have (March, Ram and Gray, "Fast Euclidean
  /// minimum spanning tree", 2010).
  ///
  /// - Complexity: about O(rows · log rows) in few columns; memory O(rows · (columns + neighbor)).
  static func byBoxes(_ rows: MeasuredRows, neighbor: Int) -> SpanningTree {
    let tree = KDTree(rows)
    let lists = tree.nearest(min(max(neighbor + spareForBoxes, 1), tree.count - 1))
    let cores = (0..<tree.count).map { lists.square($0, nearest: neighbor) }
    let known = ComponentEdges(rows: tree.rows, lists: lists, cores: cores)
    let search = BoxSearch(tree, known)
    var sets = DisjointSets(tree.count)
    var edges: [TreeEdge] = []
    while sets.count > 1 { edges += search.round(&sets) }
    var (byRow, innerByRow) = (cores, cores)
    for (place, row) in tree.rows.enumerated() {
      byRow[Int(row)] = cores[place]
      innerByRow[Int(row)] = lists.square(place, nearest: max(neighbor - 1, 0))
    }
    return SpanningTree(edges: edges.sorted(), cores: byRow, innerCores: innerByRow)
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

  /// Joins every component with another one along its shortest edge.
  func round(_ sets: inout DisjointSets) -> [TreeEdge] {
    boxes.mark { known.components[$0] }
    known.renewCandidates()
    var bounds = known.firstCandidates(components: sets.count)
    let open = (0..<known.count).filter { known.mayHaveBefore(bounds[Int(known.components[$0])], $0) }
    var former = Int.max
    for stride in Self.strides {
      let wave = Swift.stride(from: 0, to: open.count, by: stride).filter { former == .max || $0 % former != 0 }
      search(wave.map { open[$0] }, &bounds)
      former = stride
    }
    return known.join(bounds, in: &sets)
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
