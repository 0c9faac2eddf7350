import Core
import Leaks
import Testing

/// The names of classes in a vocabulary.
@Suite struct VocabularyNamesTests {
  private func found(_ names: [String], _ classes: [String]) -> VocabularyNames {
    VocabularyNames("nouns", names: names, LabelSet(name: "kind", classes: classes, values: [0]))
  }

  @Test func caseUnderscoresAndPluralsDoNotMatter() {
    let names = found(["fire_engine", "Cats", "berry", "dog"], ["Fire Engine", "cat", "berries", "DOG", "horse"])
    #expect(names.found == ["Fire Engine", "cat", "berries", "DOG"])
    #expect(names.classCount == 5)
  }

  @Test func aPartOfAPhraseIsNoName() {
    #expect(found(["fire truck", "scar"], ["truck", "car"]).notice == nil)
  }

  @Test func numbersAreNotLookedFor() {
    let names = found(["3", "cat"], ["3", "4", "cat"])
    #expect(names.found == ["cat"] && names.classCount == 1)
  }

  @Test func theNoteHasTheShareAndTheFirstNames() throws {
    let notice = try #require(found(["a", "b", "c", "d"], ["a", "b", "c", "d", "e"]).notice)
    #expect(notice.kind == "vocabulary-names-classes")
    #expect(notice.message.hasPrefix("nouns: contains the names of 4 of 5 classes of kind (80.0 %), such as a, b, c:"))
  }
}
