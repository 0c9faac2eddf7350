/// Settles the words whose meaning depends on the next ones, and leaves out fillers.
enum Preparation {
  static func prepared(_ clause: [Lexeme]) -> [Lexeme] {
    var words = clause.filter { $0.sense != .filler }
    while words.last?.sense == .comma { words.removeLast() }
    while words.first?.sense == .comma { words.removeFirst() }
    let isOfAgreement = words.contains { $0.sense == .agreement }
    for index in words.indices {
      let next = index + 1 < words.count ? words[index + 1].sense : nil
      switch words[index].sense {
      case .degree where words[index].text == "slight" && isOfAgreement: words[index].sense = .band(.slight)
      case .bound(.about), .degree(isSmall: true):
        // `practically the same`
        if case .equal? = next {
          words[index].sense = .filler
          words[index + 1].sense = .equal(isExact: false)
        } else if case .bound = words[index].sense, !boundsNumber(words[(index + 1)...]) {
          words[index].sense = unbound(words[index])
        }
      case .bound(let bound) where [.atLeast, .atMost].contains(bound) && isOfAgreement: break
      case .bound where !boundsNumber(words[(index + 1)...]):
        words[index].sense = words[index].text == "over" && isName(next) ? .versus : unbound(words[index])
      case .times where index > 0:
        if case .number(let number) = words[index - 1].sense, number.unit == .none {
          words[index - 1].sense = .factor(.times(number))
          words[index].sense = .filler
        }
      case .relation(let relation, true)
      where words.contains { $0.sense == .distance } && boundsNumber(words[(index + 1)...]):
        words[index].sense = .bound(relation.isUp ? .above : .below)
      case .distance
      where ["gain", "gains"].contains(words[index].text) && words[index...].prefix(3).contains { $0.sense == .from }:
        words[index].sense = .change(Relation(isUp: true, isQuality: true))
      case .only where isNumberOrBand(next): words[index].sense = .filler
      case .relative
      where words[index].text != "that" && words[index].text != "whose" && isThing(next)
        && !(index > 0 && words[index - 1].sense == .and):
        words[index].sense = .unknown
      case .bestPart where words.contains { ClauseReader.isComparing($0.sense) }: words[index].sense = .parts
      case .count(1) where index > 0 && isSuperlative(words[index - 1].sense): words[index].sense = .filler
      case .quantity(.none) where negates(next): words[index].sense = .not
      case .next where words[index].text == "<": words[index].sense = .bound(.below)
      default: break
      }
    }
    words = words.flatMap { word in
      if word.sense == .insignificant {
        return [Lexeme(sense: .not, text: word.text), Lexeme(sense: .significant, text: word.text)]
      }
      // `the best single modality` without a comparison is the best of the parts.
      return word.sense == .bestPart
        ? [Lexeme(sense: .superlative(Superlative()), text: word.text), Lexeme(sense: .parts, text: word.text)] : [word]
    }
    return spreadPercent(words.filter { $0.sense != .filler })
  }

  /// A sign behind the last of several numbers is that of all: `from 40.8 to 50.7 %`.
  private static func spreadPercent(_ words: [Lexeme]) -> [Lexeme] {
    var words = words
    for index in words.indices.reversed().dropFirst(2) {
      guard case .number(var number) = words[index].sense, number.unit == .none, number.written >= 1,
        case .number(let later) = words[index + 2].sense, later.unit == .percent,
        [.to, .and, .or, .versus, .comma, .deviation, .than].contains(words[index + 1].sense)
      else { continue }
      number.unit = .percent
      words[index].sense = .number(number)
    }
    return words
  }

  /// Returns whether a number follows, such as in `above a kappa of .36` or `at least three`.
  private static func boundsNumber(_ rest: ArraySlice<Lexeme>) -> Bool {
    for lexeme in rest {
      switch lexeme.sense {
      case .number, .count: return true
      case .score, .preposition(.on), .bound: continue
      default: return false
      }
    }
    return false
  }

  private static func isNumberOrBand(_ sense: Sense?) -> Bool {
    switch sense {
    case .number, .band, .bound: true
    default: false
    }
  }

  /// `which fusion` asks.
  private static func isThing(_ sense: Sense?) -> Bool { if case .noun? = sense { true } else { isName(sense) } }

  private static func isSuperlative(_ sense: Sense) -> Bool { if case .superlative = sense { true } else { false } }

  private static func isName(_ sense: Sense?) -> Bool {
    switch sense {
    case .clusterer, .space, .fused, .parts: true
    default: false
    }
  }

  private static func negates(_ next: Sense?) -> Bool {
    switch next {
    case .relation, .significant, .distance, .equal, .degree, .differs, .change, .reach: true
    default: false
    }
  }

  /// The meaning of a word such as `over` or `above` without a number behind it.
  private static func unbound(_ word: Lexeme) -> Sense {
    switch word.text {
    case "over", "beyond", "close to": .preposition(.on)
    case "under": .preposition(.with)
    case "up to": .to
    case "above", "higher than", "larger than", "greater than":
      .relation(Relation(isUp: true, isQuality: false), isPivoted: true)
    case "below", "beneath", "lower than", "smaller than", "short of":
      .relation(Relation(isUp: false, isQuality: false), isPivoted: true)
    default: .unknown
    }
  }
}
