import Matrices

/// The inputs and methods of a space, as `run.json` holds them.
package struct SpaceFacts: Sendable, Equatable {
  /// The feature sets and spaces that it is made of; of a feature set as it is, its own name.
  package var inputs: [String]
  /// The feature sets that it is made of in the end.
  package var featureSets: [String]
  /// The names of the methods that make it, one after the other; none for a feature set as it is.
  package var steps: [String]
  /// True for a space that is made once a seed.
  package var isStochastic: Bool
  /// The scaling of the parts of a fusion before they are joined, such as `l2`.
  package var scaling: String?
  /// The references that its own methods read, such as a vocabulary of nouns.
  package var references: [String]

  package init(
    inputs: [String], featureSets: [String], steps: [String], isStochastic: Bool = false, scaling: String? = nil,
    references: [String] = []
  ) {
    self.inputs = inputs
    self.featureSets = featureSets
    self.steps = steps
    self.isStochastic = isStochastic
    self.scaling = scaling
    self.references = references
  }

  /// True for a space of at least two inputs; false for a reduction of such a space.
  package var isFused: Bool { inputs.count > 1 }

  /// True for a fusion of parts whose rows are divided by their lengths.
  package var scalesToUnitLength: Bool { scaling == Matrix.unitLengthScaling }

  /// The members of the space's entry in `run.json`.
  package var members: [String: JSONValue] {
    var members: [String: JSONValue] = [
      "of": .array(inputs.map(JSONValue.string)), "sets": .array(featureSets.map(JSONValue.string)),
      "steps": .array(steps.map(JSONValue.string)),
    ]
    if isStochastic { members["stochastic"] = .boolean(true) }
    if let scaling { members["scaling"] = .string(scaling) }
    if !references.isEmpty { members["references"] = .array(references.map(JSONValue.string)) }
    return members
  }

  /// Nil for an entry of before there were facts.
  package init?(_ json: JSONValue?) {
    guard let inputs = json?["of"]?.texts, let sets = json?["sets"]?.texts, let steps = json?["steps"]?.texts else {
      return nil
    }
    var scaling: String?
    if case .string(let text)? = json?["scaling"] { scaling = text }
    self.init(
      inputs: inputs, featureSets: sets, steps: steps, isStochastic: json?["stochastic"] == .boolean(true),
      scaling: scaling, references: json?["references"]?.texts ?? [])
  }
}

extension RunRecord {
  /// The share of the variance that each principal component of a space has; nil for a space without components, and in
  /// runs of before it was recorded.
  package func explainedVariance(of space: String) -> [Double]? {
    spaces[space]?["explainedVariance"]?.numbers.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The names of a reference that describe the items of a space, such as the nouns that a counterpart kept, in the order of the
  /// reference; nil for a space without such.
  package func vocabulary(of space: String) -> [String]? { spaces[space]?["names"]?.texts }

  /// The numbers of the way to a space that are worth a record, such as the iterations of a transport, by name; none in runs of
  /// before they were recorded.
  package func numbers(of space: String) -> [String: [Double]] {
    spaces[space]?["numbers"]?.namedNumbers ?? [:]
  }

  /// The inputs and methods of a space; in a run of before they were recorded, those of its experiment.
  package func facts(of space: String) -> SpaceFacts {
    SpaceFacts(spaces[space]) ?? formerFacts(of: space)
      ?? SpaceFacts(inputs: [space], featureSets: [space], steps: [])
  }

  /// Runs of version 1 had feature sets, written as names, and two kinds of fusions of them, each an object of its kind:
  /// `{ "concatenation": { "name": …, "of": […], "normalize": … } }`.
  private func formerFacts(of space: String) -> SpaceFacts? {
    guard case .array(let entries)? = experiment["spaces"] else { return nil }
    for case .object(let members) in entries {
      for (kind, options) in members where options["name"] == .string(space) {
        guard let inputs = options["of"]?.texts else { continue }
        var scaling: String? = Matrix.unitLengthScaling
        if case .string(let text)? = options["normalize"] { scaling = text }
        return SpaceFacts(inputs: inputs, featureSets: inputs, steps: [kind], scaling: scaling)
      }
    }
    return nil
  }
}

extension JSONValue {
  /// The numbers and lists of numbers of an object, by name.
  package var namedNumbers: [String: [Double]] {
    guard case .object(let members) = self else { return [:] }
    return members.compactMapValues { $0.double.map { [$0] } ?? $0.numbers }
  }

  /// The texts of a list of texts, or the one text; nil for anything else.
  package var texts: [String]? {
    switch self {
    case .string(let text): [text]
    case .array(let values):
      values.reduce(into: [String]?([])) { texts, value in
        if case .string(let text) = value { texts?.append(text) } else { texts = nil }
      }
    default: nil
    }
  }
}
