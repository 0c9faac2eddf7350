/// Returns eˣ of a number of at most 0, with a relative error below 10⁻¹⁴ and the same bits everywhere.
package func exponential(_ x: Double) -> Double {
  guard x > -700 else { return 0 }
  let whole = (x * 1.442_695_040_888_963_4).rounded(.toNearestOrEven)
  // ln 2 in two parts, so that the rest keeps its digits.
  let rest = (x - whole * 0.693_147_180_369_123_8) - whole * 1.908_214_929_270_587_7e-10
  var series = 1.0
  for divisor in stride(from: 13.0, through: 1, by: -1) { series = 1 + series * rest / divisor }
  return series * Double(bitPattern: UInt64(bitPattern: (Int64(whole) + 1023) << 52))
}

/// Returns the same for eight numbers, the same bits for each: eight chains of thirteen quotients run side by side.
package func exponential(_ x: SIMD8<Double>) -> SIMD8<Double> {
  let whole = (x * 1.442_695_040_888_963_4).rounded(.toNearestOrEven)
  let rest = (x - whole * 0.693_147_180_369_123_8) - whole * 1.908_214_929_270_587_7e-10
  var series = SIMD8<Double>(repeating: 1)
  for divisor in stride(from: 13.0, through: 1, by: -1) { series = 1 + series * rest / divisor }
  // Adding 1.5 times 2⁵² leaves a whole number in the lower bits.
  let bits = unsafeBitCast(whole + 6_755_399_441_055_744, to: SIMD8<UInt64>.self)
  let powers = unsafeBitCast((bits &+ 1023) &<< 52, to: SIMD8<Double>.self)
  return (series * powers).replacing(with: 0, where: x .<= -700)
}

/// Returns ln x of a positive normal number, with a relative error below 10⁻¹³ and the same bits everywhere.
package func naturalLogarithm(_ x: Double) -> Double {
  var (exponent, fraction) = (Double(x.exponent), x.significand)
  if fraction > 1.414_213_562_373_095 { (fraction, exponent) = (fraction / 2, exponent + 1) }
  let ratio = (fraction - 1) / (fraction + 1)
  let square = ratio * ratio
  var series = 0.0
  for divisor in stride(from: 21.0, through: 1, by: -2) { series = series * square + 1 / divisor }
  return 2 * ratio * series + exponent * 0.693_147_180_559_945_3
}
