import Core
import Datasets
import Matrices
import Testing

@Suite struct ImagesTests {
  let images = Images(
    count: 5, size: ImageSize(height: 2, width: 3), bytes: (0..<90).map { UInt8(truncatingIfNeeded: $0 * 29) })

  @Test func bytesAreThoseOfTheImage() {
    #expect(images.bytes(of: 1) == (18..<36).map { UInt8(truncatingIfNeeded: $0 * 29) })
  }

  @Test func pixelsAreScaledAndOrderedByColor() throws {
    let pixels = try images.pixels()
    #expect(pixels.rows == 5 && pixels.columns == 18)
    for image in 0..<5 {
      let bytes = images.bytes(of: image)
      for channel in 0..<3 {
        for pixel in 0..<6 {
          let expected: Float = (Float(bytes[3 * pixel + channel]) / 255 - 0.5) / 0.5
          #expect(pixels[image, channel * 6 + pixel] == expected)
        }
      }
    }
  }

  @Test func blackIsMinusOneAndWhiteIsOne() throws {
    let pixels = try Images(count: 2, size: 1, bytes: [0, 0, 0, 255, 255, 255]).pixels()
    #expect(pixels == Matrix([[-1, -1, -1], [1, 1, 1]]))
  }

  @Test func pixelsDoNotDependOnThreads() throws {
    let many = Images(count: 300, size: 4, bytes: (0..<300 * 48).map { UInt8(truncatingIfNeeded: $0 &* $0) })
    let alone = try Threads.$count.withValue(1) { try many.pixels() }
    for threads in [2, 4] { #expect(try Threads.$count.withValue(threads) { try many.pixels() } == alone) }
  }

  @Test func selectingTakesImagesInTheOrderAsked() {
    let some = images.selecting([3, 0])
    #expect(some.count == 2 && some.size == images.size)
    #expect(some.bytes(of: 0) == images.bytes(of: 3) && some.bytes(of: 1) == images.bytes(of: 0))
    #expect(images.selecting([]).count == 0)
    #expect(images.selecting([0, 1, 2, 3, 4]) == images)
    #expect(images.selecting([0, 1, 2, 4, 3]) != images)
  }

  @Test func imagesLargerThanTheMachineAreRefused() {
    for side in [1_000_000, Int.max] {
      let size = ImageSize(height: side, width: side)
      let found = reason { _ = try Images(count: 1000, size: size) { _ in Issue.record("the memory was asked for") } }
      guard case .memory(1000, size, 1, _) = found else {
        Issue.record("\(String(describing: found))")
        return
      }
    }
  }
}
