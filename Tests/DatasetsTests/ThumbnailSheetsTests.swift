import Core
import Datasets
import Foundation
import Testing

@Suite struct ThumbnailSheetsTests {
  /// Images of one colour each.
  private func plain(_ count: Int, _ size: ImageSize) -> Images {
    var bytes: [UInt8] = []
    for index in 0..<count {
      let color = [UInt8(index * 37 % 256), UInt8(index * 101 % 256), UInt8(255 - index % 256)]
      for _ in 0..<size.height * size.width { bytes += color }
    }
    return Images(count: count, size: size, bytes: bytes)
  }

  /// The pixels of a sheet: its size, and red, green, blue by row and column.
  private func decoded(_ sheet: Data) throws -> (size: ImageSize, bytes: [UInt8]) {
    let decoder = ImageDecoder()
    return try sheet.withUnsafeBytes { bytes in
      try decoder.decode(bytes, path: "sheet") { size, pixels in
        (size, Array(UnsafeBufferPointer(start: pixels, count: size.height * size.width * 3)))
      }
    }
  }

  @Test(arguments: [
    ImageSize(height: 32, width: 32), ImageSize(height: 8, width: 20), ImageSize(height: 64, width: 100),
  ])
  func everyThumbnailLiesInItsCell(size: ImageSize) throws {
    let images = plain(1030, size)
    let sheets = try #require(ThumbnailSheets(of: images, limit: .max))
    #expect(sheets.positions == nil && sheets.sheets.count == 2)
    #expect(max(sheets.size.height, sheets.size.width) <= ThumbnailSheets.longestSide)
    let (last, bytes) = try decoded(sheets.sheets[1])
    #expect(last == ImageSize(height: sheets.cell.height, width: 6 * sheets.cell.width))
    for place in 0..<6 {
      let pixel = (sheets.size.height / 2 * last.width + place * sheets.cell.width + sheets.size.width / 2) * 3
      let expected = images.bytes(of: 1024 + place).prefix(3)
      for (channel, value) in expected.enumerated() {
        #expect(abs(Int(bytes[pixel + channel]) - Int(value)) <= 6, "image \(1024 + place), channel \(channel)")
      }
    }
  }

  @Test func theShapeOfAnImageStays() throws {
    let sheets = try #require(ThumbnailSheets(of: plain(1, ImageSize(height: 60, width: 120)), limit: .max))
    #expect(sheets.size == ImageSize(height: 16, width: 32))
  }

  @Test func aboveTheLimitAPartIsKeptThatFits() throws {
    var stream = Seed(1).stream("noise")
    let bytes = (0..<3000 * 768).map { _ in UInt8(truncatingIfNeeded: stream.next()) }
    let noise = Images(count: 3000, size: 16, bytes: bytes)
    let limit = 100_000
    let sheets = try #require(ThumbnailSheets(of: noise, limit: limit))
    let positions = try #require(sheets.positions)
    #expect(positions.count < 3000 && positions == positions.sorted() && Set(positions).count == positions.count)
    let size = sheets.sheets.reduce(0) { $0 + $1.count }
    #expect(size <= limit && size > limit * 3 / 4)
    let again = try #require(ThumbnailSheets(of: noise, limit: limit))
    #expect(again.positions == positions && again.sheets == sheets.sheets)
  }

  @Test func theBytesDoNotDependOnThreads() throws {
    let images = plain(2100, ImageSize(height: 12, width: 12))
    let alone = Threads.$count.withValue(1) { ThumbnailSheets(of: images, limit: .max)?.sheets }
    #expect(alone?.count == 3)
    for threads in [2, 4] {
      #expect(Threads.$count.withValue(threads) { ThumbnailSheets(of: images, limit: .max)?.sheets } == alone)
    }
  }
}
