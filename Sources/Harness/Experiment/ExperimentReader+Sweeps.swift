import Stages

/// Reads the sweeps, which refer to spaces and clusterers.
extension ExperimentReader {
  private static let kinds = ["weights", "k"]

  /// The experiment with its sweeps: the name of one, a list of names, or a mapping to their options.
  func sweeping(_ value: YAMLValue, in experiment: Experiment) throws -> Experiment {
    var experiment = experiment
    guard !value.isScalar, !value.isList else {
      for item in value.isList ? try value.items() : [value] {
        switch try item.text("a sweep") {
        case "weights": experiment.sweeps.weights = .init()
        case "k": experiment.sweeps.k = .init()
        case let name: throw item.error(.unknownName(name, kind: "sweep", known: Self.kinds))
        }
      }
      return experiment
    }
    let options = try value.options(of: "sweeps", keys: Self.kinds)
    if let value = options["weights"] {
      experiment.sweeps.weights = try weights(value, in: experiment)
    }
    if let value = options["k"] { experiment.sweeps.k = try k(value, in: experiment) }
    return experiment
  }

  private func weights(_ value: YAMLValue, in experiment: Experiment) throws -> Experiment.WeightSweep {
    let fused = experiment.clusteredSpaces.filter { $0.weightedFusion != nil }
    if value.isList { return .init(values: try weightList(value)) }
    let options = try value.options(of: "weights", keys: ["of", "part", "steps", "values", "clusterer"])
    var sweep = Experiment.WeightSweep()
    sweep.spaces = try options["of"].map { try spaces($0, among: fused.map(\.name), kind: "fused space") }
    if let value = options["part"] {
      let swept = fused.filter { sweep.spaces?.contains($0.name) ?? true }
      for space in swept { sweep.part = try word(value, kind: "part of \(space.name)", known: space.inputs) }
    }
    if let value = options["steps"] {
      sweep.values = Experiment.WeightSweep.steps(try value.integer(2...Experiment.mostSettings))
    }
    if let value = options["values"] { sweep.values = try weightList(value) }
    sweep.clusterer = try clusterer(options, in: experiment)
    return sweep
  }

  private func weightList(_ value: YAMLValue) throws -> [Double] {
    let values = try settings(value).map { item in
      let weight = try item.number(in: .atLeast(0))
      guard weight <= 1 else { throw item.outOfRange("a weight from 0 to 1") }
      return weight
    }
    return Set(values).sorted()
  }

  private func k(_ value: YAMLValue, in experiment: Experiment) throws -> Experiment.KSweep {
    func numbers(_ value: YAMLValue) throws -> [Int] { Set(try settings(value).map { try $0.integer() }).sorted() }
    if value.isList { return .init(values: try numbers(value)) }
    let options = try value.options(of: "k", keys: ["of", "values", "clusterer"])
    return .init(
      of: try options["of"].map { try spaces($0, among: experiment.clusteredSpaces.map(\.name), kind: "space") },
      values: try options["values"].map(numbers), clusterer: try clusterer(options, in: experiment))
  }

  private func settings(_ value: YAMLValue) throws -> [YAMLValue] {
    let items = try value.items()
    guard items.count <= Experiment.mostSettings else {
      throw value.error(
        .outOfRange(
          key: value.key, expected: "at most \(Experiment.mostSettings) values", found: "\(items.count)"))
    }
    return items
  }

  /// One space or several.
  private func spaces(_ value: YAMLValue, among known: [String], kind: String) throws -> [String] {
    let items = value.isList ? try value.items() : [value]
    let names = try items.map { try word($0, kind: kind, known: known) }
    try Self.requireUnique(Array(zip(names, items)), kind: kind)
    return names
  }

  private func clusterer(_ options: YAMLOptions, in experiment: Experiment) throws -> String? {
    try options["clusterer"].map { try word($0, kind: "clusterer", known: experiment.clusterers.map(\.name)) }
  }

  private func word(_ value: YAMLValue, kind: String, known: [String]) throws -> String {
    let name = try value.text("a \(kind)")
    guard known.contains(name) else { throw value.error(.unknownName(name, kind: kind, known: known)) }
    return name
  }
}
