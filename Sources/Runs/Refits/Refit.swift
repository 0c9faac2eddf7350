import Core
import Experiments
import Matrices
import Results
import Stages

/// The clusters that the methods of an experiment find, without a folder: nothing is stored.
///
/// An experiment that differs from another one in its methods alone shares the inputs that were read (``editing(_:)``).
package final class Refit {
  /// The result of a method under one seed.
  package struct Trial: Sendable {
    package let seed: UInt64
    /// The clusters of all items, as they are compared with labels; those of items that are not clustered are left out.
    package let partition: Partition
    /// The value of each score of the experiment, NaN where it is undefined.
    package let scores: [String: Double]

    package init(seed: UInt64, partition: Partition, scores: [String: Double]) {
      self.seed = seed
      self.partition = partition
      self.scores = scores
    }
  }

  private let resolution: Resolution
  private let spaces: Spaces

  /// Reads the inputs of an experiment.
  ///
  /// - Throws: the importers' errors, and ``RunError`` where the parts do not belong together.
  package convenience init(_ experiment: Experiment) throws { self.init(try Resolution(experiment)) }

  private init(_ resolution: Resolution) {
    self.resolution = resolution
    spaces = Spaces(resolution, former: [:]) { _ in }
  }

  /// Returns the refit of an edited experiment: of the same inputs where the edit leaves the files and the items as they are.
  ///
  /// - Throws: as ``init(_:)``.
  package func editing(_ experiment: Experiment) throws -> Refit {
    let known = resolution.experiment
    let readsAlike =
      experiment.features == known.features && experiment.dataset == known.dataset
      && experiment.scoreOn == known.scoreOn && experiment.rows == known.rows
    return Refit(try Resolution(experiment, sharingInputsOf: readsAlike ? resolution : nil))
  }

  package var inputs: Inputs { resolution.inputs }
  /// Every input file with its checksum.
  package var files: [InputFile] { resolution.files }
  /// The methods of the experiment.
  package var methods: [RunPlan.Method] { resolution.plan.methods }

  /// Fits a method under each seed of the experiment; one that no seed changes once.
  ///
  /// - Parameter progress: called before each fit with its seed.
  /// - Throws: the methods' errors, `CancellationError`.
  package func trials(of method: RunPlan.Method, progress: (UInt64) -> Void = { _ in }) throws -> [Trial] {
    guard let clusterer = resolution.clusterer(named: method.clusterer) else { throw RunError(.noItems) }
    let shared = SharedWork()
    let varies = resolution.experiment.space(named: method.space).map(resolution.experiment.isStochastic) ?? false
    return try resolution.plan.seeds(of: method).map { seed in
      try Task.checkCancellation()
      progress(seed)
      let rows = try spaces.rows(of: method.space, seed: seed)
      let context = resolution.context(of: clusterer, seed: seed, shared: varies ? SharedWork() : shared)
      try clusterer.check(rows, context)
      let found = try clusterer.cluster(rows, context).partition
      let compared = try resolution.scoring.compared(rows, found, isCosine: clusterer.isCosine)
      let labels = inputs.restoringPositions(of: compared.labels, filler: Partition.leftOut)
      return Trial(
        seed: seed, partition: Partition(labels: labels, clusters: compared.clusters),
        scores: try resolution.scoring.score(rows, found, isCosine: clusterer.isCosine).values)
    }
  }

  /// The likely seconds of ``trials(of:progress:)`` on an otherwise idle machine; 0 for methods of unknown cost.
  ///
  /// - Parameter secondsPerOperation: the speed of the machine, ``secondsPerOperation()``.
  package func seconds(of method: RunPlan.Method, secondsPerOperation: Double) -> Double {
    guard let clusterer = resolution.clusterer(named: method.clusterer),
      let space = resolution.experiment.space(named: method.space)
    else { return 0 }
    let seeds = resolution.plan.seeds(of: method).count
    let shape = inputs.references.shape(rows: inputs.items.count, columns: resolution.columns(of: space), of: clusterer)
    let operations =
      resolution.operations(of: space, times: seeds) + Double(seeds) * (clusterer.cost(shape)?.operations ?? 0)
    return operations * secondsPerOperation
  }

  /// Measures the seconds that one operation takes on this machine, in about 0.15 s.
  ///
  /// - Throws: the error of k-means on a small matrix, which has none.
  package static func secondsPerOperation() throws -> Double { try Calibration.measure().secondsPerOperation }
}
