import Clustering
import Core
import Features
import Leaks
import Matrices
import Scores
import Stages
import Testing

/// The evidence that equal rows give about the classes.
@Suite struct RowClassesTests {
  private func classes(_ rows: [Float], _ labels: [Int32], classes: Int = 3) -> RowClasses {
    RowClasses(
      RowGroups(of: Matrix(rows.map { [$0] })),
      LabelSet(name: "class", classes: (0..<classes).map { "c\($0)" }, values: labels))
  }

  // Rows: 7 three times (classes 0 0 1), 8 twice (2 2), 9 once (1), and 5 twice (0, unlabelled).
  @Test func theCountsAreThoseWorkedOutByHand() {
    let found = classes([7, 8, 7, 9, 7, 8, 5, 5], [0, 2, 0, 1, 1, 2, 0, -1])
    #expect(found.items == 7 && found.distinct == 4 && found.classes == 3)
    #expect(found.sharing == 5 && found.pure == 2 && found.mixed == 3 && found.mixedGroups == 1)
    #expect(found.bound == 6.0 / 7)
    // Frequencies 3/7, 2/7, 2/7; a group of three and one of two.
    let cubes = (27.0 + 8 + 8) / 343
    let squares = (9.0 + 4 + 4) / 49
    #expect(abs(found.pureByChance - (3 * cubes + 2 * squares) / 5) < 1e-12)
    #expect(found.isMixed && !found.isGivenAway)
  }

  @Test(arguments: 0..<60) func noClusteringOfTheRowsScoresAboveTheBound(seed: UInt64) throws {
    var stream = Seed(seed).stream("bound")
    let (kinds, count) = (2 + stream.integer(below: 40), 2 + stream.integer(below: 6))
    let rows = (0..<200).map { _ in Float(stream.integer(below: kinds)) }
    // Labels that follow the rows to some degree, some of them unknown.
    let labels = rows.map { row -> Int32 in
      if stream.integer(below: 10) == 0 { return LabelSet.unlabelled }
      return Int32(stream.integer(below: 2) == 0 ? Int(row) % count : stream.integer(below: count))
    }
    let truth = LabelSet(name: "class", classes: (0..<count).map { "c\($0)" }, values: labels)
    let groups = RowGroups(of: Matrix(rows.map { [$0] }))
    let bound = RowClasses(groups, truth).bound
    // Each distinct row for itself reaches it.
    #expect(abs(try Purity().score(Partition(groups.groups), truth: truth) - bound) < 1e-12)
    for _ in 0..<20 {
      let clusters = 1 + stream.integer(below: 12)
      let clusterOfGroup = groups.sizes.map { _ in Int32(stream.integer(below: clusters)) }
      let partition = Partition(groups.groups.map { clusterOfGroup[Int($0)] })
      for name in ["purity", "accuracy", "kappa", "kappa-matched"] {
        #expect(try ExternalScores.named(name).score(partition, truth: truth) <= bound + 1e-12, "\(name)")
      }
    }
  }

  @Test func kMeansKeepsToTheBound() throws {
    let labels = LeakSamples.labels(600, classes: 4, seed: 3)
    let matrix = LeakSamples.noise(40, 6).selecting(rows: (0..<600).map { $0 % 40 })
    let bound = RowClasses(RowGroups(of: matrix), labels).bound
    let fit = try KMeans(clusters: 20).cluster(matrix, seed: 1)
    #expect(try Purity().score(fit.partition, truth: labels) <= bound)
    #expect(bound < 0.6)
  }

  @Test func rowsThatAllDifferSayNothing() {
    let found = classes((0..<300).map { Float($0) }, (0..<300).map { Int32($0 % 3) })
    #expect(found.bound == 1 && found.sharing == 0)
    #expect(!found.isMixed && !found.isGivenAway)
  }

  @Test func aRowForEachClassGivesTheLabelsAway() throws {
    let found = classes((0..<300).map { Float($0 % 3) }, (0..<300).map { Int32($0 % 3) })
    #expect(found.distinct == 3 && found.pure == 300 && found.isGivenAway && !found.isMixed)
    let message = try #require(RowClasses.givenAway([found], "text")).message
    #expect(message.hasPrefix("text: its 3 distinct rows among 300 follow the 3 classes of class: each"))
  }

  @Test func itemsThatAreMostlyPureGiveAwayToo() throws {
    // 20 rows for 1,000 items, one of them a mixture of two classes: 950 of 1,000 share with their own class.
    let rows = (0..<1000).map { Float($0 % 20) }
    var labels = (0..<1000).map { Int32($0 % 20 % 3) }
    for item in labels.indices where item % 40 == 7 { labels[item] = 0 }
    let found = classes(rows, labels)
    #expect(found.pure == 950 && found.isGivenAway)
    #expect(
      try #require(RowClasses.givenAway([found], "text")).message.contains("95.0 % of the items share theirs only"))
    // Two mixtures are too many.
    for item in labels.indices where item % 40 == 8 { labels[item] = 0 }
    let more = classes(rows, labels)
    #expect(more.pure == 900 && !more.isGivenAway && more.isMixed)
  }

  @Test func purityThatChanceExplainsSaysNothing() {
    // 99 % of the items are of one class, so ten of them are pure anyway.
    var stream = Seed(4).stream("skew")
    let labels = (0..<2000).map { _ in Int32(stream.integer(below: 100) < 99 ? 0 : 1) }
    let found = classes((0..<2000).map { Float($0 / 10) }, labels)
    #expect(found.pureByChance > 0.5 && Double(found.pure) > 0.8 * Double(found.sharing) && !found.isGivenAway)
    // One class alone is no finding either.
    let one = classes((0..<300).map { Float($0 % 3) }, [Int32](repeating: 1, count: 300))
    #expect(one.pure == 300 && !one.isGivenAway && !one.isMixed)
  }

  @Test func pairsOfPicturesAreNoLeak() {
    // Each item twice, both of one class: every second row repeats, but the rows are not few.
    let found = classes((0..<600).map { Float($0 / 2) }, (0..<600).map { Int32($0 / 2 % 3) })
    #expect(found.sharing == 600 && found.pure == 600 && !found.isGivenAway && !found.isMixed)
  }

  @Test func labelSetsThatAreMixedShareOneNotice() throws {
    let groups = RowGroups(of: Matrix((0..<100).map { [Float($0 % 50)] }))
    let fine = LabelSet(name: "fine", classes: (0..<100).map { "f\($0)" }, values: (0..<100).map { Int32($0) })
    let coarse = LabelSet(name: "coarse", classes: ["a", "b"], values: (0..<100).map { Int32($0 < 60 ? 0 : 1) })
    let found = [fine, coarse].map { RowClasses(groups, $0) }
    #expect(found.map(\.bound) == [0.5, 0.6])
    let notice = try #require(RowClasses.mixed(found, "text"))
    #expect(notice.kind == "rows-across-classes")
    #expect(notice.message.contains("100 of 100 items share their row with another fine"))
    #expect(notice.message.contains("80 of 100 items share their row with another coarse"))
    #expect(notice.message.contains("above 0.500 on fine or 0.600 on coarse in purity, accuracy or kappa"))
  }

  @Test func withoutLabelsNothingIsSaid() {
    let found = classes([1, 1, 1, 1], [-1, -1, -1, -1])
    #expect(found.items == 0 && found.distinct == 0 && found.bound == 1 && !found.isMixed && !found.isGivenAway)
    #expect(RowClasses.mixed([], "text") == nil && RowClasses.givenAway([], "text") == nil)
  }
}
