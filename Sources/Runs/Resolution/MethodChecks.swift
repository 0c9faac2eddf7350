import Clustering
import Core
import Experiments
import Features
import Matrices
import Results
import Stages

/// Finds the spaces that cannot be made and the methods whose rows do not allow their clusterer, before anything is
/// clustered or changed.
///
/// They are gaps of the run; the others run. Only where nothing is left to run is it an error.
struct MethodChecks {
  let resolution: Resolution

  /// Leaves out the spaces that cannot be made for their numbers of rows and columns, which costs nothing to find.
  ///
  /// - Throws: ``RunError`` when no trial is left; errors that are not of the rows, such as a bad option.
  func leaveOutByShape(_ plan: inout WorkPlan) throws {
    try leaveOut(of: &plan) { space, found in
      try found.lookAt(space) { try resolution.checkShapes(of: space, in: resolution.experiment) }
    }
  }

  /// Leaves out what the rows do not allow as they are clustered.
  ///
  /// - Parameters:
  ///   - keepsRows: false to hold one space in memory at a time.
  ///   - look: called with each space and its rows.
  /// - Throws: as ``leaveOutByShape(_:)``.
  func leaveOut(
    of plan: inout WorkPlan, by spaces: Spaces, keepsRows: Bool = true,
    _ look: (Experiment.Space, Matrix) throws -> Void = { _, _ in }
  ) throws {
    if keepsRows { makeLarge(spaces, for: plan) }
    try leaveOut(of: &plan) { space, found in
      defer { if !keepsRows { spaces.forget(space.name) } }
      guard let rows = try found.lookAt(space, { try spaces.rows(of: space.name) }) else { return }
      try look(space, rows)
      for (options, clusterer) in zip(resolution.experiment.clusterers, resolution.clusterers) {
        try found.lookAt(options, on: space) {
          try LostDigits.explaining(merged: mergedRows(of: space)) {
            try clusterer.check(rows, resolution.context(of: clusterer))
          }
        }
      }
    }
  }

  /// The rows of the feature sets of a space that differ from others in the file alone.
  private func mergedRows(of space: Experiment.Space) -> Int {
    resolution.experiment.featureSets(of: space).reduce(0) { $0 + (resolution.inputs.features[$1]?.mergedRows ?? 0) }
  }

  /// Makes the spaces that need more memory on the way than in the end, before others that stay are in memory. Their errors are
  /// met again when it is their turn.
  private func makeLarge(_ spaces: Spaces, for plan: WorkPlan) {
    let clustered = Set(resolution.plan.trials.filter(plan.clusters).map(\.space))
    for space in resolution.experiment.spaces where clustered.contains(space.name) {
      let shape = resolution.shape(of: space)
      let rows = shape.rows * space.columns(shape) * MemoryLayout<Float>.size
      if space.bytes(shape) > rows { _ = try? spaces.rows(of: space.name) }
    }
  }

  private func leaveOut(
    of plan: inout WorkPlan, looking look: (Experiment.Space, inout Found) throws -> Void
  ) throws {
    var found = Found(todo: Set(resolution.plan.trials.filter(plan.clusters)))
    for space in resolution.experiment.clusteredSpaces where found.todo.contains(where: { $0.space == space.name }) {
      try look(space, &found)
    }
    plan.leaveOut(found.gaps)
    if let first = found.first, plan.gaps.count == resolution.plan.trials.count {
      throw Self.nothingClustered(first.method, first.error, resolution)
    }
  }

  /// The error of a run in which no method can cluster its space. Where a number of clusters is chosen, none was asked for.
  static func nothingClustered(
    _ method: String, _ error: any ExplainedError, _ resolution: Resolution
  ) -> RunError {
    if resolution.sweeps.sweeps.contains(where: { $0.isOfClusters && !$0.criteria.isEmpty }),
      case .tooFewDistinctRows(_, let distinct)? = (error as? ClusteringError)?.reason, distinct < 3
    {
      return RunError(.nothingToChoose(rows: distinct))
    }
    return RunError(
      .nothingClustered(
        method: method, failure: error.failure, cause: error.cause, hint: error.hint,
        methods: resolution.plan.methods.count))
  }
}

/// The gaps among the trials that are to be clustered, and the first reason.
private struct Found {
  let todo: Set<TrialIdentity>
  private(set) var gaps: [TrialGap] = []
  private(set) var first: (method: String, error: any ExplainedError)?

  init(todo: Set<TrialIdentity>) { self.todo = todo }

  /// Counts all trials of a space as gaps where `body` finds that its rows do not allow it.
  ///
  /// - Returns: the value of `body`; nil for a gap.
  @discardableResult
  mutating func lookAt<Value>(
    _ space: Experiment.Space, _ body: () throws -> Value
  ) throws -> Value? {
    try look("the space \(space.name)", isOfSpace: true, at: { $0.space == space.name }, body)
  }

  /// Counts the trials of a method as gaps where `body` finds that the rows do not allow it.
  mutating func lookAt(
    _ options: Experiment.NamedClusterer, on space: Experiment.Space, _ body: () throws -> Void
  ) throws {
    _ = try look(
      "\(options.name) on \(space.name)", isOfSpace: false,
      at: { $0.space == space.name && $0.clusterer == options.name }, body)
  }

  private mutating func look<Value>(
    _ method: String, isOfSpace: Bool, at isConcerned: (TrialIdentity) -> Bool, _ body: () throws -> Value
  ) throws -> Value? {
    let trials = todo.filter(isConcerned)
    guard !trials.isEmpty else { return nil }
    do {
      return try body()
    } catch let error as any ExplainedError where error.isOfRows {
      first = first ?? (method, error)
      gaps += trials.map { TrialGap($0, cause: error.cause, hint: error.hint, isOfSpace: isOfSpace) }
      return nil
    }
  }
}
