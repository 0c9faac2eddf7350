import Core
import Matrices

/// The rows that spectral clustering parts: of each row its entries in the leading eigenvectors of the normalized weights,
/// divided by their length (Ng, Jordan and Weiss 2002).
package struct SpectralEmbedding: Sendable {
  /// rows × clusters, each of length 1.
  package let rows: Matrix
  /// False where the eigenvectors were not found exactly enough.
  package let converged: Bool

  /// Up to so many rows all eigenvectors are found at once, from the whole matrix.
  private static let fewRows = 512

  /// - Precondition: the graph has as many components as clusters at most.
  /// - Throws: `CancellationError`.
  package init(of graph: NeighborGraph, clusters: Int, isCancelled: () -> Bool = { false }) throws {
    let wanted = clusters - graph.componentSizes.count
    if graph.rows <= Self.fewRows || 4 * LeadingEigenvectors.width(wanted: wanted) > graph.rows {
      let found = Self.wholeEigenvectors(graph, clusters)
      converged = found != nil
      rows = Self.unitRows(found ?? [], graph.rows, clusters)
    } else if wanted == 0 {
      rows = Self.componentRows(graph, clusters)
      converged = true
    } else {
      let search = LeadingEigenvectors(of: graph, clusters: clusters)
      rows = Self.unitRows(try search.find(isCancelled: isCancelled), graph.rows, clusters)
      converged = search.converged
    }
  }

  /// The eigenvectors of a small or much divided graph, rows × clusters; nil where LAPACK fails.
  ///
  /// - Complexity: O(rows³).
  private static func wholeEigenvectors(_ graph: NeighborGraph, _ clusters: Int) -> [Double]? {
    let count = graph.rows
    let values = graph.normalizedWeights()
    var whole = [Double](repeating: 0, count: count * count)
    for row in 0..<count {
      for edge in graph.starts[row]..<graph.starts[row + 1] {
        whole[row * count + Int(graph.columns[edge])] = values[edge]
      }
    }
    guard let eigen = LinearAlgebra.symmetricEigen(whole, order: count, largest: clusters) else { return nil }
    return (0..<count).flatMap { row in (0..<clusters).map { eigen.vectors[$0 * count + row] } }
  }

  /// The embedding of components alone: each has a direction of its own.
  private static func componentRows(_ graph: NeighborGraph, _ clusters: Int) -> Matrix {
    Matrix(rows: graph.rows, columns: clusters) { block in
      for row in 0..<graph.rows { block[row, Int(graph.components[row])] = 1 }
    }
  }

  /// The rows divided by their lengths; rows of zeros stay.
  private static func unitRows(_ vectors: [Double], _ count: Int, _ clusters: Int) -> Matrix {
    Matrix(rows: count, columns: clusters) { block in
      guard !vectors.isEmpty else { return }
      for row in 0..<count {
        let entries = vectors[row * clusters..<(row + 1) * clusters]
        let length = entries.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard length > 0 else { continue }
        for (column, entry) in entries.enumerated() { block[row, column] = Float(entry / length) }
      }
    }
  }
}
