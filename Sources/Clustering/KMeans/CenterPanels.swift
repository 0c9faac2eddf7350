import Matrices

/// The centres of one restart, packed so that their scores with rows are products.
///
/// The score of a row x and a centre c is x·c′ − (m·c′ + |c′|²/2) with c′ = c − m: the higher, the nearer.
final class CenterPanels {
  /// All columns: the scores themselves.
  let whole: ScorePanels
  /// The leading coordinates: scores up to what lies outside of them.
  let leading: ScorePanels?

  init(_ centers: Matrix, in space: CenteredRows, leading subspace: LeadingSubspace?) {
    let (clusters, columns) = (centers.rows, centers.columns)
    let packed = PackedColumns(count: clusters, dimensions: columns)
    var squaredNorms = [Double](repeating: 0, count: clusters)
    var shifted = [Float](repeating: 0, count: columns)
    centers.withRows { block in
      for cluster in 0..<clusters {
        let center = block.pointer(toRow: cluster)
        var (meanProduct, square) = (0.0, 0.0)
        for column in 0..<columns {
          let difference = Double(center[column]) - space.mean[column]
          shifted[column] = Float(difference)
          meanProduct += space.mean[column] * difference
          square += difference * difference
        }
        squaredNorms[cluster] = square
        packed.set(cluster, to: shifted, offset: Float(-meanProduct - square / 2))
      }
    }
    let longest = squaredNorms.reduce(0, max).squareRoot()
    let unit = PackedColumns.rounding(columns: columns)
    whole = ScorePanels(packed, remainders: [Float](repeating: 0, count: clusters), longest: longest, rounding: unit)
    leading = subspace.map { subspace in
      Self.leadingPanels(centers, squaredNorms, subspace, longest: longest, rounding: unit)
    }
  }

  private static func leadingPanels(
    _ centers: Matrix, _ squaredNorms: [Double], _ subspace: LeadingSubspace, longest: Double, rounding: Double
  ) -> ScorePanels {
    let (coordinates, remainders) = subspace.project(centers, squaredNorms: squaredNorms)
    let packed = PackedColumns(count: centers.rows, dimensions: subspace.dimensions)
    coordinates.withRows { block in
      for cluster in 0..<centers.rows {
        packed.set(cluster, to: block.pointer(toRow: cluster), offset: Float(-squaredNorms[cluster] / 2))
      }
    }
    // Each coordinate, of rows and of centres, is itself a rounded product.
    let factor = 2 * (Double(subspace.dimensions).squareRoot() + 2)
    return ScorePanels(packed, remainders: remainders, longest: longest, rounding: rounding * factor)
  }
}

/// Packed centres whose products with rows are scores, and how far these can be from the truth.
final class ScorePanels {
  let packed: PackedColumns
  /// The length of the part of each centre that the products leave out.
  let remainders: [Float]
  /// The largest distance of a centre from the mean.
  let longest: Float
  /// The most that rounding takes from a score, as a share of |x|·|c|: the worst case, as large as it can ever be.
  let rounding: Float

  init(_ packed: consuming PackedColumns, remainders: [Float], longest: Double, rounding: Double) {
    self.packed = packed
    self.remainders = remainders
    self.longest = Float(longest).nextUp
    self.rounding = Float(rounding).nextUp
  }
}
