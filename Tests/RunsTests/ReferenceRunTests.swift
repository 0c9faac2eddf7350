import Core
import Experiments
import Foundation
import Matrices
import Report
import Results
import Runs
import Stages
import TestSupport
import Testing

/// References on their way through a run: read by methods from outside the package, used again, and made anew where
/// they change.
@Suite struct ReferenceRunTests {
  static let vocabulary = Experiment.Vocabulary(
    catalog: Catalog(
      clusterers: Catalog.standard.clusterers + [ByName.self],
      spaceMakers: Catalog.standard.spaceMakers + [NearestReference.self]))

  /// One row of each group of the visual features, and one that is near to nothing.
  static let nouns = Samples.groups(rows: 3, columns: 4, classes: 3, spread: 0.5, seed: 1) + [[9, 9, 9, 9]]
  static let verbs: [[Float]] = [[1, 0, 0, 0], [-1, 0, 0, 0]]

  /// Writes items, two references and their names into a folder, and reads an experiment there.
  static func experiment(in folder: String, _ lines: String = defaults) throws -> Experiment {
    for (name, seed) in [("visual", 1), ("text", 2)] {
      try Samples.table(
        Samples.groups(rows: 30, columns: 4, classes: 3, spread: 0.5, seed: UInt64(seed)), to: folder + "/\(name).csv")
    }
    try Samples.write("kind\n" + (0..<30).map { "k\($0 % 3)\n" }.joined(), to: folder + "/labels.csv")
    try Samples.table(nouns, ids: ["cat", "dog", "fish", "stone"], to: folder + "/nouns.csv")
    try Samples.table(verbs, to: folder + "/verbs.csv")
    try Samples.write("run\nsit\n", to: folder + "/verbs.txt")
    return try ExperimentFile.parse(head + lines, file: folder + "/e.yaml", vocabulary: vocabulary)
  }

  private static let head = """
    name: named
    dataset: { labels: [{ table: labels.csv, column: kind }] }
    features: { visual: visual.csv, text: text.csv }
    references: { nouns: nouns.csv, verbs: { file: verbs.csv, names: verbs.txt } }
    seeds: 2

    """

  private static let defaults = """
    spaces:
      - visual
      - nearest-reference: { of: visual, among: nouns, name: named }
      - chain: { of: text, steps: [l2, { nearest-reference: verbs }], name: chained }
    clusterers: [kmeans: { k: 2, on: [visual, named, chained] }, by-name: { among: nouns, on: [visual] }]
    """

  /// Runs, and counts what was clustered.
  private func run(
    _ experiment: Experiment, in folder: String
  ) throws -> (run: Run, clustered: Int, swept: Int, out: RunFolder) {
    let out = RunFolder(path: folder + "/out")
    var (clustered, swept) = (-1, 0)
    let run = try Runner(experiment, into: out) { event in
      switch event {
      case .began(_, _, let counts): clustered = counts.clustered
      case .swept: swept += 1
      default: break
      }
    }.run()
    return (run.run, clustered, swept, out)
  }

  private func fingerprints(_ run: Run, _ space: String, _ clusterer: String = "kmeans") -> [String?] {
    run.trials.filter { $0.space == space && $0.clusterer == clusterer }.map { $0.fingerprint?.fit }
  }

  @Test func methodsReadRowsAndNames() throws {
    try withFolder { folder in
      let experiment = try Self.experiment(in: folder)
      let (run, _, _, out) = try run(experiment, in: folder)
      let visual = Matrix(Samples.groups(rows: 30, columns: 4, classes: 3, spread: 0.5, seed: 1))
      let nearest = (0..<30).map { NearestReference.Nearest.position(of: visual.row($0), in: Matrix(Self.nouns)) }
      let named = try #require(run.trials.first { $0.clusterer == "by-name" })
      let occurring = Set(nearest).sorted()
      #expect(occurring == [0, 1, 2])
      #expect(try out.labels(of: named) == nearest.map { Int32(occurring.firstIndex(of: $0) ?? -1) })
      let replaced = try #require(run.trials.first { $0.space == "named" })
      let labels = try out.labels(of: replaced)
      for (row, other) in zip(nearest.indices, nearest.indices.dropFirst()) where nearest[row] == nearest[other] {
        #expect(labels[row] == labels[other])
      }
      // A method that reads a reference is resampled with it.
      let statistics = try #require(try out.statistics())
      let stability = try #require(statistics.stability.first { $0.method.clusterer == "by-name" })
      #expect(stability.resamples?.clusters.map(\.jaccard).allSatisfy { $0 == 1 } == true)
    }
  }

  /// A run that uses all trials again does not make the space, and tells the same names.
  @Test func theRunRecordsTheNamesThatACounterpartKept() throws {
    try withFolder { folder in
      let lines = """
        spaces: [counterpart: { of: visual, vocabulary: nouns, centers: 3, per-center: 1, select: nearest, name: named }]
        clusterers: [kmeans: { k: 2 }]
        """
      let (first, _, _, out) = try run(try Self.experiment(in: folder, lines), in: folder)
      let names = try #require(first.record.vocabulary(of: "named"))
      #expect((1...3).contains(names.count) && Set(names).isSubset(of: ["cat", "dog", "fish", "stone"]))
      let (again, clustered, _, _) = try run(try Self.experiment(in: folder, lines), in: folder)
      #expect(clustered == 0 && again.record.vocabulary(of: "named") == names)
      #expect(try StoredRun(in: out).run.record.vocabulary(of: "named") == names)
    }
  }

  @Test func theRunRecordsWhatWasRead() throws {
    try withFolder { folder in
      let experiment = try Self.experiment(in: folder)
      let (run, _, _, out) = try run(experiment, in: folder)
      let nouns = try #require(run.record.references?["nouns"])
      #expect(nouns.file == "nouns.csv" && nouns.namesFile == nil && nouns.digest.count == 64)
      #expect(nouns.rows == 4 && nouns.dimensions == 4 && nouns.distinctNames == 4)
      let verbs = try #require(run.record.references?["verbs"])
      #expect(verbs.namesFile == "verbs.txt" && verbs.rows == 2 && verbs.digest != nouns.digest)
      #expect(Set(run.record.inputs.map(\.path)).isSuperset(of: ["nouns.csv", "verbs.csv", "verbs.txt"]))
      #expect(try StoredRun(in: out).run == run)
      let stored = String(decoding: try JSONEncoder().encode(run.record.experiment), as: UTF8.self)
      let again = try ExperimentFile.parse(stored, file: folder + "/again.json", vocabulary: Self.vocabulary)
      #expect(again.references.sorted { $0.name < $1.name } == experiment.references)
      #expect(again.spaces == experiment.spaces)
      #expect(!run.record.notices.contains { $0.kind == "unread-reference" })
    }
  }

  @Test func aSecondRunMakesNothingAnew() throws {
    try withFolder { folder in
      let experiment = try Self.experiment(in: folder)
      let first = try run(experiment, in: folder)
      let second = try run(experiment, in: folder)
      #expect(second.clustered == 0 && second.run == first.run)
    }
  }

  @Test func changedRowsMakeAnewWhatReadsThem() throws {
    try withFolder { folder in
      let experiment = try Self.experiment(in: folder)
      let first = try run(experiment, in: folder)
      #expect(first.clustered == 7)
      try Samples.table(Self.verbs.reversed(), to: folder + "/verbs.csv")
      let second = try run(experiment, in: folder)
      #expect(second.clustered == 2)
      #expect(fingerprints(second.run, "chained") != fingerprints(first.run, "chained"))
      for space in ["visual", "named"] { #expect(fingerprints(second.run, space) == fingerprints(first.run, space)) }
      #expect(second.run.record.references?["verbs"]?.digest != first.run.record.references?["verbs"]?.digest)
    }
  }

  @Test func changedNamesMakeAnewWhatReadsThem() throws {
    try withFolder { folder in
      let experiment = try Self.experiment(in: folder)
      let first = try run(experiment, in: folder)
      try Samples.table(Self.nouns, ids: ["cat", "cat", "fish", "stone"], to: folder + "/nouns.csv")
      let second = try run(experiment, in: folder)
      // The space of two seeds and the clusterer without seeds.
      #expect(second.clustered == 3)
      #expect(fingerprints(second.run, "visual", "by-name") != fingerprints(first.run, "visual", "by-name"))
      #expect(fingerprints(second.run, "chained") == fingerprints(first.run, "chained"))
      let repeated = second.run.record.notices.filter { $0.kind == "repeated-names" }
      #expect(repeated.map { $0.message.contains("\"cat\" for 2") } == [true])
    }
  }

  @Test func aReferenceThatNobodyReadsIsANoteAndMakesNothingAnew() throws {
    try withFolder { folder in
      let plain = try Self.experiment(in: folder, "spaces: [visual]\nclusterers: [kmeans: { k: 2 }]")
      let first = try run(plain, in: folder)
      let notes = first.run.record.notices.filter { $0.kind == "unread-reference" }.map(\.message)
      #expect(notes == ["nouns", "verbs"].map { "the reference \($0) is not used by any space or clusterer" })
      var without = plain
      without.references = []
      let second = try run(without, in: folder)
      #expect(second.clustered == 0 && second.run.record.references == nil)
      #expect(fingerprints(second.run, "visual") == fingerprints(first.run, "visual"))
      try Samples.table(Self.verbs, ids: ["a", "b"], to: folder + "/nouns.csv")
      let third = try run(plain, in: folder)
      #expect(third.clustered == 0 && third.run.record.references?["nouns"]?.rows == 2)
    }
  }

  @Test func aSweepOverReferencesReadsEachAndFollowsItsChanges() throws {
    try withFolder { folder in
      let experiment = try Self.experiment(
        in: folder,
        """
        spaces: [visual, { nearest-reference: { of: visual, among: nouns, name: named } }]
        clusterers: [kmeans: { k: 2 }]
        sweeps: [{ space: named, parameter: among, values: [nouns, verbs] }]
        """)
      #expect(experiment.sweeps.parameters.map(\.values) == [[.text("nouns"), .text("verbs")]])
      let first = try run(experiment, in: folder)
      #expect(first.swept == 1 && !first.run.record.notices.contains { $0.kind == "unread-reference" })
      let kind = try #require(first.run.record.sweeps?.first)
      let sweep = try #require(try first.out.sweep(kind))
      #expect(sweep.lines[0].points.map(\.word) == ["nouns", "verbs"])
      #expect(try run(experiment, in: folder).swept == 0)
      try Samples.table(Self.verbs.map { $0.map { $0 * 3 } }, to: folder + "/verbs.csv")
      let changed = try run(experiment, in: folder)
      #expect(changed.swept == 1 && changed.clustered == 0)
    }
  }

  @Test func newRowsAreAssignedWithoutTheReference() throws {
    try withFolder { folder in
      let experiment = try Self.experiment(in: folder)
      let (run, _, _, out) = try run(experiment, in: folder)
      try FileManager.default.removeItem(atPath: folder + "/nouns.csv")
      let trial = try #require(run.trials.first { $0.space == "named" })
      let found = try Assigner(StoredRun(in: out), vocabulary: Self.vocabulary).assign(
        "kmeans:named", seed: trial.seed, features: ["visual": folder + "/visual.csv"])
      #expect(try found.labels == out.labels(of: trial))
    }
  }

  @Test func otherDimensionsAreAnErrorBeforeTheFolderIsTouched() throws {
    try withFolder { folder in
      for lines in [
        "spaces: [nearest-reference: { of: visual, among: nouns }]", "spaces: [visual]\nclusterers: [by-name: nouns]",
        "spaces: [visual, { chain: { of: text, steps: [{ pca: 2 }, { nearest-reference: { among: verbs } }] } }]",
      ] {
        let experiment = try Self.experiment(in: folder, lines)
        try Samples.table(Self.nouns.map { Array($0.prefix(3)) }, to: folder + "/nouns.csv")
        let runner = Runner(experiment, into: RunFolder(path: folder + "/out"))
        let errors = [
          #expect(throws: StageError.self) { try runner.run() }, #expect(throws: StageError.self) { try runner.plan() },
        ]
        #expect(errors.map { $0?.parameter } == ["among", "among"], "\(lines)")
        #expect(!FileManager.default.fileExists(atPath: folder + "/out"))
      }
    }
  }

  @Test func theDryRunListsThem() throws {
    try withFolder { folder in
      let experiment = try Self.experiment(in: folder)
      let lines = try Runner(experiment, into: RunFolder(path: folder + "/out")).plan().lines
      #expect(lines.contains { $0.hasPrefix("references  nouns: 4 × 4") })
      #expect(lines.contains { $0.hasSuffix("verbs: 2 × 4, names of verbs.txt") })
    }
  }
}
