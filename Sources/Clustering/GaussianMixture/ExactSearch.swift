import Core
import Matrices

/// The search for rows and components that `Float` cannot tell apart: every distance whole, from differences x − μ in
/// `Double` of all that is stored.
///
/// A product of the row less that of the mean would cancel where the components lie far from each other compared with
/// their widths.
struct ExactSearch: ComponentSearch, ~Copyable {
  private let constants: [Double]
  private let means: [[Double]]
  private let shapes: ExactShapes
  private let columns: Int
  /// The rows of a tile.
  private let values: Buffer<Double>
  /// The rows of a tile less a mean.
  private let differences: Buffer<Double>

  /// Returns the rows of a tile at most: as many as fit into the second cache.
  static func capacity(columns: Int) -> Int { max(16, min(256, (1 << 16) / max(columns, 1))) }

  /// - Parameter constants: the logarithm of each component's weight times its density at its mean.
  init(_ constants: [Double], means: [[Double]], shapes: ExactShapes, capacity: Int) {
    self.constants = constants
    self.means = means
    self.shapes = shapes
    columns = means.first?.count ?? 0
    values = Buffer(count: capacity * columns)
    differences = Buffer(count: capacity * columns)
  }

  func search(_ tile: RowTile, guesses: UnsafePointer<Int32>?, into logs: UnsafeMutablePointer<Double>) {
    for (place, row) in tile.range.enumerated() { tile.stored.read(row, into: values + place * columns) }
    for component in constants.indices {
      means[component].withUnsafeBufferPointer { mean in
        for place in 0..<tile.count { subtract(mean.baseAddress!, from: place) }
      }
      whiten(tile.count, component)
      for place in 0..<tile.count {
        logs[place * constants.count + component] = constants[component] - 0.5 * squaredLength(place)
      }
    }
    for place in 0..<tile.count { dropNegligible(logs + place * constants.count) }
  }

  private func subtract(_ mean: UnsafePointer<Double>, from place: Int) {
    let (from, to) = (values + place * columns, differences + place * columns)
    for column in 0..<columns { to[column] = from[column] - mean[column] }
  }

  /// Turns the differences into coordinates in which the component has covariance 1.
  private func whiten(_ count: Int, _ component: Int) {
    switch shapes {
    case .ellipsoids(let factors):
      LinearAlgebra.solve(differences.base, rows: count, byLower: factors[component].lower, order: columns)
    case .shared(let factor):
      LinearAlgebra.solve(differences.base, rows: count, byLower: factor.lower, order: columns)
    case .axes(let scales):
      scales[component].withUnsafeBufferPointer { scales in
        for place in 0..<count {
          let row = differences + place * columns
          for column in 0..<columns { row[column] *= scales[column] }
        }
      }
    }
  }

  private func squaredLength(_ place: Int) -> Double {
    let row = differences + place * columns
    var lanes = SIMD8<Double>.zero
    var column = 0
    while column + 8 <= columns {
      let part = UnsafeRawPointer(row + column).loadUnaligned(as: SIMD8<Double>.self)
      lanes.addProduct(part, part)
      column += 8
    }
    var sum = treeSum(lanes)
    while column < columns {
      sum += row[column] * row[column]
      column += 1
    }
    return sum
  }

  /// Writes −∞ for the components that are negligible for a row.
  private func dropNegligible(_ logs: UnsafeMutablePointer<Double>) {
    var best = -Double.infinity
    for component in constants.indices { best = max(best, logs[component]) }
    for component in constants.indices where logs[component] < best - negligible { logs[component] = -.infinity }
  }
}
