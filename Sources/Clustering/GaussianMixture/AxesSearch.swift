import Matrices

/// The search where distances are sums over columns: `diag` and `spherical`, and `tied` once the rows are whitened.
///
/// Row by row, so that the row stays in the first cache, and with it the first columns of all components, which is
/// as far as most of them get.
struct AxesSearch: ComponentSearch, ~Copyable {
  private let constants: [Double]
  private let centers: Matrix
  private let scales: Matrix?
  private let whitening: (triangle: Triangle, origin: [Float])?

  /// Columns between two looks at the sum.
  private static var block: Int { 64 }

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
    scales = nil
    whitening = (triangle, origin)
  }

  func search(_ rows: RowBlock, guesses: UnsafePointer<Int32>?, into logs: UnsafeMutablePointer<Double>) {
    guard let (triangle, origin) = whitening else {
      return searchWhitened(rows, guesses, into: logs)
    }
    triangle.whitened(rows, from: origin).withRows { searchWhitened($0, guesses, into: logs) }
  }

  private func searchWhitened(
    _ rows: RowBlock, _ guesses: UnsafePointer<Int32>?, into logs: UnsafeMutablePointer<Double>
  ) {
    let (components, columns) = (constants.count, rows.columns)
    centers.withRows { centers in
      scales.withRows { scales in
        constants.withUnsafeBufferPointer { constants in
          for row in 0..<rows.rows {
            let (x, logs) = (rows.pointer(toRow: row), logs + row * components)
            func log(_ component: Int, _ bar: Double) -> Double {
              var log = constants[component]
              let (center, scale) = (centers.pointer(toRow: component), scales?.pointer(toRow: component))
              for start in stride(from: 0, to: columns, by: Self.block) {
                let range = start..<min(start + Self.block, columns)
                log -= 0.5 * (scale.map { squaredDistance(x, center, $0, range) } ?? squaredDistance(x, center, range))
                if log < bar { return -.infinity }
              }
              return log
            }
            var best = -Double.infinity
            let guess = guesses.map { Int($0[row]) } ?? -1
            if guess >= 0 {
              best = log(guess, -.infinity)
              logs[guess] = best
            }
            for component in 0..<components where component != guess {
              logs[component] = log(component, best - negligible)
              best = max(best, logs[component])
            }
          }
        }
      }
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

extension Optional<Matrix> {
  /// Lends the rows, or nil.
  fileprivate func withRows(_ body: (RowBlock?) -> Void) {
    switch self {
    case .none: body(nil)
    case .some(let matrix): matrix.withRows { body($0) }
    }
  }
}

/// Σ ((x − center)·scale)² over the columns of `range`: products in sixteen `Float` lanes, their sum in `Double`.
@inline(__always)
private func squaredDistance(
  _ x: UnsafePointer<Float>, _ center: UnsafePointer<Float>, _ scale: UnsafePointer<Float>, _ range: Range<Int>
) -> Double {
  var lanes = SIMD16<Float>.zero
  var column = range.lowerBound
  while column + 16 <= range.upperBound {
    let difference = (sixteen(x + column) - sixteen(center + column)) * sixteen(scale + column)
    lanes.addProduct(difference, difference)
    column += 16
  }
  var sum = (SIMD8<Double>(lanes.lowHalf) + SIMD8<Double>(lanes.highHalf)).sum()
  while column < range.upperBound {
    let difference = Double((x[column] - center[column]) * scale[column])
    sum += difference * difference
    column += 1
  }
  return sum
}

/// The same where all scales are 1.
@inline(__always)
private func squaredDistance(
  _ x: UnsafePointer<Float>, _ center: UnsafePointer<Float>, _ range: Range<Int>
) -> Double {
  Matrices.squaredDistance(x + range.lowerBound, center + range.lowerBound, range.count)
}
