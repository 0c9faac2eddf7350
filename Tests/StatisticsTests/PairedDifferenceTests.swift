import Core
import Foundation
import Scores
import Statistics
import Testing

@Suite struct PairedDifferenceTests {
  @Test func theTestOfTwoAccuraciesIsMcNemars() throws {
    #expect(Fixture.shared.accuracies.count == 4)
    for pair in Fixture.shared.accuracies {
      let resampling = try Resampling(
        [SeededPartitions([pair.first]), SeededPartitions([pair.second])],
        truth: LabelSet(pair.truth),
        scores: [ClusteringAccuracy()])
      let difference = resampling.difference(score: 0, 0, over: 1)
      #expect(difference.method == .drawn(count: 10_000, weighted: difference.p < 0.02 ? 2_000 : 0))
      // Ten thousand draws: three standard errors.
      let error = 3 * (pair.exact * (1 - pair.exact) / 10_000).squareRoot() + 1e-4
      #expect(abs(difference.p - pair.exact) < error, "\(difference.p) against \(pair.exact)")
      #expect(abs(pair.permuted - pair.exact) < error)
    }
  }

  /// Far below what drawn signs can show: McNemar's test is a binomial tail, 2 ΣC(n, i) / 2ⁿ over i ≤ worse.
  @Test(arguments: [
    (12, 0), (40, 0), (150, 0), (20, 2), (60, 12), (90, 25), (120, 60), (70, 60), (130, 100), (160, 100),
  ])
  func smallPValuesAreThoseOfTheBinomialTest(better: Int, worse: Int) throws {
    let truth = (0..<600).map { Int32($0 % 2) }
    func labels(wrong: Range<Int>) -> [Int32] { truth.indices.map { wrong.contains($0) ? 1 - truth[$0] : truth[$0] } }
    let resampling = try Resampling(
      [SeededPartitions([labels(wrong: 0..<worse)]), SeededPartitions([labels(wrong: 200..<200 + better)])],
      truth: LabelSet(truth), scores: [ClusteringAccuracy()])
    let difference = resampling.difference(score: 0, 0, over: 1)
    let exact = binomialTail(better + worse, atMost: worse)
    if exact > 0.02 {
      #expect(abs(difference.p - exact) < 3 * (exact * (1 - exact) / 10_000).squareRoot() + 1e-4)
    } else {
      #expect(abs(difference.p / exact - 1) < 0.2, "\(difference.p) against \(exact)")
    }
  }

  /// Only items that the methods place otherwise can be exchanged, however many others contribute a little.
  @Test(arguments: 1...8) func noFewItemsAreSignificant(wrong: Int) throws {
    let truth = (0..<60).map { Int32($0 % 3) }
    let other = truth.enumerated().map { $0.offset < wrong ? ($0.element + 1) % 3 : $0.element }
    let resampling = try Resampling(
      [SeededPartitions([truth.map { 2 - $0 }]), SeededPartitions([other])], truth: LabelSet(truth),
      scores: ExternalScores.all)
    for score in ExternalScores.all.indices {
      let p = resampling.difference(score: score, 0, over: 1).p
      #expect(p >= exp2(1 - Double(wrong)), "\(ExternalScores.all[score].name): \(p)")
    }
  }

  /// Holm's correction of so many pairs asks for p-values that ten thousand draws cannot show.
  @Test func manyDeterministicMethodsMayDiffer() throws {
    let truth = (0..<600).map { Int32($0 % 2) }
    let methods = (0..<40).map { method in
      SeededPartitions([truth.indices.map { $0 < 3 * method ? 1 - truth[$0] : truth[$0] }])
    }
    let resampling = try Resampling(methods, truth: LabelSet(truth), scores: [ClusteringAccuracy()])
    let pairs = Resampling.pairs(of: methods.count)
    let corrected = resampling.corrected(resampling.differences(of: pairs)[0], of: pairs)
    for (pair, p) in zip(pairs, corrected) {
      let apart = 3 * (pair.second - pair.first)
      if apart >= 24 { #expect(p < 0.001, "\(apart) items: \(p)") }
      if apart <= 9 { #expect(p > 0.05, "\(apart) items: \(p)") }
    }
  }

  @Test func theNormalLimitIsCloseToDrawnSigns() throws {
    var random = Seed(1).stream("limit")
    let truth = (0..<3_000).map { _ in Int32(random.integer(below: 3)) }
    let first = noisy(truth, share: 0.5, classes: 3, &random)
    let second = noisy(truth, share: 0.47, classes: 3, &random)
    let resampling = try Resampling(
      [SeededPartitions([first]), SeededPartitions([second])], truth: LabelSet(truth),
      scores: [ClusteringAccuracy(), CohenKappa()])
    let difference = resampling.difference(score: 0, 0, over: 1)
    guard case .normal(let bound) = difference.method else {
      Issue.record("so many items were drawn")
      return
    }
    #expect(bound > 0.005 && bound < 0.03)
    let better = zip(truth, zip(first, second)).count { $0 == $1.0 && $0 != $1.1 }
    let worse = zip(truth, zip(first, second)).count { $0 != $1.0 && $0 == $1.1 }
    let z = Double(abs(better - worse) - 1) / Double(better + worse).squareRoot()
    #expect(abs(difference.p - StudentT(degreesOfFreedom: .infinity).beyond(z)) < 1e-9)
  }

  @Test func equalPartitionsDoNotDiffer() throws {
    let labels: [[Int32]] = [[0, 0, 1, 1, 2, 2], [0, 1, 1, 1, 2, 0]]
    let renamed = labels.map { $0.map { 2 - $0 } }
    let resampling = try Resampling(
      [SeededPartitions(labels), SeededPartitions(renamed)], truth: LabelSet([0, 0, 1, 1, 2, 2]),
      scores: ExternalScores.all)
    for score in ExternalScores.all.indices {
      let difference = resampling.difference(score: score, 0, over: 1)
      #expect(
        abs(difference.mean) < 1e-12 && difference.p == 1, "\(ExternalScores.all[score].name)")
      #expect(difference.method == .noItemDiffers)
      #expect(difference.uncertainty.standardError < 1e-9)
    }
  }

  @Test func exchangedMethodsHaveTheOppositeDifference() throws {
    var random = Seed(2).stream("exchange")
    let truth = (0..<500).map { _ in Int32(random.integer(below: 4)) }
    let methods = (0..<3).map { _ in
      SeededPartitions((0..<4).map { _ in noisy(truth, share: 0.5, classes: 4, &random) })
    }
    let resampling = try Resampling(methods, truth: LabelSet(truth), scores: [CohenKappa()])
    #expect(Resampling.pairs(of: 3).map { [$0.first, $0.second] } == [[0, 1], [0, 2], [1, 2]])
    let all = resampling.differences(of: Resampling.pairs(of: 3))[0]
    for (pair, difference) in zip(Resampling.pairs(of: 3), all) {
      let other = resampling.difference(score: 0, pair.second, over: pair.first)
      #expect(abs(other.mean + difference.mean) < 1e-15)
      #expect(
        close(other.uncertainty.standardError, difference.uncertainty.standardError, relative: 1e-9)
      )
      #expect(abs(other.p - difference.p) < 0.02)
      #expect(difference.low < difference.mean && difference.mean < difference.high)
      let alone = try Resampling(
        [methods[pair.first], methods[pair.second]], truth: LabelSet(truth), scores: [CohenKappa()])
      #expect(
        abs(
          alone.difference(score: 0, 0, over: 1).uncertainty.standardError
            - difference.uncertainty.standardError) < 1e-12)
    }
  }

  @Test func theSameSeedsArePaired() throws {
    var random = Seed(6).stream("pairs")
    let truth = (0..<800).map { _ in Int32(random.integer(below: 4)) }
    // The seeds differ much, but act on both methods alike.
    let first = [0.3, 0.5, 0.7, 0.9].map { noisy(truth, share: $0, classes: 4, &random) }
    let second = first.map { labels in
      labels.map { random.uniform() < 0.05 ? Int32(random.integer(below: 4)) : $0 }
    }
    func difference(firstSeed: UInt64) throws -> PairedDifference {
      try Resampling(
        [SeededPartitions(first), SeededPartitions(second, firstSeed: firstSeed)],
        truth: LabelSet(truth),
        scores: [CohenKappa()]
      ).difference(score: 0, 0, over: 1)
    }
    let (paired, separate) = (try difference(firstSeed: 0), try difference(firstSeed: 100))
    #expect(paired.pairsSeeds && !separate.pairsSeeds)
    #expect(paired.mean == separate.mean && paired.mean > 0)
    #expect(paired.p < 0.05 && separate.p > 0.3)
  }

  @Test func oneSeedBorrowsTheSpreadOfTheOther() throws {
    var random = Seed(7).stream("borrow")
    let truth = (0..<2_000).map { _ in Int32(random.integer(below: 4)) }
    let many = SeededPartitions(
      [0.4, 0.6, 0.5].map { noisy(truth, share: $0, classes: 4, &random) })
    let one = SeededPartitions([noisy(truth, share: 0.5, classes: 4, &random)], firstSeed: 50)
    let resampling = try Resampling(
      [many, one, SeededPartitions([many.partitions[0].labels])], truth: LabelSet(truth),
      scores: [CohenKappa()])
    let difference = resampling.difference(score: 0, 1, over: 0)
    let own = try #require(resampling.estimate(score: 0, of: 0).uncertainty.seedError)
    let both = try #require(difference.uncertainty.seedError)
    #expect(close(both, own * 2, relative: 1e-9))
    #expect(difference.p > 0.3)
    #expect(resampling.difference(score: 0, 1, over: 2).uncertainty.seedError == nil)
  }
}

/// Both tails of a binomial distribution with equal probabilities.
private func binomialTail(_ count: Int, atMost largest: Int) -> Double {
  var (term, sum) = (exp2(-Double(count)), 0.0)
  for value in 0...largest {
    sum += term
    term *= Double(count - value) / Double(value + 1)
  }
  return min(2 * sum, 1)
}
