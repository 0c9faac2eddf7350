extension ExperimentReader {
  private static let clustererKinds = ["kmeans", "gmm"]

  func clusterers(_ value: YAMLValue) throws -> [Experiment.Clusterer] {
    let items = try value.items()
    let clusterers = try items.map(clusterer)
    try Self.requireUnique(Array(zip(clusterers.map(\.name), items)), kind: "clusterer")
    return clusterers
  }

  /// The kind of a clusterer, alone or with its options.
  private func clusterer(_ value: YAMLValue) throws -> Experiment.Clusterer {
    if value.isScalar {
      switch try value.text() {
      case "kmeans": return Experiment.Clusterer(name: "kmeans", kind: .kmeans(.init()))
      case "gmm": return Experiment.Clusterer(name: "gmm", kind: .gmm(.init()))
      case let name: throw value.error(.unknownName(name, kind: "clusterer", known: Self.clustererKinds))
      }
    }
    let (kind, options) = try value.kind(among: Self.clustererKinds, called: "clusterer")
    return kind == "kmeans" ? try kmeans(options) : try gaussianMixture(options)
  }

  private func kmeans(_ value: YAMLValue) throws -> Experiment.Clusterer {
    let options = try value.options(
      of: "kmeans", keys: ["k", "restarts", "iterations", "tolerance", "metric", "name"])
    var kmeans = Experiment.KMeans(k: try options["k"]?.integer())
    if let value = options["restarts"] { kmeans.restarts = try value.integer() }
    if let value = options["iterations"] { kmeans.iterations = try value.integer() }
    if let value = options["tolerance"] { kmeans.tolerance = try value.number(positive: false) }
    if let value = options["metric"] { kmeans.metric = try value.choice(Experiment.KMeans.Metric.self) }
    return Experiment.Clusterer(name: try options["name"]?.text("a name") ?? "kmeans", kind: .kmeans(kmeans))
  }

  private func gaussianMixture(_ value: YAMLValue) throws -> Experiment.Clusterer {
    let options = try value.options(
      of: "gmm", keys: ["k", "covariance", "restarts", "iterations", "tolerance", "regularization", "name"])
    var mixture = Experiment.GaussianMixture(k: try options["k"]?.integer())
    if let value = options["covariance"] {
      mixture.covariance = try value.choice(Experiment.GaussianMixture.Covariance.self)
    }
    if let value = options["restarts"] { mixture.restarts = try value.integer() }
    if let value = options["iterations"] { mixture.iterations = try value.integer() }
    if let value = options["tolerance"] { mixture.tolerance = try value.number(positive: false) }
    if let value = options["regularization"] { mixture.regularization = try value.number(positive: false) }
    return Experiment.Clusterer(name: try options["name"]?.text("a name") ?? "gmm", kind: .gmm(mixture))
  }
}
