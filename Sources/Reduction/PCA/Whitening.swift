import Core
import Matrices
import Stages

/// Principal components, each divided by its standard deviation, so that all of them count alike (Friedman,
/// "Exploratory projection pursuit", 1987).
///
/// Components of no variance are left out with a note, since their division would show rounding alone.
public struct Whitening: SpaceMaker {
  public static let name = "whiten"
  public static let summary = "principal components of variance 1"
  public static let inputs = 1...1
  public static let hasComponents = true
  public static let parameters: [Parameter<Whitening>] = [
    .integer("dimensions", \.pca.dimensions, in: 1..., "the number of components; 50 where the data allow it"),
    .number(
      "variance", \.pca.variance, in: .above(0, to: 1),
      "the share of the variance that the components have together at least, in place of their number"),
  ]

  /// The principal components that are kept.
  public var pca: PCA

  /// Makes the method; give one of both at most, which is checked when it is used.
  public init(dimensions: Int? = nil, variance: Double? = nil) {
    pca = PCA(dimensions: dimensions, variance: variance)
  }

  public init() { self.init(dimensions: nil) }

  public func check(inputs: Int) throws(StageError) {
    try checkCount(of: inputs)
    do {
      try pca.check(inputs: inputs)
    } catch {
      throw StageError(Self.name, error.reason)
    }
  }

  public func check(_ shape: Shape) throws { try pca.check(shape) }
  public func columns(_ shape: Shape) -> Int { pca.columns(shape) }
  public func cost(_ shape: Shape) -> Cost? { pca.cost(shape) }

  public func make(_ inputs: [Matrix], _ context: StageContext) throws -> Space {
    try check(inputs: inputs.count)
    let model = try pca.fit(inputs[0])
    let variances = model.explainedVarianceRatio
    let kept = model.varyingComponents
    guard kept > 0 else { throw ReductionError(.noVariance(rows: inputs[0].rows)) }
    let components = model.keeping(kept)
    let coordinates = try components.transform(inputs[0])
    var notices = pca.notices(of: model, columns: inputs[0].columns)
    if kept < variances.count {
      notices.append(
        Notice(
          kind: "no-variance",
          message:
            "\(counted(variances.count - kept, "component")) of \(variances.count) left out: with less than 1e-10 of "
            + "the variance of the first"))
    }
    let scaling = StandardizingTransform(of: coordinates)
    return Space(
      try scaling.transform([coordinates]),
      transform: WhiteningTransform(components: components, scaling: scaling),
      explainedVariance: Array(variances.prefix(kept)), notices: notices)
  }
}

extension Whitening: MapMaker {
  public static let title = "Whitening"
}
