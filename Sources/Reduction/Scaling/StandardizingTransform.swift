import Core
import Matrices
import Stages

/// The means and deviations of the columns that rows were standardized by, for new rows.
package struct StandardizingTransform: SpaceTransform {
  private let moments: ColumnMoments
  /// The frame of the rows of which the moments are.
  private let frame: Frame

  package init(_ moments: ColumnMoments, frame: Frame) {
    self.moments = moments
    self.frame = frame
  }

  package init(of rows: Matrix) { self.init(ColumnMoments(of: rows), frame: rows.frame) }

  package func transform(_ inputs: [Matrix]) throws -> Matrix {
    let rows = inputs[0]
    guard rows.columns == moments.means.count else {
      throw ReductionError(.columnsDiffer(expected: moments.means.count, found: rows.columns))
    }
    return moments.standardizing(rows.expressed(in: frame))
  }

  package var stored: StoredArrays {
    var arrays = StoredArrays([
      "means": .init(moments.means), "variances": .init(moments.variances), "rows": .init([Double(moments.rows)]),
    ])
    arrays.add(frame)
    return arrays
  }

  /// The transform that ``stored`` gives.
  ///
  /// - Throws: `StoredArraysError`.
  package init(of stored: StoredArrays) throws {
    let means = try stored.list("means")
    let variances = try stored.list("variances", count: means.count)
    let rows = try stored.list("rows", count: 1)[0]
    self.init(
      ColumnMoments(means: means, variances: variances, rows: Int(exactly: rows) ?? 0),
      frame: try stored.frame(columns: means.count))
  }
}
