import Features
import Foundation
import Harness
import Matrices
import Testing

/// Sets in another order are asked about, aligned ones are not. With `FUSEBENCH_SIMULATIONS` set there are 200 trials of
/// each kind, whose numbers are printed.
@Suite struct RowOrderTests {
  private static let asked = ProcessInfo.processInfo.environment["FUSEBENCH_SIMULATIONS"] != nil
  private static let trials = asked ? 200 : 20

  /// What a trial draws: rows, classes, columns, and how far the classes lie apart.
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
      Radar(labelSets: withLabels ? [labels] : []).notices(of: sets).filter {
        $0.kind == "order-in-question"
      }
      .map(\.message)
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

  @Test func pureNoiseIsNotAskedAboutSinceItsOrderHoldsNothing() throws {
    let raised = try count("aligned noise beside a good set") { seed in
      let trial = try Trial(seed, sets: 1, shuffled: nil, separation: 1...2)
      let noise = RadarSamples.noise(trial.labels.values.count, 16, seed: seed)
      let notices = Radar(labelSets: [trial.labels]).notices(of: [
        trial.sets[0], try RadarSamples.set(noise),
      ])
      return notices.contains { $0.kind == "order-in-question" }
    }
    #expect(raised <= max(2, Self.trials / 20))
  }

  @Test func ofTwoSetsWithoutLabelsNoteSaysThatItCannotTellWhich() throws {
    let trial = try Trial(3, sets: 2, shuffled: 1, separation: 1...2)
    let questions = trial.questions(withLabels: false)
    #expect(
      questions.count == 1 && questions[0].contains("set0, set1")
        && questions[0].contains("Which one"))
  }

  @Test func labelsInAnotherOrderAreAskedAbout() throws {
    let trial = try Trial(4, sets: 2, shuffled: nil, separation: 1...2)
    var stream = Seed(9).stream("labels")
    let order = stream.sample(trial.labels.values.count, of: trial.labels.values.count)
    let notices = Radar(labelSets: [trial.labels.selecting(order)]).notices(of: trial.sets)
      .filter { $0.kind == "order-in-question" }
    #expect(
      notices.count == 1
        && notices[0].message.contains("are the labels in the order of the features?"))
  }

  @Test func fewRowsAreNotAskedAbout() throws {
    let labels = RadarSamples.labels(49, classes: 3)
    #expect(
      !Radar(labelSets: [labels]).notices(of: [try RadarSamples.set(RadarSamples.noise(49, 1))])
        .contains { $0.kind == "order-in-question" })
  }
}
