/// A dense table of numbers: `rows` × `columns` of `Float`, row after row without gaps, 64-byte aligned.
///
/// A matrix is written once, while it is made, and never changes afterwards, so copies share their storage and
/// may be read from many threads. Sums that decide something accumulate in `Double` outside of it.
public struct Matrix: Sendable {
  /// The number of rows (items).
  public let rows: Int
  /// The number of columns (features).
  public let columns: Int

  @usableFromInline let storage: Storage

  /// Makes a matrix whose every entry is `value`.
  public init(rows: Int, columns: Int, repeating value: Float = 0) {
    self.rows = rows
    self.columns = columns
    storage = Storage(capacity: rows * columns)
    if value != 0 { storage.base.update(repeating: value, count: rows * columns) }
  }

  /// Makes a matrix of zeros and lets `fill` write it.
  ///
  /// `fill` may hand disjoint rows to several threads.
  package init(rows: Int, columns: Int, filling fill: (MutableRowBlock) throws -> Void) rethrows {
    self.init(rows: rows, columns: columns)
    try fill(MutableRowBlock(base: storage.base, rows: rows, columns: columns))
  }

  /// Makes a matrix from nested arrays, each of the same length.
  public init(_ values: [[Float]]) {
    let columns = values.first?.count ?? 0
    precondition(values.allSatisfy { $0.count == columns }, "every row needs \(columns) columns")
    self.init(rows: values.count, columns: columns) { block in
      for (row, entries) in values.enumerated() {
        for (column, entry) in entries.enumerated() { block[row, column] = entry }
      }
    }
  }

  /// The entry at a row and a column, both checked.
  public subscript(row: Int, column: Int) -> Float {
    precondition(
      row >= 0 && row < rows && column >= 0 && column < columns, "[\(row), \(column)] is outside \(rows) × \(columns)")
    return storage.base[row * columns + column]
  }

  /// A copy of one row.
  public func row(_ index: Int) -> [Float] {
    precondition(index >= 0 && index < rows, "row \(index) is outside \(rows) rows")
    return Array(UnsafeBufferPointer(start: storage.base + index * columns, count: columns))
  }

  /// Lends the rows to `body`, which must not let them escape.
  @inlinable
  package func withRows<Result>(_ body: (RowBlock) throws -> Result) rethrows -> Result {
    try withExtendedLifetime(storage) {
      try body(RowBlock(base: UnsafePointer(storage.base), rows: rows, columns: columns))
    }
  }

  /// The rows at `indices`, in that order, as a new matrix.
  ///
  /// - Complexity: O(indices · columns).
  public func selecting(rows indices: [Int]) -> Matrix {
    withRows { source in
      Matrix(rows: indices.count, columns: columns) { target in
        for (position, index) in indices.enumerated() {
          precondition(index >= 0 && index < rows, "row \(index) is outside \(rows) rows")
          target.pointer(toRow: position).update(from: source.pointer(toRow: index), count: columns)
        }
      }
    }
  }
}

extension Matrix: Equatable {
  /// Whether both have the same shape and the same entries, bit for bit except that 0 equals -0 and NaN nothing.
  public static func == (left: Matrix, right: Matrix) -> Bool {
    guard left.rows == right.rows, left.columns == right.columns else { return false }
    return left.withRows { a in
      right.withRows { b in (0..<a.rows * a.columns).allSatisfy { a.base[$0] == b.base[$0] } }
    }
  }
}
