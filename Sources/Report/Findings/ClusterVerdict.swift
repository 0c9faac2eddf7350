import Core
import Results

/// The verdict on clusters: whether they are stable, and, without labels, whether their number is known.
extension FindingSource {
  /// The stability of the clusters of the best method: on resampled rows, else under other seeds.
  ///
  /// - Throws: `ResultsError` when statistics cannot be read.
  func stability(of best: Standing) throws -> Verdict.Clause {
    let record = try stored.statistics?.stability.first { $0.method == best.method }
    let method = !isLabelled ? " of \(name(best))" : ranking.count == 1 ? "" : " of the best"
    let agreement = record?.seeds.map { "ARI between seeds \(NumberStyle().text($0.meanAgreement))" }
    let numbers = [agreement].compactMap(\.self)
    if let (stable, all) = try stableClusters(of: best) {
      let text =
        switch stable {
        case _ where all == 1: "the one cluster\(method) is \(stable == 1 ? "" : "not ")stable on resampled rows"
        case 0: "none of the \(all) clusters\(method) is stable on resampled rows"
        case all: "all \(all) clusters\(method) are stable on resampled rows"
        default:
          "\(stable) of the \(all) clusters\(method) \(stable == 1 ? "is" : "are") stable on resampled rows"
        }
      return .init(text: text, numbers: ["stable from a mean Jaccard index of .75"] + numbers)
    }
    guard let seeds = record?.seeds else {
      return .init(text: "the stability of the clusters\(method) is unknown")
    }
    guard seeds.changingItems > 0 else {
      return .init(text: "the clusters\(method) are the same under all seeds", numbers: numbers)
    }
    let share = Self.wholePercent(Double(seeds.changingItems) / Double(max(seeds.items, 1)))
    return .init(text: "\(share) of the items in the clusters\(method) move with the seed", numbers: numbers)
  }

  /// The number of clusters that are stable on resampled rows, of those with an index; nil where none has one.
  ///
  /// - Throws: `ResultsError` when statistics cannot be read.
  func stableClusters(of method: Standing) throws -> (stable: Int, all: Int)? {
    let record = try stored.statistics?.stability.first { $0.method == method.method }
    let clusters = record?.resamples?.clusters.filter { ClusterStabilityVerdict(jaccard: $0.jaccard) != nil } ?? []
    guard !clusters.isEmpty else { return nil }
    return (clusters.count { $0.jaccard >= ClusterStabilityVerdict.stable.least }, clusters.count)
  }

  /// The number of clusters of the best method: by criteria, by the largest silhouette over k, as the method finds it, or as it
  /// was given.
  ///
  /// - Throws: `ResultsError` when a stored sweep cannot be read.
  func number(of best: Standing) throws -> Verdict.Clause {
    if let sweep = try stored.choices.first(where: \.isOfClusters), let line = shownLine(of: sweep) {
      let reading = try reading(of: line, sweep)
      return .init(text: Self.choice(reading) + Self.elbow(reading))
    }
    if let sweep = try stored.sweep(.k), let line = shownLine(of: sweep), line.points.count > 1,
      let largest = SweepReading(sweep, score: stored.record.score("silhouette")).best(of: line)
    {
      let isAtEdge = [0, line.points.count - 1].contains(largest.index)
      return .init(
        text:
          "the silhouette is largest at k = \(Int(largest.setting))\(isAtEdge ? ", the edge of the values tried" : "")",
        numbers: ["silhouette \(Self.text(largest.summary))"])
    }
    let counts = stored.trials(of: best.method).map(\.heldClusters)
    let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
    if plan.open?.contains(best.clusterer) == true {
      return .init(
        text:
          "\(best.clusterer.shortened) finds \(least == most ? counted(least, "cluster") : "\(least) to \(most) clusters")"
      )
    }
    return .init(text: "other numbers of clusters than \(most) were not tried")
  }
}
