import Core
import Results

/// The best method against the next one, the ranks of all, and the best space of each clusterer.
extension FindingSource {
  /// The best method against the next one, and the ranks of more than two.
  func bestMethods() -> [Finding] {
    guard ranking.count > 1 else { return [] }
    return [comparison(of: ranking, prefix: againstLabelSet, name: name), ranks()].compactMap(\.self)
  }

  /// The best space with each clusterer, where other findings do not have it.
  func bestOfClusterers() -> [Finding] {
    guard plan.clusterers.count > 1, plan.spaces.count > 1 else { return [] }
    return clusterers.compactMap { clusterer in
      let ranking = scores.ranking(of: clusterer)
      // Where the best two methods both have this clusterer, the comparison of these has it; where a fusion and its best part
      // are its best two, that of fusion does.
      let isSaid = self.ranking.prefix(2).allSatisfy { $0.clusterer == clusterer }
      guard ranking.count > 1, !isSaid, !isFusionComparison(ranking, of: clusterer) else { return nil }
      return comparison(of: ranking, prefix: "With \(clusterer.shortened), ") { $0.space.shortened }
    }
  }

  /// Such as `Against the label set area, `, where scores are taken against several; empty elsewhere, and for a score that needs
  /// no labels.
  var againstLabelSet: String {
    guard !scores.facts.isInternal, let names = stored.record.truths, names.count > 1, let first = names.first
    else { return "" }
    return "Against the label set \(first.shortened), "
  }

  private func isFusionComparison(_ ranking: [Standing], of clusterer: String) -> Bool {
    guard let claim = fusionComparison(with: clusterer)?.claim else { return false }
    return Set(ranking.prefix(2).map(\.space)) == [claim.first.space, claim.second.space]
  }

  private func comparison(of ranking: [Standing], prefix: String, name: (Standing) -> String) -> Finding {
    let (best, next) = (ranking[0], ranking[1])
    guard let claim = claim(best, over: next) else {
      return Finding(
        "\(prefix)\(name(best)) has the best \(scores.name), but no seed gives both it and the next, \(name(next)), a value.",
        numbers: ownNumbers(best, next))
    }
    let tied = tied(in: ranking)
    guard tied.count == 1 else {
      func named(_ standing: Standing) -> String {
        let noise = self.noise(of: standing)
        return name(standing) + (noise > Self.notableNoise ? " (\(Self.percent(noise)) noise)" : "")
      }
      return Finding(
        "\(prefix)\(prefix.isEmpty ? "The" : "the") best \(scores.name) is shared by \(list(tied.map(named), limit: 3)).",
        numbers: ["\(scores.name) \(Self.text(best.summary))", best.seedCount])
    }
    guard claim.isFirstAhead || claim.evidence.isTie else { return reversed(claim, prefix, name) }
    return Finding(
      "\(prefix)\(name(best)) \(claim.verb) \(name(next)), the next best\(claim.ending).",
      numbers: numbers(of: claim))
  }

  /// The best method with those of equal means, under all of their seeds and under those that they share.
  func tied(in ranking: [Standing]) -> [Standing] {
    guard let best = ranking.first else { return [] }
    return [best]
      + ranking.dropFirst().filter { other in
        let hasSameSeeds = best.isDeterministic || other.isDeterministic || best.seeds == other.seeds
        return hasSameSeeds && scores.evidence(best, over: other)?.isTie ?? false
      }
  }

  /// The finding where the best mean is not the better one under the seeds that give both methods a score.
  private func reversed(_ claim: Claim, _ prefix: String, _ name: (Standing) -> String) -> Finding {
    let (best, next) = (claim.first, claim.second)
    let shared = scores.sharedCount(best, next) ?? plan.seeds.count
    let seeds =
      "the \(shared) of \(counted(plan.seeds.count, "seed")) that \(shared == 1 ? "gives" : "give") both a value"
    return Finding(
      "\(prefix)\(name(best)) has the best \(scores.name) over its own seeds, but under \(seeds), \(name(next)) is ahead of it.",
      numbers: ownNumbers(best, next) + ["worse by \(Self.text(claim.evidence.mean, claim.evidence.deviation))"])
  }

  /// Two methods with all of their own seeds, such as `kappa .750 ± .012 in 5 seeds against .740 in 1 seed`.
  private func ownNumbers(_ best: Standing, _ next: Standing) -> [String] {
    func text(_ standing: Standing) -> String {
      Self.text(standing.summary) + (standing.isDeterministic ? "" : " in \(counted(standing.seeds.count, "seed"))")
    }
    return ["\(scores.name) \(text(best)) against \(text(next))"] + noiseNumbers(best, next)
      + (scores.facts.lowerIsBetter ? ["lower is better"] : [])
  }

  // MARK: - Ranks

  /// The methods in groups of equal rank; nil for two methods, and where none is shown to be better than another.
  private func ranks() -> Finding? {
    guard ranking.count > 2 else { return nil }
    let ranks = ranking.map { method in
      1 + ranking.count { $0.method != method.method && isShownToBeat($0, method) }
    }
    let groups = Set(ranks).sorted().map { rank in
      "rank \(rank): \(list(ranking.indices.filter { ranks[$0] == rank }.map { name(ranking[$0]) }, limit: 4))"
    }
    guard groups.count > 1 else { return nil }
    return Finding(
      "By \(scores.name), the \(ranking.count) \(noun)s have \(groups.count) ranks, where a rank is one more than the number of \(noun)s shown to be better.",
      numbers: groups)
  }

  private func isShownToBeat(_ first: Standing, _ second: Standing) -> Bool {
    guard let claim = claim(first, over: second) else { return false }
    return claim.isShown && claim.isFirstAhead
  }
}
