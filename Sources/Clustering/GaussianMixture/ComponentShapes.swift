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

  /// The logarithm of the factor by which a component's transformation changes volumes.
  func logDeterminant(of component: Int) -> Double {
    switch self {
    case .ellipsoids(let triangles): triangles[component].logDeterminant
    case .shared(let triangle, _): triangle.logDeterminant
    case .axes(let scales): scales.row(component).reduce(0) { $0 + log(Double($1)) }
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

  init(inverseLower: [Double], order: Int) {
    columns = PackedColumns(count: order, dimensions: order)
    logDeterminant = (0..<order).reduce(0) { $0 + log(inverseLower[$1 * order + $1]) }
    for row in 0..<order {
      let entries = inverseLower[row * order..<(row + 1) * order].map { Float($0) }
      entries.withUnsafeBufferPointer { columns.set(row, to: $0.baseAddress!, offset: 0) }
    }
  }
}
