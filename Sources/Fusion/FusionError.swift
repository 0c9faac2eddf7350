import Matrices

/// Why feature sets could not be fused.
public struct FusionError: ExplainedError, Equatable {
  public enum Reason: Sendable, Equatable {
    case noParts
    case rowsDiffer(first: Int, other: Int, index: Int)
    case weightsCount(weights: Int, parts: Int)
    case weightValue(Double)
    case weightsSum(Double)
    case tooManyDimensions(asked: Int, allowed: Int)
    case rotationFailed(dimensions: Int)
  }

  public let reason: Reason

  public init(_ reason: Reason) { self.reason = reason }

  public var isOfRows: Bool {
    switch reason {
    case .tooManyDimensions, .rotationFailed: true
    case .noParts, .rowsDiffer, .weightsCount, .weightValue, .weightsSum: false
    }
  }

  public var failure: String {
    switch reason {
    case .weightsCount, .weightValue, .weightsSum: "cannot weigh the parts of a fusion"
    case .tooManyDimensions(let asked, _): "cannot average in \(asked) PCA dimensions"
    case .rotationFailed: "cannot align the parts of a fusion"
    default: "cannot fuse the feature sets"
    }
  }

  public var cause: String {
    switch reason {
    case .noParts: "a fusion needs at least 1 feature set, 0 were given"
    case .rowsDiffer(let first, let other, let index):
      "the first part has \(first) rows, part \(index + 1) has \(other)"
    case .weightsCount(let weights, let parts): "\(parts) parts need \(parts) weights, \(weights) were given"
    case .weightValue(let value): "a weight must be a number of at least 0, and one is \(value)"
    case .weightsSum(let sum): "the weights must sum to 1, and sum to \(sum)"
    case .tooManyDimensions(let asked, let allowed):
      "\(asked) dimensions were asked for, the smallest part allows \(allowed)"
    case .rotationFailed(let dimensions):
      "the singular values of the \(dimensions) × \(dimensions) product do not converge"
    }
  }

  public var hint: String {
    switch reason {
    case .noParts: "name the feature sets in the space's `of`"
    case .rowsDiffer: "every feature set needs one row for each item, in the same order or with ids"
    case .weightsCount: "give one weight for each name in `of`"
    case .weightValue: "use weights such as [0.5, 0.5]"
    case .weightsSum(let sum): sum > 0 ? "divide each weight by \(sum)" : "give at least one part a weight above 0"
    case .tooManyDimensions(_, let allowed): "ask for at most \(allowed) dimensions, or leave the number out"
    case .rotationFailed: "use align: none, or standardise the features"
    }
  }
}
