extension ClauseReader {
  /// `k-means reaches .35 on text`, `none exceeds .36`.
  mutating func numbers(setting: Setting) -> [Claim]? {
    var setting = setting
    let bound = takeBound()
    _ = takeDegree()
    guard let positions = takeDeviations(in: setting), !positions.numbers.isEmpty || !positions.deviations.isEmpty
    else { return nil }
    guard let subject = allMethods(in: &setting) else { return nil }
    guard setting.exceptions == nil, setting.exclusive == nil else { return nil }
    var claims = positions.deviations
    let numbers = positions.numbers
    // A number needs something that it is of: a method, or a count of them.
    let isOfSomething =
      !mentions().isEmpty || bound != nil || !setting.scopes.isEmpty
      || (numbers.count == 2 && isRange(numbers) && !isOfBounds(numbers))
    guard isOfSomething, numbers.count != 2 || !isRange(numbers) || setting.scores != nil else { return nil }
    if numbers.isEmpty {
      for index in mentions() { take(index) }
      takeJoints()
      return claims
    }
    func claim(_ index: Int, _ mention: Mention, _ kind: NumberClaim.Kind = .each) -> Claim? {
      guard let number = chunks[index].number, !number.isWhole, isOfScore(number, setting),
        let whole = mention.joined(subject.mention)
      else { return nil }
      let own = ownBound(before: index)
      return .number(
        NumberClaim(
          kind: kind, mention: whole, number: BoundedNumber(number: number, bound: bound ?? own),
          scores: scores(of: index) ?? setting.scores, quantity: subject.quantity))
    }
    if numbers.count == 2, sense(numbers[0] - 1) == .between, isRange(numbers) {
      guard let mention = Self.merged(mentions().map(mention)) else { return nil }
      for (index, bound) in [(numbers[0], Bound.atLeast), (numbers[1], .atMost)] {
        guard case .number(var limit)? = claim(index, mention) else { return nil }
        limit.number.bound = bound
        claims.append(.number(limit))
      }
    } else if numbers.count == 2, isRange(numbers) {
      guard let mention = Self.merged(mentions().map(mention)), let low = claim(numbers[0], mention, .smallest),
        let high = claim(numbers[1], mention, .largest)
      else { return nil }
      claims += [low, high]
    } else {
      guard let targets = targets(of: numbers) else { return nil }
      for (index, mention) in zip(numbers, targets) {
        guard let claim = claim(index, mention) else { return nil }
        claims.append(claim)
      }
    }
    for index in numbers + mentions() { take(index) }
    takeJoints()
    takeAll { [.respectively, .both, .between, .versus, .than, .condition].contains($0) || Self.isBound($0) }
    return claims
  }

  private static func isBound(_ sense: Sense) -> Bool { if case .bound = sense { true } else { false } }

  /// The bound that a verb states: `exceeds`, `reaches` under a negation.
  private mutating func takeBound() -> Bound? {
    var bound: Bound?
    for index in chunks.indices where open.contains(index) {
      if case .relation(let relation, _)? = sense(index) {
        take(index)
        bound = relation.isUp ? .above : .below
      }
    }
    let negates = takeAll { $0 == .not } || hasNoMethods
    guard negates else { return bound }
    switch bound {
    case .above: return .atMost
    case .below: return .atLeast
    case nil where takeAll({ $0 == .reach }): return .below
    default: break
    }
    // `none is above .36`
    for index in chunks.indices {
      guard case .bound(let own)? = sense(index) else { continue }
      take(index)
      return [.above: .atMost, .atLeast: .below, .below: .atLeast, .atMost: .above][own]
    }
    return nil
  }

  /// True for a claim about no clusterer, space or method.
  private var hasNoMethods: Bool {
    chunks.contains {
      if case .scope(let scope) = $0 { scope.quantity == .none } else { $0.mention?.quantity == Quantity.none }
    }
  }

  private func ownBound(before index: Int) -> Bound? {
    var before = index - 1
    while before >= 0 {
      switch chunks[before] {
      case .word(let lexeme):
        if case .bound(let bound) = lexeme.sense { return bound }
        guard lexeme.sense == .preposition(.on) else { return nil }
      case .scores: break
      default: return nil
      }
      before -= 1
    }
    return nil
  }

  /// The methods that scopes count, such as `every configuration`, and how many of them; nil where scopes are of several kinds.
  private mutating func allMethods(in setting: inout Setting) -> (mention: Mention, quantity: Quantity)? {
    for index in chunks.indices where open.contains(index) {
      if case .scope(let scope) = chunks[index] {
        setting.scopes.append(scope)
        take(index)
      }
    }
    var quantity = Quantity.all
    for scope in setting.scopes {
      guard scope.noun != .scores || scope.quantity == .all else { return nil }
      if scope.quantity == .none || scope.quantity == .all { continue }
      guard setting.scopes.count == 1 else { return nil }
      quantity = scope.quantity
    }
    return (Mention(), quantity)
  }

  /// Percentages are scores only where a score is named.
  private func isOfScore(_ number: Numeral, _ setting: Setting) -> Bool {
    number.unit == .none || setting.scores != nil
  }

  /// Returns whether both ends of a range are bounds of a score, as in a definition.
  private func isOfBounds(_ numbers: [Int]) -> Bool {
    numbers.allSatisfy { index in chunks[index].number.map { [-1, -0.5, 0, 1].contains($0.value) } ?? false }
  }

  // MARK: - Which number is of what

  private func isRange(_ numbers: [Int]) -> Bool {
    let isBetween = sense(numbers[0] - 1) == .between && sense(numbers[1] - 1) == .and
    let isFromTo = sense(numbers[0] - 1) == .from && sense(numbers[1] - 1) == .to
    return (isBetween || (isFromTo && has { $0 == .spans })) && numbers[1] == numbers[0] + 2
  }

  /// The mention that each number is of.
  private func targets(of numbers: [Int]) -> [Mention]? {
    let all = mentions()
    if numbers.count == 1 { return Self.merged(all.map(mention)).map { [$0] } }
    // `.21 and .32 for visual and text features`
    let lists = all.filter {
      max(mention($0).spaces?.count ?? 0, mention($0).clusterers?.count ?? 0) == numbers.count && !mention($0).isGroup
    }
    let areTogether = (1..<numbers.count).allSatisfy { place in
      mentions(in: numbers[place - 1]..<numbers[place]).isEmpty
    }
    if areTogether,
      numbers.allSatisfy({ index in
        chunks.indices.contains { $0 < index && $0 >= (numbers.last { $0 < index } ?? 0) && isScore($0) }
      })
    {
      return Self.merged(all.map(mention)).map { mention in numbers.map { _ in mention } }
    }
    if areTogether {
      guard lists.count == 1, let shared = Self.merged(all.filter { $0 != lists[0] }.map(mention)) else { return nil }
      let list = mention(lists[0])
      return numbers.indices.reduce([]) { (targets: [Mention]?, place) in
        var one = list
        if list.spaces?.count == numbers.count {
          one.spaces = [list.spaces![place]]
        } else {
          one.clusterers = [list.clusterers![place]]
        }
        return one.joined(shared).flatMap { one in targets.map { $0 + [one] } }
      }
    }
    // A number before its mention (`.32 on text and .21 on images`), or behind it.
    let isBefore =
      sense(numbers[0] + 1) != .comma && sense(numbers[0] + 1) != .and && sense(numbers[0] + 1) != .close
      && numbers[0] + 1 < chunks.count && chunks[numbers[0] + 1].mention != nil && all.last! > numbers.last!
    let bounds = isBefore ? numbers + [chunks.count] : [-1] + numbers
    let shared = isBefore ? all.filter { $0 < numbers[0] } : all.filter { $0 > numbers.last! }
    return numbers.indices.reduce([]) { (targets: [Mention]?, place) in
      let own = all.filter { $0 > bounds[place] && $0 < bounds[place + 1] && !shared.contains($0) }
      guard !own.isEmpty, let merged = Self.merged((own + shared).map(mention)) else { return nil }
      return targets.map { $0 + [merged] }
    }
  }

  private func isScore(_ index: Int) -> Bool {
    if case .scores(let names) = chunks[index] { names.count == 1 } else { false }
  }

  /// The numbers, and the claims on deviations that stand in words beside one of them.
  private mutating func takeDeviations(in setting: Setting) -> (numbers: [Int], deviations: [Claim])? {
    var numbers = numberPositions
    var claims: [Claim] = []
    while let index = first({ $0 == .deviation }), open.contains(index) {
      guard let place = numbers.firstIndex(where: { $0 > index }), let number = chunks[numbers[place]].number,
        let mention = Self.merged(mentions().map(mention))
      else { return nil }
      claims.append(
        .number(
          NumberClaim(
            mention: mention, number: BoundedNumber(number: number, bound: nil),
            scores: scores(of: numbers[place]) ?? setting.scores, isDeviation: true)))
      take(index)
      take(numbers[place])
      numbers.remove(at: place)
      if first({ $0 == .deviation }) == index { break }
    }
    return (numbers, claims)
  }

  /// The score before a number; nil where none is named.
  private func scores(of index: Int) -> [String]? {
    chunks[..<index].lazy.reversed().compactMap {
      if case .scores(let scores) = $0, scores.count == 1 { scores } else { nil }
    }.first
  }

  // MARK: - Beside a comparison

  /// The numbers of what is compared; nil where one is of neither.
  mutating func attachedNumbers(first: Mention, second: Mention, setting: Setting) -> [Claim]? {
    let numbers = numberPositions
    var claims: [Claim] = []
    var sides: [Mention?] = [first, second]
    for index in numbers {
      guard let number = chunks[index].number, !number.isWhole, isOfScore(number, setting) else { return nil }
      var own = localMention(of: index)
      let side: Mention?
      if let local = own, isSame(local, first) || isSame(local, second) {
        side = isSame(local, first) ? first : second
        if let place = sides.firstIndex(of: side) { sides[place] = nil }
        own = local
      } else {
        let isSecond = sense(index - 1) == .from || [.versus, .than, .instead].contains(sense(before(index)))
        let place = isSecond ? 1 : sense(index - 1) == .to ? 0 : sides.firstIndex { $0 != nil } ?? 0
        guard let found = sides[place] else { return nil }
        side = found
        sides[place] = nil
      }
      guard var mention = side else { return nil }
      mention.clusterers = own?.clusterers ?? mention.clusterers ?? setting.clusterers?.clusterers
      mention.spaces = own?.spaces ?? mention.spaces ?? setting.spaces?.spaces
      mention.quantity = .all
      let bound = ownBound(before: index)
      if case .bound? = sense(index - 1) { take(index - 1) }
      claims.append(
        .number(
          NumberClaim(
            mention: mention, number: BoundedNumber(number: number, bound: bound),
            scores: scores(of: index) ?? setting.scores)))
      take(index)
    }
    takeAll { $0 == .next }
    return claims
  }

  /// The position before a number, without a score or bound between.
  private func before(_ index: Int) -> Int {
    var before = index - 1
    while before > 0 {
      switch chunks[before] {
      case .scores: before -= 1
      case .word(let lexeme) where lexeme.sense == .preposition(.on) || Self.isBound(lexeme.sense): before -= 1
      default: return before
      }
    }
    return before
  }

  private func isSame(_ local: Mention, _ side: Mention) -> Bool {
    if let spaces = local.spaces, side.spaces != nil { return spaces == side.spaces }
    if let clusterers = local.clusterers, side.clusterers != nil { return clusterers == side.clusterers }
    return false
  }

  /// The mention behind a number (`.32 on text`), or before its parenthesis (`text (.32)`).
  func localMention(of index: Int) -> Mention? {
    if index + 1 < chunks.count, let next = chunks[index + 1].mention { return next }
    if sense(index + 1) == .open, sense(index + 3) == .close, let inside = chunks[index + 2].mention { return inside }
    let before = before(index)
    if sense(before) == .open, before > 0, let mention = chunks[before - 1].mention, sense(index + 1) == .close {
      return mention
    }
    return nil
  }
}
