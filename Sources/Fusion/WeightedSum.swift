import Core
import Matrices
import Reduction
import Stages

/// The weighted sum of parts that have the same columns, such as the image and the text embeddings of one model: each one's
/// rows scaled, weighted, and added to the others'.
///
/// Column j of one part must mean the same as column j of the others; for unlike parts there are ``Concatenation`` and ``CCA``.
public struct WeightedSum: WeightedFusion {
  public static let name = "weighted-sum"
  public static let summary = "the weighted sum of feature sets with the same columns, each scaled"
  public static let inputs = 2...Int.max
  public static let leavesOutWeightless = false
  public static let parameters: [Parameter<WeightedSum>] = [
    .numbers("weights", \.weights, in: .atLeast(0), "a weight for each part, summing to 1; equal ones without them"),
    .choice(
      "normalize", \.normalize, "the scaling of each part: rows of length 1, standardized columns, or none"),
  ]

  /// A weight of at least 0 for each part, summing to 1 within 0.002; nil weighs all alike.
  public var weights: [Double]?
  /// The scaling of each part; rows of length 1 by default.
  public var normalize: Concatenation.Normalization

  /// Makes the fusion; weights are checked when it is used.
  public init(weights: [Double]? = nil, normalize: Concatenation.Normalization = .l2) {
    self.weights = weights
    self.normalize = normalize
  }

  public init() { self.init(weights: nil) }

  public var scaling: String { normalize.rawValue }

  public func check(inputs: Int) throws(StageError) {
    try checkCount(of: inputs)
    try checkWeights(inputs: inputs, sumWithin: 2e-3)
  }

  public func check(_ shape: Shape) throws {
    guard let first = shape.columns.first else { return }
    for (index, columns) in shape.columns.enumerated() where columns != first {
      throw FusionError(.columnsDiffer(first: first, other: columns, index: index))
    }
  }

  public func columns(_ shape: Shape) -> Int { shape.columns.first ?? 0 }
  public func cost(_ shape: Shape) -> Cost? { .copy(shape) }

  /// Adds the parts.
  ///
  /// - Parameter inputs: two or more matrices of the same number of rows and columns.
  /// - Returns: a space with the columns of the parts.
  /// - Throws: ``FusionError`` where the parts have other numbers of rows or columns, `StageError` where the weights do not
  ///   fit them.
  /// - Complexity: O(rows · columns of all parts).
  public func make(_ inputs: [Matrix], _ context: StageContext) throws -> Space {
    try check(inputs: inputs.count)
    try requireEqualRows(inputs)
    try check(Shape(rows: inputs[0].rows, columns: inputs.map(\.columns)))
    let (parts, moments) = try normalize.scaled(inputs)
    return Space(
      sum(parts), transform: WeightedSumTransform(fusion: self, moments: moments, columns: inputs[0].columns))
  }

  public func transform(of stored: StoredArrays) throws -> (any SpaceTransform)? {
    let columns = try stored.list("columns", count: 1)[0]
    return WeightedSumTransform(
      fusion: self, moments: try PartMoments.read(stored), columns: Int(exactly: columns) ?? 0)
  }

  /// The sum of parts that have been scaled.
  fileprivate func sum(_ parts: [Matrix]) -> Matrix { PCAAverage(weights: weights).average(parts) }
}

/// New rows of the parts, scaled and added as those of the space were.
private struct WeightedSumTransform: SpaceTransform {
  let fusion: WeightedSum
  /// The moments of the parts; none unless their columns are standardized.
  let moments: [StandardizingTransform]
  let columns: Int

  func transform(_ inputs: [Matrix]) throws -> Matrix {
    if fusion.normalize == .standardize { try requireParts(inputs, moments.count, of: WeightedSum.name) }
    try fusion.check(inputs: inputs.count)
    try requireEqualRows(inputs)
    for (index, part) in inputs.enumerated() where part.columns != columns {
      throw FusionError(.columnsDiffer(first: columns, other: part.columns, index: index))
    }
    return fusion.sum(try fusion.normalize.scaled(inputs, by: moments))
  }

  var stored: StoredArrays {
    var arrays = PartMoments.stored(moments)
    arrays["columns"] = .init([Double(columns)])
    return arrays
  }
}
