import Figures
import Foundation
import Matrices
import Report
import Results
import Testing

@Suite struct RunFiguresTests {
  /// A stored run of three items, one trial and one map.
  private func figures(labels: [Int32], clusters: Int, in parent: String) throws -> RunFigures {
    let folder = RunFolder(path: parent)
    try folder.write(
      RunRecord(
        name: "r", experiment: .null, plan: RunPlan(spaces: ["a"], clusterers: ["kmeans"], seeds: [0], scores: []),
        version: "1", platform: Platform(processor: "", cores: 1, system: "", swift: "", blas: ""),
        dataset: DatasetSummary(items: 3)))
    try folder.write(
      TrialRecord(
        TrialIdentity(space: "a", clusterer: "kmeans", seed: 0), clusters: clusters,
        objective: Objective(name: "inertia", value: 1), converged: true, scores: [:]),
      labels: labels)
    try folder.write(
      EmbeddingRecord(space: "a", method: "tsne", seed: 0),
      coordinates: Matrix([[0, 1], [1, 0], [1, 1]]))
    return try RunFigures(of: StoredRun(in: folder))
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("report-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  @Test func aMapOfEachSpaceIsDrawn() throws {
    try withFolder { folder in
      let maps = try figures(labels: [0, 1, -1], clusters: 2, in: folder).figures(.maps)
      #expect(maps.map(\.name) == ["map-a"])
    }
  }

  /// A run without labels has none to show.
  @Test func theOverviewNamesWhatItsPanelsShow() throws {
    try withFolder { path in
      for clusterers in [["kmeans"], ["kmeans", "hdbscan"]] {
        for labelled in [false, true] {
          let folder = RunFolder(path: "\(path)/\(clusterers.count)-\(labelled)")
          try folder.make()
          let sets = labelled ? [LabelSetSummary(name: "class", classes: ["x", "y"], unlabelled: 0)] : []
          try folder.write(
            RunRecord(
              name: "r", experiment: .null,
              plan: RunPlan(spaces: ["a", "b"], clusterers: clusterers, seeds: [0], scores: []), version: "1",
              platform: Platform(processor: "", cores: 1, system: "", swift: "", blas: ""),
              dataset: DatasetSummary(items: 3, labelSets: sets)))
          if labelled { try folder.write([0, 1, 1], ofLabelSet: "class") }
          for space in ["a", "b"] {
            for clusterer in clusterers {
              try folder.write(
                TrialRecord(
                  TrialIdentity(space: space, clusterer: clusterer, seed: 0), clusters: 2, objective: nil,
                  converged: true, scores: [:]), labels: [0, 1, -1])
            }
            try folder.write(
              EmbeddingRecord(space: space, method: "tsne", seed: 0), coordinates: Matrix([[0, 1], [1, 0], [1, 1]]))
          }
          let maps = try RunFigures(of: StoredRun(in: folder)).figures(.maps)
          let subtitle = try #require(maps.first { $0.name == "maps" }).figure.subtitle
          #expect(subtitle.contains("the true labels") == labelled)
          let names = clusterers.joined(separator: " beside ")
          #expect(labelled ? subtitle.contains("beside kmeans; ") : subtitle == names)
        }
      }
    }
  }

  /// The seed whose score is nearest to the mean of all is not the first one.
  @Test(arguments: [false, true])
  func mapsShowTheSeedThatTablesAndCardsShow(isStochastic: Bool) throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      var record = RunRecord(
        name: "r", experiment: .null,
        plan: RunPlan(spaces: ["a"], clusterers: ["kmeans"], seeds: [0, 1, 2], scores: ["kappa"]), version: "1",
        platform: Platform(processor: "", cores: 1, system: "", swift: "", blas: ""), dataset: DatasetSummary(items: 3))
      record.spaces["a"] = .object(
        SpaceFacts(inputs: ["a"], featureSets: ["a"], steps: ["umap"], isStochastic: isStochastic).members)
      try folder.write(record)
      let clusters: [[Int32]] = [[0, 1, 1], [1, 0, 0], [1, 1, 0]]
      for (seed, value) in [0.1, 0.5, 0.9].enumerated() {
        try folder.write(
          TrialRecord(
            TrialIdentity(space: "a", clusterer: "kmeans", seed: UInt64(seed)), clusters: 2, objective: nil,
            converged: true, scores: ["kappa": value]), labels: clusters[seed])
      }
      try folder.write(
        EmbeddingRecord(space: "a", method: "umap", seed: 0), coordinates: Matrix([[0, 1], [1, 0], [1, 1]]))
      let figure = try #require(try RunFigures(of: StoredRun(in: folder)).figures(.maps).first).figure
      let panel = try #require((figure.chart as? ScatterPanels)?.rows.first?.panels.first)
      #expect(panel.labels == clusters[1] && panel.subtitle.hasSuffix("seed 1"))
      #expect(figure.note.hasPrefix("Points lie as in the space of seed 0") == isStochastic)
      #expect(figure.note.isEmpty != isStochastic)
    }
  }

  @Test(arguments: [([0, 5, 0], 2), ([0, 1], 2), ([0, -3, 1], 2), ([0, 1, 0], 1_000_000_000_000), ([0, 0, 0], -1)])
  func labelsThatDoNotFitTheRunAreAnError(labels: [Int32], clusters: Int) throws {
    try withFolder { folder in
      let figures = try figures(labels: labels, clusters: clusters, in: folder)
      #expect(throws: ResultsError.self) { try figures.figures(.maps) }
    }
  }
}
