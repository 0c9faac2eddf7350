import Clustering
import Core
import Experiments
import Foundation
import Fusion
import Reduction
import Results
import Stages
import Testing

/// Spaces of spaces as experiment files write them.
@Suite struct SpaceFileTests {
  private static let features = "features: { visual: v.npy, text: t.npy }"

  private func parse(_ spaces: String, features: String = features) throws -> [Experiment.Space] {
    try ExperimentFile.parse(features + "\nspaces: " + spaces, file: "e.yaml").spaces
  }

  private func error(_ spaces: String, features: String = features) -> ExperimentError? {
    do {
      _ = try parse(spaces, features: features)
      return nil
    } catch {
      return error as? ExperimentError
    }
  }

  @Test func everyFormIsRead() throws {
    let spaces = try parse(
      """
      [ visual, concatenation, { pca: { of: text, dimensions: 5, name: small } }, { l2: { of: small, cluster: no } },
        { whiten: { of: [small-l2], variance: 0.9 } },
        { chain: { of: visual, steps: [ l2, { pca: 50 }, { standardize: {} } ], name: v5 } },
        { chain: { of: [v5, small], steps: [ concatenation, l2 ] } }, { standardize: { of: later } },
        { pca: { of: visual, variance: .5, name: later } } ]
      """)
    let expected: [Experiment.Space] = [
      .init(name: "visual"), .init(Concatenation(), of: ["visual", "text"]),
      .init(PCA(dimensions: 5), of: ["text"], name: "small"), .init(UnitLength(), of: ["small"], isClustered: false),
      .init(Whitening(variance: 0.9), of: ["small-l2"]),
      .init(steps: [UnitLength(), PCA(dimensions: 50), Standardization()], of: ["visual"], name: "v5"),
      .init(steps: [Concatenation(), UnitLength()], of: ["v5", "small"], name: "concatenation-l2"),
      .init(Standardization(), of: ["later"]), .init(PCA(variance: 0.5), of: ["visual"], name: "later"),
    ]
    #expect(spaces == expected)
    #expect(spaces.map(\.name)[3...4] == ["small-l2", "small-l2-whiten"])
  }

  @Test func theStoredJSONIsTheSameSpaces() throws {
    let text = """
      \(Self.features)
      spaces: [ { pca: { of: text, dimensions: 5, name: small, cluster: no } },
        { chain: { of: [visual, small], steps: [ { concatenation: { normalize: none } }, whiten ], name: both } } ]
      """
    let experiment = try ExperimentFile.parse(text, file: "e.yaml")
    let stored = String(decoding: try JSONEncoder().encode(experiment.json), as: UTF8.self)
    #expect(try ExperimentFile.parse(stored, file: "e.json").spaces == experiment.spaces)
  }

  @Test func ofOneFeatureSetNoInputNeedsANameAndAShorthandIsEnough() throws {
    let spaces = try parse("[ v, { pca: 20 }, whiten ]", features: "features: { v: v.npy }")
    #expect(
      spaces == [.init(name: "v"), .init(PCA(dimensions: 20), of: ["v"]), .init(Whitening(), of: ["v"])])
    #expect(spaces.map(\.name) == ["v", "v-pca", "v-whiten"])
  }

  /// A feature set of the name of a method wins, as it did before there was the method.
  @Test func aFeatureSetNamedAsAMethodIsMeant() throws {
    #expect(try parse("[pca]", features: "features: { pca: p.npy, text: t.npy }") == [.init(name: "pca")])
  }

  @Test(arguments: [
    ("[ visual, { pca: 50 } ]", "pca is made of one space, and there are 2 feature sets"),
    ("[ whiten ]", "whiten is made of one space, and there are 2 feature sets"),
    ("[ { pca: { of: [visual, text] } } ]", "pca is made of 1 space, found 2"),
    ("[ { concatenation: { of: visual } } ]", "concatenation is made of at least 2 spaces, found 1"),
    ("[ { pca: { of: sound } } ]", "there is no feature set or space \"sound\""),
    (
      "[ { pca: { of: text, dimensions: 3, variance: .5 } } ]",
      "both the number of dimensions and a share of the variance are given"
    ),
    (
      "[ { pca: { of: text, variance: 1.5 } } ]",
      "\"variance\" must be a number above 0 and of at most 1, found \"1.5\""
    ),
    ("[ { pca: { of: text, name: whiten } } ]", "\"whiten\" is the name of a method"),
    (
      "[ { pca: { of: text, name: visual } } ]",
      "\"visual\" is the name of a feature set (upper and lower case count as the same)"
    ),
    ("[ { umap: { of: text, min-dist: 2 } } ]", "min-dist is 2.0, and the spread 1.0"),
    ("[ { l2: { of: a, name: b } }, { l2: { of: b, name: a } } ]", "\"a\" is made of \"b\", which is made of \"a\""),
    ("[ { l2: { of: a, name: a } } ]", "\"a\" is made of \"a\""),
    ("[ { chain: { of: visual, steps: [] } } ]", "\"steps\" is an empty list"),
    ("[ { chain: { of: visual } } ]", "chain needs the key \"steps\""),
    (
      "[ { chain: { of: visual, steps: [ l2, concatenation ] } } ]",
      "concatenation is made of at least 2 spaces, found 1"
    ),
    ("[ { chain: { of: visual, steps: [ umbrella ] } } ]", "there is no step \"umbrella\""),
    ("[ { chain: { of: visual, steps: [ { pca: { of: text } } ] } } ]", "pca has no key \"of\""),
  ])
  func aSpaceThatCannotBeMeantIsRefused(spaces: String, cause: String) {
    let found = error(spaces)
    #expect(found?.cause == cause)
    #expect(found?.place.line == 2 && !(found?.hint ?? "").isEmpty)
  }

  @Test func aSpaceIsNoNearNameOfItsOwnInput() {
    let found = error("[ { pca: { of: flat, name: flat2 } }, concatenation ]")
    #expect(found?.cause == "there is no feature set or space \"flat\"")
    #expect(found?.hint == "there are visual, text, concatenation")
  }
}
