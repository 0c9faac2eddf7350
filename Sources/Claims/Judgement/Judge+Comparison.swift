import Core
import Results

extension Judge {
  /// Two methods that a claim compares in one case, under one score.
  private struct Pair {
    let first, second: Method
    let score: String
  }

  func judgement(of claim: Comparison) -> Judgement {
    let scores = claim.setting.scores ?? table.scores
    let isOfSpaces = claim.first.spaces != nil
    let names = caseNames(claim)
    var cases: [ClaimsReport.Case] = []
    var single: [ClaimVerdict] = []
    var numbers: [(ClaimVerdict, String)] = []
    var degrees: [ClaimsReport.Degree] = []
    let scoreQuantity = claim.setting.scopes.first { $0.noun == .scores }?.quantity ?? .all
    for name in names {
      let verdicts = scores.map { score -> ClaimVerdict in
        let pairs = self.pairs(claim, in: name, score)
        let found = pairs.map { pair -> ClaimVerdict in
          let verdict = self.verdict(claim, pair)
          numbers.append((verdict, compared(pair.first, pair.second, pair.score)))
          single.append(verdict)
          return verdict
        }
        return combined(found, pairs, claim)
      }
      let verdict = scoreQuantity.verdict(on: verdicts)
      if let name { cases.append(ClaimsReport.Case(method: name, verdict: verdict)) }
      if verdict == .supported, let degree = claim.degree, claim.isNegated == false {
        let all = scores.flatMap { pairs(claim, in: name, $0) }
        if let found = judged(degree, all) {
          degrees.append(ClaimsReport.Degree(word: degree.word, method: name ?? all[0].first.text, verdict: found))
        }
      }
      if name == nil { single = verdicts }
    }
    let verdict = overall(claim.setting, own: isOfSpaces ? .clusterers : .spaces, cases: cases, single: single) {
      setting in
      var other = claim
      other.setting = setting
      return judgement(of: other).cases.map(\.verdict)
    }
    let stated = claim.differences.map { difference in
      judged(
        difference, scores.map { score in names.flatMap { pairs(claim, in: $0, score) } },
        areNamed: claim.setting.scores != nil)
    }
    let telling = numbers.filter { $0.0 == verdict } + numbers.filter { $0.0 != verdict }
    return Judgement(verdict: .all(of: [verdict] + stated), cases: cases, numbers: telling.map(\.1), degrees: degrees)
  }

  /// The clusterers, or spaces, in which the claim is judged; one without a name where the methods are named themselves.
  private func caseNames(_ claim: Comparison) -> [String?] {
    if claim.first.spaces != nil {
      guard claim.first.clusterers == nil, claim.second.clusterers == nil else { return [nil] }
      return claim.setting.clusterers?.clusterers ?? table.clusterers
    }
    return claim.setting.spaces?.spaces ?? table.spaces.map(\.name)
  }

  private func pairs(_ claim: Comparison, in name: String?, _ score: String) -> [Pair] {
    let isOfSpaces = claim.first.spaces != nil
    func methods(_ mention: Mention) -> [Method] {
      let clusterers = mention.clusterers ?? (isOfSpaces ? name.map { [$0] } ?? [] : [])
      let spaces = mention.spaces ?? (isOfSpaces ? [] : name.map { [$0] } ?? [])
      return clusterers.flatMap { clusterer in spaces.map { Method(clusterer: clusterer, space: $0) } }
    }
    return methods(claim.first).flatMap { first in
      methods(claim.second).compactMap { second in
        guard first != second,
          first.clusterer == second.clusterer || first.space == second.space || claim.first.clusterers != nil
        else { return nil }
        // A fusion is compared with its own parts.
        if claim.second.isGroup, !table.parts(of: first.space).isEmpty,
          !table.parts(of: first.space).contains(second.space)
        {
          return nil
        }
        return Pair(first: first, second: second, score: score)
      }
    }
  }

  /// The verdict on the pairs of a case, by how many of each side the claim is about.
  private func combined(_ verdicts: [ClaimVerdict], _ pairs: [Pair], _ claim: Comparison) -> ClaimVerdict {
    guard !pairs.isEmpty else { return .unchecked }
    let seconds = Dictionary(grouping: pairs.indices) { pairs[$0].first }
    let sides = pairs.map(\.first).uniqued.map { first in
      let verdict = secondQuantity(claim).verdict(on: (seconds[first] ?? []).map { verdicts[$0] })
      // `does not improve on its parts`: not on all of them.
      return claim.isNegated && claim.second.isGroup ? verdict.opposite : verdict
    }
    return (claim.first.spaces != nil || claim.first.clusterers != nil ? claim.first.quantity : .all).verdict(on: sides)
  }

  private func secondQuantity(_ claim: Comparison) -> Quantity {
    claim.second.quantity == .exactly(1) ? .some : claim.second.quantity
  }

  private func verdict(_ claim: Comparison, _ pair: Pair) -> ClaimVerdict {
    let (first, second, score) = (pair.first, pair.second, pair.score)
    guard let one = mean(first, score), let other = mean(second, score) else { return .unchecked }
    var verdict: ClaimVerdict
    switch claim.kind {
    case .direction(let relation):
      verdict = direction(relation, first, second, score, isSignificant: claim.isSignificant)
    case .factor(let factor): verdict = factor.verdict(one / other)
    case .equal(let isExact):
      verdict =
        claim.isSignificant && table.isRun
        ? difference(first, second, score).opposite
        : isExact ? (abs(one - other) < 0.0005 ? .supported : .contradicted) : nearness(one, other)
    case .differs:
      if claim.isSignificant || claim.differences.isEmpty {
        verdict = claim.isSignificant || table.isRun ? difference(first, second, score) : nearness(one, other).opposite
      } else {
        verdict = .supported
      }
    }
    if claim.isNegated, !claim.second.isGroup { verdict = negated(verdict, claim, pair) }
    if let probability = claim.probability { verdict = .all(of: [verdict, judged(probability, pair)]) }
    return verdict
  }

  /// The verdict on a number as how far the two are apart, by score; without a name it may be that of any score.
  private func judged(_ difference: BoundedNumber, _ pairs: [[Pair]], areNamed: Bool) -> ClaimVerdict {
    let verdicts = pairs.map { pairs in
      Quantity.all.verdict(
        on: pairs.map { pair in
          guard let one = mean(pair.first, pair.score), let other = mean(pair.second, pair.score) else {
            return .unchecked
          }
          return difference.verdict(onDifference: one, other)
        })
    }
    return (areNamed ? Quantity.all : .some).verdict(on: verdicts)
  }

  /// A direction that a run does not settle is not there either.
  private func negated(_ verdict: ClaimVerdict, _ claim: Comparison, _ pair: Pair) -> ClaimVerdict {
    guard claim.isSignificant, table.test(pair.first, pair.second, pair.score) == nil else { return verdict.opposite }
    return .unsettled
  }

  private func judged(_ probability: BoundedNumber, _ pair: Pair) -> ClaimVerdict {
    guard let p = table.test(pair.first, pair.second, pair.score)?.p else { return .unsettled }
    let limit = probability.number.value
    return switch probability.bound {
    case .below: p < limit ? .supported : .contradicted
    case .above: p > limit ? .supported : .contradicted
    case .atLeast: p >= limit ? .supported : .contradicted
    case .atMost: p <= limit ? .supported : .contradicted
    case .about, nil: probability.number.rounds(p) ? .supported : .contradicted
    }
  }

  // MARK: - Words of degree

  /// The size up to which a difference is slight, and that above which it is not.
  private static let slight = (holds: 0.01, fails: 0.05)

  /// The verdict on two values being about the same.
  private func nearness(_ one: Double, _ other: Double) -> ClaimVerdict {
    let size = abs(one - other)
    return size < Self.slight.holds ? .supported : size > Self.slight.fails ? .contradicted : .unchecked
  }

  /// The verdict on a word of degree; nil where the differences lie between.
  private func judged(_ degree: Comparison.Degree, _ pairs: [Pair]) -> ClaimVerdict? {
    let sizes = pairs.compactMap { pair in
      mean(pair.first, pair.score).flatMap { one in mean(pair.second, pair.score).map { abs(one - $0) } }
    }
    guard let least = sizes.min(), let most = sizes.max() else { return nil }
    if degree.isSmall { return most < Self.slight.holds ? .supported : most > Self.slight.fails ? .contradicted : nil }
    return least > Self.slight.fails ? .supported : least < Self.slight.holds ? .contradicted : nil
  }
}

extension Factor {
  /// The verdict on a ratio.
  func verdict(_ ratio: Double) -> ClaimVerdict {
    let range: ClosedRange<Double> =
      switch self {
      case .times(let number): number.rounds(ratio) ? ratio...ratio : .infinity ... .infinity
      case .twice: 1.95...2.05
      case .nearlyTwice: 1.85...2
      case .moreThanTwice: 2...Double.infinity
      case .oneAndAHalf: 1.45...1.55
      case .half: 0.45...0.55
      case .thrice: 2.9...3.1
      }
    return range.contains(ratio) ? .supported : .contradicted
  }
}

extension BoundedNumber {
  /// The verdict on this number as how far two values are apart, in the unit of the scores, in points, or in percent of the other.
  func verdict(onDifference one: Double, _ other: Double) -> ClaimVerdict {
    let size = abs(one - other)
    if holds(size) || (number.value < 0 && holds(-size)) { return .supported }
    return number.unit == .percent && holds(size / abs(other)) ? .supported : .contradicted
  }

  /// Returns whether a value has the number, or keeps to its bound.
  func holds(_ value: Double) -> Bool {
    let limit = number.value
    return switch bound {
    case nil: number.rounds(value)
    case .about: number.rounds(value) || abs(limit - value) < 0.01
    case .above: value > limit
    case .below: value < limit
    case .atLeast: value >= limit || number.rounds(value)
    case .atMost: value <= limit || number.rounds(value)
    }
  }
}
