import Core
import Figures
import Foundation
import Matrices
import Testing

@Suite struct AxisTests {
  @Test(arguments: 0..<200)
  func ticksAreRoundAndEvenAndInside(seed: UInt64) {
    var stream = Seed(seed).stream("axis")
    let center = stream.gaussian() * pow(10, Double(stream.integer(below: 7)) - 3)
    let spread = pow(10, Double(stream.integer(below: 7)) - 3)
    let values = (0..<5).map { _ in center + spread * stream.gaussian() }
    for rounded in [true, false] {
      let axis = Axis(covering: values, rounded: rounded)
      #expect(values.allSatisfy { axis.share($0) >= -1e-9 && axis.share($0) <= 1 + 1e-9 })
      #expect((2...12).contains(axis.ticks.count))
      #expect(axis.ticks.allSatisfy { axis.share($0) >= -1e-6 && axis.share($0) <= 1 + 1e-6 })
      let steps = zip(axis.ticks, axis.ticks.dropFirst()).map { $1 - $0 }
      for step in steps {
        let lead = step / pow(10, log10(step).rounded(.down))
        #expect([1, 2, 2.5, 5, 10].contains { abs($0 - lead) < 1e-5 * $0 })
      }
    }
  }

  @Test func tickTextsAreThoseOfScores() {
    let axis = Axis(covering: [-0.2, 1], includesZero: true, count: 6)
    #expect(axis.ticks.map(axis.text) == ["−.2", "0", ".2", ".4", ".6", ".8", "1"])
    let counts = Axis(covering: [0, 60_000], count: 3)
    #expect(counts.ticks.map(counts.text) == ["0", "20,000", "40,000", "60,000"])
    let powers = Axis(covering: [1, 1000], count: 4, scale: .logarithmic)
    #expect(powers.ticks.map(powers.text) == ["1", "3", "10", "30", "100", "300", "1,000"])
  }

  @Test func zeroIsIncludedWhenAsked() {
    let axis = Axis(covering: [0.4, 0.5], includesZero: true)
    #expect(axis.lower == 0)
    #expect(axis.share(0) == 0)
  }

  @Test(arguments: [[], [.nan], [3], [0, 0], [1e-12, 1e-12], [-1e200, 1e200], [.infinity, 2]] as [[Double]])
  func degenerateValuesGiveAnAxis(values: [Double]) {
    for scale in [Axis.Scale.linear, .logarithmic] {
      let axis = Axis(covering: values, scale: scale)
      #expect(axis.lower < axis.upper)
      #expect(axis.share(axis.lower).isFinite && axis.share(axis.upper).isFinite)
      #expect(axis.ticks.map(axis.text).count < 100)
    }
  }

  @Test func ticksWhoseTextsWouldTouchAreThinned() {
    let typesetter = Typesetter()
    let axis = Axis(covering: [0, 1], count: 10)
    let font = Font(size: 8)
    #expect(axis.readableTicks(length: 400, font: font, typesetter: typesetter).count == 11)
    let few = axis.readableTicks(length: 40, font: font, typesetter: typesetter)
    #expect(few.count < 6 && few.contains(0))
  }

  @Test(arguments: [40.0, 100, 200, 400])
  func chosenTicksKeepTheirEndsAndTouchNowhere(length: Double) {
    let typesetter = Typesetter()
    let font = Font(size: 8)
    let values: [Double] = [9, 14, 20, 27, 40, 60, 90, 140, 200]
    let axis = Axis(covering: values, rounded: false).marking(values)
    let kept = axis.readableTicks(length: length, font: font, typesetter: typesetter)
    #expect(kept.first == 9 && kept.last == 200)
    for (left, right) in zip(kept, kept.dropFirst()) {
      let texts = (typesetter.width(of: axis.text(left), font) + typesetter.width(of: axis.text(right), font)) / 2
      #expect((axis.share(right) - axis.share(left)) * length > texts)
    }
  }

  /// Counts and shares: no axis shows a value that they cannot have, and counts have whole ticks.
  @Test(arguments: 0..<100)
  func anAxisKeepsToTheBoundsOfItsQuantity(seed: UInt64) {
    var stream = Seed(seed).stream("bounds")
    let largest = pow(10, 4 * stream.uniform())
    let counts = (0..<3).map { _ in (largest * stream.uniform()).rounded(.down) }
    for values in [counts, [0, 0], [0, 1], [counts[0], counts[0]]] {
      let axis = Axis(covering: values, within: .count)
      #expect(axis.lower >= 0 && axis.upper > axis.lower && axis.upper >= values.max() ?? 0)
      #expect(axis.ticks.allSatisfy { $0 == $0.rounded() && $0 >= 0 } && axis.ticks.count >= 2)
    }
    let shares = (0..<3).map { _ in 100 * stream.uniform() }
    for values in [shares, [0, 0], [100, 100], [0, 100], [99, 100]] {
      let axis = Axis(covering: values, within: .percent)
      #expect(axis.lower >= 0 && axis.upper <= 100 && axis.upper > axis.lower)
    }
    // A value beyond the bounds is shown all the same.
    #expect(Axis(covering: [0.5, 1.2], within: .init(0...1)).upper >= 1.2)
  }
}
