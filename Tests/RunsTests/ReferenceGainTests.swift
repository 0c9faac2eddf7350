import Core
import Experiments
import Foundation
import Report
import Results
import Runs
import TestSupport
import Testing

/// A run tells whether a vocabulary raises its first score, on the made sets of `FusionTests/Fixtures/make_made.py`. In `drowned`
/// the nouns carry the classes and the images drown in what no noun shares; in `isotropic` the images tell the classes by
/// themselves, and nouns of no class hide them: its accuracies of k-means are .24 and .95, and .91 and .33.
@Suite struct ReferenceGainTests {
  private struct Made: Decodable {
    let cases: [Case]

    struct Case: Decodable {
      let name: String
      let sets: Sets
    }

    struct Sets: Decodable {
      let images: [[Float]]
      let nouns: [[Float]]
      let shuffledNouns: [[Float]]
      let labels: [Int]

      enum CodingKeys: String, CodingKey {
        case images, nouns, labels
        case shuffledNouns = "shuffled nouns"
      }
    }
  }

  private static func sets(_ name: String) throws -> Made.Sets {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = tests.appendingPathComponent("FusionTests/Fixtures/made.json")
    let made = try JSONDecoder().decode(Made.self, from: try Data(contentsOf: file))
    return try #require(made.cases.first { $0.name == name }).sets
  }

  private static let experiment = """
    name: gain
    dataset: { labels: [{ table: labels.csv, column: kind }] }
    features: { images: images.csv }
    references: { nouns: nouns.csv }
    spaces:
      - images
      - counterpart: { of: images, vocabulary: nouns, k: 6, name: aided }
    clusterers: [kmeans: { k: 6, metric: spherical }]
    seeds: 6
    scores: [kappa]
    figures: none

    """

  /// The findings on the counterparts of one set among some nouns.
  private func findings(_ sets: Made.Sets, nouns: [[Float]]) throws -> [String] {
    try withFolder { folder in
      try Samples.table(sets.images, to: folder + "/images.csv")
      try Samples.table(nouns, ids: nouns.indices.map { "n\($0)" }, to: folder + "/nouns.csv")
      try Samples.write("kind\n" + sets.labels.map { "k\($0)\n" }.joined(), to: folder + "/labels.csv")
      let out = RunFolder(path: folder + "/out")
      let run = try Runner(ExperimentFile.parse(Self.experiment, file: folder + "/e.yaml"), into: out).run().run
      #expect(run.record.facts(of: "aided").references == ["nouns"])
      #expect(run.record.facts(of: "images").references.isEmpty)
      return try Findings(of: StoredRun(in: out)).all.map(\.text).filter { $0.contains("which reads") }
    }
  }

  private static let start = "The space aided, which reads the reference nouns,"

  @Test func nounsThatCarryTheClassesImproveTheScore() throws {
    let sets = try Self.sets("drowned")
    let expected =
      "\(Self.start) beats its part images, significant at 5 %: kappa is better with it; unrelated words may do as much."
    #expect(try findings(sets, nouns: sets.nouns) == [expected])
  }

  @Test func nounsOfNoClassDoNotHelp() throws {
    let sets = try Self.sets("isotropic")
    let expected = "\(Self.start) loses to its part images, significant at 5 %: the reference does not help."
    #expect(try findings(sets, nouns: sets.shuffledNouns) == [expected])
  }
}
