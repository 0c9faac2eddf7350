import Datasets
import Testing

@Suite struct ImageDecoderTests {
  @Test(arguments: Fixture.imageNames)
  func pixelsAreThoseThatPillowReads(name: String) throws {
    let expected = try #require(try Fixture.expectedImages()[name])
    let outcome = try decode(try Fixture.bytes("images/\(name)"), with: ImageDecoder())
    guard case .image(let size, let pixels) = outcome else {
      Issue.record("\(name): \(outcome)")
      return
    }
    #expect(size == ImageSize(height: expected.height, width: expected.width))
    try #require(pixels.count == expected.pixels.count)
    let largest = zip(pixels, expected.pixels).map { abs(Int($0) - Int($1)) }.max()
    #expect(try #require(largest) <= expected.tolerance)
  }

  @Test func everyExpectedImageIsThere() throws {
    #expect(try Fixture.expectedImages().keys.sorted() == Fixture.imageNames)
    #expect(Fixture.imageNames.count > 100)
  }

  @Test(arguments: ["too-large.png", "too-large.jpg"])
  func filesThatAskForMoreThan100MegapixelsAreRefused(name: String) throws {
    #expect(
      try decode(try Fixture.bytes(name), with: ImageDecoder())
        == .failure(.imageTooLarge(path: "image", size: 20_000, limit: 100_000_000)))
  }

  @Test func otherFormatsAreToldApartByTheirFirstBytes() throws {
    let texts = ["GIF", "GIF88a", "RIFF0000WAVE", "BM is the start of a text", "II", "%PDF-1.7"].map { Array($0.utf8) }
    for bytes in texts + [[0xff, 0xd8], [0x89, 0x50], []] {
      #expect(try decode(bytes, with: ImageDecoder()) == .failure(.notAnImage(path: "image")))
    }
    for text in ["GIF89a", "RIFF0000WEBP", "II*\0", "MM\0*", "BM"] {
      guard case .failure(.corruptImage) = try decode(Array(text.utf8), with: ImageDecoder()) else {
        Issue.record("\(text) alone is a damaged image")
        continue
      }
    }
  }

  @Test func whatTheCodecSaysIsTheCause() throws {
    let whole = try Fixture.bytes("images/ycbcr-420.jpg")
    #expect(
      try decode(Array(whole.dropLast(100)), with: ImageDecoder())
        == .failure(.corruptImage(path: "image", message: "Premature end of JPEG file")))
    let png = try Fixture.bytes("images/rgb.png")
    #expect(
      try decode(Array(png.dropLast(20)), with: ImageDecoder())
        == .failure(.corruptImage(path: "image", message: "the file ends early")))
  }

  @Test func filesAreReadFromDiskWhateverTheirSize() throws {
    let scratch = try ScratchFolder()
    // Bytes after the end of a JPEG are no part of it; these make it larger than the memory a decoder starts with.
    let large = try scratch.write(
      try Fixture.bytes("images/grey.jpg") + [UInt8](repeating: 0, count: 100_000), to: "large.jpg")
    var decoder = ImageDecoder()
    #expect(try decoder.decode(fileAt: large) { size, _ in size } == ImageSize(height: 19, width: 26))
    #expect(try decoder.decode(fileAt: Fixture.path("images/one-pixel.png")) { size, _ in size } == 1)

    let empty = try scratch.write([], to: "empty.png")
    #expect(throws: DatasetError(.emptyFile(path: empty))) { try decoder.decode(fileAt: empty) { _, _ in } }
    #expect(throws: DatasetError(.unreadable(path: scratch.path, message: "it is a folder"))) {
      try decoder.decode(fileAt: scratch.path) { _, _ in }
    }
  }
}
