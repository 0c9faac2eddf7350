import Experiments
import Results
import Stages

/// The sweeps of an experiment with every default filled in: the spaces, the settings, and the clusterer.
package struct SweepPlan {
  /// A space with the part whose weight is swept; nil for that in other sweeps.
  typealias Line = (space: Experiment.Space, part: String?)

  struct Sweep {
    /// The subject that a setting changes.
    enum Subject: Equatable {
      /// The weight of each line's part.
      case weight
      /// A parameter of the clusterer.
      case clusterer(String)
      /// A parameter of a space.
      case space(Experiment.Space, String)
      /// The weight of a part of a space that the lines are made of.
      case weightOf(part: String, Experiment.Space)
    }

    let kind: SweepRecord.Kind
    let subject: Subject
    let clusterer: Experiment.NamedClusterer
    let lines: [Line]
    let settings: [ParameterValue]
    /// The criteria by which the settings are compared; empty for none.
    var criteria: [ChoiceCriterion] = []

    /// The number of fits for each seed.
    var fits: Int { lines.count * settings.count }

    /// The number of units of work for each seed: fits, and the criteria of a line.
    var units: Int { fits + (criteria.isEmpty ? 0 : lines.count) }

    /// The swept parameter, as results name it.
    var parameterName: String {
      switch subject {
      case .weight: Experiment.ParameterSweep.weights
      case .clusterer(let parameter), .space(_, let parameter): parameter
      case .weightOf(let part, _): "weight of \(part)"
      }
    }

    /// The same sweep of some of its spaces.
    func of(_ spaces: Set<String>) -> Sweep {
      Sweep(
        kind: kind, subject: subject, clusterer: clusterer, lines: lines.filter { spaces.contains($0.space.name) },
        settings: settings, criteria: criteria)
    }

    /// The clusterer at a setting.
    ///
    /// - Throws: `StageError` for a value that it does not take.
    func clusterer(at setting: ParameterValue) throws -> Experiment.NamedClusterer {
      guard case .clusterer(let parameter) = subject else { return clusterer }
      var changed = clusterer
      try changed.method.set(parameter, to: setting)
      return changed
    }

    /// The swept space at a setting; nil where the spaces stay as they are.
    func space(at setting: ParameterValue) throws -> Experiment.Space? {
      switch subject {
      case .space(let space, let parameter): try space.setting(parameter, to: setting)
      case .weightOf(let part, let space): setting.number.map { space.weighing(part, $0) }
      case .weight, .clusterer: nil
      }
    }

    /// The part whose weight is swept on a line; nil where none is.
    func part(of line: Line) -> String? {
      if case .weightOf(let part, _) = subject { part } else { line.part }
    }

    /// True where a parameter of the clusterer is swept, and the rows stay the same.
    var isOfClusterer: Bool { if case .clusterer = subject { true } else { false } }

    /// True where the number of clusters is swept.
    var isOfClusters: Bool { subject == .clusterer(Experiment.ParameterSweep.clusters) }
  }

  let sweeps: [Sweep]

  /// - Parameters:
  ///   - classes: the classes that occur, which are the clusters of a clusterer without k.
  ///   - items: the number of items; nil while it is not known.
  /// - Throws: ``RunError`` when a sweep names what is not there, or asks for more clusters than items.
  package init(_ experiment: Experiment, classes: Int?, items: Int? = nil) throws {
    sweeps =
      try [
        experiment.sweeps.weights.map { try Self.weights($0, of: experiment) },
        experiment.sweeps.k.map { try Self.k($0, of: experiment, classes: classes, items: items) },
      ].compactMap(\.self)
      + experiment.sweeps.parameters.map { try Self.parameter($0, of: experiment, classes: classes, items: items) }
  }

  private static func weights(
    _ sweep: Experiment.WeightSweep, of experiment: Experiment, kind: SweepRecord.Kind = .weights
  ) throws -> Sweep {
    let fused = experiment.clusteredSpaces.filter { $0.weightedFusion != nil }
    guard !fused.isEmpty else {
      throw RunError(.nothingToSweep(what: "weights", missing: "fused spaces with weights"))
    }
    let spaces = try (sweep.spaces ?? fused.map(\.name)).map { name in
      try named(name, among: fused, \.name, kind: "fused space", of: "weights")
    }
    let lines = try spaces.map { space -> Line in
      (space, try sweptPart(sweep.part, of: space))
    }
    return Sweep(
      kind: kind, subject: .weight, clusterer: try clusterer(sweep.clusterer, of: experiment, "weights"),
      lines: lines, settings: sweep.values.map(ParameterValue.number))
  }

  /// The part whose weight is swept; without a name the text, else the last.
  private static func sweptPart(_ name: String?, of space: Experiment.Space) throws -> String? {
    try name.map { try named($0, among: space.inputs, \.self, kind: "part of \(space.name)", of: "weights") }
      ?? (space.inputs.contains("text") ? "text" : space.inputs.last)
  }

  private static func k(
    _ sweep: Experiment.KSweep, of experiment: Experiment, classes: Int?, items: Int?, kind: SweepRecord.Kind = .k
  ) throws -> Sweep {
    let clusterer = try clusterer(sweep.clusterer, of: experiment, "k") { $0.method is any FixedCountClusterer }
    let clustered = experiment.spaces(of: clusterer)
    let spaces = try (sweep.spaces ?? clustered.map(\.name)).map { name in
      try named(name, among: experiment.clusteredSpaces, \.name, kind: "space", of: "k")
    }
    var values = sweep.values ?? []
    if sweep.values == nil, sweep.criteria != nil {
      values = Experiment.KSweep.choices(items: items ?? .max, k: clusterer.k)
      if let items, values.count < 2 { throw RunError(.nothingToChoose(rows: items)) }
    } else if sweep.values == nil {
      guard let k = clusterer.k ?? classes else { throw RunError(.noClusterCount(clusterer: clusterer.name)) }
      values = Experiment.KSweep.around(k).filter { $0 <= items ?? .max }
    }
    if let items, let most = values.max(), most > items {
      if sweep.criteria != nil, items < 3 { throw RunError(.nothingToChoose(rows: items)) }
      throw RunError(.tooManyClusters(asked: most, items: items))
    }
    return Sweep(
      kind: kind, subject: .clusterer(Experiment.ParameterSweep.clusters), clusterer: clusterer,
      lines: spaces.map { ($0, nil) }, settings: values.map(ParameterValue.integer),
      criteria: try criteria(sweep.criteria, isOfClusters: true, of: kind))
  }

  private static func criteria(
    _ names: [String]?, isOfClusters: Bool, of kind: SweepRecord.Kind
  ) throws -> [ChoiceCriterion] {
    let known = ChoiceCriterion.all(isOfClusters: isOfClusters)
    let found = try (names ?? []).map {
      try named($0, among: known, \.rawValue, kind: "criterion", of: kind.rawValue)
    }
    return known.filter(found.contains)
  }

  private static func parameter(
    _ sweep: Experiment.ParameterSweep, of experiment: Experiment, classes: Int?, items: Int?
  ) throws -> Sweep {
    let kind = SweepRecord.Kind(rawValue: sweep.name)
    switch (sweep.owner, sweep.parameter) {
    case (.space(let space), Experiment.ParameterSweep.weights) where sweep.spaces ?? [space] == [space]:
      var weights = Experiment.WeightSweep(of: [space], part: sweep.part, clusterer: sweep.clusterer)
      if let values = sweep.values { weights.values = values.compactMap(\.number) }
      return try self.weights(weights, of: experiment, kind: kind)
    case (.clusterer(let name), Experiment.ParameterSweep.clusters):
      let values = sweep.values?.compactMap { $0.number.map { Int($0) } }
      return try k(
        .init(of: sweep.spaces, values: values, clusterer: name, criteria: sweep.criteria), of: experiment,
        classes: classes, items: items,
        kind: kind)
    case (.clusterer(let name), let parameter):
      let clusterer = try clusterer(name, of: experiment, sweep.name)
      let clustered = try (sweep.spaces ?? experiment.spaces(of: clusterer).map(\.name)).map { name in
        try named(name, among: experiment.clusteredSpaces, \.name, kind: "space", of: sweep.name)
      }
      return Sweep(
        kind: kind, subject: .clusterer(parameter), clusterer: clusterer, lines: clustered.map { ($0, nil) },
        settings: sweep.values ?? [], criteria: try criteria(sweep.criteria, isOfClusters: false, of: kind))
    case (.space(let name), let parameter):
      let isWeight = parameter == Experiment.ParameterSweep.weights
      let made = experiment.spaces.filter { isWeight ? $0.weightedFusion != nil : $0.step(with: parameter) != nil }
      let space = try named(name, among: made, \.name, kind: "space with \(parameter)", of: sweep.name)
      let clustered = experiment.clusteredSpaces.filter { experiment.isMade($0, of: name) }
      let lines = try (sweep.spaces ?? [name]).map { name in
        try named(name, among: clustered, \.name, kind: "clustered space made of \(space.name)", of: sweep.name)
      }
      let part = isWeight ? try sweptPart(sweep.part, of: space) : nil
      return Sweep(
        kind: kind, subject: part.map { .weightOf(part: $0, space) } ?? .space(space, parameter),
        clusterer: try clusterer(sweep.clusterer, of: experiment, sweep.name), lines: lines.map { ($0, nil) },
        settings: sweep.values ?? (isWeight ? Experiment.WeightSweep().values.map(ParameterValue.number) : []))
    }
  }

  private static func clusterer(
    _ name: String?, of experiment: Experiment, _ sweep: String,
    where fits: (Experiment.NamedClusterer) -> Bool = { _ in true }
  ) throws -> Experiment.NamedClusterer {
    let known = experiment.clusterers.filter { fits($0) && !$0.method.isGiven }
    guard let first = known.first else {
      throw RunError(
        .nothingToSweep(
          what: sweep, missing: experiment.clusterers.isEmpty ? "clusterers" : "clusterers that take \(sweep)"))
    }
    return try name.map { try named($0, among: known, \.name, kind: "clusterer", of: sweep) } ?? first
  }

  private static func named<Thing>(
    _ name: String, among things: [Thing], _ nameOf: (Thing) -> String, kind: String, of sweep: String
  ) throws -> Thing {
    guard let thing = things.first(where: { nameOf($0) == name }) else {
      throw RunError(.unknownInSweep(sweep: sweep, kind: kind, name: name, known: things.map(nameOf)))
    }
    return thing
  }
}

extension Experiment {
  /// The clustered spaces of a clusterer.
  func spaces(of clusterer: NamedClusterer) -> [Space] {
    clusteredSpaces.filter { clusterer.spaces?.contains($0.name) ?? true }
  }
}
