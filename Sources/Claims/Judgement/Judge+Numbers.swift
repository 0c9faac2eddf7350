import Core
import Results

extension Judge {
  func judgement(of claim: NumberClaim) -> Judgement {
    let methods = methods(of: claim.mention)
    guard !methods.isEmpty else { return Judgement(verdict: .unchecked) }
    let scores = claim.scores ?? (table.scores.count == 1 ? table.scores : [])
    // Without a name the number may be of any score.
    let named = scores.isEmpty ? table.scores : scores
    switch claim.kind {
    case .smallest, .largest: return extremeValue(claim, methods, named)
    case .each: break
    }
    func value(_ method: Method, _ score: String) -> Double? {
      let value = table.value(method, score)
      return claim.isDeviation ? value?.deviation : value?.mean
    }
    let verdicts = named.map { score in
      methods.map { method in
        value(method, score).map { claim.number.holds($0) ? ClaimVerdict.supported : .contradicted } ?? .unchecked
      }
    }
    let shown = named.flatMap { score in methods.map { valued($0, score) } }
    let isWhole = methods.count == 1 && scores.count == 1
    var verdict: ClaimVerdict
    if claim.number.bound == nil || claim.number.bound == .about, claim.quantity == .all {
      // A number of cells that are not named in full is wrong where it is that of none of them.
      verdict = (scores.isEmpty ? Quantity.some : .all).verdict(on: verdicts.map(ClaimVerdict.all))
      if !isWhole, verdict == .contradicted, verdicts.joined().contains(.supported) { verdict = .unchecked }
    } else {
      guard !scores.isEmpty else { return Judgement(verdict: .unchecked) }
      verdict = .all(of: verdicts.map { claim.quantity.verdict(on: $0) })
    }
    var numbers = Array(zip(verdicts.joined(), shown).filter { $0.0 == verdict }.map(\.1).prefix(8))
    if verdict == .contradicted, claim.number.bound == nil, let hint = hint(claim, methods, named) {
      numbers.append(hint)
    }
    let deviations = claim.number.number.deviation.map { deviation in
      judgement(
        of: NumberClaim(
          mention: claim.mention, number: BoundedNumber(number: deviation, bound: nil), scores: claim.scores,
          isDeviation: true))
    }
    let own = Judgement(
      verdict: verdict, numbers: claim.isDeviation ? numbers.map { "standard deviation: " + $0 } : numbers)
    return deviations.isEmpty ? own : .all(of: [own] + deviations)
  }

  /// The methods that a mention names, all where it names none.
  func methods(of mention: Mention) -> [Method] {
    table.methods.filter {
      mention.clusterers?.contains($0.clusterer) ?? true && mention.spaces?.contains($0.space) ?? true
    }
  }

  private func extremeValue(_ claim: NumberClaim, _ methods: [Method], _ scores: [String]) -> Judgement {
    let verdicts = scores.map { score -> ClaimVerdict in
      let values = methods.compactMap { mean($0, score) }
      guard let end = claim.kind == .smallest ? values.min() : values.max() else { return .unchecked }
      return claim.number.holds(end) ? .supported : .contradicted
    }
    let verdict = Set(verdicts).count == 1 ? verdicts[0] : .unchecked
    let shown = scores.compactMap { score in
      methods.filter { mean($0, score) != nil }.min {
        claim.kind == .smallest ? mean($0, score)! < mean($1, score)! : mean($0, score)! > mean($1, score)!
      }.map { valued($0, score) }
    }
    return Judgement(verdict: verdict, numbers: shown)
  }

  /// The place of a wrong number: cut off instead of rounded, in another cell, or in none.
  private func hint(_ claim: NumberClaim, _ methods: [Method], _ scores: [String]) -> String? {
    let number = claim.number.number
    if claim.isDeviation { return nil }
    if methods.contains(where: { method in scores.contains { mean(method, $0).map(number.cutsOff) ?? false } }) {
      return "\(number.text) is cut off, not rounded"
    }
    for method in table.methods {
      for score in table.scores where mean(method, score).map(number.rounds) ?? false {
        return "\(number.text) is \(table.scores.count > 1 ? "\(score) of " : "")\(method.text)"
      }
    }
    return "\(number.text) is nowhere in the table"
  }

  // MARK: - Agreement

  func judgement(of claim: AgreementClaim) -> Judgement {
    var values = methods(of: claim.mention ?? Mention()).compactMap { mean($0, "kappa") }
    if let number = claim.number {
      // The number tells which of several cells is meant.
      let near = values.filter(number.rounds)
      if near.isEmpty, claim.mention == nil { return Judgement(verdict: .unchecked) }
      values = near.isEmpty ? [number.value] : near
    }
    guard !values.isEmpty else { return Judgement(verdict: .unchecked) }
    let verdicts = values.map { value -> ClaimVerdict in
      let place = Band.allCases.firstIndex(of: Band(of: value)) ?? 0
      return claim.bands.contains(place) != claim.isNegated ? .supported : .contradicted
    }
    let verdict = claim.quantity.verdict(on: verdicts)
    let shown = zip(values, verdicts).filter { $0.1 == verdict }.map { value, _ in
      let band = Band(of: value)
      return "kappa \(text(value)) is \(band.text) agreement (\(band.limits), Landis and Koch 1977)"
    }
    return Judgement(verdict: verdict, numbers: shown.uniqued)
  }
}
