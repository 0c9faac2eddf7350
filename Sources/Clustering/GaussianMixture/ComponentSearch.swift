import Core

/// Finds, for the rows of a tile, the logarithm of each component's weight times its density, as far as it matters.
///
/// A component that is e⁻¹⁰⁴ as likely as another takes 0 of the row in `Float`, and adds nothing to the row's density
/// in `Double`. A squared Mahalanobis distance is a sum of squares that only grows, so a part of it already bounds the
/// likelihood from above: a component that is out of reach is left. The component that was likeliest in the iteration
/// before goes first, since a high bar drops most. The result is that of whole distances, to the bit, whatever the
/// guess.
protocol ComponentSearch: ~Copyable {
  /// Writes the logarithms, rows × components; −∞ where negligible.
  ///
  /// - Parameter guesses: a component that may be likely for each row, or nil.
  borrowing func search(_ tile: RowTile, guesses: UnsafePointer<Int32>?, into logs: UnsafeMutablePointer<Double>)
}

/// The distance from the highest logarithm beyond which a component is negligible: half of 2⁻¹⁴⁹, the smallest number
/// of `Float`, is e^−103.97.
let negligible = 104.0

/// Sixteen numbers from anywhere.
@inline(__always)
func sixteen(_ values: UnsafePointer<Float>) -> SIMD16<Float> {
  UnsafeRawPointer(values).loadUnaligned(as: SIMD16<Float>.self)
}

/// The sum of sixteen lanes, halving; `sum()` adds one after the other, which takes four times as long.
@inline(__always)
func treeSum(_ lanes: SIMD16<Float>) -> Float {
  let eight = lanes.lowHalf + lanes.highHalf
  let four = eight.lowHalf + eight.highHalf
  let two = four.lowHalf + four.highHalf
  return two.x + two.y
}

/// The same in `Double`.
@inline(__always)
func treeSum(_ lanes: SIMD8<Double>) -> Double {
  let four = lanes.lowHalf + lanes.highHalf
  let two = four.lowHalf + four.highHalf
  return two.x + two.y
}
