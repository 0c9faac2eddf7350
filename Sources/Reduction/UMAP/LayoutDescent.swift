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
  private let points: LayoutPoints

  /// - Parameter start: rows × dimensions.
  init(_ graph: MembershipGraph, start: Matrix, options: Options, seed: Seed) {
    self.options = options
    self.seed = seed
    order = Self.order(start)
    var places = [Int32](repeating: 0, count: order.count)
    for (place, row) in order.enumerated() { places[row] = Int32(place) }
    schedule = EdgeSchedule(graph, order: order, places: places)
    points = LayoutPoints(
      start, order: order,
      forces: .init(
        a: options.curve.a, b: options.curve.b, repulsion: options.repulsion, negatives: options.negativeSamples))
  }

  /// The rows by block: near ones share a block, in which they stand in their own order.
  private static func order(_ start: Matrix) -> [Int] {
    let blocks = EdgeSchedule.blockCount(of: start.rows)
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
      let rate = options.learningRate * (1 - Double(epoch) / Double(options.epochs))
      points.freeze()
      let epochSeed = seed.derived("umap epoch", epoch)
      Parallel.forEachTask(using: schedule.blocks, of: schedule.blockCount) { place in
        use(schedule.cell(at: place), epoch: epoch, rate: rate, seed: epochSeed)
      }
      try progress(epoch + 1)
    }
    return points.coordinates(order: order)
  }

  private func use(_ cell: Int, epoch: Int, rate: Double, seed: Seed) {
    let range = schedule.starts[cell]..<schedule.starts[cell + 1]
    points.use(
      schedule.edges + range.lowerBound, count: range.count, epoch: epoch, rate: rate,
      state: seed.derived("umap cell", cell).value)
  }
}
