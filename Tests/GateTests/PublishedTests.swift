import Clustering
import Core
import Experiments
import Foundation
import Gate
import Results
import Runs
import Statistics
import TestSupport
import Testing

/// Published tables as people have them, their findings, and their order beside that of a run.
@Suite struct PublishedTests {
  private static let coursework = """
    Method,Cohen Kappa Score
    K-Means (Visual),0.2110
    K-Means (Text),0.3210
    K-Means (Fused - Concat),0.3505
    K-Means (Fused - Weighted Avg),0.3536
    GMM (Visual),0.2107
    GMM (Text),0.3260
    GMM (Fused - Concat),0.3176
    GMM (Fused - Weighted Avg),0.2205

    """

  private func baseline(_ text: String, mapping: [MethodMapping] = []) throws -> Baseline {
    var baseline: Baseline?
    try withFolder { folder in
      try Samples.write(text, to: folder + "/t.csv")
      baseline = try Baseline(table: folder + "/t.csv", name: "paper", mapping: mapping)
    }
    return try #require(baseline)
  }

  private func reason(_ text: String, mapping: [MethodMapping] = []) -> BaselineError.Reason? {
    do { _ = try baseline(text, mapping: mapping) } catch { return (error as? BaselineError)?.reason }
    return nil
  }

  // MARK: - Tables

  @Test func labelsOfMethodsAreRead() throws {
    let cells = try baseline(Self.coursework).cells
    let spaces = ["visual", "text", "concatenation", "pca-average"]
    #expect(cells.map(\.clusterer) == ["kmeans", "kmeans", "kmeans", "kmeans", "gmm", "gmm", "gmm", "gmm"])
    #expect(cells.map(\.space) == spaces + spaces)
    #expect(cells.map { $0.scores["kappa"]?.mean } == [0.211, 0.321, 0.3505, 0.3536, 0.2107, 0.326, 0.3176, 0.2205])
  }

  @Test func namesInTwoColumnsAndSeveralScoresAreReadToo() throws {
    let cells = try baseline(
      "Algorithm,Features,Adjusted Rand Index,NMI,Time\nGaussian mixture,image features,.31 ± .02,.4,12\nKMeans,captions,.2,,9\n"
    ).cells
    #expect(cells.map(\.clusterer) == ["gmm", "kmeans"] && cells.map(\.space) == ["visual", "text"])
    #expect(cells[0].scores["ari"]?.deviation == 0.02 && cells[0].scores["nmi"]?.mean == 0.4)
    #expect(cells[1].scores.keys.sorted() == ["ari"])
    let exact = try baseline("clusterer,space,kappa\nmine,clip:large,.5\n").cells
    #expect(exact.map(\.clusterer) == ["mine"] && exact.map(\.space) == ["clip:large"])
  }

  @Test func labelsThatNameNoMethodAreListed() throws {
    let text = "Method,kappa\nK-Means (Both),.3\nK-Means (Visual + Text),.4\nOurs,.5\nGMM (Text),.2\n"
    let labels = ["K-Means (Both)", "K-Means (Visual + Text)", "Ours"]
    guard case .unmapped(_, labels, of: 4) = reason(text) else {
      Issue.record("labels without a method were read")
      return
    }
    let mapping = try labels.map { try MethodMapping(option: "\($0)=kmeans/\($0.count)") }
    #expect(try baseline(text, mapping: mapping).cells.map(\.space) == ["14", "23", "4", "text"])
  }

  @Test func aMappingNeedsItsFormAndALabelOfTheTable() throws {
    let mapping = try MethodMapping(option: "a = b (c)=kmeans/visual")
    #expect(mapping == MethodMapping(label: "a = b (c)", place: .init(clusterer: "kmeans", space: "visual")))
    #expect(try MethodMapping(option: "x=gmm:text").place.text == "gmm on text")
    for text in ["x", "=kmeans/visual", "x=kmeans", "x=/visual", "x=kmeans/"] {
      #expect(throws: OptionError.self) { try MethodMapping(option: text) }
    }
    guard case .mapsNothing(_, ["a = b (c)"], let known) = reason(Self.coursework, mapping: [mapping]) else {
      Issue.record("a mapping of no label was accepted")
      return
    }
    #expect(known.count == 8)
    guard case .mapsNothing(_, _, []) = reason("clusterer,space,score,value\nk,s,kappa,1\n", mapping: [mapping]) else {
      Issue.record("a mapping without labels was accepted")
      return
    }
  }

  @Test(arguments: [
    "Method,kappa\nGMM (Text),32.6\n", "Method,kappa\nGMM (Text),many\n",
    "Method,kappa,Cohen Kappa\nGMM (Text),.1,.2\n",
    "Row,kappa\nGMM (Text),.3\n", "Method,kappa\nGMM (Text),.3\nGaussian Mixture (Text),.4\n",
    "Method,kappa\nGMM (Text),.3 ± x\n",
  ]) func aWideTableThatIsNoneIsRefused(text: String) {
    guard case .badTable? = reason(text) else {
      Issue.record("it was read")
      return
    }
  }

  @Test func theDocumentationHasTheTableOfNames() throws {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../docs/gate.md")
    #expect(try String(contentsOf: page, encoding: .utf8).contains(PublishedNames.markdown))
  }

  // MARK: - Findings

  @Test func aTableAloneHasFindingsWithTheirLimit() throws {
    let findings = try PublishedFindings(of: baseline(Self.coursework))
    let kappa = try #require(findings.scores.first)
    #expect(kappa.methods == 8 && kappa.tests == nil && kappa.ranking[0].method.text == "kmeans on pca-average")
    let parts = try #require(kappa.spaces.first { Set([$0.first, $0.second]) == ["visual", "text"] })
    #expect(parts.first == "text" && parts.ahead == 2)
    #expect(kappa.fusion.map(\.fused.method.space) == ["pca-average", "concatenation"])
    let text = try findings.text(as: .terminal)
    #expect(text.contains("text is ahead of visual under 2 of 2 clusterers: kmeans +.110, gmm +.115.\n"))
    #expect(text.contains("concatenation is ahead of pca-average under 1 of 2 clusterers: kmeans −.003, gmm +.097.\n"))
    #expect(text.contains("kmeans is ahead of gmm on 3 of 4 spaces: visual +.0003, text −.005,"))
    #expect(text.contains("a difference of −.008.") && text.contains("no difference can be tested"))
    #expect(try findings.text(as: .markdown).hasPrefix("**kappa of 8 published methods**\n\n| clusterer |"))
    #expect(try findings.text(as: .json).contains("\"ahead\" : 2"))
    #expect(throws: OptionError.self) { try findings.text(as: .junit) }
  }

  @Test func publishedDeviationsAreTested() throws {
    let findings = try PublishedFindings(
      of: baseline(
        "clusterer,space,score,value,sd,n\nkmeans,visual,kappa,.2,.01,10\nkmeans,text,kappa,.4,.01,10\n"
          + "kmeans,late,kappa,.401,.01,10\n"))
    #expect(findings.scores[0].tests == .init(pairs: 3, significant: 2, bestIsAhead: false))
    #expect(try findings.text(as: .terminal).contains("By the published deviations 2 of 3 differences are significant"))
  }

  @Test func oneNumberHasNoFindings() throws {
    let table = try baseline("Method,kappa\nGMM (Text),.3\n")
    #expect(throws: BaselineError.self) { try PublishedFindings(of: table) }
    let two = try baseline(Self.coursework)
    #expect(throws: BaselineError.self) { try PublishedFindings(of: two, scores: ["ari"]) }
  }

  // MARK: - Order

  /// Text separates the groups, the pictures do not; a published table may have it either way.
  @Test(arguments: [(0.2, 0.9, GateReport.Pattern.PairVerdict.repeated), (0.9, 0.2, .contradicted), (0.5, 0.5, .tied)])
  func theRunSettlesDirections(visual: Double, text: Double, verdict: GateReport.Pattern.PairVerdict) throws {
    try withFolder { folder in
      try Samples.table(Samples.groups(rows: 240, columns: 6, classes: 3, spread: 9), to: folder + "/visual.csv")
      try Samples.table(Samples.groups(rows: 240, columns: 6, classes: 3, spread: 1, seed: 2), to: folder + "/text.csv")
      try Samples.write(
        "kind\n" + (0..<240).map { "k\($0 % 3)" }.joined(separator: "\n") + "\n", to: folder + "/labels.csv")
      let labels = Experiment.Labels(name: "kind", source: .table(.init(table: "labels.csv", column: "kind")))
      let run = try Runner(
        Experiment(
          name: "run", dataset: .init(labels: [labels]),
          features: ["visual", "text"].map { Experiment.Feature(name: $0, file: "\($0).csv") },
          spaces: [.init(name: "visual"), .init(name: "text")],
          clusterers: [.init(KMeans(clusters: 3, restarts: 1), name: "kmeans")], seeds: [0, 1, 2, 3, 4],
          scores: ["kappa", "ari"], figures: [], folder: folder), into: RunFolder(path: folder + "/run")
      ).run()
      let published = try baseline("Method,kappa\nK-Means (Visual),\(visual)\nK-Means (Text),\(text)\nGMM (Text),.1\n")
      let report = try Gate().report(of: run, against: published)
      let pattern = try #require(report.patterns?.first)
      #expect(
        report.patterns?.count == 1 && pattern.methods == 2 && pattern.seeds == 5 && pattern.publishedSeeds == nil)
      #expect(pattern.pairs.map(\.verdict) == [verdict])
      let tau: Double? =
        switch verdict {
        case .repeated: 1
        case .contradicted: -1
        default: nil
        }
      #expect(pattern.tau == tau && pattern.low == tau && pattern.high == tau)
      #expect(pattern.pairs[0].first.space == (visual >= text ? "visual" : "text"))
      #expect(report.notes.contains { $0.contains("1 published method is not in the run: gmm on text") })
      let words = try report.text(as: .terminal)
      #expect(words.contains("The number of seeds of the published values is unknown"))
      #expect(try report.text(as: .markdown).hasPrefix("**kappa beside the published numbers of paper**"))
    }
  }
}
