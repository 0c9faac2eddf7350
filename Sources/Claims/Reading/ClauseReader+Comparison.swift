extension ClauseReader {
  /// `X outperforms Y`, `X is as good as Y`, `kappa rises from X to Y`.
  mutating func comparison() -> [Claim]? {
    guard let predicate = predicate() else { return nil }
    var setting = takeSetting()
    guard let isNegated = takeNegation() else { return nil }
    let isSignificant =
      takeAll { $0 == .significant }
      || chunks.contains {
        if case .word(let lexeme) = $0 {
          lexeme.text.contains("indistinguishable") || lexeme.text.hasPrefix("statistically")
        } else {
          false
        }
      }
    let degree = takeDegree()
    let probability = takeProbability()
    let differences = takeDifferences()
    guard let (first, second) = operands(of: predicate, in: &setting) else { return nil }
    var claims: [Claim] = [
      .comparison(
        Comparison(
          kind: predicate.kind, first: first, second: second, setting: setting, isNegated: isNegated,
          isSignificant: isSignificant,
          degree: degree, differences: differences, probability: probability))
    ]
    guard let numbers = attachedNumbers(first: first, second: second, setting: setting) else { return nil }
    claims += numbers
    takeJoints()
    takeAll {
      [.versus, .instead, .than, .condition, .both, .respectively, .switching, .adding, .between].contains($0)
        || Self.isReplacing($0)
    }
    return claims
  }

  private static func isReplacing(_ sense: Sense) -> Bool { if case .replaces = sense { true } else { false } }

  /// The word that compares, with the way in which its operands stand.
  struct Predicate {
    var kind: Comparison.Kind
    var position: Int
    /// True where the second operand follows at once.
    var isPivoted = false
    /// True for a verb of change, whose operands may be an earlier and a later value.
    var isChange = false
    /// True for a noun such as `difference`.
    var isDistance = false
  }

  /// Takes the predicate; nil where there are two of different directions.
  private mutating func predicate() -> Predicate? {
    var found: Predicate?
    for index in chunks.indices {
      guard let sense = chunks[index].sense, let next = Self.predicate(sense, at: index) else { continue }
      take(index)
      guard let former = found else { found = next; continue }
      if case .direction(let one) = former.kind, case .direction(let other) = next.kind, one.isUp == other.isUp,
        next.isChange
      {
        // `harms …, whose kappa drops`
        found = former.isPivoted ? former : next
        continue
      }
      if former.isDistance || (next.isChange && former.kind == next.kind) || former.kind == next.kind, !next.isDistance
      {
        // `harms …, whose kappa drops`, `a gain …, better than`
        found = former.isDistance || next.isPivoted ? next : former
      } else if next.isDistance {
        continue
      } else if case .factor = former.kind, case .equal = next.kind {
        // `twice as high as`
        found?.isPivoted = true
        found?.position = next.position
      } else if case .factor = former.kind, case .direction = next.kind, former.position + 1 == next.position {
        // `1.5 times higher than` is read in two ways.
        return nil
      } else {
        return nil
      }
    }
    return found
  }

  private static func predicate(_ sense: Sense, at index: Int) -> Predicate? {
    switch sense {
    case .relation(let relation, let isPivoted):
      Predicate(kind: .direction(relation), position: index, isPivoted: isPivoted)
    case .change(let relation): Predicate(kind: .direction(relation), position: index, isChange: true)
    case .factor(let factor): Predicate(kind: .factor(factor), position: index, isChange: true)
    case .equal(let isExact): Predicate(kind: .equal(isExact: isExact), position: index, isPivoted: true)
    case .differs: Predicate(kind: .differs, position: index, isPivoted: true)
    case .distance: Predicate(kind: .differs, position: index, isDistance: true)
    default: nil
    }
  }

  // MARK: - Words beside the predicate

  mutating func takeDegree() -> Comparison.Degree? {
    var degree: Comparison.Degree?
    for index in chunks.indices where open.contains(index) {
      guard case .word(let lexeme) = chunks[index], case .degree(let isSmall) = lexeme.sense else { continue }
      take(index)
      degree = degree ?? Comparison.Degree(word: lexeme.text, isSmall: isSmall)
    }
    return degree
  }

  /// `p < .001`
  private mutating func takeProbability() -> BoundedNumber? {
    guard let index = first({ $0 == .probability }) else { return nil }
    var next = index + 1
    var bound: Bound?
    if case .bound(let found)? = sense(next) { (bound, next) = (found, next + 1) }
    guard chunks.indices.contains(next), let number = chunks[next].number else { return nil }
    for position in index...next { take(position) }
    return BoundedNumber(number: number, bound: bound)
  }

  /// `by .03`, `a gain of .03`, `the difference is .03`.
  private mutating func takeDifferences() -> [BoundedNumber] {
    var differences: [BoundedNumber] = []
    for index in numberPositions {
      guard let number = chunks[index].number else { continue }
      var before = index - 1
      if case .scores? = chunks.indices.contains(before) ? chunks[before] : nil { continue }
      var bound: Bound?
      if case .bound(let found)? = sense(before) { (bound, before) = (found, before - 1) }
      var isAhead = false
      if case .relation(_, _)? = sense(index + 1) { isAhead = true }
      let isAlone = numberPositions.count == 1 && sense(before) != .open && has { $0 == .distance }
      let isAdded = ["add", "adds", "added", "adding"].contains(text(before))
      var isChange = false
      if case .change? = sense(before) { isChange = true }
      let follows =
        isAlone || isChange || isAdded || isAhead || sense(before) == .by || number.unit == .points
        || (sense(before) == .preposition(.on) && sense(before - 1) == .distance)
        || (sense(before) == .distance) || (sense(before - 1) == .distance && sense(before) == .open)
      guard follows else { continue }
      differences.append(BoundedNumber(number: number, bound: bound))
      for position in before + 1...index { take(position) }
      if sense(before) == .by || sense(before) == .preposition(.on) { take(before) }
      if sense(before) == .preposition(.on) { take(before - 1) }
    }
    return differences
  }

  private func text(_ index: Int) -> String {
    guard chunks.indices.contains(index), case .word(let lexeme) = chunks[index] else { return "" }
    return lexeme.text
  }
}
