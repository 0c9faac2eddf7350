import Core
import Results

/// The best method, overall and with each clusterer.
extension FindingSource {
  func bestMethods() -> [Finding] {
    guard let best = ranking.first else { return [] }
    guard ranking.count > 1 else { return [onlyMethod(best)] }
    let overall = bestFinding(of: ranking, noun: noun, prefix: againstLabelSet, name: name)
    guard plan.clusterers.count > 1, plan.spaces.count > 1 else { return [overall] }
    return [overall]
      + clusterers.compactMap { clusterer -> Finding? in
        let ranking = scores.ranking(of: clusterer)
        // Where the best two methods both have this clusterer, the first finding has it; where a fused space and the
        // best single one are its best two, ``fusionGains()`` does.
        let isSaid = self.ranking.prefix(2).allSatisfy { $0.clusterer == clusterer }
        guard ranking.count > 1, !isSaid, !isFusionComparison(ranking, of: clusterer) else { return nil }
        return bestFinding(of: ranking, noun: "space", prefix: "With \(clusterer.shortened), ") { $0.space.shortened }
      }
  }

  /// Such as `Against the label set area, `, where scores are taken against several; empty elsewhere, and for a score that needs
  /// no labels.
  private var againstLabelSet: String {
    guard !scores.facts.isInternal, let names = stored.record.truths, names.count > 1, let first = names.first
    else { return "" }
    return "Against the label set \(first.shortened), "
  }

  private func isFusionComparison(_ ranking: [Standing], of clusterer: String) -> Bool {
    guard let comparison = fusionComparison(with: clusterer) else { return false }
    return Set(ranking.prefix(2).map(\.space)) == [comparison.fused.space, comparison.single.space]
  }

  /// Says of a score that looks at each space by itself how far it can compare them.
  func spacesMeasuredByThemselves() -> [Finding] {
    guard scores.facts.isInternal, plan.spaces.count > 1, ranking.count > 1 else { return [] }
    return [
      Finding(
        "Each of the \(plan.spaces.count) spaces has its own distances, so \(scores.name) compares them only roughly.")
    ]
  }

  private func bestFinding(
    of ranking: [Standing], noun: String, prefix: String, name: (Standing) -> String
  ) -> Finding {
    let (best, next) = (ranking[0], ranking[1])
    let the = prefix.isEmpty ? "The" : "the"
    guard let evidence = scores.evidence(best, over: next) else {
      return Finding(
        "\(prefix)\(the) best \(noun) by its own seeds is \(name(best)); no seed gives both it and the next one, "
          + "\(name(next)), a value of \(scores.name).", numbers: ownNumbers(best, next))
    }
    if isTied(best, next) {
      func named(_ standing: Standing) -> String {
        let noise = self.noise(of: standing)
        return name(standing) + (noise > Self.notableNoise ? " (\(Self.percent(noise)) noise)" : "")
      }
      let tied = [best] + ranking.dropFirst().filter { isTied(best, $0) }
      let all = tied.count == 2 ? "both \(noun)s" : "all \(tied.count) \(noun)s"
      let share = tied.count == ranking.count ? all : "\(tied.count) of \(ranking.count) \(noun)s"
      return Finding(
        "\(prefix)\(the) best \(scores.name) is shared by \(share): \(list(tied.map(named), limit: 4)).",
        numbers: ["\(scores.name) \(Self.text(best.summary))", best.seedCount])
    }
    guard evidence.mean > 0, !evidence.isTie else { return reversed(best, next, noun, "\(prefix)\(the)", name) }
    let noise = self.noise(of: best)
    let clause = Self.clause(noise: noise, next: (self.noise(of: next), name(next)))
    return Finding(
      "\(prefix)\(the) \(subject(noun, noise: noise)) \(name(best))\(clause.isEmpty ? "," : clause) ahead of \(name(next))"
        + evidence.ending,
      numbers: numbers(best, against: next, "better", by: evidence))
  }

  /// True where two methods have equal means, under all of their seeds and under those that they share.
  private func isTied(_ first: Standing, _ second: Standing) -> Bool {
    let hasSameSeeds = first.isDeterministic || second.isDeterministic || first.seeds == second.seeds
    return hasSameSeeds && scores.evidence(first, over: second)?.isTie ?? false
  }

  /// The finding where the best mean is not the better one under the seeds that give both methods a score.
  private func reversed(
    _ best: Standing, _ next: Standing, _ noun: String, _ start: String, _ name: (Standing) -> String
  ) -> Finding {
    let shared = scores.sharedCount(best, next) ?? plan.seeds.count
    let seeds =
      "the \(shared) of \(counted(plan.seeds.count, "seed")) that \(shared == 1 ? "gives" : "give") both a value"
    let reverse = scores.evidence(next, over: best).flatMap { $0.isTie ? nil : $0 }
    let text =
      "\(start) best \(noun) by its own seeds is \(name(best)); under \(seeds), \(name(next)) "
      + (reverse == nil ? "equals it." : "is ahead of it.")
    return Finding(
      text,
      numbers: ownNumbers(best, next) + (reverse.map { ["worse by \(Self.text($0.mean, $0.deviation))"] } ?? []))
  }

  /// Two methods with all of their own seeds, such as `kappa .750 ± .012 in 5 seeds against .740 in 1 seed`.
  private func ownNumbers(_ best: Standing, _ next: Standing) -> [String] {
    func text(_ standing: Standing) -> String {
      Self.text(standing.summary) + (standing.isDeterministic ? "" : " in \(counted(standing.seeds.count, "seed"))")
    }
    return ["\(scores.name) \(text(best)) against \(text(next))"] + noiseNumbers(best, next)
      + (scores.facts.lowerIsBetter ? ["lower is better"] : [])
  }

  private func onlyMethod(_ only: Standing) -> Finding {
    let methods = plan.methods.count
    let reason = methods == 1 ? "the run has 1 method" : "no other of the \(methods) methods has a \(scores.name)"
    return Finding(
      "No comparison for \(name(only)): \(reason).",
      numbers: [
        "\(scores.name) \(Self.text(only.summary))"
      ]
        + (noise(of: only) > Self.notableNoise ? ["\(Self.percent(noise(of: only))) of the items are noise"] : []) + [
          only.seeds.count == 1 && !only.isDeterministic ? SeedEvidence.oneSeed : only.seedCount
        ])
  }
}
