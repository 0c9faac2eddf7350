import Core

/// Rows of which most entries are zero, as convolutional networks give them: the other entries with their columns.
///
/// A product with such a row costs its entries alone. On 60,000 × 512 features of which 94 % are zero, a panel of sixteen
/// vectors takes a sixth of the time that it takes with whole rows.
package final class SparseRows {
  package let rows: Int
  /// The position of the first entry of each row, and at the end the number of entries.
  private let starts: Buffer<Int>
  private let columns: Buffer<UInt16>
  private let values: Buffer<Float>

  /// The most entries other than zero, as a share of all, that are worth it: at an eighth they take a fifth more memory.
  fileprivate static let share = 8

  /// All rows of a matrix; nil where too many entries are not zero.
  ///
  /// - Parameter whole: columns that are left out.
  /// - Complexity: O(rows · columns), two passes over the matrix.
  package init?(_ matrix: Matrix, without whole: Range<Int> = 0..<0) {
    let parts = [0..<whole.lowerBound, whole.upperBound..<matrix.columns].filter { !$0.isEmpty }
    guard matrix.isMostlyZero(in: parts) else { return nil }
    rows = matrix.rows
    let counts = matrix.withRows { block in
      Parallel.mapChunks(of: block.rows, size: 1024) { _, range in
        range.map { nonZeros(block.pointer(toRow: $0), parts) }
      }
    }
    let total = counts.joined().reduce(0, +)
    // A sample can mislead.
    guard total * Self.share <= rows * (matrix.columns - whole.count) else { return nil }
    starts = Buffer(count: rows + 1)
    columns = Buffer(count: total)
    values = Buffer(count: total)
    starts[0] = 0
    for (row, count) in counts.joined().enumerated() { starts[row + 1] = starts[row] + count }
    matrix.withRows { block in
      Parallel.forEachChunk(of: rows, size: 1024) { _, range in
        let scratch = SparseRows(capacity: block.columns)
        for row in range {
          scratch.append(block.pointer(toRow: row), parts, at: 0)
          (columns + starts[row]).initialize(from: scratch.columns.base, count: starts[row + 1] - starts[row])
          (values + starts[row]).initialize(from: scratch.values.base, count: starts[row + 1] - starts[row])
        }
      }
    }
  }

  /// Some rows, whatever their entries.
  ///
  /// - Precondition: at most 65,536 columns.
  package init(_ block: RowBlock) {
    rows = block.rows
    starts = Buffer(count: rows + 1)
    columns = Buffer(count: rows * block.columns + 1)
    values = Buffer(count: rows * block.columns + 1)
    starts[0] = 0
    for row in 0..<rows { append(block.pointer(toRow: row), [0..<block.columns], at: row) }
  }

  /// Room for one row.
  private init(capacity: Int) {
    rows = 1
    starts = Buffer(repeating: 0, count: 2)
    columns = Buffer(count: capacity + 1)
    values = Buffer(count: capacity + 1)
  }

  /// Writes each entry, and keeps it when it is not zero: a branch that no one can predict would cost more.
  private func append(_ entries: UnsafePointer<Float>, _ parts: [Range<Int>], at row: Int) {
    var end = starts[row]
    for part in parts {
      for column in part {
        columns[end] = UInt16(truncatingIfNeeded: column)
        values[end] = entries[column]
        end += entries[column] != 0 ? 1 : 0
      }
    }
    starts[row + 1] = end
  }

  /// The entries of a row, in the order of their columns.
  @inline(__always)
  package func entries(of row: Int) -> SparseRow {
    assert(row >= 0 && row < rows)
    let start = starts[row]
    return SparseRow(columns: columns + start, values: values + start, count: starts[row + 1] - start)
  }
}

/// The entries of a row that are not zero.
package struct SparseRow {
  @usableFromInline let columns: UnsafePointer<UInt16>
  @usableFromInline let values: UnsafePointer<Float>
  @usableFromInline let count: Int

  /// Adds the entries in the columns of `slice`, times `factor`, to sums by column.
  package func add(to sums: UnsafeMutablePointer<Double>, in slice: Range<Int>, times factor: Double = 1) {
    for entry in 0..<count where slice.contains(Int(columns[entry])) {
      sums[Int(columns[entry])] += Double(values[entry]) * factor
    }
  }
}

extension SparseRow {
  /// Lends the columns, the values and their number.
  @inlinable @inline(__always)
  package func withEntries(_ body: (UnsafePointer<UInt16>, UnsafePointer<Float>, Int) -> Void) {
    body(columns, values, count)
  }

  /// Adds the entries, times `factor`, and their squares, times `factor`, to sums by column.
  package func addMoments(
    to first: UnsafeMutablePointer<Double>, _ second: UnsafeMutablePointer<Double>?, times factor: Double
  ) {
    for entry in 0..<count {
      let (value, column) = (Double(values[entry]), Int(columns[entry]))
      first[column] += factor * value
      if let second { second[column] += factor * value * value }
    }
  }
}

extension Matrix {
  /// True where at most an eighth of the entries of a sample are other than zero, so that it pays to skip the others;
  /// not with a remainder, which sparse kernels do not read.
  package var isMostlyZero: Bool { isMostlyZero(in: [0..<columns]) }

  fileprivate func isMostlyZero(in parts: [Range<Int>]) -> Bool {
    let width = parts.reduce(0) { $0 + $1.count }
    guard rows > 0, width > 0, columns <= 1 << 16, remainder == nil else { return false }
    let found = sample.reduce(0) { found, row in found + withRows { nonZeros($0.pointer(toRow: row), parts) } }
    return found * SparseRows.share <= sample.count * width
  }

  /// The columns side by side that are worth reading whole, when of the others only the entries are read that are not
  /// zero: none where most entries are zero everywhere, and all where too few of the others are. A concatenation of
  /// visual and text features is such a case in between.
  ///
  /// - Complexity: O(columns), for a sample of the rows.
  package var columnsWorthReadingWhole: Range<Int> {
    guard remainder == nil else { return 0..<columns }
    guard !isMostlyZero else { return 0..<0 }
    // The part whose surplus of entries over the share is largest (Kadane's algorithm).
    var counts = [Int](repeating: 0, count: columns)
    withRows { block in
      for row in sample {
        for column in 0..<columns where block[row, column] != 0 { counts[column] += 1 }
      }
    }
    var (best, largest) = (0..<0, 0)
    var (start, surplus) = (0, 0)
    for column in 0..<columns {
      surplus += counts[column] * SparseRows.share - sample.count
      if surplus <= 0 { (start, surplus) = (column + 1, 0) }
      if surplus > largest { (best, largest) = (start..<column + 1, surplus) }
    }
    return columns - best.count >= 128 && !best.isEmpty ? best : 0..<columns
  }

  /// Some rows from all over the matrix.
  private var sample: [Int] {
    let count = min(rows, 512)
    return (0..<count).map { $0 * rows / count }
  }
}

/// Returns the number of entries of a row that are not zero, in some parts of it.
private func nonZeros(_ row: UnsafePointer<Float>, _ parts: [Range<Int>]) -> Int {
  parts.reduce(0) { $0 + nonZeros(row + $1.lowerBound, $1.count) }
}

/// Returns the number of values that are not zero.
private func nonZeros(_ values: UnsafePointer<Float>, _ count: Int) -> Int {
  var lanes = SIMD16<Int32>.zero
  var index = 0
  while index + 16 <= count {
    let entries = UnsafeRawPointer(values + index).loadUnaligned(as: SIMD16<Float>.self)
    lanes = lanes &+ SIMD16<Int32>(repeating: 1).replacing(with: 0, where: entries .== 0)
    index += 16
  }
  var sum = Int(lanes.wrappedSum())
  while index < count {
    sum += values[index] != 0 ? 1 : 0
    index += 1
  }
  return sum
}

extension PackedColumns {
  /// Writes `offset + row · vector` for the vectors of one panel and some sparse rows; those of the row `indices[i]` begin
  /// at `output[i * 16]`.
  ///
  /// The error is within ``rounding(columns:)``: no chain of sums is longer than that of a block of whole rows.
  package borrowing func products(
    panel: Int, with rows: SparseRows, at indices: UnsafeBufferPointer<Int32>,
    into output: UnsafeMutablePointer<Float>
  ) {
    precondition(panel >= 0 && panel < panels)
    let entries = entries + panel * (dimensions + 1)
    let output = UnsafeMutableRawPointer(output)
    for (position, index) in indices.enumerated() {
      output.storeBytes(
        of: product(entries, rows.entries(of: Int(index))), toByteOffset: position * 64, as: SIMD16<Float>.self)
    }
  }

  /// Writes `offset + row · vector` for the rows of `range` and every vector; `output` has rows of ``width`` entries.
  package borrowing func products(
    with rows: SparseRows, _ range: Range<Int>, into output: UnsafeMutablePointer<Float>
  ) {
    let output = UnsafeMutableRawPointer(output)
    for panel in 0..<panels {
      let entries = entries + panel * (dimensions + 1)
      for (position, row) in range.enumerated() {
        output.storeBytes(
          of: product(entries, rows.entries(of: row)), toByteOffset: (position * panels + panel) * 64,
          as: SIMD16<Float>.self)
      }
    }
  }

  /// One row with the sixteen vectors of a panel, in two chains, since a multiply-add has to wait for the one before.
  @inline(__always)
  private borrowing func product(_ entries: UnsafePointer<SIMD16<Float>>, _ row: SparseRow) -> SIMD16<Float> {
    var sum = entries[0]
    var first = 0
    while first < row.count {
      let end = min(first + 2 * Self.block, row.count)
      var (even, odd) = (SIMD16<Float>.zero, SIMD16<Float>.zero)
      var entry = first
      while entry + 2 <= end {
        even.addProduct(SIMD16(repeating: row.values[entry]), entries[Int(row.columns[entry]) + 1])
        odd.addProduct(SIMD16(repeating: row.values[entry + 1]), entries[Int(row.columns[entry + 1]) + 1])
        entry += 2
      }
      if entry < end { even.addProduct(SIMD16(repeating: row.values[entry]), entries[Int(row.columns[entry]) + 1]) }
      sum += even + odd
      first = end
    }
    return sum
  }
}
