import Core

/// The repulsion between the points of an embedding, Σⱼ (yᵢ − yⱼ) / (1 + |yᵢ − yⱼ|²)², from every pair of points: the
/// faster way for few points, and the truth for the interpolated one.
package final class ExactRepulsion {
  private let count: Int
  private let blocks: Int
  private let x: Buffer<SIMD16<Float>>
  private let y: Buffer<SIMD16<Float>>

  package init(count: Int) {
    self.count = count
    blocks = (count + 15) / 16
    // Lanes past the last point lie so far away that they add nothing.
    x = Buffer(repeating: SIMD16(repeating: 1e18), count: blocks)
    y = Buffer(repeating: SIMD16(repeating: 1e18), count: blocks)
  }

  /// Writes the sum of the forces on each point, and returns Σᵢ Σⱼ≠ᵢ 1 / (1 + |yᵢ − yⱼ|²).
  ///
  /// - Complexity: O(points²).
  package func forces(on points: UnsafePointer<SIMD2<Float>>, into forces: UnsafeMutablePointer<SIMD2<Float>>) -> Double
  {
    for index in 0..<count {
      x[index / 16][index % 16] = points[index].x
      y[index / 16][index % 16] = points[index].y
    }
    let (x, y, blocks) = (x.base, y.base, blocks)
    let sums = Parallel.mapChunks(of: count, size: 64) { _, range in
      var total = 0.0
      for index in range {
        let (pointX, pointY) = (SIMD16(repeating: points[index].x), SIMD16(repeating: points[index].y))
        var (sum, forceX, forceY) = (SIMD16<Float>.zero, SIMD16<Float>.zero, SIMD16<Float>.zero)
        for block in 0..<blocks {
          let (dx, dy) = (pointX - x[block], pointY - y[block])
          let similarity = 1 / ((dx * dx).addingProduct(dy, dy) + 1)
          sum += similarity
          let square = similarity * similarity
          forceX.addProduct(square, dx)
          forceY.addProduct(square, dy)
        }
        forces[index] = SIMD2(forceX.sum(), forceY.sum())
        total += Double(sum.sum())
      }
      return total
    }
    return sums.reduce(0, +) - Double(count)
  }
}
