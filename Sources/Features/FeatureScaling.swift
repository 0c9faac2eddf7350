import Matrices

/// The scaling of a feature matrix before it is used.
package enum FeatureScaling: String, Sendable, CaseIterable {
  /// As it is.
  case none
  /// Each row to length 1; a row of zeros stays.
  case l2
  /// Each column to mean 0 and population variance 1, as scikit-learn's `StandardScaler` does.
  case standardize

  /// - Complexity: O(rows · columns).
  package func applied(to matrix: Matrix) -> Matrix {
    switch self {
    case .none: matrix
    case .l2: matrix.l2Normalized()
    case .standardize: matrix.standardized()
    }
  }
}
