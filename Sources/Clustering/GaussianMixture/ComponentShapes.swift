import Matrices

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The transformations after which the rows of each component have covariance 1.
enum ComponentShapes: Sendable {
  /// Each component has a triangular matrix of its own.
  case ellipsoids([Triangle])
  /// All components share one; `origin` is a point amid the rows, from which they are measured before the product.
  case shared(Triangle, origin: [Float])
  /// Each component has a scale for each column: components × columns.
  case axes(scales: Matrix)
  /// Shapes in `Double`, where `Float` would lose digits that matter.
  case exact(ExactShapes)

  /// The logarithm of the factor by which a component's transformation changes volumes.
  func logDeterminant(of component: Int) -> Double {
    switch self {
    case .ellipsoids(let triangles): triangles[component].logDeterminant
    case .shared(let triangle, _): triangle.logDeterminant
    case .axes(let scales): scales.row(component).reduce(0) { $0 + log(Double($1)) }
    case .exact(let shapes): shapes.logDeterminant(of: component)
    }
  }
}

/// The inverse of a covariance's Cholesky factor L, ready for products with rows: x − μ ↦ (x − μ)·L⁻ᵀ.
///
/// L⁻ᵀ is upper triangular, so that the first entries of the result need the first entries of the row alone.
/// Written in the initializer only, so that threads may share it.
final class Triangle: @unchecked Sendable {
  /// The columns of L⁻ᵀ.
  let columns: PackedColumns
  /// log det L⁻¹.
  let logDeterminant: Double
  /// The diagonal of the inverse of the covariance, L⁻ᵀ·L⁻¹.
  let precisions: [Double]

  init(inverseLower: [Double], order: Int) {
    columns = PackedColumns(count: order, dimensions: order)
    logDeterminant = (0..<order).reduce(0) { $0 + log(inverseLower[$1 * order + $1]) }
    precisions = Self.precisions(inverseLower, order)
    for row in 0..<order {
      let entries = inverseLower[row * order..<(row + 1) * order].map { Float($0) }
      entries.withUnsafeBufferPointer { columns.set(row, to: $0.baseAddress!, offset: 0) }
    }
  }

  /// A triangle of its entries in `Float` and of what was computed before they were rounded.
  init(entries: [Float], logDeterminant: Double, precisions: [Double]) {
    let order = precisions.count
    columns = PackedColumns(count: order, dimensions: order)
    self.logDeterminant = logDeterminant
    self.precisions = precisions
    entries.withUnsafeBufferPointer { entries in
      for row in 0..<order { columns.set(row, to: entries.baseAddress! + row * order, offset: 0) }
    }
  }

  /// The entries of L⁻¹, row-major.
  var entries: [Float] { (0..<columns.count).flatMap { columns.vector($0) } }

  private static func precisions(_ inverseLower: [Double], _ order: Int) -> [Double] {
    var precisions = [Double](repeating: 0, count: order)
    inverseLower.withUnsafeBufferPointer { inverse in
      precisions.withUnsafeMutableBufferPointer { precisions in
        for row in 0..<order {
          let entries = inverse.baseAddress! + row * order
          for column in 0...row { precisions[column] += entries[column] * entries[column] }
        }
      }
    }
    return precisions
  }
}
