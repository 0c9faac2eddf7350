/// The way in which scores against labels count items that a method left as noise.
public enum NoiseRule: String, Sendable, CaseIterable, Codable {
  /// Noise is one more cluster.
  case cluster
  /// Noise is left out, so that scores are of the other items alone.
  case exclude
  /// Each item of noise counts with the cluster of the nearest item that has one, by the distance of the method in the
  /// space: cosine or Euclidean.
  case nearest
}
