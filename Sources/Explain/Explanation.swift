import Core
import Foundation
import Results

/// The rules that may explain the difference of a run from another program, with how near each comes.
package struct Explanation: Codable, Sendable, Equatable {
  /// The version of the layout of its JSON.
  package static let schema = 1

  /// The name of the run, and its folder.
  package var run: String
  package var folder: String
  /// The other program's table or file of labels.
  package var against: String
  /// The scores of the other program's clusters; nil for a table.
  package var scores: [LabelScore]?
  /// By method, then score.
  package var cells: [Cell]

  /// A number of a method beside that of the other program.
  package struct Cell: Codable, Sendable, Equatable {
    package var method: StatisticsRecord.Method
    /// The score, or the agreement with the other program's clusters.
    package var score: String
    /// The published value; 1 for the agreement.
    package var target: Double
    /// The number of seeds of which the published value is the mean; 1 where it is not known.
    package var seeds: Int
    /// The run as it is.
    package var own: Spread
    /// The distance of the run as it is.
    package var distance: Double
    package var reaches: Bool
    /// Those that reach the target first (``Explanation/Cell/ordered(_:target:seeds:)``).
    package var rows: [Row]
    /// The rules that change nothing of this method and score.
    package var notApplied: [String]
  }

  /// A rule with the number under it.
  package struct Row: Codable, Sendable, Equatable {
    package var rule: String
    package var sentence: String
    /// True where the method was fitted again, false where its clusters were scored again.
    package var isRefit: Bool
    /// Nil where the number is undefined or the rule could not be tried.
    package var value: Spread?
    /// The distance of the mean from the target.
    package var distance: Double?
    /// True where the target lies in the range, but for its rounding.
    package var reaches: Bool
    /// The reason why there is no number.
    package var failure: String?

    /// Makes the row of a rule of its values.
    package init(
      _ rule: String, _ sentence: String, isRefit: Bool, values: [Double], target: Double, failure: String? = nil
    ) {
      (self.rule, self.sentence, self.isRefit) = (rule, sentence, isRefit)
      value = Spread(values)
      distance = value.map { abs($0.mean - target) }
      reaches = value?.reaches(target) ?? false
      self.failure = value == nil ? failure ?? "the number is undefined" : nil
    }
  }

  /// A score of the other program's clusters by one rule, beside that of the run's.
  package struct LabelScore: Codable, Sendable, Equatable {
    package var score: String
    /// The rule; nil for the score as the run takes it.
    package var rule: String?
    package var other: Spread
    package var own: Spread
  }

  /// The mean of several values, over seeds or draws of items, and their range.
  package struct Spread: Codable, Sendable, Equatable {
    package var mean: Double
    package var low: Double
    package var high: Double
    /// The sample standard deviation; 0 for one value.
    package var deviation: Double
    package var count: Int

    /// The spread of the values that are defined; nil where none is.
    package init?(_ values: [Double]) {
      let defined = values.filter(\.isFinite)
      guard let low = defined.min(), let high = defined.max() else { return nil }
      // The mean of equal values is that value to the last digit.
      mean = low == high ? low : defined.reduce(0, +) / Double(defined.count)
      let mean = mean
      let squares = defined.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      deviation = (squares / Double(max(defined.count - 1, 1))).squareRoot()
      (self.low, self.high, count) = (low, high, defined.count)
    }

    /// Returns whether a published number lies in the range, but for its rounding.
    package func reaches(_ target: Double) -> Bool {
      let slack = target.rounding
      return low - slack <= target && target <= high + slack
    }

    /// The logarithm of the density of the mean of other values at a number, but for a constant, where all are of one normal
    /// distribution and are read to three digits.
    func logLikelihood(of target: Double, seeds: Int) -> Double {
      let variance = deviation * deviation * (1 / Double(count) + 1 / Double(seeds)) + Self.resolution * Self.resolution
      return -((target - mean) * (target - mean) / variance + log(variance)) / 2
    }

    /// Half a unit of the third digit.
    private static let resolution = 0.0005
  }

  /// The text of its JSON.
  ///
  /// - Throws: `ResultsError` when it holds what JSON cannot.
  package func json() throws -> String {
    String(decoding: try JSONFile.data(self, path: "the explanation", schema: Self.schema), as: UTF8.self)
  }
}

extension Explanation.Cell {
  /// The rows that reach the target.
  package var reaching: [Explanation.Row] { rows.filter(\.reaches) }

  /// Rows in their order: those that reach the target by its likelihood under their values, so that a wide range, which reaches
  /// many numbers, counts less; then the others by the distance of their mean.
  ///
  /// - Parameter seeds: the number of seeds of which the target is the mean.
  package static func ordered(_ rows: [Explanation.Row], target: Double, seeds: Int) -> [Explanation.Row] {
    func key(_ row: Explanation.Row, _ position: Int) -> (Int, Double, Int) {
      guard let value = row.value, let distance = row.distance else { return (2, 0, position) }
      let order = row.reaches ? -value.logLikelihood(of: target, seeds: seeds) : distance
      return (row.reaches ? 0 : 1, (order * 1e9).rounded(), position)
    }
    return rows.enumerated().sorted { key($0.element, $0.offset) < key($1.element, $1.offset) }.map(\.element)
  }
}

extension Double {
  /// Half a unit of the last digit that a published number is written with: .0005 for .553; at least 1e-9, and at most .005,
  /// since zeros at the end are not known.
  package var rounding: Double {
    let text = "\(self)"
    guard !text.contains("e"), let point = text.firstIndex(of: ".") else { return 1e-9 }
    let digits = text.distance(from: point, to: text.endIndex) - 1
    return Swift.min(Swift.max(pow(10, -Double(digits)) / 2, 1e-9), 0.005)
  }
}
