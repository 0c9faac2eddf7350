import Core
import Foundation
import Results

/// The uncertainty of a run's scores, as tables: intervals, kappa at its chance level, stability, and the differences
/// of all pairs.
package struct StatisticsReport {
  package enum Format: String, CaseIterable, Sendable {
    case terminal, markdown, csv, json
  }

  struct Section {
    let title: String
    let table: TextTable
    /// The meaning of the columns.
    let note: String
  }

  let run: Run
  private let record: StatisticsRecord
  /// The scores against several label sets; nil for one or none.
  private let truths: TruthsRecord?
  /// The shares of the parts of fused spaces; nil for a run without them.
  let attribution: AttributionRecord?
  /// The scores to show; all when nil.
  let chosen: [String]?
  private let showsPairs: Bool
  /// True where a kappa is among the scores, so that what is special about it has its place.
  private let showsKappa: Bool
  let numbers = NumberStyle()

  /// - Parameters:
  ///   - scores: the scores to show; all when nil.
  ///   - showsPairs: true where each difference has a line.
  ///   - truths: the scores against several label sets, of which `record` has the first.
  ///   - attribution: the shares of the parts of fused spaces.
  package init(
    _ record: StatisticsRecord, of run: Run, scores: [String]? = nil, showsPairs: Bool = false,
    truths: TruthsRecord? = nil, attribution: AttributionRecord? = nil
  ) {
    var record = record
    if let scores {
      record.cells.removeAll { !scores.contains($0.score) }
      record.pairs.removeAll { !scores.contains($0.score) }
    }
    self.run = run
    self.record = record
    self.truths = truths
    self.attribution = attribution
    chosen = scores
    self.showsPairs = showsPairs
    showsKappa = scores?.contains { $0.hasPrefix("kappa") } ?? true
  }

  /// The text in one of its forms, ending with a line feed.
  ///
  /// - Throws: `ResultsError` when the record holds what JSON cannot.
  package func text(as format: Format) throws -> String {
    switch format {
    case .terminal:
      return sections.map { "\($0.title)\n\n\($0.table.terminalText())\n\($0.note.onOneLine.wrapped(to: 100))\n" }
        .joined(separator: "\n")
    case .markdown:
      let title = "# Uncertainty of the scores: \(SummaryTable.markdownEscaped(run.record.name))\n\n"
      let parts = sections.map {
        "## \($0.title)\n\n\($0.table.markdownEscaped.markdownText())\n\(SummaryTable.markdownEscaped($0.note))\n"
      }
      return title + parts.joined(separator: "\n")
    case .csv: return (showsPairs ? pairsCSV : cellsCSV).csvText()
    case .json: return try record.json()
    }
  }

  /// The sections that the run has something for.
  var sections: [Section] {
    let ofOne = [
      showsKappa ? kappas : nil, stability, seeds, verdicts, showsPairs ? seedDifferences : nil,
      showsKappa ? signs : nil, showsPairs ? pairs : nil, shares, classShares,
    ].compactMap(\.self)
    let ofScores: [Section] =
      if let truths, let first = truths.labelSets.first {
        [Section(title: Self.title(first.name), table: scores.table, note: scores.note)] + scores(truths)
          + [comparisons(truths.judged), agreements(truths.ofSeveralClasses), chanceLevels(truths)]
      } else {
        [scores]
      }
    return (ofScores + ofOne).filter { !$0.table.rows.isEmpty }
  }

  // MARK: - Scores

  var scores: Section {
    let rows = record.cells.map { cell in
      [
        cell.score, cell.method.clusterer, cell.method.space,
        numbers.text(cell.mean, deviation: cell.deviation),
        cell.interval.map { interval($0.lowerBound, $0.upperBound) } ?? "none",
        cell.pToBest.map(Self.probability) ?? (cell.equalsBest == nil && cell.itemError != nil ? "best" : ""),
      ]
    }
    // Only what the table shows is explained.
    var note = ""
    if record.cells.contains(where: { $0.deviation != nil }) { note += "±: sample standard deviation over the seeds. " }
    let hasIntervals = record.cells.contains { $0.interval != nil }
    if hasIntervals, let replicates = record.replicates, let items = record.items {
      note +=
        "The 95 % intervals are for the expected score over seeds and over items of the same kind, from "
        + "\(replicates.grouped) resamples of \(counted(items, "item")) and the spread of the seeds. "
        + "They treat the clusters as fixed. "
    }
    if record.cells.contains(where: { $0.itemError == nil && $0.seedError == nil }) { note += Self.noInterval }
    let plan = run.record.plan
    if plan.seeds.count == 1, plan.hasSeeds { note += "One seed gives no spread over seeds. " }
    if let fixed = plan.deterministicNote { note += "\(fixed.prefix(1).uppercased() + fixed.dropFirst()). " }
    if record.cells.contains(where: { $0.pToBest != nil }) {
      note += "p to best: permutation test against the best method, after Holm's correction over all pairs"
      note += plan.seeds.count == 1 || !plan.hasSeeds ? "." : ". \(chance)"
    }
    return Section(
      title: "Scores",
      table: TextTable(
        header: ["score", "clusterer", "space", "mean", "95 % interval", "p to best"], rows: rows, names: 3),
      note: note)
  }

  /// The bound that the number of seeds sets to every p.
  private var chance: String {
    let plan = run.record.plan
    let deterministic = plan.methods.count(where: plan.isDeterministic)
    let bounds = SummaryTable.pairsOfKinds.enumerated().compactMap { kind, pairs in
      record.fewestSeeds(deterministic: kind).map { (pairs: pairs, fewest: $0) }
    }
    guard !bounds.isEmpty else { return "" }
    let start = "It is never below the probability that one method with two optima looks like two methods"
    // Without deterministic methods one bound holds for all pairs.
    let short = bounds.prefix(deterministic > 0 ? 2 : 1).filter { plan.seeds.count < $0.fewest }.map { bound in
      let pairs = deterministic > 0 ? bound.pairs : "any of these methods"
      return "\(counted(plan.seeds.count, "seed")) are too few for a significant difference between \(pairs), "
        + "\(bound.fewest) are enough"
    }
    return start + (short.isEmpty ? "" : ": " + short.joined(separator: "; ")) + "."
      + (deterministic > 1 ? " Two deterministic methods are compared over the items alone." : "")
  }

  /// The reason for a score without an interval.
  static let noInterval =
    "none: the interval of a score without labels comes from the spread over seeds, and a single value, of one seed or of a "
    + "deterministic method, has none. "

  func interval(_ low: Double?, _ high: Double?) -> String {
    guard let low, let high else { return "unknown" }
    return "\(numbers.text(low)) to \(numbers.text(high))"
  }

  static func probability(_ p: Double) -> String {
    p < 0.001 ? "< .001" : NumberStyle().text(p)
  }

  // MARK: - Kappa

  private var kappas: Section? {
    let rows = run.methods.compactMap { method -> [String]? in
      let trials = record.kappas.filter { $0.trial.clusterer == method.clusterer && $0.trial.space == method.space }
      guard !trials.isEmpty else { return nil }
      func mean(_ value: (StatisticsRecord.Kappa) -> Double) -> String {
        numbers.text(trials.reduce(0) { $0 + value($1) } / Double(trials.count))
      }
      let accuracy = trials.allSatisfy { $0.accuracy != nil } ? mean { $0.accuracy ?? 0 } : absentCell
      return [
        method.clusterer, method.space, mean(\.kappa), mean(\.permutedMean), mean(\.permutedHigh), mean(\.matched),
        accuracy,
      ]
    }
    return Section(
      title: "Kappa and its chance level",
      table: TextTable(
        header: [
          "clusterer", "space", "kappa", "permuted", "95th percentile", "one-to-one kappa", "majority accuracy",
        ], rows: rows, names: 2),
      note:
        "Means over the seeds. kappa: agreement beyond chance, each cluster counted as its most common class (majority vote). "
        + "permuted: the chance level, which is the mean kappa of the same clusters under permuted labels. 95th percentile: of "
        + "the same permutations. one-to-one kappa: at most one class a cluster and one cluster a class. majority accuracy: the "
        + "share of items in a cluster of their class, where classes are equally large; the score accuracy is one-to-one."
    )
  }

  // MARK: - Stability

  private var stability: Section? {
    let rows = record.stability.map { stability -> [String] in
      let seeds = stability.seeds.map { seeds in
        let share = Double(seeds.changingItems) / Double(max(seeds.items, 1))
        return [
          numbers.text(seeds.meanAgreement), numbers.text(seeds.leastAgreement),
          "\(seeds.changingItems.grouped) (\(Self.percent(share)))", Self.percent(seeds.meanChange),
        ]
      }
      let indices = stability.resamples?.clusters.map(\.jaccard).filter(\.isFinite) ?? []
      let found = [
        indices.isEmpty ? absentCell : numbers.text(indices.reduce(0, +) / Double(indices.count)),
        indices.isEmpty ? absentCell : "\(indices.count { $0 < 0.6 }) of \(indices.count)",
      ]
      let none = [String](repeating: absentCell, count: 4)
      return [stability.method.clusterer, stability.method.space] + (seeds ?? none) + found
    }
    return Section(
      title: "Stability",
      table: TextTable(
        header: [
          "clusterer", "space", "ARI of seeds", "least", "items that move", "between two", "Jaccard", "below .6",
        ], rows: rows, names: 2),
      note:
        "ARI: agreement between each two seeds (adjusted Rand index: 0 chance, 1 identical), mean and least. Items that "
        + "move: in another cluster under some seed than under the one whose score is nearest to the mean; between two: mean "
        + "over pairs of seeds. Jaccard: overlap of each cluster with its match on resampled rows, mean over the clusters, and "
        + "the number of clusters below .6 (Hennig, 2007); – where the refits would take too long, or a partition was given and is not refitted."
    )
  }

  private var seeds: Section? {
    let rows = record.stability.compactMap { stability -> [String]? in
      guard let seeds = stability.seeds, let cores = seeds.cores else { return nil }
      let (stable, items) = (cores.reduce(0) { $0 + $1.stable }, cores.reduce(0) { $0 + $1.size })
      return [
        stability.method.clusterer, stability.method.space, numbers.text(seeds.meanAgreement),
        interval(seeds.low, seeds.high),
        "\(stable.grouped) (\(Self.percent(Double(stable) / Double(max(items, 1)))))",
      ]
    }
    return Section(
      title: "Agreement between seeds",
      table: TextTable(
        header: ["clusterer", "space", "ARI of seeds", "95 % interval", "stable core"], rows: rows, names: 2),
      note:
        "The interval is for the mean over other seeds on the same items, by the jackknife over three seeds or more. Stable "
        + "core: the items that lie in the matching cluster under all seeds.")
  }

  private var verdicts: Section? {
    let rows = record.stability.compactMap { stability -> [String]? in
      guard let resamples = stability.resamples else { return nil }
      let counts = ClusterStabilityVerdict.allCases.map { "\(resamples.clusters($0).count)" }
      return [stability.method.clusterer, stability.method.space] + counts
    }
    return Section(
      title: "Clusters by their stability",
      table: TextTable(
        header: ["clusterer", "space"] + ClusterStabilityVerdict.allCases.map(\.rawValue), rows: rows, names: 2),
      note:
        "Clusters by their mean Jaccard index on resampled rows: from .85 highly stable, from .75 stable, from .6 a pattern "
        + "of which it is doubtful which items belong to it, below not to be trusted (Hennig, 2007).")
  }

  private var seedDifferences: Section? {
    let rows = (record.agreements ?? []).map { pair in
      [
        pair.first.text, pair.second.text, numbers.text(pair.difference), interval(pair.low, pair.high),
        Self.probability(pair.p), Self.probability(pair.holm),
      ]
    }
    return Section(
      title: "Differences in the agreement of seeds",
      table: TextTable(header: ["first", "second", "difference", "95 % interval", "p", "Holm"], rows: rows, names: 2),
      note:
        "The ARI between seeds of the first minus that of the second, for other seeds on the same items. p: Welch's t-test of "
        + "jackknifed means, uncorrected. Holm: p after Holm's correction over all pairs.")
  }

  private static func percent(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }

  private var signs: Section? {
    let rows = run.record.plan.spaces.compactMap { space in
      run.record.signSpread(of: space).map { spread in
        [
          space, numbers.text(spread.published), "\(numbers.text(spread.low)) to \(numbers.text(spread.high))",
          "\(spread.values.count)",
        ]
      }
    }
    return Section(
      title: "Signs of the PCA average",
      table: TextTable(header: ["space", "kappa", "random signs", "draws"], rows: rows, names: 1),
      note:
        "The kappa of k-means under the fixed rule for the signs of the components, and under random signs, which are "
        + "equally valid.")
  }

  // MARK: - Pairs

  private var pairs: Section? {
    let rows = record.pairs.map { pair in
      [
        pair.score, "\(pair.first.clusterer) on \(pair.first.space)",
        "\(pair.second.clusterer) on \(pair.second.space)",
        numbers.text(pair.difference), interval(pair.low, pair.high), Self.probability(pair.p),
        Self.probability(pair.holm),
      ]
    }
    return Section(
      title: "Differences",
      table: TextTable(
        header: ["score", "first", "second", "difference", "95 % interval", "p", "Holm"], rows: rows, names: 3),
      note:
        "The first minus the second, on the same items. p: permutation test, uncorrected. Holm: p after Holm's correction over "
        + "all pairs of a score. Neither is below the bound that the number of seeds sets.")
  }

  // MARK: - CSV

  /// The records with the label set that each is of, as a field; one record without a field where there is one label set.
  private var records: [(truth: [String], record: StatisticsRecord)] {
    guard let truths, let first = truths.labelSets.first else { return [([], record)] }
    return [([first.name], record)]
      + truths.labelSets.dropFirst().compactMap { labelSet in
        labelSet.statistics.map { statistics in
          var statistics = statistics
          statistics.cells.removeAll { !(chosen?.contains($0.score) ?? true) }
          statistics.pairs.removeAll { !(chosen?.contains($0.score) ?? true) }
          return ([labelSet.name], statistics)
        }
      }
  }

  private var truthHeader: [String] { truths == nil ? [] : ["truth"] }

  private var cellsCSV: TextTable {
    TextTable(
      header: truthHeader + [
        "clusterer", "space", "score", "mean", "deviation", "seeds", "low", "high", "item_error", "seed_error", "p",
      ],
      rows: records.flatMap { truth, record in
        record.cells.map { cell in
          // Scores that need no labels are those of no label set.
          let truth = run.record.score(cell.score).isInternal ? truth.map { _ in "" } : truth
          return truth + [
            cell.method.clusterer, cell.method.space, cell.score, csvNumber(cell.mean), csvNumber(cell.deviation),
            "\(cell.seeds)",
          ]
            + [cell.interval?.lowerBound, cell.interval?.upperBound, cell.itemError, cell.seedError, cell.pToBest].map(
              csvNumber)
        }
      }, names: 3)
  }

  private var pairsCSV: TextTable {
    TextTable(
      header: truthHeader + [
        "score", "first_clusterer", "first_space", "second_clusterer", "second_space", "difference", "low", "high", "p",
        "holm",
      ],
      rows: records.flatMap { truth, record in
        record.pairs.map { pair in
          truth + [pair.score, pair.first.clusterer, pair.first.space, pair.second.clusterer, pair.second.space]
            + [pair.difference, pair.low, pair.high, pair.p, pair.holm].map(csvNumber)
        }
      }, names: 5)
  }
}
