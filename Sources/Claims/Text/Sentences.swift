/// Cuts plain text into sentences.
enum Sentences {
  /// Separates paragraphs where a text has no blank line.
  static let paragraph: Character = "\u{2029}"

  private static let abbreviations: Set<String> = [
    "e.g", "i.e", "cf", "vs", "fig", "figs", "tab", "sec", "eq", "eqs", "al", "ca", "approx", "resp", "no", "nos", "dr",
    "prof", "etc",
    "ref", "refs", "chap", "app", "p", "pp", "viz",
  ]

  /// The sentences with the lines on which they begin. A blank line ends a paragraph, and so its last sentence.
  static func of(_ text: String) -> [ClaimText.Sentence] {
    var sentences: [ClaimText.Sentence] = []
    var paragraph: [(character: Character, line: Int)] = []
    var line = 1
    var isBlank = true
    func end() {
      sentences += cut(paragraph)
      paragraph = []
    }
    for character in text {
      if character.isNewline, character != self.paragraph {
        if isBlank { end() } else { paragraph.append((" ", line)) }
        line += 1
        isBlank = true
      } else if character == self.paragraph {
        end()
      } else {
        if !character.isWhitespace { isBlank = false }
        paragraph.append((character, line))
      }
    }
    end()
    return sentences
  }

  private static func cut(_ paragraph: [(character: Character, line: Int)]) -> [ClaimText.Sentence] {
    var sentences: [ClaimText.Sentence] = []
    var start = 0
    func add(upTo end: Int) {
      let part = paragraph[start..<end].drop { $0.character.isWhitespace }
      let text = String(part.map(\.character)).split(whereSeparator: \.isWhitespace).joined(separator: " ")
      if let line = part.first?.line, text.contains(where: \.isLetter) {
        sentences.append(ClaimText.Sentence(text: text, line: line))
      }
      start = end
    }
    let characters = paragraph.map(\.character)
    for index in characters.indices where ".!?".contains(characters[index]) {
      var end = index + 1
      while end < paragraph.count, "\"'”’)]".contains(paragraph[end].character) { end += 1 }
      guard end == paragraph.count || paragraph[end].character.isWhitespace else { continue }
      if endsSentence(characters, at: index, next: end) { add(upTo: end) }
    }
    add(upTo: paragraph.count)
    return sentences
  }

  /// Returns whether a point ends a sentence: the next one begins with a capital, a digit or a name in small letters.
  private static func endsSentence(_ text: [Character], at point: Int, next: Int) -> Bool {
    guard let begin = text[next...].firstIndex(where: { !$0.isWhitespace }) else { return true }
    if text[point] != "." { return true }
    let word = String(text[..<point].reversed().prefix { !$0.isWhitespace && $0 != "(" }.reversed()).lowercased()
    if abbreviations.contains(word) { return false }
    let following = String(text[begin...].prefix { !$0.isWhitespace })
    return text[begin].isUppercase || text[begin].isNumber || "\"“‘([<κ".contains(text[begin])
      || following.hasPrefix("k-means")
  }
}
