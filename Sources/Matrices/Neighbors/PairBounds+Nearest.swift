import Core

extension PairBounds {
  /// Candidates beyond those wanted that are measured, since scores are rounded.
  private static let spare = 8

  /// Returns the nearest other rows of every row, measured in `Double`.
  ///
  /// - Parameters:
  ///   - count: their number, below that of rows.
  ///   - certain: the number of the nearest that are proven to be so; lists may lack rows beyond, as far as they say so.
  /// - Precondition: the rows are at their own places.
  /// - Complexity: O(rows² · columns), at the speed of a matrix product; rows whose neighbors are nearer than products tell
  ///   apart are measured against all that may be near.
  package func nearest(
    _ count: Int, certain: Int, _ measured: MeasuredRows
  ) -> NeighborLists {
    precondition(count >= 1 && count < self.count && certain <= count)
    let (indices, squares) = (Buffered<Int32>(count: self.count * count), Buffered<Double>(count: self.count * count))
    let unlisted = measured.withMeasure { measure in
      let first = Parallel.mapChunks(of: self.count, size: Self.blockSize) { _, range in
        let queues = candidates(of: range, wanted: min(count + Self.spare, self.count - 1))
        return queues.map { queue -> Double in
          let (rows, others) = queue.best()
          let least = others.map { leastSquare(queue.row, score: $0) } ?? .infinity
          return write(rows, of: queue.row, count, least, measure, indices, squares)
        }
      }.flatMap(\.self)
      return complete(first, count, certain, measure, indices, squares)
    }
    return NeighborLists(count: count, indices: indices, squares: squares, unlisted: unlisted)
  }

  private func candidates(of places: Range<Int>, wanted: Int) -> [NeighborQueue] {
    let queues = places.map { NeighborQueue(row: $0, wanted: wanted) }
    let scores = Buffer<Float>(count: places.count * Self.tileSize)
    for tile in 0..<tileCount {
      self.scores(Array(places), tile: tile, into: scores.base)
      let range = self.places(ofTile: tile)
      for (index, queue) in queues.enumerated() {
        queue.offer(scores + index * Self.tileSize, count: range.count, first: range.lowerBound)
      }
    }
    return queues
  }

  /// Measures candidates and lists the nearest.
  ///
  /// - Parameter least: no other row is nearer.
  /// - Returns: a square that no row is below that is not listed.
  private func write(
    _ candidates: [Int], of row: Int, _ count: Int, _ least: Double, _ measure: Measure, _ indices: Buffered<Int32>,
    _ squares: Buffered<Double>
  ) -> Double {
    let measured = candidates.map { (square: measure.square(row, $0), row: $0) }
      .sorted { ($0.square, $0.row) < ($1.square, $1.row) }
    for (index, neighbor) in measured.prefix(count).enumerated() {
      indices.values[row * count + index] = Int32(truncatingIfNeeded: neighbor.row)
      squares.values[row * count + index] = neighbor.square
    }
    return measured.count > count ? min(least, measured[count].square) : least
  }

  /// Lists anew the neighbors of rows of which it is not proven that they are the nearest.
  private func complete(
    _ unlisted: [Double], _ count: Int, _ certain: Int, _ measure: Measure,
    _ indices: Buffered<Int32>, _ squares: Buffered<Double>
  ) -> [Double] {
    guard certain > 0 else { return unlisted }
    func needed(_ place: Int) -> Double { squares.values[place * count + certain - 1] }
    // Equal rows have equal scores, of which the lowest rows were kept: nothing is nearer than them.
    let open = unlisted.indices.filter { unlisted[$0] <= needed($0) && needed($0) > 0 }
    let found = Parallel.mapChunks(of: open.count, size: Self.blockSize) { _, range in
      let places = Array(open[range])
      let limits = places.map(needed)
      let near = self.near(places, within: limits)
      return places.indices.map { index -> Double in
        let listed = (0..<count).map { Int(indices.values[places[index] * count + $0]) }
        let near = near[index].filter { measure.mayBeWithin(limits[index], places[index], $0) }
        let rows = Array(Set(near).union(listed))
        // All others are farther than the limit.
        return write(rows, of: places[index], count, limits[index].nextUp, measure, indices, squares)
      }
    }.flatMap(\.self)
    var unlisted = unlisted
    for (place, square) in zip(open, found) { unlisted[place] = square }
    return unlisted
  }

  /// Returns the places that may lie within a squared distance of some places.
  private func near(_ places: [Int], within limits: [Double]) -> [[Int]] {
    var near = [[Int]](repeating: [], count: places.count)
    let scores = Buffer<Float>(count: places.count * Self.tileSize)
    let reaches = Buffer<Float>(count: Self.tileSize)
    for tile in 0..<tileCount {
      self.scores(places, tile: tile, into: scores.base)
      let range = self.places(ofTile: tile)
      for (index, place) in places.enumerated() {
        reaches.base.initialize(repeating: reach(limits[index]), count: Self.tileSize)
        forEachHit(scores + index * Self.tileSize, reaches.base, offset(place), count: range.count) { lane in
          if range.lowerBound + lane != place { near[index].append(range.lowerBound + lane) }
        }
      }
    }
    return near
  }
}

/// Calls `body` with each of some lanes whose score plus its reach is at least an offset; both go on to a multiple of sixteen.
@inline(__always)
package func forEachHit(
  _ scores: UnsafePointer<Float>, _ reaches: UnsafePointer<Float>, _ offset: Float, count: Int, _ body: (Int) -> Void
) {
  var first = 0
  while first < count {
    var hits = reachingScores(scores + first, reaches + first, offset)
    while hits != 0 {
      let lane = first + hits.trailingZeroBitCount
      hits &= hits - 1
      if lane < count { body(lane) }
    }
    first += 16
  }
}
