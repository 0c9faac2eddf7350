import Stages

/// Reads the spaces, which refer to feature sets.
struct SpaceReader {
  /// The names of the imported feature sets.
  let features: [String]
  let hasImages: Bool

  private static let kinds = ["concatenation", "pca-average"]

  private var known: [String] { hasImages ? features + [Experiment.pixels] : features }

  func spaces(_ value: YAMLValue) throws -> [Experiment.Space] {
    let items = try value.items()
    let spaces = try items.map(space)
    try ExperimentReader.requireUnique(Array(zip(spaces.map(\.name), items)), kind: "space")
    return spaces
  }

  /// The name of a feature set, the kind of a fusion of all of them, or a fusion with its options.
  private func space(_ value: YAMLValue) throws -> Experiment.Space {
    if value.isScalar {
      let name = try value.text("a space")
      guard Self.kinds.contains(name), !known.contains(name) else {
        return Experiment.Space(name: try reference(value, kind: "space", known: known + Self.kinds))
      }
      guard features.count > 1 else { throw value.error(.tooFewParts(fusion: name, found: features.count)) }
      return name == "concatenation"
        ? Experiment.Space(name: name, kind: .concatenation(.init(of: features)))
        : Experiment.Space(name: name, kind: .pcaAverage(.init(of: features)))
    }
    let (kind, options) = try value.kind(among: Self.kinds, called: "kind of space")
    return kind == "concatenation" ? try concatenation(options) : try pcaAverage(options)
  }

  private func concatenation(_ value: YAMLValue) throws -> Experiment.Space {
    let options = try value.options(of: "concatenation", keys: ["of", "normalize", "weights", "name"])
    var fusion = Experiment.Concatenation(of: try parts(options))
    if let value = options["normalize"] {
      fusion.normalize = try value.choice(Experiment.Concatenation.Normalization.self)
    }
    fusion.weights = try weights(options, parts: fusion.parts.count, positive: true)
    return Experiment.Space(name: try options["name"]?.text("a name") ?? "concatenation", kind: .concatenation(fusion))
  }

  private func pcaAverage(_ value: YAMLValue) throws -> Experiment.Space {
    let options = try value.options(of: "pca-average", keys: ["of", "dimensions", "weights", "align", "name"])
    var fusion = Experiment.PCAAverage(of: try parts(options))
    fusion.dimensions = try options["dimensions"]?.integer()
    if let value = options["align"] { fusion.align = try value.choice(Experiment.PCAAverage.Alignment.self) }
    fusion.weights = try weights(options, parts: fusion.parts.count, positive: false)
    if let weights = fusion.weights {
      let sum = weights.reduce(0, +)
      // Weights written with six digits may miss 1 by as much.
      guard abs(sum - 1) <= 1e-5 else {
        throw (options["weights"] ?? value).error(.weightSum(sum, weights: weights))
      }
    }
    return Experiment.Space(name: try options["name"]?.text("a name") ?? "pca-average", kind: .pcaAverage(fusion))
  }

  /// The feature sets to fuse: at least two, each once.
  private func parts(_ options: YAMLOptions) throws -> [String] {
    let list = try options.required("of")
    let items = try list.items()
    let parts = try items.map { try reference($0, kind: "feature set", known: known) }
    try ExperimentReader.requireUnique(Array(zip(parts, items)), kind: "part")
    guard parts.count > 1 else { throw list.error(.tooFewParts(fusion: options.owner, found: parts.count)) }
    return parts
  }

  private func weights(_ options: YAMLOptions, parts: Int, positive: Bool) throws -> [Double]? {
    guard let list = options["weights"] else { return nil }
    let weights = try list.items().map { try $0.number(in: positive ? .above(0) : .atLeast(0)) }
    guard weights.count == parts else { throw list.error(.weightCount(weights: weights.count, parts: parts)) }
    return weights
  }

  private func reference(_ value: YAMLValue, kind: String, known: [String]) throws -> String {
    let name = try value.text("the name of a feature set")
    if self.known.contains(name) { return name }
    throw value.error(name == Experiment.pixels ? .pixelsWithoutImages : .unknownName(name, kind: kind, known: known))
  }
}

extension YAMLValue {
  /// The kind of a list's entry and its options, from a mapping with that one key.
  func kind(among kinds: [String], called noun: String) throws -> (kind: String, options: YAMLValue) {
    let entries = try entries("a name, or a kind with its options")
    guard entries.count == 1, let entry = entries.first else {
      throw error(.severalKinds(key: key, found: entries.map(\.name)))
    }
    guard kinds.contains(entry.name) else { throw error(.unknownName(entry.name, kind: noun, known: kinds)) }
    return (entry.name, entry.value)
  }
}
