/// The origin and the unit in which a matrix stores its rows: a true value is origin + 2^exponent · stored value.
///
/// Both are trivial for ordinary data. Distances, variances and whatever else does not depend on a shift, and depends
/// on the unit in a known way, is computed from stored values and brought into true units at the end.
public struct Frame: Sendable, Equatable {
  /// The true value of a stored 0 in each column; nil for 0 everywhere.
  public let origin: [Double]?
  /// The power of two that a stored 1 stands for.
  public let exponent: Int

  /// Stored values that are the true ones.
  public static let plain = Frame()

  public init(origin: [Double]? = nil, exponent: Int = 0) {
    self.origin = origin
    self.exponent = exponent
  }

  /// The frame without its origin: that of differences and of coordinates around a mean.
  package var withoutOrigin: Frame { Frame(exponent: exponent) }

  /// Turns a stored point into true values.
  public func trueValues(of point: [Double]) -> [Double] {
    point.indices.map { trueValue(of: point[$0], $0) }
  }

  /// Turns a stored value of a column into the true one.
  package func trueValue(of stored: Double, _ column: Int) -> Double {
    (origin?[column] ?? 0) + stored.scaled(byPowerOfTwo: exponent)
  }

  /// Turns a point in true values into a stored one.
  public func storedValues(of point: [Double]) -> [Double] {
    point.indices.map { (point[$0] - (origin?[$0] ?? 0)).scaled(byPowerOfTwo: -exponent) }
  }

  /// Turns a distance between stored points into a true one.
  public func trueLength(of stored: Double) -> Double { stored.scaled(byPowerOfTwo: exponent) }

  /// Turns a square, such as a variance or an inertia, of stored values into one of true values.
  public func trueSquare(of stored: Double) -> Double { stored.scaled(byPowerOfTwo: 2 * exponent) }

  /// The stored point of true zeros.
  package func zero(columns: Int) -> [Double] { storedValues(of: [Double](repeating: 0, count: columns)) }
}

extension Double {
  /// The number times a power of two, rounded once.
  package func scaled(byPowerOfTwo exponent: Int) -> Double {
    exponent == 0 ? self : Double(sign: .plus, exponent: exponent, significand: self)
  }
}
