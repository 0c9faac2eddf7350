import Stages

extension ExperimentReader {
  func clusterers(_ value: YAMLValue) throws -> [Experiment.NamedClusterer] {
    let items = try value.items()
    let clusterers = try items.map(clusterer)
    try Self.requireUnique(Array(zip(clusterers.map(\.name), items)), kind: "clusterer")
    return clusterers
  }

  /// The kind of a clusterer, alone, with its shorthand or with its settings.
  private func clusterer(_ value: YAMLValue) throws -> Experiment.NamedClusterer {
    let kinds = vocabulary.catalog.clusterers.map { $0.name }
    if value.isScalar {
      let kind = try value.text()
      guard let type = vocabulary.catalog.clusterer(named: kind) else {
        throw value.error(.unknownName(kind, kind: "clusterer", known: kinds))
      }
      return Experiment.NamedClusterer(type.init())
    }
    let (kind, settings) = try value.kind(among: kinds, called: "clusterer")
    guard let type = vocabulary.catalog.clusterer(named: kind) else {
      throw value.error(.unknownName(kind, kind: "clusterer", known: kinds))
    }
    let (method, options) = try settings.read(type.init(), further: ["name"])
    return Experiment.NamedClusterer(method, name: try options["name"]?.text("a name"))
  }
}
