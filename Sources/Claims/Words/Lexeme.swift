/// A word or phrase of a sentence with its meaning.
struct Lexeme: Sendable, Equatable {
  var sense: Sense
  /// As the sentence has it, in small letters.
  let text: String
}

/// The words of one table's sentences.
struct Lexer: Sendable {
  private let phrases: [String: Sense]
  /// The number of words of the longest phrase.
  private let longest: Int

  init(table: ClaimTable) {
    var phrases = Lexicon.phrases
    func add(_ names: [String], _ lines: [TableWords.Line], _ sense: (String) -> Sense) {
      for (word, name) in TableWords.meanings(of: names, in: lines) { phrases[word] = name.map(sense) ?? .unknown }
    }
    add(table.clusterers, TableWords.clusterers, Sense.clusterer)
    add(table.spaces.map(\.name), TableWords.spaces, Sense.space)
    add(table.scores, TableWords.scores, Sense.score)
    // A mean over the seeds is no average of components.
    for score in phrases.keys.filter({ if case .score = phrases[$0] { true } else { false } }) {
      for word in ["average", "mean"] { phrases["\(word) \(score)"] = phrases[score] }
    }
    if !phrases.values.contains(where: { if case .space = $0 { true } else { false } }) { phrases["average"] = .filler }
    self.phrases = phrases
    longest = phrases.keys.map { $0.split(separator: " ").count }.max() ?? 1
  }

  /// The lexemes of a sentence: at each place the longest phrase that is known.
  func lexemes(of sentence: String) -> [Lexeme] {
    let words = Tokenizer.words(of: sentence)
    var lexemes: [Lexeme] = []
    var start = 0
    while start < words.count {
      let longest = min(longest, words.count - start)
      let found = stride(from: longest, through: 1, by: -1).lazy.compactMap { count -> (Int, Lexeme)? in
        let text = words[start..<start + count].joined(separator: " ")
        return phrases[text].map { (count, Lexeme(sense: $0, text: text)) }
      }.first
      if let (count, lexeme) = found {
        lexemes.append(lexeme)
        start += count
      } else {
        lexemes.append(Lexeme(sense: Self.mark(words[start]), text: words[start]))
        start += 1
      }
    }
    return lexemes
  }

  private static func mark(_ word: String) -> Sense {
    switch word {
    case ",": return .comma
    case "(", "[": return .open
    case ")", "]": return .close
    case ";", ":", "–", "—": return .boundary
    case "±": return .deviation
    case "=": return .filler
    case "<": return .bound(.below)
    case ">": return .next
    default:
      if let number = Numeral(word) { return .number(number) }
      if let number = Numeral(word, unit: .percent, sign: "%") ?? Numeral(word, unit: .points, sign: "pp") {
        return .number(number)
      }
      return .unknown
    }
  }
}

extension Numeral {
  /// A number with a sign behind it, such as `71.2%`; nil for another text.
  fileprivate init?(_ word: String, unit: Unit, sign: String) {
    guard word.hasSuffix(sign) else { return nil }
    self.init(String(word.dropLast(sign.count)))
    self.unit = unit
  }
}
