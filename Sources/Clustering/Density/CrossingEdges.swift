import Core
import Matrices

/// The search of the edges between components that belong to the minimum spanning tree.
struct CrossingEdges {
  private let rows: MeasuredRows
  private let components: Components
  private let bounds: PairBounds
  /// The squared core distance of each row.
  private let cores: [Double]
  /// Edges from this one on are not wanted.
  private let limit: TreeEdge

  /// The blocks of rows between which the spanning tree takes up shorter edges: at first, and at most.
  private static let (firstBlocks, blocksAtOnce) = (4, 32)
  /// The rows of a block: its scores with a tile stay in the second-level cache.
  private static let blockSize = 96
  /// The bounds that a block has in memory at most.
  private static let boundsAtOnce = 1 << 20

  /// - Parameters:
  ///   - bounds: those of all rows, along whose places the components are ordered.
  ///   - cores: the squared core distance of each row.
  init(
    _ rows: MeasuredRows, _ components: Components, _ bounds: PairBounds, cores: [Double], before limit: TreeEdge
  ) {
    (self.rows, self.components, self.cores, self.limit) = (rows, components, cores, limit)
    self.bounds = PairBounds(bounds, places: components.places)
  }

  /// Returns the edges of the minimum spanning tree of the components, all that come before the limit.
  ///
  /// - Parameter edges: any edges between them, the shorter the better.
  func minimum(startingWith edges: [TreeEdge]) -> [TreeEdge] {
    var spanning = Bottlenecks(connecting(edges), components)
    let blocks = blocks
    var first = 0
    while first < blocks.count {
      // Few blocks at first, since what they find spares the others most of their pairs.
      let wave = blocks[first..<min(first + min(first + Self.firstBlocks, Self.blocksAtOnce), blocks.count)]
      let current = spanning
      let found = Parallel.mapChunks(of: wave.count, size: 1) { index, _ in
        self.edges(of: wave[wave.startIndex + index], below: current)
      }.flatMap(\.self)
      if !found.isEmpty { spanning = Bottlenecks(spanning.edges + found, components) }
      first = wave.endIndex
    }
    return spanning.edges
  }

  /// Consecutive places, of not too many components.
  private var blocks: [Range<Int>] {
    let most = max(Self.boundsAtOnce / components.count, 1)
    var blocks: [Range<Int>] = []
    var (start, different) = (0, 0)
    for place in 0..<components.order.count {
      let isNew = place == start || components.ofPlace[place] != components.ofPlace[place - 1]
      if place - start == Self.blockSize || (isNew && different == most) {
        blocks.append(start..<place)
        (start, different) = (place, 1)
      } else if isNew {
        different += 1
      }
    }
    return blocks + [start..<components.order.count]
  }

  /// Adds edges where some do not connect all components: between the densest rows of what they connect.
  private func connecting(_ edges: [TreeEdge]) -> [TreeEdge] {
    var sets = DisjointSets(components.count)
    for edge in edges { sets.join(Int(components.ofRow[Int(edge.low)]), Int(components.ofRow[Int(edge.high)])) }
    // Edges between far parts are not wanted where there is a limit.
    guard sets.count > 1, limit.square == .infinity else { return edges }
    let parts = sets.numbers()
    var densest = [Int](repeating: -1, count: sets.count)
    for (row, component) in components.ofRow.enumerated() {
      let part = Int(parts[Int(component)])
      if densest[part] < 0 || cores[row] < cores[densest[part]] { densest[part] = row }
    }
    return rows.withMeasure { measure in
      func edge(_ one: Int, _ other: Int) -> TreeEdge {
        TreeEdge(max(measure.square(one, other), cores[one], cores[other]), one, other)
      }
      // Each one with the nearest of some before it: a rough tree, which the search then improves.
      return edges
        + Parallel.mapChunks(of: densest.count - 1, size: 16) { _, range in
          range.map { index in
            (max(0, index - 255)...index).map { edge(densest[index + 1], densest[$0]) }.min() ?? .none
          }
        }.flatMap(\.self)
    }
  }

  /// The edges from some places to later ones that are before the longest edge between their components.
  private func edges(of block: Range<Int>, below spanning: Bottlenecks) -> [TreeEdge] {
    var search = BlockSearch(block, components, spanning, before: limit)
    let scores = Buffer<Float>(count: (block.count + 7) * PairBounds.stride)
    let reaches = Buffer<Float>(count: PairBounds.stride)
    let center = bounds.center(of: block)
    return rows.withMeasure { measure in
      for tile in bounds.tiles.tile(of: block.lowerBound)..<bounds.tiles.tiles {
        let places = bounds.tiles.places(ofTile: tile)
        guard !search.isWithinOneComponent(places) else { continue }
        let near = self.near(block, center, tile, search)
        guard !near.isEmpty else {
          search.endTile()
          continue
        }
        bounds.writeScores(
          near, tile: tile, panels: 0..<bounds.panels(ofTile: tile), into: scores.base, stride: PairBounds.stride)
        for (index, place) in near.enumerated() {
          if search.begin(place) { writeReaches(of: search, places, into: reaches.base) }
          let later = max(place + 1 - places.lowerBound, 0)
          guard later < places.count else { continue }
          forEachHit(
            scores + index * PairBounds.stride, reaches.base, orWithin: -.infinity, bounds.offset(place),
            lanes: later..<places.count
          ) { lane in
            let other = places.lowerBound + lane
            guard search.take(place, other, measure, cores) else { return }
            tighten(search, places, around: other, reaches.base)
          }
        }
        search.endTile()
      }
      return search.found
    }
  }

  /// The places of a block that may be near enough to some of a tile.
  private func near(_ block: Range<Int>, _ center: [Float], _ tile: Int, _ search: BlockSearch) -> [Int] {
    let places = bounds.tiles.places(ofTile: tile)
    guard block.upperBound <= places.lowerBound, let bound = search.longestBound(to: places) else {
      return Array(block)
    }
    let heights = Buffer<Float>(count: block.count)
    let others = Buffer<Float>(count: PairBounds.stride)
    bounds.writeHeights(of: block, around: center, heights.base, tile: tile, others.base)
    let lowest = (0..<places.count).reduce(Float.infinity) { min($0, others[$1]) }
    let reach = bounds.heightReach(bound.square)
    return block.filter { heights[$0 - block.lowerBound] + reach >= lowest }
  }

  /// Writes for each of some places how far the current component may reach there.
  private func writeReaches(of search: BlockSearch, _ places: Range<Int>, into reaches: UnsafeMutablePointer<Float>) {
    var place = places.lowerBound
    while place < places.upperBound {
      let component = components.ofPlace[place]
      let bound = search.bound(Int(component))
      let reach = bound.map { bounds.reach($0.square) } ?? -.infinity
      while place < places.upperBound, components.ofPlace[place] == component {
        let isTooSparse = bound.map { cores[components.order[place]] > $0.square } ?? true
        reaches[place - places.lowerBound] = isTooSparse ? -.infinity : reach
        place += 1
      }
    }
  }

  /// Writes the reach again for the places of one component.
  private func tighten(
    _ search: BlockSearch, _ places: Range<Int>, around place: Int, _ reaches: UnsafeMutablePointer<Float>
  ) {
    let component = components.ofPlace[place]
    var (first, end) = (place, place + 1)
    while first > places.lowerBound, components.ofPlace[first - 1] == component { first -= 1 }
    while end < places.upperBound, components.ofPlace[end] == component { end += 1 }
    guard let bound = search.bound(Int(component)) else { return }
    let reach = bounds.reach(bound.square)
    for place in first..<end {
      let isTooSparse = cores[components.order[place]] > bound.square
      reaches[place - places.lowerBound] = isTooSparse ? -.infinity : reach
    }
  }
}

/// The bounds of the components of a block of rows, drawn closer by the edges found.
private struct BlockSearch {
  private let components: Components
  /// The components of the block.
  private let own: Range<Int>
  /// For each of them, the bound of edges to each component.
  private var bounds: [[TreeEdge]]
  /// The component whose reaches are written.
  private var current = -1
  /// The most pairs of components of a block and a tile whose bounds are compared.
  private static let boundsToCompare = 1_024
  private(set) var found: [TreeEdge] = []

  init(_ block: Range<Int>, _ components: Components, _ spanning: Bottlenecks, before limit: TreeEdge) {
    self.components = components
    own = Int(components.ofPlace[block.lowerBound])..<Int(components.ofPlace[block.upperBound - 1]) + 1
    bounds = own.map { spanning.longest(from: $0).map { min($0, limit) } }
  }

  /// Returns whether some places are all of the one component of the block.
  func isWithinOneComponent(_ places: Range<Int>) -> Bool {
    own.count == 1 && Int(components.ofPlace[places.lowerBound]) == own.lowerBound
      && Int(components.ofPlace[places.upperBound - 1]) == own.lowerBound
  }

  /// The last of the bounds of edges from the block to some places; nil where they are of so many components that to look
  /// costs more than it spares.
  func longestBound(to places: Range<Int>) -> TreeEdge? {
    let others = Int(components.ofPlace[places.lowerBound])...Int(components.ofPlace[places.upperBound - 1])
    guard own.count * others.count <= Self.boundsToCompare else { return nil }
    var longest = TreeEdge(0, 0, 0)
    for (index, component) in own.enumerated() {
      for other in others where other != component { longest = max(longest, bounds[index][other]) }
    }
    return longest
  }

  /// Turns to a place of the block.
  ///
  /// - Returns: true where its component is another one than before.
  mutating func begin(_ place: Int) -> Bool {
    let component = Int(components.ofPlace[place])
    guard component != current else { return false }
    current = component
    return true
  }

  /// Ends a tile, after which reaches are written for another one.
  mutating func endTile() { current = -1 }

  /// The edge before which those of the current component to another one must come; nil for itself.
  func bound(_ component: Int) -> TreeEdge? {
    component == current ? nil : bounds[current - own.lowerBound][component]
  }

  /// Measures a pair and takes it where it comes before the bound.
  mutating func take(_ place: Int, _ other: Int, _ measure: Measure, _ cores: [Double]) -> Bool {
    let (one, two) = (components.order[place], components.order[other])
    let component = Int(components.ofPlace[other])
    let bound = bounds[current - own.lowerBound][component]
    guard component != current, max(cores[one], cores[two]) <= bound.square else { return false }
    let edge = TreeEdge(max(measure.square(one, two), cores[one], cores[two]), one, two)
    guard edge < bound else { return false }
    bounds[current - own.lowerBound][component] = edge
    found.append(edge)
    return true
  }
}
