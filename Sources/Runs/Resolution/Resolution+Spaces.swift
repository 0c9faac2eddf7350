import Core
import Experiments
import Features
import Matrices
import Stages

extension Resolution {
  /// The number of items and the columns of each input of a space, without making any, and the sizes of all references.
  func shape(of space: Experiment.Space) -> Shape {
    Shape(
      rows: inputs.items.count,
      columns: space.inputs.map { name in
        if let set = inputs.features[name] { return set.matrix.columns }
        return experiment.space(named: name).map(columns) ?? 0
      }, references: inputs.references.shapes)
  }

  /// Returns the context of a clusterer beside its rows.
  ///
  /// - Parameter shared: the work on the same rows that was done before.
  func context(of clusterer: any Clusterer, seed: UInt64 = 0, shared: SharedWork = SharedWork()) -> StageContext {
    inputs.references.context(of: clusterer, seed: Seed(seed), shared: shared)
  }

  /// The columns of a space, without making it; the most that it can have where only the data tell.
  func columns(of space: Experiment.Space) -> Int { space.columns(shape(of: space)) }
}
