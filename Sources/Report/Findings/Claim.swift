import Core
import Results

/// The difference of two methods in the first score, with all that bears on it: the seeds and the test, the other scores that
/// the run shows, and what else than the methods can explain it.
///
/// What findings and verdict say of two methods is decided here alone.
struct Claim {
  typealias Standing = SeedScores.Standing

  let first: Standing
  let second: Standing
  /// True where the first is better, false where the second is, and in a tie.
  let isFirstAhead: Bool
  /// The evidence for the better one; of a tie, for the first.
  let evidence: SeedEvidence
  /// The other scores that show the opposite.
  let opposing: [String]
  /// The other scores that show the same, but not significantly; only where the first score does so.
  let open: [String]
  /// The most clusters of either, where these are more than the classes, the first score rises with them, and no other
  /// score is significant in the same direction; nil elsewhere.
  let clustersOfVote: Int?
  /// The space whose arbitrary signs can explain the difference, with the range of the score that they make; nil for none.
  let signs: (space: String, range: ClosedRange<Double>?)?
  /// Such as `columns of text give the labels`; of a difference that is not settled, none.
  let causes: [String]
  /// True for a score of the rows alone between two spaces, each with distances of its own.
  let isRough: Bool
  let score: String

  /// True where the difference may be stated without reserve: significant by a test of every score that has one, and not within
  /// the range of arbitrary signs.
  var isShown: Bool {
    evidence.isSignificant && !evidence.isTie && opposing.isEmpty && open.isEmpty && clustersOfVote == nil
      && signs == nil
      && !isRough
  }

  /// True where the test alone leaves the difference open.
  var isOpenByTest: Bool { evidence.verdict == .unsettled && evidence.p != nil && !evidence.isOpposed }

  /// True where the seeds alone compare the methods, or nothing does.
  var isUntested: Bool { evidence.p == nil && (evidence.isDeterministic || evidence.count > 1) }

  /// The verb for the first method against the second: no more than is shown.
  var verb: String {
    if evidence.isTie { return "equals" }
    if isShown { return isFirstAhead ? "beats" : "loses to" }
    return isFirstAhead ? "is ahead of" : "is behind"
  }

  /// The end of a sentence with ``verb``, without its period.
  var ending: String {
    if evidence.isTie { return evidence.isDeterministic ? "" : ", over \(evidence.seeds)" }
    let isSettled = evidence.verdict == .settled
    var reserves: [String] = []
    if isRough { reserves.append("\(score) compares different spaces only roughly") }
    if !opposing.isEmpty {
      reserves.append("\(Self.scores(opposing)) \(opposing.count == 1 ? "shows" : "show") the opposite")
    } else if isSettled, clustersOfVote != nil {
      reserves.append("\(score) rises with k, and no other score is significant")
    }
    if isSettled, let signs {
      reserves.append("arbitrary signs of \(signs.space.shortened) can explain it")
    } else if let cause = causes.first {
      reserves.append("\(cause), which can explain it")
    }
    if reserves.isEmpty, !open.isEmpty { return "\(evidence.ending) by \(score), not by \(Self.scores(open))" }
    return evidence.ending + reserves.map { "; \($0)" }.joined()
  }

  /// Such as `kappa .310 to .380 under other signs`.
  var signNumbers: [String] {
    guard let signs, let range = signs.range else { return [] }
    let (low, high) = (NumberStyle().text(range.lowerBound), NumberStyle().text(range.upperBound))
    return ["\(score) of \(signs.space.shortened) \(low) to \(high) under other signs"]
  }

  /// The names of scores, the first three of more: `a, b, c and 2 more`.
  static func scores(_ names: [String]) -> String { names.count > 3 ? list(names, limit: 3) : joined(names) }

  /// `a`, `a and b`, `a, b and c`.
  static func joined(_ words: [String]) -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension FindingSource {
  /// Compares two methods under the seeds that give both a value of the first score; nil where no seed does.
  func claim(_ first: Standing, over second: Standing) -> Claim? {
    guard let forward = scores.evidence(first, over: second) else { return nil }
    let isReversed = forward.mean < 0 && !forward.isTie
    guard let evidence = isReversed ? scores.evidence(second, over: first) : forward else { return nil }
    let (better, worse) = isReversed ? (second, first) : (first, second)
    let others = otherScores(comparing: first.space, second.space).compactMap { other in
      other.evidence(better.method, over: worse.method).map { (facts: other.facts, evidence: $0) }
    }
    let isSettled = evidence.verdict == .settled && !evidence.isTie
    return Claim(
      first: first, second: second, isFirstAhead: !isReversed && !evidence.isTie, evidence: evidence,
      opposing: evidence.isTie
        ? [] : others.filter { $0.evidence.mean < 0 && !$0.evidence.isTie }.map(\.facts.shortName),
      open: isSettled
        ? others.filter { $0.evidence.p != nil && $0.evidence.mean >= 0 && $0.evidence.verdict != .settled }
          .map(\.facts.shortName)
        : [],
      clustersOfVote: clustersOfVote(better, worse, others), signs: signs(explaining: better, over: worse),
      causes: isSettled ? causes(of: better, over: worse) : [],
      isRough: scores.facts.isInternal && first.space != second.space, score: scores.name)
  }

  /// The subject's claim in numbers, such as `kappa .579 ± .015 against .538 ± .022` and `better by .040 ± .024 in 4 of 5 seeds`,
  /// under the seeds that give both methods a score; where these are not all, their number as well.
  func numbers(of claim: Claim) -> [String] {
    let (first, second, evidence) = (claim.first, claim.second, claim.evidence)
    let (one, other) = scores.paired(first, second) ?? (first, second)
    let values = "\(scores.name) \(Self.text(one.summary)) against \(Self.text(other.summary))"
    let difference =
      "\(claim.isFirstAhead ? "better" : "worse") by \(Self.text(evidence.mean, evidence.deviation))\(evidence.share)"
    return [values] + (evidence.isTie ? [] : [difference] + evidence.numbers)
      + (scores.facts.lowerIsBetter ? ["lower is better"] : []) + shared(first, second) + noiseNumbers(first, second)
      + claim.signNumbers
  }

  /// Such as `2 of 5 seeds give both a value of kappa`; nothing where all do.
  private func shared(_ first: Standing, _ second: Standing) -> [String] {
    scores.sharedCount(first, second).map { count in
      [
        "\(count) of \(counted(plan.seeds.count, "seed")) \(count == 1 ? "gives" : "give") both a value of \(scores.name)"
      ]
    } ?? []
  }

  // MARK: - Scores

  /// The other scores of the run that compare two spaces. Beside a score against labels, one of the rows alone compares
  /// methods of one space only.
  private func otherScores(comparing first: String, _ second: String) -> [SeedScores] {
    others.filter { !$0.facts.isInternal || scores.facts.isInternal || first == second }
  }

  private func clustersOfVote(
    _ better: Standing, _ worse: Standing, _ others: [(facts: ScoreFacts, evidence: SeedEvidence)]
  ) -> Int? {
    guard scores.facts.risesWithClusters, !scores.facts.isInternal, let classes = truth?.occupiedClasses else {
      return nil
    }
    let clusters = [better, worse].flatMap { stored.trials(of: $0.method).map(\.heldClusters) }.max() ?? 0
    let isConfirmed = others.contains { other in
      !other.facts.risesWithClusters && !other.facts.isInternal && other.evidence.isSignificant
        && other.evidence.mean > 0
    }
    return clusters > classes && !isConfirmed ? clusters : nil
  }
}

// MARK: - Signs

extension FindingSource {
  /// The space of one of two methods whose arbitrary signs can explain that one is better: under other signs it may be on the
  /// other side.
  private func signs(
    explaining better: Standing, over worse: Standing
  ) -> (space: String, range: ClosedRange<Double>?)? {
    guard better.space != worse.space else { return nil }
    for (own, other) in [(better, worse), (worse, better)] where dependsOnSigns(own.space) {
      guard let range = signRange(of: own) else { return (own.space, nil) }
      let reachesDown = own.method == better.method ? !scores.facts.lowerIsBetter : scores.facts.lowerIsBetter
      let isWithin =
        reachesDown ? range.lowerBound <= other.summary.mean : range.upperBound >= other.summary.mean
      if isWithin { return (own.space, range) }
    }
    return nil
  }

  /// True for a space whose signs the run measured, or noted as not measured.
  func dependsOnSigns(_ space: String) -> Bool { dependsOnSigns(space, below: []) }

  private func dependsOnSigns(_ space: String, below path: Set<String>) -> Bool {
    if let spread = stored.record.signSpread(of: space), spread.low < spread.high || spread.low != spread.published {
      return true
    }
    let start = "\(space) depends on the arbitrary signs"
    return stored.record.notices.contains { $0.kind == "signs-not-measured" && $0.message.hasPrefix(start) }
      || stored.record.facts(of: space).inputs.contains { input in
        input != space && !path.contains(input) && dependsOnSigns(input, below: path.union([space]))
      }
  }

  /// The range of a method's score over signs: over the draws of its clusterer, and over the seeds where these draw signs as well;
  /// nil where neither is known.
  func signRange(of standing: Standing) -> ClosedRange<Double>? {
    let isDrawn = stored.record.facts(of: standing.space).isStochastic && standing.values.count > 1
    var values = isDrawn ? standing.values : []
    if let spread = stored.record.signSpread(of: standing.space), spread.clusterer == standing.clusterer,
      spread.score == scores.facts.name
    {
      values += spread.values
    }
    guard let low = values.min(), let high = values.max() else { return nil }
    return low...high
  }
}
