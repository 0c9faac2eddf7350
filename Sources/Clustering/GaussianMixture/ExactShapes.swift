#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The shapes of components in `Double`, from which ``ExactSearch`` measures.
enum ExactShapes: Sendable {
  case ellipsoids([CholeskyFactor])
  /// One for all components.
  case shared(CholeskyFactor)
  /// One over the standard deviation of each column, for each component.
  case axes(scales: [[Double]])

  /// The logarithm of the factor by which a component's transformation changes volumes.
  func logDeterminant(of component: Int) -> Double {
    switch self {
    case .ellipsoids(let factors): factors[component].logDeterminant
    case .shared(let factor): factor.logDeterminant
    case .axes(let scales): scales[component].reduce(0) { $0 + log($1) }
    }
  }
}

/// The lower Cholesky factor L of a covariance; x − μ ↦ L⁻¹·(x − μ) makes it 1.
struct CholeskyFactor: Sendable {
  /// order × order, row-major, zeros above the diagonal.
  let lower: [Double]
  /// log det L⁻¹.
  let logDeterminant: Double

  init(lower: [Double], order: Int) {
    self.lower = lower
    logDeterminant = (0..<order).reduce(0) { $0 - log(lower[$1 * order + $1]) }
  }
}
