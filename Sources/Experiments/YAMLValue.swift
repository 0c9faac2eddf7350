import Foundation
import Stages
import Yams

/// A value of an experiment file with its key and its place, so that every error can name both.
struct YAMLValue {
  var node: Node
  /// The key that it stands under; for an entry of a list, that of the list.
  let key: String
  let file: String
  /// True for the value of an option of the command line, in which lines and columns have no meaning.
  var isOption = false

  var place: ExperimentError.Place {
    isOption
      ? ExperimentError.Place(file: file)
      : ExperimentError.Place(file: file, line: node.mark?.line, column: node.mark?.column)
  }

  /// The same under another key, by which errors call it.
  func called(_ key: String) -> YAMLValue { YAMLValue(node: node, key: key, file: file, isOption: isOption) }

  func error(_ reason: ExperimentError.Reason) -> ExperimentError { ExperimentError(reason, at: place) }

  var isMapping: Bool { node.mapping != nil }
  var isScalar: Bool { node.scalar != nil && !isNull }
  var isList: Bool { node.sequence != nil }

  private var isNull: Bool {
    guard let scalar = node.scalar, scalar.style == .plain else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }

  /// The text of a scalar that is written without quotes.
  private var plainText: String? {
    guard let scalar = node.scalar, scalar.style == .plain else { return nil }
    return scalar.string
  }

  private var found: String {
    if isNull { return "nothing" }
    if let scalar = node.scalar { return "\"\(scalar.string)\"" }
    return isList ? "a list" : "a mapping"
  }

  func wrongType(_ expected: String) -> ExperimentError {
    error(.wrongType(key: key, expected: expected, found: found))
  }

  func outOfRange(_ expected: String) -> ExperimentError {
    error(.outOfRange(key: key, expected: expected, found: found))
  }
}

// MARK: - Scalars

extension YAMLValue {
  /// A text of at least one character: a name or a path.
  func text(_ expected: String = "a text") throws -> String {
    guard let scalar = node.scalar, !isNull else { throw wrongType(expected) }
    guard !scalar.string.isEmpty else { throw outOfRange(expected + " of at least one character") }
    return scalar.string
  }

  /// A column of a table: its name, or `{ position: 1 }` from 0, which becomes `#1`.
  func column() throws -> String {
    guard isMapping else { return try text("a column") }
    let position = try options(of: "a column", keys: MappingForm.position.names).required("position")
    return "#\(try position.integer(0...Int(Int32.max)))"
  }

  /// A whole number, also one that is written as `4.0`, which is an integer by JSON Schema.
  func integer(_ range: ClosedRange<Int> = 1...Int(Int32.max)) throws -> Int {
    let value = plainText.flatMap { text in Int(text) ?? Double(text).flatMap { Int(exactly: $0) } }
    guard let value else {
      // A whole number that Int cannot hold is out of range, not a word.
      if let number, number.isFinite, number == number.rounded() {
        throw outOfRange(Self.words(for: range, missedBy: number > 0 ? .max : .min))
      }
      throw wrongType("a whole number")
    }
    guard range.contains(value) else { throw outOfRange(Self.words(for: range, missedBy: value)) }
    return value
  }

  /// The number that a scalar without quotes is; nil for another value.
  var number: Double? { plainText.flatMap(Double.init) }

  private static func words(for range: ClosedRange<Int>, missedBy value: Int) -> String {
    ParameterDomain.integer(range).words(for: .integer(value))
  }

  /// A finite number of an interval.
  func number(in interval: Interval) throws -> Double {
    guard let text = plainText, let value = Double(text) else { throw wrongType("a number") }
    guard interval.contains(value) else { throw outOfRange(interval.words) }
    return value
  }

  func boolean() throws -> Bool {
    switch plainText?.lowercased() {
    case "true", "yes": return true
    case "false", "no": return false
    default: throw wrongType("true or false")
    }
  }

  /// One of the words that `Choice` can be.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(_: Choice.Type) throws -> Choice {
    let words = Choice.allCases.map(\.rawValue)
    let text = try choice(words)
    guard let choice = Choice(rawValue: text) else {
      throw error(.unknownName(text, kind: "\(key) option", known: words))
    }
    return choice
  }

  /// One of some words.
  ///
  /// - Parameter meaning: the meaning of the words in one line, for the error.
  func choice(_ words: [String], meaning: String? = nil) throws -> String {
    let text = try text("one of \(words.joined(separator: ", "))")
    guard words.contains(text) else {
      throw error(.unknownName(text, kind: "\(key) option", known: words, meaning: meaning))
    }
    return text
  }
}

// MARK: - Collections

extension YAMLValue {
  /// The entries of a list, which must have some.
  func items() throws -> [YAMLValue] {
    guard let sequence = node.sequence else { throw wrongType("a list") }
    guard !sequence.isEmpty else { throw error(.emptyList(key: key)) }
    return sequence.map { YAMLValue(node: $0, key: key, file: file, isOption: isOption) }
  }

  /// The values of a mapping by their keys, in the file's order; any key is welcome.
  func entries(_ expected: String = "a mapping") throws -> [(name: String, value: YAMLValue)] {
    guard let mapping = node.mapping else { throw wrongType(expected) }
    guard !mapping.isEmpty else { throw wrongType(expected + " that is not empty") }
    return try mapping.map { key, value in
      let name = try YAMLValue(node: key, key: self.key, file: file, isOption: isOption).text(
        "a mapping whose keys are names")
      return (name, YAMLValue(node: value, key: name, file: file, isOption: isOption))
    }
  }

  /// The first key of a mapping, for an error that points at it.
  var firstKey: YAMLValue? {
    node.mapping?.first.map { YAMLValue(node: $0.key, key: key, file: file, isOption: isOption) }
  }

  /// The options of `owner`: a mapping that has no other keys than `keys`.
  func options(of owner: String, keys: [String]) throws -> YAMLOptions {
    guard let mapping = node.mapping else { throw wrongType("a mapping with the keys \(keys.joined(separator: ", "))") }
    var values: [String: YAMLValue] = [:]
    for (key, value) in mapping {
      let keyValue = YAMLValue(node: key, key: self.key, file: file, isOption: isOption)
      let name = try keyValue.text("a mapping whose keys are names")
      guard keys.contains(name) else { throw keyValue.error(.unknownKey(name, owner: owner, known: keys)) }
      values[name] = YAMLValue(node: value, key: name, file: file, isOption: isOption)
    }
    return YAMLOptions(values: values, owner: owner, mapping: self)
  }
}

/// A mapping whose keys have been checked.
struct YAMLOptions {
  let values: [String: YAMLValue]
  /// The owner of the keys, such as `kmeans`.
  let owner: String
  let mapping: YAMLValue

  subscript(key: String) -> YAMLValue? { values[key] }

  func required(_ key: String) throws -> YAMLValue {
    guard let value = values[key] else { throw mapping.error(.missingKey(key, owner: owner)) }
    return value
  }
}
