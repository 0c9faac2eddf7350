import Matrices

/// The similarity 1 / (1 + a·x^2b) of two points at distance x, of which the layout follows the slope.
package struct LayoutCurve: Equatable, Sendable {
  package let a: Double
  package let b: Double

  /// Fits the curve by least squares to 1 below `minDist` and exp(−(x − minDist) / spread) beyond, at 300 points up to
  /// three spreads (McInnes, Healy and Melville 2018).
  ///
  /// Gauss and Newton's steps, damped while they do not lower the error (Marquardt 1963).
  package init(minDist: Double, spread: Double) {
    let points = (1..<300).map { index -> Sample in
      let x = 3 * spread * Double(index) / 299
      return Sample(logarithm: naturalLogarithm(x), wanted: x < minDist ? 1 : exponential((minDist - x) / spread))
    }
    var (a, b) = (1.0, 1.0)
    var (sums, damping) = (NormalSums(points, a, b), 1e-3)
    for _ in 0..<500 {
      let step = sums.step(damping)
      let (nextA, nextB) = (a + step.a, b + step.b)
      let next = nextA > 0 && nextB > 0 ? NormalSums(points, nextA, nextB) : nil
      guard let next, next.error <= sums.error else {
        damping *= 10
        if damping > 1e12 { break }
        continue
      }
      let isDone = abs(step.a) <= 1e-12 * a && abs(step.b) <= 1e-12 * b
      (a, b, sums, damping) = (nextA, nextB, next, max(damping / 10, 1e-12))
      if isDone { break }
    }
    (self.a, self.b) = (a, b)
  }

  private struct Sample {
    let logarithm: Double
    let wanted: Double
  }

  /// The squared error and what its slope by a and b is made of.
  private struct NormalSums {
    private(set) var error = 0.0
    private var (aa, ab, bb, ra, rb) = (0.0, 0.0, 0.0, 0.0, 0.0)

    init(_ points: [Sample], _ a: Double, _ b: Double) {
      for point in points {
        let exponent = 2 * b * point.logarithm
        let power = exponent > 0 ? 1 / exponential(-exponent) : exponential(exponent)
        let value = 1 / (1 + a * power)
        let byA = -value * value * power
        let byB = byA * 2 * a * point.logarithm
        let rest = point.wanted - value
        error += rest * rest
        aa += byA * byA
        ab += byA * byB
        bb += byB * byB
        ra += byA * rest
        rb += byB * rest
      }
    }

    func step(_ damping: Double) -> (a: Double, b: Double) {
      let (aa, bb) = (aa * (1 + damping), bb * (1 + damping))
      let determinant = aa * bb - ab * ab
      guard determinant > 0 else { return (0, 0) }
      return ((ra * bb - rb * ab) / determinant, (rb * aa - ra * ab) / determinant)
    }
  }
}
