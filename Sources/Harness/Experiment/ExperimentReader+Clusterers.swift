import Stages

extension ExperimentReader {
  func clusterers(_ items: [YAMLValue]) throws -> [Experiment.NamedClusterer] {
    let clusterers = try items.map(clusterer)
    try Self.requireUnique(Array(zip(clusterers.map(\.name), items)), kind: "clusterer")
    return clusterers
  }

  /// The kind of a clusterer, alone, with its shorthand or with its settings.
  private func clusterer(_ value: YAMLValue) throws -> Experiment.NamedClusterer {
    let kinds = vocabulary.catalog.clusterers.map { $0.name }
    let (kind, settings) =
      value.isScalar ? (try value.text(), nil) : try value.kind(among: kinds, called: "clusterer")
    guard let type = vocabulary.catalog.clusterer(named: kind) else {
      throw value.error(.unknownName(kind, kind: "clusterer", known: kinds))
    }
    var method: any Clusterer = type.init()
    let given = try settings?.read(into: &method, further: ["name"])["name"]
    let name = try given?.text("a name")
    if let given, let name, name != kind, kinds.contains(name) { throw given.error(.nameOfKind(name)) }
    return Experiment.NamedClusterer(method, name: name)
  }
}
