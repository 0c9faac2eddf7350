import Core
import Results

/// The verdict on methods: the best one or the group that is not shown to be worse, and what fusion adds to the best part.
extension FindingSource {
  /// The verdict of the run; nil where no method has the first score.
  ///
  /// - Throws: `ResultsError` when statistics or sweeps cannot be read.
  func verdict() throws -> Verdict? {
    guard let best = ranking.first else { return nil }
    guard isLabelled else {
      return Verdict(try [stability(of: best), number(of: best)], reasons: try doubts(on: best))
    }
    let clauses: [Verdict.Clause?] = try [bestClause(best), fusionClause(), stability(of: best)]
    return Verdict(clauses.compactMap(\.self), reasons: try doubts(on: best))
  }

  // MARK: - Best

  private func bestClause(_ best: Standing) -> Verdict.Clause {
    let others = Array(ranking.dropFirst())
    let value = "\(scores.name) \(Self.text(best.summary))"
    guard let next = others.first else {
      let methods = plan.methods.count
      let text =
        methods == 1
        ? "the run has one method, \(name(best))"
        : "only \(name(best)) of \(methods) methods has a value of \(scores.name)"
      return .init(text: text, numbers: [value, best.seedCount] + noiseNumbers(best))
    }
    let tied = tied(in: ranking)
    guard tied.count == 1 else {
      return .init(
        text: againstLabelSet + "the best \(scores.name) is shared by \(list(tied.map(name), limit: 3))",
        numbers: [value])
    }
    let claims = others.map { claim(best, over: $0) }
    let numbers =
      ["\(value) against \(Self.text(next.summary)) of the next, \(name(next))"] + noiseNumbers(best)
      + (scores.facts.lowerIsBetter ? ["lower is better"] : [])
    return .init(text: againstLabelSet + text(best, others, claims), numbers: numbers)
  }

  private func text(_ best: Standing, _ others: [Standing], _ claims: [Claim?]) -> String {
    let open = claims.filter { claim in claim.map { !$0.isShown || !$0.isFirstAhead } ?? true }
    let all = others.count == 1 ? name(others[0]) : "each of the \(others.count) others"
    let leads = "the best \(scores.name) is that of \(name(best))"
    guard !open.isEmpty else {
      let start = noise(of: best) > Self.mostlyNoise ? leads : "the best \(noun) is \(name(best))"
      return "\(start), significantly better than \(all)"
    }
    let known = open.compactMap(\.self)
    if known.contains(where: \.isRough) { return "\(leads), but \(scores.name) compares different spaces only roughly" }
    if known.contains(where: { $0.isFirstAhead && $0.signs?.space == best.space }) {
      return "\(leads), which arbitrary signs of its components can explain"
    }
    if known.count == open.count {
      if known.allSatisfy(\.isUntested) { return "\(leads), without a test" }
      if plan.seeds.count == 1, known.allSatisfy({ $0.evidence.verdict == .single }) {
        return "\(leads) under one seed"
      }
    }
    // Where anything but the test leaves a difference open, it may be significant.
    let isOpenByTest = known.count == open.count && known.allSatisfy(\.isOpenByTest)
    let (none, some) =
      isOpenByTest ? ("significantly worse", "not significantly worse") : ("shown to be worse", "not shown to be worse")
    if others.count == 1 { return "\(leads), but \(all) is \(some)" }
    if open.count == others.count { return "\(leads), but no other \(noun) is \(none)" }
    return "\(leads), but \(open.count) of \(others.count) others \(open.count == 1 ? "is" : "are") \(some)"
  }

  private func noiseNumbers(_ best: Standing) -> [String] { Self.noiseNumbers(noise(of: best), nil) }

  // MARK: - Fusion

  /// The fusion that the verdict compares with its best part: that of the best method's clusterer, else of the first one that
  /// has any; nil for none.
  var fusionComparison: FusionComparison? {
    clusterers.lazy.compactMap { self.fusionComparison(with: $0) }.first
  }

  /// What fusion adds to its best part; nil for none.
  private func fusionClause() -> Verdict.Clause? {
    guard let comparison = fusionComparison else { return nil }
    let claim = comparison.claim
    let start = plan.clusterers.count > 1 ? "with \(claim.first.clusterer.shortened), " : ""
    guard comparison.isOfFusion else {
      return Verdict.Clause(text: "\(start)the gain from fusion is unknown, because not all parts were clustered alone")
    }
    let evidence = claim.evidence
    let word = claim.isFirstAhead ? "better" : "worse"
    let test = evidence.test.map { ", \($0)" } ?? ""
    return Verdict.Clause(
      text: start + fusionText(claim),
      numbers: evidence.isTie ? [] : ["fusion \(word) by \(Self.text(evidence.mean, evidence.deviation))\(test)"])
  }

  /// Such as `fusion (both) is significantly better than its best part, text`.
  func fusionText(_ claim: Claim) -> String {
    "fusion (\(claim.first.space.shortened)) \(relation(claim)) its best part, \(claim.second.space.shortened)"
  }

  func relation(_ claim: Claim) -> String {
    if claim.evidence.isTie { return "equals" }
    if claim.isShown {
      return claim.isFirstAhead ? "is significantly better than" : "is significantly worse than"
    }
    if claim.isOpenByTest { return "is not significantly different from" }
    return claim.isFirstAhead ? "is not shown to be better than" : "is not shown to be worse than"
  }

  // MARK: - Doubts

  /// The reasons to doubt the verdict, the gravest first.
  func doubts(on best: Standing) throws -> [String] {
    let next = ranking.dropFirst().map { claim(best, over: $0) }
    let fusion = fusionComparison?.claim
    let compared = (next + [fusion]).compactMap(\.self)
    let noise = noise(of: best)
    let reasons: [[String]] = [
      cautions.filter { $0.kind != .repeats }.map(\.text),
      noise > Self.notableNoise ? ["\(name(best)) leaves \(Self.percent(noise)) of the items as noise"] : [],
      otherBest(best), openDoubt(compared), voteDoubt(compared), signDoubts(best, fusion), seedDoubts(compared),
      cautions.filter { $0.kind == .repeats }.map(\.text),
    ]
    return reasons.flatMap(\.self)
  }

  /// Such as `ari and nmi are best for gmm on text`, by method.
  private func otherBest(_ best: Standing) -> [String] {
    guard isLabelled else { return [] }
    let found = others.filter { !$0.facts.isInternal || scores.facts.isInternal || plan.spaces.count == 1 }
      .compactMap { other -> (score: String, method: Standing)? in
        guard let first = other.ranking().first, first.method != best.method,
          !(other.standing(best.method).map { $0.summary.mean == first.summary.mean } ?? false)
        else { return nil }
        return (other.name, first)
      }
    return found.map { $0.method.method }.uniqued.map { method in
      let of = found.filter { $0.method.method == method }
      return "\(Claim.scores(of.map(\.score))) \(of.count == 1 ? "is" : "are") best for \(name(of[0].method))"
    }
  }

  /// The scores by which differences that are significant in the first one are not so.
  private func openDoubt(_ claims: [Claim]) -> [String] {
    let open = claims.filter { $0.evidence.isSignificant && $0.opposing.isEmpty }.flatMap(\.open).uniqued
    return open.isEmpty
      ? [] : ["some differences are significant by \(scores.name), not by \(Claim.scores(open))"]
  }

  private func voteDoubt(_ claims: [Claim]) -> [String] {
    guard let clusters = claims.compactMap(\.clustersOfVote).max(), let classes = truth?.occupiedClasses else {
      return []
    }
    return ["\(scores.name) rises with k: \(clusters) clusters for \(counted(classes, "class", plural: "classes"))"]
  }

  /// The range of the score under other signs, of the best method and of the fusion that is compared.
  private func signDoubts(_ best: Standing, _ fusion: Claim?) -> [String] {
    [best, fusion?.first].compactMap(\.self).filter { dependsOnSigns($0.space) }.map(\.space).uniqued.map { space in
      let standing = [best, fusion?.first].compactMap(\.self).first { $0.space == space }
      guard let range = standing.flatMap(signRange) else { return "signs of \(space.shortened) are arbitrary" }
      let (low, high) = (NumberStyle().text(range.lowerBound), NumberStyle().text(range.upperBound))
      return "other signs of \(space.shortened) give \(scores.name) \(low) to \(high)"
    }
  }

  private func seedDoubts(_ claims: [Claim]) -> [String] {
    if plan.seeds.count == 1, plan.hasSeeds { return [SeedEvidence.oneSeed] }
    guard isLabelled else { return [] }
    let tested = claims.map(\.evidence).filter { $0.p != nil && !$0.isDeterministic && !$0.isTie }
    let needed = tested.filter { $0.verdict == .unsettled && $0.count < $0.fewestSeeds }.map(\.fewestSeeds).max()
    return needed.map { ["\(counted(plan.seeds.count, "seed")) are too few, at least \($0) are needed"] } ?? []
  }
}
