import Clustering
import Matrices
import Results

/// Finds the methods whose rows do not allow their clusterer, before anything is clustered or changed.
///
/// Such a method is a gap of the run; the others run. Only where nothing is left to run is it an error.
struct MethodChecks {
  let resolution: Resolution
  let plan: WorkPlan

  /// The gaps among the trials that the plan clusters, in its order.
  ///
  /// - Parameter check: throws what a clusterer has against the rows of a space.
  /// - Throws: ``HarnessError`` when no trial is left; errors that are not of the rows, such as a bad option.
  func gaps(check: (any Clusterer, Experiment.Space) throws -> Void) throws -> [TrialGap] {
    var gaps: [TrialGap] = []
    var first: (method: String, error: ClusteringError)?
    for space in resolution.experiment.spaces {
      for (options, clusterer) in zip(resolution.experiment.clusterers, resolution.clusterers) {
        let trials = resolution.plan.trials.filter {
          $0.clusterer == options.name && $0.space == space.name && plan.clusters($0)
        }
        guard !trials.isEmpty else { continue }
        do {
          try check(clusterer, space)
        } catch let error as ClusteringError where error.isOfRows {
          first = first ?? ("\(options.name) on \(space.name)", error)
          gaps += trials.map { TrialGap($0, cause: error.cause, hint: error.hint) }
        }
      }
    }
    if let first, gaps.count == resolution.plan.trials.count {
      throw Self.nothingClustered(first.method, first.error, resolution)
    }
    return gaps
  }

  /// The error of a run in which no method can cluster its space.
  static func nothingClustered(_ method: String, _ error: ClusteringError, _ resolution: Resolution) -> HarnessError {
    HarnessError(
      .nothingClustered(
        method: method, failure: error.failure, cause: error.cause, hint: error.hint,
        methods: resolution.experiment.clusterers.count * resolution.experiment.spaces.count))
  }
}

extension MethodChecks {
  /// The gaps by the rows as they are clustered.
  func gaps(in spaces: Spaces) throws -> [TrialGap] {
    try gaps { clusterer, space in try clusterer.check(spaces.rows(of: space.name)) }
  }

  /// The gaps as far as they show without principal components: rows of a PCA average are told apart by those of its
  /// parts side by side, which are distinct wherever the average is.
  func gapsWithoutReduction() throws -> [TrialGap] {
    let builder = SpaceBuilder(inputs: resolution.inputs)
    var last: (space: Experiment.Space, rows: Matrix)?
    func rows(of space: Experiment.Space) throws -> Matrix {
      if let last, last.space == space { return last.rows }
      last = nil
      let rows = try builder.build(space).rows
      last = (space, rows)
      return rows
    }
    return try gaps { clusterer, space in
      guard case .pcaAverage(let options) = space.kind else { return try clusterer.check(rows(of: space)) }
      let parts = Experiment.Space(
        name: space.name, kind: .concatenation(.init(of: options.parts, normalize: .none)))
      do {
        try KMeans(clusters: clusterer.clusters).check(rows(of: parts))
      } catch let error as ClusteringError where !error.isOfCount {
        // Only the average itself could show it.
      }
    }
  }
}
