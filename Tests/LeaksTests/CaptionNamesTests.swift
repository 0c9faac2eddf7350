import Core
import Foundation
import Leaks
import Testing

/// The extent to which captions name the classes.
@Suite struct CaptionNamesTests {
  private let animals = ["cat", "dog", "horse"]

  private func labels(_ values: [Int32], _ classes: [String]? = nil, name: String = "animal") -> LabelSet {
    LabelSet(name: name, classes: classes ?? animals, values: values)
  }

  @Test func theCountsAreThoseWorkedOutByHand() throws {
    let captions = [
      "a cat", "two cats and a dog", "something furry", "a dog beside a cat", "Dog.", "", "a horse", "a scat", "a cat",
    ]
    let found = try #require(CaptionNames(captions, labels([0, 0, 0, 0, 1, 1, 2, 2, -1])))
    #expect(found.items == [4, 2, 2] && found.own == [3, 1, 1])
    #expect(found.naming == 5 && found.right == 4)
    // First named: cat twice, dog twice, horse once.
    #expect(abs(found.rightByChance - (2 * 4.0 / 8 + 2 * 2.0 / 8 + 2.0 / 8)) < 1e-12)
  }

  @Test func captionsWrittenFromTheLabelsAreALeak() throws {
    let values = (0..<300).map { Int32($0 % 3) }
    let captions = values.map { $0 == 2 ? "an animal outdoors" : "a photo of a \(animals[Int($0)])" }
    let found = try #require(CaptionNames(captions, labels(values)))
    let notice = try #require(CaptionNames.notice([found]))
    #expect(notice.kind == "captions-name-classes")
    #expect(
      notice.message.hasPrefix(
        "captions: 200 of 300 (66.7 %) name their own animal, most often cat 100.0 %, dog 100.0 %; the first animal "
          + "named is right in 100.0 % of 200: text features"))
  }

  @Test func labelSetsShareOneNotice() throws {
    let values = (0..<300).map { Int32($0 % 3) }
    let captions = values.map { "a \(animals[Int($0)])" }
    let kinds = labels(values.map { $0 == 0 ? 0 : 1 }, ["cat", "other"], name: "kind")
    let found = [labels(values), kinds].compactMap { CaptionNames(captions, $0) }
    let message = try #require(CaptionNames.notice(found)).message
    #expect(message.contains("name their own animal") && message.contains("100 of 300 (33.3 %) name their own kind"))
    #expect(CaptionNames.notice([]) == nil)
  }

  @Test func oneClassThatIsAlwaysNamedIsEnough() throws {
    // Flags are 3 % of the items, and each of their captions says so.
    let values = (0..<1000).map { Int32($0 < 30 ? 1 : 0) }
    let captions = values.enumerated().map { $1 == 1 ? "flag: number \($0)" : "number \($0)" }
    let found = try #require(CaptionNames(captions, labels(values, ["Objects", "Flags"], name: "group")))
    #expect(found.ownCount == 30 && found.isLeak)
    let message = try #require(CaptionNames.notice([found])).message
    #expect(message.contains("30 of 1,000 (3.0 %) name their own group, most often Flags 100.0 %; the first"))
  }

  @Test func aWordInEveryCaptionIsNone() {
    var stream = Seed(1).stream("captions")
    let values = (0..<900).map { _ in Int32(stream.integer(below: 3)) }
    let everywhere = values.map { _ in "a horse in a field" }
    #expect(CaptionNames(everywhere, labels(values))?.isLeak == false)
    // Names drawn at random are right as often as chance is.
    let random = values.map { _ in "a \(animals[stream.integer(below: 3)])" }
    #expect(CaptionNames(random, labels(values))?.isLeak == false)
  }

  @Test func aFewNamesAreNone() {
    let values = (0..<1000).map { Int32($0 % 3) }
    let few = values.enumerated().map { $0 < 45 ? "a \(animals[Int($1)])" : "something" }
    #expect(CaptionNames(few, labels(values))?.isLeak == false)
    let more = values.enumerated().map { $0 < 60 ? "a \(animals[Int($1)])" : "something" }
    #expect(CaptionNames(more, labels(values))?.isLeak == true)
    #expect(CaptionNames(["a cat", "a dog"], labels([0, 1]))?.isLeak == false)
  }

  @Test func nothingToLookForIsNothing() {
    #expect(CaptionNames(["", ""], labels([0, 1])) == nil)
    #expect(CaptionNames(["a bird", "3 fish"], labels([0, 1])) == nil)
    #expect(CaptionNames(["3", "4"], labels([0, 1], ["3", "4"])) == nil)
    #expect(CaptionNames(["a cat", "a dog"], labels([-1, -1])) == nil)
    #expect(CaptionNames([], labels([])) == nil)
  }

  @Test func aThousandClassesStayFast() throws {
    var stream = Seed(3).stream("words")
    func word(_ number: Int) -> String { "w" + String(number, radix: 26) + "x" }
    let classes = (0..<1000).map { "\(word($0)) \(word($0 / 10 + 1000))" }
    let values = (0..<60_000).map { _ in Int32(stream.integer(below: 1000)) }
    let captions = values.map { value in
      (0..<6).map { _ in word(stream.integer(below: 4000)) }.joined(separator: " ") + " " + classes[Int(value)] + " ."
    }
    let truth = labels(values, classes)
    let clock = ContinuousClock()
    var found: CaptionNames?
    let time = clock.measure { found = CaptionNames(captions, truth) }
    #expect(found?.ownCount == 60_000 && found?.itemCount == 60_000)
    // About 0.1 s with two threads; the bound leaves room for busy machines and is far from 1,000 searches each.
    #expect(time < .seconds(5), "\(time)")
  }

  @Test func theNumberOfThreadsChangesNothing() {
    var stream = Seed(5).stream("threads")
    let values = (0..<5000).map { _ in Int32(stream.integer(below: 3)) }
    let captions = values.map { $0 == 0 ? "a cat ô" : "a \(animals[stream.integer(below: 3)])" }
    let alone = Threads.$count.withValue(1) { CaptionNames(captions, labels(values)) }
    for threads in [2, 4] {
      #expect(Threads.$count.withValue(threads) { CaptionNames(captions, labels(values)) } == alone)
    }
  }
}
