import CKernels
import Core

/// Rows of cosines with reference rows, turned into powers of two: the kernel of softmax weights and of optimal transport.
///
/// A row has ``width`` entries: those behind the last reference are powers of zero. An entry is 2^(factor · cosine + offset
/// of the row + offset of the reference). Its bits depend on the row, the reference and the offsets alone.
package final class ExponentialRows: Sendable {
  /// The rows that are compared with the references, each of length 1.
  package let rows: Matrix
  /// The number of references.
  package let references: Int
  /// The number of entries of a row: the references rounded up to whole vectors.
  package let width: Int
  /// The factor of the cosines.
  package let factor: Float
  /// The offset of each reference.
  package let columnOffsets: Buffer<Float>
  private let packed: PackedColumns

  /// The offset behind the last reference.
  private static let nothing: Float = -1e30

  /// - Parameters:
  ///   - rows: plain rows of length 1.
  ///   - references: plain rows of length 1, with as many columns.
  ///   - scale: the distance between cosines at which entries differ by a factor of e.
  package init(_ rows: Matrix, references: Matrix, scale: Double) {
    precondition(rows.isPlain && references.isPlain && rows.columns == references.columns && references.rows > 0)
    self.rows = rows
    self.references = references.rows
    factor = Float(1.442_695_040_888_963_4 / scale)
    packed = PackedColumns(count: references.rows, dimensions: references.columns)
    width = packed.width
    columnOffsets = Buffer(repeating: Self.nothing, count: width)
    columnOffsets.base.update(repeating: 0, count: references.rows)
    references.withRows { block in
      Parallel.forEachChunk(of: block.rows, size: 16) { _, range in
        for row in range { packed.set(row, to: block.pointer(toRow: row), offset: 0) }
      }
    }
  }

  /// Writes the cosines of some rows with all references, a row of ``width`` entries each.
  package func writeCosines(of range: Range<Int>, to target: UnsafeMutablePointer<Float>) {
    rows.withRows { packed.products(with: $0[range], into: target) }
  }

  /// Returns the largest factor · cosine + offset of a row of cosines.
  package func peak(of cosines: UnsafePointer<Float>) -> Float {
    kernels_peak_of_row(cosines, width, factor, columnOffsets.base)
  }

  /// Turns a row of cosines into powers.
  package func exponentiate(_ cosines: UnsafeMutablePointer<Float>, offset: Float) {
    kernels_exponentiate(cosines, width, factor, offset, columnOffsets.base)
  }

}
