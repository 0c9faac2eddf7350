import Core
import Matrices

/// The edges of a graph in an order in which many of them can be drawn at once, with the same result as one after the
/// other.
///
/// Vertices lie in blocks, and an edge belongs to the cell of its two blocks. Cells without a common block move different
/// vertices, so they may be worked on at once; inside of a cell edges are drawn one by one. The cells are ordered in rounds
/// that pair the blocks as a tournament pairs players (Gemulla et al., "Large-scale matrix factorization with distributed
/// stochastic gradient descent", 2011, do so with rows and columns), so that a cell seldom waits for the one before it.
final class EdgeSchedule {
  /// All edges, cell after cell.
  let edges: Buffer<LayoutEdge>
  /// The edges of cell c lie at `starts[c] ..< starts[c + 1]`.
  let starts: [Int]
  /// The two blocks of each cell, in the order of the cells; those without edges are left out.
  let blocks: [(Int, Int)]
  /// The number of blocks.
  let blockCount: Int

  /// The vertices of a block at least, unless there are few; of 2,048 two threads lay out 10,000 rows in a tenth more time.
  private static let blockSize = 1024
  /// More blocks would serve more threads, and leave less for each.
  private static let mostBlocks = 32

  /// The number of blocks of so many vertices: one, or an even number.
  static func blockCount(of vertices: Int) -> Int {
    vertices < 2 * blockSize ? 1 : min(vertices / blockSize / 2 * 2, mostBlocks)
  }

  /// Puts the edges of a graph into their cells.
  ///
  /// - Parameters:
  ///   - order: the vertex at each place, block after block.
  ///   - places: the place of each vertex.
  /// - Complexity: O(edges + blocks²).
  init(_ graph: MembershipGraph, order: [Int], places: [Int32]) {
    let rows = graph.rows
    let blocks = Self.blockCount(of: rows)
    let size = (rows + blocks - 1) / blocks
    func cell(_ head: Int, _ tail: Int) -> Int { Self.cell(head / size, tail / size) }
    let cells = blocks * (blocks + 1) / 2
    var starts = [Int](repeating: 0, count: cells + 1)
    func forEachEntry(_ body: (_ head: Int, _ tail: Int, _ weight: Float) -> Void) {
      for head in 0..<rows {
        let vertex = order[head]
        for entry in graph.offsets[vertex]..<graph.offsets[vertex + 1] {
          body(head, Int(places[Int(graph.columns[entry])]), graph.weights[entry])
        }
      }
    }
    forEachEntry { head, tail, _ in starts[cell(head, tail) + 1] += 1 }
    for cell in 0..<cells { starts[cell + 1] += starts[cell] }
    let largest = graph.weights.max() ?? 1
    var next = starts
    edges = Buffer(count: graph.columns.count)
    let edges = edges.base
    forEachEntry { head, tail, weight in
      let period = largest / weight
      let cell = cell(head, tail)
      edges[next[cell]] = LayoutEdge(head: Int32(head), tail: Int32(tail), period: period, next: period)
      next[cell] += 1
    }
    self.starts = starts
    blockCount = blocks
    self.blocks = Self.tournament(blocks).filter {
      let cell = Self.cell($0.0, $0.1)
      return starts[cell] < starts[cell + 1]
    }
  }

  /// The cell at a place of the order.
  func cell(at place: Int) -> Int { Self.cell(blocks[place].0, blocks[place].1) }

  /// The number of the cell of two blocks, in either order.
  private static func cell(_ one: Int, _ other: Int) -> Int {
    max(one, other) * (max(one, other) + 1) / 2 + min(one, other)
  }

  /// All pairs of blocks, round after round: first each block with itself, then each block once a round.
  private static func tournament(_ blocks: Int) -> [(Int, Int)] {
    var pairs = (0..<blocks).map { ($0, $0) }
    guard blocks > 1 else { return pairs }
    let others = blocks - 1
    for round in 0..<others {
      pairs.append((blocks - 1, round))
      for distance in 1..<max(blocks / 2, 1) {
        pairs.append(((round + distance) % others, (round + others - distance) % others))
      }
    }
    return pairs
  }
}
