import Core

/// A dense table of numbers: `rows` × `columns` of `Float`, row after row without gaps, 64-byte aligned.
///
/// Stored values are true values for ordinary data. Where `Float` alone would lose digits that matter, the matrix has a
/// ``frame`` and, rarely, a ``remainder``: a true value is origin + 2^exponent · (stored value + remainder).
///
/// A matrix is written once, while it is made, and never changes afterwards, so copies share their storage and
/// may be read from many threads. Sums that decide something accumulate in `Double` outside of it.
public struct Matrix: Sendable {
  /// The number of rows (items).
  public let rows: Int
  /// The number of columns (features).
  public let columns: Int

  /// The origin and the unit of the stored values.
  public let frame: Frame

  @usableFromInline let storage: Storage
  /// The memory of the remainder.
  private let low: Storage?
  /// The directions of the rows where stored values do not give them; nil for ordinary data.
  package let keptDirections: KeptDirections?
  /// The structure of the rows beside their coordinates; nil for ordinary rows.
  package let structure: (any RowStructure)?

  /// Makes a matrix whose every entry is `value`.
  ///
  /// - Precondition: neither number is negative.
  public init(rows: Int, columns: Int, repeating value: Float = 0) {
    self.init(rows: rows, columns: columns, storage: Storage(capacity: rows * columns))
    if value != 0 { storage.base.update(repeating: value, count: rows * columns) }
  }

  /// Makes a matrix of zeros and lets `fill` write it.
  ///
  /// `fill` may hand disjoint rows to several threads.
  package init(rows: Int, columns: Int, filling fill: (MutableRowBlock) throws -> Void) rethrows {
    self.init(rows: rows, columns: columns)
    try fill(MutableRowBlock(base: storage.base, rows: rows, columns: columns))
  }

  /// Makes a matrix of zeros in a frame and lets `fill` write it, and its remainder where it is to have one.
  package init(
    rows: Int, columns: Int, frame: Frame, hasRemainder: Bool = false,
    filling fill: (_ high: MutableRowBlock, _ low: MutableRowBlock?) throws -> Void
  ) rethrows {
    precondition(frame.origin.map { $0.count == columns } ?? true, "an origin needs \(columns) columns")
    let low = hasRemainder ? Storage(capacity: rows * columns) : nil
    self.init(rows: rows, columns: columns, storage: Storage(capacity: rows * columns), frame: frame, low: low)
    try fill(
      MutableRowBlock(base: storage.base, rows: rows, columns: columns),
      low.map { MutableRowBlock(base: $0.base, rows: rows, columns: columns) })
  }

  private init(
    rows: Int, columns: Int, storage: Storage, frame: Frame = .plain, low: Storage? = nil,
    directions: KeptDirections? = nil, structure: (any RowStructure)? = nil
  ) {
    self.rows = rows
    self.columns = columns
    self.storage = storage
    self.frame = frame
    self.low = low
    keptDirections = directions
    self.structure = structure
  }

  /// Makes a matrix of nested arrays, a row each.
  ///
  /// - Precondition: all arrays are of one length.
  public init(_ values: [[Float]]) {
    let columns = values.first?.count ?? 0
    precondition(values.allSatisfy { $0.count == columns }, "every row needs \(columns) columns")
    self.init(rows: values.count, columns: columns) { block in
      for (row, entries) in values.enumerated() {
        for (column, entry) in entries.enumerated() { block[row, column] = entry }
      }
    }
  }

  /// True where stored values are the true ones, and `Float` holds all of them.
  public var isPlain: Bool { frame == .plain && low == nil && keptDirections == nil }

  /// The low-order part that rounding to `Float` took from the stored values, of the same shape and in the same unit;
  /// nil for ordinary data.
  public var remainder: Matrix? { low.map { Matrix(rows: rows, columns: columns, storage: $0) } }

  /// The same stored values in another frame.
  package func with(_ frame: Frame) -> Matrix {
    Matrix(rows: rows, columns: columns, storage: storage, frame: frame, low: low)
  }

  /// The same matrix without its remainder.
  package func withoutRemainder() -> Matrix {
    Matrix(rows: rows, columns: columns, storage: storage, frame: frame, directions: keptDirections)
  }

  /// The same matrix with directions of its rows.
  package func with(_ directions: KeptDirections?) -> Matrix {
    Matrix(rows: rows, columns: columns, storage: storage, frame: frame, low: low, directions: directions)
  }

  /// The same matrix with a structure of its rows; nil for none.
  package func with(_ structure: (any RowStructure)?) -> Matrix {
    Matrix(
      rows: rows, columns: columns, storage: storage, frame: frame, low: low, directions: keptDirections,
      structure: structure)
  }

  /// The same matrix, without its remainder where that holds zeros alone.
  package func droppingEmptyRemainder() -> Matrix {
    guard let remainder, remainder.withRows({ low in (0..<rows * columns).allSatisfy { low.base[$0] == 0 } }) else {
      return self
    }
    return withoutRemainder()
  }

  /// The stored entry at a row and a column.
  ///
  /// - Precondition: both lie inside.
  public subscript(row: Int, column: Int) -> Float {
    precondition(
      row >= 0 && row < rows && column >= 0 && column < columns, "[\(row), \(column)] is outside \(rows) × \(columns)")
    return storage.base[row * columns + column]
  }

  /// Returns a copy of the stored values of one row.
  ///
  /// - Precondition: `index` is a row.
  public func row(_ index: Int) -> [Float] {
    precondition(index >= 0 && index < rows, "row \(index) is outside \(rows) rows")
    return Array(UnsafeBufferPointer(start: storage.base + index * columns, count: columns))
  }

  /// Lends the stored rows, without the remainder, to `body`, which must not let them escape.
  @inlinable
  package func withRows<Result>(_ body: (RowBlock) throws -> Result) rethrows -> Result {
    try withExtendedLifetime(storage) {
      try body(RowBlock(base: UnsafePointer(storage.base), rows: rows, columns: columns))
    }
  }

  /// Returns the rows at `indices`, in that order, as a new matrix.
  ///
  /// - Precondition: every index is a row.
  /// - Complexity: O(indices · columns).
  public func selecting(rows indices: [Int]) -> Matrix {
    withExactRows { source in
      Matrix(rows: indices.count, columns: columns, frame: frame, hasRemainder: low != nil) { high, low in
        Parallel.forEachChunk(of: indices.count, size: 256) { _, range in
          for position in range {
            let index = indices[position]
            precondition(index >= 0 && index < rows, "row \(index) is outside \(rows) rows")
            high.pointer(toRow: position).update(from: source.high.pointer(toRow: index), count: columns)
            if let low, let rest = source.low {
              low.pointer(toRow: position).update(from: rest.pointer(toRow: index), count: columns)
            }
          }
        }
      }
    }.with(keptDirections?.selecting(rows: indices)).with(structure?.selecting(rows: indices))
  }
}

extension Matrix: Equatable {
  /// Returns whether both have the same shape, the same frame and the same entries, bit for bit except that 0 equals -0
  /// and NaN nothing.
  public static func == (left: Matrix, right: Matrix) -> Bool {
    guard left.rows == right.rows, left.columns == right.columns, left.frame == right.frame else { return false }
    let storedAlike = left.withRows { a in
      right.withRows { b in (0..<a.rows * a.columns).allSatisfy { a.base[$0] == b.base[$0] } }
    }
    return storedAlike && left.remainder == right.remainder
      && left.keptDirections?.units == right.keptDirections?.units
  }
}
