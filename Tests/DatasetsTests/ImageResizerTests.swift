import Datasets
import Testing

@Suite struct ImageResizerTests {
  @Test func resizingAgreesWithPillow() throws {
    for example in try Fixture.resizeCases() {
      let resized = resize(
        example.pixels, from: ImageSize(height: example.source[0], width: example.source[1]),
        to: ImageSize(height: example.target[0], width: example.target[1]))
      try #require(resized.count == example.resized.count)
      let differences = zip(resized, example.resized).map { abs(Int($0) - Int($1)) }
      // Pillow always filters the rows first, and rounds in between.
      #expect(try #require(differences.max()) <= 1)
    }
  }

  @Test(arguments: [1, 2, 3, 7, 31, 64])
  func oneColorStaysThatColor(side: Int) {
    let gray = [UInt8](repeating: 201, count: 23 * 40 * 3)
    let size = ImageSize(height: side, width: 65 - side)
    #expect(resize(gray, from: ImageSize(height: 23, width: 40), to: size).allSatisfy { $0 == 201 })
  }

  @Test func aCheckerboardBecomesItsMean() {
    let board = (0..<64 * 64).flatMap { pixel -> [UInt8] in
      let value: UInt8 = (pixel / 64 + pixel % 64) % 2 == 0 ? 0 : 255
      return [value, value, value]
    }
    // Sampling without a filter would give 0 or 255.
    #expect(resize(board, from: 64, to: 8).allSatisfy { (126...129).contains($0) })
  }

  @Test func mirroringAndResizingChangePlaces() {
    let size = ImageSize(height: 10, width: 21)
    let pixels = (0..<size.height * size.width * 3).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 31) }
    let target = ImageSize(height: 6, width: 9)
    #expect(
      mirrored(resize(pixels, from: size, to: target), target)
        == resize(mirrored(pixels, size), from: size, to: target))
  }

  private func resize(_ pixels: [UInt8], from size: ImageSize, to target: ImageSize) -> [UInt8] {
    var resizer = ImageResizer(to: target)
    return [UInt8](unsafeUninitializedCapacity: target.height * target.width * 3) { buffer, count in
      guard let start = buffer.baseAddress else { return }
      pixels.withUnsafeBufferPointer { pixels in
        if let source = pixels.baseAddress { resizer.resize(source, size, into: start) }
      }
      count = buffer.count
    }
  }

  private func mirrored(_ pixels: [UInt8], _ size: ImageSize) -> [UInt8] {
    (0..<size.height * size.width).flatMap { pixel in
      let from = pixel / size.width * size.width + size.width - 1 - pixel % size.width
      return pixels[3 * from..<3 * from + 3]
    }
  }
}
