import Core
import Foundation
import Gate
import Testing

@Suite struct PackedLabelsTests {
  @Test(arguments: [1, 2, 3, 4, 5, 8, 9, 10, 15, 16, 17, 100, 255, 256, 257, 1_000])
  func labelsComeBackUpToTheirNumbers(clusters: Int) throws {
    for noise in [false, true] {
      var random = Seed(UInt64(clusters)).stream("labels", noise ? 1 : 0)
      for items in [1, 2, 19, 20, 21, 63, 64, 1_870] {
        let labels = (0..<items).map { _ in Int32(random.integer(below: clusters + (noise ? 1 : 0))) - (noise ? 1 : 0) }
        let packed = PackedLabels(labels, seed: 7)
        #expect(try packed.labels(items: items) == renumbered(labels))
        #expect(packed.seed == 7)
      }
    }
  }

  @Test func emojiLabelsTakeAThousandCharacters() {
    let labels = (0..<1_870).map { Int32($0 % 9) }
    // 20 labels of 9 clusters are a number of 8 bytes, 3 bytes are 4 characters.
    #expect(PackedLabels(labels, seed: 0).base64.count == (94 * 8 + 2) / 3 * 4)
  }

  @Test func clustersAreNumberedByTheirFirstAppearance() {
    #expect(renumbered([5, 5, 2, -1, 5, 0, -2]) == [0, 0, 1, -1, 0, 2, -2])
    #expect(renumbered([]) == [])
    #expect(PackedLabels([3, 3, 0], seed: 1) == PackedLabels([1, 1, 2], seed: 1))
    #expect(PackedLabels([3, 3, 0], seed: 1) != PackedLabels([3, 0, 3], seed: 1))
  }

  @Test func labelsOfAnotherNumberOfItemsAreDamage() throws {
    let packed = PackedLabels([0, 1, 2, 1], seed: 0)
    for items in [0, -1, 1, 3, 5, 100, Int.max] {
      #expect(throws: PackedLabels.Damage.self) { try packed.labels(items: items) }
    }
  }

  @Test(arguments: [1, 2, 8, 9, 255, 1_000]) func noiseAndItemsThatWereLeftOutComeBackApart(
    clusters: Int
  ) throws {
    var random = Seed(UInt64(clusters)).stream("both")
    for items in [1, 20, 64, 1_870] {
      for lowest in [-2, -1] {
        let labels = (0..<items).map { _ in Int32(random.integer(below: clusters - lowest) + lowest)
        }
        let packed = PackedLabels(labels, seed: 3)
        #expect(try packed.labels(items: items) == renumbered(labels))
        let stored = try JSONDecoder().decode(PackedLabels.self, from: JSONEncoder().encode(packed))
        #expect(stored == packed)
      }
    }
    let onlyLeftOut: [Int32] = [0, -2, 1, 0]
    #expect(try PackedLabels(onlyLeftOut, seed: 0).labels(items: 4) == onlyLeftOut)
    #expect(
      !PackedLabels(onlyLeftOut, seed: 0).noise && PackedLabels([0, -1], seed: 0).leftOut == nil)
  }

  @Test func everythingNoiseIsPackedToo() throws {
    #expect(try PackedLabels([-1, -1, -1], seed: 0).labels(items: 3) == [-1, -1, -1])
    #expect(try PackedLabels([-2, -2, -1], seed: 0).labels(items: 3) == [-2, -2, -1])
  }
}
