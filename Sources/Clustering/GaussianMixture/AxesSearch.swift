import Core
import Matrices

/// The search where distances are sums over columns: `diag` and `spherical`, and `tied` once the rows are whitened.
///
/// Row by row, so that the row stays in the first cache, and with it the first columns of all components, which is
/// as far as most of them get. The columns that tell components apart come first, in blocks, so that rows are still read
/// in pieces that lie together: of the squares of a concatenation of visual and text features, whose text decides, a
/// sixth is computed, and without the order two thirds are. Columns that are mostly zero come before all others and are
/// taken by ``SparseAxes``.
struct AxesSearch: ComponentSearch {
  private let constants: [Double]
  private let centers: Matrix
  private let scales: Matrix
  /// The columns that rows are read in.
  private let whole: Range<Int>
  /// The part that the other columns add; nil where there are no others.
  private let sparse: SparseAxes?
  private let blocks: ColumnBlocks
  private let whitening: (triangle: Triangle, origin: [Float])?

  /// - Parameters:
  ///   - constants: the logarithm of each component's weight times its density at its mean.
  ///   - scales: the components' own, components × columns.
  ///   - whole: the columns that rows are read in; of the others the tiles have the entries that are not zero.
  init(_ constants: [Double], centers: Matrix, scales: Matrix, whole: Range<Int>) {
    self.constants = constants
    self.centers = centers
    self.scales = scales
    self.whole = whole
    sparse =
      whole.count < centers.columns ? SparseAxes(constants, centers: centers, scales: scales, without: whole) : nil
    blocks = ColumnBlocks(centers: centers, scales: scales, in: whole)
    whitening = nil
  }

  /// Measures rows and centres after the transformation that all components share.
  init(_ constants: [Double], centers: Matrix, sharing triangle: Triangle, origin: [Float]) {
    self.constants = constants
    let centers = centers.withRows { triangle.whitened($0, from: origin) }
    let scales = Matrix(rows: centers.rows, columns: centers.columns, repeating: 1)
    self.centers = centers
    self.scales = scales
    whole = 0..<centers.columns
    sparse = nil
    blocks = ColumnBlocks(centers: centers, scales: scales, in: whole)
    whitening = (triangle, origin)
  }

  func search(_ tile: RowTile, guesses: UnsafePointer<Int32>?, into logs: UnsafeMutablePointer<Double>) {
    if let sparse, let rows = tile.sparse {
      sparse.logs(of: rows, tile.range, into: logs)
    } else {
      for row in 0..<tile.count { (logs + row * constants.count).update(from: constants, count: constants.count) }
    }
    guard let (triangle, origin) = whitening else { return add(tile.block, guesses, to: logs) }
    triangle.whitened(tile.block, from: origin).withRows { add($0, guesses, to: logs) }
  }

  /// Adds what the columns that are read whole say to the logarithms.
  private func add(_ rows: RowBlock, _ guesses: UnsafePointer<Int32>?, to logs: UnsafeMutablePointer<Double>) {
    let components = constants.count
    centers.withRows { centers in
      scales.withRows { scales in
        blocks.starts.withUnsafeBufferPointer { blocks in
          let shapes = Axes(centers: centers, scales: scales, columns: whole, blocks: blocks)
          for row in 0..<rows.rows {
            let (x, logs) = (rows.pointer(toRow: row), logs + row * components)
            let next = rows.pointer(toRow: min(row + 1, rows.rows - 1))
            var best = -Double.infinity
            let guess = guesses.map { Int($0[row]) } ?? -1
            if guess >= 0 {
              best = shapes.log(logs[guess], x, guess, bar: -.infinity, prefetching: next)
              logs[guess] = best
            }
            for component in 0..<components where component != guess {
              let log = shapes.log(logs[component], x, component, bar: best - negligible)
              logs[component] = log
              if log > best { best = log }
            }
          }
        }
      }
    }
  }

  /// The inputs of the inner loop, as pointers.
  private struct Axes {
    let centers: RowBlock
    let scales: RowBlock
    let columns: Range<Int>
    let blocks: UnsafeBufferPointer<Int>

    /// Returns the logarithm of a component's weight times density at `x`, as far as these columns tell; −∞ as soon as
    /// it falls below the bar.
    ///
    /// The sum is looked at after one block, and then after twice as many as the time before. With each block that of
    /// another row is asked for, one by one: all at once they would queue before what is being read, which took a
    /// concatenation of 896 columns an eighth longer.
    @inline(__always)
    func log(
      _ known: Double, _ x: UnsafePointer<Float>, _ component: Int, bar: Double,
      prefetching next: UnsafePointer<Float>? = nil
    ) -> Double {
      let (center, scale) = (centers.pointer(toRow: component), scales.pointer(toRow: component))
      var log = known
      var (start, end) = (0, min(1, blocks.count))
      while start < blocks.count {
        log -= 0.5 * squaredDistance(x, center, scale, blocks, start, end, prefetching: next)
        if log < bar { return -.infinity }
        (start, end) = (end, min(2 * end, blocks.count))
      }
      let rest = columns.lowerBound + blocks.count * ColumnBlocks.width
      if rest < columns.upperBound {
        log -= 0.5 * squaredDistance(x, center, scale, from: rest, to: columns.upperBound)
      }
      return log < bar ? -.infinity : log
    }
  }
}

/// The order in which columns are looked at: whole blocks, those first in which rows of one component are farthest from
/// the others, measured by their scales. The columns after the last whole block come at the end.
private struct ColumnBlocks {
  static var width: Int { 32 }
  /// Each block's first column.
  let starts: [Int]

  /// - Complexity: O(components · columns).
  init(centers: Matrix, scales: Matrix, in columns: Range<Int>) {
    let components = Double(centers.rows)
    var distances = [Double](repeating: 0, count: columns.count / Self.width)
    for place in 0..<distances.count * Self.width {
      let column = columns.lowerBound + place
      var (mean, square) = (0.0, 0.0)
      for component in 0..<centers.rows {
        let (center, scale) = (Double(centers[component, column]), Double(scales[component, column]))
        mean += center / components
        square += (center * center + 1 / (scale * scale)) / components
      }
      for component in 0..<centers.rows {
        let (center, scale) = (Double(centers[component, column]), Double(scales[component, column]))
        distances[place / Self.width] += scale * scale * (square - 2 * center * mean + center * center)
      }
    }
    starts = distances.indices.sorted { (distances[$0], $1) > (distances[$1], $0) }
      .map { columns.lowerBound + $0 * Self.width }
  }
}

extension Triangle {
  /// (rows − origin)·L⁻ᵀ.
  fileprivate func whitened(_ rows: RowBlock, from origin: [Float]) -> Matrix {
    let width = columns.width
    let shifted = Buffer<Float>(count: rows.rows * rows.columns)
    let products = Buffer<Float>(count: rows.rows * width)
    for row in 0..<rows.rows {
      let (from, to) = (rows.pointer(toRow: row), shifted + row * rows.columns)
      for column in 0..<rows.columns { to[column] = from[column] - origin[column] }
    }
    let pointers = (0..<rows.rows).map { UnsafePointer(shifted + $0 * rows.columns) }
    pointers.withUnsafeBufferPointer { pointers in
      for panel in 0..<columns.panels {
        columns.products(
          panel: panel, columns: min(16 * (panel + 1), rows.columns), with: pointers, into: products + 16 * panel,
          stride: width)
      }
    }
    return Matrix(rows: rows.rows, columns: rows.columns) { target in
      for row in 0..<rows.rows { target.pointer(toRow: row).update(from: products + row * width, count: rows.columns) }
    }
  }
}

/// Σ ((x − center)·scale)² over some blocks of columns, in sixteen lanes.
@inline(__always)
private func squaredDistance(
  _ x: UnsafePointer<Float>, _ center: UnsafePointer<Float>, _ scale: UnsafePointer<Float>,
  _ blocks: UnsafeBufferPointer<Int>, _ start: Int, _ end: Int, prefetching next: UnsafePointer<Float>?
) -> Double {
  var (even, odd) = (SIMD16<Float>.zero, SIMD16<Float>.zero)
  for block in start..<end {
    let column = blocks[block]
    if let next { prefetch(next + column, ColumnBlocks.width) }
    let first = (sixteen(x + column) - sixteen(center + column)) * sixteen(scale + column)
    let second = (sixteen(x + column + 16) - sixteen(center + column + 16)) * sixteen(scale + column + 16)
    even.addProduct(first, first)
    odd.addProduct(second, second)
  }
  return Double(treeSum(even + odd))
}

/// The same over a few columns that fill no block.
private func squaredDistance(
  _ x: UnsafePointer<Float>, _ center: UnsafePointer<Float>, _ scale: UnsafePointer<Float>, from start: Int, to end: Int
) -> Double {
  var sum: Float = 0
  for column in start..<end {
    let difference = (x[column] - center[column]) * scale[column]
    sum += difference * difference
  }
  return Double(sum)
}
