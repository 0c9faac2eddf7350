/// The forces along edges and off drawn points, as functions of the squared distance: eight at a time.
///
/// The first lane is the edge, whose ends attract each other by −2ab·d^2(b−1) / (1 + a·d^2b); the others push off by
/// 2b·repulsion / ((0.001 + d²)(1 + a·d^2b)). With the power d^2b in common both are one quotient.
struct LayoutForces {
  private let a: Float
  private let b: Float
  private let constant: SIMD8<Float>
  private let slope: SIMD8<Float>
  private let offset: SIMD8<Float>
  /// The longest step along a coordinate, at a rate of 1.
  static let longestStep: Float = 4

  /// - Parameter hasEdge: false where all eight lanes push off.
  init(_ curve: LayoutCurve, repulsion: Double, hasEdge: Bool) {
    (a, b) = (Float(curve.a), Float(curve.b))
    var constant = SIMD8<Float>(repeating: Float(2 * curve.b * repulsion))
    var slope = SIMD8<Float>.zero
    var offset = SIMD8<Float>(repeating: 0.001)
    if hasEdge { (constant[0], slope[0], offset[0]) = (0, Float(-2 * curve.a * curve.b), 0) }
    (self.constant, self.slope, self.offset) = (constant, slope, offset)
  }

  /// Returns the factors by which the differences of the points are multiplied.
  @inline(__always)
  func factors(_ squares: SIMD8<Float>) -> SIMD8<Float> {
    let squares = pointwiseMax(squares, SIMD8(repeating: 1e-18))
    let power = power(squares, b)
    return constant.addingProduct(slope, power)
      / ((squares + offset) * SIMD8(repeating: 1).addingProduct(power, SIMD8(repeating: a)))
  }

  /// Returns steps of at most ``longestStep``.
  @inline(__always)
  static func clipped<Vector: SIMD<Float>>(_ steps: Vector) -> Vector {
    pointwiseMin(pointwiseMax(steps, Vector(repeating: -longestStep)), Vector(repeating: longestStep))
  }
}

/// Random places, many times a microsecond.
struct PlaceDraws {
  private var state: UInt64
  private let bound: UInt64

  init(state: UInt64, below bound: Int) { (self.state, self.bound) = (state, UInt64(bound)) }

  /// Returns two places (Steele, Lea and Flood 2014; Lemire 2019, without the rejection of one in 2³² / bound).
  @inline(__always)
  mutating func next() -> (Int, Int) {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    z ^= z >> 31
    let (low, high) = ((z & 0xffff_ffff) &* bound, (z >> 32) &* bound)
    return (Int(truncatingIfNeeded: low >> 32), Int(truncatingIfNeeded: high >> 32))
  }
}
