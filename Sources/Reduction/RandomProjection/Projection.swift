import Core
import Matrices
import Stages

/// The directions that ``RandomProjection`` drew, for new rows.
struct Projection: SpaceTransform {
  /// dimensions × columns: one direction a row.
  let directions: Matrix

  /// Draws the directions; each has a stream of its own.
  init(from columns: Int, to dimensions: Int, seed: Seed) {
    let scale = 1 / Double(dimensions).squareRoot()
    directions = Matrix(rows: dimensions, columns: columns) { block in
      for direction in 0..<dimensions {
        var stream = seed.stream("random-projection", direction)
        for column in 0..<columns { block[direction, column] = Float(scale * stream.gaussian()) }
      }
    }
  }

  /// The directions that ``stored`` gives, to the bit.
  ///
  /// - Throws: `StoredArraysError`.
  init(of stored: StoredArrays) throws {
    directions = Matrix(try stored.table("directions").map { $0.map { Float($0) } })
  }

  var stored: StoredArrays {
    StoredArrays(["directions": .init(table: (0..<directions.rows).map { directions.row($0).map(Double.init) })])
  }

  func transform(_ inputs: [Matrix]) throws -> Matrix {
    let rows = inputs[0]
    guard rows.columns == directions.columns else {
      throw ReductionError(.columnsDiffer(expected: directions.columns, found: rows.columns))
    }
    return rows.isPlain ? rows.products(with: directions) : exactProduct(rows)
  }

  /// In `Double`, where the rows have digits that `Float` does not hold; the coordinates have them as well.
  private func exactProduct(_ rows: Matrix) -> Matrix {
    let vectors = (0..<directions.rows).map { directions.row($0).map(Double.init) }
    return Matrix.storing(rows: rows.rows, columns: vectors.count) { range, target in
      for row in range {
        let values = rows.trueRow(row)
        for (index, vector) in vectors.enumerated() {
          target[(row - range.lowerBound) * vectors.count + index] = zip(values, vector).reduce(0) { $0 + $1.0 * $1.1 }
        }
      }
    }
  }
}
