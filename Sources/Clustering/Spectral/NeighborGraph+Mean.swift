import Core
import Matrices

extension NeighborGraph {
  /// The weighted mean of the normalized weights of several graphs of the same rows, Σ w·D^(−½)·W·D^(−½), so that a graph whose
  /// rows have many edges counts no more than another one.
  ///
  /// - Precondition: at least one graph, all of the same rows, and a weight above 0 for each.
  /// - Complexity: O(edges).
  package static func mean(of graphs: [NeighborGraph], weights shares: [Double]) -> NeighborGraph {
    let rows = graphs[0].rows
    let values = graphs.map { $0.normalizedWeights() }
    let chunks = Parallel.mapChunks(of: rows, size: 1024) { _, range in
      range.map { row -> [(other: Int32, weight: Double)] in
        var sums: [(other: Int32, weight: Double)] = []
        for (index, graph) in graphs.enumerated() {
          let own = (graph.starts[row]..<graph.starts[row + 1]).map { edge in
            (other: graph.columns[edge], weight: shares[index] * values[index][edge])
          }
          sums = index == 0 ? own : merged(sums, own)
        }
        return sums
      }
    }
    return NeighborGraph(chunks.flatMap(\.self))
  }

  /// Makes a graph of the edges of each row, ascending by the other row; every edge stands at both of its rows.
  private init(_ edges: [[(other: Int32, weight: Double)]]) {
    let starts = edges.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    self.init(starts: starts, columns: edges.flatMap { $0.map(\.other) }, weights: edges.flatMap { $0.map(\.weight) })
  }

  /// Adds two lists that ascend by the other row.
  private static func merged(
    _ first: [(other: Int32, weight: Double)], _ second: [(other: Int32, weight: Double)]
  ) -> [(other: Int32, weight: Double)] {
    var sum: [(other: Int32, weight: Double)] = []
    sum.reserveCapacity(first.count + second.count)
    var (left, right) = (0, 0)
    while left < first.count || right < second.count {
      let a = left < first.count ? first[left].other : .max
      let b = right < second.count ? second[right].other : .max
      sum.append((min(a, b), (a <= b ? first[left].weight : 0) + (b <= a ? second[right].weight : 0)))
      if a <= b { left += 1 }
      if b <= a { right += 1 }
    }
    return sum
  }
}

/// The structure of a space that is a graph.
extension NeighborGraph: RowStructure {
  /// The number of edges, each counted once.
  package var edges: Int { columns.count / 2 }

  /// The edges among some rows. Copies of a row are joined with each other by the largest weight of the row.
  package func selecting(rows indices: [Int]) -> any RowStructure {
    var places = [[Int32]](repeating: [], count: rows)
    for (position, row) in indices.enumerated() { places[row].append(Int32(position)) }
    return NeighborGraph(
      indices.enumerated().map { position, row -> [(other: Int32, weight: Double)] in
        let own = starts[row]..<starts[row + 1]
        let copies = places[row].count > 1 ? own.map { weights[$0] }.max() : nil
        let others = own.flatMap { edge in
          places[Int(columns[edge])].map { (other: $0, weight: weights[edge]) }
        }
        let alike = copies.map { most in
          places[row].filter { $0 != Int32(position) }.map { (other: $0, weight: most) }
        }
        return (others + (alike ?? [])).sorted { $0.other < $1.other }
      })
  }
}
