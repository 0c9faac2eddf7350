import Core
import Matrices

/// The smoothest functions on a connected graph: the eigenvectors of its normalized Laplacian with the smallest
/// eigenvalues, without the trivial one (Belkin and Niyogi, "Laplacian eigenmaps", 2003).
///
/// A few vectors are filtered together by Chebyshev polynomials, which damp all that is not smooth, and turned into
/// approximate eigenvectors after each filter (Zhou, Saad, Tiago and Chelikowsky, "Self-consistent-field calculations
/// using Chebyshev-filtered subspace iteration", 2006).
package enum SmoothFunctions {
  /// Finds `count` functions, smoothest first.
  ///
  /// - Returns: rows × count, columns of length 1, the entry of largest magnitude of each positive; nil where there are
  ///   no such functions or they could not be found.
  /// - Complexity: O(edges · count) for each of some hundred products; O(rows³) for few rows.
  package static func of(_ graph: MembershipGraph, count: Int) -> Matrix? {
    guard count + 1 < graph.rows else { return nil }
    let smoothing = SmoothingMatrix(graph)
    let vectors =
      graph.rows <= fewRows
      ? dense(smoothing, count: count) : FilteredSubspace(smoothing, wanted: count)?.find()
    guard let vectors, vectors.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
    return Matrix(rows: graph.rows, columns: count) { block in
      for (column, vector) in vectors.enumerated() {
        let largest = vector.max { abs($0) < abs($1) } ?? 0
        for row in 0..<graph.rows { block[row, column] = Float(largest < 0 ? -vector[row] : vector[row]) }
      }
    }
  }

  /// Up to so many rows all eigenvectors are found at once.
  private static let fewRows = 300

  private static func dense(_ smoothing: SmoothingMatrix, count: Int) -> [[Double]]? {
    let n = smoothing.rows
    guard let eigen = LinearAlgebra.symmetricEigen(smoothing.dense, order: n, largest: count + 1) else { return nil }
    return (1...count).map { Array(eigen.vectors[$0 * n..<($0 + 1) * n]) }
  }
}

/// The weights of a graph divided by the roots of both degrees, D^−½ W D^−½: its eigenvalues are 1 less those of the
/// Laplacian, and lie between −1 and 1.
struct SmoothingMatrix {
  let graph: MembershipGraph
  /// The entry at each edge.
  let entries: [Float]
  /// The eigenvector of eigenvalue 1, of length 1.
  let trivial: [Double]

  var rows: Int { graph.rows }

  init(_ graph: MembershipGraph) {
    self.graph = graph
    let degrees = (0..<graph.rows).map { row in
      graph.offsets[row]..<graph.offsets[row + 1]
    }.map { $0.reduce(0.0) { $0 + Double(graph.weights[$1]) } }
    let scales = degrees.map { $0 > 0 ? 1 / $0.squareRoot() : 0 }
    var entries = graph.weights
    for row in 0..<graph.rows {
      for entry in graph.offsets[row]..<graph.offsets[row + 1] {
        entries[entry] = Float(Double(graph.weights[entry]) * scales[row] * scales[Int(graph.columns[entry])])
      }
    }
    self.entries = entries
    let length = degrees.reduce(0, +).squareRoot()
    trivial = degrees.map { $0.squareRoot() / max(length, .leastNormalMagnitude) }
  }

  /// All entries, rows × rows.
  var dense: [Double] {
    var matrix = [Double](repeating: 0, count: rows * rows)
    for row in 0..<rows {
      for entry in graph.offsets[row]..<graph.offsets[row + 1] {
        matrix[row * rows + Int(graph.columns[entry])] = Double(entries[entry])
      }
    }
    return matrix
  }

  /// Writes scale · (matrix · vectors − shift · vectors) − keep · output over the output.
  ///
  /// - Parameters:
  ///   - vectors: rows × width, a multiple of eight.
  ///   - output: of the same shape.
  func multiply(
    _ vectors: UnsafePointer<SIMD8<Float>>, pieces: Int, shift: Float, scale: Float, keep: Float,
    into output: UnsafeMutablePointer<SIMD8<Float>>
  ) {
    graph.offsets.withUnsafeBufferPointer { offsets in
      graph.columns.withUnsafeBufferPointer { columns in
        entries.withUnsafeBufferPointer { entries in
          Parallel.forEachChunk(of: rows, size: 1024) { _, range in
            for row in range {
              for piece in 0..<pieces {
                var sum = vectors[row * pieces + piece] * -shift
                for entry in offsets[row]..<offsets[row + 1] {
                  sum.addProduct(
                    vectors[Int(columns[entry]) * pieces + piece], SIMD8(repeating: entries[entry]))
                }
                let place = row * pieces + piece
                output[place] = sum * scale - output[place] * keep
              }
            }
          }
        }
      }
    }
  }
}
