import Matrices
import Stages

/// The fusions of this package.
public enum Fusions {
  /// The types, in the order in which lists show them.
  public static let all: [any SpaceMaker.Type] = [
    Concatenation.self, PCAAverage.self, WeightedSum.self, CCA.self, Affinity.self, Late.self, Counterpart.self,
    Adaptive.self,
  ]
}

/// Throws ``FusionError`` where the inputs of a fusion have other numbers of rows.
func requireEqualRows(_ inputs: [Matrix]) throws {
  guard let first = inputs.first else { return }
  for (index, input) in inputs.enumerated() where input.rows != first.rows {
    throw FusionError(.rowsDiffer(first: first.rows, other: input.rows, index: index))
  }
}

extension WeightedFusion {
  /// Throws ``StageError`` for weights that do not go with so many inputs.
  ///
  /// - Parameter slack: the most by which their sum may miss 1, since thirds are written with a few digits.
  func checkWeights(inputs: Int, sumWithin slack: Double) throws(StageError) {
    guard let weights else { return }
    func unfit(_ cause: String, _ hint: String) -> StageError {
      StageError(Self.name, .unfit(parameter: "weights", cause: cause, hint: hint))
    }
    guard weights.count == inputs else {
      throw unfit(
        "\(inputs) parts need \(inputs) weights, found \(weights.count)",
        "give one weight a part, in the order of \"of\", or leave the weights out")
    }
    let sum = weights.reduce(0, +)
    guard sum > 0 else {
      throw unfit("the weights must sum to 1, found \(sum)", "give at least one part a positive weight")
    }
    guard abs(sum - 1) <= slack else {
      throw unfit(
        "the weights must sum to 1, found \(short(sum))",
        "to keep their proportions write [\(weights.map { short($0 / sum) }.joined(separator: ", "))]")
    }
  }
}

/// At most six digits after the point.
private func short(_ value: Double) -> String { "\((value * 1e6).rounded() / 1e6)" }
