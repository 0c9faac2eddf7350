import Core
import Matrices

/// A few vectors that are brought towards the smoothest functions on a graph together.
final class FilteredSubspace {
  private let matrix: SmoothingMatrix
  private let wanted: Int
  /// The vectors of eight numbers in each row.
  private let pieces: Int
  private var width: Int { pieces * 8 }
  private var rows: Int { matrix.rows }
  /// rows × width.
  private var vectors: Buffer<SIMD8<Float>>
  private var products: Buffer<SIMD8<Float>>
  private var spare: Buffer<SIMD8<Float>>

  /// The degree of a filter, the most of them, and the share of the gap to the rest that a residual may have.
  private static let (degree, mostFilters, tolerance) = (20, 25, 0.02)

  /// - Returns: nil where there are too few rows for the vectors.
  init?(_ matrix: SmoothingMatrix, wanted: Int) {
    self.matrix = matrix
    self.wanted = wanted
    pieces = (wanted + 5 + 7) / 8
    guard pieces * 8 < matrix.rows / 4 else { return nil }
    let count = matrix.rows * pieces
    vectors = Buffer(count: count)
    products = Buffer(repeating: .zero, count: count)
    spare = Buffer(repeating: .zero, count: count)
    // Which vectors they begin as is of no consequence, so that seeds share the result.
    var random = Seed(0).stream("umap subspace")
    for place in 0..<count {
      var piece = SIMD8<Float>.zero
      for lane in 0..<8 { piece[lane] = Float(random.uniform() - 0.5) }
      vectors[place] = piece
    }
  }

  /// Filters until the wanted vectors lie within the space to a small angle.
  ///
  /// - Returns: the wanted vectors; nil where they could not be told apart.
  func find() -> [[Double]]? {
    var least = 0.0
    for filter in 0..<Self.mostFilters {
      apply(below: least)
      guard let found = separate() else { return nil }
      least = found.values[width - 1]
      // From the norm of the residual and the distance to the values that are left out follows the angle.
      let isDone = (0..<wanted).allSatisfy {
        found.residuals[$0] <= Self.tolerance * max(found.values[$0] - least, 1e-6)
      }
      if isDone || filter == Self.mostFilters - 1 { break }
    }
    return (0..<wanted).map { column in
      (0..<rows).map { Double(vectors[$0 * pieces + column / 8][column % 8]) }
    }
  }

  /// Damps the parts of eigenvalues between −1 and `least`, and lets those above grow (Chebyshev polynomials).
  private func apply(below least: Double) {
    let bound = min(max(least, -0.5), 0.9999)
    let (center, half) = (Float((bound - 1) / 2), Float((bound + 1) / 2))
    matrix.multiply(vectors.base, pieces: pieces, shift: center, scale: 1 / half, keep: 0, into: products.base)
    for _ in 1..<Self.degree {
      // p(k + 1) = 2 (A − c) / e · p(k) − p(k − 1), written over p(k − 1).
      matrix.multiply(products.base, pieces: pieces, shift: center, scale: 2 / half, keep: 1, into: vectors.base)
      swap(&vectors, &products)
    }
    swap(&vectors, &products)
    normalizeColumns()
  }

  /// Divides by the lengths, which a filter makes very unlike.
  private func normalizeColumns() {
    removeTrivial()
    let squares = gram(vectors.base, vectors.base)
    let scales = (0..<width).map { Float(1 / max(squares[$0 * width + $0], 1e-60).squareRoot()) }
    scale(columns: scales)
  }

  private func scale(columns scales: [Float]) {
    let lanes = (0..<pieces).map { piece in SIMD8<Float>(scales[piece * 8..<piece * 8 + 8]) }
    let (vectors, pieces) = (vectors.base, pieces)
    Parallel.forEachChunk(of: rows, size: 4096) { _, range in
      for place in range.lowerBound * pieces..<range.upperBound * pieces { vectors[place] *= lanes[place % pieces] }
    }
  }

  /// Takes the trivial eigenvector out of each vector.
  private func removeTrivial() {
    let (vectors, pieces, trivial) = (vectors.base, pieces, matrix.trivial)
    let parts = Parallel.mapChunks(of: rows, size: 4096) { _, range in
      var sums = [SIMD8<Double>](repeating: .zero, count: pieces)
      for row in range {
        for piece in 0..<pieces { sums[piece] += SIMD8<Double>(vectors[row * pieces + piece]) * trivial[row] }
      }
      return sums
    }
    let sums = (0..<pieces).map { piece in parts.reduce(SIMD8<Double>.zero) { $0 + $1[piece] } }
    Parallel.forEachChunk(of: rows, size: 4096) { _, range in
      for row in range {
        for piece in 0..<pieces { vectors[row * pieces + piece] -= SIMD8<Float>(sums[piece] * trivial[row]) }
      }
    }
  }

  /// Turns the vectors into orthonormal approximate eigenvectors, of falling eigenvalues (Rayleigh and Ritz).
  private func separate() -> (values: [Double], residuals: [Double])? {
    matrix.multiply(vectors.base, pieces: pieces, shift: 0, scale: 1, keep: 0, into: products.base)
    let squares = gram(vectors.base, vectors.base)
    let images = gram(vectors.base, products.base)
    guard let shape = LinearAlgebra.symmetricEigen(squares, order: width, largest: width) else { return nil }
    // Directions in which the vectors are the same but for rounding are left without weight.
    let scales = shape.values.map { $0 > 1e-9 * shape.values[0] ? 1 / $0.squareRoot() : 0 }
    let whitening = (0..<width).map { row in
      (0..<width).map { scales[row] * shape.vectors[row * width + $0] }
    }
    let projected = Self.project(images, whitening)
    guard let eigen = LinearAlgebra.symmetricEigen(projected, order: width, largest: width) else { return nil }
    let turn = (0..<width).map { index in
      (0..<width).map { column in
        (0..<width).reduce(0.0) { $0 + eigen.vectors[index * width + $1] * whitening[$1][column] }
      }
    }
    turnVectors(by: turn)
    matrix.multiply(vectors.base, pieces: pieces, shift: 0, scale: 1, keep: 0, into: products.base)
    return (eigen.values, residuals(eigen.values))
  }

  private static func project(_ matrix: [Double], _ basis: [[Double]]) -> [Double] {
    let width = basis.count
    let half = basis.map { vector in
      (0..<width).map { column in
        (0..<width).reduce(0.0) { $0 + vector[$1] * (matrix[$1 * width + column] + matrix[column * width + $1]) / 2 }
      }
    }
    return half.flatMap { row in basis.map { vector in (0..<width).reduce(0.0) { $0 + row[$1] * vector[$1] } } }
  }

  private func turnVectors(by turn: [[Double]]) {
    let (pieces, width) = (pieces, width)
    let columns = (0..<width).map { source in
      (0..<pieces).map { piece in SIMD8<Float>((0..<8).map { Float(turn[piece * 8 + $0][source]) }) }
    }
    let (source, target) = (vectors.base, spare.base)
    Parallel.forEachChunk(of: rows, size: 1024) { _, range in
      for row in range {
        for piece in 0..<pieces {
          var sum = SIMD8<Float>.zero
          for index in 0..<width {
            sum.addProduct(columns[index][piece], SIMD8(repeating: source[row * pieces + index / 8][index % 8]))
          }
          target[row * pieces + piece] = sum
        }
      }
    }
    swap(&vectors, &spare)
  }

  /// The lengths of A·v − λ·v.
  private func residuals(_ values: [Double]) -> [Double] {
    let (vectors, products, pieces) = (vectors.base, products.base, pieces)
    let lanes = (0..<pieces).map { piece in SIMD8<Float>((0..<8).map { Float(values[piece * 8 + $0]) }) }
    let parts = Parallel.mapChunks(of: rows, size: 4096) { _, range in
      var sums = [SIMD8<Double>](repeating: .zero, count: pieces)
      for row in range {
        for piece in 0..<pieces {
          let rest = SIMD8<Double>(products[row * pieces + piece] - vectors[row * pieces + piece] * lanes[piece])
          sums[piece].addProduct(rest, rest)
        }
      }
      return sums
    }
    return (0..<width).map { column in
      parts.reduce(0.0) { $0 + $1[column / 8][column % 8] }.squareRoot()
    }
  }

  /// leftᵀ · right, width × width.
  private func gram(_ left: UnsafePointer<SIMD8<Float>>, _ right: UnsafePointer<SIMD8<Float>>) -> [Double] {
    let (pieces, width) = (pieces, width)
    let parts = Parallel.mapChunks(of: rows, size: 4096) { _, range in
      var sums = [SIMD8<Double>](repeating: .zero, count: width * pieces)
      for row in range {
        for index in 0..<width {
          let factor = Double(left[row * pieces + index / 8][index % 8])
          for piece in 0..<pieces {
            sums[index * pieces + piece].addProduct(
              SIMD8<Double>(right[row * pieces + piece]), SIMD8(repeating: factor))
          }
        }
      }
      return sums
    }
    var total = [Double](repeating: 0, count: width * width)
    for part in parts {
      for (place, sum) in part.enumerated() { for lane in 0..<8 { total[place * 8 + lane] += sum[lane] } }
    }
    return total
  }
}
