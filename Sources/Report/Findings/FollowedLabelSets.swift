import Core
import Figures
import Results

/// The label set that the clusters follow most closely, in runs that are scored against several.
extension FindingSource {
  /// The label set that the best method's clusters follow, the same of the other methods in numbers, and the agreement of the
  /// label sets with each other.
  ///
  /// - Throws: `ResultsError` when the comparison of the label sets cannot be read.
  func followedLabelSets() throws -> [Finding] {
    guard let truths = try stored.truths?.judged, truths.labelSets.count > 1 else { return [] }
    let best = ranking.first.flatMap { method in
      truths.standing(of: .init(clusterer: method.clusterer, space: method.space)).map {
        finding($0, of: "\(method.clusterer.shortened) on \(method.space.shortened)", truths)
      }
    }
    return [best, otherMethods(truths), agreement(truths)].compactMap(\.self)
  }

  private func finding(_ standing: TruthsRecord.Standing, of method: String, _ truths: TruthsRecord) -> Finding {
    let clusters = "The clusters of \(method)"
    let leader = standing.leader.shortened
    // Two label sets that class the items alike, such as copies, have the same agreement.
    let equal = standing.open.filter { $0.difference == 0 }.map(\.second.shortened)
    guard equal.isEmpty || equal.count < standing.open.count || !standing.behind.isEmpty else {
      return Finding(
        "\(clusters) agree equally with the label sets \(list([leader] + equal, limit: 4)).",
        numbers: standing.open.map(Self.numbers))
    }
    let behind = list(standing.behind.map(\.second.shortened), limit: 2)
    let open = standing.open.map { $0.second.shortened }
    let ofSeeds = standing.open.count { 1 - $0.holm > truths.level && $0.difference > 0 }
    let reason =
      ofSeeds == 0 ? "is not significant at 5 %" : ofSeeds == open.count ? "depends on the seed" : "is not shown"
    let text =
      open.isEmpty
      ? "\(clusters) follow the label set \(leader) more closely than \(behind)."
      : "\(clusters) agree most with the label set \(leader)"
        + (behind.isEmpty ? "" : ", more closely than with \(behind)") + "; the difference to \(list(open, limit: 2)) "
        + "\(reason)."
    return Finding(text, numbers: (standing.behind + standing.open).map(Self.numbers))
  }

  /// Such as `AMI .612 against .420 of kind on 1,200 items in 5 of 5 seeds, corrected p < .001`.
  private static func numbers(_ comparison: TruthsRecord.Comparison) -> String {
    let seeds = comparison.seeds > 1 ? " in \(comparison.seedsOfFirst) of \(comparison.seeds) seeds" : ""
    let p = StatisticsReport.probability(comparison.holm)
    return "AMI \(NumberText.score(comparison.amiOfFirst)) against \(NumberText.score(comparison.amiOfSecond)) of "
      + "\(comparison.second.shortened) on \(counted(comparison.items, "item"))\(seeds), corrected p \(p.hasPrefix("<") ? p : "= \(p)")"
  }

  /// The number of methods that follow each label set; nil for a single method.
  private func otherMethods(_ truths: TruthsRecord) -> Finding? {
    let standings = stored.methods.compactMap(truths.standing)
    guard standings.count > 1 else { return nil }
    let clear = truths.labelSets.compactMap { labelSet -> String? in
      let count = standings.count { $0.leader == labelSet.name && $0.open.isEmpty }
      return count > 0 ? "\(count) follow \(labelSet.name.shortened)" : nil
    }
    let rest = standings.count { !$0.open.isEmpty }
    guard !clear.isEmpty else {
      return Finding(
        "The clusters of none of \(counted(standings.count, "method")) follow one label set more closely than every other."
      )
    }
    return Finding(
      "Among the clusters of \(counted(standings.count, "method")), those of \(list(clear, limit: 3)) more closely than every other label set"
        + (rest > 0 ? "; those of \(rest) follow none so." : "."))
  }

  /// Such as `a and b share 2 items, too few to compare them`.
  private func tooFew(_ truths: TruthsRecord) -> [String] {
    truths.agreements.filter { $0.items < TruthsRecord.fewestItems }.map {
      "\($0.first.shortened) and \($0.second.shortened) share \(counted($0.items, "labelled item")), too few to compare "
        + "them (at least \(TruthsRecord.fewestItems))"
    }
  }

  private func agreement(_ truths: TruthsRecord) -> Finding? {
    let pairs = truths.agreements.filter { $0.items >= TruthsRecord.fewestItems }.map {
      "\($0.first.shortened) and \($0.second.shortened) \(NumberText.score($0.ami)) on \(counted($0.items, "item"))"
    }
    let disjoint =
      truths.disjoint.map { "\($0.first.shortened) and \($0.second.shortened) label no item in common" }
      + tooFew(truths)
    guard !pairs.isEmpty || !disjoint.isEmpty else { return nil }
    return Finding(
      pairs.isEmpty
        ? "The label sets cannot be compared with each other." : "Agreement of the label sets with each other, by AMI.",
      numbers: pairs + disjoint)
  }
}
