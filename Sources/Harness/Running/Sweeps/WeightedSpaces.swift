import Fusion
import Matrices

/// A fused space at any weight of one of its parts; what does not depend on the weight is computed once.
package struct WeightedSpaces {
  private let space: Experiment.Space
  private let part: String
  private let builder: SpaceBuilder
  /// The parts' principal coordinates, of which every PCA average is a weighted sum.
  private let coordinates: [Matrix]

  /// - Throws: `FusionError` and `ReductionError`.
  package init(_ space: Experiment.Space, part: String, builder: SpaceBuilder) throws {
    self.space = space
    self.part = part
    self.builder = builder
    guard case .pcaAverage(let options) = space.kind else {
      coordinates = []
      return
    }
    coordinates = try SpaceBuilder.fusion(options).coordinates(of: builder.parts(of: space)).parts
  }

  /// The rows with the part at `weight`, from 0 to 1.
  ///
  /// At 0 and 1 a concatenation is that of the parts that are left, to the bit, and a PCA average the coordinates of
  /// the one part.
  package func rows(at weight: Double) throws -> Matrix {
    let weighted = space.weighing(part, weight)
    guard case .pcaAverage(let options) = weighted.kind else { return try builder.build(weighted).rows }
    return SpaceBuilder.fusion(options).average(coordinates)
  }
}
