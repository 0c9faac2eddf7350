import Core
import Matrices

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension CenteredRows {
  /// The first centers of each restart by greedy k-means++.
  ///
  /// Every step draws candidates with probability proportional to the squared distance from the nearest center so far
  /// and keeps the one that leaves the least sum. The candidates of all restarts are measured in one pass.
  /// - Parameter whole: the rows of which these are a sample, which an error names; nil for these.
  /// - Throws: ``ClusteringError`` when there are fewer distinct rows than clusters, or as many that are told apart.
  /// - Complexity: O(rows · columns · clusters · restarts · ln clusters).
  func plusPlusCenters(clusters: Int, restarts: Int, seed: Seed, of whole: (any RowSource)? = nil) throws -> [Centers] {
    let count = rows.rows
    let trials = 2 + Int(log(Double(clusters)))
    var streams = (0..<restarts).map { seed.stream("kmeans++", $0) }
    var chosen = streams.indices.map { [streams[$0].integer(below: count)] }
    // One line of `count` squared distances to the nearest chosen row for each restart, and one for each candidate.
    let nearest = DistanceLines(lines: restarts, count: count)
    let distances = DistanceLines(lines: clusters > 1 ? restarts * trials : 0, count: count)
    measure(to: chosen.map { $0[0] }, into: nearest)

    for _ in 1..<max(clusters, 1) {
      let sums = Parallel.mapChunks(of: restarts, size: 1) { restart, _ in PartialSums(nearest[restart]) }
      if let restart = sums.firstIndex(where: { $0.total <= 0 }) {
        try requireDistinctRows(rows, clusters: clusters)
        throw try vanishingDistances(in: whole ?? rows, clusters: clusters, apart: chosen[restart].count)
      }
      let candidates = (0..<restarts).flatMap { restart in
        (0..<trials).map { _ in sums[restart].find(streams[restart].uniform(), in: nearest[restart]) }
      }
      measure(to: candidates, into: distances)
      let best = Parallel.mapChunks(of: restarts, size: 1) { restart, _ in
        takeBest((0..<trials).map { distances[restart * trials + $0] }, into: nearest[restart])
      }
      for restart in 0..<restarts { chosen[restart].append(candidates[restart * trials + best[restart]]) }
    }
    return chosen.map { Centers(rows.selecting(rows: $0)) }
  }

  /// Returns the refusal of rows whose distances vanish beside the entry that is farthest from the mean of its column.
  private func vanishingDistances(in whole: any RowSource, clusters: Int, apart: Int) throws -> ClusteringError {
    var farthest = (row: 0, column: 0, value: 0.0, distance: -1.0)
    for start in stride(from: 0, to: whole.rows, by: 4096) {
      let block = try whole.selecting(rows: start..<min(start + 4096, whole.rows))
      for row in 0..<block.rows {
        for (column, entry) in block.exactRow(row).enumerated() where abs(entry - mean[column]) > farthest.distance {
          farthest = (start + row, column, block.frame.trueValue(of: entry, column), abs(entry - mean[column]))
        }
      }
    }
    return ClusteringError(
      .vanishingDistances(
        clusters: clusters, apart: apart, row: farthest.row, column: farthest.column, value: farthest.value))
  }

  /// Writes the squared distance of every row to each of some rows, a line for each of them.
  ///
  /// They come from products around the mean. Where the result is small beside the numbers subtracted, or beside their
  /// rounding error, it is computed again from the differences, so that equal rows are at distance 0 exactly and are
  /// never both chosen.
  private func measure(to indices: [Int], into lines: DistanceLines) {
    let (count, columns) = (rows.rows, rows.columns)
    let packed = PackedColumns(count: indices.count, dimensions: columns)
    rows.withExactRows { block in
      var shifted = [Float](repeating: 0, count: columns)
      for (position, index) in indices.enumerated() {
        var offset = 0.0
        for column in 0..<columns {
          let difference = block[index, column] - mean[column]
          shifted[column] = Float(difference)
          offset += mean[column] * difference
        }
        packed.set(position, to: shifted, offset: Float(-offset))
      }
    }
    rows.withExactRows { block in
      Parallel.forEachChunk(of: count, size: 768) { _, range in measure(block, range, indices, packed, lines) }
    }
  }

  /// Rows measured at a time: their products with a hundred candidates stay in the first-level cache.
  private static let tile = 64

  private func measure(
    _ block: ExactRows, _ range: Range<Int>, _ indices: [Int], _ packed: borrowing PackedColumns,
    _ lines: DistanceLines
  ) {
    let products = Buffer<SIMD16<Float>>(count: Self.tile * packed.panels)
    for first in stride(from: range.lowerBound, to: range.upperBound, by: Self.tile) {
      let last = min(first + Self.tile, range.upperBound)
      let target = UnsafeMutableRawPointer(products.base).assumingMemoryBound(to: Float.self)
      if let sparse {
        packed.products(with: sparse, first..<last, into: target)
      } else {
        packed.products(with: block.high[first..<last], into: target)
      }
      for row in stride(from: first, to: last, by: 16) {
        for panel in 0..<packed.panels {
          let candidates = panel * 16..<min((panel + 1) * 16, indices.count)
          distances(
            block, row..<min(row + 16, last), products + (row - first) * packed.panels + panel, packed.panels,
            indices, candidates, lines)
        }
      }
    }
  }

  /// Turns the products of up to sixteen rows with one panel of candidates into distances.
  private func distances(
    _ block: ExactRows, _ range: Range<Int>, _ products: UnsafePointer<SIMD16<Float>>, _ stride: Int, _ indices: [Int],
    _ candidates: Range<Int>, _ lines: DistanceLines
  ) {
    // A distance may be wrong by a part in sixty at worst, and by a part in a thousand in practice.
    let meanError = Float(64 * rounding * meanLength)
    withUnsafeTemporaryAllocation(of: SIMD16<Float>.self, capacity: 16) { lanes in
      transpose16(products, stride, lanes.baseAddress!, 1)
      var norms = SIMD16<Float>.zero
      for (lane, row) in range.enumerated() { norms[lane] = squaredNorms[row] }
      for (lane, position) in candidates.enumerated() {
        let square = squaredNorms[indices[position]]
        let lengths = norms + square
        var distances = lengths - 2 * lanes[lane]
        // Far from the origin the mean, which products contain as well, is what limits their accuracy.
        let doubtful = distances .< 1e-3 * lengths .| distances .< meanError * square.squareRoot()
        if any(doubtful) {
          for (lane, row) in range.enumerated() where doubtful[lane] {
            distances[lane] = Float(block.squaredDistance(row, indices[position]))
          }
        }
        let target = lines[position].baseAddress! + range.lowerBound
        if range.count == 16 {
          UnsafeMutableRawPointer(target).storeBytes(of: distances, as: SIMD16<Float>.self)
        } else {
          for lane in 0..<range.count { target[lane] = distances[lane] }
        }
      }
    }
  }
}

/// Lines of distances of all rows, kept from step to step: fresh memory would cost as much as what is done with it.
private final class DistanceLines {
  private let distances: Buffer<Float>
  private let count: Int

  init(lines: Int, count: Int) {
    self.count = count
    distances = Buffer(count: lines * count)
  }

  subscript(line: Int) -> UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: distances + line * count, count: count)
  }
}

/// Returns the candidate that leaves the least sum of distances, the first of equals; its distances replace those that
/// are larger.
private func takeBest(
  _ candidates: [UnsafeMutableBufferPointer<Float>], into nearest: UnsafeMutableBufferPointer<Float>
) -> Int {
  let sums = candidates.map { sumOfSmaller(nearest, $0) }
  let best = sums.indices.min { (sums[$0], $0) < (sums[$1], $1) } ?? 0
  for row in nearest.indices { nearest[row] = min(nearest[row], candidates[best][row]) }
  return best
}

/// The sums of stretches of weights, by which a row is found without adding up all of them again.
private struct PartialSums {
  private static let stretch = 1024

  private let sums: [Double]
  let total: Double

  init(_ weights: UnsafeMutableBufferPointer<Float>) {
    sums = stride(from: 0, to: weights.count, by: Self.stretch).map { first in
      var lanes = SIMD8<Double>.zero
      var row = first
      let last = min(first + Self.stretch, weights.count)
      while row + 8 <= last {
        lanes += SIMD8<Double>(UnsafeRawPointer(weights.baseAddress! + row).loadUnaligned(as: SIMD8<Float>.self))
        row += 8
      }
      return weights[row..<last].reduce(lanes.sum()) { $0 + Double($1) }
    }
    total = sums.reduce(0, +)
  }

  /// The row at which the running sum of the weights passes `share` of the total.
  func find(_ share: Double, in weights: UnsafeMutableBufferPointer<Float>) -> Int {
    var rest = share * total
    // Rounding can leave a target at the very end unreached: the last stretch that weighs anything has it then.
    let end = sums.lastIndex { $0 > 0 } ?? 0
    var stretch = 0
    while stretch < end, rest >= sums[stretch] {
      rest -= sums[stretch]
      stretch += 1
    }
    var found = stretch * Self.stretch
    for row in found..<min(found + Self.stretch, weights.count) where weights[row] > 0 {
      found = row
      rest -= Double(weights[row])
      if rest < 0 { break }
    }
    return found
  }
}

/// The sum of the smaller ones of each two numbers, in eight lanes.
private func sumOfSmaller(
  _ left: UnsafeMutableBufferPointer<Float>, _ right: UnsafeMutableBufferPointer<Float>
) -> Double {
  guard let a = left.baseAddress, let b = right.baseAddress else { return 0 }
  var lanes = SIMD8<Double>.zero
  var row = 0
  while row + 8 <= left.count {
    let x = UnsafeRawPointer(a + row).loadUnaligned(as: SIMD8<Float>.self)
    let y = UnsafeRawPointer(b + row).loadUnaligned(as: SIMD8<Float>.self)
    lanes += SIMD8<Double>(x.replacing(with: y, where: y .< x))
    row += 8
  }
  var sum = lanes.sum()
  while row < left.count {
    sum += Double(min(a[row], b[row]))
    row += 1
  }
  return sum
}
