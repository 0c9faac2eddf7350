/// The properties of a score that the readers of a run need, as `run.json` holds them.
package struct ScoreFacts: Codable, Sendable, Equatable {
  /// The spelling in experiment files and `scores.csv`, such as `ari`.
  package var name: String
  /// The heading of a panel, such as `ARI`.
  package var shortName: String
  package var lowerIsBetter: Bool
  /// The bounds of its values; nil where there is none.
  package var low: Double?
  package var high: Double?
  /// True for a score of the clustered rows, false for one against labels.
  package var isInternal: Bool
  /// True for a score that tends to rise with the number of clusters.
  package var risesWithClusters: Bool
  /// The meaning in one line; nil where the score has none, and in runs of before it was recorded.
  package var meaning: String?

  package init(
    _ name: String, shortName: String? = nil, lowerIsBetter: Bool = false, low: Double? = nil, high: Double? = nil,
    isInternal: Bool = false, risesWithClusters: Bool = false, meaning: String? = nil
  ) {
    self.name = name
    self.shortName = shortName ?? name
    self.lowerIsBetter = lowerIsBetter
    self.low = low
    self.high = high
    self.isInternal = isInternal
    self.risesWithClusters = risesWithClusters
    self.meaning = meaning
  }

  /// The interval of all values.
  package var range: ClosedRange<Double> { (low ?? -.infinity)...(high ?? .infinity) }
}

extension RunRecord {
  /// The properties of a score; in a run of before they were recorded, those of its name.
  package func score(_ name: String) -> ScoreFacts {
    scores?.first { $0.name == name } ?? ScoreFacts(former: name)
  }

  /// The properties of the score that methods are ranked by; nil in a run without scores.
  package var firstScore: ScoreFacts? { plan.scores.first.map(score) }
}

extension ScoreFacts {
  /// The properties of a score of before they were recorded; a strange name has no bounds.
  package init(former name: String) {
    let stem = name.prefix { $0 != "-" }
    self.init(
      name, shortName: ["ari", "ami", "nmi"].contains(stem) ? stem.uppercased() + name.dropFirst(stem.count) : name,
      lowerIsBetter: name == "davies-bouldin",
      isInternal: ["silhouette", "davies-bouldin", "calinski-harabasz"].contains(name),
      risesWithClusters: ["kappa", "purity", "homogeneity"].contains(name))
    (low, high) =
      switch (stem, name) {
      case ("kappa", _), (_, "silhouette"): (-1, 1)
      case ("ari", _): (-0.5, 1)
      case ("ami", _): (nil, 1)
      case (_, "davies-bouldin"), (_, "calinski-harabasz"): (0, nil)
      case ("nmi", _), (_, "v-measure"), (_, "fowlkes-mallows"), (_, "homogeneity"), (_, "completeness"), (_, "purity"),
        (_, "accuracy"), (_, "rand"):
        (0, 1)
      default: (nil, nil)
      }
  }
}
