import Core
import Results
import Stages

/// The form of a value of an experiment file, in the words of JSON Schema.
struct ValueForm: Sendable, Equatable {
  private(set) var keywords: [String: JSONValue]

  /// The form as a schema.
  var json: JSONValue { .object(keywords) }

  /// The form with a line that editors show.
  func saying(_ summary: String) -> ValueForm { adding(["description": .string(summary)]) }

  /// The form with the value of a file that leaves it out; unchanged for nil.
  func otherwise(_ value: JSONValue?) -> ValueForm { adding(value.map { ["default": $0] } ?? [:]) }

  func adding(_ more: [String: JSONValue]) -> ValueForm {
    ValueForm(keywords: keywords.merging(more) { _, new in new })
  }
}

// MARK: - Scalars

extension ValueForm {
  /// Any scalar, since readers take `2026` for a text as well.
  static let text = ValueForm(keywords: ["type": ["string", "number", "boolean"], "minLength": 1])

  /// A path from the folder of the experiment file.
  static let path = text

  /// Yes or no in the ways that files write it.
  static let boolean = any([
    ValueForm(keywords: ["enum": [true, false, "yes", "no"]]),
    ValueForm(keywords: ["type": "string", "pattern": "^([Yy][Ee][Ss]|[Nn][Oo])$"]),
  ])

  /// The one word.
  static func word(_ word: String) -> ValueForm { ValueForm(keywords: ["const": .string(word)]) }

  static func words(_ words: [String]) -> ValueForm {
    ValueForm(keywords: ["enum": .array(words.map(JSONValue.string))])
  }

  static func words<Choice: RawRepresentable<String> & CaseIterable>(of _: Choice.Type) -> ValueForm {
    words(Choice.allCases.map(\.rawValue))
  }

  static func integer(_ range: ClosedRange<Int>) -> ValueForm {
    let bounded = ValueForm(keywords: ["type": "integer", "minimum": .integer(range.lowerBound)])
    return range.upperBound < .max ? bounded.adding(["maximum": .integer(range.upperBound)]) : bounded
  }

  static func number(in interval: Interval) -> ValueForm {
    var form = ValueForm(keywords: ["type": "number"])
    if interval.lower.isFinite {
      form.keywords[interval.includesLower ? "minimum" : "exclusiveMinimum"] = .number(interval.lower)
    }
    if interval.upper.isFinite { form.keywords["maximum"] = .number(interval.upper) }
    return form
  }

  /// The values of a parameter.
  static func domain(_ domain: ParameterDomain) -> ValueForm {
    switch domain {
    case .integer(let range): integer(range)
    case .number(let interval): number(in: interval)
    case .choice(let words): .words(words)
    case .boolean: boolean
    case .text, .reference: text
    case .numbers(let interval): list(of: number(in: interval))
    }
  }
}

// MARK: - Collections

extension ValueForm {
  /// A list of at least one entry.
  static func list(of item: ValueForm, counting range: ClosedRange<Int> = 1...Int.max, distinct: Bool = false)
    -> ValueForm
  {
    var form = ValueForm(keywords: ["type": "array", "items": item.json, "minItems": .integer(range.lowerBound)])
    if range.upperBound < .max { form.keywords["maxItems"] = .integer(range.upperBound) }
    if distinct { form.keywords["uniqueItems"] = true }
    return form
  }

  /// One text or a list of several, each once.
  static let texts = any([text, list(of: text, distinct: true)])

  /// A mapping from names of the file's own.
  static func named(_ value: ValueForm) -> ValueForm {
    ValueForm(keywords: ["type": "object", "additionalProperties": value.json, "minProperties": 1])
  }

  /// Any of some forms.
  static func any(_ forms: [ValueForm]) -> ValueForm {
    forms.count == 1 ? forms[0] : ValueForm(keywords: ["anyOf": .array(forms.map(\.json))])
  }
}

/// A condition on the keys of a mapping, in the form of JSON Schema.
enum Rule {
  static func has(_ key: String) -> JSONValue { ["required": [.string(key)]] }

  static func hasAny(of keys: [String]) -> JSONValue { ["anyOf": .array(keys.map(has))] }

  /// Refuses some keys. A `false` would do as well, but some validators then do not name the key.
  static func refuses(_ keys: [String]) -> JSONValue {
    ["properties": .object(Dictionary(uniqueKeysWithValues: keys.map { ($0, nothing) }))]
  }

  /// Refuses every value.
  static let nothing: JSONValue = ["not": [:]]

  static func unless(_ condition: JSONValue, _ rule: JSONValue) -> JSONValue { ["if": condition, "else": rule] }

  static func when(_ condition: JSONValue, _ rule: JSONValue, otherwise: JSONValue? = nil) -> JSONValue {
    var keywords = ["if": condition, "then": rule]
    keywords["else"] = otherwise
    return .object(keywords)
  }
}
