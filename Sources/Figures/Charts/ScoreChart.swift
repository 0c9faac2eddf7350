import Core

/// The scores of every method with their spread over the seeds: one panel a score, one row a method, methods grouped by
/// space; a bar to the mean, a ring a seed, and a line over the interval of the mean or, where it is not known, of one
/// standard deviation to both sides.
package struct ScoreChart: LaidOutChart {
  /// One clusterer on one space.
  package struct Method: Sendable {
    package let space: String
    package let clusterer: String
    /// For each score the values over the seeds; values that are not finite are left out and counted.
    package let values: [[Double]]
    /// For each score the interval of its mean; nil where it is not known.
    package let intervals: [ClosedRange<Double>?]

    package init(space: String, clusterer: String, values: [[Double]], intervals: [ClosedRange<Double>?] = []) {
      self.space = space
      self.clusterer = clusterer
      self.values = values
      self.intervals = intervals
    }

    /// The ends of the line that is drawn over the bar of a score; nil for a single value without an interval.
    func ends(_ score: Int, _ summary: Summary) -> (low: Double, high: Double)? {
      if intervals.indices.contains(score), let interval = intervals[score] {
        return (interval.lowerBound, interval.upperBound)
      }
      guard summary.values.count > 1 else { return nil }
      return (summary.mean - summary.deviation, summary.mean + summary.deviation)
    }
  }

  /// One score as a panel shows it.
  package struct Score: Sendable, ExpressibleByStringLiteral {
    package let name: String
    /// True where a lower value is better; the best mean is set in bold.
    package let lowerIsBetter: Bool

    package init(_ name: String, lowerIsBetter: Bool = false) {
      self.name = name
      self.lowerIsBetter = lowerIsBetter
    }

    package init(stringLiteral name: String) { self.init(name) }
  }

  package let scores: [Score]
  /// In the order of their rows; methods of one space stand together, in the order of its first.
  package let methods: [Method]

  package init(scores: [Score], methods: [Method]) {
    self.scores = scores
    var ranks: [String: Int] = [:]
    for method in methods where ranks[method.space] == nil { ranks[method.space] = ranks.count }
    self.methods = methods.enumerated()
      .sorted { (ranks[$0.element.space] ?? 0, $0.offset) < (ranks[$1.element.space] ?? 0, $1.offset) }
      .map(\.element)
  }

  package func validate() throws {
    guard !scores.isEmpty, !methods.isEmpty else {
      throw FigureError(.noData(scores.isEmpty ? "there are no scores" : "there are no methods"))
    }
    for method in methods where method.values.count != scores.count {
      throw FigureError(
        .countMismatch(
          what: "lists of values for \(method.space), \(method.clusterer)", expected: scores.count,
          found: method.values.count))
    }
    guard methods.contains(where: { $0.values.contains { $0.contains(where: \.isFinite) } }) else {
      throw FigureError(.noData("no method has a finite score"))
    }
  }

  package var notices: [Notice] {
    let dropped = methods.flatMap { method in
      zip(scores, method.values).flatMap { score, values in
        values.filter { !$0.isFinite }.map { _ in "\(score.name) of \(method.clusterer) on \(method.space)" }
      }
    }
    guard !dropped.isEmpty else { return [] }
    return [
      Notice(
        kind: "scores-not-drawn",
        message: "\(counted(dropped.count, "score")) not finite, not drawn: \(list(dropped.uniqued, limit: 5))")
    ]
  }

  package func draw(_ layout: ScoreLayout, on canvas: Canvas) { layout.draw(on: canvas) }

  /// The clusterers in the order of their first row: each has a colour.
  var clusterers: [String] { methods.map(\.clusterer).uniqued }

  /// The digits after the point of a score's means: three where all are below 10, two below 100, and none beyond.
  package func digits(of score: Int) -> Int {
    let largest = methods.compactMap { Summary($0.values[score]).map { abs($0.mean) } }.max() ?? 0
    return largest < 10 ? 3 : largest < 100 ? 2 : 0
  }

  /// The mean of a score as its panel shows it, such as `.354`, `43.04` or `9,383`.
  package func meanText(_ summary: Summary, _ score: Int) -> String { text(summary.mean, score) }

  /// The deviation of a score with as many digits, such as `±.012` or `±3,560`.
  package func deviationText(_ summary: Summary, _ score: Int) -> String { "±" + text(summary.deviation, score) }

  private func text(_ value: Double, _ score: Int) -> String {
    let digits = digits(of: score)
    guard digits == 0, abs(value) < 1e6 else { return NumberText.score(value, digits: digits) }
    return NumberText.count(Int(value.rounded()))
  }

  /// The axis of each score: one for all when all values are within −1…1, as those of agreement are.
  var axes: [Axis] {
    let values = scores.indices.map { score in methods.flatMap { $0.values[score] }.filter(\.isFinite) }
    let ends = scores.indices.map { score in
      methods.flatMap { method in
        Summary(method.values[score]).flatMap { method.ends(score, $0) }.map { [$0.low, $0.high] } ?? []
      }
    }
    let all = zip(values, ends).map { $0 + $1 }
    if values.joined().allSatisfy({ abs($0) <= 1 }) {
      let shared = Axis(
        covering: all.flatMap { $0 }.map { min(max($0, -1), 1) }, includesZero: true, count: 4, rounded: false)
      return scores.map { _ in shared }
    }
    return all.map { Axis(covering: $0, includesZero: true, count: 4, rounded: false) }
  }
}

/// The mean and the spread of the finite ones of some values.
package struct Summary {
  package let values: [Double]
  package let mean: Double
  /// The sample standard deviation; 0 for one value.
  package let deviation: Double

  /// Nil when no value is finite.
  package init?(_ values: [Double]) {
    let finite = values.filter(\.isFinite)
    guard !finite.isEmpty else { return nil }
    let mean = finite.reduce(0, +) / Double(finite.count)
    let squares = finite.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.values = finite
    self.mean = mean
    deviation = finite.count > 1 ? (squares / Double(finite.count - 1)).squareRoot() : 0
  }
}
