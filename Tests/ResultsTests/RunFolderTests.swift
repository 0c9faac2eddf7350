import Core
import Foundation
import Matrices
import Results
import TestSupport
import Testing

@Suite struct RunFolderTests {
  @Test func aRunComesBackAsItWasWritten() throws {
    try withFolder { parent in
      let folder = RunFolder(path: parent + "/run")
      try folder.make()
      try folder.write(Sample.run)
      let labels: [Int32] = [0, 1, -1, .max]
      for identity in Sample.plan.trials {
        try folder.write(
          Sample.trial(identity.space, identity.clusterer, seed: identity.seed), labels: labels)
      }
      let run = try StoredRun(in: folder)
      #expect(run.record == Sample.run)
      #expect(run.trials.map(\.identity) == Sample.plan.trials)
      #expect(run.missing.isEmpty)
      let trial = try #require(run.trials.last)
      #expect(trial.scores == ["kappa": 0.1 + 0.2, "ari": .leastNonzeroMagnitude])
      #expect(trial.history == [3, 2.5, 1.0 / 3])
      #expect(trial.labels?.count == 4)
      #expect(try folder.labels(of: trial) == labels)
    }
  }

  /// Files of a trial that would be the same stay as they are when its scores change.
  @Test func equalFilesOfATrialAreNotWrittenAgain() throws {
    try withFolder { parent in
      let folder = RunFolder(path: parent)
      let name = parent + "/trials/visual/kmeans/seed-0"
      // A file that is written again is another one, renamed into its place.
      func numbers() throws -> [UInt64] {
        try [".labels.npy", ".model.npz", ".json"].map { ending in
          let number = try FileManager.default.attributesOfItem(atPath: name + ending)[.systemFileNumber] as? NSNumber
          return try #require(number).uint64Value
        }
      }
      let files = [TrialFile.model: Data([1, 2, 3])]
      try folder.write(Sample.trial(kappa: 0.5), labels: [0, 1, 1], files: files)
      let before = try numbers()
      try folder.write(Sample.trial(kappa: 0.25), labels: [0, 1, 1], files: files)
      let after = try numbers()
      #expect(after[0] == before[0] && after[1] == before[1] && after[2] != before[2])
      try folder.write(Sample.trial(kappa: 0.25), labels: [0, 1, 0], files: [.model: Data([1, 2, 4])])
      #expect(bytes(of: name + ".model.npz") == Data([1, 2, 4]))
      let stored = try #require(try folder.finishedTrial(Sample.trial().identity))
      #expect(stored.labels == [0, 1, 0] && stored.trial.scores["kappa"] == 0.25)
    }
  }

  @Test func theLayoutIsTheOnePromised() throws {
    try withFolder { parent in
      let folder = RunFolder(path: parent)
      try folder.write(Sample.run)
      try folder.write(Sample.trial("my space", "gmm", seed: 3), labels: [0])
      try folder.write("x", to: "figures/maps/visual.svg")
      try folder.writeScores([], order: [])
      let found = FileManager.default.subpaths(atPath: parent)?.sorted()
      #expect(
        found == [
          "figures", "figures/maps", "figures/maps/visual.svg", "run.json", "scores.csv", "trials",
          "trials/my_x20space", "trials/my_x20space/gmm", "trials/my_x20space/gmm/seed-3.json",
          "trials/my_x20space/gmm/seed-3.labels.npy",
        ])
    }
  }

  @Test func theSameRecordGivesTheSameBytesWithItsSchemaAndSortedKeys() throws {
    try withFolder { parent in
      let first = RunFolder(path: parent + "/a")
      let second = RunFolder(path: parent + "/b")
      for folder in [first, second] {
        try folder.make()
        try folder.write(Sample.run)
        try folder.write(Sample.trial(), labels: [1, 0])
      }
      for name in ["run.json", "trials/visual/kmeans/seed-0.json", "trials/visual/kmeans/seed-0.labels.npy"] {
        #expect(bytes(of: first.path(of: name)) == bytes(of: second.path(of: name)))
      }
      let text = String(decoding: try #require(bytes(of: first.path(of: "run.json"))), as: UTF8.self)
      #expect(text.contains("\"schema\" : 3"))
      #expect(text.contains("\"name\" : \"émoji/1\""))
      let keys = text.split(separator: "\n").filter { $0.hasPrefix("  \"") }.map { $0.prefix { $0 != ":" } }
      #expect(keys == keys.sorted() && keys.count == 11)
    }
  }

  @Test func numbersThatJSONCannotHoldAreNullAndComeBackAsNaN() throws {
    try withFolder { parent in
      let folder = RunFolder(path: parent)
      var trial = Sample.trial(kappa: .nan)
      trial.objective?.value = -.infinity
      trial.history = [1, .nan]
      try folder.write(trial, labels: [0])
      let text = String(
        decoding: try #require(bytes(of: folder.path(of: "trials/visual/kmeans/seed-0.json"))), as: UTF8.self)
      #expect(text.contains("\"kappa\" : null"))
      let back = try #require(try folder.trial(trial.identity))
      #expect(back.scores["kappa"]?.isNaN == true)
      #expect(back.objective?.value.isNaN == true)
      #expect(back.history[0] == 1 && back.history[1].isNaN)
    }
  }

  @Test func aStoppedRunTellsWhichTrialsAreMissing() throws {
    try withFolder { parent in
      let folder = RunFolder(path: parent)
      try folder.write(Sample.run)
      try folder.write(Sample.trial("text", "gmm", seed: 1), labels: [0])
      let run = try StoredRun(in: folder)
      #expect(run.trials.map(\.identity) == [TrialIdentity(space: "text", clusterer: "gmm", seed: 1)])
      #expect(run.missing.count == 23)
    }
  }

  @Test func aFolderThatIsNoRunIsRefused() throws {
    try withFolder { parent in
      #expect(reason { _ = try StoredRun(in: RunFolder(path: parent)) } == .notARun(path: parent))
      #expect(reason { _ = try StoredRun(in: RunFolder(path: parent + "/no")) } == .notARun(path: parent + "/no"))
    }
  }

  @Test func aNewerSchemaIsRefusedWithBothNumbers() throws {
    try withFolder { parent in
      let folder = RunFolder(path: parent)
      try folder.write("{\"schema\": 4, \"what\": \"ever\"}", to: "run.json")
      let error = #expect(throws: ResultsError.self) { try StoredRun(in: folder) }
      #expect(error?.reason == .newerSchema(path: parent + "/run.json", found: 4, known: 3))
      #expect(error?.cause == "it has schema 4, this fusebench reads up to schema 3")
    }
  }

  @Test(arguments: ["", "{", "[]", "{\"schema\": 1}", "{\"name\": \"a\"}", "{\"schema\": \"one\"}", "null"])
  func aRecordThatWasChangedIsRefused(text: String) throws {
    try withFolder { parent in
      let folder = RunFolder(path: parent)
      try folder.write(text, to: "run.json")
      guard case .malformed = reason(of: { _ = try StoredRun(in: folder) }) else {
        Issue.record("\(text) was read")
        return
      }
    }
  }

  @Test func aTrialInThePlaceOfAnotherIsRefused() throws {
    try withFolder { parent in
      let folder = RunFolder(path: parent)
      try folder.write(Sample.trial(seed: 0), labels: [0])
      try FileManager.default.moveItem(
        atPath: parent + "/trials/visual/kmeans/seed-0.json", toPath: parent + "/trials/visual/kmeans/seed-1.json")
      #expect(throws: ResultsError.self) {
        try folder.trial(TrialIdentity(space: "visual", clusterer: "kmeans", seed: 1))
      }
    }
  }

  @Test func aTrialIsFinishedOnlyWithItsOwnLabels() throws {
    try withFolder { parent in
      let folder = RunFolder(path: parent)
      let identity = Sample.trial().identity
      #expect(try folder.finishedTrial(identity) == nil)
      let trial = try folder.write(Sample.trial(), labels: [0, 1])
      #expect(try folder.finishedTrial(identity)?.labels == [0, 1])

      let file = "trials/visual/kmeans/seed-0.labels.npy"
      let whole = try #require(bytes(of: folder.path(of: file)))
      var changed = whole
      changed[changed.count - 4] = 5
      try folder.write(changed, to: file)
      guard case .strangeLabels = reason(of: { _ = try folder.labels(of: trial) }) else {
        Issue.record("changed labels were read")
        return
      }
      #expect(try folder.finishedTrial(identity) == nil)
      for length in 0..<whole.count {
        try Data(whole.prefix(length)).write(to: URL(fileURLWithPath: folder.path(of: file)))
        #expect(try folder.finishedTrial(identity) == nil)
      }
      unlink(folder.path(of: file))
      #expect(try folder.finishedTrial(identity) == nil)
    }
  }

  @Test func makingTheFolderNeedsItsParentAndNoFileInTheWay() throws {
    try withFolder { parent in
      try AtomicFile.write("", to: parent + "/file")
      #expect(reason { try RunFolder(path: parent + "/file").make() } == .isFile(path: parent + "/file"))
      #expect(
        reason { try RunFolder(path: parent + "/a/b").make() }
          == .missingParent(path: parent + "/a/b", parent: parent + "/a"))
      #expect(
        reason { try RunFolder(path: parent + "/file/run").make() }
          == .system(action: .make, path: parent + "/file/run", number: ENOTDIR))
      try RunFolder(path: parent + "/new").make()
      try RunFolder(path: parent + "/new").make()
      #expect(try names(in: parent) == ["file", "new"])
    }
  }

  @Test func aRunIsNamedInsideRuns() {
    #expect(RunFolder(named: "emoji").path == "runs/emoji")
    #expect(RunFolder(named: "../etc").path == "runs/_x2E._x2Fetc")
  }

  @Test func anEmbeddingComesBackWithItsCoordinates() throws {
    try withFolder { parent in
      let folder = RunFolder(path: parent)
      let coordinates = Matrix([[1.5, -2], [0.1, .greatestFiniteMagnitude], [0, -0.0]])
      let record = EmbeddingRecord(
        space: "visual", method: "tsne", seed: 7, parameters: ["perplexity": 30],
        objective: Objective(name: "KL divergence", value: 0.7), items: [4, 2, 9])
      try folder.write(record, coordinates: coordinates)
      let back = try #require(try folder.embedding(of: "visual"))
      #expect(back.record == record)
      #expect(back.coordinates == coordinates)
      #expect(try folder.embedding(of: "text") == nil)
      #expect(try names(in: parent + "/embeddings") == ["visual.json", "visual.npy"])
    }
  }
}

@Suite struct EmbeddingRecordTests {
  /// Maps of before there was a title are named by their method.
  @Test func aTitleIsTheRecordedOneOrTheNameOfTheMethod() {
    #expect(EmbeddingRecord(space: "visual", method: "tsne", methodTitle: "t-SNE", seed: 0).title == "t-SNE")
    #expect(EmbeddingRecord(space: "visual", method: "umap", seed: 0).title == "UMAP")
  }
}

/// The bytes that `numpy.save` of NumPy 2.4 writes for the same arrays; made by Fixtures/npy.py.
@Suite struct NPYFileTests {
  @Test func labelsAreTheBytesThatNumPyWrites() throws {
    try withFolder { parent in
      let folder = RunFolder(path: parent)
      try folder.write(Sample.trial(), labels: [3, -1, 0, 2_147_483_647])
      let written = try #require(bytes(of: parent + "/trials/visual/kmeans/seed-0.labels.npy"))
      let fixture = try #require(
        Bundle.module.url(forResource: "labels", withExtension: "npy", subdirectory: "Fixtures"))
      let expected = try Data(contentsOf: fixture)
      #expect(written == expected)
    }
  }

  @Test func coordinatesAreTheBytesThatNumPyWrites() throws {
    try withFolder { parent in
      let record = EmbeddingRecord(space: "visual", method: "pca", seed: 0)
      try RunFolder(path: parent).write(record, coordinates: Matrix([[1.5, -2], [0.25, 3], [0, 1e-7]]))
      let written = try #require(bytes(of: parent + "/embeddings/visual.npy"))
      let fixture = try #require(
        Bundle.module.url(forResource: "coordinates", withExtension: "npy", subdirectory: "Fixtures"))
      let expected = try Data(contentsOf: fixture)
      #expect(written == expected)
    }
  }
}
