import CKernels
import Core

/// The sum of the products of rows with themselves, Σ x·xᵀ: 256 rows at a time in `Float`, their sums in `Double`.
///
/// The rows are kept in panels of sixteen columns, so that eight entries of one panel, each broadcast, meet sixteen of
/// another from memory without gaps; eight sums stay in registers for all 256 rows, and only the upper triangle is
/// made (`CKernels` holds the loop). Measured with 512 columns: about 100 GFLOP/s a core of a peak of 116.
package final class GramSums {
  /// Rows that one product takes: their `Float` sums are exact to about 1e-6, and two panels fit into the first cache.
  package static let capacity = 256

  private let columns: Int
  private let panels: Int
  /// panels × rows × 16. A row more than are used keeps the panels from falling onto the same cache lines.
  private let entries: Buffer<SIMD16<Float>>
  private let stride = GramSums.capacity + 1
  /// order × order, where the order is `columns` rounded up to whole panels.
  private let sums: Buffer<Double>
  private var count = 0

  package init(columns: Int) {
    self.columns = columns
    panels = (columns + 15) / 16
    entries = Buffer(repeating: .zero, count: panels * stride)
    sums = Buffer(repeating: 0, count: panels * panels * 256)
  }

  /// Keeps `(row − center) · factor` for the next product; there may be ``capacity`` between two.
  package func append(_ row: UnsafePointer<Float>, less center: [Float], times factor: Float) {
    precondition(count < Self.capacity && center.count == columns)
    let (entries, stride, whole) = (entries + count, stride, columns / 16)
    center.withUnsafeBufferPointer { center in
      let center = center.baseAddress!
      for panel in 0..<whole {
        entries[panel * stride] = (load(row + 16 * panel) - load(center + 16 * panel)) * factor
      }
      for column in 16 * whole..<columns {
        entries[whole * stride][column - 16 * whole] = (row[column] - center[column]) * factor
      }
    }
    count += 1
  }

  /// Adds the products of the rows kept.
  package func flush() {
    for left in 0..<panels {
      for right in left..<panels {
        for half in 0..<2 {
          addProducts(left, half, right)
        }
      }
    }
    count = 0
  }

  /// Adds the products of eight columns of one panel with the sixteen of another.
  private func addProducts(_ left: Int, _ half: Int, _ right: Int) {
    let x = UnsafeRawPointer(entries + left * stride).assumingMemoryBound(to: Float.self) + 8 * half
    kernels_add_gram(
      x, entries + right * stride, count, sums + (16 * left + 8 * half) * panels * 16 + right * 16, panels * 16)
  }

  /// The sums, columns × columns, row-major; entries below the diagonal are not to be used.
  package func upperTriangle() -> [Double] {
    [Double](unsafeUninitializedCapacity: columns * columns) { target, initialized in
      for row in 0..<columns {
        (target.baseAddress! + row * columns).initialize(from: sums + row * panels * 16, count: columns)
      }
      initialized = columns * columns
    }
  }
}

@inline(__always)
private func load(_ values: UnsafePointer<Float>) -> SIMD16<Float> {
  UnsafeRawPointer(values).loadUnaligned(as: SIMD16<Float>.self)
}
