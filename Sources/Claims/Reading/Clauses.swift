/// Cuts a sentence into clauses that each make one claim.
enum Clauses {
  /// The clauses of the lexemes, without their boundaries.
  ///
  /// A boundary (`whereas`, a semicolon, `, and`) separates two clauses where both have a predicate; a part without one
  /// belongs to the clause before it, or at the beginning to the one behind.
  static func of(_ lexemes: [Lexeme]) -> [[Lexeme]] {
    var parts: [[Lexeme]] = [[]]
    var opens = false
    var depth = 0
    for (index, lexeme) in lexemes.enumerated() {
      if lexeme.sense == .open { depth += 1 }
      if lexeme.sense == .close { depth -= 1 }
      let leads = index + 1 < lexemes.count ? lexemes[index + 1].sense : nil
      switch lexeme.sense {
      case .boundary where depth == 0:
        // At the beginning, such as `Whereas …, …`, the clause ends at the comma.
        if parts.last!.isEmpty { opens = true } else { parts.append([]) }
      case .comma where depth == 0 && opens && hasPredicate(parts.last!):
        opens = false
        parts.append([])
      case .comma where depth == 0 && leads == .and && begins(lexemes[(index + 2)...]):
        parts.append([])
      case .next
      where depth == 0 && lexeme.text.hasPrefix("followed")
        && parts.last!.contains(where: { if case .superlative = $0.sense { true } else { false } })
        && lexemes.count(where: { $0.sense == .next }) == 1 && !lexemes.contains(where: { $0.sense == .ranking }):
        parts.append([Lexeme(sense: .superlative(Superlative(rank: 2)), text: lexeme.text)])
      case .and where depth == 0 && hasPredicate(parts.last!) && startsClause(lexemes[(index + 1)...]):
        parts.append([])
      default:
        parts[parts.count - 1].append(lexeme)
      }
    }
    return joined(parts.map { $0.first?.sense == .and ? Array($0.dropFirst()) : $0 })
  }

  /// Returns whether the words go on with a subject and its predicate.
  private static func begins(_ rest: ArraySlice<Lexeme>) -> Bool {
    hasPredicate(Array(rest.prefix { $0.sense != .boundary }))
  }

  /// Returns whether the words begin with a predicate, such as `… and lowest on text`, or with a subject and then one.
  private static func startsClause(_ rest: ArraySlice<Lexeme>) -> Bool {
    guard let first = rest.first(where: { $0.sense != .filler }) else { return false }
    if isPredicate(first.sense) { return true }
    let subject = rest.prefix {
      !isPredicate($0.sense) && $0.sense != .boundary && $0.sense != .comma && $0.sense != .and
    }
    guard subject.endIndex < rest.endIndex, isPredicate(rest[subject.endIndex].sense) else { return false }
    return subject.contains { isName($0.sense) }
      && !subject.contains { if case .number = $0.sense { true } else { false } }
  }

  private static func isName(_ sense: Sense) -> Bool {
    switch sense {
    case .clusterer, .space, .fused, .parts: true
    default: false
    }
  }

  private static func joined(_ parts: [[Lexeme]]) -> [[Lexeme]] {
    var clauses: [[Lexeme]] = []
    var waiting: [Lexeme] = []
    for part in parts where !part.isEmpty {
      if hasPredicate(part) || (!clauses.isEmpty && isElliptical(part)) {
        clauses.append(waiting + part)
        waiting = []
      } else if let last = clauses.indices.last {
        clauses[last] += [Lexeme(sense: .comma, text: ",")] + part
      } else {
        waiting += part + [Lexeme(sense: .comma, text: ",")]
      }
    }
    return waiting.isEmpty ? clauses : clauses + [waiting]
  }

  /// `but not with the mixture`
  private static func isElliptical(_ part: [Lexeme]) -> Bool {
    let words = part.filter { $0.sense != .filler && $0.sense != .comma }
    return words.contains { $0.sense == .not }
      && words.allSatisfy { if case .preposition = $0.sense { true } else { $0.sense == .not || isName($0.sense) } }
  }

  private static func hasPredicate(_ part: [Lexeme]) -> Bool { part.contains { isPredicate($0.sense) } }

  private static func isPredicate(_ sense: Sense) -> Bool {
    switch sense {
    case .relation, .change, .factor, .superlative, .equal, .differs, .band: true
    default: false
    }
  }
}
