import Core
import Figures
import Foundation
import Report
import Results
import Testing
import Words

/// The figures of a run's clusters, and how figures are drawn again.
@Suite struct ClusterFiguresTests {
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("clusters-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  /// A stored run of `items` items in two feature sets and their concatenation, with several seeds.
  private func store(
    in path: String, items: Int = 60, clusters: Int = 4, classes: [String] = ["a", "b", "c"], seeds: Int = 3,
    spaces: [String] = ["visual", "text", "concatenation"], unlabelled: Set<Int> = [], withImages: Bool = true,
    withCaptions: Bool = true
  ) throws -> RunFigures {
    let folder = RunFolder(path: path + "/run")
    try folder.make()
    let experiment: JSONValue = [
      "spaces": ["visual", "text", ["concatenation": ["name": "concatenation", "of": ["visual", "text"]]]]
    ]
    try folder.write(
      RunRecord(
        name: "r", experiment: experiment,
        plan: RunPlan(
          spaces: spaces, clusterers: ["kmeans"], seeds: (0..<seeds).map(UInt64.init), scores: ["kappa"]),
        version: "1", platform: Platform(processor: "", cores: 1, system: "", swift: "", blas: ""),
        dataset: DatasetSummary(
          items: items, labelSets: [LabelSetSummary(name: "kind", classes: classes, unlabelled: 0)])))
    try folder.write(
      (0..<items).map { unlabelled.contains($0) ? LabelSet.unlabelled : Int32($0 % classes.count) }, ofLabelSet: "kind")
    for (number, space) in spaces.enumerated() {
      for seed in 0..<seeds {
        try folder.write(
          TrialRecord(
            TrialIdentity(space: space, clusterer: "kmeans", seed: UInt64(seed)), clusters: clusters,
            objective: Objective(name: "inertia", value: 1), converged: true,
            scores: ["kappa": 0.1 * Double(number)]),
          labels: (0..<items).map { Int32(($0 + $0 / (7 + number + seed)) % clusters) })
      }
    }
    let trial = TrialIdentity(space: spaces[spaces.count - 1], clusterer: "kmeans", seed: 0)
    try folder.write(
      SilhouetteRecord(trial: trial, mean: 0.1, clustered: items), items: Array(0..<items),
      values: (0..<items).map { Double($0) / Double(items) - 0.4 })
    let cards = (0..<clusters).map {
      ClusterCardRecord.Cluster(id: $0, size: items / clusters, nearest: [0, 1], farthest: [2])
    }
    try folder.write(
      withImages
        ? ClusterCardRecord(trial: trial, clusters: cards, total: clusters, height: 2, width: 2)
        : ClusterCardRecord(trial: trial, clusters: cards, total: clusters),
      bytes: withImages ? [UInt8](repeating: 90, count: clusters * 3 * 12) : [])
    if withCaptions { try writeCaptions(to: folder, items: items, clusters: clusters) }
    return try RunFigures(of: StoredRun(in: folder))
  }

  private func writeCaptions(to folder: RunFolder, items: Int, clusters: Int) throws {
    try folder.write(captions: (0..<items).map { "the picture \($0 % 5 == 0 ? "cat" : "dog") \($0 % clusters)" })
  }

  private let kinds: [FigureKind] = [.agreement, .flow, .silhouette, .cards]

  @Test func everyFigureOfTheClustersIsDrawnFromTheStoredRun() throws {
    try withFolder { path in
      let stored = try store(in: path)
      let names = try kinds.flatMap { try stored.figures($0).map(\.name) }
      #expect(names == ["agreement", "flow", "silhouette", "cards"])
    }
  }

  /// The purity of a card tells how many of its items it counts where the class of some is not known.
  @Test func aCardTellsHowManyItemsItsPurityCounts() throws {
    try withFolder { path in
      let stored = try store(in: path, unlabelled: Set(stride(from: 0, to: 60, by: 2)))
      let run = try StoredRun(in: RunFolder(path: path + "/run"))
      let trial = try #require(run.trials.first { $0.space == "concatenation" && $0.seed == 0 })
      let labels = try RunFolder(path: path + "/run").labels(of: trial)
      let style = try FigureStyle(formats: ["svg"])
      let written = try stored.redraw([.cards], as: style, into: path + "/out")
      let text = try String(contentsOfFile: try #require(written.paths.first), encoding: .utf8)
      for cluster in 0..<4 {
        let labelled = labels.indices.count { labels[$0] == cluster && $0 % 2 == 1 }
        #expect(text.contains(" of \(labelled) labelled"), "\(labelled)")
      }
      let whole = try store(in: path).redraw([.cards], as: style, into: path + "/whole")
      let other = try String(contentsOfFile: try #require(whole.paths.first), encoding: .utf8)
      #expect(!other.contains("labelled"))
    }
  }

  @Test func cardsWithoutImagesNameTheItems() throws {
    try withFolder { path in
      let style = try FigureStyle(formats: ["svg"])
      func text(_ stored: RunFigures, _ name: String) throws -> String {
        let written = try stored.redraw([.cards], as: style, into: path + "/" + name)
        return try String(contentsOfFile: try #require(written.paths.first), encoding: .utf8)
      }
      #expect(!(try text(store(in: path), "images").contains("farthest:")))
      let captions = try text(store(in: path, withImages: false), "captions")
      #expect(captions.contains(">nearest</text>") && captions.contains(">the picture cat 0</text>"))
      // Ids stand before captions, never in their place.
      try RunFolder(path: path + "/run").write(ids: (0..<60).map { "word \($0)" })
      let both = try text(RunFigures(of: StoredRun(in: RunFolder(path: path + "/run"))), "both")
      #expect([">word 0</text>", ">the picture cat 0</text>", ">the picture dog 2</text>"].allSatisfy(both.contains))
    }
    try withFolder { path in
      _ = try store(in: path, withImages: false, withCaptions: false)
      try RunFolder(path: path + "/run").write(ids: (0..<60).map { "word \($0)" })
      let stored = try RunFigures(of: StoredRun(in: RunFolder(path: path + "/run")))
      let written = try stored.redraw([.cards], as: FigureStyle(formats: ["svg"]), into: path + "/ids")
      let ids = try String(contentsOfFile: try #require(written.paths.first), encoding: .utf8)
      let texts = [">nearest to the centre:</text>", ">word 0 ·</text>", ">word 1</text>", ">farthest:</text>"]
      #expect(texts.allSatisfy(ids.contains))
    }
  }

  /// Of eight clusters three are matched; noise is none of the five that are left.
  @Test func noiseIsNoUnmatchedCluster() throws {
    try withFolder { path in
      _ = try store(in: path, clusters: 8)
      let folder = RunFolder(path: path + "/run")
      let trial = try #require(
        try StoredRun(in: folder).trials.first { $0.space == "concatenation" && $0.seed == 0 })
      var labels = try folder.labels(of: trial)
      for item in [3, 40] { labels[item] = Partition.noise }
      try folder.write(
        TrialRecord(trial.identity, clusters: 8, objective: nil, converged: true, scores: trial.scores), labels: labels)
      let written = try RunFigures(of: StoredRun(in: folder)).redraw(
        [.confusion], as: FigureStyle(formats: ["svg"]), into: path + "/out")
      let text = try String(contentsOfFile: try #require(written.paths.first), encoding: .utf8)
      #expect(text.contains(">5 unmatched") && !text.contains(">6 unmatched"))
    }
  }

  @Test func cardsShowTheWordsThatTheExperimentAsksFor() throws {
    try withFolder { path in
      let style = try FigureStyle(formats: ["svg"])
      let folder = RunFolder(path: path + "/run")
      func text(_ name: String) throws -> String {
        let written = try RunFigures(of: StoredRun(in: folder)).redraw([.cards], as: style, into: path + "/" + name)
        return try String(contentsOfFile: try #require(written.paths.first), encoding: .utf8)
      }
      _ = try store(in: path)
      #expect(!(try text("typical").contains("c-tf-idf")))
      let trial = TrialIdentity(space: "concatenation", clusterer: "kmeans", seed: 0)
      func words(of trial: TrialIdentity) -> ClusterWordsRecord {
        let term = ClusterWordsRecord.Term(text: "asked", count: 7, weight: 1)
        return ClusterWordsRecord(trial: trial, options: WordOptions(), clusters: [.init(id: 0, terms: [term])])
      }
      try folder.write(words(of: trial))
      let asked = try text("asked")
      #expect(asked.contains(">asked</text>") && asked.contains("c-tf-idf"))
      // Words of another trial are not those of these clusters.
      try folder.write(words(of: TrialIdentity(space: "text", clusterer: "kmeans", seed: 0)))
      #expect(!(try text("other").contains(">asked</text>")))
    }
  }

  /// The number is that of the stored labels; the class is counted here anew.
  @Test func aClusterHasOneNumberAndOneNameInEveryFigureAndTheFindings() throws {
    try withFolder { path in
      let stored = try store(in: path)
      let run = try StoredRun(in: RunFolder(path: path + "/run"))
      let trial = try #require(run.trials.first { $0.space == "concatenation" && $0.seed == 0 })
      let labels = try RunFolder(path: path + "/run").labels(of: trial)
      let written = try stored.redraw(
        [.silhouette, .cards, .flow, .confusion], as: FigureStyle(formats: ["svg"]), into: path + "/out")
      let texts = try Dictionary(
        uniqueKeysWithValues: written.paths.map {
          (URL(fileURLWithPath: $0).lastPathComponent, try String(contentsOfFile: $0, encoding: .utf8))
        })
      for cluster in 0..<4 {
        let counts = (0..<3).map { kind in labels.indices.count { labels[$0] == cluster && $0 % 3 == kind } }
        let largest = try #require(counts.firstIndex(of: counts.max() ?? 0))
        let name = "\(cluster) · \(["a", "b", "c"][largest])"
        for figure in ["silhouette.svg", "cards.svg", "flow.svg"] {
          #expect(texts[figure]?.contains(">\(name)</text>") ?? false, "\(name) in \(figure)")
        }
      }
      // Of four clusters three are matched, each to a class of its own; the fourth is named beside them.
      let confusion = try #require(texts["confusion.svg"])
      let matched = ["a", "b", "c"].map { kind in (0..<4).filter { confusion.contains(">\($0) = \(kind)</text>") } }
      #expect(matched.allSatisfy { $0.count == 1 }, "\(matched)")
      let left = Set(0..<4).subtracting(matched.flatMap { $0 })
      #expect(left.count == 1 && confusion.contains(">unmatched: \(left.first ?? -1)</text>"))
      let findings = try Findings(of: run)
      let mixed = findings.all.flatMap(\.numbers).filter { $0.hasPrefix("cluster ") }
      for number in mixed {
        let words = number.split { !$0.isNumber }.compactMap { Int($0) }
        #expect(labels.count { $0 == words[0] } == words[1], "\(number)")
      }
      #expect(!mixed.isEmpty)
    }
  }

  @Test func redrawnFiguresAreTheSameBytes() throws {
    try withFolder { path in
      let stored = try store(in: path)
      let style = try FigureStyle(formats: ["png", "pdf", "svg"], dark: true, size: "column", dpi: 100)
      let first = try stored.redraw(kinds, as: style, into: path + "/a")
      let second = try Threads.$count.withValue(1) { try stored.redraw(kinds, as: style, into: path + "/b") }
      #expect(first.paths.count == 12 && second.paths.count == 12)
      for (a, b) in zip(first.paths, second.paths) {
        let bytes = FileManager.default.contents(atPath: a)
        #expect(bytes != nil && bytes == FileManager.default.contents(atPath: b), "\(a)")
      }
    }
  }

  @Test func aReportReadsEachFileOnceAndIsKnownAsCurrent() throws {
    try withFolder { path in
      _ = try store(in: path)
      let folder = RunFolder(path: path + "/run")
      let report = try RunReport(of: StoredRun(in: folder), showing: kinds + [.scores, .confusion])
      #expect(try report.current() == nil)
      func made() throws -> [String: Data?] {
        let paths = try report.write().paths
        return Dictionary(uniqueKeysWithValues: paths.map { ($0, FileManager.default.contents(atPath: $0)) })
      }
      let first = try made()
      #expect(first.count == 12 && first.values.allSatisfy { $0 != nil })
      #expect(try report.current()?.paths.count == 12)
      for name in ["run.json", "trials", "labels", "clusters", "items"] {
        try FileManager.default.removeItem(atPath: folder.path(of: name))
      }
      #expect(try made() == first)
    }
  }

  /// Noise has a card, and is none of the largest clusters.
  @Test func cardsCountTheClustersAmongThem() throws {
    try withFolder { path in
      _ = try store(in: path, withImages: false)
      let folder = RunFolder(path: path + "/run")
      let cards = [0, 1, -1].map {
        ClusterCardRecord.Cluster(id: $0, size: 15, nearest: [0, 1], farthest: $0 < 0 ? [] : [2])
      }
      let trial = TrialIdentity(space: "concatenation", clusterer: "kmeans", seed: 0)
      try folder.write(ClusterCardRecord(trial: trial, clusters: cards, total: 77), bytes: [])
      let figures = try RunFigures(of: StoredRun(in: folder)).figures(.cards)
      #expect(figures.map(\.figure.subtitle).allSatisfy { $0.hasSuffix("; the 2 largest of 77 clusters, and noise") })
      #expect(figures.count == 1)
    }
  }

  @Test func aRunWithoutAFusionHasNoFlowAndOneSeedNoAgreement() throws {
    try withFolder { path in
      let stored = try store(in: path, seeds: 1, spaces: ["visual", "text"])
      let written = try stored.redraw([.agreement, .flow, .cards], as: FigureStyle(), into: path + "/out")
      #expect(written.paths == [path + "/out/cards.png"])
      #expect(written.notices.map(\.kind) == ["no-figure", "no-figure"])
      let error = #expect(throws: (any Error).self) {
        try stored.redraw([.agreement], as: FigureStyle(), into: path + "/none")
      }
      #expect("\(error.map { "\($0)" } ?? "")".contains("no method has two seeds"))
      #expect(!FileManager.default.fileExists(atPath: path + "/none"))
    }
  }

  @Test(arguments: [(1, 1, 12), (1, 3, 12), (12, 12, 12), (100, 2, 400), (30, 1000, 2000)])
  func oddRunsAreDrawn(clusters: Int, classes: Int, items: Int) throws {
    let names = (0..<classes).map { $0 % 3 == 0 ? "שלום \($0)" : String(repeating: "👩‍👩‍👧 long ", count: 30) + "\($0)" }
    try withFolder { path in
      let stored = try store(in: path, items: items, clusters: clusters, classes: names)
      for size in ["column", "slide", "60x40"] {
        let style = try FigureStyle(formats: ["png"], size: size, dpi: 60)
        let written = try stored.redraw(kinds, as: style, into: path + "/" + size)
        #expect(written.paths.count == 3 + (clusters + 11) / 12)
      }
    }
  }

  @Test func agreementIsSymmetricAndOneForRenamedClusters() throws {
    var stream = Seed(1).stream("partitions")
    let labels = (0..<200).map { _ in Int32(stream.integer(below: 5)) }
    let partitions = [
      Partition(labels: labels, clusters: 5), Partition(labels: labels.map { 4 - $0 }, clusters: 5),
      Partition(labels: labels.map { _ in Int32(stream.integer(below: 5)) }, clusters: 5),
      Partition(labels: labels.map { _ in -1 }, clusters: 5),
    ]
    let values = try SeedAgreement.values(of: partitions)
    for row in 0..<4 {
      #expect(values[row][row] == 1)
      for column in 0..<row { #expect(values[row][column] == values[column][row]) }
    }
    // Nothing but noise is one cluster, which says no more than chance does.
    #expect(values[1][0] == 1 && abs(values[2][0]) < 0.05 && values[3][0] == 0)
  }

  // Cluster 0 holds "cat" in 3 of 4 captions, the rest in 0 of 4; "the" is in all, "sat" in half of each.
  @Test func typicalWordsAreThoseThatSetAClusterApart() {
    let captions = (0..<8).flatMap { _ in
      ["The cat sat", "the CAT", "the cat", "the", "the dog sat", "the dog's tail", "the dog", "the, Dog!"]
    }
    let partition = Partition(labels: (0..<64).map { Int32($0 / 4 % 2) }, clusters: 2)
    let words = TypicalWords(captions: captions, partition: partition)
    #expect(words.words(of: 0, most: 5).map(\.text) == ["cat"])
    #expect(words.words(of: 0, most: 5).map(\.count) == [24])
    #expect(words.words(of: 1, most: 5).map(\.text) == ["dog", "tail"])
    #expect(TypicalWords.words(in: "Ein Über-Maß, 猫 x 42!") == ["ein", "über", "maß", "猫", "42"])
  }
}
