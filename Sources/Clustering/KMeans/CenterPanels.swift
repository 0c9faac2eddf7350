import Core
import Matrices

/// The centers of one restart, packed so that their scores with rows are products.
///
/// The score of a row x and a center c is x·c′ − (m·c′ + |c′|²/2) with c′ = c − m: the higher, the nearer.
final class CenterPanels {
  /// All columns: the scores themselves.
  let whole: ScorePanels
  /// The leading coordinates: scores up to what lies outside of them.
  let leading: ScorePanels?

  init(_ centers: Centers, in space: CenteredRows, leading subspace: LeadingSubspace?) {
    let (clusters, columns) = (centers.clusters, centers.columns)
    let packed = PackedColumns(count: clusters, dimensions: columns)
    let squaredNorms = Buffer<Double>(count: clusters)
    let shifted = Matrix(rows: clusters, columns: columns) { block in
      centers.withPointer { centers in
        // Panel by panel, each of which one thread writes.
        Parallel.forEachChunk(of: clusters, size: 16) { _, range in
          for cluster in range {
            let (center, target) = (centers + cluster * columns, block.pointer(toRow: cluster))
            var (meanProduct, square) = (0.0, 0.0)
            for column in 0..<columns {
              let difference = center[column] - space.mean[column]
              target[column] = Float(difference)
              meanProduct += space.mean[column] * difference
              square += difference * difference
            }
            squaredNorms[cluster] = square
            packed.set(cluster, to: target, offset: Float(-meanProduct - square / 2))
          }
        }
      }
    }
    let squares = (0..<clusters).map { squaredNorms[$0] }
    let longest = squares.reduce(0, max).squareRoot()
    whole = ScorePanels(
      packed, remainders: [Float](repeating: 0, count: clusters), longest: longest, rounding: space.rounding)
    leading = subspace.map { subspace in
      Self.leadingPanels(shifted, squares, subspace, longest: longest, rounding: space.rounding)
    }
  }

  private static func leadingPanels(
    _ shifted: Matrix, _ squaredNorms: [Double], _ subspace: LeadingSubspace, longest: Double, rounding: Double
  ) -> ScorePanels {
    let (coordinates, remainders) = subspace.project(shifted, squaredNorms: squaredNorms)
    let packed = PackedColumns(count: shifted.rows, dimensions: subspace.dimensions)
    coordinates.withRows { block in
      for cluster in 0..<shifted.rows {
        packed.set(cluster, to: block.pointer(toRow: cluster), offset: Float(-squaredNorms[cluster] / 2))
      }
    }
    // Each coordinate, of rows and of centers, is itself a rounded product.
    let factor = 2 * (Double(subspace.dimensions).squareRoot() + 2)
    return ScorePanels(packed, remainders: remainders, longest: longest, rounding: rounding * factor)
  }
}

/// Packed centers whose products with rows are scores, and the error of these.
final class ScorePanels {
  let packed: PackedColumns
  /// The length of the part of each center that the products leave out.
  let remainders: [Float]
  /// The largest distance of a center from the mean; at least the smallest normal number, below which `Float` has fewer
  /// digits.
  let longest: Float
  /// The largest rounding error of a score, as a share of |x|·|c|.
  let rounding: Float

  init(_ packed: consuming PackedColumns, remainders: [Float], longest: Double, rounding: Double) {
    self.packed = packed
    self.remainders = remainders
    self.longest = max(Float(longest).nextUp, .leastNormalMagnitude)
    self.rounding = Float(rounding).nextUp
  }
}
