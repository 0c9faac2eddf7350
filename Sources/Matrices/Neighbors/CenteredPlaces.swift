import Core

/// Rows less their mean, times a power of two that makes the largest entry about 1: products of them cancel
/// least, and no square leaves the range.
struct CenteredPlaces {
  let measured: MeasuredRows
  let mean: [Double]
  let scale: Double

  /// The directions along which rows of many columns are compared; 112 of 896 columns of image and text features leave 4
  /// pairs in 10,000 for measurement where 2 are near.
  private static let directions = 112
  /// The fewest columns and rows for which directions are worth finding.
  private static let (manyColumns, manyRows) = (256, 1_000)
  /// The share of the squared lengths that directions must hold; with less they tell few pairs apart. Of image and text
  /// features it is .77 to 1, of random numbers in 896 columns .2.
  private static let leastShare = 0.6

  /// Returns whether rows of this shape are compared along directions, where these hold enough.
  static func mayCompareDirections(rows: Int, columns: Int) -> Bool { columns >= manyColumns && rows >= manyRows }

  init(_ measured: MeasuredRows) {
    self.measured = measured
    let columns = measured.rows.columns
    let center = measured.mean()
    let largest =
      measured.mapChunks(of: measured.all) { _, values, count in
        (0..<count * columns).reduce(0.0) { max($0, abs(values[$1] - center[$1 % columns])) }
      }.max() ?? 0
    mean = center
    scale = largest > 0 ? Double(sign: .plus, exponent: -Int(largest.exponent), significand: 1) : 1
  }

  /// Returns the rows as they are compared, and ½(|a|² − ε|a′|²) of each, where a is compared and a′ the whole row.
  func compared() -> (rows: Matrix, halves: [Double]) {
    let columns = measured.rows.columns
    // Products, offsets, sums with thresholds, and the rounding of the rows themselves.
    let error = 2 * PackedColumns.rounding(columns: columns) + Double(Float.ulpOfOne) * 8
    func wholeRows() -> (rows: Matrix, halves: [Double]) {
      let rows = centered(measured.all)
      return (rows, rows.squaredRowNorms().map { 0.5 * (1 - error) * $0 })
    }
    let count = measured.rows.rows
    guard Self.mayCompareDirections(rows: count, columns: columns) else { return wholeRows() }
    let sampled = LeadingDirections.sampledRows(of: count)
    let directions = LeadingDirections(of: centered(sampled), count: Self.directions)
    let along = directions.coordinates(ofRows: count, error: error) { centered(Array($0)) }
    return along.share < Self.leastShare ? wholeRows() : (along.rows, along.halves)
  }

  private func centered(_ some: [Int]) -> Matrix { measured.centered(some, around: mean, scale: scale) }
}
