import Core
import Matrices

/// The places where the points of a layout begin.
struct StartingPlaces {
  let graph: MembershipGraph
  let dimensions: Int
  /// The rows of the graph, of which parts without a path between them are put in relation.
  let rows: Matrix

  /// The side of the square in which points begin, and the deviation by which equal ones are parted.
  private static let (side, noise) = (10.0, 1e-4)

  /// Spreads places to a largest coordinate of 10, parts equal ones and moves each axis to 0 … 10.
  static func finished(_ places: Matrix, seed: Seed) -> Matrix {
    var random = seed.stream("umap noise")
    let largest = (0..<places.rows).reduce(0.0) { largest, row in
      places.row(row).reduce(largest) { max($0, Double(abs($1))) }
    }
    let factor = largest > 0 && largest.isFinite ? side / largest : 0
    var values = (0..<places.rows).flatMap { row in
      places.row(row).map { Double($0) * factor + noise * random.gaussian() }
    }
    for column in 0..<places.columns {
      let entries = stride(from: column, to: values.count, by: places.columns)
      let (low, high) = entries.reduce((Double.infinity, -Double.infinity)) { range, entry in
        (min(range.0, values[entry]), max(range.1, values[entry]))
      }
      for entry in entries { values[entry] = high > low ? side * (values[entry] - low) / (high - low) : side / 2 }
    }
    return Matrix(rows: places.rows, columns: places.columns, values.map { Float($0) })
  }

  /// Draws places between −10 and 10.
  static func random(rows: Int, dimensions: Int, seed: Seed) -> Matrix {
    var random = seed.stream("umap start")
    return Matrix(
      rows: rows, columns: dimensions,
      (0..<rows * dimensions).map { _ in Float(2 * side * random.uniform() - side) })
  }

  /// Returns the places by the eigenvectors of the graph; nil where they cannot be found.
  func spectral() -> Matrix? {
    let (labels, count) = graph.components()
    guard count > 1 else { return SmoothFunctions.of(graph, count: dimensions) }
    return ComponentPlaces(graph, labels: labels, count: count, dimensions: dimensions, rows: rows).places()
  }
}
