import Foundation

/// The value of a parameter, as files and command lines write it.
public enum ParameterValue: Sendable, Hashable, CustomStringConvertible {
  /// A whole number.
  case integer(Int)
  /// A number.
  case number(Double)
  /// A text, one of the words of a choice, or the name of a reference.
  case text(String)
  /// A yes or no.
  case boolean(Bool)
  /// A list of numbers.
  case numbers([Double])

  public var description: String {
    switch self {
    case .integer(let value): "\(value)"
    case .number(let value): value.formatted
    case .text(let value): value
    case .boolean(let value): value ? "yes" : "no"
    case .numbers(let values): "[\(values.map(\.formatted).joined(separator: ", "))]"
    }
  }
}

extension Double {
  /// Six significant digits at most, without needless zeros.
  fileprivate var formatted: String { String(format: "%.6g", self) }
}

/// The numbers between two bounds.
public struct Interval: Sendable, Hashable {
  /// The lower bound; minus infinity where there is none.
  public let lower: Double
  /// The upper bound, itself included; infinity where there is none.
  public let upper: Double
  /// False where the lower bound itself is excluded.
  public let includesLower: Bool

  /// All finite numbers.
  public static let any = Interval(lower: -.infinity, upper: .infinity, includesLower: false)

  /// Returns the numbers from one on, itself included.
  public static func atLeast(_ lower: Double) -> Interval {
    Interval(lower: lower, upper: .infinity, includesLower: true)
  }

  /// Returns the numbers above one.
  public static func above(_ lower: Double) -> Interval {
    Interval(lower: lower, upper: .infinity, includesLower: false)
  }

  /// Returns the numbers above one and up to another, which is included.
  public static func above(_ lower: Double, to upper: Double) -> Interval {
    Interval(lower: lower, upper: upper, includesLower: false)
  }

  /// Returns the numbers between two, both included.
  public static func from(_ lower: Double, to upper: Double) -> Interval {
    Interval(lower: lower, upper: upper, includesLower: true)
  }

  /// Returns whether a number lies in the interval; NaN and infinity are in none.
  public func contains(_ value: Double) -> Bool {
    value.isFinite && (includesLower ? value >= lower : value > lower) && value <= upper
  }

  /// The interval in words, such as `a number of at least 0`.
  public var words: String {
    switch (lower.isFinite, upper.isFinite) {
    case (false, false): "a number"
    case (false, true): "a number of at most \(upper.formatted)"
    case (true, false): includesLower ? "a number of at least \(lower.formatted)" : "a number above \(lower.formatted)"
    case (true, true):
      includesLower
        ? "a number from \(lower.formatted) to \(upper.formatted)"
        : "a number above \(lower.formatted) and of at most \(upper.formatted)"
    }
  }
}

/// The values that a parameter may have.
public enum ParameterDomain: Sendable, Hashable {
  /// Whole numbers in a range.
  case integer(ClosedRange<Int>)
  /// Numbers in an interval.
  case number(Interval)
  /// One of some words.
  case choice([String])
  /// Yes or no.
  case boolean
  /// A text of at least one character.
  case text
  /// The name of a reference of the experiment.
  case reference
  /// A list of at least one number.
  case numbers(Interval)

  /// The largest whole number of a range without an upper bound, 2³¹ − 1.
  public static let largestInteger = Int(Int32.max)

  /// Returns whether a value is allowed; a whole number counts as a number too.
  public func contains(_ value: ParameterValue) -> Bool {
    switch (self, value) {
    case (.integer(let range), .integer(let value)): range.contains(value)
    case (.number(let interval), .number(let value)): interval.contains(value)
    case (.number(let interval), .integer(let value)): interval.contains(Double(value))
    case (.choice(let words), .text(let word)): words.contains(word)
    case (.boolean, .boolean): true
    case (.text, .text(let text)), (.reference, .text(let text)): !text.isEmpty
    case (.numbers(let interval), .numbers(let values)): !values.isEmpty && values.allSatisfy(interval.contains)
    default: false
    }
  }

  /// Returns the values that are allowed in words, for a value that is not: the bound that it misses, or all of them.
  public func words(for value: ParameterValue) -> String {
    if case .integer(let range) = self, case .integer(let value) = value, value > range.upperBound,
      range.upperBound >= Self.largestInteger
    {
      return "a whole number of at most \(range.upperBound)"
    }
    return words
  }

  /// The values in words, such as `a whole number from 1 to 5`.
  public var words: String {
    switch self {
    case .integer(let range):
      range.upperBound >= Self.largestInteger
        ? "a whole number of at least \(range.lowerBound)"
        : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .number(let interval): interval.words
    case .choice(let words): "one of \(words.joined(separator: ", "))"
    case .boolean: "true or false"
    case .text: "a text of at least one character"
    case .reference: "the name of a reference"
    case .numbers(let interval): "a list, each entry \(interval.words)"
    }
  }
}
