/// Rows that are read some at a time, so that not all of them need fit in memory: a matrix, or a file.
package protocol RowSource: Sendable {
  /// The number of rows.
  var rows: Int { get }
  /// The number of columns.
  var columns: Int { get }

  /// Returns some rows in the order given, each as often as it is named.
  ///
  /// - Precondition: the indices are rows.
  func selecting(rows indices: [Int]) throws -> Matrix

  /// Returns rows that follow each other.
  ///
  /// - Precondition: the range lies inside.
  func selecting(rows range: Range<Int>) throws -> Matrix
}

extension Matrix: RowSource {
  package func selecting(rows range: Range<Int>) -> Matrix { selecting(rows: Array(range)) }
}

/// Rows of a source divided by their lengths.
package struct UnitRows: RowSource {
  private let source: any RowSource

  package init(_ source: any RowSource) { self.source = source }

  package var rows: Int { source.rows }
  package var columns: Int { source.columns }

  package func selecting(rows indices: [Int]) throws -> Matrix { try source.selecting(rows: indices).l2Normalized() }
  package func selecting(rows range: Range<Int>) throws -> Matrix { try source.selecting(rows: range).l2Normalized() }
}
