import Core
import Foundation
import Report
import Results
import Testing

/// The findings on stability, on records whose numbers are known.
@Suite struct StabilityFindingTests {
  private typealias Method = StatisticsRecord.Method

  private let visual = StatisticsRecord.Method(clusterer: "kmeans", space: "visual")
  private let text = StatisticsRecord.Method(clusterer: "kmeans", space: "text")

  private func seeds(
    _ mean: Double, changing: Int, of items: Int = 4, meanChange: Double = 0.25
  ) -> StatisticsRecord.Seeds {
    .init(
      meanAgreement: mean, leastAgreement: mean, low: mean - 0.125, high: min(mean + 0.125, 1), changingItems: changing,
      items: items, meanChange: meanChange, reference: 0,
      cores: [.init(id: 0, size: 2, stable: 2), .init(id: 1, size: 2, stable: 0)],
      movers: [.init(item: 3, share: 0), .init(item: 2, share: 0.5)])
  }

  private func findings(
    _ stability: [StatisticsRecord.Stability], agreements: [StatisticsRecord.AgreementPair]? = nil,
    spaces: [String] = ["visual"], truth: Bool = false, seeds: Int = 3, isUndefined: Bool = false
  ) throws -> Findings {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("stability-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let folder = RunFolder(path: path)
    let sets = truth ? [LabelSetSummary(name: "class", classes: ["a", "b"], unlabelled: 0)] : []
    try folder.write(
      RunRecord(
        name: "sample", experiment: .null,
        plan: RunPlan(
          spaces: spaces, clusterers: ["kmeans"], seeds: (0..<seeds).map(UInt64.init), scores: ["kappa"]),
        version: "1", platform: Platform(processor: "", cores: 1, system: "", swift: "", blas: ""),
        dataset: DatasetSummary(items: 4, labelSets: sets)))
    if truth { try folder.write([0, 0, 1, 1], ofLabelSet: "class") }
    for (position, space) in spaces.enumerated() {
      for seed in 0..<seeds {
        try folder.write(
          TrialRecord(
            TrialIdentity(space: space, clusterer: "kmeans", seed: UInt64(seed)), clusters: 2,
            objective: Objective(name: "inertia", value: 1), converged: true,
            scores: ["kappa": isUndefined ? .nan : 0.75 - 0.25 * Double(position)]), labels: [0, 0, 1, 1])
      }
    }
    var record = StatisticsRecord(level: 0.95, stability: stability)
    record.agreements = agreements
    try folder.write(record)
    return try Findings(of: StoredRun(in: folder)).withinLimits()
  }

  /// Labels of several seeds tell of stability where no score does.
  @Test func itIsStatedWhereTheFirstScoreIsUndefined() throws {
    let stability = [StatisticsRecord.Stability(method: visual, seeds: seeds(0.5, changing: 2))]
    let found = try findings(stability, isUndefined: true)
    #expect(found.all.count == 1 && found.all.allSatisfy { $0.line.contains("kmeans on visual depend on the seed") })
    #expect(found.markdown(title: "a").contains("2 of 4 items (50 %)"))
  }

  /// 1 of 240 items is not none of them, and 239 are not all.
  @Test(arguments: [(1, "below 1 %"), (2, "1 %"), (120, "50 %"), (239, "above 99 %"), (240, "100 %")])
  func smallSharesAreNotRoundedToNone(changing: Int, share: String) throws {
    let found = try findings([
      .init(method: visual, seeds: seeds(0.5, changing: changing, of: 240, meanChange: 0.001))
    ]).all
    #expect(found[0].text.contains(": \(changing) of 240 items (\(share)) lie"), "\(found)")
    #expect(found[0].numbers.contains("below 1 % of the items move between two seeds"), "\(found)")
  }

  @Test func itIsTheFirstFindingOfARunWithoutTruth() throws {
    let resamples = StatisticsRecord.Resamples(
      seed: 0, refits: 20, rows: 4,
      clusters: [.init(id: 0, size: 2, jaccard: 0.875), .init(id: 1, size: 2, jaccard: 0.5)])
    let stability = [StatisticsRecord.Stability(method: visual, seeds: seeds(0.5, changing: 2), resamples: resamples)]
    let without = try findings(stability).all
    #expect(
      without == [
        Finding(
          "The clusters of kmeans on visual depend on the seed: 2 of 4 items (50 %) lie in another cluster under at least one "
            + "of 3 seeds.",
          numbers: [
            "ARI between seeds .500, 95 % interval .375 to .625", "25 % of the items move between two seeds",
            "stable core 2 of 4 items", "largest share: cluster 0 with 2 of 2", "1 of 2 clusters without a core",
            "items that move most: item 3, item 2",
          ]),
        Finding(
          "On resampled rows, of 2 clusters of kmeans on visual 1 is highly stable, 1 is not to be trusted.",
          numbers: [
            "mean Jaccard index (Hennig 2007): highly stable from .85, not to be trusted below .6",
            "most stable: cluster 0 .875", "least stable: cluster 1 .500",
          ]),
      ])
    let with = try findings(stability, truth: true).all
    #expect(with.contains(without[0]) && with.contains(without[1]))
  }

  @Test func oneSeedAndEqualSeedsSayWhatTheyCan() throws {
    let one = try findings([], seeds: 1).all[0].text
    #expect(one == "The stability of kmeans on visual under other seeds is unknown: it was clustered under 1 seed.")
    let equal = try findings([.init(method: visual, seeds: seeds(1, changing: 0))]).all
    #expect(equal[0].text == "The clusters of kmeans on visual are the same under all 3 seeds.")
    #expect(equal[0].numbers == ["ARI between seeds 1.000, 95 % interval .875 to 1.000"])
    #expect(!equal.contains { $0.line.contains("stable core") })
  }

  @Test func theReasonStandsWhereNoRowsWereDrawn() throws {
    let all = try findings([
      .init(method: visual, seeds: seeds(1, changing: 0), resamplesLeftOut: "20 draws would take too long")
    ]).all
    #expect(
      all[1]
        == Finding(
          "The stability of kmeans on visual on resampled rows is unknown.", numbers: ["20 draws would take too long"]))
  }

  @Test(arguments: [
    (0.01, ", significant at 5 %.", ["corrected p = .010"]), (0.5, "; not significant (corrected p = .500).", []),
  ])
  func methodsAreComparedByTheirSeeds(p: Double, ending: String, numbers: [String]) throws {
    let stability = [visual, text].map {
      StatisticsRecord.Stability(method: $0, seeds: seeds($0 == text ? 0.75 : 0.5, changing: 1))
    }
    let pair = StatisticsRecord.AgreementPair(
      first: visual, second: text, difference: -0.25, low: -0.375, high: -0.125, p: p, holm: p)
    let all = try findings(stability, agreements: [pair], spaces: ["visual", "text"]).all
    let found = try #require(all.first { $0.text.contains("agree best") })
    #expect(found.text == "The seeds of text agree best with each other, ahead of those of visual\(ending)")
    #expect(Array(found.numbers.dropFirst()) == ["difference .250 (.125 to .375)"] + numbers)
  }

  /// The agreement of seeds has a test of its own.
  @Test func theLegendExplainsTheTestThatWasMade() throws {
    let stability = [visual, text].map {
      StatisticsRecord.Stability(method: $0, seeds: seeds($0 == text ? 0.75 : 0.5, changing: 1))
    }
    let pair = StatisticsRecord.AgreementPair(
      first: visual, second: text, difference: -0.25, low: -0.375, high: -0.125, p: 0.25, holm: 0.25)
    let legend = try findings(stability, agreements: [pair], spaces: ["visual", "text"]).markdown(title: "run")
    #expect(legend.contains("Welch's t-test") && !legend.contains("permutation test"), "\(legend)")
  }

  @Test func theExplanationStandsWhereThereIsStability() throws {
    let with = try findings([.init(method: visual, seeds: seeds(0.5, changing: 2))]).markdown(title: "run")
    #expect(with.contains("ARI between seeds: adjusted Rand index"))
  }
}
