import Foundation

/// Student's t distribution; with infinitely many degrees of freedom, the standard normal one.
package struct StudentT: Sendable, Equatable {
  package let degreesOfFreedom: Double

  /// - Precondition: the degrees of freedom are positive.
  package init(degreesOfFreedom: Double) {
    precondition(
      degreesOfFreedom > 0, "the degrees of freedom must be positive, not \(degreesOfFreedom)")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The probability of a value above `t`.
  package func above(_ t: Double) -> Double {
    guard t.isFinite else { return t.isNaN ? .nan : (t < 0 ? 1 : 0) }
    let tail: Double
    if degreesOfFreedom > Self.manyDegrees {
      tail = erfc(normalized(abs(t)) / 2.0.squareRoot()) / 2
    } else {
      tail =
        incompleteBeta(degreesOfFreedom / 2, at: degreesOfFreedom / (degreesOfFreedom + t * t)) / 2
    }
    return t < 0 ? 1 - tail : tail
  }

  /// The probability of a value that is at least as far from zero as `t`.
  package func beyond(_ t: Double) -> Double { min(2 * above(abs(t)), 1) }

  private static let manyDegrees = 1e6

  /// The normal deviate of the same probability, but for a share of 1 / degrees² (Wallace, "Bounds on normal
  /// approximations to Student's and the chi-square distributions", 1959).
  private func normalized(_ t: Double) -> Double {
    guard degreesOfFreedom.isFinite else { return t }
    let ratio = (8 * degreesOfFreedom + 1) / (8 * degreesOfFreedom + 3)
    return ratio * (degreesOfFreedom * log1p(t * t / degreesOfFreedom)).squareRoot()
  }

  private func density(_ t: Double) -> Double {
    guard degreesOfFreedom <= Self.manyDegrees else {
      return exp(-t * t / 2) / (2 * Double.pi).squareRoot()
    }
    let power = (degreesOfFreedom + 1) / 2 * log1p(t * t / degreesOfFreedom)
    return exp(logGammaStep(degreesOfFreedom / 2) - log(degreesOfFreedom * .pi) / 2 - power)
  }

  /// The value that is exceeded with a probability in (0, 1).
  ///
  /// Newton's steps, kept within an interval that is known to hold it.
  package func quantile(above probability: Double) -> Double {
    precondition(probability > 0 && probability < 1, "\(probability) is no probability")
    guard probability != 0.5 else { return 0 }
    guard probability < 0.5 else { return -quantile(above: 1 - probability) }
    var (low, high) = (0.0, 1.0)
    while above(high) > probability, high < 1e150 { (low, high) = (high, high * 2) }
    var t = (low + high) / 2
    for _ in 0..<200 {
      let excess = above(t) - probability
      if excess > 0 { low = t } else { high = t }
      let step = t + excess / density(t)
      let next = step > low && step < high ? step : (low + high) / 2
      if abs(next - t) <= 1e-14 * max(next, 1e-300) { return next }
      t = next
    }
    return t
  }
}

/// The regularised incomplete beta function with second parameter ½, at x in [0, 1].
///
/// By its continued fraction, on that side of the mean where it converges fast (DLMF, section 8.17).
func incompleteBeta(_ a: Double, at x: Double) -> Double {
  guard x > 0 else { return 0 }
  guard x < 1 else { return 1 }
  let b = 0.5
  // log(Γ(a + ½) / (Γ(a) Γ(½)))
  let front = exp(logGammaStep(a) - log(Double.pi) / 2 + a * log(x) + b * log1p(-x))
  return x < (a + 1) / (a + b + 2)
    ? front * betaFraction(a, b, x) / a
    : 1 - front * betaFraction(b, a, 1 - x) / b
}

/// Lentz's evaluation of the continued fraction of the incomplete beta function.
private func betaFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
  let tiny = 1e-300
  func away(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
  var c = 1.0
  var d = 1 / away(1 - (a + b) * x / (a + 1))
  var fraction = d
  for step in 1...100_000 {
    let m = Double(step)
    let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    fraction *= d * c
    let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    fraction *= d * c
    if abs(d * c - 1) < 1e-15 { break }
  }
  return fraction
}

/// log Γ(a + ½) − log Γ(a), without the cancellation that large numbers would cost.
func logGammaStep(_ a: Double) -> Double {
  guard a > 40 else { return lgamma(a + 0.5) - lgamma(a) }
  let square = 1 / (a * a)
  return log(a) / 2 - (1 / 8 - square * (1 / 192 - square * (1 / 640 - square * 17 / 14336))) / a
}
