import Core
import Matrices
import Reduction
import Stages

/// The directions of two parts whose coordinates correlate most, in `Double`.
///
/// With the covariances S₁₁ and S₂₂ of the parts, each with its ridge, and S₁₂ between them, the correlations are the singular
/// values of L₁⁻¹·S₁₂·L₂⁻ᵀ for S = L·Lᵀ, and the directions L₁⁻ᵀ·u and L₂⁻ᵀ·v. The sign of each pair is the one with which the
/// largest entry of the first part's direction is positive.
struct CanonicalVariates: Sendable {
  /// The canonical correlations, the largest first.
  let correlations: [Double]
  let parts: [Part]

  /// The directions of one part.
  struct Part: Sendable {
    /// The mean of each column, in true values.
    let mean: [Double]
    /// Variates × columns.
    let directions: [Double]
  }

  /// - Parameters:
  ///   - inputs: two matrices of the same number of rows.
  ///   - count: the number of variates, which the rows and columns allow.
  ///   - ridge: the share of the mean variance of a part's columns that is added to each.
  /// - Throws: ``FusionError``; `ReductionError` where an entry is not finite.
  init(of inputs: [Matrix], count: Int, ridge: Double) throws {
    let rows = inputs[0].rows
    let widths = inputs.map(\.columns)
    let covariance = try JointCovariance(of: inputs)
    var inverses: [[Double]] = []
    for part in 0..<2 {
      let own = try covariance.regularized(part, ridge: ridge, rows: rows)
      guard let factor = LinearAlgebra.cholesky(own, order: widths[part]),
        Self.isRegular(factor, of: own, order: widths[part]),
        let inverse = LinearAlgebra.inverse(lower: factor, order: widths[part])
      else {
        throw FusionError(
          .singularCovariance(index: part, rows: rows, columns: widths[part], regularization: ridge))
      }
      inverses.append(inverse)
    }
    let half = Self.product(inverses[0], widths[0], covariance.across, widths[1], widths[0])
    let whole = Self.product(half, widths[0], inverses[1], widths[1], widths[1])
    guard let found = LinearAlgebra.singularValues(whole, rows: widths[0], columns: widths[1]) else {
      throw FusionError(.correlationsFailed(rows: widths[0], columns: widths[1]))
    }
    correlations = found.values.prefix(count).map { min($0, 1) }
    var directions = zip([found.left, found.right], 0..<2).map { vectors, part in
      Self.product(
        Array(vectors.prefix(count * widths[part])), count, Self.transposed(inverses[part], widths[part]), widths[part],
        widths[part])
    }
    for variate in 0..<count {
      let first = directions[0][variate * widths[0]..<(variate + 1) * widths[0]]
      guard (first.max { abs($0) < abs($1) } ?? 0) < 0 else { continue }
      for part in 0..<2 {
        for index in variate * widths[part]..<(variate + 1) * widths[part] { directions[part][index].negate() }
      }
    }
    parts = (0..<2).map { Part(mean: covariance.means[$0], directions: directions[$0]) }
  }

  /// False where the others explain a column but for rounding, which alone kept the factor from being singular.
  private static func isRegular(_ factor: [Double], of covariance: [Double], order: Int) -> Bool {
    (0..<order).allSatisfy { index in
      let place = index * order + index
      return factor[place] > 1e-6 * covariance[place].squareRoot()
    }
  }

  /// left · rightᵀ: `left` is m × d, `right` n × d.
  private static func product(_ left: [Double], _ m: Int, _ right: [Double], _ n: Int, _ d: Int) -> [Double] {
    [Double](unsafeUninitializedCapacity: m * n) { target, count in
      if let base = target.baseAddress {
        LinearAlgebra.product(left, rows: m, transposed: right, rows: n, columns: d, into: base)
      }
      count = m * n
    }
  }

  private static func transposed(_ matrix: [Double], _ order: Int) -> [Double] {
    (0..<order * order).map { matrix[$0 % order * order + $0 / order] }
  }
}

// MARK: - Coordinates

extension CanonicalVariates {
  /// The rows of some parts along their directions, times a weight each: side by side, or added.
  ///
  /// - Throws: `ReductionError` where the columns of a part are not those of the fit.
  func coordinates(
    of inputs: [Matrix], _ weighing: [(part: Int, weight: Double)], isSum: Bool
  ) throws -> Matrix {
    for (part, input) in zip(parts, inputs) where input.columns != part.mean.count {
      throw ReductionError(.columnsDiffer(expected: part.mean.count, found: input.columns))
    }
    let count = correlations.count
    let width = isSum ? count : count * weighing.count
    return inputs[0].withExactRows { first in
      inputs[1].withExactRows { second in
        Matrix(rows: inputs[0].rows, columns: width) { target in
          Parallel.forEachChunk(of: inputs[0].rows, size: 256) { _, range in
            let sums = Buffer<Double>(repeating: 0, count: range.count * width)
            for (position, (index, weight)) in weighing.enumerated() {
              let variates = parts[index].variates(of: index == 0 ? first : second, range, count: count)
              for row in 0..<range.count {
                let to = sums + row * width + (isSum ? 0 : position * count)
                for column in 0..<count { to[column] += weight * variates[row * count + column] }
              }
            }
            for row in range {
              let from = sums + (row - range.lowerBound) * width
              for column in 0..<width { target[row, column] = Float(from[column]) }
            }
          }
        }
      }
    }
  }
}

extension CanonicalVariates.Part {
  /// The coordinates of some rows along the directions, rows × variates.
  fileprivate func variates(of source: ExactRows, _ range: Range<Int>, count: Int) -> Buffer<Double> {
    let columns = mean.count
    let variates = Buffer<Double>(count: range.count * count)
    let centered = Buffer<Double>(count: range.count * columns)
    for row in range {
      let line = centered + (row - range.lowerBound) * columns
      source.readTrueValues(row, into: line)
      for column in 0..<columns { line[column] -= mean[column] }
    }
    LinearAlgebra.product(
      centered.base, rows: range.count, transposed: directions, rows: count, columns: columns, into: variates.base)
    return variates
  }
}

// MARK: - Storage

extension CanonicalVariates {
  var stored: StoredArrays {
    var arrays = StoredArrays(["correlations": .init(correlations)])
    for (index, part) in parts.enumerated() {
      arrays["mean\(index)"] = .init(part.mean)
      arrays["directions\(index)"] = .init(part.directions, shape: [correlations.count, part.mean.count])
    }
    return arrays
  }

  /// The variates that ``stored`` gives, to the bit.
  ///
  /// - Throws: `StoredArraysError`.
  init(of stored: StoredArrays) throws {
    let correlations = try stored.list("correlations")
    self.correlations = correlations
    parts = try (0..<2).map { index in
      let mean = try stored.list("mean\(index)")
      let directions = try stored.required("directions\(index)", [correlations.count, mean.count])
      return Part(mean: mean, directions: directions.values)
    }
  }
}

// MARK: - Covariances

/// The covariances of two parts, and between them, in true units.
private struct JointCovariance {
  let means: [[Double]]
  /// The covariance of the second part with the first: columns of the second × columns of the first.
  let across: [Double]
  private let own: [[Double]]
  /// False for a part whose columns vary by rounding alone.
  private let varies: [Bool]

  /// The least variance as a share of the square of the mean: far below what one unit in the last place of one entry makes.
  private static let leastVariance = 1e-24

  /// - Throws: `ReductionError` where an entry is not finite.
  init(of inputs: [Matrix]) throws {
    let widths = inputs.map(\.columns)
    let joined = try Concatenation(normalize: .none).make(inputs).rows
    let (rows, columns) = (joined.rows, joined.columns)
    if let (row, column) = joined.firstNonFinite() { throw ReductionError(.notFinite(row: row, column: column)) }
    let center = joined.columnMeans()
    let ones = Matrix(rows: 1, columns: rows, repeating: 1)
    let scatter = joined.scatters(around: [center], weights: ones, from: 0, inDouble: true)[0]
    let divisor = Double(max(rows - 1, 1))
    func block(_ down: Range<Int>, _ over: Range<Int>) -> [Double] {
      down.flatMap { row in over.map { joined.frame.trueSquare(of: scatter[row * columns + $0]) / divisor } }
    }
    let (first, second) = (0..<widths[0], widths[0]..<columns)
    own = [block(first, first), block(second, second)]
    across = block(second, first)
    varies = [first, second].map { part in
      let (square, variance) = part.reduce((0.0, 0.0)) { sums, column in
        (sums.0 + center[column] * center[column], sums.1 + scatter[column * columns + column] / divisor)
      }
      return variance > Self.leastVariance * square
    }
    let mean = joined.frame.trueValues(of: center)
    means = [Array(mean[first]), Array(mean[second])]
  }

  /// The covariance of a part with its ridge.
  ///
  /// - Throws: ``FusionError`` where no column varies.
  func regularized(_ part: Int, ridge: Double, rows: Int) throws -> [Double] {
    var covariance = own[part]
    let order = means[part].count
    let trace = (0..<order).reduce(0) { $0 + covariance[$1 * order + $1] }
    guard varies[part], trace > 0 else { throw FusionError(.constantPart(index: part, rows: rows)) }
    for index in 0..<order { covariance[index * order + index] += ridge * trace / Double(order) }
    return covariance
  }
}
