import Matrices

/// The search where distances are sums over columns: `diag` and `spherical`, and `tied` once the rows are whitened.
///
/// Row by row, so that the row stays in the first cache, and with it the first columns of all components, which is
/// as far as most of them get.
struct AxesSearch: ComponentSearch, ~Copyable {
  private let constants: [Double]
  private let centers: Matrix
  private let scales: Matrix
  private let whitening: (triangle: Triangle, origin: [Float])?

  /// Columns before the first look at the sum; each of the next looks comes after twice as many as the one before.
  private static var firstLook: Int { 32 }

  /// - Parameters:
  ///   - constants: the logarithm of each component's weight times its density at its mean.
  ///   - scales: the components' own, components × columns.
  init(_ constants: [Double], centers: Matrix, scales: Matrix) {
    self.constants = constants
    self.centers = centers
    self.scales = scales
    whitening = nil
  }

  /// Measures rows and centres after the transformation that all components share.
  init(_ constants: [Double], centers: Matrix, sharing triangle: Triangle, origin: [Float]) {
    self.constants = constants
    self.centers = centers.withRows { triangle.whitened($0, from: origin) }
    scales = Matrix(rows: centers.rows, columns: centers.columns, repeating: 1)
    whitening = (triangle, origin)
  }

  func search(_ rows: RowBlock, guesses: UnsafePointer<Int32>?, into logs: UnsafeMutablePointer<Double>) {
    guard let (triangle, origin) = whitening else { return searchWhitened(rows, guesses, into: logs) }
    triangle.whitened(rows, from: origin).withRows { searchWhitened($0, guesses, into: logs) }
  }

  private func searchWhitened(
    _ rows: RowBlock, _ guesses: UnsafePointer<Int32>?, into logs: UnsafeMutablePointer<Double>
  ) {
    let components = constants.count
    centers.withRows { centers in
      scales.withRows { scales in
        constants.withUnsafeBufferPointer { constants in
          let shapes = Axes(constants: constants.baseAddress!, centers: centers, scales: scales)
          for row in 0..<rows.rows {
            let (x, logs) = (rows.pointer(toRow: row), logs + row * components)
            if row + 2 < rows.rows { prefetch(rows.pointer(toRow: row + 2), rows.columns) }
            var best = -Double.infinity
            let guess = guesses.map { Int($0[row]) } ?? -1
            if guess >= 0 {
              best = shapes.log(x, guess, bar: -.infinity)
              logs[guess] = best
            }
            for component in 0..<components where component != guess {
              let log = shapes.log(x, component, bar: best - negligible)
              logs[component] = log
              if log > best { best = log }
            }
          }
        }
      }
    }
  }

  /// What the inner loop reads, as pointers.
  private struct Axes {
    let constants: UnsafePointer<Double>
    let centers: RowBlock
    let scales: RowBlock

    /// The logarithm of a component's weight times density at `x`; −∞ as soon as it falls below the bar.
    @inline(__always)
    func log(_ x: UnsafePointer<Float>, _ component: Int, bar: Double) -> Double {
      let columns = centers.columns
      let (center, scale) = (centers.pointer(toRow: component), scales.pointer(toRow: component))
      var log = constants[component]
      var (start, end) = (0, min(AxesSearch.firstLook, columns))
      while start < columns {
        log -= 0.5 * squaredDistance(x, center, scale, start, end)
        if log < bar { return -.infinity }
        (start, end) = (end, min(2 * end, columns))
      }
      return log
    }
  }
}

extension Triangle {
  /// (rows − origin)·L⁻ᵀ.
  fileprivate func whitened(_ rows: RowBlock, from origin: [Float]) -> Matrix {
    let width = columns.width
    let shifted = UnsafeMutablePointer<Float>.allocate(capacity: rows.rows * rows.columns)
    let products = UnsafeMutablePointer<Float>.allocate(capacity: rows.rows * width)
    defer {
      shifted.deallocate()
      products.deallocate()
    }
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

/// Σ ((x − center)·scale)² over the columns from `start` to `end`, in sixteen lanes.
@inline(__always)
private func squaredDistance(
  _ x: UnsafePointer<Float>, _ center: UnsafePointer<Float>, _ scale: UnsafePointer<Float>, _ start: Int, _ end: Int
) -> Double {
  var (even, odd) = (SIMD16<Float>.zero, SIMD16<Float>.zero)
  var column = start
  while column + 32 <= end {
    let first = (sixteen(x + column) - sixteen(center + column)) * sixteen(scale + column)
    let second = (sixteen(x + column + 16) - sixteen(center + column + 16)) * sixteen(scale + column + 16)
    even.addProduct(first, first)
    odd.addProduct(second, second)
    column += 32
  }
  var sum = treeSum(even + odd)
  while column < end {
    let difference = (x[column] - center[column]) * scale[column]
    sum += difference * difference
    column += 1
  }
  return Double(sum)
}
