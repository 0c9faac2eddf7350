import Core
import Stages

/// Reads the sweeps, which refer to spaces and clusterers.
extension ExperimentReader {
  private static let sweepKinds = MappingForm.namedSweeps.names
  private static let otherSweeps =
    "a sweep of any other parameter is an entry of a list: [{ clusterer: …, parameter: …, values: […] }], or with space in "
    + "place of clusterer"

  /// The experiment with its sweeps: the name of one, a list of names and of parameters, or a mapping to their options.
  func sweeping(_ value: YAMLValue, in experiment: Experiment) throws -> Experiment {
    var experiment = experiment
    guard !value.isScalar, !value.isList else {
      var names: [(String, YAMLValue)] = []
      for item in value.isList ? try value.items() : [value] {
        names.append((try add(item, to: &experiment), item))
      }
      try Self.requireUnique(names, kind: "sweep")
      return experiment
    }
    try addNamed(value, to: &experiment)
    return experiment
  }

  /// Adds an entry of a list: a name, a name with its options, or a parameter.
  ///
  /// - Returns: the name of the sweep.
  private func add(_ item: YAMLValue, to experiment: inout Experiment) throws -> String {
    guard item.isScalar else {
      if let name = try item.entries("a sweep").first?.name, Self.sweepKinds.contains(name) {
        _ = try item.kind(among: Self.sweepKinds, called: "sweep")
        try addNamed(item, to: &experiment)
        return name
      }
      let sweep = try parameter(item, in: experiment)
      experiment.sweeps.parameters.append(sweep)
      return sweep.name
    }
    let name = try item.text("a sweep")
    switch name {
    case "weights": experiment.sweeps.weights = .init()
    case "k": experiment.sweeps.k = .init()
    default: throw item.error(.unknownName(name, kind: "sweep", known: Self.sweepKinds, meaning: Self.otherSweeps))
    }
    return name
  }

  private func addNamed(_ value: YAMLValue, to experiment: inout Experiment) throws {
    let options = try value.options(of: "sweeps", keys: Self.sweepKinds)
    if let value = options["weights"] { experiment.sweeps.weights = try weights(value, in: experiment) }
    if let value = options["k"] { experiment.sweeps.k = try k(value, in: experiment) }
  }

  private func weights(_ value: YAMLValue, in experiment: Experiment) throws -> Experiment.WeightSweep {
    let fused = experiment.clusteredSpaces.filter { $0.weightedFusion != nil }
    if value.isList { return .init(values: try weightList(value)) }
    let options = try value.options(of: "weights", keys: MappingForm.weightSweep.names)
    var sweep = Experiment.WeightSweep()
    sweep.spaces = try options["of"].map { try spaces($0, among: fused.map(\.name), kind: "fused space") }
    if let value = options["part"] {
      let swept = fused.filter { sweep.spaces?.contains($0.name) ?? true }
      for space in swept { sweep.part = try word(value, kind: "part of \(space.name)", known: space.inputs) }
    }
    if let value = options["steps"] {
      guard options["values"] == nil else { throw value.error(.severalWays("steps", "values", owner: "weights")) }
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
    func numbers(_ value: YAMLValue) throws -> [Int] {
      Set(try settings(value).map { try $0.called(Experiment.ParameterSweep.clusters).integer() }).sorted()
    }
    if value.isList { return .init(values: try numbers(value)) }
    let options = try value.options(of: "k", keys: MappingForm.clusterSweep.names)
    return .init(
      of: try options["of"].map { try spaces($0, among: experiment.clusteredSpaces.map(\.name), kind: "space") },
      values: try options["values"].map(numbers), clusterer: try clusterer(options, in: experiment),
      criteria: try options["criteria"].flatMap { try criteria($0, of: Experiment.ParameterSweep.clusters) })
  }

  /// The criteria of a clusterer's parameter: `yes` for all that it has, or a list of them.
  private func criteria(_ value: YAMLValue, of parameter: String) throws -> [String]? {
    let known = Experiment.criteria(isOfClusters: parameter == Experiment.ParameterSweep.clusters)
    guard value.isList else { return try value.boolean() ? known : nil }
    let items = try value.items()
    let names = try items.map { try word($0, kind: "criterion of \(parameter)", known: known) }
    try Self.requireOnce(zip(names, items))
    return known.filter(names.contains)
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
  func spaces(_ value: YAMLValue, among known: [String], kind: String) throws -> [String] {
    let items = value.isList ? try value.items() : [value]
    let names = try items.map { try word($0, kind: kind, known: known) }
    try Self.requireOnce(zip(names, items))
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

// MARK: - Any parameter

extension ExperimentReader {
  /// The sweep of one parameter of a clusterer or of a space.
  func parameter(_ value: YAMLValue, in experiment: Experiment) throws -> Experiment.ParameterSweep {
    let options = try value.options(of: "a sweep", keys: MappingForm.parameterSweep(vocabulary.catalog).names)
    let clustered = experiment.clusteredSpaces.map(\.name)
    let owner: Experiment.ParameterSweep.Owner
    let declarations: [ParameterDeclaration]
    if let named = options["space"] {
      let made = experiment.spaces.filter { !$0.isFeatureSet }
      let name = try word(named, kind: "space that a method makes", known: made.map(\.name))
      owner = .space(name)
      declarations = made.first { $0.name == name }?.sweptDeclarations ?? []
    } else {
      let named = try options.required("clusterer")
      let name = try word(named, kind: "clusterer", known: experiment.clusterers.map(\.name))
      owner = .clusterer(name)
      declarations = experiment.clusterers.first { $0.name == name }.map { type(of: $0.method).declarations } ?? []
    }
    let parameter = try options.required("parameter")
    if case .space(let swept) = owner { try requireOneStep(of: swept, parameter, in: experiment) }
    let name = try word(parameter, kind: "parameter of \(owner.name)", known: declarations.map(\.name))
    var sweep = Experiment.ParameterSweep(owner, name)
    sweep.spaces = try options["of"].map { try spaces($0, among: clustered, kind: "space") }
    if case .space(let swept) = owner {
      sweep.clusterer = try clusterer(options, in: experiment)
      try requireMade(of: swept, options["of"] ?? parameter, sweep.spaces ?? [swept], in: experiment)
      if let value = options["part"] {
        let inputs = experiment.space(named: swept)?.inputs ?? []
        guard name == Experiment.ParameterSweep.weights else {
          throw value.error(.keyOfAnotherKind("part", kind: name))
        }
        sweep.part = try word(value, kind: "part of \(swept)", known: inputs)
      }
      if let value = options["criteria"] { throw value.error(.keyOfAnotherKind("criteria", kind: "space")) }
    } else {
      if let value = options["part"] { throw value.error(.keyOfAnotherKind("part", kind: "clusterer")) }
      sweep.criteria = try options["criteria"].flatMap { try criteria($0, of: name) }
    }
    if let declaration = declarations.first(where: { $0.name == name }) {
      sweep.values = try values(options, of: declaration, references: experiment.references.map(\.name))
    }
    for value in sweep.values ?? [] {
      do {
        try Self.requireFitting(value, of: sweep, in: experiment)
      } catch {
        throw (options["values"] ?? parameter).error(.unfit(error))
      }
    }
    return sweep
  }

  /// Throws where a value contradicts the other settings of its method.
  private static func requireFitting(
    _ value: ParameterValue, of sweep: Experiment.ParameterSweep, in experiment: Experiment
  ) throws(StageError) {
    switch sweep.owner {
    case .clusterer(let name):
      guard var method = experiment.clusterers.first(where: { $0.name == name })?.method else { return }
      try method.set(sweep.parameter, to: value)
      try method.checkCombination()
    case .space(let name):
      guard sweep.parameter != Experiment.ParameterSweep.weights,
        let space = try experiment.space(named: name)?.setting(sweep.parameter, to: value)
      else { return }
      for (step, maker) in space.steps.enumerated() {
        try maker.check(inputs: step == 0 ? space.inputs.count : 1)
      }
    }
  }

  /// The values of a parameter, each once; none need be given for k and for weights.
  private func values(
    _ options: YAMLOptions, of declaration: ParameterDeclaration, references: [String]
  ) throws -> [ParameterValue]? {
    let isWeight = declaration.name == Experiment.ParameterSweep.weights
    if options["values"] == nil, isWeight || declaration.name == Experiment.ParameterSweep.clusters { return nil }
    let list = try options.required("values")
    if isWeight { return try weightList(list).map(ParameterValue.number) }
    let read = try settings(list).map { item in
      (item, try item.called(declaration.name).value(of: declaration, references: references))
    }
    try Self.requireOnce(read.map { ($0.1.description, $0.0) })
    return read.map(\.1).ascending
  }

  /// Throws where several steps of a space declare the swept parameter.
  private func requireOneStep(of space: String, _ parameter: YAMLValue, in experiment: Experiment) throws {
    let name = try parameter.text("a parameter of \(space)")
    guard let space = experiment.space(named: space) else { return }
    let having = space.steps(with: name)
    guard having.count > 1 else { return }
    throw parameter.error(
      .parameterOfSteps(name, space: space.name, steps: having.map { "step \($0 + 1) (\(space.steps[$0].kind))" }))
  }

  /// Throws where a space is not made of the swept one.
  private func requireMade(
    of swept: String, _ place: YAMLValue, _ spaces: [String], in experiment: Experiment
  ) throws {
    let made = experiment.clusteredSpaces.filter { experiment.isMade($0, of: swept) }.map(\.name)
    for name in spaces where !made.contains(name) {
      throw place.error(.unknownName(name, kind: "clustered space made of \(swept)", known: made))
    }
  }
}

extension [ParameterValue] {
  /// Numbers in ascending order, other values in their own.
  fileprivate var ascending: Self {
    let numbers = compactMap(\.number)
    guard numbers.count == count else { return self }
    return zip(self, numbers).sorted { $0.1 < $1.1 }.map(\.0)
  }
}

extension ParameterValue {
  /// The value of a number; nil for another value.
  package var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .text, .boolean, .numbers: nil
    }
  }
}

extension Experiment {
  /// The names of the parameters that can be swept: of each clusterer, then of each space that a method makes.
  package var sweptParameters: [(owner: String, parameters: [String])] {
    clusterers.filter { !$0.method.isGiven }.map { ($0.name, type(of: $0.method).declarations.map(\.name)) }
      + spaces.filter { !$0.isFeatureSet }.map { ($0.name, $0.sweptDeclarations.map(\.name)) }
  }
}

extension Experiment.Space {
  /// The parameters that only one of its methods declares.
  var sweptDeclarations: [ParameterDeclaration] {
    steps.flatMap { type(of: $0).declarations }.filter { step(with: $0.name) != nil }
  }
}

extension Experiment {
  /// True for a space itself and for those that it is part of.
  package func isMade(_ space: Space, of name: String) -> Bool {
    space.name == name
      || space.inputs.contains { input in
        !isFeatureSet(input) && self.space(named: input).map { isMade($0, of: name) } ?? false
      }
  }
}
