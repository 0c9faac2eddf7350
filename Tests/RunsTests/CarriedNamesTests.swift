import Core
import Results
import Runs
import Testing

/// Names of clusters that are carried to other clusters of the same items.
@Suite struct CarriedNamesTests {
  private static let method = RunPlan.Method(clusterer: "kmeans", space: "text")

  @Test(arguments: 0..<30) func renumberedClustersKeepTheirNames(seed: UInt64) {
    var stream = Seed(seed).stream("permutation")
    let clusters = 2 + Int(seed) % 7
    let numbers = stream.sample(clusters, of: clusters).map { Int32($0) }
    let former = (0..<12 * clusters).map { _ in Int32(stream.integer(below: clusters + 1)) - 1 }
    let given = Dictionary(uniqueKeysWithValues: Set(former.filter { $0 >= 0 }).map { (Int($0), "name \($0)") })
    let carried = CarriedNames(given, of: former, to: former.map { $0 < 0 ? $0 : numbers[Int($0)] })
    #expect(carried.names == Dictionary(uniqueKeysWithValues: given.map { (Int(numbers[$0]), $1) }))
    #expect(carried.lost.isEmpty && carried.notice(of: Self.method) == nil)
  }

  /// 30 items: two thirds of them stay with the name, and of three thirds none has it.
  @Test func aClusterThatFallsApartLosesItsNameWithBothNumbers() throws {
    let former = (0..<60).map { Int32($0 / 30) }
    let kept = CarriedNames([0: "arms", 1: "birds"], of: former, to: former.enumerated().map { $0 < 10 ? 2 : $1 })
    #expect(kept.names == [0: "arms", 1: "birds"])
    let lost = CarriedNames([0: "arms", 1: "birds"], of: former, to: (0..<60).map { $0 < 30 ? Int32($0 / 10) : 3 })
    #expect(lost.names == [3: "birds"])
    let message = try #require(lost.notice(of: Self.method)).message
    #expect(
      message
        == "names of kmeans on text: 1 of 2 names is not carried to the clusters of this run, which takes a Jaccard "
        + "index of at least .50: arms (of cluster 0, 30 items) shares most with cluster 0, Jaccard index .33")
  }

  /// Clusters of which each is half of the other one: the lower number gets the name, and the other name goes.
  @Test func tiesGoToTheLowerNumber() {
    let halves = CarriedNames([0: "all"], of: [0, 0, 0, 0], to: [1, 1, 0, 0])
    #expect(halves.names == [0: "all"] && halves.lost.isEmpty)
    let joined = CarriedNames([0: "left", 1: "right"], of: [0, 0, 1, 1], to: [0, 0, 0, 0])
    #expect(joined.names == [0: "left"] && joined.lost.map(\.name) == ["right"])
    #expect(joined.notice(of: Self.method)?.message.hasSuffix("Jaccard index .50, which has the name left") == true)
  }

  @Test func clustersOfOneNameAreANote() {
    #expect(CarriedNames.sharedNotice(of: Self.method, [0: "a", 1: "b"]) == nil)
    let note = CarriedNames.sharedNotice(of: Self.method, [3: "fish", 1: "b", 4: "fish"])
    #expect(
      note?.message.hasPrefix("names of kmeans on text: 2 clusters (3, 4) have the name fish: ") == true,
      "\(note?.message ?? "")")
  }

  @Test func noiseCountsAndItemsThatWereLeftOutDoNot() {
    let (noise, out) = (Partition.noise, Partition.leftOut)
    // Three of six items are noise now, which leaves a half; four of six leave less.
    #expect(CarriedNames([0: "a"], of: [0, 0, 0, 0, 0, 0], to: [1, 1, 1, noise, noise, noise]).names == [1: "a"])
    #expect(CarriedNames([0: "a"], of: [0, 0, 0, 0, 0, 0], to: [1, 1, noise, noise, noise, noise]).names == [:])
    #expect(CarriedNames([0: "a"], of: [0, 0, 0, 0, 0, 0], to: [1, 1, out, out, out, out]).names == [1: "a"])
    #expect(CarriedNames([0: "a"], of: [0, 0, out, out], to: [1, 1, 1, 1]).names == [1: "a"])
    let gone = CarriedNames([0: "a", 2: "b"], of: [0, 0, out], to: [noise, noise, 1])
    #expect(gone.names == [:] && gone.lost.allSatisfy { $0.best == nil })
    #expect(gone.notice(of: Self.method)?.message.contains("b (of cluster 2, 0 items) shares no item") == true)
  }
}
