import Clustering
import Core
import Matrices
import Scores
import Stages
import Statistics
import Testing

/// The gain from a consensus over seeds on made data, whose classes are known.
@Suite struct ConsensusSimulationTests {
  /// k-means with one random start falls into another local optimum under nearly every seed. The consensus of ten seeds must
  /// be better than the median seed in 95 % of the draws: 200 in full, of fewer as many as three standard errors allow.
  @Test func theConsensusIsBetterThanTheMedianSeed() throws {
    let repeats = Simulation.asked == nil ? 20 : 200
    let gains = try Simulation.run("consensus", repeats) { seed, random in
      let centers = (0..<12).map { _ in (0..<8).map { _ in 2.5 * random.gaussian() } }
      let truth = (0..<240).map { Int32($0 % 12) }
      let rows = truth.map { label in centers[Int(label)].map { Float($0 + random.gaussian()) } }
      let labels = LabelSet(name: "class", classes: (0..<12).map(String.init), values: truth)
      let kmeans = KMeans(clusters: 12, restarts: 1, start: .random)
      let matrix = Matrix(rows)
      let partitions = try (0..<10).map { try kmeans.cluster(matrix, seed: seed.derived("fit", $0)).partition }
      let consensus = try Consensus(clusters: 12).combine(partitions, StageContext(seed: seed)).partition
      let index = AdjustedRandIndex()
      let scores = try partitions.map { try index.score($0, truth: labels) }.sorted()
      return try index.score(consensus, truth: labels) - (scores[4] + scores[5]) / 2
    }
    let better = Simulation.share(gains.map { $0 > 0 })
    Simulation.say("a consensus of 10 seeds beats the median seed in \(better) of \(repeats), by \(gains.average)")
    let allowance = repeats >= 200 ? 0 : 3 * (0.05 * 0.95 / Double(repeats)).squareRoot()
    #expect(better >= 0.95 - allowance, "\(better)")
    #expect(gains.average > 0.05)
  }
}

/// The coverage of the intervals for the agreement between seeds, and the false alarms of their tests. The partitions of a
/// method are drawn from a few kinds, each two of which agree by a known index, so that the true mean is known.
@Suite struct AgreementSimulationTests {
  struct Kinds: CustomTestStringConvertible {
    let weights: [Double]
    let agreements: [[Double]]

    var testDescription: String { "\(weights.count) kinds, the first \(weights[0])" }

    /// The mean over all pairs of seeds; two seeds of one kind agree fully.
    var mean: Double {
      weights.indices.reduce(0) { sum, one in
        weights.indices.reduce(sum) { $0 + weights[one] * weights[$1] * agreements[one][$1] }
      }
    }

    func draw(_ seeds: Int, _ random: inout RandomStream) -> PairwiseAgreement {
      let kinds = (0..<seeds).map { _ -> Int in
        var rest = random.uniform()
        return weights.firstIndex { weight in
          rest -= weight
          return rest < 0
        } ?? weights.count - 1
      }
      let pairs = (0..<seeds).flatMap { first in (0..<first).map { agreements[kinds[first]][kinds[$0]] } }
      return PairwiseAgreement(pairs, seeds: seeds)
    }
  }

  static let kinds: [Kinds] = {
    let two = [[1, 0.5], [0.5, 1]]
    var random = Seed(4).stream("kinds")
    let bias = (0..<60).map { _ in 0.08 * random.gaussian() }
    var many = [[Double]](repeating: [Double](repeating: 1, count: 60), count: 60)
    for one in 0..<60 {
      for other in 0..<one {
        many[one][other] = min(max(0.4 + 0.1 * random.gaussian() + bias[one] + bias[other], 0), 1)
        many[other][one] = many[one][other]
      }
    }
    return [
      Kinds(weights: [0.5, 0.5], agreements: two), Kinds(weights: [0.8, 0.2], agreements: two),
      Kinds(weights: [0.4, 0.3, 0.3], agreements: [[1, 0.5, 0.6], [0.5, 1, 0.7], [0.6, 0.7, 1]]),
      Kinds(weights: [Double](repeating: 1.0 / 60, count: 60), agreements: many),
    ]
  }()

  @Test(arguments: kinds, [3, 5, 10, 20]) func intervalsCoverAndTestsKeepTheirLevel(kinds: Kinds, seeds: Int) throws {
    let repeats = Simulation.repeats(400)
    let draws = try Simulation.run("agreement", repeats) { _, random in
      (kinds.draw(seeds, &random), kinds.draw(seeds, &random))
    }
    let covered = Simulation.share(draws.map { $0.0.interval?.contains(kinds.mean) ?? false })
    let alarms = Simulation.share(draws.map { first, second in (first.difference(from: second)?.p ?? 1) < 0.05 })
    Simulation.say("agreement of \(seeds) seeds, \(kinds.testDescription): covered \(covered), false alarms \(alarms)")
    let error = (0.05 * 0.95 / Double(repeats)).squareRoot()
    #expect(covered >= 0.91 - 3 * error, "\(covered)")
    #expect(alarms <= 0.05 + 3 * error, "\(alarms)")
  }
}
