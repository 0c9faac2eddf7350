import Leaks
import Testing

/// Names of classes in texts.
@Suite struct ClassNameIndexTests {
  private func found(_ text: String, _ classes: String...) -> [String] {
    ClassNameIndex(classes).classes(namedIn: text).map { classes[Int($0)] }
  }

  @Test func onlyWholeWordsCount() {
    #expect(found("a scar, a cart and a carpet", "car") == [])
    #expect(found("a car.", "car") == ["car"])
    #expect(found("(car)", "car") == ["car"])
    #expect(found("scar", "scar", "car") == ["scar"])
  }

  @Test func caseAndAccentsAndFormsAreFolded() {
    #expect(found("Un CAFÉ noir", "cafe") == ["cafe"])
    #expect(found("a cafe", "Café") == ["Café"])
    #expect(found("cafe\u{301}", "caf\u{e9}") == ["caf\u{e9}"])
    #expect(found("DIE STRASSE", "Straße") == ["Straße"])
    #expect(found("ＤＯＧ", "dog") == ["dog"])
    #expect(found("ΟΔΟΣ", "οδός") == ["οδός"])
  }

  @Test func signsPartWordsInNamesAndTexts() {
    #expect(found("an aquarium-fish swims", "aquarium_fish") == ["aquarium_fish"])
    #expect(found("aquarium fish", "aquarium_fish") == ["aquarium_fish"])
    #expect(found("fish in an aquarium", "aquarium_fish") == [])
    #expect(found("food and drink", "Food & Drink") == ["Food & Drink"])
    #expect(found("the dog's bowl", "dog") == ["dog"])
  }

  @Test(arguments: [
    ("dogs", "dog"), ("buses", "bus"), ("foxes", "fox"), ("berries", "berry"), ("tomatoes", "tomato"), ("dog", "dogs"),
    ("flag", "Flags"), ("berry", "berries"), ("box", "boxes"), ("horse", "horses"), ("horses", "horse"),
  ])
  func numbersOfNounsAreAlike(text: String, name: String) { #expect(found("two \(text) here", name) == [name]) }

  @Test(arguments: [
    ("new", "news"), ("bu", "bus"), ("glas", "glass"), ("cares", "car"), ("tenni", "tennis"), ("dogged", "dog"),
  ])
  func otherEndingsAreNot(text: String, name: String) { #expect(found("two \(text) here", name) == []) }

  @Test func theLongestNameCountsAlone() {
    #expect(found("a pickup truck and a truck", "truck", "pickup truck") == ["pickup truck", "truck"])
    #expect(found("a pickup", "truck", "pickup truck") == [])
    #expect(found("sweet peppers", "pepper", "sweet pepper") == ["sweet pepper"])
  }

  @Test func aNameComesBeforeThePluralOfAnother() {
    #expect(found("glasses", "glass", "glasses") == ["glasses"])
    #expect(found("glasses", "glasses", "glass") == ["glasses"])
  }

  @Test func namesComeInTheOrderOfTheText() {
    #expect(
      found("This might be a deer, but it could also be a bird or a dog.", "bird", "deer", "dog")
        == ["deer", "bird", "dog"])
  }

  @Test func emojiAreWords() {
    #expect(found("I❤️🐶!", "🐶", "❤") == ["❤", "🐶"])
    #expect(found("👩‍💻 at work", "👩") == [])
    #expect(found("👩‍💻 at work", "👩‍💻") == ["👩‍💻"])
    #expect(found("🇩🇪🇫🇷", "🇫🇷") == ["🇫🇷"])
    #expect(found("🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏴󠁧󠁢󠁷󠁬󠁳󠁿") == [])
  }

  @Test func otherScriptsWorkToo() {
    #expect(found("هذا قِطٌّ صغير", "قط") == ["قط"])
    #expect(found("زה כלב, גדול", "כלב") == ["כלב"])
    #expect(found("\u{202B}כלב\u{202C}", "כלב") == ["כלב"])
    #expect(found("这是一只猫。", "猫", "狗") == ["猫"])
    #expect(found("飛行機が飛ぶ", "飛行機") == ["飛行機"])
    #expect(found("большая собака", "Собака") == ["Собака"])
  }

  @Test func namesWithoutWordsAreNotLookedFor() {
    #expect(ClassNameIndex(["0", "1", "10"]).isEmpty)
    #expect(ClassNameIndex(["", "--", " "]).isEmpty)
    #expect(ClassNameIndex([]).isEmpty)
    #expect(found("3 dogs, 7 cats", "3", "7") == [])
    #expect(found("a boeing 747", "boeing 747", "747") == ["boeing 747"])
    #expect(found("", "dog") == [] && found("...", "dog") == [])
  }
}
