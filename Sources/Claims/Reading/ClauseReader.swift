import Core

/// Reads the claims of a clause. A word that no claim accounts for leaves the clause unread: nothing is judged that is not
/// understood as a whole.
struct ClauseReader {
  let table: ClaimTable
  var chunks: [Chunk]
  /// The positions that the claim does not account for yet.
  var open: Set<Int>

  /// The subject of the clause before, for one that leaves it out.
  let context: Context

  /// What a clause leaves to the next one.
  struct Context: Sendable {
    var scores: [String]?
    var setting = Setting()
    var subject: Mention?
    var second: Mention?
  }

  init(_ chunks: [Chunk], table: ClaimTable, context: Context) {
    (self.table, self.chunks, self.context) = (table, chunks, context)
    open = Set(chunks.indices)
  }

  /// The claims; nil where a word is left over or the clause makes none.
  mutating func read() -> [Claim]? {
    for index in chunks.indices where isSilent(chunks[index]) { open.remove(index) }
    turnOthers()
    turnReached()
    turnStated()
    turnParts()
    guard hasScore else { return nil }
    let claims: [Claim]?
    if has({ $0 == .ranking }) || count({ $0 == .next }) > 1 {
      claims = ranking()
    } else if has({ if case .band = $0 { true } else { false } }) {
      claims = agreement()
    } else if has(Self.isComparing), !boundsNumber {
      claims = comparison()
    } else if has({ if case .superlative = $0 { true } else { false } }) {
      claims = extreme()
    } else {
      chunks.removeAll { $0.sense == .open || $0.sense == .close }
      open = Set(chunks.indices.filter { !isSilent(chunks[$0]) })
      claims = numbers(setting: takeSetting())
    }
    guard let claims, !claims.isEmpty, open.isEmpty else { return nil }
    return claims
  }

  /// Makes `better than all others` the best.
  private mutating func turnOthers() {
    guard let others = first({ $0 == .others }), let index = first({ if case .relation = $0 { true } else { false } }),
      case .word(let lexeme) = chunks[index], case .relation(let relation, _) = lexeme.sense
    else { return }
    let rank = Superlative(fromBelow: !relation.isUp, isQuality: relation.isQuality)
    chunks[index] = .word(Lexeme(sense: .superlative(rank), text: lexeme.text))
    take(others)
    takeAll { $0 == .than }
  }

  /// Makes `does not reach the kappa of text` a comparison.
  private mutating func turnReached() {
    guard let index = first({ $0 == .reach }), !has(Self.isComparing), numberPositions.isEmpty,
      chunks[..<index].contains(where: { $0.sense == .not || $0.mention?.quantity == Quantity.none }),
      chunks[index...].contains(where: { $0.mention != nil })
    else { return }
    chunks[index] = .word(
      Lexeme(sense: .relation(Relation(isUp: true, isQuality: false), isPivoted: true), text: "reaches"))
  }

  /// Leaves the number alone of `kappa drops to .22 when the features are averaged`, which has no earlier value.
  private mutating func turnStated() {
    guard let index = first(Self.isComparing), case .change? = sense(index), count(Self.isComparing) == 1,
      !has({ $0 == .from }),
      numberPositions.count == 1, sense(numberPositions[0] - 1) == .to,
      !has({ [.versus, .than, .adding, .switching].contains($0) }),
      Self.merged(mentions().map(mention)) != nil
    else { return }
    chunks[index] = .word(Lexeme(sense: .filler, text: "to"))
    take(index)
  }

  /// Makes `the weaker modality` of two the weakest.
  private mutating func turnParts() {
    guard table.parts.count == 2, count(Self.isComparing) == 1, let index = first(Self.isComparing),
      !has({ $0 == .than || $0 == .versus }),
      case .relation(let relation, false)? = sense(index), relation.isQuality, index + 1 < chunks.count,
      let parts = chunks[index + 1].mention,
      parts.isGroup, parts.spaces == table.parts
    else { return }
    chunks[index] = .word(Lexeme(sense: .superlative(Superlative(fromBelow: !relation.isUp)), text: "best"))
  }

  /// Words of size, such as `larger` or `doubles`, need a score: features have other sizes.
  private var hasScore: Bool {
    let hasName =
      context.scores != nil
      || chunks.contains {
        if case .scores = $0 { return true }
        if case .scope(let scope) = $0 { return scope.noun == .scores || scope.noun == .methods }
        if case .noun(let noun)? = $0.sense { return noun == .scores || noun == .methods }
        return false
      }
    let hasEvidence = hasName || has { [.significant, .performs].contains($0) } || !numberPositions.isEmpty
    return hasName
      || !chunks.contains {
        guard case .word(let lexeme) = $0 else { return false }
        switch lexeme.sense {
        case .change(let relation): return !relation.isQuality
        case .factor: return true
        case .relation, .superlative: return Comparisons.sizes.contains(lexeme.text)
        case .equal, .differs: return !hasEvidence && Comparisons.likenesses.contains { lexeme.text.hasPrefix($0) }
        default: return false
        }
      }
  }

  static func isComparing(_ sense: Sense) -> Bool {
    switch sense {
    case .relation, .change, .factor, .equal, .differs, .distance: true
    default: false
    }
  }

  /// True where the only thing that is compared with is a number: `none exceeds .36`.
  private var boundsNumber: Bool {
    guard count(Self.isComparing) == 1, let index = first(Self.isComparing), case .relation? = sense(index) else {
      return false
    }
    for chunk in chunks[(index + 1)...] {
      switch chunk {
      case .number: return true
      case .scores: continue
      case .word(let lexeme): if ![.than, .preposition(.on)].contains(lexeme.sense) { return false }
      default: return false
      }
    }
    return false
  }

  /// Punctuation, and nouns that say no more than the words beside them.
  private func isSilent(_ chunk: Chunk) -> Bool {
    switch chunk.sense {
    case .comma, .open, .close, .relative, .noun, .filler, .boundary, .performs, .spans: true
    default: false
    }
  }

  // MARK: - Looking

  func has(_ test: (Sense) -> Bool) -> Bool { chunks.contains { $0.sense.map(test) ?? false } }
  func count(_ test: (Sense) -> Bool) -> Int { chunks.count { $0.sense.map(test) ?? false } }
  func first(_ test: (Sense) -> Bool) -> Int? { chunks.firstIndex { $0.sense.map(test) ?? false } }
  func sense(_ index: Int) -> Sense? { chunks.indices.contains(index) ? chunks[index].sense : nil }

  /// The mentions that are open, in a part of the clause.
  func mentions(in range: Range<Int>? = nil) -> [Int] {
    (range ?? chunks.indices).filter { open.contains($0) && chunks[$0].mention != nil }
  }

  func mention(_ index: Int) -> Mention { chunks[index].mention ?? Mention() }

  /// The numbers that are open.
  var numberPositions: [Int] { chunks.indices.filter { open.contains($0) && chunks[$0].number != nil } }

  mutating func take(_ index: Int) { open.remove(index) }

  /// Takes every open word of a kind, and returns whether there was one.
  @discardableResult mutating func takeAll(_ test: (Sense) -> Bool) -> Bool {
    let found = chunks.indices.filter { open.contains($0) && (chunks[$0].sense.map(test) ?? false) }
    open.subtract(found)
    return !found.isEmpty
  }

  /// Takes a negation, and returns whether there is one; nil where there are two.
  mutating func takeNegation() -> Bool? {
    guard count({ $0 == .not }) < 2 else { return nil }
    return takeAll { $0 == .not }
  }

  /// Takes joints that carry nothing once their mentions are read.
  mutating func takeJoints() {
    takeAll {
      switch $0 {
      case .preposition, .by, .and, .reach, .to, .from: true
      default: false
      }
    }
  }

  // MARK: - The setting

  /// Takes scopes, scores and exceptions.
  mutating func takeSetting() -> Setting {
    var setting = Setting()
    for index in chunks.indices where open.contains(index) {
      switch chunks[index] {
      case .scope(let scope) where scope.noun != .methods || !isCounted(scope):
        setting.scopes.append(scope)
        take(index)
      case .scores(let scores):
        setting.scores = ((setting.scores ?? []) + scores).uniqued
        take(index)
      case .word(let lexeme) where lexeme.sense == .except:
        if index + 1 < chunks.count, let exception = chunks[index + 1].mention {
          setting.exceptions = exception
          take(index)
          take(index + 1)
        }
      case .word(let lexeme) where lexeme.sense == .only:
        if let restriction = restriction(beside: index) {
          setting.exclusive = restriction
          take(index)
        }
      case .word(let lexeme):
        // `always`, `in every case` and the like have no noun beside them.
        if case .quantity(let quantity) = lexeme.sense, lexeme.text != "most",
          [.most, .notAll, .allBut(1)].contains(quantity)
        {
          setting.scopes.append(Scope(noun: .cases, quantity: quantity, text: lexeme.text))
          take(index)
        }
      default: break
      }
    }
    if setting.scores == nil { setting.scores = context.scores }
    return setting
  }

  private func isCounted(_ scope: Scope) -> Bool { scope.quantity == .none }

  /// The mention that `only` is said of, such as in `only on text`.
  private func restriction(beside index: Int) -> Mention? {
    if index + 1 < chunks.count, var next = chunks[index + 1].mention {
      if next.preposition == nil, next.clusterers != nil { next.spaces = nil }
      return Mention(clusterers: next.clusterers, spaces: next.spaces)
    }
    guard index > 0, index + 1 == chunks.count, let before = chunks[index - 1].mention else { return nil }
    // `below text for the mixture only`
    return Mention(clusterers: before.clusterers, spaces: before.clusterers == nil ? before.spaces : nil)
  }
}
