/// The figures of a run, by the names that an experiment and the command use.
public enum FigureKind: String, CaseIterable, Sendable {
  /// Every score of every method, a point a seed.
  case scores
  /// The first score against the weight of one part of a fusion, where a run sweeps it.
  case weights
  /// The objective, the silhouette and the first score against the number of clusters, where a run sweeps it.
  case k
  /// The first score against each other parameter that a run sweeps.
  case parameters
  /// How far the seeds of each method agree, pair by pair.
  case agreement
  /// The t-SNE map of every space: true labels beside clusters.
  case maps
  /// Where the items of the clusters of one feature set, of the best fusion and of the other feature set go.
  case flow
  /// Sample images of every class.
  case samples
  /// The confusion matrix of the best method.
  case confusion
  /// The silhouettes of the items of the best method, cluster by cluster.
  case silhouette
  /// A card for each cluster of the best method: its images, its class and its words.
  case cards
  /// How far PCA averages depend on the signs of their components.
  case signs

  /// The most classes of a confusion matrix: more rows and columns cannot be read on a page.
  public static let mostConfusedClasses = 100

  /// The sweep that a figure shows by its name; nil for the others, which every run may have.
  public var sweep: SweepRecord.Kind? {
    switch self {
    case .weights: .weights
    case .k: .k
    default: nil
    }
  }
}
