/// The figures of a run, by the names that an experiment and the command use.
package enum FigureKind: String, CaseIterable, Sendable {
  /// Every score of every method, a point a seed.
  case scores
  /// The first score against the weight of one part of a fusion, where a run sweeps it.
  case weights
  /// The objective, the silhouette and the first score against the number of clusters, where a run sweeps it.
  case k
  /// The first score against each other parameter that a run sweeps.
  case parameters
  /// The criteria of a choice against a parameter, such as k, where a sweep has criteria.
  case choice
  /// The shares of the parts of fused spaces in the scores, and in the recall of each class, where a run attributes them.
  case attribution
  /// The agreement of each method's seeds, pair by pair.
  case agreement
  /// The map of every space: true labels beside clusters.
  case maps
  /// The ways of the items through the clusters of one feature set, of the best fusion and of the other feature set.
  case flow
  /// Sample images of every class.
  case samples
  /// The confusion matrix of the best method.
  case confusion
  /// The silhouettes of the items of the best method, cluster by cluster.
  case silhouette
  /// A card for each cluster of the best method: its images, its class and its words.
  case cards
  /// The variance that the principal components of a space explain together.
  case variance
  /// The mean weight of each part of a fusion in each class, where the weights differ from item to item.
  case partWeights = "part-weights"
  /// The tree of each hierarchical method, down to groups of items.
  case dendrogram
  /// The hierarchy of clusters of each method that has one, with the clusters that were chosen (HDBSCAN).
  case condensed
  /// The distances to a neighbor in order, and where they are cut (DBSCAN).
  case distances = "k-distances"
  /// The dependence of PCA averages on the signs of their components.
  case signs

  /// The most classes of a confusion matrix: more rows and columns cannot be read on a page.
  package static let mostConfusedClasses = 100

  /// The sweep that a figure shows by its name; nil for the others, which every run may have.
  package var sweep: SweepRecord.Kind? {
    switch self {
    case .weights: .weights
    case .k: .k
    default: nil
    }
  }

  /// The kinds that older runs, which name all others, did not know.
  private static let laterKinds: [FigureKind] = [
    .parameters, .choice, .attribution, .variance, .partWeights, .dendrogram, .condensed, .distances,
  ]

  /// The kinds that the experiment of a run asked for; one that asked for all gets those of the sweeps that it has.
  package static func asked(of record: RunRecord) -> [FigureKind] {
    let possible = allCases.filter { kind in
      switch kind {
      case .parameters: record.sweeps != nil
      case .choice: record.hasCriteria
      case .attribution: record.experiment["attribution"] != nil
      default: kind.sweep.map(record.sweeps(of:)) ?? true
      }
    }
    guard let asked = record.experiment["figures"] else { return possible }
    guard case .array(let names) = asked else { return [] }
    let kinds = names.compactMap { if case .string(let name) = $0 { FigureKind(rawValue: name) } else { nil } }
    return Set(kinds).isSuperset(of: Set(allCases).subtracting(laterKinds)) ? possible : kinds
  }
}

extension RunRecord {
  /// True for a run that sweeps weights or k by that name.
  fileprivate func sweeps(of kind: SweepRecord.Kind) -> Bool {
    guard case .array(let entries)? = experiment["sweeps"] else { return experiment["sweeps"]?[kind.rawValue] != nil }
    return entries.contains { $0 == .string(kind.rawValue) || $0[kind.rawValue] != nil }
  }

  /// The number of sweeps that its experiment asks for.
  package var sweepCount: Int {
    switch experiment["sweeps"] {
    case .array(let entries)?: entries.count
    case .object(let members)?: members.count
    default: 0
    }
  }

  /// True for a run of which a sweep has criteria.
  package var hasCriteria: Bool {
    guard let sweeps = experiment["sweeps"] else { return false }
    guard case .array(let entries) = sweeps else { return sweeps["k"]?["criteria"] != nil }
    return entries.contains { $0["criteria"] != nil || $0["k"]?["criteria"] != nil }
  }
}
