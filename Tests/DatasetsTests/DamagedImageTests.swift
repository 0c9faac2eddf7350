import Core
import Datasets
import Matrices
import Testing

/// Damaged files give an image or an error, never a crash, and never depend on the image decoded before.
@Suite struct DamagedImageTests {
  @Test(arguments: Fixture.imageNames)
  func everyTruncationIsAnError(name: String) throws {
    let whole = try Fixture.bytes("images/\(name)")
    let decoder = ImageDecoder()
    for length in 0..<whole.count {
      guard case .failure = try decode(Array(whole.prefix(length)), with: decoder) else {
        Issue.record("\(name) cut to \(length) of \(whole.count) bytes was read")
        return
      }
    }
    guard case .image = try decode(whole, with: decoder) else {
      Issue.record("\(name) was not read after its truncations")
      return
    }
  }

  @Test(arguments: Fixture.imageNames)
  func changedBytesGiveAnErrorOrTheSameImageFromAnyDecoder(name: String) throws {
    let whole = try Fixture.bytes("images/\(name)")
    var random = Seed(7).stream("damage", whole.count)
    let used = ImageDecoder()
    for _ in 0..<200 {
      var damaged = whole
      for _ in 0...random.integer(below: 3) {
        damaged[random.integer(below: damaged.count)] ^= UInt8(1 + random.integer(below: 255))
      }
      let outcome = try decode(damaged, with: used)
      #expect(try decode(damaged, with: ImageDecoder()) == outcome)
    }
  }

  @Test func everyChangedByteOfAPNGIsFound() throws {
    // Its checksums cover every byte.
    for name in ["rgb.png", "palette-transparency.png", "rgba-interlaced.png"] {
      let whole = try Fixture.bytes("images/\(name)")
      let decoder = ImageDecoder()
      for position in whole.indices {
        var damaged = whole
        damaged[position] ^= 0x21
        guard case .failure = try decode(damaged, with: decoder) else {
          Issue.record("\(name) with another byte \(position) was read")
          return
        }
      }
    }
  }

  @Test func anOrientationBeyondTheSegmentIsIgnored() throws {
    // The offset of the first directory, four bytes after the byte order, leads outside.
    let upright = try decode(try Fixture.bytes("images/orientation-1.jpg"), with: ImageDecoder())
    var turned = try Fixture.bytes("images/orientation-6.jpg")
    let start = try #require(turned.indices.first { turned[$0...].starts(with: Array("II".utf8) + [42, 0]) })
    for offset: [UInt8] in [[0xff, 0xff, 0xff, 0xff], [40, 0, 0, 0], [0xfe, 0xff, 0xff, 0x7f]] {
      turned.replaceSubrange(start + 4..<start + 8, with: offset)
      #expect(try decode(turned, with: ImageDecoder()) == upright)
    }
  }
}
