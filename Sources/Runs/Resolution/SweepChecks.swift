import Core
import Experiments
import Matrices
import Results
import Stages

/// Finds the settings of the sweeps to be made that the data do not allow, before anything is clustered.
///
/// The settings of a space are checked by its shape alone, those of a clusterer also on the rows of the spaces that are shown.
struct SweepChecks {
  private let resolution: Resolution
  private let sweeps: [SweepPlan.Sweep]
  private var gaps: [SweepGaps]
  /// The spaces whose rows are still to be looked at.
  private(set) var unseen: [Experiment.Space]

  /// - Throws: errors that are not of the rows, such as a bad option.
  init(_ resolution: Resolution, _ plan: WorkPlan) throws {
    self.resolution = resolution
    sweeps = resolution.sweeps.sweeps.filter { plan.lacks(.sweep($0.kind)) && !plan.rescores($0.kind) }
    gaps = sweeps.map(SweepGaps.init)
    let swept = Set(sweeps.filter(\.isOfClusterer).flatMap { $0.lines.map(\.space.name) }).subtracting(plan.unmade)
    unseen = resolution.experiment.clusteredSpaces.filter { swept.contains($0.name) }
    for (index, sweep) in sweeps.enumerated() {
      for line in sweep.lines where !plan.unmade.contains(line.space.name) {
        for setting in sweep.settings {
          guard let cause = try Self.cause(of: { try check(sweep, line, setting) }) else { continue }
          gaps[index].add(line, sweep, setting, cause: cause)
        }
      }
    }
  }

  /// Looks at the rows of a space.
  ///
  /// - Throws: errors that are not of the rows.
  mutating func look(at space: Experiment.Space, _ rows: Matrix) throws {
    unseen.removeAll { $0.name == space.name }
    for (index, sweep) in sweeps.enumerated() where sweep.isOfClusterer {
      for line in sweep.lines where line.space.name == space.name {
        for setting in sweep.settings {
          let clusterer = try method(sweep, setting)
          let context = resolution.context(of: clusterer)
          guard let cause = try Self.cause(of: { try clusterer.check(rows, context) }) else { continue }
          gaps[index].add(line, sweep, setting, cause: cause)
        }
      }
    }
  }

  /// The notes on what was found, which a run would have as well.
  var notices: [Notice] { gaps.flatMap(\.notices) }

  /// Returns the cause for which the rows do not allow something; nil where they do.
  private static func cause(of body: () throws -> Void) throws -> String? {
    do {
      try body()
      return nil
    } catch let error as any ExplainedError where error.isOfRows {
      return error.cause
    }
  }

  private func method(_ sweep: SweepPlan.Sweep, _ setting: ParameterValue) throws -> any Clusterer {
    try sweep.clusterer(at: setting).method(classes: resolution.inputs.truth?.occupiedClasses)
  }

  /// Throws what the space at a setting and the clusterer on it would throw for their shapes alone.
  private func check(_ sweep: SweepPlan.Sweep, _ line: SweepPlan.Line, _ setting: ParameterValue) throws {
    let weighed = line.part.flatMap { part in setting.number.map { line.space.weighing(part, $0) } }
    let changed = try sweep.space(at: setting) ?? weighed
    let experiment = changed.map(resolution.experiment.replacing) ?? resolution.experiment
    guard let space = experiment.space(named: line.space.name) else { return }
    try resolution.checkShapes(of: space, in: experiment)
    let clusterer = try method(sweep, setting)
    let columns = space.columns(resolution.shape(of: space, in: experiment))
    let shape = resolution.inputs.references.shape(
      rows: resolution.inputs.items.count, columns: columns, of: clusterer)
    try clusterer.check(shape)
  }
}
