import Matrices

/// What pulls a point to its neighbours: Σⱼ pᵢⱼ (yᵢ − yⱼ) / (1 + |yᵢ − yⱼ|²).
///
/// Sixteen neighbours at a time: their points are fetched one by one, since no machine gathers faster, and everything
/// else fills whole vectors.
@inline(__always)
func attraction(
  on point: SIMD2<Float>, among points: UnsafePointer<SIMD2<Float>>, _ columns: UnsafePointer<Int32>,
  _ values: UnsafePointer<Float>, _ entries: Range<Int>
) -> SIMD2<Float> {
  var (forceX, forceY) = (SIMD16<Float>.zero, SIMD16<Float>.zero)
  var entry = entries.lowerBound
  while entry < entries.upperBound {
    let (dx, dy, similarity) = neighbors(of: point, points, columns + entry)
    let strength = UnsafeRawPointer(values + entry).loadUnaligned(as: SIMD16<Float>.self) * similarity
    forceX.addProduct(strength, dx)
    forceY.addProduct(strength, dy)
    entry += 16
  }
  return SIMD2(forceX.sum(), forceY.sum())
}

/// What a point adds to the divergence besides constants: Σⱼ pᵢⱼ ln(1 + |yᵢ − yⱼ|²).
@inline(__always)
func spreadCost(
  of point: SIMD2<Float>, among points: UnsafePointer<SIMD2<Float>>, _ columns: UnsafePointer<Int32>,
  _ values: UnsafePointer<Float>, _ entries: Range<Int>
) -> Double {
  var sum = SIMD16<Float>.zero
  var entry = entries.lowerBound
  while entry < entries.upperBound {
    let (dx, dy, _) = neighbors(of: point, points, columns + entry)
    let distance = (dx * dx).addingProduct(dy, dy)
    sum.addProduct(UnsafeRawPointer(values + entry).loadUnaligned(as: SIMD16<Float>.self), logarithm(distance + 1))
    entry += 16
  }
  return Double(sum.sum())
}

/// The differences to sixteen neighbours, and the similarity 1 / (1 + d²) with each.
@inline(__always)
private func neighbors(
  of point: SIMD2<Float>, _ points: UnsafePointer<SIMD2<Float>>, _ columns: UnsafePointer<Int32>
) -> (dx: SIMD16<Float>, dy: SIMD16<Float>, similarity: SIMD16<Float>) {
  let pairs = UnsafeRawPointer(points).assumingMemoryBound(to: UInt64.self)
  @inline(__always) func eight(_ c: UnsafePointer<Int32>) -> SIMD16<Float> {
    unsafeBitCast(
      SIMD8<UInt64>(
        pairs[Int(c[0])], pairs[Int(c[1])], pairs[Int(c[2])], pairs[Int(c[3])], pairs[Int(c[4])], pairs[Int(c[5])],
        pairs[Int(c[6])], pairs[Int(c[7])]), to: SIMD16<Float>.self)
  }
  let both = SIMD32<Float>(lowHalf: eight(columns), highHalf: eight(columns + 8))
  let (dx, dy) = (point.x - both.evenHalf, point.y - both.oddHalf)
  return (dx, dy, 1 / ((dx * dx).addingProduct(dy, dy) + 1))
}

/// The natural logarithm of sixteen numbers ≥ 1, to about 1e-7: the exponent, and the series of 2·artanh for the rest.
@inline(__always)
private func logarithm(_ x: SIMD16<Float>) -> SIMD16<Float> {
  let bits = unsafeBitCast(x, to: SIMD16<Int32>.self)
  // With the offset the rest lies in [2/3, 4/3).
  let exponent = (bits &- 0x3f2a_aaab) &>> 23
  let rest = unsafeBitCast(bits &- (exponent &<< 23), to: SIMD16<Float>.self)
  let s = (rest - 1) / (rest + 1)
  let square = s * s
  var series = SIMD16<Float>(repeating: 2 / 9)
  series = series * square + (2 / 7)
  series = series * square + (2 / 5)
  series = series * square + (2 / 3)
  series = series * square + 2
  return (series * s).addingProduct(SIMD16<Float>(exponent), SIMD16(repeating: 0.693_147_18))
}
