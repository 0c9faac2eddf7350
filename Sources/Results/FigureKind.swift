/// The figures of a run, by the names that an experiment and the command use.
public enum FigureKind: String, CaseIterable, Sendable {
  /// Every score of every method, a point a seed.
  case scores
  /// The t-SNE map of every space: true labels beside clusters.
  case maps
  /// Sample images of every class.
  case samples
  /// The confusion matrix of the best method.
  case confusion
  /// How far PCA averages depend on the signs of their components.
  case signs
}
