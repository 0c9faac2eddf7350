import Core
import Matrices
import Stages

/// Principal components as a space of one input.
extension PCA {
  public func check(inputs: Int) throws(StageError) {
    try checkCount(of: inputs)
    guard dimensions == nil || variance == nil else {
      throw StageError(
        Self.name,
        .unfit(
          parameter: "variance", cause: "both the number of dimensions and a share of the variance are given",
          hint: "give one of them"))
    }
  }

  /// Throws ``ReductionError`` where rows of this shape do not allow so many components, or memory not their
  /// covariance.
  public func check(_ shape: Shape) throws {
    let allowed = Self.allowed(shape)
    if let dimensions {
      guard dimensions >= 1 else {
        throw ReductionError(.outOfRange(name: "dimensions", value: "\(dimensions)", allowed: "at least 1"))
      }
      guard dimensions <= allowed else {
        throw ReductionError(.tooManyDimensions(asked: dimensions, rows: shape.rows, columns: shape.allColumns))
      }
    }
    guard allowed >= 1 else {
      throw ReductionError(.tooManyDimensions(asked: 1, rows: shape.rows, columns: shape.allColumns))
    }
    try requireMemory(columns: shape.allColumns)
  }

  private static func allowed(_ shape: Shape) -> Int { min(shape.rows, shape.allColumns) }

  public func columns(_ shape: Shape) -> Int {
    let allowed = Self.allowed(shape)
    return variance == nil ? dimensions ?? min(Self.defaultDimensions, allowed) : allowed
  }

  public func make(_ inputs: [Matrix], _ context: StageContext) throws -> Space {
    try check(inputs: inputs.count)
    let model = try fit(inputs[0])
    return Space(
      try model.transform(inputs[0]), transform: model, explainedVariance: model.explainedVarianceRatio,
      notices: notices(of: model, columns: inputs[0].columns) + roundingNotices(of: model))
  }

  /// Says that components may show rounding alone, where more are taken than the rows have directions in which they vary.
  private func roundingNotices(of model: PCAModel) -> [Notice] {
    let (asked, varying) = (model.components.rows, model.varyingComponents)
    guard varying < asked else { return [] }
    return [
      Notice(
        kind: "no-variance",
        message:
          "\(asked - varying) of \(counted(asked, "component")) with less than 1e-10 of the variance of the first: "
          + "rounding, where the rows vary along \(varying)")
    ]
  }

  /// Says that the data allow fewer components than the default.
  func notices(of model: PCAModel, columns: Int) -> [Notice] {
    let kept = model.components.rows
    guard dimensions == nil, variance == nil, kept < Self.defaultDimensions, kept < columns else { return [] }
    return [
      Notice(
        kind: "dimensions-lowered",
        message: "\(counted(kept, "principal component")), not \(Self.defaultDimensions): the data allow \(kept)")
    ]
  }
}

extension PCA {
  /// For each row and pair of columns of the covariance, and for the eigenvectors of cubed columns.
  private static let covariance = 0.8
  private static let eigenvectors = 12.0

  public func cost(_ shape: Shape) -> Cost? {
    let (rows, columns) = (Double(shape.rows), Double(shape.allColumns))
    let order = min(rows, columns)
    return Cost(
      operations: Self.covariance * rows * columns * columns + Self.eigenvectors * order * order * order, iteration: 0,
      bytes: 4 * shape.allColumns * shape.allColumns * MemoryLayout<Double>.size
        + shape.rows * self.columns(shape) * MemoryLayout<Float>.size)
  }
}
