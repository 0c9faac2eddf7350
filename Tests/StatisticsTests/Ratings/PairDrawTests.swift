import Core
import Statistics
import Testing

@Suite struct PairDrawTests {
  private func partitions(_ count: Int, items: Int, seed: UInt64) -> [[Int32]] {
    var stream = Seed(seed).stream("partitions")
    return (0..<count).map { number in (0..<items).map { _ in Int32(stream.integer(below: 3 + 2 * number)) - 1 } }
  }

  /// The finest partition that joins a pair, by its definition.
  private func stratum(_ pair: (Int, Int), _ order: [[Int32]]) -> Int {
    order.firstIndex { $0[pair.0] == $0[pair.1] && $0[pair.0] >= 0 } ?? order.count
  }

  @Test(arguments: 0..<20) func strataAreThoseOfTheDefinition(seed: UInt64) {
    let partitions = partitions(Int(seed % 4), items: 25, seed: seed)
    let items = (0..<25).filter { $0 % 7 != 3 }
    let draw = PairDraw(60, of: items, partitions: partitions, seed: Seed(seed))
    let order = draw.strata.compactMap { $0.partition.map { partitions[$0] } }
    #expect(order.count == partitions.count && draw.strata.count == partitions.count + 1)
    let all = items.flatMap { first in items.filter { $0 > first }.map { (first, $0) } }
    for (position, found) in draw.strata.enumerated() {
      #expect(found.pairs == all.count { stratum($0, order) == position })
      #expect(found.drawn == draw.pairs.count { $0.stratum == position })
    }
    #expect(draw.pairs.count == 60 && Set(draw.pairs.map { [$0.first, $0.second] }).count == 60)
    for pair in draw.pairs {
      #expect(pair.first < pair.second && items.contains(pair.first) && items.contains(pair.second))
      #expect(pair.stratum == stratum((pair.first, pair.second), order))
      let whole = draw.strata[pair.stratum]
      #expect(pair.weight == Double(whole.pairs) / Double(whole.drawn))
    }
    // The weights stand for all pairs.
    #expect(abs(draw.pairs.reduce(0) { $0 + $1.weight } - Double(all.count)) < 1e-6)
  }

  @Test func aRareStratumIsTakenWhole() {
    // Three items in one cluster of the finer partition: three pairs.
    let fine: [Int32] = [0, 0, 0] + (1..<38).map { Int32($0) }
    let coarse = (0..<40).map { Int32($0 / 20) }
    let draw = PairDraw(101, of: Array(0..<40), partitions: [coarse, fine], seed: 1)
    #expect(draw.strata.map(\.partition) == [1, 0, nil])
    #expect(draw.strata.map(\.drawn) == [3, 49, 49] && draw.strata.map(\.pairs) == [3, 377, 400])
    #expect(draw.pairs.filter { $0.stratum == 0 }.allSatisfy { $0.weight == 1 && $0.second < 3 })
  }

  @Test func equalPartitionsLeaveAnEmptyStratum() {
    let labels = (0..<30).map { Int32($0 % 3) }
    let draw = PairDraw(40, of: Array(0..<30), partitions: [labels, labels], seed: 1)
    #expect(draw.strata.map(\.pairs) == [135, 0, 300] && draw.strata.map(\.drawn) == [20, 0, 20])
  }

  @Test func allPairsAreDrawnWhereThereAreFewer() {
    let draw = PairDraw(500, of: [2, 5, 9], partitions: [[Int32](repeating: 0, count: 10)], seed: 1)
    #expect(draw.pairs.map { [$0.first, $0.second] } == [[2, 5], [2, 9], [5, 9]])
    #expect(draw.pairs.allSatisfy { $0.weight == 1 })
    #expect(PairDraw(5, of: [3], partitions: [], seed: 1).pairs.isEmpty)
    #expect(PairDraw(5, of: [], partitions: [[]], seed: 1).pairs.isEmpty)
  }

  @Test func theDrawFollowsTheSeedAndNotTheThreads() {
    let partitions = partitions(3, items: 200, seed: 9)
    func draw(_ seed: Seed) -> PairDraw { PairDraw(90, of: Array(0..<200), partitions: partitions, seed: seed) }
    let one = Threads.$count.withValue(1) { draw(4) }
    #expect(one == Threads.$count.withValue(3) { draw(4) })
    #expect(one != draw(5))
  }

  /// Each pair of a stratum is drawn equally often over many seeds.
  @Test func pairsOfAStratumAreEquallyProbable() {
    let labels: [Int32] = [0, 0, 0, 0, 1, 1, -1]
    var counts: [[Int]: Int] = [:]
    for seed in 0..<4_000 {
      let draw = PairDraw(6, of: Array(0..<7), partitions: [labels], seed: Seed(UInt64(seed)))
      #expect(draw.strata.map(\.drawn) == [3, 3])
      for pair in draw.pairs { counts[[pair.first, pair.second], default: 0] += 1 }
    }
    #expect(counts.count == 21)
    for (pair, count) in counts {
      // 7 pairs together, 14 apart; five standard errors.
      let probability = labels[pair[0]] == labels[pair[1]] && labels[pair[0]] >= 0 ? 3.0 / 7 : 3.0 / 14
      let error = (4_000 * probability * (1 - probability)).squareRoot()
      #expect(abs(Double(count) - 4_000 * probability) < 5 * error, "\(pair): \(count)")
    }
  }
}
