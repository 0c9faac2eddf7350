import Core
import Matrices

/// The eigenvectors of the largest eigenvalues of the normalized weights of a graph, D^(−½)·W·D^(−½), by subspace iteration
/// with Chebyshev filters (Zhou, Saad, Tiago and Chelikowsky, "Self-consistent-field calculations using Chebyshev-filtered
/// subspace iteration", 2006).
///
/// The eigenvalue 1 belongs to the components of the graph, whose vectors are known; all others are sought beside them. A
/// filter is a polynomial of the matrix that is small up to the least eigenvalue of the block and grows fast above it. A block
/// of vectors, more than are wanted, finds eigenvalues that occur several times, which one vector alone would miss. It begins
/// with the same numbers for every seed.
final class LeadingEigenvectors {
  private let graph: NeighborGraph
  private let values: [Double]
  /// The entry of each row in the vector of its component.
  private let known: [Double]
  /// The vectors that are sought, beside those of the components.
  private let wanted: Int
  /// The vectors of the block, a multiple of eight.
  private let width: Int
  private let memory: Buffer<Double>
  /// Row after row: the block, its product with the matrix, and room for filters.
  private var block, product, spare: UnsafeMutablePointer<Double>
  /// The eigenvalues that the block gives, descending.
  private var ritz: [Double] = []
  /// The products of the block with the matrix so far.
  private(set) var products = 0
  private(set) var converged = false

  /// The products after which the search ends.
  private static let mostProducts = 20_000
  private static let mostProductsOfFilter = 400
  private static let chunk = 512

  /// The vectors of a block.
  static func width(wanted: Int) -> Int { (wanted + max(8, min(wanted, 32)) + 7) / 8 * 8 }

  /// - Precondition: there are fewer components than clusters, and several times as many rows as ``width(wanted:)``.
  init(of graph: NeighborGraph, clusters: Int) {
    self.graph = graph
    values = graph.normalizedWeights()
    var volumes = [Double](repeating: 0, count: graph.componentSizes.count)
    for (row, component) in graph.components.enumerated() { volumes[Int(component)] += graph.degrees[row] }
    known = graph.degrees.indices.map { row in
      let volume = volumes[Int(graph.components[row])]
      // A row without edges is a component of its own.
      return volume > 0 ? (graph.degrees[row] / volume).squareRoot() : 1
    }
    wanted = clusters - graph.componentSizes.count
    width = Self.width(wanted: wanted)
    let size = graph.rows * width
    memory = Buffer(repeating: 0, count: 3 * size)
    let first = memory.base
    (block, product, spare) = (first, first + size, first + 2 * size)
    var stream = Seed(0).stream("spectral-start")
    for index in 0..<size { block[index] = stream.uniform() - 0.5 }
  }

  /// Finds the vectors, rows × clusters: those of the components first.
  func find(isCancelled: () -> Bool) throws -> [Double] {
    while true {
      if isCancelled() { throw CancellationError() }
      orthonormalize()
      multiply(block, into: product)
      guard rotate() else { break }
      converged = hasConverged()
      if converged || products >= Self.mostProducts { break }
      filter()
    }
    let clusters = wanted + graph.componentSizes.count
    var vectors = [Double](repeating: 0, count: graph.rows * clusters)
    for row in 0..<graph.rows {
      vectors[row * clusters + Int(graph.components[row])] = known[row]
      for column in 0..<wanted { vectors[row * clusters + clusters - wanted + column] = block[row * width + column] }
    }
    return vectors
  }

  /// True where the angle between the vectors found and the right ones is small, or as small as rounding allows.
  private func hasConverged() -> Bool {
    let gap = ritz[wanted - 1] - ritz[wanted]
    let limit = min(max(1e-4 * gap, 1e-10), 1e-5)
    let (block, product, ritz, width, wanted) = (block, product, ritz, width, wanted)
    let residuals = sums(wanted) { row, sums in
      for column in 0..<wanted {
        let rest = product[row * width + column] - ritz[column] * block[row * width + column]
        sums[column] += rest * rest
      }
    }
    return residuals.allSatisfy { $0.squareRoot() <= limit }
  }
}

// MARK: - Filters

extension LeadingEigenvectors {
  /// Replaces the block by T(matrix)·block, where T is the Chebyshev polynomial that is small from −1 to the least eigenvalue
  /// of the block.
  private func filter() {
    let (middle, half) = ((ritz[width - 1] - 1) / 2, max((ritz[width - 1] + 1) / 2, 1e-3))
    let degree = degree(middle, half)
    // The product for the first degree is there already.
    for index in 0..<graph.rows * width { product[index] = (product[index] - middle * block[index]) / half }
    for _ in 1..<degree {
      multiply(product, into: spare, times: 2 / half, shift: -2 * middle / half, minus: block)
      (block, product, spare) = (product, spare, block)
    }
    (block, product) = (product, block)
  }

  /// The degree at which the filter raises the last vector wanted by a thousand, or the first one as far as rounding allows.
  private func degree(_ middle: Double, _ half: Double) -> Int {
    let (first, last) = ((ritz[0] - middle) / half, (ritz[wanted - 1] - middle) / half)
    var (one, other) = ((1.0, first), (1.0, last))
    var degree = 1
    while degree < 2 || (one.1 < 1e9 && other.1 < 1e3 && degree < Self.mostProductsOfFilter) {
      one = (one.1, 2 * first * one.1 - one.0)
      other = (other.1, 2 * last * other.1 - other.0)
      degree += 1
    }
    return degree
  }

  /// Writes factor · matrix · source + shift · source − former.
  private func multiply(
    _ source: UnsafePointer<Double>, into target: UnsafeMutablePointer<Double>, times factor: Double = 1,
    shift: Double = 0, minus former: UnsafePointer<Double>? = nil
  ) {
    products += 1
    let (graph, width) = (graph, width)
    values.withUnsafeBufferPointer { values in
      Parallel.forEachChunk(of: graph.rows, size: Self.chunk) { _, range in
        for row in range {
          let (edges, own) = (graph.starts[row]..<graph.starts[row + 1], row * width)
          for first in stride(from: 0, to: width, by: 8) {
            var sum = SIMD8<Double>.zero
            for edge in edges {
              sum.addProduct(SIMD8(repeating: values[edge]), load(source + Int(graph.columns[edge]) * width + first))
            }
            sum *= factor
            if shift != 0 { sum.addProduct(SIMD8(repeating: shift), load(source + own + first)) }
            if let former { sum -= load(former + own + first) }
            store(sum, target + own + first)
          }
        }
      }
    }
  }
}

// MARK: - The block

extension LeadingEigenvectors {
  /// Makes the vectors of the block orthogonal to those of the components and to each other, of length 1: three steps of
  /// Cholesky's factorization, of which a small shift makes the first one possible for vectors that are nearly dependent
  /// (Fukaya et al., "Shifted Cholesky QR", 2020).
  private func orthonormalize() {
    let (block, width) = (block, width)
    for step in 0..<3 {
      removeComponents()
      var gram = products(of: block, with: block)
      let scales = (0..<width).map { gram[$0 * width + $0] > 0 ? 1 / gram[$0 * width + $0].squareRoot() : 1 }
      for index in gram.indices { gram[index] *= scales[index / width] * scales[index % width] }
      if step == 0 {
        for column in 0..<width { gram[column * width + column] += 1e-12 }
      }
      guard let factor = LinearAlgebra.cholesky(gram, order: width) else { continue }
      Parallel.forEachChunk(of: graph.rows, size: Self.chunk) { _, range in
        for row in range {
          for column in 0..<width { block[row * width + column] *= scales[column] }
        }
        LinearAlgebra.solve(block + range.lowerBound * width, rows: range.count, byLower: factor, order: width)
      }
    }
  }

  private func removeComponents() {
    let (block, width, known, components) = (block, width, known, graph.components)
    let shares = sums(graph.componentSizes.count * width) { row, sums in
      add(block + row * width, times: known[row], to: sums + Int(components[row]) * width, width)
    }
    shares.withUnsafeBufferPointer { shares in
      // There is a component at least.
      let shares = shares.baseAddress!
      Parallel.forEachChunk(of: graph.rows, size: Self.chunk) { _, range in
        for row in range {
          add(shares + Int(components[row]) * width, times: -known[row], to: block + row * width, width)
        }
      }
    }
  }

  /// Turns the block towards the eigenvectors (Rayleigh and Ritz), and its product with it; false where LAPACK fails.
  private func rotate() -> Bool {
    let small = products(of: block, with: product)
    guard let eigen = LinearAlgebra.symmetricEigen(small, order: width, largest: width) else { return false }
    ritz = eigen.values
    let (block, product, width) = (block, product, width)
    Parallel.forEachChunk(of: graph.rows, size: Self.chunk) { _, range in
      let turned = Buffer<Double>(count: range.count * width)
      for part in [block, product] {
        let rows = part + range.lowerBound * width
        LinearAlgebra.product(
          rows, rows: range.count, transposed: eigen.vectors, rows: width, columns: width, into: turned.base)
        rows.update(from: turned.base, count: range.count * width)
      }
    }
    return true
  }

  /// The products of all vectors of two blocks, width × width.
  private func products(of one: UnsafePointer<Double>, with other: UnsafePointer<Double>) -> [Double] {
    let width = width
    return sums(width * width) { row, sums in
      for column in 0..<width {
        add(other + row * width, times: one[row * width + column], to: sums + column * width, width)
      }
    }
  }

  /// Adds up what `add` adds for each row.
  private func sums(_ count: Int, _ add: (_ row: Int, _ sums: UnsafeMutablePointer<Double>) -> Void) -> [Double] {
    let parts = Parallel.mapChunks(of: graph.rows, size: Self.chunk) { _, range in
      let sums = Buffer<Double>(repeating: 0, count: count)
      for row in range { add(row, sums.base) }
      return Array(UnsafeBufferPointer(start: sums.base, count: count))
    }
    return parts.dropFirst().reduce(into: parts[0]) { total, part in
      for index in total.indices { total[index] += part[index] }
    }
  }
}

@inline(__always)
private func load(_ values: UnsafePointer<Double>) -> SIMD8<Double> {
  UnsafeRawPointer(values).loadUnaligned(as: SIMD8<Double>.self)
}

@inline(__always)
private func store(_ sum: SIMD8<Double>, _ target: UnsafeMutablePointer<Double>) {
  UnsafeMutableRawPointer(target).storeBytes(of: sum, as: SIMD8<Double>.self)
}

/// Adds numbers times a factor to sums; their count is a multiple of eight.
@inline(__always)
private func add(
  _ values: UnsafePointer<Double>, times factor: Double, to sums: UnsafeMutablePointer<Double>, _ count: Int
) {
  for first in stride(from: 0, to: count, by: 8) {
    var sum = load(sums + first)
    sum.addProduct(SIMD8(repeating: factor), load(values + first))
    store(sum, sums + first)
  }
}
