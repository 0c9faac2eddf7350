import Core

/// The way in which captions become terms: words, and phrases of words that follow each other.
///
/// All text is lower-cased first. A term of several words has one space between them.
public struct Tokenizer: Sendable, Equatable {
  /// The characters of words.
  public enum Characters: String, Sendable, CaseIterable, Codable {
    /// Words of two or more Unicode letters with the marks on them; digits and all other signs part words.
    ///
    /// A word with an apostrophe is left out as a whole where the stop list has it (`can't`); else its parts are words
    /// of their own (`l'arbre`). A phrase has nothing but blanks, or one hyphen, apostrophe or underscore, between its
    /// words: it never crosses punctuation, a number, a stop word, a single letter, or the end of a line or caption.
    /// Scripts without blanks between words need captions whose words are separated.
    case letters
    /// scikit-learn's and BERTopic's `\w\w+`: two or more letters, digits or underscores; phrases cross everything,
    /// stop words and the ends of captions too, since the captions of a cluster are one text there. BERTopic's word
    /// `emptydoc` for a cluster of empty captions is left out.
    case wordCharacters = "word-characters"
    /// BERTopic's words for English: the same after all but A–Z, a–z, 0–9 and blanks is removed, so that `isn't` is
    /// `isnt`.
    case ascii
  }

  /// The characters of words.
  public var characters: Characters
  /// The words that are left out.
  public var stopWords: StopWords
  /// The most words of a term: 1 for words alone, 2 for words and phrases of two.
  public var longestTerm: Int

  /// Makes a tokenizer, of words alone unless a longer term is asked for; below 1 counts as 1.
  public init(_ characters: Characters = .letters, stopWords: StopWords = .english, longestTerm: Int = 1) {
    self.characters = characters
    self.stopWords = stopWords
    self.longestTerm = max(longestTerm, 1)
  }

  /// Returns the terms of some captions, each with the number of times that it occurs.
  ///
  /// - Parameter captions: the captions of one cluster, in the order of its items.
  /// - Complexity: O(characters · longest term) time.
  public func counts(of captions: [String]) -> [String: Int] {
    var counts: [String: Int] = [:]
    for passage in passages(of: captions) {
      for length in 1...longestTerm where length <= passage.count {
        for start in 0...passage.count - length {
          counts[passage[start..<start + length].joined(separator: " "), default: 0] += 1
        }
      }
    }
    return counts
  }

  /// Returns the words of some captions, in their order, in passages: phrases lie within one.
  package func passages(of captions: [String]) -> [[String]] {
    switch characters {
    case .letters:
      var words = LetterWords(stopWords: stopWords.entries)
      for caption in captions { words.add(caption) }
      return words.passages
    case .wordCharacters, .ascii:
      let stopWords = Set(stopWords.entries.flatMap(plainWords))
      return [captions.flatMap(plainWords).filter { !stopWords.contains($0) }]
    }
  }

  /// The words of a text as scikit-learn's pattern finds them.
  private func plainWords(of text: String) -> [String] {
    (characters == .ascii ? Self.plainASCII(text) : text).lowerCase.unicodeScalars
      .split { !Self.isWordCharacter($0) }.filter { $0.count > 1 }.map { String($0) }
  }

  /// The text without all but ASCII's letters and digits and blanks; ends of lines and tabs are blanks.
  private static func plainASCII(_ text: String) -> String {
    var kept = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\n" || scalar == "\t" { kept.append(" ") }
      if scalar == " " || scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil) {
        kept.append(scalar)
      }
    }
    return String(kept)
  }

  /// True for the characters that Python's `\w` matches.
  private static func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.isLetter || scalar.properties.numericType != nil
  }
}

extension Unicode.Scalar {
  /// True for letters of any script, without the marks on them.
  var isLetter: Bool {
    if isASCII { return properties.isAlphabetic }
    return switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: false
    }
  }

  /// True for accents, vowel signs and their like.
  var isMark: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }
}
