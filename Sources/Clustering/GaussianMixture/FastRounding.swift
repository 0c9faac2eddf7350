/// The rounding of the fast steps, held against the widths of the components.
///
/// In coordinates in which a component has covariance 1, an error whose mean square in column j is vⱼ has the mean square
/// Σⱼ vⱼ·Pⱼⱼ, where P is the inverse of the covariance. The mean log-likelihood changes by half of it, since the first
/// order averages out.
enum FastRounding {
  /// The mean square per column that is let pass: 2⁻¹² of a component's width, which costs 3e-8 of log-likelihood.
  private static let tolerated = 0x1p-24

  /// Throws when errors are too large for components with these precisions, the diagonal of P.
  static func check(_ squares: [Double], precisions: [Double]) throws {
    let sum = zip(squares, precisions).reduce(0) { $0 + $1.0 * $1.1 }
    guard sum <= tolerated * Double(squares.count) else { throw LostDigits() }
  }

  /// Throws when errors of the variances are too large, given as shares of them.
  static func check(shares: [Double]) throws {
    try check(shares.map { $0 * $0 }, precisions: [Double](repeating: 1, count: shares.count))
  }

  /// Throws when a transformation leaves the range in which `Float` keeps its digits.
  static func checkRange(_ scales: some Sequence<Double>) throws {
    guard scales.allSatisfy({ $0 > 0x1p-100 && $0 < 0x1p100 }) else { throw LostDigits() }
  }
}

/// The reason why a fit is made again in `Double`.
struct LostDigits: Error {}
