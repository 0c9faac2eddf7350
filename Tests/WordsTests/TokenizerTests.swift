import Testing
import Words

@Suite struct TokenizerTests {
  private func passages(
    _ text: String..., characters: Tokenizer.Characters = .letters, stopWords: StopWords = .none
  ) -> [[String]] {
    Tokenizer(characters, stopWords: stopWords).passages(of: text)
  }

  @Test func wordsHaveTwoLettersOrMoreOfAnyScript() {
    #expect(passages("Ein Über-Maß x кот 東京") == [["ein", "über", "maß"], ["кот", "東京"]])
  }

  /// Values of Python's `str.lower`.
  @Test(arguments: [
    ("ΟΔΟΣ ΣΑΣ", ["οδος", "σας"]), ("οδός", ["οδός"]), ("ΑΣ’ΑΣ.", ["ασ", "ας"]), ("ΣΣ", ["σς"]),
    ("ΑΣ\u{301}Α", ["ασ\u{301}α"]),
  ])
  func sigmaHasItsFinalForm(text: String, words: [String]) {
    #expect(passages(text).flatMap(\.self) == words)
  }

  @Test func accentsBelongToTheirLetters() {
    #expect(passages("nai\u{308}ve") == [["naïve"]])
    #expect(passages("e\u{301}").isEmpty)
    #expect(passages("\u{939}\u{93f}\u{928}\u{94d}\u{926}\u{940}") == [["\u{939}\u{93f}\u{928}\u{94d}\u{926}\u{940}"]])
  }

  @Test(arguments: [
    "red. dog", "red, dog", "red (dog", "red - dog", "red 7 dog", "red\ndog", "red a dog", "red/dog", "red--dog",
  ])
  func phrasesDoNotCross(text: String) {
    #expect(passages(text) == [["red"], ["dog"]])
  }

  @Test(arguments: ["red dog", "red  dog", "red-dog", "red_dog", "red\u{2019}dog", "red'dog", "red\u{a0}dog"])
  func phrasesCrossBlanksAndOneSignInsideWords(text: String) {
    #expect(passages(text) == [["red", "dog"]])
  }

  @Test func phrasesDoNotCrossStopWords() {
    #expect(passages("a picture of the red dog", stopWords: .english) == [["picture"], ["red", "dog"]])
  }

  @Test func phrasesDoNotCrossCaptions() {
    #expect(passages("red dog", "cat") == [["red", "dog"], ["cat"]])
  }

  @Test func contractionsOfTheListAreLeftOutWhole() {
    // "can" is no stop word: a tin can.
    #expect(passages("it can't be a can, isn't it", stopWords: .english) == [["can"]])
    #expect(passages("it can\u{2019}t", stopWords: .english).isEmpty)
    #expect(passages("l'arbre de l'île", stopWords: .french) == [["arbre"], ["île"]])
  }

  @Test func wordCharactersAreThoseOfScikitLearn() {
    #expect(passages("It's a 3d_map, isn't x²", characters: .wordCharacters) == [["it", "3d_map", "isn", "x²"]])
  }

  @Test func asciiIsBERTopicsEnglish() {
    #expect(
      passages("It's naïve,\nthe well-known 3d\tmap", characters: .ascii)
        == [["its", "nave", "the", "wellknown", "3d", "map"]])
  }

  @Test func scikitLearnsPhrasesCrossEverything() {
    let tokenizer = Tokenizer(.wordCharacters, stopWords: .english, longestTerm: 2)
    #expect(
      tokenizer.counts(of: ["the dog. Runs", "in parks"])
        == ["dog": 1, "runs": 1, "parks": 1, "dog runs": 1, "runs parks": 1])
  }

  @Test func termsAreWordsAndPhrases() {
    let counts = Tokenizer(stopWords: .none, longestTerm: 2).counts(of: ["red dog red dog"])
    #expect(counts == ["red": 2, "dog": 2, "red dog": 2, "dog red": 1])
  }
}
