import Core
import Matrices

/// Normal numbers around `groups` centres, the same for the same seed.
package func randomRows(_ rows: Int, _ columns: Int, groups: Int = 4, seed: Seed, offset: Double = 0) -> Matrix {
  var random = seed.stream("test rows")
  let centers = (0..<groups).map { _ in (0..<columns).map { _ in 4 * random.gaussian() } }
  return Matrix(rows: rows, columns: columns) { block in
    for row in 0..<rows {
      for column in 0..<columns {
        block[row, column] = Float(offset + centers[row % groups][column] + random.gaussian())
      }
    }
  }
}
