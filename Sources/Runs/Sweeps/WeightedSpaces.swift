import Experiments
import Matrices
import Stages

/// A fused space at any weight of one of its parts; what does not depend on the weight is computed once.
package final class WeightedSpaces {
  private let space: Experiment.Space
  private let part: String
  private let builder: (Experiment.Space, UInt64) throws -> SpaceBuilder
  /// The last rows, which further seeds use again where they do not depend on the seed.
  private var last: (space: Experiment.Space, seed: UInt64?, rows: Matrix)?
  private let isStochastic: Bool
  private let shared: StepWork

  /// - Parameters:
  ///   - isStochastic: true for a space that depends on the seed.
  ///   - inputsVary: true where its inputs do.
  ///   - builder: has the inputs of a space under a seed.
  package init(
    _ space: Experiment.Space, part: String, isStochastic: Bool, inputsVary: Bool,
    builder: @escaping (Experiment.Space, UInt64) throws -> SpaceBuilder
  ) {
    self.space = space
    self.part = part
    self.isStochastic = isStochastic
    self.builder = builder
    shared = StepWork(space, inputsVary: inputsVary)
  }

  /// The rows with the part at `weight`, from 0 to 1.
  ///
  /// At 0 and 1 a concatenation is that of the parts that are left, to the bit, and a PCA average the coordinates of
  /// the one part.
  /// - Throws: the fusion's errors.
  package func rows(at weight: Double, seed: UInt64) throws -> Matrix {
    let weighted = space.weighing(part, weight)
    let seedOfRows = isStochastic ? seed : nil
    if let last, last.space == weighted, last.seed == seedOfRows { return last.rows }
    var builder = try builder(weighted, seed)
    // Only what is made of the same inputs can share their work.
    builder.shared = weighted.inputs == space.inputs ? shared : StepWork()
    let rows = try builder.build(weighted).rows
    last = (weighted, seedOfRows, rows)
    return rows
  }
}
