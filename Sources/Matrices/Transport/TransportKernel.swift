import CKernels
import Core

/// The scaled kernel of a transport, exp((α + β − cost) / ε) with potentials α and β that are absorbed into it: held in
/// memory where it fits a limit, else computed anew in each pass, tile by tile.
///
/// The sums do not depend on where the kernel is held, nor on the number of threads.
final class TransportKernel {
  /// Rows that are computed together, so that the packed references are read once for all of them.
  private static let tile = 64
  /// Rows whose sums are taken together: with 2,000 references they stay in the first-level cache.
  private static let block = 4

  let entries: ExponentialRows
  /// The offset of each row.
  let rowOffsets: Buffer<Float>
  /// True where all entries are kept from pass to pass.
  let isHeld: Bool
  private let held: Buffer<Float>
  /// The contents of what is held.
  private var content = Content.nothing
  private let chunk: Int

  private enum Content { case nothing, cosines, powers }

  /// - Parameter memory: the bytes that the entries may take.
  init(_ entries: ExponentialRows, memory: Int) {
    self.entries = entries
    let rows = entries.rows.rows
    rowOffsets = Buffer(repeating: 0, count: rows)
    let (count, overflow) = rows.multipliedReportingOverflow(by: entries.width)
    isHeld = !overflow && count <= memory / MemoryLayout<Float>.stride
    held = Buffer(zeroes: isHeld ? count : 0)
    // At most 128 chunks, whose sums are added in their order.
    let tiles = (rows + Self.tile - 1) / Self.tile
    chunk = max(8, (tiles + 127) / 128) * Self.tile
  }

  /// Sets the offsets under which the largest entry of each row and of each column is 1.
  func levelPeaks() {
    let peaks = Parallel.mapChunks(of: entries.rows.rows, size: chunk) { _, range in levelRows(range) }
    content = isHeld ? .cosines : .nothing
    for column in 0..<entries.references {
      entries.columnOffsets[column] = -peaks.reduce(-Float.infinity) { max($0, $1[column]) }
    }
  }

  /// Sets the offsets of some rows, and returns the peaks of the columns under them.
  private func levelRows(_ range: Range<Int>) -> [Float] {
    let width = entries.width
    let scratch = scratch()
    var peaks = [Float](repeating: -.infinity, count: width)
    peaks.withUnsafeMutableBufferPointer { peaks in
      for tile in tiles(of: range) {
        let cosines = place(of: tile, scratch.base)
        entries.writeCosines(of: tile, to: cosines)
        for (position, row) in tile.enumerated() {
          let entry = cosines + position * width
          rowOffsets[row] = -entries.peak(of: entry)
          kernels_raise_peaks(entry, width, entries.factor, rowOffsets[row], peaks.baseAddress!)
        }
      }
    }
    return peaks
  }

  /// Has the entries computed anew, after offsets have changed.
  func forgetEntries() { content = .nothing }

  /// Hands the weighted sum of each row to `factor`, and adds the row, times what that returns, to the sums of the columns.
  ///
  /// - Parameters:
  ///   - weights: a weight for each entry of a row, 0 behind the last reference.
  ///   - factor: called once a row, from several threads.
  /// - Returns: the sum of each column.
  /// - Complexity: O(rows · references), and as much again for each column where the entries have to be computed.
  func pass(_ weights: borrowing Buffer<Float>, factor: (_ row: Int, _ sum: Float) -> Float) -> [Double] {
    let weights = UnsafePointer(weights.base)
    let chunks = Parallel.mapChunks(of: entries.rows.rows, size: chunk) { _, range in
      chunkSums(range, weights, factor)
    }
    if isHeld { content = .powers }
    var sums = [Double](repeating: 0, count: entries.references)
    for part in chunks {
      for column in sums.indices { sums[column] += part[column] }
    }
    return sums
  }

  private func chunkSums(
    _ range: Range<Int>, _ weights: UnsafePointer<Float>, _ factor: (Int, Float) -> Float
  ) -> [Double] {
    let width = entries.width
    let scratch = scratch()
    let tileSums = Buffer<Float>(count: width)
    let lines = Buffer<Float>(count: 2 * Self.block)
    let (sums, factors) = (lines + 0, lines + Self.block)
    var total = [Double](repeating: 0, count: width)
    for tile in tiles(of: range) {
      let powers = powers(of: tile, scratch.base)
      tileSums.base.update(repeating: 0, count: width)
      for first in stride(from: 0, to: tile.count, by: Self.block) {
        let (count, rows) = (min(Self.block, tile.count - first), powers + first * width)
        kernels_weigh_rows(rows, width, count, width, weights, sums)
        for row in 0..<count { factors[row] = factor(tile.lowerBound + first + row, sums[row]) }
        kernels_add_rows(rows, width, count, width, factors, tileSums.base)
      }
      for column in 0..<width { total[column] += Double(tileSums[column]) }
    }
    return total
  }

  private func tiles(of range: Range<Int>) -> [Range<Int>] {
    stride(from: range.lowerBound, to: range.upperBound, by: Self.tile).map {
      $0..<min($0 + Self.tile, range.upperBound)
    }
  }

  /// Room for a tile, where nothing is held.
  private func scratch() -> Buffer<Float> { Buffer(count: isHeld ? 0 : Self.tile * entries.width) }

  private func place(of tile: Range<Int>, _ scratch: UnsafeMutablePointer<Float>) -> UnsafeMutablePointer<Float> {
    isHeld ? held + tile.lowerBound * entries.width : scratch
  }

  private func powers(of tile: Range<Int>, _ scratch: UnsafeMutablePointer<Float>) -> UnsafeMutablePointer<Float> {
    let target = place(of: tile, scratch)
    if content == .powers { return target }
    if content == .nothing { entries.writeCosines(of: tile, to: target) }
    for (position, row) in tile.enumerated() {
      entries.exponentiate(target + position * entries.width, offset: rowOffsets[row])
    }
    return target
  }
}
