import Matrices

/// The distance by which density is measured.
public enum DensityMetric: String, Sendable, CaseIterable {
  /// The Euclidean distance.
  case euclidean
  /// One less the cosine of the angle between two rows, from 0 to 2.
  case cosine
}

/// Throws where distances between rows cannot be taken: the demands of every clusterer by density.
func validateDensity(_ rows: Matrix, metric: DensityMetric) throws {
  try validate(rows, clusters: 0)
  if metric == .cosine { try requireDirections(of: rows) }
}
