import Core

/// Rows of numbers in `Double` that are read some at a time, such as those of a file.
package protocol ExactRowSource: RowSource {
  /// True where `Float` holds every number.
  var fitsFloat: Bool { get }

  /// Returns rows that follow each other, row after row.
  ///
  /// - Precondition: the range lies inside.
  func exactly(rows range: Range<Int>) throws -> [Double]
}

/// Rows of a source as a matrix of all of them stores them, which are never in memory together: all selections have one
/// frame, and either all or none of them a remainder.
///
/// ``StoragePlan`` decides by the extremes of all rows and by its sample. Every digit is kept where two different rows of the
/// sample would be equal.
package struct StoredRows: RowSource {
  private let source: any ExactRowSource
  private let plan: StoragePlan
  private let hasRemainder: Bool

  /// Reads all rows once to find how they are stored, and once more where some have a remainder.
  ///
  /// - Parameter dividesByLength: true where each row is divided by its Euclidean length.
  /// - Throws: the errors of the source.
  /// - Complexity: O(rows · columns); memory for some of the rows.
  package static func reading(_ source: any ExactRowSource, dividesByLength: Bool = false) throws -> any RowSource {
    let scan = try RowExtremes(of: source)
    let plan = try StoragePlan(for: source, scan)
    guard dividesByLength else { return try StoredRows(source, plan) }
    // `Float` has the directions of rows that it stores plainly, but for very short ones.
    guard !plan.isPlain || (scan.hasShortRows && !source.fitsFloat) else { return UnitRows(source) }
    let directions = ExactDirections(source: source)
    return try StoredRows(directions, StoragePlan(for: directions, RowExtremes(of: directions)))
  }

  private init(_ source: any ExactRowSource, _ plan: StoragePlan) throws {
    self.source = source
    self.plan = plan
    hasRemainder =
      try plan.remainders.contains(true)
      && source.parts(of: 0..<source.rows).contains { part in
        try source.stored([part], count: part.count, by: plan, hasRemainder: true)
          .droppingEmptyRemainder().remainder != nil
      }
  }

  package var rows: Int { source.rows }
  package var columns: Int { source.columns }

  package func selecting(rows indices: [Int]) throws -> Matrix {
    if plan.isPlain { return try source.selecting(rows: indices) }
    return try source.stored(
      indices.lazy.map { $0..<$0 + 1 }, count: indices.count, by: plan, hasRemainder: hasRemainder)
  }

  package func selecting(rows range: Range<Int>) throws -> Matrix {
    if plan.isPlain { return try source.selecting(rows: range) }
    return try source.stored(source.parts(of: range), count: range.count, by: plan, hasRemainder: hasRemainder)
  }
}

/// The rows of a source divided by their lengths in `Double`; a row of zeros stays as it is.
private struct ExactDirections: ExactRowSource {
  let source: any ExactRowSource

  var rows: Int { source.rows }
  var columns: Int { source.columns }
  var fitsFloat: Bool { false }

  func exactly(rows range: Range<Int>) throws -> [Double] {
    var values = try source.exactly(rows: range)
    values.withUnsafeMutableBufferPointer { values in
      guard let base = values.baseAddress else { return }
      for row in 0..<range.count { divideByLength(base + row * columns, columns) }
    }
    return values
  }

  func selecting(rows indices: [Int]) throws -> Matrix {
    try stored(
      indices.lazy.map { $0..<$0 + 1 }, count: indices.count, by: .plain(columns: columns), hasRemainder: false)
  }

  func selecting(rows range: Range<Int>) throws -> Matrix {
    try stored(parts(of: range), count: range.count, by: .plain(columns: columns), hasRemainder: false)
  }
}

/// The findings of one pass over the rows of a source.
private struct RowExtremes {
  /// The least and the largest finite number of each column; nil for a column without any.
  private(set) var ofColumns: [ClosedRange<Double>?]
  /// True where the direction of some row is lost in `Float`.
  private(set) var hasShortRows = false

  /// The largest entry of a row whose direction `Float` may lose.
  private static let shortest = 0x1p-120

  init(of source: any ExactRowSource) throws {
    ofColumns = [ClosedRange<Double>?](repeating: nil, count: source.columns)
    for part in source.parts(of: 0..<source.rows) { add(try source.exactly(rows: part), rows: part.count) }
  }

  private mutating func add(_ values: [Double], rows: Int) {
    let columns = ofColumns.count
    let block = ExactValues(rows: rows, columns: columns) { range, target in
      values.withUnsafeBufferPointer { values in
        guard let base = values.baseAddress else { return }
        target.initialize(from: base + range.lowerBound * columns, count: range.count * columns)
      }
    }
    for (column, range) in block.extremes().enumerated() {
      guard let range else { continue }
      let former = ofColumns[column] ?? range
      ofColumns[column] = min(former.lowerBound, range.lowerBound)...max(former.upperBound, range.upperBound)
    }
    hasShortRows =
      hasShortRows
      || block.mapChunks { range, entries in
        (0..<range.count).contains { row in
          let largest = (0..<columns).reduce(0.0) { max($0, abs(entries[row * columns + $1])) }
          return largest > 0 && largest < Self.shortest
        }
      }.contains(true)
  }
}

extension StoragePlan {
  /// The plan for the rows of a source, which are read some at a time.
  fileprivate init(for source: any ExactRowSource, _ scan: RowExtremes) throws {
    let count = StoragePlan.sampledRows(of: source.rows, columns: source.columns)
    let sample = try (0..<count).map { position in
      let row = position * source.rows / count
      return try source.exactly(rows: row..<row + 1)
    }
    if source.fitsFloat {
      self.init(scaling: scan.ofColumns)
      if isPlain { return }
    } else {
      let columns = (0..<source.columns).map { column in sample.map { $0[column] }.filter(\.isFinite) }
      self.init(extremes: scan.ofColumns, samples: columns)
    }
    let finer = StoragePlan(frame: frame, remainders: remainders.map { _ in true })
    let stored = distinctRows(of: sample)
    if stored < Set(sample).count, finer.distinctRows(of: sample) > stored { self = finer }
  }

  /// The number of rows that differ as they are stored.
  private func distinctRows(of rows: [[Double]]) -> Int {
    let columns = remainders.count
    var high = [Float](repeating: 0, count: columns)
    var low = high
    return Set(
      rows.map { row in
        row.withUnsafeBufferPointer { row in
          high.withUnsafeMutableBufferPointer { high in
            low.withUnsafeMutableBufferPointer { low in
              if let row = row.baseAddress, let high = high.baseAddress { store(row, to: high, low.baseAddress) }
            }
          }
        }
        return zip(high, low).map { Double($0) + Double($1) }
      }
    ).count
  }
}

extension ExactRowSource {
  /// Consecutive parts of some rows, of 2 MB or 64 rows each.
  fileprivate func parts(of range: Range<Int>) -> [Range<Int>] {
    let size = max(64, (1 << 18) / max(columns, 1))
    return stride(from: range.lowerBound, to: range.upperBound, by: size).map {
      $0..<min($0 + size, range.upperBound)
    }
  }

  /// Reads rows, range after range, and stores them by a plan.
  ///
  /// - Parameter count: the number of rows of all ranges.
  fileprivate func stored(
    _ ranges: some Sequence<Range<Int>>, count: Int, by plan: StoragePlan, hasRemainder: Bool
  ) throws -> Matrix {
    try Matrix(rows: count, columns: columns, frame: plan.frame, hasRemainder: hasRemainder) { high, low in
      var next = 0
      for range in ranges {
        try exactly(rows: range).withUnsafeBufferPointer { values in
          guard let base = values.baseAddress else { return }
          for row in 0..<range.count {
            plan.store(
              base + row * columns, to: high.pointer(toRow: next + row), low?.pointer(toRow: next + row))
          }
        }
        next += range.count
      }
    }
  }
}
