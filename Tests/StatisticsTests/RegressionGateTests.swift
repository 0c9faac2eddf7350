import Core
import Foundation
import Gate
import Scores
import Statistics
import Testing

@Suite struct RegressionGateTests {
  private let gate = RegressionGate(tolerance: 0.01, alpha: 0.05)

  /// A change that is known from the seeds alone.
  private func change(_ new: [Double], _ recorded: [Double], firstSeed: UInt64 = 100) -> ScoreChange {
    func values(_ list: [Double], from seed: UInt64) -> [UInt64: Double] {
      Dictionary(uniqueKeysWithValues: list.enumerated().map { (seed + UInt64($0), $1) })
    }
    return ScoreChange(new: values(new, from: firstSeed), recorded: values(recorded, from: 0))
  }

  private func verdict(_ changes: [ScoreChange], higherIsBetter: Bool = true) -> [RegressionGate.Verdict] {
    gate.judge(changes, higherIsBetter: changes.map { _ in higherIsBetter }).map(\.verdict)
  }

  private let five = [0.5, 0.501, 0.502, 0.499, 0.498]

  @Test func aDropBeyondTheToleranceRegresses() {
    #expect(verdict([change(five.map { $0 - 0.1 }, five)]) == [.regressed])
    #expect(verdict([change(five.map { $0 + 0.1 }, five)]) == [.improved])
    #expect(verdict([change(five.map { $0 + 0.1 }, five)], higherIsBetter: false) == [.regressed])
    #expect(verdict([change(five.map { $0 - 0.1 }, five)], higherIsBetter: false) == [.improved])
  }

  @Test func aCertainDropWithinTheToleranceIsUnchanged() {
    let judgement = gate.judge([change(five.map { $0 - 0.005 }, five)], higherIsBetter: [true])[0]
    #expect(judgement.verdict == .unchanged)
    // The drop itself is beyond doubt: it is the tolerance that permits it.
    #expect((judgement.interval?.upperBound ?? 1) < 0 && judgement.p == 1)
    let strict = RegressionGate(tolerance: 0, alpha: 0.05)
    #expect(strict.judge([change(five.map { $0 - 0.005 }, five)], higherIsBetter: [true])[0].verdict == .regressed)
  }

  @Test func aDropAroundTheToleranceIsUndecided() {
    #expect(verdict([change(five.map { $0 - 0.0105 }, five)]) == [.undecided])
    #expect(verdict([change(five.map { $0 - 0.0095 }, five)]) == [.undecided])
  }

  @Test func theTestAndTheIntervalAreThoseOfScipy() throws {
    let cases = GateFixture.shared.cases
    #expect(cases.count == 18 && cases.count { $0.low == nil } == 9)
    for known in cases {
      let gate = RegressionGate(tolerance: known.tolerance, alpha: 0.05)
      let judgement = gate.judge([change(known.new, known.recorded)], higherIsBetter: [true])[0]
      #expect(close(try #require(judgement.p), known.p, relative: 1e-4), "\(known)")
      guard let low = known.low, let high = known.high else {
        #expect(judgement.interval == nil, "\(known)")
        continue
      }
      let interval = try #require(judgement.interval)
      #expect(abs(interval.lowerBound - low) < 1e-9 && abs(interval.upperBound - high) < 1e-9)
    }
  }

  @Test func identicalValuesAreUnchangedWhateverTheNumberOfSeeds() {
    for seeds in 1...3 {
      let values = Array(five.prefix(seeds))
      let judgement = gate.judge([change(values, values, firstSeed: 0)], higherIsBetter: [true])[0]
      #expect(judgement.verdict == .unchanged && judgement.interval == 0...0)
      #expect(judgement.p == nil && judgement.outlook == nil)
    }
    let strict = RegressionGate(tolerance: 0, alpha: 0.05)
    #expect(strict.judge([change([0.5], [0.5], firstSeed: 0)], higherIsBetter: [true])[0].verdict == .unchanged)
  }

  @Test func oneSeedOnEachSideDecidesNothing() {
    let judgement = gate.judge([change([0.1], [0.9])], higherIsBetter: [true])[0]
    #expect(judgement.verdict == .undecided && judgement.interval == nil && judgement.outlook == .spread)
  }

  @Test func oneSeedDecidesNothingAndTwoBorrowTheSpreadOfTheOthers() {
    // A single value lies apart wherever the method has a rarer optimum, however many the other side has.
    for recorded in [five, five + five + five] {
      let judgement = gate.judge([change([0.3], recorded)], higherIsBetter: [true])[0]
      #expect(judgement.verdict == .undecided && judgement.interval == nil && judgement.detectable == nil)
      #expect(judgement.p == 0.25 && judgement.outlook == .seeds(3))
    }
    // Two against five are enough.
    #expect(verdict([change([0.3, 0.301], five)]) == [.regressed])
    #expect(verdict([change(five, [0.3, 0.301])]) == [.improved])
    #expect(verdict([change([0.489, 0.49], five)]) == [.undecided])
  }

  @Test func manyCellsAreCorrectedTogether() throws {
    let borderline = change([0.485, 0.470, 0.475, 0.480, 0.465], five)
    let alone = gate.judge([borderline], higherIsBetter: [true])[0]
    let p = try #require(alone.p)
    #expect(p > 0.05 / 20 && p < 0.05 && alone.verdict == .regressed)
    let others = (0..<19).map { _ in change(five.reversed().map { $0 + 0.001 }, five) }
    let among = gate.judge([borderline] + others, higherIsBetter: [Bool](repeating: true, count: 20))
    #expect(among[0].verdict == .undecided)
    #expect(among[0].interval == alone.interval && among[0].p == alone.p)
    #expect(abs((among[0].adjusted ?? 0) - 20 * p) < 1e-12)
    #expect((among[0].detectable ?? 0) > (alone.detectable ?? 1))
    // Cells that are identical cannot raise an alarm, and cost nothing.
    let same = (0..<19).map { _ in change(five, five, firstSeed: 0) }
    #expect(gate.judge([borderline] + same, higherIsBetter: [Bool](repeating: true, count: 20))[0] == alone)
  }

  @Test func aDropThatIsClearNeedsNothingAndOneAtTheEdgeOfTheToleranceMayNeedMoreSeeds() {
    let spread = [0.02, -0.02, 0.01, -0.01, 0.0]
    func judgement(_ drop: Double) -> RegressionGate.Judgement {
      gate.judge([change(spread.map { 0.5 - drop + $0 }, spread.map { 0.5 + $0 })], higherIsBetter: [true])[0]
    }
    #expect(judgement(0.06).verdict == .regressed && judgement(0.06).outlook == nil)
    #expect(judgement(0.0105).verdict == .undecided && judgement(0.0105).outlook == .moreSeeds(6))
  }

  @Test(arguments: [(0.015, 100..<300), (0.02, 30..<60), (0.03, 8..<20)])
  func theOutlookNamesTheSeedsThatSettleIt(drop: Double, seeds: Range<Int>) throws {
    let spread = [0.02, -0.02, 0.01, -0.01, 0.0]
    let judgement = gate.judge(
      [change(spread.map { 0.5 - drop + $0 }, spread.map { 0.5 + $0 })], higherIsBetter: [true])[0]
    #expect(judgement.verdict == .undecided)
    guard case .seeds(let count)? = judgement.outlook else {
      Issue.record("no seeds settle a drop of \(drop)")
      return
    }
    #expect(seeds.contains(count), "\(count)")
    // With so many seeds of the same spread, the same drop is found four times of five.
    let deviation = (spread.reduce(0) { $0 + $1 * $1 } / 4).squareRoot()
    var random = Seed(3).stream("outlook")
    let found = (0..<400).count { _ in
      func side(_ mean: Double) -> [Double] { (0..<count).map { _ in mean + deviation * random.gaussian() } }
      return verdict([change(side(0.5 - drop), side(0.5), firstSeed: 10_000)]) == [.regressed]
    }
    #expect((0.72...0.90).contains(Double(found) / 400), "\(count) seeds: \(found) of 400")
  }

  @Test func theDetectableLossIsFoundFourTimesOfFive() throws {
    let spread = [0.02, -0.02, 0.01, -0.01, 0.0]
    let judged = gate.judge([change(spread.map { 0.5 + $0 }, spread.map { 0.5 + $0 })], higherIsBetter: [true])[0]
    let loss = try #require(judged.detectable)
    let deviation = (spread.reduce(0) { $0 + $1 * $1 } / 4).squareRoot()
    var random = Seed(4).stream("detectable")
    let found = (0..<1_000).count { _ in
      func side(_ mean: Double) -> [Double] { (0..<5).map { _ in mean + deviation * random.gaussian() } }
      return verdict([change(side(0.5 - loss), side(0.5))]) == [.regressed]
    }
    #expect((0.74...0.88).contains(Double(found) / 1_000), "\(found) of 1,000")
  }
}

/// The reference values of scipy from `make_gate.py`: Student's t and the least probabilities.
private struct GateFixture: Decodable {
  struct Case: Decodable {
    let new, recorded: [Double]
    let tolerance, p: Double
    let low, high: Double?
  }

  let cases: [Case]

  static let shared: Self = {
    let url = Bundle.module.url(forResource: "Fixtures/gate", withExtension: "json")
    guard let url, let data = try? Data(contentsOf: url), let fixture = try? JSONDecoder().decode(Self.self, from: data)
    else { return Self(cases: []) }
    return fixture
  }()
}
