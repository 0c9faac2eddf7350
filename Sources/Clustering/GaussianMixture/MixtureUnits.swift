import Matrices

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The units in which a mixture is fitted: those of the stored rows.
struct MixtureUnits: Sendable {
  let frame: Frame
  /// The regularization in stored units, 4^−exponent times the true one, and no more than ``largest``.
  let regularization: Double
  /// The logarithm of a true density less that of the stored one.
  let logDensity: Double

  /// A variance beyond which that of the rows is lost in `Double`: only the density depends on its size.
  private static let largest = 0x1p200

  init(frame: Frame, regularization: Double, logDensity: Double) {
    self.frame = frame
    self.regularization = regularization
    self.logDensity = logDensity
  }

  /// - Parameter regularization: in true units.
  init(_ rows: Matrix, regularization: Double) {
    frame = rows.frame
    let stored = regularization.scaled(byPowerOfTwo: -2 * frame.exponent)
    self.regularization = min(stored, Self.largest)
    let columns = Double(rows.columns)
    logDensity =
      stored <= Self.largest
      ? -columns * Double(frame.exponent) * log(2)
      : -columns / 2 * (log(regularization) - log(Self.largest))
  }
}
