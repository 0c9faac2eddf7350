/// Reads sentences against a table.
package struct SentenceReader: Sendable {
  let table: ClaimTable
  private let lexer: Lexer

  package init(table: ClaimTable) {
    self.table = table
    lexer = Lexer(table: table)
  }

  /// The claims of a sentence, or the reason why there are none.
  enum Reading: Equatable {
    case claims([Claim])
    /// A word that no claim about the table needs.
    case unknown(String)
    /// Known words whose sense as a whole is not understood, or is no claim.
    case noClaim
  }

  func read(_ sentence: String) -> Reading {
    let lexemes = lexer.lexemes(of: sentence)
    if let unknown = lexemes.first(where: { $0.sense == .unknown }) { return .unknown(unknown.text) }
    // A word written twice is a slip, after which the sense is a guess.
    if zip(lexemes, lexemes.dropFirst()).contains(where: { $0.text == $1.text && $0.text.contains(where: \.isLetter) })
    {
      return .noClaim
    }
    var context = ClauseReader.Context()
    var claims: [Claim] = []
    for clause in Clauses.of(lexemes) {
      let words = Preparation.prepared(clause)
      if let unknown = words.first(where: { $0.sense == .unknown }) { return .unknown(unknown.text) }
      var chunker = Chunker(words, table: table)
      guard let chunks = chunker.chunks() else { return .noClaim }
      if let last = claims.last, let repeated = Self.repeated(last, chunks) {
        claims.append(repeated)
        continue
      }
      var reader = ClauseReader(chunks, table: table, context: context)
      guard let found = reader.read() else { return .noClaim }
      claims += found
      context = Self.context(of: found, beginning: chunks.first, before: context)
    }
    return claims.isEmpty ? .noClaim : .claims(claims)
  }

  /// The claim before in another setting: `…, but not with the mixture`.
  private static func repeated(_ claim: Claim, _ chunks: [Chunk]) -> Claim? {
    let words = chunks.filter { $0.sense != .comma }
    let isNegated = words.contains { $0.sense == .not }
    let mentions = words.compactMap(\.mention)
    guard isNegated, words.count == 2, mentions.count == 1, let mention = mentions.first,
      (mention.clusterers == nil) != (mention.spaces == nil)
    else { return nil }
    func moved(_ setting: Setting) -> Setting? {
      var moved = setting
      guard setting.exceptions == nil, setting.exclusive == nil else { return nil }
      if mention.clusterers != nil {
        guard setting.clusterers != nil else { return nil }
        moved.clusterers = mention
      } else {
        guard setting.spaces != nil else { return nil }
        moved.spaces = mention
      }
      return moved
    }
    switch claim {
    case .comparison(var comparison):
      guard let setting = moved(comparison.setting) else { return nil }
      (comparison.setting, comparison.differences, comparison.degree) = (setting, [], nil)
      comparison.isNegated.toggle()
      return .comparison(comparison)
    case .extreme(var extreme):
      guard let setting = moved(extreme.setting) else { return nil }
      extreme.setting = setting
      extreme.isNegated.toggle()
      return .extreme(extreme)
    default: return nil
    }
  }

  /// The subject and setting that the next clause may leave out.
  private static func context(of claims: [Claim], beginning: Chunk?, before: ClauseReader.Context)
    -> ClauseReader.Context
  {
    var context = before
    let begins = beginning?.mention?.preposition != nil
    switch claims.first {
    case .comparison(let comparison)?:
      (context.subject, context.second) = (comparison.first, comparison.second)
      context.scores = comparison.setting.scores ?? context.scores
      if begins {
        (context.setting.clusterers, context.setting.spaces) = (
          comparison.setting.clusterers, comparison.setting.spaces
        )
      }
    case .extreme(let extreme)?:
      context.subject = extreme.subject
      context.scores = extreme.setting.scores ?? context.scores
      if begins {
        (context.setting.clusterers, context.setting.spaces) = (extreme.setting.clusterers, extreme.setting.spaces)
      }
    case .number(let number)?: context.scores = number.scores ?? context.scores
    default: break
    }
    return context
  }
}
