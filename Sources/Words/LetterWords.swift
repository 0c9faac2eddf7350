/// The words of letters of captions, in passages: lists of words that stand side by side.
struct LetterWords {
  /// The signs since the last word.
  private enum Gap {
    case none, blanks
    /// One hyphen, apostrophe or underscore.
    case joint
    /// Anything that a phrase does not cross.
    case border
  }

  /// Lower-cased words; some have apostrophes.
  let stopWords: Set<String>
  /// The passages of the captions so far, none of them empty.
  private(set) var passages: [[String]] = []
  private var passage: [String] = []
  private var word = String.UnicodeScalarView()
  private var gap = Gap.none

  init(stopWords: Set<String>) { self.stopWords = stopWords }

  /// Adds the passages of a caption.
  mutating func add(_ caption: String) {
    for scalar in caption.lowerCase.unicodeScalars {
      if scalar.isLetter {
        if word.isEmpty, gap == .border { closePassage() }
        gap = .none
        word.append(scalar)
      } else if scalar.isMark, !word.isEmpty {
        word.append(scalar)
      } else if Self.isApostrophe(scalar), let last = word.last, last != "'" {
        word.append("'")
      } else if scalar.properties.generalCategory != .format {
        closeWord()
        widenGap(by: scalar)
      }
    }
    closeWord()
    closePassage()
    gap = .none
  }

  /// Adds the word that has ended, or its parts between apostrophes.
  private mutating func closeWord() {
    guard !word.isEmpty else { return }
    if word.last == "'" {
      word.removeLast()
      gap = .joint
    }
    if stopWords.contains(String(word)) {
      closePassage()
    } else {
      for part in word.split(separator: "'") { add(part) }
    }
    word = String.UnicodeScalarView()
  }

  private mutating func add(_ part: Substring.UnicodeScalarView) {
    let text = String(part)
    if part.count(where: \.isLetter) > 1, !stopWords.contains(text) {
      passage.append(text)
    } else {
      closePassage()
    }
  }

  private mutating func closePassage() {
    if !passage.isEmpty { passages.append(passage) }
    passage = []
  }

  private mutating func widenGap(by scalar: Unicode.Scalar) {
    switch gap {
    case .none where Self.isJoint(scalar): gap = .joint
    case .none where Self.isBlank(scalar), .blanks where Self.isBlank(scalar): gap = .blanks
    default: gap = .border
    }
  }

  private static func isApostrophe(_ scalar: Unicode.Scalar) -> Bool { scalar == "'" || scalar == "\u{2019}" }

  private static func isJoint(_ scalar: Unicode.Scalar) -> Bool {
    isApostrophe(scalar) || ["-", "\u{2010}", "\u{2011}", "_"].contains(scalar)
  }

  /// True for blanks within a line.
  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\t" || scalar.properties.generalCategory == .spaceSeparator
  }
}
