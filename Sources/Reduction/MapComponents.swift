import Matrices
import Stages

/// The principal components in which maps search neighbors.
package enum MapComponents {
  /// The number of components; more only add noise and time.
  package static let count = 50
  /// The least number of rows of a map; with fewer there is nothing to show.
  package static let fewestRows = 4

  /// Returns the rows along at most ``count`` principal components.
  static func narrowing(_ rows: Matrix) throws -> Matrix {
    let kept = min(count, rows.columns, rows.rows)
    return rows.columns > kept ? try PCA(dimensions: kept).fit(rows).transform(rows) : rows
  }

  /// Returns the operations of the components, and the shape of the rows along them.
  static func narrowing(_ shape: Shape) -> (operations: Double, shape: Shape) {
    let operations = shape.allColumns > count ? PCA(dimensions: count).cost(shape)?.operations ?? 0 : 0
    return (operations, Shape(rows: shape.rows, columns: min(shape.allColumns, count)))
  }
}
