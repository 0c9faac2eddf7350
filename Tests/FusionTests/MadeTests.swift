import Clustering
import Core
import Foundation
import Fusion
import Matrices
import Stages
import Testing

/// Sets on which a vocabulary helps, or does not, and the accuracy of k-means by the definition, from `Fixtures/make_made.py`.
struct MadeFixture: Decodable {
  let cases: [Case]

  struct Case: Decodable {
    let name: String
    let accuracy: [String: Double]
    let sets: Sets
  }

  struct Sets: Decodable {
    let images: [[Float]]
    let nouns: [[Float]]
    let captions: [[Float]]
    let shuffledNouns: [[Float]]
    let shuffledCaptions: [[Float]]
    let labels: [Int]

    enum CodingKeys: String, CodingKey {
      case images, nouns, captions, labels
      case shuffledNouns = "shuffled nouns"
      case shuffledCaptions = "shuffled captions"
    }
  }

  static let shared: MadeFixture? = {
    guard let url = Bundle.module.url(forResource: "made", withExtension: "json", subdirectory: "Fixtures"),
      let data = try? Data(contentsOf: url)
    else { return nil }
    return try? JSONDecoder().decode(MadeFixture.self, from: data)
  }()
}

@Suite struct MadeTests {
  /// Nouns and captions that carry the classes, or others of the same cone.
  private enum Vocabulary { case own, shuffled }

  /// Images of six classes, and the accuracy of k-means on spaces of them.
  private struct Trial {
    let images: Matrix
    let sets: MadeFixture.Sets
    let expected: [String: Double]
    static let classes = 6

    init(_ name: String) throws {
      let fixture = try #require(MadeFixture.shared)
      let found = try #require(fixture.cases.first { $0.name == name })
      (sets, expected) = (found.sets, found.accuracy)
      images = Matrix(sets.images).l2Normalized()
    }

    func counterpart(_ nouns: [[Float]], _ change: (inout Counterpart) -> Void = { _ in }) throws -> Matrix {
      var fusion = Counterpart()
      (fusion.vocabulary, fusion.clusters) = ("nouns", Self.classes)
      change(&fusion)
      let reference = Reference(rows: Matrix(nouns), names: nouns.indices.map { "noun \($0)" })
      return try fusion.make([images], StageContext(seed: 1, references: ["nouns": reference])).rows
    }

    private func transported(_ nouns: [[Float]]) throws -> Matrix {
      try counterpart(nouns) { ($0.select, $0.assign, $0.combine) = (.nearest, .transport, .replace) }
    }

    /// Counterparts of all nouns, which are equally many of each class, without the images.
    func all(relaxation: Double?) throws -> Double {
      try accuracy(
        counterpart(sets.nouns) {
          ($0.select, $0.assign, $0.combine) = (.nearest, .transport, .replace)
          ($0.perCenter, $0.relaxation) = (sets.nouns.count, relaxation)
        })
    }

    func alone() throws -> Double { try accuracy(images) }

    /// Text-aided clustering without training (Li et al. 2024).
    func tac(_ vocabulary: Vocabulary) throws -> Double {
      try accuracy(counterpart(vocabulary == .own ? sets.nouns : sets.shuffledNouns))
    }

    /// Adaptive weights of images, nouns and captions by transport (Zhu et al. 2026).
    func cae(_ vocabulary: Vocabulary) throws -> Double {
      let nouns = try transported(vocabulary == .own ? sets.nouns : sets.shuffledNouns)
      let captions = try transported(vocabulary == .own ? sets.captions : sets.shuffledCaptions)
      return try accuracy(Adaptive().make([images, nouns, captions], StageContext(seed: 1)).rows)
    }

    private func accuracy(_ rows: Matrix) throws -> Double {
      let found = try KMeans(clusters: Self.classes).cluster(rows, StageContext(seed: 1)).partition.labels
      var counts = [[Int]](repeating: [Int](repeating: 0, count: Self.classes), count: Self.classes)
      for (cluster, label) in zip(found, sets.labels) { counts[Int(cluster)][label] += 1 }
      return Double(Self.best(counts[...], of: Set(0..<Self.classes))) / Double(sets.labels.count)
    }

    /// The most items in their class, over all ways to give each cluster a class of its own.
    private static func best(_ counts: ArraySlice<[Int]>, of classes: Set<Int>) -> Int {
      guard let first = counts.first else { return 0 }
      return classes.map { first[$0] + best(counts.dropFirst(), of: classes.subtracting([$0])) }.max() ?? 0
    }
  }

  /// The definition clusters by other starts, whose local optima differ where clusters are not clear.
  @Test(arguments: ["drowned", "isotropic", "unequal"])
  func theAccuraciesAreThoseOfTheDefinition(name: String) throws {
    let trial = try Trial(name)
    let found: [(String, Double)] = try [
      ("images", trial.alone()), ("tac", trial.tac(.own)), ("cae", trial.cae(.own)),
      ("shuffled tac", trial.tac(.shuffled)), ("shuffled cae", trial.cae(.shuffled)),
      ("equal masses", trial.all(relaxation: nil)), ("relaxed masses", trial.all(relaxation: 0.02)),
    ]
    #expect(found.count == trial.expected.count)
    for (space, accuracy) in found {
      let expected = try #require(trial.expected[space])
      #expect(abs(accuracy - expected) < 0.08, "\(space): \(accuracy) for \(expected)")
    }
  }

  @Test func nounsRaiseTheAccuracyWhereTheImagesDrownInWhatNoNounShares() throws {
    let trial = try Trial("drowned")
    let (images, tac, cae) = try (trial.alone(), trial.tac(.own), trial.cae(.own))
    #expect(images < 0.35 && tac > images + 0.5 && cae > images + 0.5)
    for (name, found) in [("images", images), ("tac", tac), ("cae", cae)] {
      #expect(abs(found - (trial.expected[name] ?? 0)) < 0.05, "\(name) \(found)")
    }
  }

  @Test func nounsOfNoClassDoNotRaiseIt() throws {
    let trial = try Trial("drowned")
    let (images, tac, cae) = try (trial.alone(), trial.tac(.shuffled), trial.cae(.shuffled))
    #expect(tac < images + 0.15 && cae < images + 0.15, "\(images) \(tac) \(cae)")
  }

  @Test func itFallsWhereTheNoiseOfTheImagesIsAlikeInAllDirections() throws {
    let trial = try Trial("isotropic")
    let images = try trial.alone()
    #expect(abs(images - (trial.expected["images"] ?? 0)) < 0.03)
    #expect(try trial.tac(.own) < images && trial.cae(.own) < images)
    #expect(try trial.tac(.shuffled) < images - 0.3 && trial.cae(.shuffled) < images - 0.3)
  }

  @Test func equalMassesHurtWhereClassesDifferInSizeAndRelaxedOnesDoNot() throws {
    let (same, other) = try (Trial("drowned"), Trial("unequal"))
    #expect(try same.all(relaxation: nil) > 0.97 && same.all(relaxation: 0.02) > 0.97)
    let (equal, relaxed) = try (other.all(relaxation: nil), other.all(relaxation: 0.02))
    #expect(abs(equal - (other.expected["equal masses"] ?? 0)) < 0.05 && equal < 0.9, "\(equal)")
    #expect(relaxed > 0.95 && relaxed > equal + 0.08, "\(relaxed)")
  }
}
