extension ClauseReader {
  /// What is compared, as `first` over `second`, with what restricts the comparison taken into the setting.
  mutating func operands(of predicate: Predicate, in setting: inout Setting) -> (first: Mention, second: Mention)? {
    if let pair = changed(predicate) { return settle(pair.first, pair.second, in: &setting) }
    if predicate.kind == .differs || isEquality(predicate.kind), let pair = joinedPair() {
      return settle([pair.first], [pair.second], in: &setting)
    }
    if case .factor = predicate.kind,
      mentions(in: 0..<predicate.position).allSatisfy({ index in
        !mentions(in: predicate.position..<chunks.count).contains { isSameKind(mention(index), mention($0)) }
      })
    {
      // `half as high with X as with Y`
      let sides = mentions(in: predicate.position..<chunks.count)
      guard sides.count == 2, isSameKind(mention(sides[0]), mention(sides[1])) else { return nil }
      let shared = mentions(in: 0..<predicate.position).map(mention)
      return settle(shared + [mention(sides[0])], [mention(sides[1])], in: &setting)
    }
    if let pivot = pivot(of: predicate) {
      take(pivot)
      // `Compared with text, concatenation is better`
      let comma = chunks.indices.first { $0 > pivot && $0 < predicate.position && sense($0) == .comma }
      let end = comma ?? chunks.count
      let second = mentions(in: pivot..<end)
      let first = mentions().filter { !second.contains($0) }
      return settle(first.map(mention), second.map(mention), in: &setting)
    }
    if let other = otherClusterer(predicate) { return settle(mentions().map(mention), [other], in: &setting) }
    return helped(predicate, in: &setting)
  }

  /// The other one of two clusterers: `k-means is ahead on text`. A verb that needs an object does not end a clause.
  private func otherClusterer(_ predicate: Predicate) -> Mention? {
    guard !(predicate.isPivoted && predicate.position == chunks.count - 1), !predicate.isChange, !predicate.isDistance,
      case .direction = predicate.kind, table.clusterers.count == 2
    else { return nil }
    let named = mentions().map(mention).filter { $0.clusterers != nil && $0.preposition == nil }
    guard named.count == 1, let name = named[0].clusterers, name.count == 1 else { return nil }
    return Mention(clusterers: table.clusterers.filter { $0 != name[0] })
  }

  private func isEquality(_ kind: Comparison.Kind) -> Bool { if case .equal = kind { true } else { false } }

  private func isFactor(_ kind: Comparison.Kind) -> Bool { if case .factor = kind { true } else { false } }

  /// The position behind which the second operand stands.
  private func pivot(of predicate: Predicate) -> Int? {
    let than = chunks.indices.first { $0 > predicate.position && sense($0) == .than }
    if let than { return than }
    let isFollowed = !mentions(in: predicate.position..<chunks.count).isEmpty
    let versus = chunks.indices.first { sense($0) == .versus || sense($0) == .instead }
    if let versus, !mentions(in: versus..<chunks.count).isEmpty, !predicate.isPivoted || !isFollowed { return versus }
    if predicate.isPivoted || isFactor(predicate.kind), isFollowed { return predicate.position }
    return nil
  }

  /// Two of a list, such as `the difference between X and Y`.
  private func joinedPair() -> (first: Mention, second: Mention)? {
    if let pair = pairOfAll() { return pair }
    let lists = mentions().filter { max(mention($0).spaces?.count ?? 0, mention($0).clusterers?.count ?? 0) == 2 }
    guard lists.count == 1, let list = lists.first.map(mention) else { return nil }
    var (first, second) = (list, list)
    (first.isGroup, second.isGroup) = (false, false)
    if let spaces = list.spaces, spaces.count == 2, list.clusterers?.count != 2 {
      (first.spaces, second.spaces) = ([spaces[0]], [spaces[1]])
    } else if let clusterers = list.clusterers, clusterers.count == 2, list.spaces?.count != 2 {
      (first.clusterers, second.clusterers) = ([clusterers[0]], [clusterers[1]])
    } else {
      return nil
    }
    for other in mentions().filter({ !lists.contains($0) }) {
      guard let one = first.joined(mention(other)), let two = second.joined(mention(other)) else { return nil }
      (first, second) = (one, two)
    }
    return (first, second)
  }

  /// `the two clusterers` of a table that has two.
  private func pairOfAll() -> (first: Mention, second: Mention)? {
    guard table.clusterers.count == 2, let shared = Self.merged(mentions().map(mention)), shared.clusterers == nil,
      isOfBothClusterers
    else { return nil }
    func side(_ name: String) -> Mention? { Mention(clusterers: [name]).joined(shared) }
    guard let first = side(table.clusterers[0]), let second = side(table.clusterers[1]) else { return nil }
    return (first, second)
  }

  private var isOfBothClusterers: Bool {
    chunks.contains {
      if case .scope(let scope) = $0 {
        scope.noun == .clusterers && ["two", "both", "the two"].contains(scope.text)
      } else {
        false
      }
    }
  }

  // MARK: - Changes

  /// The later and the earlier state of a change: `from X to Y`, `when X replaces Y`.
  private mutating func changed(_ predicate: Predicate) -> (first: [Mention], second: [Mention])? {
    func beside(_ index: Int) -> (before: Int?, after: [Int]) {
      (mentions(in: 0..<index).last, mentions(in: index..<chunks.count))
    }
    if let index = first({ if case .replaces = $0 { true } else { false } }),
      case .replaces(let isPassive)? = sense(index)
    {
      let (before, after) = beside(index)
      let rest = mentions()
      if let before, let next = after.first, index - before <= 2 {
        let (new, old) = isPassive ? (next, before) : (before, next)
        let others = rest.filter { $0 != new && $0 != old }.map(mention)
        return ([mention(new)] + others, [mention(old)])
      }
      // `replacing X by Y`
      guard after.count >= 2 else { return nil }
      return ([mention(after[1])] + rest.filter { !after.prefix(2).contains($0) }.map(mention), [mention(after[0])])
    }
    if let index = first({ $0 == .switching }) {
      return fromTo(after: index)
    }
    if let index = first({ $0 == .adding }) {
      let (_, after) = beside(index)
      guard after.count >= 2, table.fusions.count >= 1,
        [.to, .preposition(.with), .preposition(.on), .by].contains(sense(after[0] + 1)) || after[1] == after[0] + 1
      else { return nil }
      let others = mentions().filter { !after.prefix(2).contains($0) }.map(mention)
      return ([Mention(spaces: table.fusions, isGroup: true)] + others, [mention(after[1])])
    }
    guard predicate.isChange || predicate.isDistance, let from = first({ $0 == .from }), let to = first({ $0 == .to }),
      from < to
    else { return nil }
    return fromTo(after: from - 1)
  }

  /// `from .32 on X to .35 on Y`; a state without a mention is that of the subject.
  private func fromTo(after start: Int) -> (first: [Mention], second: [Mention])? {
    guard let from = chunks.indices.first(where: { $0 > start && sense($0) == .from }),
      let to = chunks.indices.first(where: { $0 > from && sense($0) == .to })
    else { return nil }
    let old = mentions(in: from..<to).prefix(1)
    guard let first = old.first else { return nil }
    let shared = mentions().filter { $0 != first && $0 < to || ($0 > from && $0 < to && $0 != first) }
    let behind = mentions(in: to..<chunks.count)
    let new =
      behind.first { isSameKind(mention($0), mention(first)) }
      ?? shared.first { isSameKind(mention($0), mention(first)) }
    guard let new else { return nil }
    let others = mentions().filter { $0 != first && $0 != new }.map(mention)
    return ([mention(new)] + others, [mention(first)])
  }

  func isSameKind(_ first: Mention, _ second: Mention) -> Bool {
    first.spaces != nil && second.spaces != nil || (first.clusterers != nil && second.clusterers != nil)
  }

  /// `Fusion helps k-means`: better than each of the parts.
  private mutating func helped(_ predicate: Predicate, in setting: inout Setting) -> (first: Mention, second: Mention)?
  {
    guard predicate.isChange, case .direction(let relation) = predicate.kind, relation.isUp, numberPositions.isEmpty
    else { return nil }
    let found = mentions().map(mention)
    guard found.contains(where: { $0.spaces.map { $0.allSatisfy { !table.parts(of: $0).isEmpty } } ?? false }) else {
      return nil
    }
    return settle(found, [Mention(spaces: table.parts, isGroup: true)], in: &setting)
  }

  // MARK: - Sides

  /// Two sides from their mentions; what only one side names of the other kind restricts the comparison.
  private mutating func settle(
    _ first: [Mention], _ second: [Mention], in setting: inout Setting
  ) -> (first: Mention, second: Mention)? {
    guard var one = Self.merged(first), var other = Self.merged(second) else { return nil }
    if one == Mention(), let subject = context.subject { one = subject }
    if other == Mention(), let former = context.second { other = former }
    if one.spaces != nil, other.spaces != nil {
      // Methods of two clusterers are compared as they are.
      if one.clusterers == nil || other.clusterers == nil || one.clusterers == other.clusterers {
        setting.clusterers = Self.clusterers(of: one) ?? Self.clusterers(of: other) ?? context.setting.clusterers
        (one.clusterers, other.clusterers) = (nil, nil)
      }
    } else if one.clusterers != nil, other.clusterers != nil {
      setting.spaces = Self.spaces(of: one) ?? Self.spaces(of: other) ?? context.setting.spaces
      (one.spaces, other.spaces, one.isGroup, other.isGroup) = (nil, nil, false, false)
    } else {
      return nil
    }
    guard one != Mention(), other != Mention() else { return nil }
    for index in mentions() { take(index) }
    return (one, other)
  }

  /// The mentions as one; nil where two name the same kind.
  static func merged(_ mentions: [Mention]) -> Mention? {
    var merged = mentions.first ?? Mention()
    for mention in mentions.dropFirst() {
      guard let joined = merged.joined(mention) else { return nil }
      merged = joined
    }
    return merged
  }

  static func clusterers(of mention: Mention) -> Mention? {
    mention.clusterers.map {
      Mention(clusterers: $0, quantity: mention.spaces == nil ? mention.quantity : .all, quantifier: mention.quantifier)
    }
  }

  static func spaces(of mention: Mention) -> Mention? {
    mention.spaces.map {
      Mention(spaces: $0, quantity: mention.clusterers == nil ? mention.quantity : .all, quantifier: mention.quantifier)
    }
  }
}
