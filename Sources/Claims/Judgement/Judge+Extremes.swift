import Core
import Results

extension Judge {
  func judgement(of claim: Extreme) -> Judgement {
    let scores = claim.setting.scores ?? table.scores
    let isWhole = claim.subject.clusterers != nil && claim.subject.spaces != nil
    let isOfSpaces = claim.subject.spaces != nil
    let names: [String?] =
      isWhole
      ? [nil]
      : isOfSpaces
        ? claim.setting.clusterers?.clusterers ?? table.clusterers
        : claim.setting.spaces?.spaces ?? table.spaces.map(\.name)
    var cases: [ClaimsReport.Case] = []
    var single: [ClaimVerdict] = []
    var numbers: [(ClaimVerdict, String)] = []
    for name in names {
      let verdicts = scores.map { score -> ClaimVerdict in
        let (verdict, text) = self.verdict(claim, in: name, score)
        numbers.append((verdict, text))
        return verdict
      }
      single += verdicts
      let verdict = (claim.setting.scopes.first { $0.noun == .scores }?.quantity ?? .all).verdict(on: verdicts)
      if let name { cases.append(ClaimsReport.Case(method: name, verdict: verdict)) } else { single = [verdict] }
    }
    let own: Noun = isOfSpaces ? .clusterers : .spaces
    let verdict = overall(claim.setting, own: own, cases: cases, single: single) { setting in
      var other = claim
      other.setting = setting
      return judgement(of: other).cases.map(\.verdict)
    }
    let telling = numbers.filter { $0.0 == verdict } + numbers.filter { $0.0 != verdict }
    return Judgement(verdict: verdict, cases: cases, numbers: telling.map(\.1).uniqued)
  }

  /// The verdict in one case under one score, with the comparison that decides.
  private func verdict(_ claim: Extreme, in name: String?, _ score: String) -> (ClaimVerdict, String) {
    let subjects = candidates(claim.subject, in: name)
    var others = candidates(claim.candidates ?? whole(of: claim), in: name).filter { mean($0, score) != nil }
    let relation = Relation(isUp: !claim.rank.fromBelow, isQuality: claim.rank.isQuality)
    guard !subjects.isEmpty, subjects.allSatisfy({ mean($0, score) != nil }) else { return (.unchecked, "") }
    // `some`: the best one is among them.
    others.removeAll { subjects.contains($0) }
    guard !others.isEmpty, claim.rank.rank <= others.count + subjects.count else { return (.unchecked, "") }
    let results = subjects.map { subject -> (ClaimVerdict, Method) in
      let verdicts = others.map { direction(relation, subject, $0, score, isSignificant: claim.isSignificant) }
      let ahead = claim.rank.rank - 1
      let losses = verdicts.count { $0 == .contradicted }
      let wins = verdicts.count { $0 == .supported }
      let verdict: ClaimVerdict
      if losses > ahead || verdicts.count - wins < ahead {
        verdict = .contradicted
      } else {
        verdict = losses == ahead && wins == verdicts.count - ahead ? .supported : .unsettled
      }
      let shown =
        verdict == .supported
        ? nearest(to: subject, among: others, verdicts, .supported, score)
        : nearest(to: subject, among: others, verdicts, verdict == .contradicted ? .contradicted : .unsettled, score)
      return (claim.isNegated ? verdict.opposite : verdict, shown)
    }
    let quantity: Quantity = claim.subject.quantity == .exactly(1) ? .some : claim.subject.quantity
    // Several subjects hold the first places together.
    let verdict = quantity.verdict(on: results.map(\.0))
    let telling = results.firstIndex { $0.0 == verdict } ?? 0
    return (verdict, compared(subjects[telling], results[telling].1, score))
  }

  /// All of the kind of the subject.
  private func whole(of claim: Extreme) -> Mention {
    if claim.subject.clusterers != nil, claim.subject.spaces != nil {
      return Mention(clusterers: table.clusterers, spaces: table.spaces.map(\.name))
    }
    return claim.subject.spaces != nil
      ? Mention(spaces: table.spaces.map(\.name)) : Mention(clusterers: table.clusterers)
  }

  private func candidates(_ mention: Mention, in name: String?) -> [Method] {
    methods(of: mention).filter { method in
      guard let name else { return true }
      return mention.spaces == nil || mention.clusterers != nil && mention.spaces == nil
        ? method.space == name : method.clusterer == name
    }
  }

  /// The method whose value is nearest to the subject's, among those of a verdict.
  private func nearest(
    to subject: Method, among others: [Method], _ verdicts: [ClaimVerdict], _ wanted: ClaimVerdict, _ score: String
  ) -> Method {
    let value = mean(subject, score) ?? 0
    let found = zip(others, verdicts).filter { $0.1 == wanted }.map(\.0)
    return (found.isEmpty ? others : found).min {
      abs((mean($0, score) ?? 0) - value) < abs((mean($1, score) ?? 0) - value)
    } ?? subject
  }

  func judgement(of claim: Ranking) -> Judgement {
    let judgements = zip(claim.order, claim.order.dropFirst()).map { first, second in
      judgement(
        of: Comparison(
          kind: .direction(Relation(isUp: true, isQuality: true)), first: first, second: second, setting: claim.setting)
      )
    }
    return .all(of: judgements)
  }
}
