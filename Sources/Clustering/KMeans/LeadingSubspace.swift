import Core
import Matrices

/// The rows' coordinates along a few orthonormal directions that hold most of their variance, and the length of the
/// part of each row outside of them.
///
/// They bound the product with a center: x·c = y·z + (the product of the parts outside), and the latter is at most the
/// product of their lengths. The centers are means of many rows, so their parts outside are short, and a quarter of the
/// columns decides most rows. On 60,000 × 512 CNN features and ten centers, 8 % of the rows measured so had to be
/// measured again in all columns.
///
/// The directions are the leading eigenvectors of the covariance of a sample. Any orthonormal ones would bound, these
/// bound well.
final class LeadingSubspace {
  /// rows × directions.
  let coordinates: Matrix
  /// The length of the part of each row that lies outside, rounded up.
  let remainders: [Float]
  /// The directions, by which points that are given around the mean are projected.
  private let directions: PackedColumns
  /// The error of a coordinate vector, as a share of the length of the row or point.
  private let error: Double

  /// The number of directions, a multiple of sixteen.
  var dimensions: Int { directions.count }

  /// - Returns: nil where finding the directions would cost more than they save.
  /// - Parameter work: the number of vectors that are going to be multiplied with all rows.
  init?(of space: CenteredRows, work: Int) {
    let columns = space.rows.columns
    let count = (columns / 4 + 15) / 16 * 16
    // Per column: finding them takes the time of about 200·n² products, the coordinates take rows · directions, and
    // about half of the products with all rows are saved.
    let cost = 200 * columns * columns + space.rows.rows * count
    guard columns >= 64, cost < space.rows.rows * work / 2,
      let basis = Self.basis(of: space, count: count)
    else { return nil }
    directions = PackedColumns(count: count, dimensions: columns)
    // The mean's coordinates are taken away by the offsets.
    let shifted = PackedColumns(count: count, dimensions: columns)
    for index in 0..<count {
      let vector = basis[index * columns..<(index + 1) * columns].map { Float($0) }
      let offset = zip(vector, space.mean).reduce(0) { $0 - Double($1.0) * $1.1 }
      directions.set(index, to: vector, offset: 0)
      shifted.set(index, to: vector, offset: Float(offset))
    }
    let (projected, error) = (Self.project(space.rows, shifted), Double(count).squareRoot() * space.rounding)
    self.error = error
    coordinates = projected
    remainders = projected.withRows { block in
      space.squaredNorms.indices.map { row in
        let square = Double(space.squaredNorms[row])
        return Self.remainder(
          square, squaredNorm(block.pointer(toRow: row), count), error * (square.squareRoot() + space.meanLength))
      }
    }
  }

  /// Returns the coordinates of points given around the mean, and the lengths of their parts outside.
  func project(_ points: Matrix, squaredNorms: [Double]) -> (coordinates: Matrix, remainders: [Float]) {
    let projected = Self.project(points, directions)
    return projected.withRows { block in
      let remainders = squaredNorms.indices.map {
        Self.remainder(
          squaredNorms[$0], squaredNorm(block.pointer(toRow: $0), block.columns), error * squaredNorms[$0].squareRoot())
      }
      return (projected, remainders)
    }
  }

  private static func basis(of space: CenteredRows, count: Int) -> [Double]? {
    let (rows, columns) = (space.rows.rows, space.rows.columns)
    let sampled = min(rows, 8 * columns)
    let sample = space.rows.selecting(rows: (0..<sampled).map { $0 * rows / sampled })
    let scatter = sample.scatter(around: space.mean)
    return LinearAlgebra.symmetricEigen(scatter, order: columns, largest: count)?.vectors
  }

  private static func project(_ rows: Matrix, _ directions: borrowing PackedColumns) -> Matrix {
    rows.withRows { source in
      Matrix(rows: rows.rows, columns: directions.count) { target in
        Parallel.forEachChunk(of: rows.rows, size: 128) { _, range in
          directions.products(with: source[range], into: target.pointer(toRow: range.lowerBound))
        }
      }
    }
  }

  /// Returns the square root of the difference of two squared lengths, of which the second is that of coordinates with
  /// an error, rounded up.
  private static func remainder(_ whole: Double, _ inside: Double, _ error: Double) -> Float {
    // The directions are orthonormal to a part in a million.
    let inaccuracy = (1e-5 * whole.squareRoot() + 2 * error) * whole.squareRoot() + error * error
    return Float((max(whole - inside, 0) + inaccuracy).squareRoot()).nextUp
  }
}
