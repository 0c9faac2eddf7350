import Core
import Features
import Foundation
import Leaks
import Matrices
import Testing

/// The checks together.
@Suite struct LeakChecksTests {
  private func kinds(_ notices: [Notice]) -> [String] { notices.map(\.kind) }

  @Test func cleanInputsGiveNoNotice() throws {
    let labels = LeakSamples.labels(3000, classes: 10)
    let checks = LeakChecks(labelSets: [labels], captions: (0..<3000).map { "picture number \($0)" })
    let sets = try [
      LeakSamples.set(LeakSamples.noise(3000, 20), name: "visual"),
      LeakSamples.set(LeakSamples.noise(3000, 20, seed: 2)),
    ]
    #expect(checks.notices(of: sets) == [])
    #expect(LeakChecks().notices(of: sets) == [])
    #expect(LeakChecks().notices(of: []) == [])
  }

  @Test func labelsThatSayTheSameCountOnce() throws {
    let labels = LeakSamples.labels(3000, classes: 10)
    let reversed = LabelSet(name: "again", classes: labels.classes.reversed(), values: labels.values.map { 9 - $0 })
    let renamed = LabelSet(name: "other", classes: labels.classes.map { $0 + "?" }, values: labels.values)
    #expect(LeakChecks(labelSets: [labels, reversed]).labelSets == [labels])
    #expect(LeakChecks(labelSets: [labels, renamed]).labelSets == [labels, renamed])
  }

  @Test func fewDistinctRowsAreCounted() throws {
    let rows = LeakSamples.noise(653, 8).selecting(rows: (0..<6000).map { $0 < 900 ? 0 : $0 % 653 })
    let notices = LeakChecks().notices(of: [try LeakSamples.set(rows)])
    #expect(kinds(notices) == ["duplicate-rows"])
    let largest = 900 + (900..<6000).count { $0 % 653 == 0 }
    #expect(
      notices[0].message.hasPrefix("text: 653 distinct rows among 6,000, up to \(largest) of them equal: equal rows"))
  }

  @Test func aTenthOfRepeatedRowsIsSaidAndLessIsNot() throws {
    let noise = LeakSamples.noise(1000, 4)
    func found(repeating count: Int) throws -> [Notice] {
      LeakChecks().notices(of: [try LeakSamples.set(noise.selecting(rows: (0..<1000).map { $0 < count ? 999 : $0 }))])
    }
    #expect(try found(repeating: 99) == [])
    #expect(try kinds(found(repeating: 100)) == ["duplicate-rows"])
  }

  @Test func featuresMadeOfTheLabelsAreCalledSo() throws {
    let labels = LeakSamples.labels(2000, classes: 10)
    let centers = LeakSamples.noise(10, 16)
    let made = centers.selecting(rows: labels.values.map { Int($0) })
    let notices = LeakChecks(labelSets: [labels]).notices(of: [try LeakSamples.set(made)])
    // That the rows are few, and what each column holds, goes without saying.
    #expect(kinds(notices) == ["rows-give-labels"])
    #expect(
      notices[0].message.hasPrefix(
        "text: its 10 distinct rows among 2,000 follow the 10 classes of class: each belongs to one class;"))
  }

  @Test func labelNumbersAsFeaturesAreCalledSo() throws {
    let labels = LeakSamples.labels(500, classes: 4)
    let ids = Matrix(labels.values.map { [Float($0)] })
    #expect(kinds(LeakChecks(labelSets: [labels]).notices(of: [try LeakSamples.set(ids)])) == ["rows-give-labels"])
    let among = LeakSamples.changing(LeakSamples.noise(500, 9)) { row, column, old in
      column == 4 ? Float(labels.values[row]) : old
    }
    #expect(kinds(LeakChecks(labelSets: [labels]).notices(of: [try LeakSamples.set(among)])) == ["columns-give-labels"])
  }

  @Test func theSameFileTwiceIsNoticed() throws {
    let noise = LeakSamples.noise(400, 12)
    let sets = try [LeakSamples.set(noise, name: "visual"), LeakSamples.set(noise)]
    let notices = LeakChecks().notices(of: sets)
    #expect(kinds(notices) == ["same-features"])
    #expect(notices[0].message.hasPrefix("visual and text hold the same numbers for 400 of 400 items:"))
    // Half of the rows are enough, less is not; equal rows of zeros are nothing, nor are other shapes.
    func found(sharing count: Int) throws -> [Notice] {
      let other = LeakSamples.changing(noise) { row, _, old in row < count ? old : old + 1 }
      return LeakChecks().notices(of: [sets[0], try LeakSamples.set(other)])
    }
    #expect(try kinds(found(sharing: 200)) == ["same-features"])
    #expect(try found(sharing: 199) == [])
    let zeros = try ["a", "b"].map { try LeakSamples.set(Matrix(rows: 3, columns: 2), name: $0) }
    #expect(!kinds(LeakChecks().notices(of: zeros)).contains("same-features"))
    #expect(LeakChecks().notices(of: [sets[0], try LeakSamples.set(LeakSamples.noise(400, 11))]) == [])
  }

  @Test func equalLabelSetsAreSpokenOfOnce() throws {
    let labels = LeakSamples.labels(300, classes: 3)
    let again = LabelSet(name: "again", classes: labels.classes, values: labels.values)
    let captions = labels.values.map { "it is a c\($0)" }
    let notices = LeakChecks(labelSets: [labels, again], captions: captions).notices(of: [])
    #expect(kinds(notices) == ["captions-name-classes"])
    let other = LabelSet(name: "other", classes: labels.classes, values: labels.values.map { $0 == 2 ? -1 : $0 })
    let message = LeakChecks(labelSets: [labels, other], captions: captions).notices(of: []).first?.message
    #expect(message?.contains("name their own other") == true)
  }

  @Test func everyNoticeIsOneLineWithANumberAndItsSubject() throws {
    let labels = LeakSamples.labels(2000, classes: 10)
    let made = LeakSamples.noise(10, 16).selecting(rows: labels.values.map { Int($0) })
    let mixed = LeakSamples.noise(30, 16).selecting(rows: (0..<2000).map { $0 % 30 })
    let codes = LeakSamples.changing(LeakSamples.noise(2000, 9)) { row, column, old in
      column == 4 ? Float(labels.values[row]) : old
    }
    let checks = LeakChecks(labelSets: [labels], captions: labels.values.map { "a c\($0)" })
    let sets = [("made", made), ("mixed", mixed), ("codes", codes), ("text", made)]
    let notices = checks.notices(of: try sets.map { try LeakSamples.set($1, name: $0) })
    #expect(
      Set(kinds(notices)) == [
        "duplicate-rows", "rows-give-labels", "rows-across-classes", "columns-give-labels", "same-features",
        "captions-name-classes",
      ])
    for notice in notices {
      #expect(!notice.message.contains("\n") && notice.message.contains { $0.isNumber } && notice.message.count < 360)
      #expect(["made", "mixed", "codes", "text", "captions"].contains { notice.message.hasPrefix($0) })
    }
  }

  @Test func theNumberOfThreadsChangesNothing() throws {
    let labels = LeakSamples.labels(4000, classes: 7)
    let rows = LeakSamples.noise(300, 70).selecting(rows: (0..<4000).map { $0 * $0 % 300 })
    let checks = LeakChecks(labelSets: [labels], captions: labels.values.map { "a c\($0)" })
    let sets = try [LeakSamples.set(rows, name: "visual"), LeakSamples.set(rows)]
    let alone = Threads.$count.withValue(1) { checks.notices(of: sets) }
    // Labels and repeated rows were drawn apart, so their order is asked about.
    #expect(kinds(alone).filter { $0 != "order-in-question" }.count == 6)
    for threads in [2, 4] { #expect(Threads.$count.withValue(threads) { checks.notices(of: sets) } == alone) }
  }

  @Test func sixtyThousandItemsStayFast() throws {
    let labels = LeakSamples.labels(60_000, classes: 10)
    let few = LeakSamples.noise(653, 384).selecting(rows: (0..<60_000).map { $0 * 7 % 653 })
    let visual = LeakSamples.noise(1000, 512, seed: 2)
    let many = Matrix(rows: 60_000, columns: 512) { block in
      Parallel.forEachChunk(of: 60_000, size: 1000) { _, rows in
        for row in rows { for column in 0..<512 { block[row, column] = visual[row % 1000, column] + Float(row) } }
      }
    }
    let checks = LeakChecks(labelSets: [labels], captions: labels.values.map { "this might be a c\($0) or so" })
    let sets = try [LeakSamples.set(many, name: "visual"), LeakSamples.set(few)]
    var notices: [Notice] = []
    let time = ContinuousClock().measure { notices = checks.notices(of: sets) }
    #expect(
      kinds(notices) == [
        "duplicate-rows", "rows-across-classes", "order-in-question", "order-in-question", "captions-name-classes",
      ])
    // About 0.1 s with two threads; the bound leaves room for busy machines.
    #expect(time < .seconds(4), "\(time)")
  }
}
