import Core
import Matrices

/// The search where each component has a triangular matrix of its own: `full`.
///
/// Sixteen whitened coordinates are a step; those of panel p need the first 16·(p + 1) columns of the row, so the first
/// steps are the cheapest. A matrix is read once for all rows of a tile that are still in the running. After the
/// guesses all components take a few steps, and then the most promising of each row goes first.
/// Counted on CNN features of 512 columns and ten components, the likeliest being known: 3.5 distances a row in the first
/// iteration, 2.0 in the second, 1.8 in the third, instead of ten. Measured with 60,000 rows on two cores: an iteration
/// takes 0.6 s, where ten whole distances a row took 4.9 s.
struct EllipsoidSearch: ComponentSearch, ~Copyable {
  private let constants: [Double]
  private let triangles: [Triangle]
  private let centers: Matrix
  private let columns: Int
  private let steps: Int

  /// The rows less a component's mean, `stride` apart.
  private let workspace: Buffer<Float>
  private let stride: Int
  /// Sixteen whitened coordinates of each listed row.
  private let coordinates: Buffer<SIMD16<Float>>
  private let pointers: Buffer<UnsafePointer<Float>>
  /// The highest logarithm of each row so far.
  private let best: Buffer<Double>
  /// rows × components: whether the logarithm is still an upper bound only.
  private let open: Buffer<Bool>
  private let choice: Buffer<Int>
  private let list: Buffer<Int>

  /// Rows of a tile at most.
  static var capacity: Int { 1024 }

  /// The steps that all components take before the most promising go on.
  private static var opening: Int { 6 }

  /// - Parameter constants: the logarithm of each component's weight times its density at its mean.
  init(_ constants: [Double], centers: Matrix, triangles: [Triangle], capacity: Int) {
    self.constants = constants
    self.triangles = triangles
    self.centers = centers
    columns = centers.columns
    steps = (columns + 15) / 16
    stride = steps * 16
    workspace = Buffer(count: capacity * stride)
    coordinates = Buffer(count: capacity + 8)
    pointers = Buffer(count: capacity + 8)
    best = Buffer(count: capacity)
    open = Buffer(count: capacity * constants.count)
    choice = Buffer(count: capacity)
    list = Buffer(count: capacity)
  }

  func search(_ tile: RowTile, guesses: UnsafePointer<Int32>?, into logs: UnsafeMutablePointer<Double>) {
    let rows = tile.block
    let components = constants.count
    let opening = min(Self.opening, steps)
    for row in 0..<rows.rows {
      best[row] = -.infinity
      for component in 0..<components {
        logs[row * components + component] = constants[component]
        open[row * components + component] = true
      }
    }
    if let guesses {
      for row in 0..<rows.rows { choice[row] = Int(guesses[row]) }
      for component in 0..<components { advance(component, rows, 0..<steps, logs) { choice[$0] == component } }
    }
    for component in 0..<components { advance(component, rows, 0..<opening, logs) { _ in true } }
    // Twice is nearly always enough; what is left then goes in turn.
    for _ in 0..<2 {
      for row in 0..<rows.rows { choice[row] = mostPromising(row, logs) }
      for component in 0..<components { advance(component, rows, opening..<steps, logs) { choice[$0] == component } }
    }
    for component in 0..<components { advance(component, rows, opening..<steps, logs) { _ in true } }
  }

  /// The open component of the highest bound; any when none is open.
  private func mostPromising(_ row: Int, _ logs: UnsafePointer<Double>) -> Int {
    let from = row * constants.count
    var chosen = 0
    var highest = -Double.infinity
    for component in constants.indices where open[from + component] && logs[from + component] > highest {
      (chosen, highest) = (component, logs[from + component])
    }
    return chosen
  }

  /// Takes the open ones of some rows through steps of a component's distance, and drops those that fall out of reach.
  private func advance(
    _ component: Int, _ rows: RowBlock, _ range: Range<Int>, _ logs: UnsafeMutablePointer<Double>,
    where belongs: (Int) -> Bool
  ) {
    let components = constants.count
    var count = 0
    for row in 0..<rows.rows where open[row * components + component] && belongs(row) {
      list[count] = row
      count += 1
    }
    var centered = 0
    for step in range {
      count = dropHopeless(component, count, logs)
      guard count > 0 else { return }
      let width = min(16 * (step + 1), columns)
      subtractMean(component, centered..<width, rows, count)
      centered = width
      multiply(component, step, count)
      for position in 0..<count {
        let part = coordinates[position]
        let (low, high) = (SIMD8<Double>(part.lowHalf), SIMD8<Double>(part.highHalf))
        logs[list[position] * components + component] -= 0.5 * treeSum((low * low).addingProduct(high, high))
      }
    }
    guard range.upperBound == steps else { return }
    for position in 0..<count {
      let row = list[position]
      open[row * components + component] = false
      best[row] = max(best[row], logs[row * components + component])
    }
  }

  /// Closes the listed rows whose bound is out of reach; returns how many are left in the list.
  private func dropHopeless(_ component: Int, _ count: Int, _ logs: UnsafeMutablePointer<Double>) -> Int {
    var left = 0
    for position in 0..<count {
      let row = list[position]
      let index = row * constants.count + component
      if logs[index] < best[row] - negligible {
        logs[index] = -.infinity
        open[index] = false
      } else {
        list[left] = row
        left += 1
      }
    }
    return left
  }

  /// Writes the columns of `range` of the listed rows, less the mean, where the products find them.
  private func subtractMean(_ component: Int, _ range: Range<Int>, _ rows: RowBlock, _ count: Int) {
    centers.withRows { centers in
      let center = centers.pointer(toRow: component)
      for position in 0..<count {
        let (from, to) = (rows.pointer(toRow: list[position]), workspace + list[position] * stride)
        var column = range.lowerBound
        while column + 16 <= range.upperBound {
          UnsafeMutableRawPointer(to + column).storeBytes(
            of: sixteen(from + column) - sixteen(center + column), as: SIMD16<Float>.self)
          column += 16
        }
        while column < range.upperBound {
          to[column] = from[column] - center[column]
          column += 1
        }
      }
    }
  }

  /// A panel's coordinates of the listed rows; the list is filled up to groups of eight, for which the kernel is made.
  private func multiply(_ component: Int, _ panel: Int, _ count: Int) {
    let padded = (count + 7) / 8 * 8
    for position in 0..<padded {
      pointers[position] = UnsafePointer(workspace + list[min(position, count - 1)] * stride)
    }
    coordinates.base.withMemoryRebound(to: Float.self, capacity: padded * 16) {
      triangles[component].columns.products(
        panel: panel, columns: min(16 * (panel + 1), columns),
        with: UnsafeBufferPointer(start: pointers.base, count: padded), into: $0, stride: 16)
    }
  }
}
