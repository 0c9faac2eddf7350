/// Sixteen rows of sixteen entries, exchanged with its columns: four rounds of interleaving the first eight rows with
/// the last eight.
///
/// `source` has `sourceStride` vectors from one row to the next, `target` has `targetStride`.
package func transpose16(
  _ source: UnsafePointer<SIMD16<Float>>, _ sourceStride: Int, _ target: UnsafeMutablePointer<SIMD16<Float>>,
  _ targetStride: Int
) {
  withUnsafeTemporaryAllocation(of: SIMD16<Float>.self, capacity: 32) { rows in
    guard let rows = rows.baseAddress else { return }
    for row in 0..<8 { interleave(source[row * sourceStride], source[(row + 8) * sourceStride], rows + 2 * row) }
    for row in 0..<8 { interleave(rows[row], rows[row + 8], rows + 16 + 2 * row) }
    for row in 0..<8 { interleave(rows[16 + row], rows[24 + row], rows + 2 * row) }
    for row in 0..<8 { interleave(rows[row], rows[row + 8], rows + 16 + 2 * row) }
    for row in 0..<16 { target[row * targetStride] = rows[16 + row] }
  }
}

@inline(__always)
private func interleave(_ a: SIMD16<Float>, _ b: SIMD16<Float>, _ target: UnsafeMutablePointer<SIMD16<Float>>) {
  var (low, high) = (SIMD16<Float>(), SIMD16<Float>())
  low.evenHalf = a.lowHalf
  low.oddHalf = b.lowHalf
  high.evenHalf = a.highHalf
  high.oddHalf = b.highHalf
  target[0] = low
  target[1] = high
}
