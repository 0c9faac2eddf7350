import Testing
import Words

@Suite struct StopWordsTests {
  @Test(arguments: StopWords.allCases.filter { $0 != .none })
  func everyListHasItsWords(list: StopWords) {
    // The commonest "and" of each language, which every list has.
    let and: [StopWords: String] = [
      .danish: "og", .dutch: "en", .english: "and", .finnish: "ja", .french: "et", .german: "und", .hungarian: "és",
      .italian: "e", .norwegian: "og", .portuguese: "e", .russian: "и", .spanish: "y", .swedish: "och",
    ]
    #expect(and[list].map(list.entries.contains) == true)
    #expect((90...400).contains(list.entries.count))
    #expect(list.entries.allSatisfy { $0 == $0.lowercased() && !$0.contains("|") && !$0.contains(" ") })
  }

  @Test func noneLeavesNoWordOut() { #expect(StopWords.none.entries.isEmpty) }

  @Test func listsAreReadAsSnowballWritesThem() {
    #expect(StopWords.words(inList: "| a comment\n\n  i  me | pronouns\nMy|your\n") == ["i", "me", "my"])
  }
}
