import Core

extension PairBounds {
  /// Returns the nearest other places of every place, measured in `Double`; of equally near ones those of the lowest rows.
  ///
  /// A pair of tiles is compared once for both. First every place lists the nearest of its own tile, and how far these are
  /// bounds the search. Then come the nearest tiles, and those far away last. No tile is in two pairs at a time, so that no
  /// list is changed by two threads.
  ///
  /// - Parameter count: the number of neighbors, below that of places.
  /// - Complexity: O(rows² · columns), at the speed of half a matrix product; rows whose neighbors are nearer than products
  ///   tell apart are measured against all that may be near.
  package func nearest(_ count: Int, _ measured: MeasuredRows) -> NeighborLists {
    precondition(count >= 1 && count < self.count)
    return measured.withMeasure { measure in
      let search = NeighborSearch(self, count, measure)
      Parallel.forEachChunk(of: tiles.tiles, size: 1) { tile, _ in
        search.begin(tile)
        search.compare(tile, tile)
      }
      let pairs = Self.pairs(ofTiles: tiles.tiles)
      Parallel.forEachTask(using: pairs, of: tiles.tiles) { search.compare(pairs[$0].0, pairs[$0].1) }
      return search.lists
    }
  }

  /// All pairs of tiles, near ones first: wave by wave, in each of which the numbers of partners differ by the bits of the
  /// wave's number.
  private static func pairs(ofTiles count: Int) -> [(Int, Int)] {
    (1..<max(count, 1)).flatMap { wave in
      let bit = Int.bitWidth - 1 - wave.leadingZeroBitCount
      return (0..<count / 2).map { pair in
        let tile = (pair >> bit) << (bit + 1) | pair & ((1 << bit) - 1)
        return (tile, tile ^ wave)
      }
    }
  }
}

/// The lists of neighbors while they are filled.
private struct NeighborSearch {
  private let bounds: PairBounds
  private let measure: Measure
  private let wanted: Int
  private let indices: Buffered<Int32>
  private let squares: Buffered<Double>
  /// ``PairBounds/reach(_:)`` of the last square of each list; two vectors of lanes go beyond the last place.
  private let reaches: Buffered<Float>
  /// ``PairBounds/heightReach(_:)`` of it.
  private let heightReaches: Buffered<Float>
  /// The places of a tile that are compared with others at a time: the two panels that products take together.
  private static let lanes = 32
  /// The fewest places from which a list is filled at first.
  private static let fewestAround = 64

  init(_ bounds: PairBounds, _ wanted: Int, _ measure: Measure) {
    (self.bounds, self.wanted, self.measure) = (bounds, wanted, measure)
    let count = bounds.count
    (indices, squares) = (Buffered(count: count * wanted), Buffered(count: count * wanted))
    (reaches, heightReaches) = (Buffered(count: count + Self.lanes), Buffered(count: count + Self.lanes))
    indices.values.base.initialize(repeating: .max, count: count * wanted)
    squares.values.base.initialize(repeating: .infinity, count: count * wanted)
    for reaches in [reaches, heightReaches] {
      reaches.values.base.initialize(repeating: .infinity, count: count + Self.lanes)
    }
  }

  /// The lists, when all pairs of tiles are compared.
  var lists: NeighborLists {
    let all = wanted == bounds.count - 1
    return NeighborLists(
      count: wanted, indices: indices, squares: squares,
      unlisted: (0..<bounds.count).map { all ? .infinity : squares.values[($0 + 1) * wanted - 1] })
  }

  /// Lists for each place of a tile those that score best among some around it.
  func begin(_ tile: Int) {
    let places = bounds.tiles.places(ofTile: tile)
    // Whole panels of so many places that a list is filled by near ones.
    let size = (max(Self.fewestAround, 4 * wanted) + 15) / 16 * 16
    let scores = Buffer<Float>(count: (size + 7) * (size + 16))
    for start in stride(from: 0, to: places.count, by: size) {
      let end = min(start + size, places.count)
      let first = max(0, min(start, (end + 15) / 16 * 16 - size))
      guard wanted < end - first else { continue }
      let own = places.lowerBound + start..<places.lowerBound + end
      bounds.writeScores(
        Array(own), tile: tile, panels: first / 16..<(end + 15) / 16, into: scores.base, stride: size + 16)
      for (index, place) in own.enumerated() {
        let queue = NeighborQueue(row: place, wanted: wanted)
        queue.offer(scores + index * (size + 16), count: end - first, first: places.lowerBound + first)
        for other in queue.best().rows { insert(other, squareBetween(place, other), into: place) }
      }
    }
  }

  /// Measures the pairs of two tiles that may belong into a list of either, and inserts those that do.
  func compare(_ tile: Int, _ partner: Int) {
    let (places, others) = (bounds.tiles.places(ofTile: tile), bounds.tiles.places(ofTile: partner))
    let heights = Buffer<Float>(count: PairBounds.stride)
    let otherHeights = Buffer<Float>(count: PairBounds.stride)
    let scores = Buffer<Float>(count: PairBounds.stride * Self.lanes)
    if tile != partner {
      bounds.writeHeights(
        of: places, around: bounds.center(ofTile: tile), heights.base, tile: partner, otherHeights.base)
    }
    var near: [Int] = []
    for start in stride(from: 0, to: others.count, by: Self.lanes) {
      let lanes = start..<min(start + Self.lanes, others.count)
      near.removeAll(keepingCapacity: true)
      if tile == partner {
        near += places
      } else {
        let lowest = lanes.reduce(Float.infinity) { min($0, otherHeights[$1]) }
        let reach = lanes.reduce(0) { max($0, heightReaches.values[others.lowerBound + $1]) }
        forEachHit(
          heights.base, heightReaches.values + places.lowerBound, orWithin: reach, lowest, lanes: 0..<places.count
        ) { near.append(places.lowerBound + $0) }
      }
      guard !near.isEmpty else { continue }
      bounds.writeScores(
        near, tile: partner, panels: start / 16..<(lanes.upperBound + 15) / 16, into: scores.base, stride: Self.lanes)
      let first = others.lowerBound + lanes.lowerBound
      for (index, place) in near.enumerated() {
        forEachHit(
          scores + index * Self.lanes, reaches.values + first, orWithin: reaches.values[place], bounds.offset(place),
          lanes: 0..<lanes.count
        ) { lane in
          if tile != partner || first + lane > place { take(place, first + lane) }
        }
      }
    }
  }

  /// Inserts two places into each other's lists where they belong there.
  @inline(__always)
  private func take(_ place: Int, _ other: Int) {
    let isWanted = (mayTake(other, into: place), mayTake(place, into: other))
    guard isWanted.0 || isWanted.1 else { return }
    let limit = max(isWanted.0 ? last(of: place) : 0, isWanted.1 ? last(of: other) : 0)
    guard measure.mayBeWithin(limit, bounds.order[place], bounds.order[other]) else { return }
    let square = squareBetween(place, other)
    if isWanted.0 { insert(other, square, into: place) }
    if isWanted.1 { insert(place, square, into: other) }
  }

  /// The largest square of a list.
  private func last(of place: Int) -> Double { squares.values[(place + 1) * wanted - 1] }

  /// Returns false where a list is full of equal rows before another one: then no distance can bring it in.
  private func mayTake(_ other: Int, into place: Int) -> Bool {
    last(of: place) > 0 || bounds.order[other] < bounds.order[Int(indices.values[(place + 1) * wanted - 1])]
  }

  private func squareBetween(_ place: Int, _ other: Int) -> Double {
    measure.square(bounds.order[place], bounds.order[other])
  }

  /// Inserts a place into a list where it comes before the last one and is not in it.
  private func insert(_ other: Int, _ square: Double, into place: Int) {
    let (indices, squares) = (indices.values + place * wanted, squares.values + place * wanted)
    let row = bounds.order[other]
    func isBefore(_ index: Int) -> Bool {
      squares[index] < square || (squares[index] == square && bounds.order[Int(indices[index])] < row)
    }
    guard square < .infinity, square <= squares[wanted - 1] else { return }
    var (low, high) = (0, wanted)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(middle) { low = middle + 1 } else { high = middle }
    }
    guard low < wanted, Int(indices[low]) != other else { return }
    (indices + low + 1).update(from: indices + low, count: wanted - 1 - low)
    (squares + low + 1).update(from: squares + low, count: wanted - 1 - low)
    (indices[low], squares[low]) = (Int32(truncatingIfNeeded: other), square)
    guard squares[wanted - 1] < .infinity else { return }
    reaches.values[place] = bounds.reach(squares[wanted - 1])
    heightReaches.values[place] = bounds.heightReach(squares[wanted - 1])
  }
}
