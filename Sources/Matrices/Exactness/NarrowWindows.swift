import Core

/// Finds out in one pass over a sample of the rows that no column has values so close together that rounding them to `Float`
/// may matter. Most data are that ordinary, and need no further look by ``StoragePlan``.
struct NarrowWindows {
  private let lows: [Float]
  /// Intervals for each unit of a column.
  private let factors: [Float]

  /// Columns looked at together: their counts stay in the second-level cache.
  private static let width = 64

  /// Nil where some column is constant, lies farther from zero than it is wide, is tiny, or needs a scale.
  init?(_ extremes: [ClosedRange<Double>?]) {
    guard StoragePlan.exponent(for: extremes.largestMagnitude) == 0 else { return nil }
    var (lows, factors): ([Float], [Float]) = ([], [])
    for range in extremes {
      guard let range, StoragePlan.isAroundZero(range) else { return nil }
      let largest = max(abs(range.lowerBound), abs(range.upperBound))
      lows.append(Float(range.lowerBound))
      // A little wider, so that the rounding of positions parts no two values by an interval.
      let factor = Float(1 / (1.01 * StoragePlan.widestLoss(at: largest)))
      guard factor.isFinite else { return nil }
      factors.append(factor)
    }
    (self.lows, self.factors) = (lows, factors)
  }

  /// True unless two neighboring intervals hold too few of the values of every column. Zeros do not count: no digit of a
  /// value beside zero is lost against its distance from it.
  func mayMatter(in matrix: Matrix) -> Bool {
    let count = StoragePlan.sampledRows(of: matrix.rows, columns: matrix.columns)
    // The extremes are counted beside the sample.
    let fewest = StoragePlan.window(of: count + 2) - 2
    guard fewest > 0 else { return true }
    return matrix.withRows { block in
      Parallel.mapChunks(of: matrix.columns, size: Self.width) { _, columns in
        mayMatter(columns, of: block, sample: count, fewest: fewest)
      }.contains(true)
    }
  }

  /// An ordinary column takes fewer intervals: it is at most four times as wide as its largest binade. The last one takes
  /// what does not count.
  private static let intervals = 4_200

  private func mayMatter(_ columns: Range<Int>, of block: RowBlock, sample: Int, fewest: Int) -> Bool {
    var counts = [UInt16](repeating: 0, count: columns.count * Self.intervals)
    counts.withUnsafeMutableBufferPointer { counts in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: columns.count) { places in
        guard let places = places.baseAddress, let counts = counts.baseAddress else { return }
        for position in 0..<sample {
          locate(block.pointer(toRow: position * block.rows / sample), columns, places)
          for column in 0..<columns.count { counts[column * Self.intervals + Int(places[column])] += 1 }
        }
      }
    }
    return (0..<columns.count).contains { column in
      let own = counts[column * Self.intervals..<(column + 1) * Self.intervals - 1]
      return zip(own, own.dropFirst()).contains { Int($0) + Int($1) >= fewest }
    }
  }

  /// Writes the interval of each value of some columns of a row; that of zeros, and of what is not finite, is the last one.
  private func locate(_ row: UnsafePointer<Float>, _ columns: Range<Int>, _ places: UnsafeMutablePointer<UInt32>) {
    let last = Float(Self.intervals - 1)
    lows.withUnsafeBufferPointer { lows in
      factors.withUnsafeBufferPointer { factors in
        for index in 0..<columns.count {
          let column = columns.lowerBound + index
          let place = (row[column] - lows[column]) * factors[column]
          let counted = row[column] != 0 && place >= 0 && place < last ? place : last
          // A whole number of 2²³ and more has its digits in its last bits.
          places[index] = (counted + 0x1p23).bitPattern & 0x7f_ffff
        }
      }
    }
  }
}
