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
    // Centers in whole lines, so that sixteen of them are packed together.
    let lines = (columns + 15) / 16
    let shifted = Buffer<SIMD16<Float>>(repeating: .zero, count: packed.panels * 16 * lines)
    // A panel is written by one thread; few are left to a single one, which is done before another wakes up.
    let size = max(Self.entriesOfAThread / (16 * max(columns, 1)), 1)
    Parallel.forEachChunk(of: packed.panels, size: size) { _, range in
      for panel in range {
        Self.pack(panel, centers, space.mean, packed, shifted + panel * 16 * lines, squaredNorms)
      }
    }
    let squares = (0..<clusters).map { squaredNorms[$0] }
    let longest = squares.reduce(0, max).squareRoot()
    whole = ScorePanels(
      packed, remainders: [Float](repeating: 0, count: clusters), longest: longest, rounding: space.rounding)
    leading = subspace.map { subspace in
      let rows = Matrix(rows: clusters, columns: columns) { block in
        let entries = UnsafeRawPointer(shifted.base).assumingMemoryBound(to: Float.self)
        for cluster in 0..<clusters {
          block.pointer(toRow: cluster).update(from: entries + cluster * lines * 16, count: columns)
        }
      }
      return Self.leadingPanels(rows, squares, subspace, longest: longest, rounding: space.rounding)
    }
  }

  /// The entries of centers that are worth a thread.
  private static let entriesOfAThread = 1 << 18

  /// Packs the centers of a panel, shifted by the mean, and writes their squared distances from it.
  private static func pack(
    _ panel: Int, _ centers: Centers, _ mean: [Double], _ packed: borrowing PackedColumns,
    _ shifted: UnsafeMutablePointer<SIMD16<Float>>, _ squaredNorms: borrowing Buffer<Double>
  ) {
    let (columns, lines) = (centers.columns, (centers.columns + 15) / 16)
    var offsets = SIMD16<Float>.zero
    centers.withPointer { centers in
      mean.withUnsafeBufferPointer { mean in
        for cluster in panel * 16..<min(panel * 16 + 16, packed.count) {
          let target = UnsafeMutableRawPointer(shifted + cluster % 16 * lines).assumingMemoryBound(to: Float.self)
          let (meanProduct, square) = shift(
            centers + cluster * columns, by: mean.baseAddress!, into: target, columns)
          squaredNorms[cluster] = square
          offsets[cluster % 16] = Float(-meanProduct - square / 2)
        }
      }
    }
    packed.set(panel: panel, to: shifted, stride: lines, offsets: offsets)
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

/// Writes the difference of a center from the mean, and returns its product with the mean and its squared length, both summed
/// in eight lanes.
private func shift(
  _ center: UnsafePointer<Double>, by mean: UnsafePointer<Double>, into target: UnsafeMutablePointer<Float>,
  _ columns: Int
) -> (meanProduct: Double, square: Double) {
  var (products, squares) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
  var column = 0
  while column + 8 <= columns {
    let means = UnsafeRawPointer(mean + column).loadUnaligned(as: SIMD8<Double>.self)
    let difference = UnsafeRawPointer(center + column).loadUnaligned(as: SIMD8<Double>.self) - means
    UnsafeMutableRawPointer(target + column).storeBytes(of: SIMD8<Float>(difference), as: SIMD8<Float>.self)
    products.addProduct(means, difference)
    squares.addProduct(difference, difference)
    column += 8
  }
  var (product, square) = (products.sum(), squares.sum())
  while column < columns {
    let difference = center[column] - mean[column]
    target[column] = Float(difference)
    product += mean[column] * difference
    square += difference * difference
    column += 1
  }
  return (product, square)
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
