import Core

/// The reason why feature sets cannot be fused.
public struct FusionError: ExplainedError, Equatable {
  /// The failure with its numbers.
  public enum Reason: Sendable, Equatable {
    /// The part at `index`, from 0, has `other` rows, the first part `first`.
    case rowsDiffer(first: Int, other: Int, index: Int)
    /// More dimensions are asked for than the smallest part allows: the least of all numbers of rows and columns.
    case tooManyDimensions(asked: Int, allowed: Int)
    /// The part at `index`, from 0, has `other` columns, the first part `first`, and they cannot be added.
    case columnsDiffer(first: Int, other: Int, index: Int)
    /// More canonical correlations are asked for than there are: the least number of columns, and rows less one.
    case tooManyCorrelations(asked: Int, allowed: Int)
    /// No column of the part at `index`, from 0, varies over the `rows` rows.
    case constantPart(index: Int, rows: Int)
    /// The covariance of the part at `index`, from 0, with the regularization cannot be inverted.
    case singularCovariance(index: Int, rows: Int, columns: Int, regularization: Double)
    /// The singular value decomposition of the canonical correlations does not converge.
    case correlationsFailed(rows: Int, columns: Int)
    /// A partition has no model for new rows.
    case modelMissing
    /// The singular value decomposition that aligns parts of so many dimensions does not converge.
    case rotationFailed(dimensions: Int)
  }

  /// The failure.
  public let reason: Reason

  package init(_ reason: Reason) { self.reason = reason }

  public var isOfRows: Bool {
    switch reason {
    case .tooManyDimensions, .rotationFailed, .columnsDiffer, .tooManyCorrelations, .constantPart,
      .singularCovariance, .correlationsFailed:
      true
    case .rowsDiffer, .modelMissing: false
    }
  }

  public var failure: String {
    switch reason {
    case .rowsDiffer: "cannot fuse the feature sets"
    case .tooManyDimensions(let asked, _): "cannot average in \(asked) PCA dimensions"
    case .rotationFailed: "cannot align the parts of a fusion"
    case .columnsDiffer: "cannot add the feature sets"
    case .tooManyCorrelations, .constantPart, .singularCovariance, .correlationsFailed:
      "cannot find canonical correlations"
    case .modelMissing: "cannot keep the partitions of late fusion"
    }
  }

  public var cause: String {
    switch reason {
    case .rowsDiffer(let first, let other, let index):
      "the first part has \(counted(first, "row")), part \(index + 1) has \(other)"
    case .tooManyDimensions(let asked, let allowed):
      "\(counted(asked, "dimension", verbs: "was", "were")) asked for, the smallest part allows \(allowed)"
    case .columnsDiffer(let first, let other, let index):
      "the first part has \(counted(first, "column")), part \(index + 1) has \(other)"
    case .tooManyCorrelations(let asked, let allowed):
      "\(counted(asked, "dimension", verbs: "was", "were")) asked for, the rows and the columns of the smaller part allow \(max(allowed, 0))"
    case .constantPart(let index, let rows): "part \(index + 1) is the same in all \(counted(rows, "row"))"
    case .singularCovariance(let index, let rows, let columns, let regularization):
      "the covariance of part \(index + 1) (\(rows) rows × \(columns) columns) is singular with regularization "
        + "\(regularization)"
    case .correlationsFailed(let rows, let columns):
      "the singular values of the \(rows) × \(columns) correlations do not converge"
    case .modelMissing: "a partition has no model, and one is needed for each"
    case .rotationFailed(let dimensions):
      "the singular values of the \(dimensions) × \(dimensions) product do not converge"
    }
  }

  public var hint: String {
    switch reason {
    case .rowsDiffer: "every feature set needs one row for each item, in the same order or with ids"
    case .tooManyDimensions(_, let allowed): "ask for at most \(counted(allowed, "dimension")), or leave the number out"
    case .columnsDiffer:
      "use concatenation or cca, or bring the parts to the same columns by pca with equal dimensions"
    case .tooManyCorrelations(_, let allowed):
      allowed > 0
        ? "ask for at most \(counted(allowed, "dimension")), or leave the number out"
        : "give at least 2 rows and 1 column a part"
    case .constantPart: "leave the part out, or check its file with fusebench inspect"
    case .singularCovariance: "set regularization above 0, such as .001, or reduce the part by pca first"
    case .correlationsFailed: "standardize the features, or reduce them by pca first"
    case .modelMissing: "report it with the experiment file"
    case .rotationFailed: "use align: none, or standardize the features"
    }
  }
}
