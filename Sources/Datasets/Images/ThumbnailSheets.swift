import CImageCodecs
import Core
import Foundation
import Matrices

/// Small copies of images, laid out side by side in JPEG sheets, so that tens of thousands fit into one file.
package struct ThumbnailSheets: Sendable {
  /// The size of a thumbnail: that of the images, shrunk to fit ``longestSide``.
  package let size: ImageSize
  /// The room that each takes: a multiple of a JPEG's blocks, so that no thumbnail bleeds into its neighbour.
  package let cell: ImageSize
  /// The JPEG files, each of ``perSide`` × ``perSide`` cells, filled row after row; the last may end early.
  package let sheets: [Data]
  /// The positions of the images that have a thumbnail, ascending; nil when all have one.
  package let positions: [Int]?

  /// The longer side of a thumbnail in pixels, at most.
  package static let longestSide = 32
  /// The number of cells along each side of a sheet.
  package static let perSide = 32
  /// The qualities that are tried, the best first, until the sheets are small enough.
  private static let qualities: [Int32] = [85, 70, 50]
  /// The side of the blocks of a JPEG with chroma at half the resolution.
  private static let block = 16

  /// Makes the sheets; where even the lowest quality takes more than `limit` bytes, of a part of the images.
  ///
  /// The part is drawn at random but always the same.
  /// - Complexity: O(pixels), three times over at most.
  package init?(of images: Images, limit: Int) {
    guard images.count > 0, images.height > 0, images.width > 0 else { return nil }
    let size = Self.thumbnail(of: images.size)
    func rounded(_ side: Int) -> Int { (side + Self.block - 1) / Self.block * Self.block }
    let cell = ImageSize(height: rounded(size.height), width: rounded(size.width))
    var positions = Array(0..<images.count)
    for quality in Self.qualities {
      guard let sheets = Self.sheets(images, positions, size, cell, quality) else { return nil }
      let bytes = sheets.reduce(0) { $0 + $1.count }
      let isLast = quality == Self.qualities.last
      if bytes > limit, !isLast { continue }
      if bytes > limit {
        let share = 0.97 * Double(limit) / Double(bytes)
        positions = Self.sample(max(Int(Double(images.count) * share), 1), of: images.count)
      }
      (self.size, self.cell) = (size, cell)
      self.positions = positions.count == images.count ? nil : positions
      if bytes <= limit {
        self.sheets = sheets
      } else {
        guard let fewer = Self.sheets(images, positions, size, cell, quality) else { return nil }
        self.sheets = fewer
      }
      return
    }
    return nil
  }

  private static func thumbnail(of size: ImageSize) -> ImageSize {
    let longest = max(size.height, size.width)
    guard longest > longestSide else { return size }
    func shrunk(_ side: Int) -> Int { max((side * longestSide + longest / 2) / longest, 1) }
    return ImageSize(height: shrunk(size.height), width: shrunk(size.width))
  }

  private static func sample(_ count: Int, of total: Int) -> [Int] {
    var stream = Seed(0).stream("thumbnails")
    return stream.sample(min(count, total), of: total).sorted()
  }

  /// The JPEG files of all sheets; nil when there is no memory.
  private static func sheets(
    _ images: Images, _ positions: [Int], _ size: ImageSize, _ cell: ImageSize, _ quality: Int32
  ) -> [Data]? {
    let perSheet = perSide * perSide
    let count = (positions.count + perSheet - 1) / perSheet
    let files = Parallel.mapChunks(of: count, size: 1) { _, range in
      range.map { sheet in
        let members = positions[(sheet * perSheet)..<min((sheet + 1) * perSheet, positions.count)]
        return jpeg(images, members, size, cell, quality)
      }
    }
    let all = files.flatMap(\.self).compactMap(\.self)
    return all.count == count ? all : nil
  }

  private static func jpeg(
    _ images: Images, _ members: ArraySlice<Int>, _ size: ImageSize, _ cell: ImageSize, _ quality: Int32
  ) -> Data? {
    let columns = min(members.count, perSide)
    let rows = (members.count + perSide - 1) / perSide
    let stride = columns * cell.width * 3
    var pixels = [UInt8](repeating: 255, count: rows * cell.height * stride)
    var resizer = ImageResizer(to: size)
    var small = [UInt8](repeating: 0, count: size.bytes)
    for (index, position) in members.enumerated() {
      images.withBytes(of: position) { bytes in
        small.withUnsafeMutableBufferPointer { target in
          guard let from = bytes.baseAddress, let to = target.baseAddress else { return }
          if images.size == size {
            to.update(from: from, count: size.bytes)
          } else {
            resizer.resize(from, images.size, into: to)
          }
        }
      }
      let corner = index / perSide * cell.height * stride + index % perSide * cell.width * 3
      fill(&pixels, from: corner, stride: stride, cell, with: small, size)
    }
    var length = 0
    guard
      let bytes = image_encode_jpeg(
        pixels, UInt32(rows * cell.height), UInt32(columns * cell.width), quality, &length)
    else { return nil }
    defer { free(bytes) }
    return Data(bytes: bytes, count: length)
  }

  /// Puts a thumbnail into the corner of its cell; its last row and column go on to the cell's end.
  private static func fill(
    _ pixels: inout [UInt8], from corner: Int, stride: Int, _ cell: ImageSize, with image: [UInt8], _ size: ImageSize
  ) {
    for row in 0..<cell.height {
      let line = min(row, size.height - 1) * size.width
      for column in 0..<cell.width {
        let source = (line + min(column, size.width - 1)) * 3
        let target = corner + row * stride + column * 3
        for channel in 0..<3 { pixels[target + channel] = image[source + channel] }
      }
    }
  }
}
