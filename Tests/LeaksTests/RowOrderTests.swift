import Core
import Features
import Foundation
import Leaks
import Matrices
import Testing

/// Sets in another order are asked about, aligned ones are not. With `FUSEBENCH_SIMULATIONS` set there are 200 trials of
/// each kind, whose numbers are printed.
@Suite struct RowOrderTests {
  /// Rows that a fill value makes alike have no neighbors that could show an order.
  @Test func rowsWithoutTheirDigitsAreNotAskedAbout() throws {
    let labels = LeakSamples.labels(200, classes: 3)
    func asks(_ fill: Float?) throws -> Bool {
      let base = LeakSamples.noise(200, 8)
      // The columns depend on each other, so that there is an order to check.
      let rows = LeakSamples.changing(base) { row, column, old in
        if column == 1, row % 20 == 0, let fill { return fill }
        return 0.1 * old + base[row, 0] * Float(column + 1)
      }
      return try LeakChecks(labelSets: [labels]).orderNotices(of: [LeakSamples.set(rows)]).contains {
        $0.kind == "order-in-question"
      }
    }
    #expect(try asks(nil) && !asks(9.96921e36))
  }

  private static let asked = ProcessInfo.processInfo.environment["FUSEBENCH_SIMULATIONS"] != nil
  private static let trials = asked ? 200 : 20

  /// The random draws of a trial: rows, classes, columns, and the separation of the classes.
  private struct Trial {
    var sets: [FeatureSet] = []
    let labels: LabelSet

    /// Sets of normal rows around the means of their classes; a shared part of the scatter relates them beyond these.
    ///
    /// - Parameters:
    ///   - shuffled: the set whose rows are in random order.
    ///   - separation: the standard deviation of the means; that of the rows is 1.
    init(_ seed: UInt64, sets count: Int, shuffled: Int?, separation: ClosedRange<Double>) throws {
      var stream = Seed(seed).stream("row order trial")
      let rows = 200 + stream.integer(below: 1_300)
      let classes = 2 + stream.integer(below: 9)
      let values = (0..<rows).map { _ in Int32(stream.integer(below: classes)) }
      labels = LabelSet(name: "kind", classes: (0..<classes).map(String.init), values: values)
      for set in 0..<count {
        let columns = 8 + stream.integer(below: 57)
        let distance =
          separation.lowerBound + stream.uniform() * (separation.upperBound - separation.lowerBound)
        let means = (0..<classes).map { _ in (0..<columns).map { _ in distance * stream.gaussian() }
        }
        let matrix = Matrix(
          values.map { label in means[Int(label)].map { Float($0 + stream.gaussian()) } })
        let order = set == shuffled ? stream.sample(rows, of: rows) : Array(0..<rows)
        sets.append(try FeatureSet(name: "set\(set)", matrix: matrix.selecting(rows: order)))
      }
    }

    func questions(withLabels: Bool = true) -> [String] {
      LeakChecks(labelSets: withLabels ? [labels] : []).orderNotices(of: sets).map(\.message)
    }
  }

  private func count(_ name: String, _ holds: (UInt64) throws -> Bool) rethrows -> Int {
    let found = try (0..<UInt64(Self.trials)).count { try holds($0) }
    if Self.asked { print("row order, \(name): \(found) of \(Self.trials)") }
    return found
  }

  @Test(arguments: [(1, true), (2, true), (3, true), (3, false)])
  func aSetInAnotherOrderIsAskedAbout(sets: Int, withLabels: Bool) throws {
    for (strength, separation) in [("weak", 0.4...0.6), ("strong", 0.6...3)] {
      let found = try count("\(strength), \(sets) sets, labels \(withLabels), shuffled") { seed in
        let trial = try Trial(seed, sets: sets, shuffled: sets - 1, separation: separation)
        let questions = trial.questions(withLabels: withLabels)
        return questions.count == 1 && questions[0].hasPrefix("set\(sets - 1)")
          && questions[0].hasSuffix("its rows are unrelated to these items")
      }
      #expect(
        Double(found) >= 0.95 * Double(Self.trials), "\(strength): \(found) of \(Self.trials)")
    }
  }

  @Test(arguments: [(1, true), (2, true), (3, true), (3, false), (2, false)])
  func alignedSetsAreNot(sets: Int, withLabels: Bool) throws {
    for (strength, separation) in [("weak", 0.4...0.6), ("strong", 0.6...3)] {
      let raised = try count("\(strength), \(sets) sets, labels \(withLabels), aligned") { seed in
        try !Trial(seed + 1_000, sets: sets, shuffled: nil, separation: separation)
          .questions(withLabels: withLabels).isEmpty
      }
      #expect(
        Double(raised) <= 0.01 * Double(Self.trials), "\(strength): \(raised) of \(Self.trials)")
    }
  }

  /// Columns of noise: normal, few and many, and with heavy tails, mostly zero, or of whole numbers.
  private static let noises: [(name: String, columns: Int, value: @Sendable (Float) -> Float)] = [
    ("normal", 16, { $0 }), ("two columns", 2, { $0 }), ("many columns", 100, { $0 }), ("cubes", 16, { $0 * $0 * $0 }),
    ("mostly zero", 32, { max($0 - 1, 0) }), ("two, mostly zero", 2, { max($0 - 1, 0) }),
    ("whole", 8, { $0.rounded() }),
  ]

  @Test(arguments: noises.indices) func pureNoiseIsNotAskedAboutSinceItsOrderHoldsNothing(kind: Int) throws {
    let noise = Self.noises[kind]
    let raised = try count("aligned noise beside a good set, \(noise.name)") { seed in
      let trial = try Trial(seed, sets: 1, shuffled: nil, separation: 1...2)
      let values = LeakSamples.noise(trial.labels.values.count, noise.columns, seed: seed)
      let set = try LeakSamples.set(LeakSamples.changing(values) { noise.value($2) })
      return !LeakChecks(labelSets: [trial.labels]).orderNotices(of: [trial.sets[0], set]).isEmpty
    }
    #expect(Double(raised) <= 0.01 * Double(Self.trials), "\(noise.name): \(raised) of \(Self.trials)")
  }

  @Test func ofTwoSetsWithoutLabelsNoteSaysThatItCannotTellWhich() throws {
    let trial = try Trial(3, sets: 2, shuffled: 1, separation: 1...2)
    let questions = trial.questions(withLabels: false)
    #expect(
      questions.count == 1 && questions[0].contains("set0, set1")
        && questions[0].contains("could show which one"))
  }

  @Test func labelsInAnotherOrderAreAskedAbout() throws {
    let trial = try Trial(4, sets: 2, shuffled: nil, separation: 1...2)
    var stream = Seed(9).stream("labels")
    let order = stream.sample(trial.labels.values.count, of: trial.labels.values.count)
    let notices = LeakChecks(labelSets: [trial.labels.selecting(order)]).notices(of: trial.sets)
      .filter { $0.kind == "order-in-question" }
    #expect(
      notices.count == 1
        && notices[0].message.contains("check that the labels are in the order of the features"))
  }

  @Test func fewRowsAreNotAskedAbout() throws {
    let labels = LeakSamples.labels(49, classes: 3)
    #expect(
      !LeakChecks(labelSets: [labels]).notices(of: [try LeakSamples.set(LeakSamples.noise(49, 1))])
        .contains { $0.kind == "order-in-question" })
  }
}
