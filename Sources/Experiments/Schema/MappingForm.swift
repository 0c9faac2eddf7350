import Results

/// A mapping of an experiment file that takes some keys and no others: for its reader and for the schema.
struct MappingForm: Sendable {
  struct Key: Sendable {
    let name: String
    let form: ValueForm
    /// The line that editors show.
    let summary: String
    let isNeeded: Bool

    init(_ name: String, _ form: ValueForm, _ summary: String, isNeeded: Bool = false) {
      self.name = name
      self.form = form.saying(summary)
      self.summary = summary
      self.isNeeded = isNeeded
    }
  }

  let keys: [Key]
  /// Conditions beyond the forms of the values.
  var rules: [JSONValue] = []

  /// The names of the keys, in the order in which errors list them.
  var names: [String] { keys.map(\.name) }

  /// A mapping of any of the keys.
  var form: ValueForm {
    let needed = keys.filter(\.isNeeded).map { JSONValue.string($0.name) }
    var keywords: [String: JSONValue] = [
      "type": "object", "additionalProperties": false,
      "properties": .object(Dictionary(uniqueKeysWithValues: keys.map { ($0.name, $0.form.json) })),
    ]
    if !needed.isEmpty { keywords["required"] = .array(needed) }
    if !rules.isEmpty { keywords["allOf"] = .array(rules) }
    return ValueForm(keywords: keywords)
  }

  /// A mapping of exactly one of the keys, such as a kind with its options.
  var ofOne: ValueForm { form.adding(["minProperties": 1, "maxProperties": 1]) }
}
