import Core
import Matrices

/// The descent of the layout: edges draw their ends together, and points that are drawn at random push off.
///
/// Each step moves its points at once, as the paper's algorithm does; only the drawn points are where they were at the
/// beginning of the epoch, so that nothing depends on the order of the cells.
final class LayoutDescent {
  /// The rounds, the lengths and the weights of the steps.
  struct Options {
    var curve: LayoutCurve
    var epochs: Int
    var learningRate: Double
    var negativeSamples: Int
    var repulsion: Double
  }

  private let options: Options
  private let schedule: EdgeSchedule
  private let order: [Int]
  private let seed: Seed
  private let points: any LayoutPoints

  /// - Parameter start: rows × dimensions.
  init(_ graph: NeighborGraph, start: Matrix, options: Options, seed: Seed) {
    self.options = options
    self.seed = seed
    order = Self.order(start)
    var places = [Int32](repeating: 0, count: order.count)
    for (place, row) in order.enumerated() { places[row] = Int32(place) }
    schedule = EdgeSchedule(graph, order: order, places: places)
    let draws = LayoutDraws(options)
    points =
      switch start.columns {
      case ...2: PlanePoints(start, order: order, draws)
      case 3, 4: SpacePoints<SIMD4<Float>>(start, order: order, draws)
      default: SpacePoints<SIMD8<Float>>(start, order: order, draws)
      }
  }

  /// The rows by block: near ones share a block, in which they stand in their own order.
  private static func order(_ start: Matrix) -> [Int] {
    let blocks = EdgeSchedule.blocks(of: start.rows)
    guard blocks > 1 else { return Array(0..<start.rows) }
    let plane = Matrix(rows: start.rows, columns: 2) { block in
      for row in 0..<start.rows {
        for column in 0..<min(2, start.columns) { block[row, column] = start[row, column] }
      }
    }
    let curve = orderAlongCurve(plane)
    let size = (start.rows + blocks - 1) / blocks
    return stride(from: 0, to: start.rows, by: size).flatMap { curve[$0..<min($0 + size, start.rows)].sorted() }
  }

  /// Runs all epochs.
  ///
  /// - Returns: the coordinates, rows × dimensions.
  /// - Throws: what `progress` throws, which is told the epochs that are done after each.
  /// - Complexity: O(edges · negative samples · dimensions) an epoch.
  func run(progress: (Int) throws -> Void) rethrows -> Matrix {
    for epoch in 0..<options.epochs {
      let rate = Float(options.learningRate * (1 - Double(epoch) / Double(options.epochs)))
      points.freeze()
      let epochSeed = seed.derived("umap epoch", epoch)
      for cells in schedule.rounds {
        Parallel.forEachChunk(of: cells.count, size: chunk(of: cells)) { _, range in
          for index in range { draw(cells[index], epoch: Float(epoch), rate: rate, seed: epochSeed) }
        }
      }
      try progress(epoch + 1)
    }
    return points.coordinates(order: order)
  }

  /// The cells of a chunk: all of them where waking a thread would take longer than their edges.
  private func chunk(of cells: [Int]) -> Int {
    let edges = cells.reduce(0) { $0 + schedule.starts[$1 + 1] - schedule.starts[$1] }
    return edges < Self.fewEdges ? cells.count : 1
  }

  private static let fewEdges = 4096

  private func draw(_ cell: Int, epoch: Float, rate: Float, seed: Seed) {
    let draws = PlaceDraws(state: seed.derived("umap cell", cell).value, below: order.count)
    let range = schedule.starts[cell]..<schedule.starts[cell + 1]
    points.draw(schedule.edges + range.lowerBound, count: range.count, epoch: epoch, rate: rate, draws: draws)
  }
}

/// The forces and the number of points that push off each time an edge is used.
struct LayoutDraws {
  let negatives: Int
  /// The edge and the first seven.
  let first: LayoutForces
  /// Eight further ones.
  let further: LayoutForces

  init(_ options: LayoutDescent.Options) {
    negatives = options.negativeSamples
    first = LayoutForces(options.curve, repulsion: options.repulsion, hasEdge: true)
    further = LayoutForces(options.curve, repulsion: options.repulsion, hasEdge: false)
  }

  /// Writes the places that push off a head, and `count`, where a point lies far from all, for each that there is none.
  @inline(__always)
  func fill(_ places: UnsafeMutablePointer<Int>, head: Int, count: Int, _ draws: inout PlaceDraws) {
    var index = 0
    while index < negatives {
      let (one, other) = draws.next()
      places[index] = one == head ? count : one
      places[index + 1] = other == head || index + 1 >= negatives ? count : other
      index += 2
    }
    while index < capacity {
      places[index] = count
      index += 1
    }
  }

  /// The places that ``fill(_:head:count:_:)`` writes: 7, and 8 for each further group.
  var groups: Int { negatives <= 7 ? 0 : (negatives - 7 + 7) / 8 }
  var capacity: Int { 7 + 8 * groups }
}

/// The points of a layout.
protocol LayoutPoints: AnyObject, Sendable {
  /// Keeps the points as they are, for those that are drawn.
  func freeze()
  /// Uses the edges whose turn it is.
  func draw(_ edges: UnsafeMutablePointer<EdgeSchedule.Edge>, count: Int, epoch: Float, rate: Float, draws: PlaceDraws)
  /// Returns the coordinates of all rows, of which `order` has that of each place.
  func coordinates(order: [Int]) -> Matrix
}
