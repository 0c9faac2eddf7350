import Core
import Datasets
import Experiments
import Features
import Foundation
import Matrices
import Reduction
import Results
import Stages

/// Assigns new rows to the clusters of a stored run, by the model and the transforms that it stored.
public struct Assigner {
  /// New rows with their clusters.
  public struct Assignment {
    /// One id a row of the files; nil where the features have none.
    public let ids: [String]?
    /// One cluster a row of the files; ``Partition/leftOut`` for a row that was dropped.
    public let labels: [Int32]
    /// The number of clusters of the model.
    public let clusters: Int
    /// The strength with which each row belongs to its cluster, from 0 to 1, NaN for a row that was dropped; nil for a
    /// model without such numbers.
    public let strengths: [Float]?
    /// The rows in the space that the method clusters, rows × columns, without those that were dropped.
    public let coordinates: Matrix
    /// The notes on how the files were read and matched.
    public let notices: [Notice]
  }

  private let run: StoredRun
  private let experiment: Experiment

  /// Opens the models of a run.
  ///
  /// - Parameter vocabulary: the methods that the run's experiment may name.
  /// - Throws: ``ExperimentError`` where the run's experiment cannot be read.
  public init(_ run: StoredRun, vocabulary: Experiment.Vocabulary = .standard) throws {
    self.run = run
    experiment = try run.experiment(vocabulary: vocabulary)
  }

  /// Assigns rows.
  ///
  /// - Parameters:
  ///   - method: the clusterer and the space, such as `kmeans:concatenation`.
  ///   - seed: that of the trial; nil for the one whose first score is nearest to the mean.
  ///   - features: the path of the file of each feature set that the method's space is made of, by its name; with its
  ///     part after a colon.
  ///   - tables: the way in which tables are read where it is otherwise than in the run.
  ///   - missing: the treatment of ids that one file lacks.
  ///   - undefined: the treatment of rows with NaN or infinity; nil for that of the run.
  /// - Throws: ``AssignError``, the importers' errors, and those of models and transforms for rows with other
  ///   columns.
  public func assign(
    _ method: String, seed: UInt64?, features: [String: String], tables: TableReading = TableReading(),
    missing: MissingItems = .error, undefined: Experiment.Feature.Undefined? = nil
  ) throws -> Assignment {
    let trial = try trial(of: method, seed: seed)
    let inputs = try inputs(of: trial.space, features, tables, missing, undefined)
    try requireColumns(of: inputs)
    var made: [String: Matrix] = [:]
    let rows = try rows(of: trial.space, seed: trial.seed, inputs, &made)
    let model = try model(of: trial)
    let labels = try model.predict(rows)
    return Assignment(
      ids: inputs.ids, labels: inputs.restoringPositions(of: labels.labels, filler: Partition.leftOut),
      clusters: labels.clusters,
      strengths: try model.strengths(rows).map { inputs.restoringPositions(of: $0, filler: .nan) },
      coordinates: rows, notices: inputs.notices + nameNotices(of: inputs))
  }

  /// The trial that stands for a method, or that of a seed.
  private func trial(of method: String, seed: UInt64?) throws -> TrialRecord {
    guard let chosen = run.method(named: method) else {
      throw AssignError(.noMethod(method, known: run.methods.map(\.option)))
    }
    let trials = run.trials(of: chosen)
    guard !trials.isEmpty else { throw AssignError(.noTrial(method: chosen.text, seed: seed, known: [])) }
    guard let seed else { return trials[run.representative(of: trials)] }
    guard let trial = trials.first(where: { $0.seed == seed }) else {
      throw AssignError(.noTrial(method: chosen.text, seed: seed, known: trials.map(\.seed)))
    }
    return trial
  }

  private func model(of trial: TrialRecord) throws -> any ClusterModel {
    let method = trial.identity.method.text
    if let bytes = trial.omittedModel {
      throw AssignError(
        experiment.models == .none ? .modelLeftOut(method: method) : .modelTooLarge(method: method, bytes: bytes))
    }
    let named = experiment.clusterers.first { $0.name == trial.clusterer }
    if let named, !named.method.makesModels {
      let able = Set(experiment.clusterers.filter { $0.method.makesModels }.map(\.name))
      throw AssignError(
        .withoutModels(
          method: method, clusterer: named.name,
          able: run.methods.filter { able.contains($0.clusterer) }.map(\.option)))
    }
    guard let named, let path = try run.path(of: .model, trial),
      let model = try named.method.model(of: StoredArrays(archive: path))
    else { throw AssignError(.noModel(method: method)) }
    return model
  }

  // MARK: - Rows

  /// The new rows of the feature sets that a space is made of, matched and read as those of the run were.
  private func inputs(
    of name: String, _ files: [String: String], _ tables: TableReading, _ missing: MissingItems,
    _ undefined: Experiment.Feature.Undefined?
  ) throws -> Inputs {
    let space = experiment.space(named: name) ?? Experiment.Space(name: name)
    let needed = experiment.featureSets(of: space)
    let lacking = needed.filter { files[$0] == nil }
    let strange = files.keys.filter { !needed.contains($0) }.sorted()
    guard lacking.isEmpty, strange.isEmpty else {
      throw AssignError(.otherFeatures(space: name, needed: needed, lacking: lacking, strange: strange))
    }
    guard !needed.contains(Experiment.pixels) else { throw AssignError(.pixels(space: name)) }
    let features = needed.compactMap { name -> Experiment.Feature? in
      guard let known = experiment.features.first(where: { $0.name == name }), let file = files[name] else {
        return nil
      }
      var feature = known.reading(FileSpecification(file), tables)
      feature.columnNames = run.record.columnNames(of: name)
      feature.undefined = undefined ?? feature.undefined
      // The columns are standardized as those of the run were, not by themselves.
      if feature.scale == .standardize { feature.scale = .none }
      return feature
    }
    return try Inputs(
      Experiment(
        name: experiment.name, features: features, spaces: features.map { Experiment.Space(name: $0.name) },
        clusterers: [], missing: missing))
  }

  /// Throws where a feature set has other columns than in the run: a fusion of several might take them all the same.
  private func requireColumns(of inputs: Inputs) throws {
    for (name, set) in inputs.features.sorted(by: { $0.key < $1.key }) {
      guard case .integer(let expected)? = run.record.features[name]?["columns"], expected != set.matrix.columns else {
        continue
      }
      throw AssignError(.columns(of: name, expected: expected, found: set.matrix.columns))
    }
  }

  /// Notes on feature sets of which only one of both files names the columns, which are taken by their positions.
  private func nameNotices(of inputs: Inputs) -> [Notice] {
    inputs.features.keys.sorted().compactMap { name in
      let (known, new) = (run.record.columnNames(of: name), inputs.columnNames[name])
      guard (known == nil) != (new == nil) else { return nil }
      return Notice(
        kind: "columns-by-position",
        message: "\(name): only the \(known == nil ? "new file" : "run") has names of columns: they are taken by their "
          + "positions")
    }
  }

  /// The new rows in a space.
  private func rows(
    of name: String, seed: UInt64, _ inputs: Inputs, _ made: inout [String: Matrix]
  ) throws -> Matrix {
    if let known = made[name] { return known }
    let rows: Matrix
    if let set = inputs.features[name] {
      let isStandardized = experiment.features.contains { $0.name == name && $0.scale == .standardize }
      rows = isStandardized ? try transform([set.matrix], into: name, by: [Standardization()], seed: nil) : set.matrix
    } else {
      guard let space = experiment.space(named: name) else { throw AssignError(.noTransform(space: name)) }
      var parts: [Matrix] = []
      for input in space.inputs { parts.append(try self.rows(of: input, seed: seed, inputs, &made)) }
      rows = try transform(
        parts, into: name, by: space.steps, seed: experiment.isStochastic(space) ? seed : nil)
    }
    made[name] = rows
    return rows
  }

  private func transform(
    _ parts: [Matrix], into space: String, by steps: [any SpaceMaker], seed: UInt64?
  ) throws -> Matrix {
    guard let path = try run.transformPath(of: space, seed: seed) else { throw noTransform(of: space, by: steps) }
    let arrays = try StoredArrays(archive: path)
    let isOfFeatures = experiment.isFeatureSet(space)
    let transform: (any SpaceTransform)? =
      isOfFeatures ? try steps[0].transform(of: arrays) : try ChainedTransform(of: arrays, steps)
    guard let transform else { throw AssignError(.noTransform(space: space)) }
    return try transform.transform(parts)
  }

  /// The reason why a space has no stored transform: a method takes no new rows, the experiment stores no models, or there
  /// are too many rows.
  private func noTransform(of space: String, by steps: [any SpaceMaker]) -> AssignError {
    if let step = steps.first(where: { !$0.takesNewRows }) {
      return AssignError(.withoutTransforms(space: space, reason: "\(step.kind) takes no new rows"))
    }
    guard experiment.models != .none else { return AssignError(.transformLeftOut(space: space)) }
    let notices = run.record.spaces[space].flatMap { SpaceSummary($0) }?.notices ?? []
    guard let omission = notices.first(where: { $0.kind == Space.omittedTransform }) else {
      return AssignError(.noTransform(space: space))
    }
    return AssignError(.withoutTransforms(space: space, reason: omission.message))
  }
}

extension Clusterer {
  /// True for a method whose models can be stored: only such a method reads arrays, and misses them here.
  fileprivate var makesModels: Bool {
    do { return try model(of: StoredArrays()) != nil } catch { return true }
  }
}

extension SpaceMaker {
  /// True for a method whose transforms can be stored: only such a method reads arrays, and misses them here.
  fileprivate var takesNewRows: Bool {
    do { return try transform(of: StoredArrays()) != nil } catch { return true }
  }
}

extension Experiment.Feature {
  /// The feature set with new rows, of which the file need not have the columns that hold no features.
  fileprivate func reading(_ new: FileSpecification, _ tables: TableReading) -> Experiment.Feature {
    var feature = self
    feature.file = new.path
    let read = new.feature(named: name, tables)
    let old = FileSpecification(file)
    let isAlike = new.isTable && old.isTable || fileExtension(new.path) == fileExtension(old.path)
    if new.part != nil || !isAlike { (feature.member, feature.column) = (read.member, read.column) }
    if !isAlike { feature.tensor = nil }
    feature.header = new.isTable ? read.header ?? header : nil
    let holds = new.mayNameIDs ? try? NamedColumns.holding(new.path, header: TableHeader(feature.header)) : nil
    let knownID = idColumn.flatMap { $0 == IDColumn.none || holds?($0) == true ? $0 : nil }
    feature.idColumn = read.idColumn ?? knownID
    feature.dropColumns =
      new.isTable ? (dropColumns.filter { holds?($0) == true } + read.dropColumns).uniqued : []
    return feature
  }
}

extension Assigner.Assignment {
  /// The assignment as CSV, one line a row: its id or its position from 0, its cluster, and its strength where there is
  /// one.
  public var csv: String {
    var text = "\(ids == nil ? "row" : "id"),cluster" + (strengths == nil ? "\n" : ",strength\n")
    for (row, label) in labels.enumerated() {
      text += "\(ids.map { csvField($0[row]) } ?? String(row)),\(label)"
      if let strengths { text += strengths[row].isNaN ? "," : ",\(strengths[row])" }
      text += "\n"
    }
    return text
  }
}
