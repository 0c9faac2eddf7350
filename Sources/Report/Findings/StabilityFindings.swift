import Core
import Results

/// The stability of the clusters of the best method, under other seeds and on resampled rows, and of the methods beside each
/// other.
extension FindingSource {
  private typealias Method = StatisticsRecord.Method

  /// Nothing where the run has no statistics.
  ///
  /// - Throws: `ResultsError` when statistics, ids or captions cannot be read.
  func stability() throws -> [Finding] {
    guard let statistics = try stored.statistics else { return [] }
    guard let best = ranking.first else { return try unrankedStability(statistics) }
    let record = statistics.stability.first { $0.method == best.method }
    return try [
      record?.seeds.map { try seedStability(of: best.method, name(best), $0) } ?? unknownStability(of: best),
      record?.resamples.flatMap { try resampledStability(of: best, $0) }
        ?? record?.resamplesLeftOut.map {
          Finding("The stability of \(name(best)) on resampled rows is unknown.", numbers: [$0])
        },
      mostStable(statistics),
    ].compactMap(\.self)
  }

  /// The agreement of the seeds of every method, where the first score is undefined and ranks none.
  private func unrankedStability(_ statistics: StatisticsRecord) throws -> [Finding] {
    try statistics.stability.compactMap { stability in
      try stability.seeds.map { try seedStability(of: stability.method, name(stability.method), $0) }
    }
  }

  // MARK: - Seeds

  private func seedStability(
    of method: RunPlan.Method, _ name: String, _ seeds: StatisticsRecord.Seeds
  ) throws -> Finding {
    let agreement = ["ARI between seeds \(Self.agreement(seeds))"]
    let count = stored.trials(of: method).count
    guard seeds.changingItems > 0 else {
      return Finding("The clusters of \(name) are the same under all \(count) seeds.", numbers: agreement)
    }
    return Finding(
      "The clusters of \(name) depend on the seed: \(Self.share(seeds.changingItems, of: seeds.items)) lie in another "
        + "cluster under at least one of \(count) seeds.",
      numbers: agreement + ["\(Self.wholePercent(seeds.meanChange)) of the items move between two seeds"]
        + (try stableCore(of: method, seeds)))
  }

  /// The reason why nothing is known of other seeds; nil for a method that no seed changes.
  private func unknownStability(of method: Standing) -> Finding? {
    guard !method.isDeterministic else { return nil }
    let reason = method.seeds.count == 1 ? ": it was clustered under 1 seed" : ""
    return Finding("The stability of \(name(method)) under other seeds is unknown\(reason).")
  }

  /// Such as `.370, 95 % interval .251 to .489`.
  private static func agreement(_ seeds: StatisticsRecord.Seeds) -> String {
    let mean = NumberStyle().text(seeds.meanAgreement)
    guard let low = seeds.low, let high = seeds.high else { return mean }
    return "\(mean), 95 % interval \(interval(low, high))"
  }

  private static func interval(_ low: Double, _ high: Double) -> String {
    "\(NumberStyle().text(low)) to \(NumberStyle().text(high))"
  }

  private static func share(_ count: Int, of total: Int) -> String {
    "\(count.grouped) of \(counted(total, "item")) (\(wholePercent(Double(count) / Double(max(total, 1)))))"
  }

  /// Such as `12 %`; `below 1 %` and `above 99 %` where rounding would say none or all.
  static func wholePercent(_ share: Double) -> String {
    let percent = Int((100 * share).rounded())
    if share > 0, percent == 0 { return "below 1 %" }
    return share < 1 && percent == 100 ? "above 99 %" : "\(percent) %"
  }

  // MARK: - Resampled rows

  /// The verdicts on the clusters; nil where no cluster has an index.
  private func resampledStability(of method: Standing, _ resamples: StatisticsRecord.Resamples) throws -> Finding? {
    let verdicts = ClusterStabilityVerdict.allCases.map { ($0, resamples.clusters($0)) }.filter { !$0.1.isEmpty }
    let clusters = verdicts.flatMap { $0.1 }
    guard let first = clusters.first, let last = clusters.last else { return nil }
    let trial = TrialIdentity(method.method, seed: resamples.seed)
    func text(_ cluster: StatisticsRecord.Cluster) throws -> String {
      "\(try name(of: cluster.id, in: trial)) \(NumberStyle().text(cluster.jaccard))"
    }
    let counts = verdicts.map { "\($0.1.count) \($0.1.count == 1 ? "is" : "are") \($0.0.rawValue)" }
    let thresholds = verdicts.map { verdict, _ in
      verdict == .untrusted ? "\(verdict.rawValue) below .6" : "\(verdict.rawValue) from \(Self.short(verdict.least))"
    }
    return try Finding(
      "On resampled rows, of \(counted(clusters.count, "cluster")) of \(name(method)) \(list(counts)).",
      numbers: ["mean Jaccard index (Hennig 2007): \(list(thresholds))"]
        + (clusters.count > 1 ? ["most stable: \(text(first))", "least stable: \(text(last))"] : [text(first)]))
  }

  private static func short(_ threshold: Double) -> String {
    NumberStyle(digits: threshold == 0.6 ? 1 : 2).text(threshold)
  }

  // MARK: - Cores

  /// The items that stay under all seeds, in numbers; nothing in runs of before they were counted.
  private func stableCore(of method: Method, _ seeds: StatisticsRecord.Seeds) throws -> [String] {
    guard let cores = seeds.cores, let movers = seeds.movers else { return [] }
    let stable = cores.reduce(0) { $0 + $1.stable }
    let firmest = cores.max { first, second in
      let (share, other) = (Double(first.stable) / Double(first.size), Double(second.stable) / Double(second.size))
      return share == other ? first.id > second.id : share < other
    }
    let without = cores.count { $0.stable == 0 }
    let names = try movers.prefix(3).map { try itemName($0.item) }
    return [
      "stable core \(stable.grouped) of \(counted(cores.reduce(0) { $0 + $1.size }, "item"))",
      try firmest.flatMap { firmest in
        guard firmest.stable > 0 else { return nil }
        let name = try name(of: firmest.id, in: TrialIdentity(method, seed: seeds.reference))
        return "largest share: \(name) with \(firmest.stable.grouped) of \(firmest.size.grouped)"
      },
      without > 0 ? "\(without) of \(counted(cores.count, "cluster")) without a core" : nil,
      names.isEmpty ? nil : "items that move most: \(list(Array(names)))",
    ].compactMap(\.self)
  }

  /// The id of an item, else its caption in quotes, since captions hold commas, else its position.
  private func itemName(_ item: Int) throws -> String {
    if let id = try stored.ids?[item], !id.isEmpty { return id.shortened }
    if let caption = try stored.captions?[item], !caption.isEmpty { return "\"\(caption.shortened)\"" }
    return "item \(item.grouped)"
  }

  // MARK: - Methods beside each other

  /// The method whose seeds agree best, against the next one; nil where there are no two.
  private func mostStable(_ statistics: StatisticsRecord) -> Finding? {
    let methods = statistics.stability.compactMap { stability in stability.seeds.map { (stability.method, $0) } }
    let ordered = methods.enumerated().sorted { first, second in
      (second.element.1.meanAgreement, first.offset) < (first.element.1.meanAgreement, second.offset)
    }.map(\.element)
    guard ordered.count > 1 else { return nil }
    let ((best, seeds), (next, others)) = (ordered[0], ordered[1])
    let numbers = ["ARI between seeds \(Self.agreement(seeds)), against \(Self.agreement(others))"]
    guard seeds.meanAgreement > others.meanAgreement else {
      let tied = ordered.filter { $0.1.meanAgreement == seeds.meanAgreement }.map { name($0.0) }
      return Finding("The seeds of \(list(tied, limit: 4)) agree equally well.", numbers: numbers)
    }
    let start = "The seeds of \(name(best)) agree best with each other, ahead of those of \(name(next))"
    guard let pair = statistics.agreement(best, over: next) else {
      return Finding("\(start); two seeds are too few for a test.", numbers: numbers)
    }
    let (p, isSettled) = (SeedEvidence.corrected(pair.holm), 1 - pair.holm > statistics.level)
    return Finding(
      start + (isSettled ? ", significant at 5 %." : "; not significant (\(p))."),
      numbers: numbers + ["difference \(Self.text(pair.difference, nil)) (\(Self.interval(pair.low, pair.high)))"]
        + (isSettled ? [p] : []))
  }

  /// A method by what tells it from the others, also where it is not ranked.
  private func name(_ method: Method) -> String {
    ranking.first { $0.method == method }.map(name) ?? method.text.shortened
  }
}
