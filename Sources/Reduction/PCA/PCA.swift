import Core
import Matrices
import Stages

/// Principal component analysis: the directions in which rows vary most, from the eigenvectors of their covariance
/// (Pearson, "On lines and planes of closest fit", 1901; Hotelling, "Analysis of a complex of statistical variables
/// into principal components", 1933).
///
/// The sign of an eigenvector is arbitrary. Here the entry of largest magnitude of each component is positive, as in
/// scikit-learn since 1.5, so that scores can be compared between runs and tools.
public struct PCA: SpaceMaker {
  public static let name = "pca"
  public static let summary = "principal components: the directions in which rows vary most (Pearson 1901)"
  public static let inputs = 1...1
  public static let hasComponents = true
  public static let parameters: [Parameter<PCA>] = [
    .integer("dimensions", \.dimensions, in: 1..., "the number of components; 50 where the data allow it"),
    .number(
      "variance", \.variance, in: .above(0, to: 1),
      "the share of the variance that the components have together at least, in place of their number"),
  ]

  /// The number of components when neither it nor a share is asked for, where the data allow it.
  public static let defaultDimensions = 50

  /// The number of components, at least 1; nil for ``defaultDimensions``, or as many as the share of the variance
  /// takes.
  public var dimensions: Int?
  /// The share of the variance that the components must have together, from 0 to 1; nil where their number is given.
  public var variance: Double?

  /// Makes the method; give one of both at most, which is checked when it is used.
  public init(dimensions: Int? = nil, variance: Double? = nil) {
    self.dimensions = dimensions
    self.variance = variance
  }

  public init() { self.init(dimensions: nil) }

  /// Finds the components of `rows`, items × columns.
  ///
  /// - Throws: ``ReductionError`` when there are fewer rows or columns than dimensions, an entry is not finite, the
  ///   eigenvalues do not converge, or the covariance does not fit into the memory.
  /// - Complexity: O(rows · columns² + columns³); memory O(columns²).
  public func fit(_ rows: Matrix) throws -> PCAModel {
    let shape = Shape(rows: rows.rows, columns: rows.columns)
    try check(shape)
    let most = columns(shape)
    let (mean, scatter) = moments(of: rows)
    // A single entry that is not finite shows in the mean of its column.
    if !mean.allSatisfy(\.isFinite), let (row, column) = rows.firstNonFinite() {
      throw ReductionError(.notFinite(row: row, column: column))
    }
    let divisor = Double(max(rows.rows - 1, 1))
    let covariance = scatter.map { $0 / divisor }
    let columns = rows.columns
    guard let eigen = LinearAlgebra.symmetricEigen(covariance, order: columns, largest: most) else {
      throw ReductionError(.notConverged(columns: columns))
    }
    let total = (0..<columns).reduce(0) { $0 + covariance[$1 * columns + $1] }
    // Rounding can leave the smallest eigenvalues a hair below zero.
    let variances = eigen.values.map { max($0, 0) }
    let kept = variance.map { Self.count(of: variances, for: $0 * total) } ?? most
    return PCAModel(
      mean: rows.frame.trueValues(of: mean),
      components: Matrix(rows: kept, columns: columns) { block in
        for index in 0..<kept {
          let vector = eigen.vectors[index * columns..<(index + 1) * columns]
          let sign: Double = (vector.max { abs($0) < abs($1) } ?? 0) < 0 ? -1 : 1
          for (column, entry) in vector.enumerated() { block[index, column] = Float(sign * entry) }
        }
      },
      frame: rows.frame, storedMean: mean, storedVariances: Array(variances.prefix(kept)), storedTotal: total)
  }

  /// The fewest leading variances that sum up to `share`; at least one.
  private static func count(of variances: [Double], for share: Double) -> Int {
    var sum = 0.0
    for (index, variance) in variances.enumerated() {
      sum += variance
      // A share of 1 may miss the sum of all by rounding.
      if sum >= share * (1 - 1e-12) { return index + 1 }
    }
    return max(variances.count, 1)
  }

  private func moments(of rows: Matrix) -> (mean: [Double], scatter: [Double]) {
    if let moments = rows.sparseMoments() { return moments }
    let mean = rows.columnMeans()
    return (mean, mean.allSatisfy(\.isFinite) ? rows.scatter(around: mean) : [])
  }

  /// The covariance, the sums of two chunks of rows, and what LAPACK overwrites are in memory together.
  func requireMemory(columns: Int) throws {
    let (entries, overflow) = columns.multipliedReportingOverflow(by: columns)
    let (needed, more) = entries.multipliedReportingOverflow(by: 4 * MemoryLayout<Double>.size)
    guard !overflow, !more, needed <= Memory.left else {
      throw ReductionError(
        .covarianceTooLarge(columns: columns, needed: overflow || more ? Int.max : needed, memory: Memory.left))
    }
  }
}

/// The components that ``PCA`` found.
public struct PCAModel: Sendable {
  /// The mean of each column, in true values.
  public let mean: [Double]
  /// The components, dimensions × columns: one a row, of length 1, in the order of falling variance.
  public let components: Matrix
  /// The frame of the rows of the fit, in which coordinates are computed.
  let frame: Frame
  /// The mean of the stored values of each column.
  let storedMean: [Double]
  /// The variance of the stored values along each component.
  let storedVariances: [Double]
  /// The sum of the variances of the stored values of all columns.
  let storedTotal: Double

  /// The variance along each component (divisor rows − 1).
  public var explainedVariance: [Double] { storedVariances.map { frame.trueSquare(of: $0) } }
  /// The sum of the variances of all columns (divisor rows − 1).
  public var totalVariance: Double { frame.trueSquare(of: storedTotal) }

  /// The share of the total variance along each component, from 0 to 1; 0 where no column varies.
  public var explainedVarianceRatio: [Double] {
    storedVariances.map { storedTotal > 0 ? $0 / storedTotal : 0 }
  }

  /// A component of less variance than this share of the first one's has none.
  private static let leastShare = 1e-10

  /// The number of leading components that have a variance.
  var varyingComponents: Int { storedVariances.count { $0 > Self.leastShare * (storedVariances.first ?? 0) } }

  /// The model of the first `count` components.
  func keeping(_ count: Int) -> PCAModel {
    guard count < components.rows else { return self }
    return PCAModel(
      mean: mean, components: components.selecting(rows: Array(0..<count)), frame: frame, storedMean: storedMean,
      storedVariances: Array(storedVariances.prefix(count)), storedTotal: storedTotal)
  }

  /// Returns the coordinates of `rows` along the components: rows × dimensions.
  ///
  /// - Throws: ``ReductionError`` when the number of columns is not the one the model was fitted with.
  /// - Complexity: O(rows · columns · dimensions).
  public func transform(_ rows: Matrix) throws -> Matrix {
    guard rows.columns == mean.count else {
      throw ReductionError(.columnsDiffer(expected: mean.count, found: rows.columns))
    }
    let rows = rows.expressed(in: frame)
    guard rows.remainder == nil else { return transformExactly(rows) }
    // Around the origin the coordinates keep their digits only where the mean is not long against the rows around it.
    let squaredMean = storedMean.reduce(0) { $0 + $1 * $1 }
    let coordinates =
      rows.isMostlyZero && squaredMean <= storedTotal
      ? transformSparse(rows) : rows.products(with: components, around: storedMean.map { Float($0) })
    return coordinates.with(frame.withoutOrigin)
  }

  private func transformSparse(_ rows: Matrix) -> Matrix {
    let packed = PackedColumns(count: components.rows, dimensions: components.columns)
    components.withRows { block in
      for index in 0..<block.rows {
        let component = block.pointer(toRow: index)
        let offset = mean.indices.reduce(0) { $0 - storedMean[$1] * Double(component[$1]) }
        packed.set(index, to: component, offset: Float(offset))
      }
    }
    let (width, kept) = (packed.width, components.rows)
    return rows.withRows { source in
      Matrix(rows: rows.rows, columns: kept) { target in
        Parallel.forEachChunk(of: rows.rows, size: 256) { _, range in
          let products = Buffer<Float>(count: range.count * width)
          packed.products(with: SparseRows(source[range]), 0..<range.count, into: products.base)
          for (position, row) in range.enumerated() {
            target.pointer(toRow: row).update(from: products + position * width, count: kept)
          }
        }
      }
    }
  }

  /// In `Double` where the rows have digits that `Float` does not hold; the coordinates have them as well.
  private func transformExactly(_ rows: Matrix) -> Matrix {
    let (columns, kept) = (rows.columns, components.rows)
    let vectors = (0..<kept).map { components.row($0).map(Double.init) }
    let coordinates = rows.withExactRows { source in
      Matrix.storing(rows: rows.rows, columns: kept) { range, target in
        var centered = [Double](repeating: 0, count: columns)
        for row in range {
          for column in 0..<columns { centered[column] = source[row, column] - storedMean[column] }
          for (index, vector) in vectors.enumerated() {
            var sum = 0.0
            for column in 0..<columns { sum += centered[column] * vector[column] }
            target[(row - range.lowerBound) * kept + index] = sum
          }
        }
      }
    }
    let shift = coordinates.frame
    return coordinates.with(
      Frame(
        origin: shift.origin?.map { $0.scaled(byPowerOfTwo: frame.exponent) },
        exponent: shift.exponent + frame.exponent))
  }
}
