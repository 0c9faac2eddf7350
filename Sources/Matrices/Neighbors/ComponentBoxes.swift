import Core

/// The boxes of a tree with the components of their rows, to search the nearest row of another component by mutual
/// reachability: the largest of the distance and the core distances of both rows.
package final class ComponentBoxes: Sendable {
  private let tree: KDTree
  /// The squared core distance of each place.
  private let cores: [Double]
  /// The least squared core distance below each node.
  private let leastCores: Buffer<Double>
  /// leaf × 16: the squared core distances, infinite where a leaf has fewer rows.
  private let corePanels: Buffer<Double>
  /// The component of each place.
  private let components: Buffer<Int32>
  /// The component of all rows below each node; −1 for several.
  private let nodeComponents: Buffer<Int32>

  /// - Parameter cores: the squared core distance of each place.
  package init(_ tree: KDTree, cores: [Double]) {
    (self.tree, self.cores) = (tree, cores)
    leastCores = Buffer(repeating: .infinity, count: tree.nodes)
    corePanels = Buffer(repeating: .infinity, count: tree.leaves * KDTree.leafSize)
    components = Buffer(repeating: -1, count: tree.count)
    nodeComponents = Buffer(repeating: -1, count: tree.nodes)
    for leaf in 0..<tree.leaves {
      for (lane, place) in tree.places(ofLeaf: leaf).enumerated() {
        corePanels[leaf * KDTree.leafSize + lane] = cores[place]
        leastCores[tree.innerNodes + leaf] = min(leastCores[tree.innerNodes + leaf], cores[place])
      }
    }
    for node in (0..<tree.innerNodes).reversed() {
      leastCores[node] = min(leastCores[2 * node + 1], leastCores[2 * node + 2])
    }
  }

  /// Takes the component of each place, for the searches that follow.
  package func mark(_ component: (Int) -> Int32) {
    for place in 0..<tree.count { components[place] = component(place) }
    for leaf in 0..<tree.leaves {
      let places = tree.places(ofLeaf: leaf)
      let first = places.isEmpty ? -1 : components[places.lowerBound]
      nodeComponents[tree.innerNodes + leaf] = places.allSatisfy { components[$0] == first } ? first : -1
    }
    for node in (0..<tree.innerNodes).reversed() {
      let (left, right) = (nodeComponents[2 * node + 1], nodeComponents[2 * node + 2])
      nodeComponents[node] = left == right ? left : -1
    }
  }

  /// Returns the first edge of each of some places out of its component, with the place at the other end, as far as it comes
  /// before the limit that `limit` gives; nil where there is none.
  ///
  /// - Complexity: about O(log rows) a place in few columns.
  package func firstEdges(
    of places: [Int], before limit: (Int) -> TreeEdge
  ) -> [(edge: TreeEdge, end: Int)?] {
    Parallel.mapChunks(of: places.count, size: 64) { _, range in
      let scratch = SearchScratch()
      return range.map { firstEdge(of: places[$0], before: limit($0), scratch) }
    }.flatMap(\.self)
  }

  private func firstEdge(
    of place: Int, before limit: TreeEdge, _ scratch: borrowing SearchScratch
  ) -> (edge: TreeEdge, end: Int)? {
    let (point, own, core) = (tree.point(place), components[place], cores[place])
    let (stack, boxes) = (scratch.stack.base, scratch.boxes.base)
    var (best, end) = (limit, -1)
    stack[0] = .init(node: 0, square: core)
    var depth = 1
    while depth > 0 {
      depth -= 1
      let (node, square) = (stack[depth].node, stack[depth].square)
      guard square <= best.square else { continue }
      guard node < tree.innerNodes else {
        take(leaf: node - tree.innerNodes, place, point, scratch, &best, &end)
        continue
      }
      tree.boxSquares(below: node, point, into: boxes)
      let near = boxes[0] <= boxes[1] ? 0 : 1
      // The nearer one lies on top.
      for step in 0..<2 {
        let child = step == 0 ? 1 - near : near
        let below = 2 * node + 1 + child
        let least = max(boxes[child], leastCores[below], core)
        guard nodeComponents[below] != own, least <= best.square else { continue }
        stack[depth] = .init(node: below, square: least)
        depth += 1
      }
    }
    return end < 0 ? nil : (best, end)
  }

  @inline(__always)
  private func take(
    leaf: Int, _ place: Int, _ point: UnsafePointer<Double>, _ scratch: borrowing SearchScratch,
    _ best: inout TreeEdge, _ end: inout Int
  ) {
    let first = tree.count * leaf / tree.leaves
    let measured = scratch.squares.base
    var hits = tree.squares(
      ofLeaf: leaf, point, floors: corePanels + leaf * KDTree.leafSize, within: best.square, into: measured)
    while hits != 0 {
      let lane = hits.trailingZeroBitCount
      hits &= hits - 1
      guard measured[lane] < .infinity, components[first + lane] != components[place] else { continue }
      let edge = TreeEdge(
        max(measured[lane], cores[place]), Int(tree.rows[place]), Int(tree.rows[first + lane]))
      guard edge < best else { continue }
      (best, end) = (edge, first + lane)
    }
  }
}
