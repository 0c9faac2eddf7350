import Core

/// The way in which numbers in `Double` are stored so that no digit is lost that matters: the frame, and the columns
/// with a remainder.
///
/// A digit matters where rounding to `Float` is not small against the local spread of a column, which is the width of the
/// shortest window that holds a sixteenth of its values: the log-likelihood of a mixture with a component that narrow
/// changes by about 1e-7 of itself at the limit. Such a column far from zero gets an origin, which costs nothing; where
/// that is not enough, as with narrow clumps far apart, the low-order parts are kept. Ordinary data need neither.
package struct StoragePlan: Equatable {
  package let frame: Frame
  /// For each column, true where it has a remainder.
  package let remainders: [Bool]

  /// True where `Float` holds the numbers as they are.
  package var isPlain: Bool { frame == .plain && !remainders.contains(true) }

  /// The rows of a sample from all over.
  static func sampledRows(of rows: Int, columns: Int) -> Int {
    min(rows, max(512, min(4096, (1 << 20) / max(columns, 1))))
  }

  /// The number of neighbors among so many values that make a local spread.
  static func window(of count: Int) -> Int { max(2, min(8, count / 2), count / 16) }

  /// The share of the local spread that rounding may take.
  fileprivate static let tolerance = 0x1p-14

  /// The widest local spread against which rounding numbers up to `largest` to `Float`, in units of 2^exponent, matters.
  static func widestLoss(at largest: Double, exponent: Int = 0) -> Double {
    max(largest.binade * 0x1p-24, 0x1p-150.scaled(byPowerOfTwo: exponent)) / tolerance
  }

  /// True for a column that varies, and is at least as wide as its middle is far from zero.
  static func isAroundZero(_ range: ClosedRange<Double>) -> Bool {
    let width = range.upperBound - range.lowerBound
    return width > 0 && abs(range.lowerBound + width / 2) <= width
  }

  /// The powers of two between which magnitudes need no scale: squares and their sums stay normal `Float` numbers.
  private static let ordinary = -40..<40

  /// - Parameters:
  ///   - extremes: the extremes of the values, where they are known.
  ///   - rounded: true where the values were rounded to `Float` before, so that equal ones may have been different.
  ///   - keepsEveryDigit: for each column, true where it gets a remainder.
  /// - Complexity: O(rows · columns), by all threads.
  package init(
    for values: ExactValues, extremes: [ClosedRange<Double>?]? = nil, rounded: Bool = false,
    keepsEveryDigit: Bool = false
  ) {
    self.init(
      extremes: extremes ?? values.extremes(), samples: values.samples(), rounded: rounded,
      keepsEveryDigit: keepsEveryDigit)
  }

  /// - Parameters:
  ///   - extremes: the extremes of each column; nil for one without a finite number.
  ///   - samples: the finite numbers of each column in some rows from all over.
  init(
    extremes: [ClosedRange<Double>?], samples: [[Double]], rounded: Bool = false, keepsEveryDigit: Bool = false
  ) {
    let columns = Parallel.mapChunks(of: extremes.count, size: 1) { column, _ in
      extremes[column].map { ColumnValues(samples[column], in: $0, rounded: rounded) }
    }
    var origins = columns.map { $0?.origin ?? 0 }
    let scale = Self.scale(
      for: zip(columns, origins).map { column, origin in
        (column?.largestMagnitude(from: origin) ?? 0, column?.isConstant ?? true)
      })
    let exponent = scale.exponent
    if scale.movesConstants {
      for (position, column) in columns.enumerated() {
        if let column, column.isConstant { origins[position] = column.range.lowerBound }
      }
    }
    frame = Frame(origin: origins.contains { $0 != 0 } ? origins : nil, exponent: exponent)
    remainders = Parallel.mapChunks(of: extremes.count, size: 1) { column, _ in
      keepsEveryDigit || columns[column]?.losesDigits(from: origins[column], exponent: exponent) ?? false
    }
  }

  init(frame: Frame, remainders: [Bool]) {
    self.frame = frame
    self.remainders = remainders
  }

  /// The plan of numbers that `Float` holds, which need a scale at most.
  init(scaling extremes: [ClosedRange<Double>?]) {
    self.init(frame: Self.scalingFrame(for: extremes), remainders: [Bool](repeating: false, count: extremes.count))
  }

  /// The plan that stores numbers as they are.
  static func plain(columns: Int) -> StoragePlan {
    StoragePlan(frame: .plain, remainders: [Bool](repeating: false, count: columns))
  }

  /// Stores a row of true values.
  @inline(__always)
  func store(
    _ row: UnsafePointer<Double>, to high: UnsafeMutablePointer<Float>, _ low: UnsafeMutablePointer<Float>?
  ) {
    let (origin, exponent) = (frame.origin, frame.exponent)
    for column in remainders.indices {
      let value = (row[column] - (origin?[column] ?? 0)).scaled(byPowerOfTwo: -exponent)
      high[column] = Float(value)
      guard let low, remainders[column] else { continue }
      let rest = Float(value - Double(high[column]))
      low[column] = rest.isFinite ? rest : 0
    }
  }

  /// The frame that brings the numbers of columns with these extremes into the range in which squares are `Float` numbers.
  static func scalingFrame(for extremes: [ClosedRange<Double>?]) -> Frame {
    let scale = scale(
      for: extremes.map { range in
        (
          range.map { max(abs($0.lowerBound), abs($0.upperBound)) } ?? 0,
          range.map { $0.lowerBound == $0.upperBound } ?? true
        )
      })
    let constants = extremes.map { range in
      range.map { $0.lowerBound == $0.upperBound ? $0.lowerBound : 0 } ?? 0
    }
    return Frame(origin: scale.movesConstants ? constants : nil, exponent: scale.exponent)
  }

  /// The common power of two for columns with these largest magnitudes; and whether constant ones, on which nothing
  /// depends, must become origins, because they would leave the others no room.
  package static func scale(
    for columns: [(largest: Double, isConstant: Bool)]
  ) -> (exponent: Int, movesConstants: Bool) {
    let exponent = exponent(for: columns.lazy.map(\.largest).max() ?? 0)
    let ofVarying = Self.exponent(for: columns.lazy.filter { !$0.isConstant }.map(\.largest).max() ?? 0)
    return exponent == 0 && ofVarying < 0 ? (ofVarying, true) : (exponent, false)
  }

  /// The common power of two for values up to `largest` in magnitude: none for ordinary ones. Huge ones are brought just
  /// into the ordinary range, which leaves most room for small columns beside them, tiny ones to about 1.
  package static func exponent(for largest: Double) -> Int {
    guard largest > 0, largest.isFinite, !ordinary.contains(Int(largest.exponent)) else { return 0 }
    let exponent = Int(largest.exponent)
    return exponent < 0 ? exponent : exponent - ordinary.upperBound + 1
  }
}

/// The numbers of one column: a sample with the extremes in it.
private struct ColumnValues {
  let values: [Double]
  let range: ClosedRange<Double>
  let rounded: Bool

  init(_ sample: [Double], in range: ClosedRange<Double>, rounded: Bool) {
    values = [range.lowerBound] + sample + [range.upperBound]
    self.range = range
    self.rounded = rounded
  }

  /// The middle of the column, where it lies farther from zero than the column is wide and `Float` around zero would lose
  /// digits; the differences from it are exact (Sterbenz 1974).
  var origin: Double {
    let width = range.upperBound - range.lowerBound
    let middle = range.lowerBound + width / 2
    guard abs(middle) > width else { return 0 }
    return losesDigits(from: 0, exponent: 0) ? middle : 0
  }

  var isConstant: Bool { range.lowerBound == range.upperBound }

  func largestMagnitude(from origin: Double) -> Double {
    max(abs(range.lowerBound - origin), abs(range.upperBound - origin))
  }

  /// Returns whether rounding differences from `origin` to `Float` in units of 2^exponent is not small against the
  /// local spread.
  func losesDigits(from origin: Double, exponent: Int) -> Bool {
    guard range.lowerBound < range.upperBound else {
      // One value alone has no spread, but must not set the scale of the others, and may have been several.
      return rounded || (origin == 0 && abs(range.lowerBound) > 0x1p40)
    }
    let smallest = 0x1p-150.scaled(byPowerOfTwo: exponent)
    func rounding(_ value: Double) -> Double { max(abs(value - origin).binade * 0x1p-24, smallest) }
    let count = values.count
    let window = StoragePlan.window(of: count)
    let widest = StoragePlan.widestLoss(at: largestMagnitude(from: origin), exponent: exponent)
    guard holds(window, within: widest) else { return false }
    let sorted = values.sorted()
    var next = count
    for start in (0..<count).reversed() {
      if start + 1 < count, sorted[start + 1] != sorted[start] { next = start + 1 }
      // Rounded values that are equal may hide a spread; zeros do not.
      let isTied = rounded && sorted[start] != 0 && min(next, count) - start >= window
      let end = max(start + window - 1, next)
      guard end < count || isTied else { continue }
      if isTied { return true }
      let loss = max(rounding(sorted[start]), rounding(sorted[end]))
      if loss > (sorted[end] - sorted[start]) * StoragePlan.tolerance { return true }
    }
    return false
  }

  /// Returns whether so many values may lie within so small a width: they would share two neighbors among intervals of
  /// that width. It spares ordinary columns, whose values are all over their range, the sort.
  private func holds(_ window: Int, within width: Double) -> Bool {
    let intervals = ((range.upperBound - range.lowerBound) / width).rounded(.up)
    guard intervals <= 4_096 else { return true }
    var counts = [Int](repeating: 0, count: Int(intervals) + 2)
    for value in values { counts[Int((value - range.lowerBound) / width)] += 1 }
    return zip(counts, counts.dropFirst()).contains { $0 + $1 >= window }
  }
}
