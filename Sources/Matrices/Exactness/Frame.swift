/// The origin and the unit in which a matrix stores its rows: a true value is origin + 2^exponent · stored value.
///
/// Both are trivial for ordinary data. Distances, variances and whatever else does not depend on a shift, and depends
/// on the unit in a known way, is computed from stored values and brought into true units at the end.
public struct Frame: Sendable, Equatable {
  /// The true value of a stored 0 in each column; nil for 0 everywhere.
  public let origin: [Double]?
  /// The exponent of the unit: a stored 1 stands for 2^exponent.
  public let exponent: Int

  /// The frame of stored values that are the true ones: no origin, exponent 0.
  public static let plain = Frame()

  /// Makes a frame.
  public init(origin: [Double]? = nil, exponent: Int = 0) {
    self.origin = origin
    self.exponent = exponent
  }

  /// The frame without its origin: that of differences and of coordinates around a mean.
  package var withoutOrigin: Frame { Frame(exponent: exponent) }

  /// Returns the true values of a stored point.
  ///
  /// - Precondition: one number for each column of the origin, where there is one.
  public func trueValues(of point: [Double]) -> [Double] {
    point.indices.map { trueValue(of: point[$0], $0) }
  }

  /// Turns a stored value of a column into the true one.
  package func trueValue(of stored: Double, _ column: Int) -> Double {
    (origin?[column] ?? 0) + stored.scaled(byPowerOfTwo: exponent)
  }

  /// Returns the stored values of a point in true values.
  ///
  /// - Precondition: one number for each column of the origin, where there is one.
  public func storedValues(of point: [Double]) -> [Double] {
    point.indices.map { (point[$0] - (origin?[$0] ?? 0)).scaled(byPowerOfTwo: -exponent) }
  }

  /// Returns the true distance for one between stored points.
  public func trueLength(of stored: Double) -> Double { stored.scaled(byPowerOfTwo: exponent) }

  /// Returns the true square, such as a variance or an inertia, for one of stored values.
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
