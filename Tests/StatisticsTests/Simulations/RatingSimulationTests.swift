import Core
import Statistics
import Testing

/// The coverage of the intervals of cluster qualities and of their differences: over all pairs of a population, whose
/// ratings are known, the intervals of stratified draws hold the true value in 80 and 95 % of cases.
@Suite struct RatingSimulationTests {
  /// Items in a plane, two clusterings of them, and the rating of every pair, 1 to 3 by its distance and by chance.
  private struct Population {
    let partitions: [[Int32]]
    let ratings: [[Double]]

    init(items: Int, _ random: inout RandomStream) {
      let points = (0..<items).map { _ in (x: random.uniform(), y: random.uniform()) }
      // A grid of nine cells, and four cells with noise in the labels.
      let fine = points.map { Int32(3 * min(Int(3 * $0.x), 2) + min(Int(3 * $0.y), 2)) }
      let coarse = points.map { point in
        let cell = (point.x < 0.5 ? 0 : 2) + (point.y < 0.5 ? 0 : 1)
        return Int32(random.uniform() < 0.2 ? random.integer(below: 4) : cell)
      }
      partitions = [coarse, fine]
      ratings = (0..<items).map { first in
        (0..<items).map { second in
          let (x, y) = (points[first].x - points[second].x, points[first].y - points[second].y)
          let closeness = 3.2 - 3 * (x * x + y * y).squareRoot() + 0.6 * random.gaussian()
          return min(max(closeness.rounded(), 1), 3)
        }
      }
    }

    func places(_ pairs: [(Int, Int)], _ partition: Int) -> [PairPlace] {
      let labels = partitions[partition]
      return pairs.map { PairPlace(labels[$0.0], labels[$0.1], noise: .exclude) }
    }

    /// The estimate of both qualities and of their difference from a draw.
    func estimates(_ draw: PairDraw, seed: Seed) throws -> [ClusterQuality] {
      let pairs = draw.pairs.map { ($0.first, $0.second) }
      let rated = RatedPairs(
        ratings: pairs.map { ratings[$0.0][$0.1] }, weights: draw.pairs.map(\.weight),
        strata: draw.pairs.map(\.stratum), seed: seed, replicates: Simulation.isFull ? 1_000 : 300)
      let (one, other) = (places(pairs, 0), places(pairs, 1))
      return try [
        #require(rated.quality([one])), #require(rated.quality([other])), #require(rated.difference([one], [other])),
      ]
    }
  }

  @Test(arguments: [true, false]) func intervalsHoldTheTrueQualities(isStratified: Bool) throws {
    var random = Seed(11).stream("population")
    let population = Population(items: 150, &random)
    let all = (0..<150).flatMap { first in (first + 1..<150).map { (first, $0) } }
    let ones = [Double](repeating: 1, count: all.count)
    let rated = RatedPairs(
      ratings: all.map { population.ratings[$0.0][$0.1] }, weights: ones, strata: all.map { _ in 0 }, replicates: 2)
    let (one, other) = (population.places(all, 0), population.places(all, 1))
    let truths = try [
      #require(rated.quality([one])), #require(rated.quality([other])), #require(rated.difference([one], [other])),
    ].map(\.value)

    let repeats = Simulation.repeats(60)
    let outcomes = try Simulation.run("ratings", repeats) { seed, _ in
      let draw = PairDraw(
        isStratified ? 200 : 300, of: Array(0..<150), partitions: isStratified ? population.partitions : [], seed: seed)
      return try population.estimates(draw, seed: seed)
    }
    for (position, truth) in truths.enumerated() {
      let found = outcomes.map { $0[position] }
      // Draws of few pairs in one cluster, or in different ones, have no interval.
      func covered(_ interval: (ClusterQuality) -> ConfidenceInterval?) -> Double {
        Simulation.share(found.compactMap(interval).map { $0.low <= truth && truth <= $0.high })
      }
      let (narrow, wide) = (covered(\.narrow), covered(\.wide))
      let name = ["quality of the coarse", "quality of the fine", "difference"][position]
      let (bias, spread) = (found.map(\.value).average - truth, found.map(\.value).spread)
      Simulation.say(
        "\(name), \(isStratified ? "stratified" : "uniform"): \(narrow) of 80 % and \(wide) of 95 % intervals hold "
          + "\(truth); bias \(bias), spread \(spread)")
      // In full within two percent, of 80 within six; four standard errors of fewer.
      let judged = found.compactMap(\.wide).count
      try #require(judged > 0)
      let slack = 4 / Double(judged).squareRoot()
      #expect(abs(narrow - 0.8) < (Simulation.isFull ? 0.06 : 0.4 * slack), "\(name): \(narrow)")
      #expect((Simulation.isFull ? 0.93...0.97 : 0.95 - 0.22 * slack...1).contains(wide), "\(name): \(wide)")
      #expect(abs(bias) < 4 * spread / Double(repeats).squareRoot() + 0.01, "\(name): \(bias)")
    }
  }

  /// With as many pairs, differences between clusterings are known better from a stratified draw than from a uniform
  /// one.
  @Test func strataMakeDifferencesMorePrecise() throws {
    var random = Seed(12).stream("population")
    let population = Population(items: 150, &random)
    func spread(_ partitions: [[Int32]]) throws -> Double {
      try Simulation.run("precision", Simulation.repeats(60)) { seed, _ in
        let draw = PairDraw(200, of: Array(0..<150), partitions: partitions, seed: seed)
        return try population.estimates(draw, seed: seed)[2].value
      }.spread
    }
    let (stratified, uniform) = try (spread(population.partitions), spread([]))
    Simulation.say("standard error of the difference: \(stratified) stratified, \(uniform) uniform")
    #expect(stratified < uniform)
  }
}
