import CKernels

/// Writes the rows of a range on whose limit the movement of their label has reached, and returns their number: a kernel of
/// `CKernels`.
///
/// - Parameters:
///   - range: the rows.
///   - labels: of each row, an index of `movement`.
///   - limits: of each row.
///   - movement: of each label.
///   - rows: room for as many rows as `range` has.
@inlinable @inline(__always)
package func listReached(
  _ range: Range<Int>, labels: UnsafePointer<Int32>, limits: UnsafePointer<Float>, movement: UnsafePointer<Float>,
  into rows: UnsafeMutablePointer<Int32>
) -> Int {
  kernels_list_reached(
    labels + range.lowerBound, limits + range.lowerBound, movement, range.lowerBound, range.count, rows)
}
