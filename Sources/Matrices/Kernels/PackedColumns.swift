import CKernels
import Core

/// Vectors (centres, candidates) packed for products with many rows: sixteen of them side by side make a panel, and a
/// panel holds their first entries, then their second, and so on.
///
/// The idea: a row's entry is broadcast against the sixteen entries of a panel, so that every multiply-add fills a
/// whole vector register. Eight rows and two panels at a time keep sixteen sums in registers, more than a multiply-add's
/// latency needs. The rows may lie anywhere, so that those which bounds have left over are multiplied as fast as all of
/// them. Measured with 896 columns and 112 vectors: 145 GFLOP/s a core, where a general matrix product reaches 91.
/// `CKernels` holds the loop in C, which Swift compiles for one width of vectors alone: with 256 bits, four rows and one
/// panel fill the registers.
/// Each product adds its terms in the order of the columns, in blocks whose sums are then added: its bits depend on the
/// row and the vector alone, and its error on the length of a block rather than on that of the row.
package struct PackedColumns: ~Copyable {
  /// The number of vectors.
  package let count: Int
  /// The length of each vector.
  package let dimensions: Int
  /// The number of panels of sixteen.
  package let panels: Int

  /// Panel by panel: the offsets of its vectors, then their entries.
  let entries: Buffer<SIMD16<Float>>

  /// The number of sums a row gets: `count` rounded up to whole panels.
  package var width: Int { panels * 16 }

  /// Room for `count` vectors of `dimensions` entries and an offset each.
  package init(count: Int, dimensions: Int) {
    self.count = count
    self.dimensions = dimensions
    panels = (count + 15) / 16
    entries = Buffer(repeating: .zero, count: panels * (dimensions + 1))
  }

  /// Packs rows as vectors.
  ///
  /// - Parameter offset: the number that the products with a row begin with.
  package init(_ rows: RowBlock, offset: (_ row: Int) -> Float = { _ in 0 }) {
    self.init(count: rows.rows, dimensions: rows.columns)
    let lines = (dimensions + 15) / 16
    // Sixteen rows in whole lines, behind which nothing is written.
    let panel = Buffer<SIMD16<Float>>(repeating: .zero, count: 16 * lines)
    for first in stride(from: 0, to: rows.rows, by: 16) {
      var offsets = SIMD16<Float>.zero
      for lane in 0..<min(16, rows.rows - first) {
        let line = UnsafeMutableRawPointer(panel + lane * lines).assumingMemoryBound(to: Float.self)
        line.update(from: rows.pointer(toRow: first + lane), count: dimensions)
        offsets[lane] = offset(first + lane)
      }
      if first + 16 > rows.rows {
        for lane in rows.rows - first..<16 { (panel + lane * lines).update(repeating: .zero, count: lines) }
      }
      set(panel: first / 16, to: panel.base, stride: lines, offsets: offsets)
    }
  }

  /// Puts a vector and its offset at a position; a product with it is `offset + row · vector`.
  package borrowing func set(_ index: Int, to vector: UnsafePointer<Float>, offset: Float) {
    precondition(index >= 0 && index < count)
    let lane = index % 16
    let panel = UnsafeMutableRawPointer(entries + index / 16 * (dimensions + 1)).assumingMemoryBound(to: Float.self)
    panel[lane] = offset
    for column in 0..<dimensions { panel[(column + 1) * 16 + lane] = vector[column] }
  }

  /// Puts sixteen vectors and their offsets into a panel.
  ///
  /// - Parameters:
  ///   - vectors: the vectors one after the other, each filled up to `stride` whole lines of sixteen entries; those after
  ///     the last one are zero.
  ///   - offsets: the number that the products with each begin with.
  package borrowing func set(
    panel: Int, to vectors: UnsafePointer<SIMD16<Float>>, stride: Int, offsets: SIMD16<Float>
  ) {
    precondition(panel >= 0 && panel < panels && stride * 16 >= dimensions)
    let target = entries + panel * (dimensions + 1)
    target[0] = offsets
    for line in 0..<dimensions / 16 { transpose16(vectors + line, stride, target + 1 + line * 16, 1) }
    let rest = dimensions % 16
    guard rest > 0 else { return }
    withUnsafeTemporaryAllocation(of: SIMD16<Float>.self, capacity: 16) { lines in
      transpose16(vectors + dimensions / 16, stride, lines.baseAddress!, 1)
      for column in 0..<rest { target[1 + dimensions - rest + column] = lines[column] }
    }
  }

  /// The vector at a position, as it was set.
  package borrowing func vector(_ index: Int) -> [Float] {
    precondition(index >= 0 && index < count)
    let panel = UnsafeMutableRawPointer(entries + index / 16 * (dimensions + 1)).assumingMemoryBound(to: Float.self)
    return (0..<dimensions).map { panel[($0 + 1) * 16 + index % 16] }
  }

  /// Writes `offset + row · vector` for every row and vector; `output` has rows of ``width`` entries.
  package borrowing func products(with rows: RowBlock, into output: UnsafeMutablePointer<Float>) {
    precondition(rows.columns == dimensions)
    withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: max(rows.rows, 1)) { pointers in
      for row in 0..<rows.rows { pointers.initializeElement(at: row, to: rows.pointer(toRow: row)) }
      products(
        panels: 0..<panels, columns: dimensions, with: UnsafeBufferPointer(rebasing: pointers[..<rows.rows]),
        into: output,
        stride: width, step: 16)
    }
  }

  /// Writes `offset + row · vector` for the sixteen vectors of one panel; those of `rows[i]` begin at
  /// `output[i * stride]`.
  ///
  /// - Parameter columns: the number of leading columns that the product takes.
  package borrowing func products(
    panel: Int, columns: Int, with rows: UnsafeBufferPointer<UnsafePointer<Float>>,
    into output: UnsafeMutablePointer<Float>, stride: Int
  ) {
    products(panels: panel..<panel + 1, columns: columns, with: rows, into: output, stride: stride, step: 0)
  }

  /// Writes `offset + row · vector` for the vectors of some panels; those of `rows[i]` with the panel number j of them begin
  /// at `output[i * stride + j * step]`.
  ///
  /// - Parameter columns: the number of leading columns that the product takes.
  package borrowing func products(
    panels range: Range<Int>, columns: Int, with rows: UnsafeBufferPointer<UnsafePointer<Float>>,
    into output: UnsafeMutablePointer<Float>, stride: Int, step: Int
  ) {
    precondition(range.lowerBound >= 0 && range.upperBound <= panels && columns <= dimensions)
    kernels_multiply_panels(
      product_panels(first: entries + range.lowerBound * (dimensions + 1), length: dimensions + 1, columns: columns),
      range.count, rows.baseAddress, rows.count, product_output(first: output, stride: stride, step: step))
  }

  /// Terms added up before their sum joins the others, as in `CKernels`.
  static let block = 64

  /// The most that rounding takes from a product of `columns` terms, as a share of the product of the two lengths.
  package static func rounding(columns: Int) -> Double {
    // Each term is rounded at most once a step of its block, and its block's sum once a block.
    Double(min(columns, block) + columns / block + 3) * Double(Float.ulpOfOne) / 2
  }
}
