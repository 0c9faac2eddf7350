/// The facts about a parameter without the method that has it.
public struct ParameterDeclaration: Sendable, Hashable {
  /// The name in experiment files and on the command line, such as `min-cluster-size`.
  public let name: String
  /// The meaning in one line.
  public let summary: String
  /// The values that the parameter may have.
  public let domain: ParameterDomain
  /// True where the parameter may be left to the data.
  public let isOptional: Bool
  /// The value in a method that is made without options; nil for one that is left to the data.
  public internal(set) var defaultValue: ParameterValue?
}

/// A parameter of a method: its declaration, and the property that holds its value.
public struct Parameter<Root>: Sendable {
  /// The property that holds a value.
  public typealias Path<Value> = any WritableKeyPath<Root, Value> & Sendable

  /// The name, the meaning and the range of the parameter.
  public let declaration: ParameterDeclaration
  let value: @Sendable (Root) -> ParameterValue?
  /// Returns false for a value of another type.
  let assign: @Sendable (inout Root, ParameterValue) -> Bool
  let clear: @Sendable (inout Root) -> Void

  private init<Value>(
    _ name: String, _ domain: ParameterDomain, _ summary: String,
    _ path: Path<Value>, from: @escaping @Sendable (ParameterValue) -> Value?,
    to: @escaping @Sendable (Value) -> ParameterValue
  ) {
    declaration = ParameterDeclaration(name: name, summary: summary, domain: domain, isOptional: false)
    value = { to($0[keyPath: path]) }
    assign = { root, value in
      guard let value = from(value) else { return false }
      root[keyPath: path] = value
      return true
    }
    clear = { _ in }
  }

  private init<Value>(
    optional name: String, _ domain: ParameterDomain, _ summary: String,
    _ path: Path<Value?>, from: @escaping @Sendable (ParameterValue) -> Value?,
    to: @escaping @Sendable (Value) -> ParameterValue
  ) {
    declaration = ParameterDeclaration(name: name, summary: summary, domain: domain, isOptional: true)
    value = { $0[keyPath: path].map(to) }
    assign = { root, value in
      guard let value = from(value) else { return false }
      root[keyPath: path] = value
      return true
    }
    clear = { $0[keyPath: path] = nil }
  }
}

// MARK: - Whole numbers

extension Parameter {
  /// Declares a whole number of at least a bound, and at most ``ParameterDomain/largestInteger``.
  public static func integer(
    _ name: String, _ path: Path<Int>, in range: PartialRangeFrom<Int>, _ summary: String
  ) -> Parameter {
    integer(name, path, in: range.lowerBound...ParameterDomain.largestInteger, summary)
  }

  /// Declares a whole number between two bounds, both included.
  public static func integer(
    _ name: String, _ path: Path<Int>, in range: ClosedRange<Int>, _ summary: String
  ) -> Parameter {
    Parameter(name, .integer(range), summary, path, from: \.asInteger, to: { .integer($0) })
  }

  /// Declares a whole number of at least a bound that may be left to the data.
  public static func integer(
    _ name: String, _ path: Path<Int?>, in range: PartialRangeFrom<Int>, _ summary: String
  ) -> Parameter {
    Parameter(
      optional: name, .integer(range.lowerBound...ParameterDomain.largestInteger), summary, path,
      from: \.asInteger, to: { .integer($0) })
  }
}

// MARK: - Numbers

extension Parameter {
  /// Declares a number in an interval.
  public static func number(
    _ name: String, _ path: Path<Double>, in interval: Interval, _ summary: String
  ) -> Parameter {
    Parameter(name, .number(interval), summary, path, from: \.asNumber, to: { .number($0) })
  }

  /// Declares a number in an interval that may be left to the data.
  public static func number(
    _ name: String, _ path: Path<Double?>, in interval: Interval, _ summary: String
  ) -> Parameter {
    Parameter(optional: name, .number(interval), summary, path, from: \.asNumber, to: { .number($0) })
  }

  /// Declares a list of at least one number, each in an interval, that may be left out.
  public static func numbers(
    _ name: String, _ path: Path<[Double]?>, in interval: Interval, _ summary: String
  ) -> Parameter {
    Parameter(optional: name, .numbers(interval), summary, path, from: \.asNumbers, to: { .numbers($0) })
  }
}

// MARK: - Words

extension Parameter {
  /// Declares one of the words that a type names by its raw values.
  public static func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, _ path: Path<Choice>, _ summary: String
  ) -> Parameter {
    Parameter(
      name, .choice(Choice.allCases.map(\.rawValue)), summary, path,
      from: { $0.asText.flatMap(Choice.init) }, to: { .text($0.rawValue) })
  }

  /// Declares a yes or no.
  public static func boolean(
    _ name: String, _ path: Path<Bool>, _ summary: String
  ) -> Parameter {
    Parameter(name, .boolean, summary, path, from: \.asBoolean, to: { .boolean($0) })
  }

  /// Declares a text of at least one character that may be left out.
  public static func text(
    _ name: String, _ path: Path<String?>, _ summary: String
  ) -> Parameter {
    Parameter(optional: name, .text, summary, path, from: \.asText, to: { .text($0) })
  }

  /// Declares the name of a reference, whose rows the method then reads.
  ///
  /// A method is given the references that such parameters name, and no others: a result depends on them alone.
  public static func reference(
    _ name: String, _ path: Path<String?>, _ summary: String
  ) -> Parameter {
    Parameter(optional: name, .reference, summary, path, from: \.asText, to: { .text($0) })
  }
}

extension ParameterValue {
  fileprivate var asInteger: Int? {
    if case .integer(let value) = self { value } else { nil }
  }

  fileprivate var asNumber: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  fileprivate var asNumbers: [Double]? {
    if case .numbers(let values) = self { values } else { nil }
  }

  fileprivate var asText: String? {
    if case .text(let value) = self { value } else { nil }
  }

  fileprivate var asBoolean: Bool? {
    if case .boolean(let value) = self { value } else { nil }
  }
}
