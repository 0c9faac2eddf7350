import Core
import Experiments
import Matrices
import Results
import Stages

/// The weights that the parts of a fusion have for each item.
extension RunWork {
  /// Stores those of a space as its first seed has them, unless the folder holds them.
  func storePartWeights(of space: Experiment.Space) throws {
    guard plan.lacks(.partWeights(space: space.name)) else { return }
    let found: PartWeights?
    do {
      found = try spaces.partWeights(of: space.name)
    } catch let error as any ExplainedError where error.isOfRows {
      return
    }
    guard let weights = found else { return }
    let columns = (0..<weights.parts).map(weights.column)
    let (means, deviations) = (columns.map(\.mean), columns.map(\.deviation))
    let stored = columns.map { inputs.restoringPositions(of: $0, filler: .nan) }
    let values = Matrix(rows: inputs.itemCount, columns: weights.parts) { target in
      for (part, column) in stored.enumerated() {
        for (item, value) in column.enumerated() { target[item, part] = value }
      }
    }
    try store.begin()
    try folder.write(
      PartWeightsRecord(
        space: space.name, seed: resolution.experiment.isStochastic(space) ? resolution.firstSeed : nil,
        parts: space.inputs.count == weights.parts ? space.inputs : (1...weights.parts).map { "part \($0)" },
        means: means, deviations: deviations,
        fingerprint: try resolution.fingerprints.partWeights(of: space.name)), values: values)
  }
}

extension [Float] {
  /// The mean; NaN for no numbers.
  fileprivate var mean: Double { reduce(0) { $0 + Double($1) } / Double(count) }

  /// The sample standard deviation; 0 for fewer than two numbers.
  fileprivate var deviation: Double {
    guard count > 1 else { return 0 }
    let mean = mean
    let squares = reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    return (squares / Double(count - 1)).squareRoot()
  }
}
