import Core
import Matrices
import Reduction
import Stages

/// The canonical variates of two parts: the directions of each part along which both vary together (Hotelling, "Relations between
/// two sets of variates", 1936).
///
/// A ridge in units of the mean variance of the columns is added to the covariance of each part (Vinod, "Canonical ridge and
/// econometrics of joint production", 1976). With as many columns as rows and without it, every correlation is 1 by chance.
public struct CCA: WeightedFusion, JointFusion {
  /// The way in which the variates of both parts become one space.
  public enum Combination: String, Sendable, CaseIterable {
    /// Side by side.
    case concatenate
    /// Their mean, column by column.
    case mean
  }

  /// The number of correlations when none is asked for, where the data allow it.
  public static let defaultDimensions = 10

  public static let name = "cca"
  public static let summary =
    "the canonical variates of two feature sets: the directions along which both vary together (Hotelling 1936)"
  public static let inputs = 2...2
  public static let leavesOutWeightless = false
  public static let parameters: [Parameter<CCA>] = [
    .integer("dimensions", \.dimensions, in: 1..., "the number of variates; 10 where the data allow it"),
    .number(
      "regularization", \.regularization, in: .atLeast(0),
      "the ridge that is added to the variances, in units of the mean variance of the part's columns"),
    .choice("combine", \.combine, "the variates of both parts side by side, or their mean"),
    .numbers("weights", \.weights, in: .atLeast(0), "a weight for each part, summing to 1; equal ones without them"),
  ]

  /// The number of variates of each part, at least 1; nil takes 10, or the most that the data allow.
  public var dimensions: Int?
  /// The ridge in units of the mean variance of the columns, at least 0.
  public var regularization: Double
  /// The way in which the variates of both parts become one space.
  public var combine: Combination
  /// A weight of at least 0 for each part, summing to 1 within 0.002; nil weighs both alike.
  public var weights: [Double]?

  /// Makes the fusion; ranges and weights are checked when it is used.
  public init(
    dimensions: Int? = nil, regularization: Double = 0.001, combine: Combination = .concatenate,
    weights: [Double]? = nil
  ) {
    self.dimensions = dimensions
    self.regularization = regularization
    self.combine = combine
    self.weights = weights
  }

  public init() { self.init(dimensions: nil) }

  public var scaling: String { Concatenation.Normalization.none.rawValue }

  public func check(inputs: Int) throws(StageError) {
    try checkCount(of: inputs)
    try checkWeights(inputs: inputs, sumWithin: 2e-3)
  }

  public func check(_ shape: Shape) throws {
    try checkSettings()
    let allowed = Self.allowed(shape)
    guard allowed >= dimensions ?? 1 else {
      throw FusionError(.tooManyCorrelations(asked: dimensions ?? 1, allowed: allowed))
    }
    // The covariance of both parts together has to fit into the memory, as that of a PCA.
    try PCA(dimensions: 1).check(Shape(rows: shape.rows, columns: shape.columns))
  }

  /// The most canonical correlations that rows of a shape have.
  private static func allowed(_ shape: Shape) -> Int { min(shape.columns.min() ?? 0, shape.rows - 1) }

  func count(_ shape: Shape) -> Int { dimensions ?? min(Self.defaultDimensions, Self.allowed(shape)) }

  public func columns(_ shape: Shape) -> Int { count(shape) * (combine == .mean ? 1 : weighing.count) }

  /// The parts that have a weight in a concatenation, with it; parts of weight 0 would add columns of zeros.
  var weighing: [(part: Int, weight: Double)] {
    guard let weights else { return [(0, 1), (1, 1)] }
    return weights.enumerated().map { ($0.offset, $0.element) }.filter { $0.weight > 0 }
  }

  public func cost(_ shape: Shape) -> Cost? {
    let (rows, columns) = (Double(shape.rows), Double(shape.allColumns))
    return Cost(
      operations: 2 * rows * columns * (columns + Double(count(shape))) + 20 * columns * columns * columns,
      iteration: 0,
      bytes: 8 * shape.allColumns * shape.allColumns * MemoryLayout<Double>.size
        + shape.rows * 2 * self.columns(shape) * MemoryLayout<Float>.size)
  }

  /// Finds the canonical variates, and combines them.
  ///
  /// - Parameter inputs: two matrices of the same number of rows.
  /// - Returns: a space of the variates, each of variance 1 but for the ridge, the most correlated first, with a note of the
  ///   correlations.
  /// - Throws: ``FusionError`` where the parts have other numbers of rows, allow fewer variates, do not vary, or have a
  ///   singular covariance; `StageError` where the weights do not fit them; `ReductionError` where memory is short or an entry
  ///   is not finite.
  /// - Complexity: O(rows · columns² + columns³) for the columns of both parts together; memory O(columns²).
  public func make(_ inputs: [Matrix], _ context: StageContext) throws -> Space {
    try check(inputs: inputs.count)
    try requireEqualRows(inputs)
    let shape = Shape(rows: inputs[0].rows, columns: inputs.map(\.columns))
    try check(shape)
    let found = try context.shared.value("cca-\(count(shape))-\(regularization)") {
      try CanonicalVariates(of: inputs, count: count(shape), ridge: regularization)
    }
    let transform = CCATransform(fusion: self, variates: found)
    return Space(try transform.transform(inputs), transform: transform, notices: notices(found, shape))
  }

  private func notices(_ found: CanonicalVariates, _ shape: Shape) -> [Notice] {
    var notices: [Notice] = []
    if dimensions == nil, found.correlations.count < Self.defaultDimensions {
      notices.append(
        Notice(
          kind: "dimensions-lowered",
          message:
            "\(counted(found.correlations.count, "canonical variate")), not \(Self.defaultDimensions): the data allow "
            + "\(found.correlations.count)"))
    }
    let few = shape.rows <= shape.allColumns
    notices.append(
      Notice(
        kind: "canonical-correlations",
        message: "canonical correlations with regularization \(regularization): "
          + found.correlations.map(Self.rounded).joined(separator: ", ")
          + (few
            ? "; \(shape.rows) rows are no more than the \(shape.allColumns) columns, so that rows correlate by chance"
            : "")))
    return notices
  }

  /// Three digits after the point.
  private static func rounded(_ value: Double) -> String { "\((value * 1e3).rounded() / 1e3)" }

  public func transform(of stored: StoredArrays) throws -> (any SpaceTransform)? {
    CCATransform(fusion: self, variates: try CanonicalVariates(of: stored))
  }
}

/// New rows of both parts as variates of the fit.
private struct CCATransform: SpaceTransform {
  let fusion: CCA
  let variates: CanonicalVariates

  func transform(_ inputs: [Matrix]) throws -> Matrix {
    try requireParts(inputs, 2, of: CCA.name)
    try requireEqualRows(inputs)
    switch fusion.combine {
    case .concatenate: return try variates.coordinates(of: inputs, fusion.weighing, isSum: false)
    case .mean:
      let weights = fusion.weights ?? [0.5, 0.5]
      return try variates.coordinates(of: inputs, [(0, weights[0]), (1, weights[1])], isSum: true)
    }
  }

  var stored: StoredArrays { variates.stored }
}
