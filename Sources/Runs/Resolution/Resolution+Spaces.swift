import Core
import Experiments
import Features
import Matrices
import Stages

extension Resolution {
  /// The number of items and the columns of each input of a space, without making any, and the sizes of all references.
  ///
  /// - Parameter changed: the experiment with other settings of its spaces; its own where there is none.
  func shape(of space: Experiment.Space, in changed: Experiment? = nil) -> Shape {
    Shape(
      rows: inputs.items.count,
      columns: space.inputs.map { name in
        if let set = inputs.features[name] { return set.matrix.columns }
        return (changed ?? experiment).space(named: name).map { $0.columns(shape(of: $0, in: changed)) } ?? 0
      }, references: inputs.references.shapes)
  }

  /// Throws what making a space of an experiment, and the spaces that it is made of, would throw for their shapes alone.
  func checkShapes(of space: Experiment.Space, in experiment: Experiment) throws {
    for name in space.inputs where !experiment.isFeatureSet(name) {
      if let input = experiment.space(named: name) { try checkShapes(of: input, in: experiment) }
    }
    try space.check(shape(of: space, in: experiment))
  }

  /// Returns the context of a clusterer beside its rows.
  ///
  /// - Parameter shared: the work on the same rows that was done before.
  func context(of clusterer: any Clusterer, seed: UInt64 = 0, shared: SharedWork = SharedWork()) -> StageContext {
    inputs.references.context(of: clusterer, seed: Seed(seed), shared: shared)
  }

  /// The columns of a space, without making it; the most that it can have where only the data tell.
  func columns(of space: Experiment.Space) -> Int { space.columns(shape(of: space)) }

  /// The likely operations of making a space and those that it is made of so many times, each under another seed; one that
  /// does not depend on the seed is made once.
  func operations(of space: Experiment.Space, times: Int = 1) -> Double {
    let own = experiment.isStochastic(space) ? times : 1
    return space.operations(shape(of: space), times: own, inputsVary: experiment.inputsVary(of: space))
      + space.inputs.reduce(0) { sum, name in
        guard !experiment.isFeatureSet(name), let input = experiment.space(named: name) else { return sum }
        return sum + operations(of: input, times: own)
      }
  }
}
