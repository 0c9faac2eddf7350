extension ClauseReader {
  /// `X is the best with k-means`, `the highest kappa is .35`.
  mutating func extreme() -> [Claim]? {
    guard let index = first({ if case .superlative = $0 { true } else { false } }),
      case .superlative(let rank)? = sense(index)
    else { return nil }
    let others = chunks.indices.filter { if case .superlative? = sense($0) { $0 != index } else { false } }
    guard others.isEmpty else { return nil }
    take(index)
    if let claims = onlyBehind(index) { return claims }
    let noun = superlativeNoun(behind: index)
    var setting = takeSetting()
    guard let isNegated = takeNegation() else { return nil }
    let isSignificant = takeAll { $0 == .significant }
    _ = takeDegree()
    let candidates = takeCandidates(behind: index, setting: &setting)
    let found = mentions()
    let numbers = numberPositions
    guard !found.isEmpty else { return extremeNumber(rank, numbers, setting: setting) }
    let readings = subjects(found, rank: rank, noun: noun, isVerb: isRankVerb(index))
    guard !readings.isEmpty, let whole = Self.merged(found.map(mention)) else { return nil }
    for position in found { take(position) }
    let extremes = readings.map { subject, restriction in
      var setting = setting
      if let restriction {
        if restriction.clusterers != nil { setting.clusterers = restriction } else { setting.spaces = restriction }
      }
      if subject.clusterers == nil, setting.clusterers == nil { setting.clusterers = context.setting.clusterers }
      if subject.spaces == nil, setting.spaces == nil { setting.spaces = context.setting.spaces }
      return Claim.extreme(
        Extreme(
          subject: subject, candidates: candidates, rank: rank, setting: setting, isNegated: isNegated,
          isSignificant: isSignificant))
    }
    var claims = [extremes.count == 1 ? extremes[0] : .either(extremes)]
    var named = whole
    named.clusterers = named.clusterers ?? context.setting.clusterers?.clusterers
    named.spaces = named.spaces ?? context.setting.spaces?.spaces
    guard numbers.count <= 1 else { return nil }
    for position in numbers {
      guard let number = chunks[position].number, !number.isWhole else { return nil }
      claims.append(
        .number(NumberClaim(mention: named, number: BoundedNumber(number: number, bound: nil), scores: setting.scores)))
      take(position)
    }
    takeJoints()
    return claims
  }

  /// `second only to X`: X is the best, and the subject the next.
  private mutating func onlyBehind(_ index: Int) -> [Claim]? {
    guard case .word(let lexeme) = chunks[index], lexeme.text.contains(" only "), numberPositions.isEmpty,
      !has({ $0 == .not })
    else { return nil }
    guard let subject = Self.merged(mentions(in: 0..<index).map(mention)),
      let leader = Self.merged(mentions(in: index..<chunks.count).map(mention)),
      isSameKind(subject, leader)
    else { return nil }
    var setting = takeSetting()
    var place = subject
    // What the subject alone names restricts both.
    if leader.clusterers == nil {
      (setting.clusterers, place.clusterers) = (subject.clusterers.map { Mention(clusterers: $0) }, nil)
    }
    if leader.spaces == nil { (setting.spaces, place.spaces) = (subject.spaces.map { Mention(spaces: $0) }, nil) }
    for position in mentions() { take(position) }
    takeJoints()
    return [(place, 2), (leader, 1)].map { subject, rank in
      .extreme(Extreme(subject: subject, candidates: nil, rank: Superlative(rank: rank), setting: setting))
    }
  }

  /// The noun that the superlative is said of, such as `clusterers` in `the best clusterer`.
  private func superlativeNoun(behind index: Int) -> Noun? {
    if case .noun(let noun)? = sense(index + 1) { noun } else { nil }
  }

  /// `the lowest kappa of k-means is .21` has no subject.
  private mutating func extremeNumber(_ rank: Superlative, _ numbers: [Int], setting: Setting) -> [Claim]? {
    guard rank.rank == 1, numbers.count == 1, let number = chunks[numbers[0]].number, !number.isWhole,
      setting.scopes.allSatisfy({ $0.quantity == .all })
    else { return nil }
    take(numbers[0])
    takeJoints()
    return [
      .number(
        NumberClaim(
          kind: rank.fromBelow ? .smallest : .largest, mention: Mention(),
          number: BoundedNumber(number: number, bound: nil),
          scores: setting.scores))
    ]
  }

  /// The methods among which the subject is the best: `of all eight combinations`, `of the fused spaces`.
  private mutating func takeCandidates(behind index: Int, setting: inout Setting) -> Mention? {
    setting.scopes.removeAll { $0.noun == .methods && $0.quantity == .all }
    let found = mentions()
    guard found.count > 1, let group = found.last, group > index, mention(group).isGroup else { return nil }
    take(group)
    return Mention(spaces: mention(group).spaces)
  }

  /// Verbs such as `leads` and `ranks second` place their subject among its kind.
  private func isRankVerb(_ index: Int) -> Bool {
    guard case .word(let lexeme) = chunks[index], let first = lexeme.text.split(separator: " ").first else {
      return false
    }
    return ["lead", "win", "rank", "come", "finish", "place", "plac", "com", "led", "won", "came"].contains {
      first.hasPrefix($0)
    }
  }

  /// The mention that is the best with the one that restricts it, in each way in which the clause can be read.
  private func subjects(
    _ found: [Int], rank: Superlative, noun: Noun?, isVerb: Bool
  ) -> [(subject: Mention, restriction: Mention?)] {
    if found.count == 1 {
      var only = mention(found[0])
      only.preposition = nil
      // `its best`: among the spaces of the clusterer.
      guard rank.isOwn, only.clusterers != nil, only.spaces != nil else { return [(only, nil)] }
      return [(Mention(spaces: only.spaces), Mention(clusterers: only.clusterers))]
    }
    guard found.count == 2,
      let clusterer = found.map(mention).first(where: { $0.clusterers != nil && $0.spaces == nil }),
      let space = found.map(mention).first(where: { $0.spaces != nil && $0.clusterers == nil })
    else { return [] }
    let ofSpaces = (subject: space, restriction: Optional(clusterer))
    let ofClusterers = (subject: clusterer, restriction: Optional(space))
    // `On text, k-means is the best`: what stands in front restricts.
    if found[0] == 0, let start = chunks[0].mention, start.preposition != nil {
      return [start.spaces != nil ? ofClusterers : ofSpaces]
    }
    if noun == .clusterers { return [ofClusterers] }
    if noun == .spaces || rank.isOwn || clusterer.preposition == .with { return [ofSpaces] }
    guard space.preposition == .on else { return [ofSpaces] }
    // `the best on text is k-means`
    if mention(found[0]).spaces != nil { return [ofClusterers] }
    return isVerb ? [ofClusterers] : [ofClusterers, ofSpaces]
  }

  /// `The ranking from best to worst is A, B and C.`
  mutating func ranking() -> [Claim]? {
    var setting = takeSetting()
    let superlatives = chunks.indices.compactMap { index -> Superlative? in
      if case .superlative(let rank)? = sense(index) { rank } else { nil }
    }
    guard superlatives.count <= 2, numberPositions.isEmpty, !has({ $0 == .not }) else { return nil }
    takeAll { if case .superlative = $0 { true } else { false } }
    takeAll { [.ranking, .next, .from, .to, .by].contains($0) || Self.isAhead($0) }
    let found = mentions()
    let all = found.flatMap { single(mention($0)) }
    let spaces = all.filter { $0.spaces != nil && $0.clusterers == nil }
    let clusterers = all.filter { $0.clusterers != nil && $0.spaces == nil }
    let isOfClusterers = clusterers.count > spaces.count
    var order = isOfClusterers ? clusterers : spaces
    let restriction = found.map(mention).filter { isOfClusterers ? $0.spaces != nil : $0.clusterers != nil }
    guard order.count >= 3, restriction.count <= 1, restriction.allSatisfy({ $0.spaces == nil || $0.clusterers == nil })
    else { return nil }
    if isOfClusterers { setting.spaces = restriction.first } else { setting.clusterers = restriction.first }
    if superlatives.first?.fromBelow == true { order.reverse() }
    for index in found { take(index) }
    takeJoints()
    return [.ranking(Ranking(order: order, setting: setting))]
  }

  private static func isAhead(_ sense: Sense) -> Bool {
    if case .relation(let relation, true) = sense { relation.isUp } else { false }
  }

  /// A mention for each name of a list.
  private func single(_ mention: Mention) -> [Mention] {
    if let spaces = mention.spaces, mention.clusterers == nil { return spaces.map { Mention(spaces: [$0]) } }
    if let clusterers = mention.clusterers, mention.spaces == nil {
      return clusterers.map { Mention(clusterers: [$0]) }
    }
    return [mention]
  }

  // MARK: - Agreement

  /// `a kappa of .35 is fair agreement`
  mutating func agreement() -> [Claim]? {
    guard
      takeAll({ $0 == .agreement })
        || chunks.contains(where: { if case .scores(let names) = $0 { names.contains("kappa") } else { false } })
    else { return nil }
    var setting = takeSetting()
    for index in chunks.indices where open.contains(index) {
      guard case .scope(let scope) = chunks[index] else { continue }
      setting.scopes.append(scope)
      take(index)
    }
    guard setting.scores?.allSatisfy({ $0 == "kappa" }) ?? true, table.scores.contains("kappa"),
      setting.exceptions == nil, setting.exclusive == nil
    else { return nil }
    guard let isNegated = takeNegation() else { return nil }
    var bands: [Int] = []
    for index in chunks.indices {
      guard case .band(let band)? = sense(index), let place = Band.allCases.firstIndex(of: band) else { continue }
      bands.append(place)
      take(index)
    }
    takeAll { [.only, .to, .and, .or].contains($0) }
    guard bands.count <= 2, let low = bands.min(), let high = bands.max() else { return nil }
    var range = low...high
    for index in chunks.indices where open.contains(index) {
      guard case .bound(let bound)? = sense(index) else { continue }
      take(index)
      switch bound {
      case .atLeast: range = low...Band.allCases.count - 1
      case .atMost: range = 0...high
      case .above, .below, .about: return nil
      }
    }
    let numbers = numberPositions
    guard numbers.count <= 1, numbers.allSatisfy({ chunks[$0].number?.isWhole == false }) else { return nil }
    var mention = Self.merged(mentions().map(mention))
    let quantities = setting.scopes.map(\.quantity).filter { $0 != .all }
    guard quantities.count <= 1 else { return nil }
    // `none reaches moderate agreement`, nor a better one.
    if quantities.first == Quantity.none, takeAll({ $0 == .reach }) { range = low...Band.allCases.count - 1 }
    if mention == Mention(), setting.scopes.isEmpty { mention = nil }
    for index in numbers + mentions() { take(index) }
    takeJoints()
    takeAll { $0 == .condition }
    let number = numbers.first.flatMap { chunks[$0].number }
    guard mention != nil || number != nil else { return nil }
    var claims: [Claim] = [
      .agreement(
        AgreementClaim(
          mention: mention, number: number, bands: range, quantity: quantities.first ?? .all, isNegated: isNegated))
    ]
    if let number, let mention {
      claims.append(
        .number(NumberClaim(mention: mention, number: BoundedNumber(number: number, bound: nil), scores: ["kappa"])))
    }
    return claims
  }
}
