import Core

/// Joins the words of a clause to mentions, scopes and numbers.
struct Chunker {
  private let table: ClaimTable
  private let words: [Lexeme]
  private var position = 0

  /// - Parameter lexemes: without fillers.
  init(_ lexemes: [Lexeme], table: ClaimTable) { (words, self.table) = (lexemes, table) }

  /// The chunks; nil where a count contradicts the table, such as `both fusions` of three.
  mutating func chunks() -> [Chunk]? {
    var chunks: [Chunk] = []
    while position < words.count {
      if let mention = mention() {
        chunks.append(.mention(mention))
      } else if let scopes = scopes() {
        chunks += scopes.map(Chunk.scope)
      } else if let scores = scores() {
        chunks.append(.scores(scores))
      } else if let number = number() {
        chunks.append(.number(number))
      } else {
        chunks.append(.word(words[position]))
        position += 1
      }
    }
    return hasWrongCount ? nil : chunks
  }

  private var hasWrongCount = false

  private func sense(_ offset: Int = 0) -> Sense? {
    position + offset < words.count ? words[position + offset].sense : nil
  }

  // MARK: - Numbers

  private mutating func number() -> Numeral? {
    guard case .number(var number)? = sense() else { return nil }
    position += 1
    // `.412 ± .015`, `.412 (± .015)`
    let opens = sense() == .open && sense(1) == .deviation
    let offset = opens ? 1 : 0
    if sense(offset) == .deviation, case .number(let deviation)? = sense(offset + 1) {
      number.deviation = [deviation]
      position += offset + 2
      if opens, sense() == .close { position += 1 }
    }
    return number
  }

  private mutating func scores() -> [String]? {
    let start = position
    while isJoint(sense()) || sense() == .both { position += 1 }
    guard case .score(let first)? = sense() else { position = start; return nil }
    position += 1
    var scores = [first]
    while let next = after({ if case .score = $0 { true } else { false } }) {
      guard case .score(let name)? = sense(next) else { break }
      scores.append(name)
      position += next + 1
    }
    return scores
  }

  private func isJoint(_ sense: Sense?) -> Bool {
    if case .preposition? = sense { true } else { false }
  }

  /// The offset of the next item of a list behind `and`, `or` or commas, prepositions between them; nil where there is none.
  private func after(_ isItem: (Sense) -> Bool) -> Int? {
    var offset = 0
    var joints = 0
    while let sense = sense(offset) {
      switch sense {
      case .comma, .and, .or: joints += 1
      case .preposition, .both, .either, .quantity(.all): if joints == 0 { return nil }
      default: return joints > 0 && isItem(sense) ? offset : nil
      }
      offset += 1
    }
    return nil
  }

  // MARK: - Scopes

  /// `in most of the feature spaces`, `for every clusterer and score`, `three of the four`.
  private mutating func scopes() -> [Scope]? {
    let start = position
    var negates = false
    while isJoint(sense()) || sense() == .except, sense() != .except { position += 1 }
    if sense() == .not { negates = true; position += 1 }
    guard let (quantity, text) = quantity(), let noun = nounAhead() else {
      (position, stated) = (start, nil)
      return nil
    }
    if negates {
      (position, stated) = (start, nil)
      return nil
    }
    var scopes = [Scope(noun: noun, quantity: quantity, text: text)]
    check(quantity, of: count(noun))
    if case .exactly(let number) = quantity, number == count(noun) { scopes[0].quantity = .all }
    while sense() == .and || sense() == .or || sense() == .comma {
      var offset = 1
      while isJoint(sense(offset)) || sense(offset) == .quantity(.all) || sense(offset) == .relative { offset += 1 }
      guard case .noun(let noun)? = sense(offset) else { break }
      position += offset + 1
      scopes.append(Scope(noun: noun, quantity: quantity, text: text))
    }
    return scopes
  }

  private func count(_ noun: Noun) -> Int? {
    switch noun {
    case .clusterers: table.clusterers.count
    case .spaces: table.spaces.count
    case .scores: table.scores.count
    case .methods: table.methods.count
    case .cases: nil
    }
  }

  private mutating func nounAhead() -> Noun? {
    switch sense() {
    case .noun(let noun)?:
      position += 1
      return noun
    // `all kappas` are those of all methods.
    case .score?: return .methods
    default: return nil
    }
  }

  private var stated: Int?

  /// A number that the text states as that of all things must be that of the table.
  private mutating func check(_ quantity: Quantity, of count: Int?) {
    defer { stated = nil }
    guard let stated, let count, stated != count else { return }
    hasWrongCount = true
  }

  /// A quantity, with the position behind it and what belongs to it, such as `of the four`.
  private mutating func quantity() -> (Quantity, String)? {
    guard position < words.count else { return nil }
    let text = words[position].text
    let next = quantityItself()
    guard var quantity = next else { return nil }
    if case .preposition(.on)? = sense() { position += 1 }
    if let number = wholeNumber(), position + 1 < words.count {
      // `all four`, `three of the four`
      switch quantity {
      case .half, .none, .most, .all, .allBut, .some, .notAll: stated = number
      case .exactly(let few): if few <= number { stated = number } else { quantity = .exactly(number) }
      case .atLeast, .atMost: stated = number
      }
      position += 1
    }
    return (quantity, text)
  }

  private mutating func quantityItself() -> Quantity? {
    defer { position += 1 }
    switch sense() {
    case .quantity(let quantity)?: return quantity
    case .both?:
      stated = 2
      return .all
    case .either?: return .all
    case .neither?:
      stated = 2
      return Quantity.none
    case .bound(let bound)?:
      guard let number = wholeNumber(1) else { break }
      position += 1
      switch bound {
      case .atLeast: return .atLeast(number)
      case .atMost: return .atMost(number)
      case .above: return .atLeast(number + 1)
      case .below: return .atMost(number - 1)
      case .about: break
      }
    case .only?:
      guard let number = wholeNumber(1) else { break }
      position += 1
      return .exactly(number)
    case .count(let number)?: return .exactly(number)
    case .number(let number)? where number.isWhole && number.written < 100 && number.written >= 1:
      return .exactly(Int(number.written))
    default: break
    }
    position -= 1
    return nil
  }

  private func wholeNumber(_ offset: Int = 0) -> Int? {
    switch sense(offset) {
    case .count(let number)?: number
    case .number(let number)? where number.isWhole && number.written < 100: Int(number.written)
    default: nil
    }
  }

  // MARK: - Mentions

  private mutating func mention() -> Mention? {
    let start = position
    guard var mention = list() else { position = start; return nil }
    // `k-means on text`, `text under k-means`, `k-means reaches on text`
    while true {
      let before = position
      if sense() == .reach, isJoint(sense(1)) { position += 1 }
      guard isJoint(sense()), let next = list(), let joined = mention.joined(next) else { position = before; break }
      mention = joined
    }
    // `k-means and the mixture both …`
    if max(mention.spaces?.count ?? 0, mention.clusterers?.count ?? 0) > 1, [.both, .quantity(.all)].contains(sense()),
      !counts(sense(1))
    {
      position += 1
    }
    return mention
  }

  private func counts(_ sense: Sense?) -> Bool {
    switch sense {
    case .noun, .count, .number, .preposition, .score: true
    default: isItem(sense)
    }
  }

  /// Clusterers or spaces that `and`, `or` or commas join, with the words before them.
  private mutating func list() -> Mention? {
    let start = position
    var preposition: Preposition?
    while case .preposition(let found)? = sense() {
      preposition = found
      position += 1
    }
    var amount = (Quantity.all, String?.none)
    let before = position
    if let (quantity, text) = quantity() {
      amount = (quantity, text)
      // `both k-means and the GMM` counts what follows.
      if !isItem(sense()) { (position, amount, stated) = (before, (.all, nil), nil) }
    }
    guard var mention = item() else { (position, stated) = (start, nil); return nil }
    mention.preposition = preposition
    // A list ends with `and` or `or`; without, a comma separates.
    var (longest, end) = (mention, position)
    while let next = after(isItem) {
      let isEnd = (0..<next).contains { [.and, .or].contains(sense($0)) }
      position += next
      guard let other = item(), (other.spaces == nil) == (mention.spaces == nil) else { break }
      mention.spaces = mention.spaces.map { ($0 + (other.spaces ?? [])).uniqued }
      mention.clusterers = mention.clusterers.map { ($0 + (other.clusterers ?? [])).uniqued }
      mention.isGroup = false
      if isEnd { (longest, end) = (mention, position) }
    }
    (mention, position) = (longest, end)
    joinParts(&mention)
    (mention.quantity, mention.quantifier) = amount
    if mention.spaces != nil || mention.clusterers != nil {
      check(amount.0, of: (mention.spaces ?? mention.clusterers)?.count)
    }
    return mention
  }

  /// Makes `images and captions together` the spaces that fuse them.
  private mutating func joinParts(_ mention: inout Mention) {
    guard let spaces = mention.spaces, !mention.isGroup, spaces.count > 1,
      spaces.allSatisfy({ table.parts(of: $0).isEmpty })
    else { return }
    let isTogether =
      sense() == .fused && ["together", "in combination"].contains { words[position].text.hasSuffix($0) }
    guard isTogether || isParticiple(position), let fusion = item() else { return }
    mention = fusion
  }

  private func isItem(_ sense: Sense?) -> Bool {
    switch sense {
    case .clusterer, .space, .fused, .parts: true
    default: false
    }
  }

  private mutating func item() -> Mention? {
    switch sense() {
    case .clusterer(let name)?:
      position += 1
      skip(.noun(.clusterers))
      return Mention(clusterers: [name])
    case .space(let name)?:
      position += 1
      skipNouns()
      if table.parts(of: name).isEmpty {
        if sense() == .parts { position += 1 }
        // `once the captions are appended`
        if isParticiple(position), let fusion = item() { return fusion }
      } else {
        absorbParts()
        if sense() == .fused { position += 1 }
      }
      return Mention(spaces: [name])
    case .fused?:
      guard !table.fusions.isEmpty else { return nil }
      position += 1
      if sense() == .parts { position += 1 }
      absorbParts()
      skipNouns()
      // `fused by concatenation`, `fusion by CCA`
      let offset = sense() == .by || isJoint(sense()) ? 1 : 0
      if case .space(let name)? = sense(offset), !table.parts(of: name).isEmpty {
        position += offset + 1
        absorbParts()
        return Mention(spaces: [name])
      }
      return Mention(spaces: table.fusions, isGroup: true)
    case .parts?:
      guard !table.parts.isEmpty else { return nil }
      position += 1
      // `once both modalities are fused`
      if isParticiple(position), let fusion = item() { return fusion }
      return Mention(spaces: table.parts, isGroup: true)
    default: return nil
    }
  }

  /// Returns whether a word is a participle that stands for a fusion, such as `appended`.
  private func isParticiple(_ index: Int) -> Bool {
    guard index < words.count, words[index].text.hasSuffix("ed") else { return false }
    if case .space(let name) = words[index].sense { return !table.parts(of: name).isEmpty }
    return words[index].sense == .fused
  }

  private mutating func skip(_ word: Sense) { if sense() == word { position += 1 } }

  private mutating func skipNouns() {
    skip(.noun(.spaces))
    skip(.noun(.methods))
  }

  /// Passes the parts that a word for a fusion names: `of visual and text features`, `both modalities`.
  private mutating func absorbParts() {
    var offset = 0
    if sense(offset) == .preposition(.on) { offset += 1 }
    if sense(offset) == .both { offset += 1 }
    func isPart(_ sense: Sense?) -> Bool {
      if case .space(let name)? = sense { table.parts(of: name).isEmpty } else { false }
    }
    if isPart(sense(offset)) {
      var end = offset + 1
      if sense(end) == .and || sense(end) == .to || sense(end) == .preposition(.with) { end += 1 }
      guard isPart(sense(end)), sense(offset) != sense(end) else { return }
      position += end + 1
      skipNouns()
    } else if [.to, .preposition(.with)].contains(sense(offset)), isPart(sense(offset + 1)) {
      // `captions are concatenated to images`
      position += offset + 2
    } else if sense(offset) == .parts, offset > 0 {
      position += offset + 1
    }
  }
}
