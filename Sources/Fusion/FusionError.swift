import Core

/// The reason why feature sets cannot be fused.
public struct FusionError: ExplainedError, Equatable {
  /// The failure with its numbers.
  public enum Reason: Sendable, Equatable {
    /// The part at `index`, from 0, has `other` rows, the first part `first`.
    case rowsDiffer(first: Int, other: Int, index: Int)
    /// The part at `index`, from 0, has `other` columns, the first part `first`, and the fusion needs equal ones.
    case columnsDiffer(first: Int, other: Int, index: Int)
    /// More dimensions are asked for than the smallest part allows: the least of all numbers of rows and columns.
    case tooManyDimensions(asked: Int, allowed: Int)
    /// The singular value decomposition that aligns parts of so many dimensions does not converge.
    case rotationFailed(dimensions: Int)
  }

  /// The failure.
  public let reason: Reason

  package init(_ reason: Reason) { self.reason = reason }

  public var isOfRows: Bool {
    switch reason {
    case .tooManyDimensions, .rotationFailed: true
    case .rowsDiffer, .columnsDiffer: false
    }
  }

  public var failure: String {
    switch reason {
    case .rowsDiffer, .columnsDiffer: "cannot fuse the feature sets"
    case .tooManyDimensions(let asked, _): "cannot average in \(asked) PCA dimensions"
    case .rotationFailed: "cannot align the parts of a fusion"
    }
  }

  public var cause: String {
    switch reason {
    case .rowsDiffer(let first, let other, let index):
      "the first part has \(first) rows, part \(index + 1) has \(other)"
    case .columnsDiffer(let first, let other, let index):
      "the first part has \(first) columns, part \(index + 1) has \(other)"
    case .tooManyDimensions(let asked, let allowed):
      "\(asked) dimensions were asked for, the smallest part allows \(allowed)"
    case .rotationFailed(let dimensions):
      "the singular values of the \(dimensions) × \(dimensions) product do not converge"
    }
  }

  public var hint: String {
    switch reason {
    case .rowsDiffer: "every feature set needs one row for each item, in the same order or with ids"
    case .columnsDiffer:
      "take parts from one embedding space, reduce them to as many columns (pca), or use concatenation"
    case .tooManyDimensions(_, let allowed): "ask for at most \(allowed) dimensions, or leave the number out"
    case .rotationFailed: "use align: none, or standardize the features"
    }
  }
}
