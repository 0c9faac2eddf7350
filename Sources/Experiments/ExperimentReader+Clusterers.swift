import Core
import Stages
import Yams

extension ExperimentReader {
  /// - Parameters:
  ///   - spaces: the names of those that are clustered; nil where they are not known yet.
  ///   - references: the names of the references.
  func clusterers(
    _ items: [YAMLValue], on spaces: [String]?, references: [String]
  ) throws -> [Experiment.NamedClusterer] {
    try given(items, on: spaces, references: references).map(\.clusterer)
  }

  /// The same, each with the names of the parameters that are given for it.
  func given(
    _ items: [YAMLValue], on spaces: [String]?, references: [String]
  ) throws -> [Experiment.GivenClusterer] {
    let read = try items.map { item in
      let parameters = Self.parameters(of: item, in: vocabulary.catalog)
      return try clusterers(of: item, spaces: spaces, references: references).map {
        (Experiment.GivenClusterer(clusterer: $0, parameters: parameters), item)
      }
    }.flatMap(\.self)
    try Self.requireUnique(read.map { ($0.0.clusterer.name, $0.1) }, kind: "clusterer")
    return read.map(\.0)
  }

  /// The names of the parameters that an entry gives, by name or by shorthand.
  private static func parameters(of value: YAMLValue, in catalog: Catalog) -> Set<String> {
    guard let (kind, settings) = value.node.mapping?.first else { return [] }
    if let mapping = settings.mapping { return Set(mapping.compactMap(\.key.string)) }
    let first = kind.string.flatMap { catalog.clusterer(named: $0) }?.declarations.first
    return Set([first?.name].compactMap(\.self))
  }

  /// The kind of a clusterer, alone, with its shorthand or with its settings: one clusterer, or one for each of several
  /// numbers of clusters.
  private func clusterers(
    of value: YAMLValue, spaces: [String]?, references: [String]
  ) throws -> [Experiment.NamedClusterer] {
    let kinds = vocabulary.catalog.clusterers.map { $0.name }
    let (kind, settings) =
      value.isScalar ? (try value.text(), nil) : try value.kind(among: kinds, called: "clusterer")
    guard let type = vocabulary.catalog.clusterer(named: kind) else {
      throw value.error(.unknownName(kind, kind: "clusterer", known: kinds))
    }
    guard let settings else { return [Experiment.NamedClusterer(type.init())] }
    let (counts, rest) = try settings.separating(MethodForms.clusters, where: type is any FixedCountClusterer.Type)
    var method: any Clusterer = type.init()
    let options = try rest.read(
      into: &method, references: references,
      further: MethodForms.furtherKeys(ofClusterer: kind, among: kinds).map(\.name))
    let name = try self.name(options["name"], kind: kind, among: kinds)
    let named = Experiment.NamedClusterer(
      method, name: name, on: try options["on"].map { try self.spaces($0, among: spaces) })
    guard let counts else {
      try options.pointing(named.method.checkCombination)
      return [named]
    }
    let numbers = try counts.items().map { ($0, try $0.integer()) }
    try Self.requireOnce(numbers.map { ("\($0.1)", $0.0) })
    return try numbers.map { _, k in
      var clusterer = named.forming(k)
      clusterer.name = "\(named.name)-k\(k)"
      try options.pointing(clusterer.method.checkCombination)
      return clusterer
    }
  }

  private func name(_ value: YAMLValue?, kind: String, among kinds: [String]) throws -> String? {
    guard let value else { return nil }
    let name = try value.text("a name")
    if name != kind, kinds.contains(name) { throw value.error(.nameOfKind(name)) }
    return name
  }

  /// One space or several that a clusterer is restricted to.
  private func spaces(_ value: YAMLValue, among known: [String]?) throws -> [String] {
    let items = value.isList ? try value.items() : [value]
    let names = try items.map { item in
      let name = try item.text("a space")
      if let known, !known.contains(name) { throw item.error(.unknownName(name, kind: "space", known: known)) }
      return name
    }
    try Self.requireOnce(zip(names, items))
    return names
  }
}

extension YAMLValue {
  /// The value of a key that is a list, and the mapping without it; nil and the value itself where there is none.
  fileprivate func separating(_ key: String, where applies: Bool) throws -> (list: YAMLValue?, rest: YAMLValue) {
    guard applies, let mapping = node.mapping else { return (nil, self) }
    for (name, value) in mapping where name.string == key && value.sequence != nil {
      var rest = mapping
      rest[name] = nil
      var copy = self
      copy.node = .mapping(rest)
      return (YAMLValue(node: value, key: key, file: file, isOption: isOption), copy)
    }
    return (nil, self)
  }
}
