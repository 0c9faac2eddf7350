import Core

/// The points of an embedding and their neighbours, lent for the time of a loop.
struct NeighborBlocks {
  let points: UnsafePointer<SIMD2<Float>>
  let starts: UnsafePointer<Int>
  let bases: UnsafePointer<Int32>
  let blocks: UnsafePointer<UInt16>

  /// Returns the pull of a point's neighbours: Σⱼ pᵢⱼ (yᵢ − yⱼ) / (1 + |yᵢ − yⱼ|²).
  @inline(__always)
  func attraction(on index: Int) -> SIMD2<Float> {
    let point = points[index]
    var (forceX, forceY) = (SIMD16<Float>.zero, SIMD16<Float>.zero)
    for block in starts[index]..<starts[index + 1] {
      let (dx, dy) = differences(from: point, block)
      let strength = probabilities(block) * (1 / ((dx * dx).addingProduct(dy, dy) + 1))
      forceX.addProduct(strength, dx)
      forceY.addProduct(strength, dy)
    }
    return SIMD2(forceX.sum(), forceY.sum())
  }

  /// Returns the part of the divergence that a point adds besides constants: Σⱼ pᵢⱼ ln(1 + |yᵢ − yⱼ|²).
  @inline(__always)
  func spreadCost(of index: Int) -> Double {
    let point = points[index]
    var sum = SIMD16<Float>.zero
    for block in starts[index]..<starts[index + 1] {
      let (dx, dy) = differences(from: point, block)
      sum.addProduct(probabilities(block), logarithm((dx * dx).addingProduct(dy, dy) + 1))
    }
    return Double(sum.sum())
  }

  @inline(__always)
  private func probabilities(_ block: Int) -> SIMD16<Float> {
    var bits = SIMD32<UInt16>.zero
    bits.oddHalf = UnsafeRawPointer(blocks + block * 32 + 16).loadUnaligned(as: SIMD16<UInt16>.self)
    return unsafeBitCast(bits, to: SIMD16<Float>.self)
  }

  /// The differences to sixteen neighbours, whose points are fetched one by one, since no machine gathers faster.
  @inline(__always)
  private func differences(from point: SIMD2<Float>, _ block: Int) -> (dx: SIMD16<Float>, dy: SIMD16<Float>) {
    let pairs = UnsafeRawPointer(points + Int(bases[block])).assumingMemoryBound(to: UInt64.self)
    let columns = blocks + block * 32
    @inline(__always) func eight(_ c: UnsafePointer<UInt16>) -> SIMD16<Float> {
      unsafeBitCast(
        SIMD8<UInt64>(
          pairs[Int(c[0])], pairs[Int(c[1])], pairs[Int(c[2])], pairs[Int(c[3])], pairs[Int(c[4])], pairs[Int(c[5])],
          pairs[Int(c[6])], pairs[Int(c[7])]), to: SIMD16<Float>.self)
    }
    let both = SIMD32<Float>(lowHalf: eight(columns), highHalf: eight(columns + 8))
    return (point.x - both.evenHalf, point.y - both.oddHalf)
  }
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
