import Clustering
import Core
import Matrices
import Testing

/// The spanning trees of all searches against Kruskal's algorithm on all pairs.
@Suite struct SpanningTreeTests {
  /// Rows with and without ties, of which some are equal.
  static let sets: [(name: String, rows: Matrix)] = {
    var stream = Seed(2).stream("sets")
    func drawn(_ rows: Int, _ columns: Int, _ value: (inout RandomStream) -> Float) -> Matrix {
      Matrix((0..<rows).map { _ in (0..<columns).map { _ in value(&stream) } })
    }
    return [
      ("plane", blobs(rows: 300, columns: 2, clusters: 3, seed: Seed(1))),
      ("fifteen columns", blobs(rows: 200, columns: 15, clusters: 3, seed: Seed(1))),
      ("forty columns", blobs(rows: 260, columns: 40, clusters: 5, seed: Seed(1))),
      ("far clumps", blobs(rows: 240, columns: 30, clusters: 4, spread: 3_000, seed: Seed(6))),
      ("grid", Matrix((0..<196).map { [Float($0 / 14), Float($0 % 14)] })),
      ("whole numbers", drawn(220, 18) { Float($0.integer(below: 2)) }),
      ("equal rows", drawn(30, 3) { Float($0.gaussian()) }.selecting(rows: (0..<150).map { $0 * 7 % 30 })),
      (
        "equal rows, many columns",
        drawn(20, 24) { Float($0.gaussian()) }.selecting(rows: (0..<160).map { $0 * 7 % 20 })
      ),
      ("256 columns, compared along directions", blobs(rows: 1_000, columns: 256, clusters: 4, seed: Seed(9))),
      ("two rows", Matrix([[1, 2], [3, 4]])),
      ("three rows, many columns", drawn(3, 20) { Float($0.gaussian()) }),
    ]
  }()

  @Test(arguments: sets.indices, [0, 1, 4]) func theTreeIsThatOfKruskal(set: Int, neighbor: Int) {
    let rows = Self.sets[set].rows
    let neighbor = min(neighbor, rows.rows - 1)
    for isCosine in [false, true] where !isCosine || !rows.zeroRows().contains(true) {
      let measured = MeasuredRows(rows, isCosine: isCosine)
      let found = SpanningTree.of(measured, neighbor: neighbor)
      let (edges, cores) = Self.kruskal(measured, neighbor: neighbor)
      #expect(found.cores.elementsEqual(cores) { abs($0 - $1) <= 1e-13 * $1 }, "\(Self.sets[set].name)")
      #expect(found.edges.map(\.low) == edges.map(\.low) && found.edges.map(\.high) == edges.map(\.high))
    }
  }

  @Test(arguments: [4, 40]) func theTreeDoesNotDependOnThreads(columns: Int) {
    let measured = MeasuredRows(blobs(rows: 3_000, columns: columns, clusters: 6, seed: Seed(4)), isCosine: false)
    let one = Threads.$count.withValue(1) { SpanningTree.of(measured, neighbor: 5) }
    let four = Threads.$count.withValue(4) { SpanningTree.of(measured, neighbor: 5) }
    #expect(one.edges == four.edges && one.cores == four.cores)
  }

  /// All pairs, sorted, by the definition. The squares are summed column by column or in lanes, as the searches do, so that
  /// ties are ties in both.
  private static func kruskal(_ rows: MeasuredRows, neighbor: Int) -> ([TreeEdge], [Double]) {
    let count = rows.rows.rows
    let isPlane = DensityNeighbors.usesBoxes(columns: rows.rows.columns)
    let squares = rows.withMeasure { measure in
      let points = (0..<count).map { row in
        [Double](unsafeUninitializedCapacity: measure.columns) { target, size in
          measure.read(row, into: target.baseAddress!)
          size = measure.columns
        }
      }
      return (0..<count).map { row in
        (0..<count).map { other in
          guard isPlane else { return measure.square(row, other) }
          return zip(points[row], points[other]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        }
      }
    }
    let cores = squares.indices.map { row in
      neighbor == 0 ? 0 : squares[row].enumerated().filter { $0.offset != row }.map(\.element).sorted()[neighbor - 1]
    }
    var all: [TreeEdge] = []
    for row in 0..<count {
      for other in 0..<row { all.append(TreeEdge(max(squares[row][other], cores[row], cores[other]), row, other)) }
    }
    var sets = DisjointSets(count)
    return (all.sorted().filter { sets.join(Int($0.low), Int($0.high)) }, cores)
  }
}
