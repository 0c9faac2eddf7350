import Core
import Experiments
import Features
import Matrices
import Results
import Stages

/// The spaces of a run, each built when it is first needed, once; one that depends on the seed once a seed, of which the
/// last one is kept.
///
/// The facts that `run.json` holds of them are known without building those that a former run described and that have
/// not changed.
final class Spaces {
  private let resolution: Resolution
  private let report: (RunEvent) -> Void
  private var built: [String: (seed: UInt64, space: Space)] = [:]
  /// The weights of the parts of spaces under the first seed.
  private var partWeights: [String: PartWeights] = [:]
  /// The work that other seeds of a space need again, while the space is in use.
  private var shared: [String: StepWork] = [:]
  private var summaries: [String: SpaceSummary] = [:]
  /// The reasons why spaces cannot be made, each found once.
  private var failures: [String: any ExplainedError] = [:]

  /// - Parameter former: the facts of a former run about its spaces.
  init(_ resolution: Resolution, former: [String: JSONValue], report: @escaping (RunEvent) -> Void) {
    self.resolution = resolution
    self.report = report
    for (name, json) in former {
      guard let summary = SpaceSummary(json), summary.fingerprint == resolution.fingerprints.space(name) else {
        continue
      }
      summaries[name] = summary
    }
  }

  /// The numbers of a space under a seed, one row an item.
  ///
  /// - Parameter seed: nil for the first of the run.
  /// - Throws: the methods' errors.
  func rows(of name: String, seed: UInt64? = nil) throws -> Matrix {
    if let set = resolution.inputs.features[name] {
      describe(name, Space(set.matrix))
      return set.matrix
    }
    if let failure = failures[name] { throw failure }
    guard let space = resolution.experiment.space(named: name) else { throw RunError(.noItems) }
    let seed = resolution.experiment.isStochastic(space) ? seed ?? resolution.firstSeed : resolution.firstSeed
    if let known = built[name], known.seed == seed { return known.space.rows }
    report(.working(on: "the space \(name)"))
    let made = try build(space, seed: seed)
    built[name] = (seed, made)
    if seed == resolution.firstSeed { partWeights[name] = made.partWeights }
    describe(name, made)
    return made.rows
  }

  /// The way of new rows into a space that is in memory, or into a feature set whose scaling learned from its rows.
  func transform(of name: String) -> (any SpaceTransform)? {
    resolution.inputs.scalings[name] ?? built[name]?.space.transform
  }

  /// The names that count most for each item of a space under a seed, and the way to describe groups of its items by them; nil
  /// for a space without names.
  ///
  /// - Throws: as ``rows(of:seed:)``.
  func names(of name: String, seed: UInt64) throws -> (items: NamedWeights, describer: any GroupDescriber)? {
    _ = try rows(of: name, seed: seed)
    guard let space = built[name]?.space, let items = space.namedWeights, let describer = space.describer else {
      return nil
    }
    return (items, describer)
  }

  /// The weights of the parts of a space under the first seed; nil for a space without such.
  ///
  /// - Throws: as ``rows(of:seed:)``.
  func partWeights(of name: String) throws -> PartWeights? {
    if partWeights[name] == nil { _ = try rows(of: name) }
    return partWeights[name] ?? built[name]?.space.partWeights
  }

  /// The columns of the spaces of which the facts are known, by name.
  var knownColumns: [String: Int] { summaries.mapValues(\.columns) }

  /// Keeps what is to be said of a space, once.
  private func describe(_ name: String, _ space: Space) {
    guard summaries[name] == nil else { return }
    summaries[name] = SpaceSummary(
      columns: space.rows.columns, explainedVariance: space.explainedVariance, names: space.namedWeights?.names,
      numbers: space.facts, notices: space.notices, fingerprint: resolution.fingerprints.space(name))
  }

  private func build(_ space: Experiment.Space, seed: UInt64) throws -> Space {
    do {
      return try builder(of: space, seed: seed).build(space)
    } catch let error as any ExplainedError where error.isOfRows {
      failures[space.name] = error
      throw error
    }
  }

  /// Has the inputs of a space under a seed, and the work that its other seeds have done already.
  func builder(of space: Experiment.Space, seed: UInt64) throws -> SpaceBuilder {
    SpaceBuilder(
      inputs: try space.inputs.map { try rows(of: $0, seed: seed) }, fitRows: resolution.inputs.fitRows(of: space),
      seed: seed,
      isFirstSeed: seed == resolution.firstSeed, shared: work(of: space), references: resolution.inputs.references,
      depth: resolution.experiment.depth(of: space.name))
  }

  /// Has some rows as inputs of a space under a seed.
  func builder(of name: String, inputs: [Matrix], seed: UInt64) -> SpaceBuilder {
    SpaceBuilder(
      inputs: inputs, fitRows: resolution.experiment.space(named: name).flatMap(resolution.inputs.fitRows), seed: seed,
      isFirstSeed: seed == resolution.firstSeed, references: resolution.inputs.references,
      depth: resolution.experiment.depth(of: name))
  }

  /// Kept only for spaces that are made once a seed.
  private func work(of space: Experiment.Space) -> StepWork {
    guard resolution.experiment.isStochastic(space) else { return StepWork() }
    if let known = shared[space.name] { return known }
    let work = StepWork(space, inputsVary: resolution.experiment.inputsVary(of: space))
    shared[space.name] = work
    return work
  }

  /// A fused space at any weight of one of its parts.
  func weighted(_ space: Experiment.Space, part: String) -> WeightedSpaces {
    WeightedSpaces(
      space, part: part, isStochastic: resolution.experiment.isStochastic(space),
      inputsVary: resolution.experiment.inputsVary(of: space)
    ) { [self] space, seed in try builder(of: space, seed: seed) }
  }

  /// Lets go of the work that further seeds of a space would need.
  func endSeeds(of name: String) { shared[name] = nil }

  /// Lets the rows of a space go; they are built again when they are needed again.
  func forget(_ name: String) {
    built[name] = nil
    shared[name] = nil
  }

  /// The reason why the rows do not allow a space, which is built if nothing is known of it; nil for one that can be made.
  func failure(of name: String) throws -> (any ExplainedError)? {
    if summaries[name] != nil { return nil }
    do {
      _ = try rows(of: name)
      return nil
    } catch {
      guard let failure = failures[name] else { throw error }
      return failure
    }
  }

  /// Returns the facts about a space, which is built if none are known; nil for one that cannot be made.
  private func summary(of name: String) throws -> SpaceSummary? {
    try failure(of: name) == nil ? summaries[name] : nil
  }

  /// Returns the facts that `run.json` holds about all spaces that can be made: those that are clustered, and those of which they
  /// are made that describe their items by names.
  func json() throws -> [String: JSONValue] {
    var all: [String: JSONValue] = [:]
    let experiment = resolution.experiment
    let naming = Set(experiment.clusteredSpaces.flatMap(experiment.namingSpaces).map(\.space))
    for space in experiment.spaces where space.isClustered || naming.contains(space.name) {
      guard let summary = try summary(of: space.name) else { continue }
      all[space.name] = summary.json(facts: resolution.experiment.facts(of: space))
    }
    return all
  }

  /// Returns the notices from building a clustered space, and those that describe their items by names of which it is made and
  /// that are not clustered themselves.
  func notices(of space: Experiment.Space) throws -> [Notice] {
    let experiment = resolution.experiment
    let clustered = Set(experiment.clusteredSpaces.map(\.name))
    let parts = experiment.namingSpaces(of: space).map(\.space).filter { !clustered.contains($0) }
    return try (parts + [space.name]).flatMap { name in
      try (summary(of: name)?.notices ?? []).map { Notice(kind: $0.kind, message: "\(name): \($0.message)") }
    }
  }
}

/// The facts that `run.json` holds about a space.
struct SpaceSummary: Equatable {
  var columns: Int
  var explainedVariance: [Double]?
  /// The names of a reference that describe the items, such as the nouns that were kept.
  var names: [String]?
  /// The numbers of the construction, by name.
  var numbers: [String: [Double]] = [:]
  var notices: [Notice]
  var fingerprint: String

  init(
    columns: Int, explainedVariance: [Double]? = nil, names: [String]? = nil, numbers: [String: [Double]] = [:],
    notices: [Notice], fingerprint: String
  ) {
    self.columns = columns
    self.explainedVariance = explainedVariance
    self.names = names
    self.numbers = numbers
    self.notices = notices
    self.fingerprint = fingerprint
  }

  /// Nil for what does not say all of it.
  init?(_ json: JSONValue) {
    guard case .integer(let columns)? = json["columns"], case .string(let fingerprint)? = json["fingerprint"],
      case .array(let notices)? = json["notices"]
    else { return nil }
    self.init(
      columns: columns, explainedVariance: json["explainedVariance"]?.numbers, names: json["names"]?.texts,
      numbers: json["numbers"]?.namedNumbers ?? [:],
      notices: notices.compactMap { notice in
        guard case .string(let kind)? = notice["kind"], case .string(let message)? = notice["message"] else {
          return nil
        }
        return Notice(kind: kind, message: message)
      }, fingerprint: fingerprint)
  }

  /// - Parameter facts: the parts of the space, so that reports need not read the experiment.
  func json(facts: SpaceFacts) -> JSONValue {
    var members = facts.members
    members["columns"] = .integer(columns)
    members["explainedVariance"] = explainedVariance.map { .array($0.map(JSONValue.number)) }
    members["names"] = names.map { .array($0.map(JSONValue.string)) }
    if !numbers.isEmpty {
      members["numbers"] = .object(
        numbers.mapValues { $0.count == 1 ? .number($0[0]) : .array($0.map(JSONValue.number)) })
    }
    members["fingerprint"] = .string(fingerprint)
    members["notices"] = .array(
      notices.map { ["kind": .string($0.kind), "message": .string($0.message)] })
    return .object(members)
  }
}
