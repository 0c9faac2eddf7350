import Core
import Foundation
import Matrices

/// Density-based clustering validation: how much sparser the space between clusters is than each cluster inside, from −1 to
/// 1. It suits clusters of any shape (Moulavi, Jaskowiak, Campello, Zimek and Sander, "Density-based clustering
/// validation", 2014).
///
/// The formulas are the paper's, with Euclidean distances: the core distance of a row is taken over all rows of its cluster
/// with the number of columns as exponent; a cluster's sparseness is the longest edge between inner rows of its spanning
/// tree, two clusters' separation the least reachability between inner rows. Each cluster weighs its share of all rows,
/// noise among them, so noise lowers the score. Where the paper leaves a case open: equal rows have the core distance 0;
/// without an edge between inner rows all edges count, without inner rows all rows; a cluster of one row counts 0; equal edges
/// are ordered by their smaller row, then by their larger one.
/// - Complexity: O(rows² · columns); memory O(rows).
public struct DBCV: InternalScore {
  public let name = "dbcv"
  public let shortName = "DBCV"
  public let title = "Density-based clustering validation"
  public var meaning: String {
    "sparseness between clusters against that inside, from −1 to 1; suits any shape, noise lowers it"
  }
  public var range: ClosedRange<Double> { -1...1 }

  /// Makes the score.
  public init() {}

  public func score(_ rows: Matrix, _ partition: Partition) throws -> InternalScoreResult {
    let clustered = try ClusteredRows(rows, partition, for: title)
    let measured = MeasuredRows(rows, isCosine: false)
    let value = measured.withMeasure { measure in
      let cores = Self.coreDistances(clustered, measure)
      let trees = Parallel.mapChunks(of: clustered.clusterCount, size: 1) { cluster, _ in
        DensityTree(clustered.order[clustered.range(of: cluster)], cores: cores, measure)
      }
      let separations = Self.separations(trees, cores: cores, measure)
      let all = Double(clustered.order.count + clustered.noise)
      return zip(trees, separations).reduce(0) { sum, pair in
        sum + Self.validity(pair.0, separation: pair.1) * Double(pair.0.size) / all
      }
    }
    // The shares of the rows sum to 1 but for rounding.
    return InternalScoreResult(min(max(value, range.lowerBound), range.upperBound), of: partition)
  }

  private static func validity(_ tree: DensityTree, separation: Double) -> Double {
    let widest = max(tree.sparseness, separation)
    return tree.size > 1 && widest > 0 ? (separation - tree.sparseness) / widest : 0
  }

  /// The squared core distance of each row of a cluster: the mean over the others of 1/d to the power of the columns, taken
  /// back to a distance.
  private static func coreDistances(_ clustered: ClusteredRows, _ measure: Measure) -> [Double] {
    var cores = [Double](repeating: 0, count: measure.count)
    for cluster in 0..<clustered.clusterCount {
      let rows = clustered.order[clustered.range(of: cluster)]
      let found = Parallel.mapChunks(of: rows.count, size: 16) { _, range in
        range.map { coreDistance(of: rows.startIndex + $0, in: rows, measure) }
      }.joined()
      for (row, core) in zip(rows, found) { cores[row] = core }
    }
    return cores
  }

  private static func coreDistance(of position: Int, in rows: ArraySlice<Int>, _ measure: Measure) -> Double {
    guard rows.count > 1 else { return 0 }
    let squares = rows.indices.filter { $0 != position }.map { measure.square(rows[position], rows[$0]) }
    // In units of the least, which no power takes out of the range.
    let least = squares.reduce(.infinity, min)
    guard least > 0 else { return 0 }
    let sum = squares.reduce(0) { $0 + pow(least / $1, Double(measure.columns) / 2) }
    return least * pow(sum / Double(rows.count - 1), -2 / Double(measure.columns))
  }

  /// The least distance of each cluster from the others, over inner rows.
  private static func separations(_ trees: [DensityTree], cores: [Double], _ measure: Measure) -> [Double] {
    var owners: [Int] = []
    for (cluster, tree) in trees.enumerated() { owners += tree.innerRows.map { _ in cluster } }
    let rows = trees.flatMap(\.innerRows)
    let parts = Parallel.mapChunks(of: rows.count, size: 64) { _, range in
      var least = [Double](repeating: .infinity, count: trees.count)
      for position in range {
        let (row, owner) = (rows[position], owners[position])
        for other in position + 1..<max(rows.count, position + 1) where owners[other] != owner {
          let bound = max(least[owner], least[owners[other]])
          guard max(cores[row], cores[rows[other]]) < bound else { continue }
          let square = max(measure.square(row, rows[other]), cores[row], cores[rows[other]])
          least[owner] = min(least[owner], square)
          least[owners[other]] = min(least[owners[other]], square)
        }
      }
      return least
    }
    return trees.indices.map { cluster in parts.reduce(.infinity) { min($0, $1[cluster]) }.squareRoot() }
  }
}

/// The spanning tree of a cluster by mutual reachability.
private struct DensityTree {
  /// The number of rows.
  let size: Int
  /// The rows with more than one edge; all where there are none.
  let innerRows: [Int]
  /// The longest edge between inner rows; the longest of all where there is none.
  let sparseness: Double

  /// Prim's algorithm.
  init(_ rows: ArraySlice<Int>, cores: [Double], _ measure: Measure) {
    let rows = Array(rows)
    size = rows.count
    var nearest = [TreeEdge](repeating: .none, count: rows.count)
    var outside = Array(rows.indices.dropFirst())
    var edges: [TreeEdge] = []
    var last = 0
    while !outside.isEmpty {
      var next = 0
      for (place, position) in outside.enumerated() {
        let reach = max(cores[rows[position]], cores[rows[last]])
        if reach <= nearest[position].square {
          let square = max(measure.square(rows[position], rows[last]), reach)
          nearest[position] = min(nearest[position], TreeEdge(square, position, last))
        }
        if nearest[position] < nearest[outside[next]] { next = place }
      }
      last = outside[next]
      edges.append(nearest[last])
      outside.swapAt(next, outside.count - 1)
      outside.removeLast()
    }
    var degrees = [Int](repeating: 0, count: rows.count)
    for edge in edges {
      degrees[Int(edge.low)] += 1
      degrees[Int(edge.high)] += 1
    }
    let inner = rows.indices.filter { degrees[$0] > 1 }.map { rows[$0] }
    innerRows = inner.isEmpty ? rows : inner
    let innerEdges = edges.filter { degrees[Int($0.low)] > 1 && degrees[Int($0.high)] > 1 }
    sparseness = (innerEdges.isEmpty ? edges : innerEdges).reduce(0) { max($0, $1.square) }.squareRoot()
  }
}
