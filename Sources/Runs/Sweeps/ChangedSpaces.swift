import Experiments
import Matrices
import Stages

/// A space of a run as it would be if one of the spaces that it is made of, or itself, had other settings.
final class ChangedSpaces {
  private let spaces: Spaces
  private let experiment: Experiment
  private let name: String
  /// The last rows, which further seeds use again where they do not depend on the seed.
  private var last: (changed: Experiment.Space, seed: UInt64?, rows: Matrix)?

  /// - Parameter name: the space that is clustered.
  init(of name: String, _ experiment: Experiment, by spaces: Spaces) {
    self.name = name
    self.experiment = experiment
    self.spaces = spaces
  }

  /// The rows where a space is as it is changed.
  ///
  /// - Throws: the methods' errors.
  func rows(changing changed: Experiment.Space, seed: UInt64) throws -> Matrix {
    let experiment = experiment.replacing(changed)
    let isStochastic = experiment.space(named: name).map(experiment.isStochastic) ?? false
    let seedOfRows = isStochastic ? seed : nil
    if let last, last.changed == changed, last.seed == seedOfRows { return last.rows }
    let rows = try rows(of: name, in: experiment, changing: changed.name, seed: seed)
    last = (changed, seedOfRows, rows)
    return rows
  }

  /// Makes what depends on the changed space anew, and takes the rest from the run.
  private func rows(of name: String, in experiment: Experiment, changing changed: String, seed: UInt64) throws -> Matrix
  {
    guard !experiment.isFeatureSet(name), let space = experiment.space(named: name),
      experiment.isMade(space, of: changed)
    else { return try spaces.rows(of: name, seed: seed) }
    let inputs = try space.inputs.map { try rows(of: $0, in: experiment, changing: changed, seed: seed) }
    return try spaces.builder(of: name, inputs: inputs, seed: seed).build(space).rows
  }
}

extension Experiment {
  /// The experiment with a space in place of that of its name.
  func replacing(_ space: Space) -> Experiment {
    var copy = self
    copy.spaces = spaces.map { $0.name == space.name ? space : $0 }
    return copy
  }
}
