import Core
import Foundation
import Matrices
import Results
import TestSupport
import Testing

/// The files, tables and figures that belong to each artifact of a run.
@Suite struct ArtifactsTests {
  /// A folder with some artifacts of every kind.
  private func fill(_ folder: RunFolder) throws {
    try folder.write(Sample.trial("a", seed: 1), labels: [0])
    try folder.write(Sample.trial("a", seed: 10), labels: [0])
    try folder.write(Sample.trial("a.b", seed: 1), labels: [0])
    for space in ["a", "a.b"] {
      try folder.write(EmbeddingRecord(space: space, method: "tsne", seed: 0), coordinates: Matrix([[0, 0]]))
      try folder.write(SignRecord(seed: 0, draws: 1, fingerprint: "f"), labels: [[0]], of: space)
    }
    try folder.write([0], ofLabelSet: "class")
    try folder.write(captions: ["x"])
    try folder.writeDatasetMark("d")
    for name in [
      "items/thumbnails.json", "items/sheet-0.jpg", "clusters/silhouette.npy", "clusters/cards.rgb",
      "clusters/words.json",
    ] {
      try folder.write("x", to: name)
    }
  }

  @Test func theFilesOfAnArtifactAreKeptAndNoOthers() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      try fill(folder)
      func left(_ kept: RunFolder.Artifact...) throws -> [String] { try folder.artifactFiles(except: kept).map(\.name) }
      let all = try left()
      #expect(all.count == 22)
      func expect(_ artifact: RunFolder.Artifact, keeps names: [String]) throws {
        #expect(Set(all).subtracting(try left(artifact)) == Set(names))
        #expect(Set(try folder.artifactFiles(of: artifact).map(\.name)) == Set(names))
      }
      try expect(
        .trial(.init(space: "a", clusterer: "kmeans", seed: 1)),
        keeps: ["trials/a/kmeans/seed-1.json", "trials/a/kmeans/seed-1.labels.npy"])
      try expect(.map(space: "a"), keeps: ["embeddings/a.json", "embeddings/a.npy"])
      try expect(.signs(space: "a.b"), keeps: ["signs/a.b.json", "signs/a.b.labels.npy"])
      try expect(.dataset, keeps: ["dataset.json", "items/captions.json", "labels/class.npy"])
      try expect(.thumbnails, keeps: ["items/thumbnails.json", "items/sheet-0.jpg"])
      try expect(.silhouettes, keeps: ["clusters/silhouette.npy"])
      try expect(.cards, keeps: ["clusters/cards.rgb"])
      try expect(.clusterWords, keeps: ["clusters/words.json"])
    }
  }

  @Test func namesOfClustersAreNoArtifact() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      try fill(folder)
      let before = try folder.artifactFiles(except: [])
      let trial = TrialIdentity(space: "a", clusterer: "kmeans", seed: 1)
      try folder.write(ClusterNamesRecord(trial: trial, names: [3: "weapon"], ids: nil), labels: [3, 3, 0])
      #expect(try folder.artifactFiles(except: []).map(\.name) == before.map(\.name))
      // Names of other clusters take their place.
      try folder.write(
        ClusterNamesRecord(trial: trial, names: [0: "birds", 10: "cars"], ids: "f"), labels: [10, 0, 0])
      let stored = try #require(try folder.clusterNames(of: trial.method))
      #expect(
        stored.record.names == [0: "birds", 10: "cars"] && stored.labels == [10, 0, 0] && stored.record.ids == "f")
      #expect(try names(in: path + "/clusters/a/kmeans").count == 2)
      try folder.write(ClusterNamesRecord(trial: trial, names: [:], ids: nil), labels: [10, 0, 0])
      #expect(try folder.clusterNames(of: trial.method) == nil && folder.clusterNamesMark(of: trial.method) == nil)
      #expect(!FileManager.default.fileExists(atPath: path + "/clusters/a"))
    }
  }

  @Test func whatIsRemovedLeavesNoEmptyFolders() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      try fill(folder)
      try folder.write("mine", to: "figures/a.pdf")
      try folder.remove(try folder.artifactFiles(except: [.dataset]).map(\.name) + ["no/such/file"])
      #expect(try names(in: path) == ["dataset.json", "figures", "items", "labels"])
    }
  }

  @Test func tablesAndFiguresAreCurrentOnlyAsTheyWereWritten() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      try folder.write("| table |", to: "table.md")
      try folder.write("picture", to: "figures/scores.png")
      let notices = [Notice(kind: "k", message: "m")]
      func write() throws {
        try folder.writeOutputRecord(
          version: "1", figures: ["scores"],
          paths: [folder.path(of: "table.md"), folder.path(of: "figures/scores.png"), "/elsewhere/x.png"],
          notices: notices)
      }
      try write()
      let current = try #require(try folder.currentOutputs(version: "1", figures: ["scores"]))
      #expect(current.files.map(\.name) == ["table.md", "figures/scores.png"] && current.notices == notices)
      #expect(try folder.currentOutputs(version: "2", figures: ["scores"]) == nil)
      #expect(try folder.currentOutputs(version: "1", figures: ["maps"]) == nil)
      try folder.write("pictura", to: "figures/scores.png")
      #expect(try folder.currentOutputs(version: "1", figures: ["scores"]) == nil)
      try write()
      unlink(folder.path(of: "table.md"))
      #expect(try folder.currentOutputs(version: "1", figures: ["scores"]) == nil)
      try folder.removeOutputs()
      #expect(try names(in: path) == [])
    }
  }

  @Test func drawsComeBackWholeOrNotAtAll() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      let labels: [[Int32]] = [[0, 1, -1], [2, 2, 0]]
      try folder.write(SignRecord(seed: 3, draws: 2, fingerprint: "f"), labels: labels, of: "a b")
      #expect(try folder.signs(of: "a b", fingerprint: "f")?.labels == labels)
      #expect(try folder.signs(of: "a b", fingerprint: "g") == nil)
      let file = folder.path(of: "signs/a_x20b.labels.npy")
      let whole = try #require(bytes(of: file))
      try whole.dropLast(4).write(to: URL(fileURLWithPath: file))
      #expect(try folder.signs(of: "a b", fingerprint: "f") == nil)
    }
  }
}

/// Records of version 1 are still read.
@Suite struct FirstSchemaTests {
  @Test func aRunOfTheFirstSchemaIsRead() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      try folder.write(
        """
        { "schema": 1, "name": "old", "experiment": {}, "version": "0.1.0", "started": "2023-11-14T22:13:20Z",
          "seconds": 2.5, "inputs": [], "dataset": { "items": 2, "labelSets": [] }, "features": {}, "spaces": {},
          "plan": { "spaces": ["a"], "clusterers": ["kmeans"], "seeds": [0], "scores": ["kappa"] },
          "platform": { "processor": "p", "cores": 2, "system": "s", "swift": "6.3", "blas": "b", "threads": 2 },
          "notices": [] }
        """, to: "run.json")
      try folder.write(
        """
        { "schema": 1, "space": "a", "clusterer": "kmeans", "seed": 0, "clusters": 2, "converged": true,
          "objective": { "name": "inertia", "value": 1 }, "history": [1], "seconds": 0.5, "scores": { "kappa": 0.5 },
          "notices": [{ "kind": "k", "message": "m" }] }
        """, to: "trials/a/kmeans/seed-0.json")
      let run = try StoredRun(in: folder)
      #expect(run.record.name == "old" && run.missing.isEmpty)
      #expect(run.trials.first?.notices == [Notice(kind: "k", message: "m")])
      #expect(run.trials.first?.fingerprint == nil)
      #expect(try folder.timings() == nil)
    }
  }
}
