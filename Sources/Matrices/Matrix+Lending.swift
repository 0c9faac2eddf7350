extension Matrix {
  /// Makes a matrix of numbers that lie row after row.
  ///
  /// - Precondition: `rows` · `columns` values.
  /// - Complexity: O(rows · columns), one copy.
  public init(rows: Int, columns: Int, _ values: [Float]) {
    self = values.withUnsafeBufferPointer { values in
      Matrix(rows: rows, columns: columns, copying: UnsafeRawBufferPointer(values))
    }
  }

  /// Makes a matrix of numbers in borrowed memory that lie row after row.
  ///
  /// - Precondition: `rows` · `columns` values.
  /// - Complexity: O(rows · columns), one copy.
  public init(rows: Int, columns: Int, _ values: Span<Float>) {
    self = values.withUnsafeBufferPointer { values in
      Matrix(rows: rows, columns: columns, copying: UnsafeRawBufferPointer(values))
    }
  }

  /// Makes a matrix of the bytes of `Float` numbers that lie row after row, in the order of bytes of the machine.
  ///
  /// - Precondition: 4 · `rows` · `columns` bytes; their address needs no alignment.
  /// - Complexity: O(rows · columns), one copy.
  public init(rows: Int, columns: Int, copying bytes: UnsafeRawBufferPointer) {
    let size = MemoryLayout<Float>.size
    precondition(rows >= 0 && columns >= 0, "a matrix has no \(rows) × \(columns) numbers")
    precondition(
      bytes.count == rows * columns * size,
      "\(rows) × \(columns) numbers need \(rows * columns * size) bytes, found \(bytes.count)")
    self.init(rows: rows, columns: columns) { target in
      guard let source = bytes.baseAddress else { return }
      UnsafeMutableRawPointer(target.base).copyMemory(from: source, byteCount: bytes.count)
    }
  }

  /// Lends the true values of a row to `body`, rounded to `Float` where the matrix is not plain.
  ///
  /// - Precondition: `index` is a row.
  /// - Complexity: O(1) for a plain matrix, else O(columns).
  public func withRow<Result>(_ index: Int, _ body: (Span<Float>) throws -> Result) rethrows -> Result {
    precondition(index >= 0 && index < rows, "row \(index) is outside \(rows) rows")
    guard isPlain else {
      return try trueRow(index).map { Float($0) }.withUnsafeBufferPointer { try body($0.span) }
    }
    return try withRows { block in
      try body(UnsafeBufferPointer(start: block.pointer(toRow: index), count: columns).span)
    }
  }

  /// Lends the true values of a row to `body` in `Double`, with every digit that the matrix holds.
  ///
  /// - Precondition: `index` is a row.
  /// - Complexity: O(columns).
  public func withTrueRow<Result>(_ index: Int, _ body: (Span<Double>) throws -> Result) rethrows -> Result {
    precondition(index >= 0 && index < rows, "row \(index) is outside \(rows) rows")
    return try trueRow(index).withUnsafeBufferPointer { try body($0.span) }
  }
}
