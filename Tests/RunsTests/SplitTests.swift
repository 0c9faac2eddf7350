import Clustering
import Core
import Experiments
import Foundation
import Fusion
import Matrices
import Results
import Runs
import Stages
import TestSupport
import Testing

/// `dataset.split`: methods that learn from the rows of one part, and scores of the items of another.
@Suite struct SplitTests {
  private static let classes = 3
  private static let rows = Samples.groups(rows: 60, columns: 5, classes: classes, spread: 0.8, seed: 4)
  private static let nouns = Samples.groups(rows: 24, columns: 5, classes: 12, spread: 0.2, seed: 5)
  /// Items 7, 14, … have no part; of the others every third is of the test part.
  private static let parts = (0..<60).map { $0 % 7 == 0 ? "" : $0 % 3 == 2 ? "test" : "train" }
  private static let kinds = (0..<60).map { "k\($0 / 2 % classes)" }

  private static func experiment(in folder: String, _ lines: String, spaces: String) throws -> Experiment {
    try Samples.table(rows, to: folder + "/clip.csv")
    try Samples.table(nouns, ids: nouns.indices.map { "n\($0)" }, to: folder + "/nouns.csv")
    let items = zip(kinds, parts).map { "\($0),\($1)\n" }
    try Samples.write("kind,part\n" + items.joined(), to: folder + "/items.csv")
    return try ExperimentFile.parse(
      """
      name: split
      features: { clip: { file: clip.csv, scale: l2 } }
      references: { nouns: nouns.csv }
      clusterers: [kmeans: { k: 3 }]
      seeds: 2
      figures: none
      spaces: \(spaces)

      """ + lines, file: folder + "/e.yaml")
  }

  private static let dataset =
    "dataset: { labels: [{ table: items.csv, column: kind }], split: { table: items.csv, column: part } }\n"
  private static let spaces = "[ clip, counterpart: { of: clip, vocabulary: nouns, k: 3, fit-on: train, name: aided } ]"

  private static func positions(of part: String) -> [Int] { parts.indices.filter { parts[$0] == part } }

  @Test func onlyTheItemsOfThePartAreClustered() throws {
    try withFolder { folder in
      let experiment = try Self.experiment(in: folder, Self.dataset + "score-on: test\n", spaces: Self.spaces)
      let out = RunFolder(path: folder + "/out")
      let run = try Runner(experiment, into: out).run().run
      let test = Self.positions(of: "test")
      for trial in run.trials {
        let labels = try out.labels(of: trial)
        #expect(labels.indices.filter { labels[$0] >= 0 } == test)
        #expect(labels.count(where: { $0 == Partition.leftOut }) == 60 - test.count)
      }
      let note = try #require(run.record.notices.first { $0.kind == "part-scored" })
      #expect(
        note.message
          == "score-on test: \(test.count) of 60 items are clustered and scored; methods learn from train")
      // The file that is stored asks for the same.
      let stored = String(decoding: try JSONEncoder().encode(run.record.experiment), as: UTF8.self)
      let again = try ExperimentFile.parse(stored, file: folder + "/again.yaml")
      #expect(again.scoreOn == "test" && again.dataset.split == experiment.dataset.split)
      #expect(again.spaces == experiment.spaces && again.spaces[1].fitOn == "train")
    }
  }

  @Test func counterpartsLearnFromTheOtherPart() throws {
    let (train, test) = (Self.positions(of: "train"), Self.positions(of: "test"))
    func unit(_ positions: [Int]) -> Matrix { Matrix(positions.map { Self.rows[$0] }).l2Normalized() }
    var maker = Counterpart()
    (maker.vocabulary, maker.clusters) = ("nouns", 3)
    let reference = Reference(rows: Matrix(Self.nouns), names: Self.nouns.indices.map { "n\($0)" })
    let context = StageContext(seed: Seed(0), references: ["nouns": reference], fitRows: [unit(train)])
    let learned = try maker.make([unit(test)], context)
    // The same as a space of the training rows, into which the others come as new ones.
    let trained = try maker.make([unit(train)], StageContext(seed: Seed(0), references: ["nouns": reference]))
    #expect(learned.namedWeights?.names == trained.namedWeights?.names)
    let transformed = try #require(trained.transform).transform([unit(test)])
    #expect(learned.rows.rows == test.count)
    for row in 0..<test.count { #expect(learned.rows.row(row) == transformed.row(row)) }
    let own = try maker.make([unit(test)], StageContext(seed: Seed(0), references: ["nouns": reference]))
    #expect(own.namedWeights?.names != learned.namedWeights?.names)
    try withFolder { folder in
      let experiment = try Self.experiment(in: folder, Self.dataset + "score-on: test\n", spaces: Self.spaces)
      let run = try Runner(experiment, into: RunFolder(path: folder + "/out")).run().run
      #expect(run.record.spaces["aided"]?["names"]?.texts == learned.namedWeights?.names)
    }
  }

  @Test func theRowsToLearnFromArePartOfTheFingerprint() throws {
    try withFolder { folder in
      let fingerprints = try ["fit-on: train, ", "fit-on: test, ", ""].map { key in
        let spaces = "[ counterpart: { of: clip, vocabulary: nouns, k: 3, \(key)name: aided } ]"
        let experiment = try Self.experiment(in: folder, Self.dataset + "score-on: test\n", spaces: spaces)
        return try Runner(experiment, into: RunFolder(path: folder + "/out")).run().run.record.spaces["aided"]?[
          "fingerprint"]
      }
      #expect(Set(fingerprints.map { "\(String(describing: $0))" }).count == 3)
    }
  }

  @Test func aSplitThatNothingUsesHasANote() throws {
    try withFolder { folder in
      let inputs = try Inputs(Self.experiment(in: folder, Self.dataset, spaces: "[ clip ]"))
      #expect(inputs.notices.contains { $0.kind == "split-unused" } && inputs.items.count == 60)
    }
  }

  @Test func aPresetPassesThePartOn() throws {
    try withFolder { folder in
      let experiment = try Self.experiment(
        in: folder, Self.dataset, spaces: "[ tac: { of: clip, vocabulary: nouns, k: 3, fit-on: train } ]")
      #expect(experiment.spaces.map(\.fitOn) == ["train"])
      let note = try #require(experiment.presetNotices.first).message
      #expect(note.contains("centres and nouns from a part of their own (train)"), "\(note)")
    }
  }

  @Test(arguments: [
    (dataset + "score-on: tset\n", "[ clip ]", ["part tset of score-on", "among the 2 parts", "did you mean test?"]),
    ("score-on: test\n", "[ clip ]", ["the dataset has no split", "add split"]),
    (dataset, "[ counterpart: { of: clip, vocabulary: nouns, fit-on: dev } ]", ["part dev of fit-on"]),
    (
      dataset, "[ { l2: { of: clip, name: u } }, counterpart: { of: u, vocabulary: nouns, fit-on: train, name: c } ]",
      ["space c from the rows of train", "its input u is a space"]
    ),
  ])
  func unknownPartsAreErrors(lines: String, spaces: String, texts: [String]) throws {
    try withFolder { folder in
      let experiment = try Self.experiment(in: folder, lines, spaces: spaces)
      let error = try #require(throws: RunError.self) { try Inputs(experiment) }
      let text = "\(error.failure); \(error.cause); \(error.hint)"
      for part in texts { #expect(text.contains(part), "\(text)") }
    }
  }

  @Test func onlyMethodsThatLearnFromOtherRowsTakeTheKey() throws {
    try withFolder { folder in
      _ = #expect(throws: ExperimentError.self) {
        try Self.experiment(in: folder, Self.dataset, spaces: "[ pca: { of: clip, dimensions: 2, fit-on: train } ]")
      }
    }
  }
}
