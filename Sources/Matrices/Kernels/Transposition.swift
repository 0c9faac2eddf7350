/// Sixteen rows of sixteen entries, exchanged with its columns: four rounds of interleaving the first eight rows with
/// the last eight.
///
/// All rows stay in registers. To keep them in memory between the rounds took t-SNE 2 to 5 % longer: two kilobytes come
/// from the heap.
///
/// `source` has `sourceStride` vectors from one row to the next, `target` has `targetStride`.
package func transpose16(
  _ source: UnsafePointer<SIMD16<Float>>, _ sourceStride: Int, _ target: UnsafeMutablePointer<SIMD16<Float>>,
  _ targetStride: Int
) {
  func row(_ index: Int) -> SIMD16<Float> { source[index * sourceStride] }
  let rows = interleaved(
    interleaved(
      interleaved(
        interleaved(
          (
            row(0), row(1), row(2), row(3), row(4), row(5), row(6), row(7), row(8), row(9), row(10), row(11), row(12),
            row(13), row(14), row(15)
          )))))
  target[0] = rows.0
  target[targetStride] = rows.1
  target[2 * targetStride] = rows.2
  target[3 * targetStride] = rows.3
  target[4 * targetStride] = rows.4
  target[5 * targetStride] = rows.5
  target[6 * targetStride] = rows.6
  target[7 * targetStride] = rows.7
  target[8 * targetStride] = rows.8
  target[9 * targetStride] = rows.9
  target[10 * targetStride] = rows.10
  target[11 * targetStride] = rows.11
  target[12 * targetStride] = rows.12
  target[13 * targetStride] = rows.13
  target[14 * targetStride] = rows.14
  target[15 * targetStride] = rows.15
}

private typealias Row = SIMD16<Float>
private typealias Rows = (Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row)

/// The entries of rows 0 and 8 in turns, then those of rows 1 and 9, and so on.
@inline(__always)
private func interleaved(_ r: Rows) -> Rows {
  let (a, b, c, d) = (pair(r.0, r.8), pair(r.1, r.9), pair(r.2, r.10), pair(r.3, r.11))
  let (e, f, g, h) = (pair(r.4, r.12), pair(r.5, r.13), pair(r.6, r.14), pair(r.7, r.15))
  return (a.0, a.1, b.0, b.1, c.0, c.1, d.0, d.1, e.0, e.1, f.0, f.1, g.0, g.1, h.0, h.1)
}

@inline(__always)
private func pair(_ a: Row, _ b: Row) -> (Row, Row) {
  var (low, high) = (Row(), Row())
  low.evenHalf = a.lowHalf
  low.oddHalf = b.lowHalf
  high.evenHalf = a.highHalf
  high.oddHalf = b.highHalf
  return (low, high)
}
