/// Consecutive rows of a matrix, lent for the time of a call: the one place where the project holds raw pointers
/// to matrix memory. Subscripts are checked in debug builds only; loops bound by `rows` and `columns` need no check.
@usableFromInline
package struct RowBlock {
  @usableFromInline package let base: UnsafePointer<Float>
  @usableFromInline package let rows: Int
  @usableFromInline package let columns: Int

  @inlinable
  package init(base: UnsafePointer<Float>, rows: Int, columns: Int) {
    self.base = base
    self.rows = rows
    self.columns = columns
  }

  @inlinable
  package subscript(row: Int, column: Int) -> Float {
    assert(row >= 0 && row < rows && column >= 0 && column < columns)
    return base[row * columns + column]
  }

  /// The first entry of a row; the row is `columns` long.
  @inlinable
  package func pointer(toRow row: Int) -> UnsafePointer<Float> {
    assert(row >= 0 && row <= rows)
    return base + row * columns
  }

  /// The rows of `range` alone.
  @inlinable
  package subscript(range: Range<Int>) -> RowBlock {
    assert(range.lowerBound >= 0 && range.upperBound <= rows)
    return RowBlock(base: base + range.lowerBound * columns, rows: range.count, columns: columns)
  }
}

/// Rows that are being written. Two threads may write different rows at once.
@usableFromInline
package struct MutableRowBlock {
  @usableFromInline package let base: UnsafeMutablePointer<Float>
  @usableFromInline package let rows: Int
  @usableFromInline package let columns: Int

  @inlinable
  package init(base: UnsafeMutablePointer<Float>, rows: Int, columns: Int) {
    self.base = base
    self.rows = rows
    self.columns = columns
  }

  @inlinable
  package subscript(row: Int, column: Int) -> Float {
    get {
      assert(row >= 0 && row < rows && column >= 0 && column < columns)
      return base[row * columns + column]
    }
    nonmutating set {
      assert(row >= 0 && row < rows && column >= 0 && column < columns)
      base[row * columns + column] = newValue
    }
  }

  /// The first entry of a row; the row is `columns` long.
  @inlinable
  package func pointer(toRow row: Int) -> UnsafeMutablePointer<Float> {
    assert(row >= 0 && row <= rows)
    return base + row * columns
  }

  /// The rows of `range` alone.
  @inlinable
  package subscript(range: Range<Int>) -> MutableRowBlock {
    assert(range.lowerBound >= 0 && range.upperBound <= rows)
    return MutableRowBlock(base: base + range.lowerBound * columns, rows: range.count, columns: columns)
  }
}
