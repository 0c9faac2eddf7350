import Core
import Stages

/// Makes an ``Experiment`` of the values of its file: one function for each part of the format.
struct ExperimentReader {
  let vocabulary: Experiment.Vocabulary

  func experiment(_ root: YAMLValue, defaultName: String, folder: String) throws -> Experiment {
    let options = try root.options(of: "an experiment", keys: MappingForm.experiment(vocabulary).names)
    let dataset = try options["dataset"].map(self.dataset) ?? Experiment.Dataset()
    let features = try options["features"].map(self.features) ?? []
    var available = features.map(\.name)
    if available.isEmpty, dataset.images == nil { _ = try options.required("features") }
    let references =
      try options["references"].map {
        try self.references($0, features: available + [Experiment.pixels], folder: folder)
      } ?? []
    let spaces: [Experiment.Space]
    if let listed = options["spaces"] {
      let reader = SpaceReader(
        features: available, references: references.map(\.name), hasImages: dataset.images != nil,
        catalog: vocabulary.catalog)
      spaces = try reader.spaces(listed.items())
    } else {
      if available.isEmpty { available = [Experiment.pixels] }
      spaces = Experiment.defaultSpaces(of: available)
    }
    var experiment = Experiment(
      name: try options["name"]?.text("a name") ?? defaultName, dataset: dataset, features: features,
      references: references, spaces: spaces,
      clusterers: try options["clusterers"].map {
        try clusterers(
          $0.items(), on: spaces.filter(\.isClustered).map(\.name), references: references.map(\.name))
      } ?? Experiment.defaultClusterers(),
      seeds: try options["seeds"].map(seeds) ?? Experiment.seeds(5),
      scores: try options["scores"].map { try names($0, kind: "score", known: vocabulary.scores) }
        ?? vocabulary.defaultScores,
      figures: try options["figures"].map(figures) ?? vocabulary.figures,
      maps: try options["maps"].map(maps) ?? Experiment.Maps(),
      tsne: try options["tsne"].map(tsne) ?? Experiment.TSNE(),
      words: try options["words"].map { try words($0, in: dataset, at: options["dataset"] ?? root) },
      table: try options["table"].map(table) ?? Experiment.Table(),
      models: try options["models"].map { try $0.choice(Experiment.Models.self) } ?? .small,
      noise: try options["noise"].map { try $0.choice(NoiseRule.self) } ?? .cluster,
      truth: try options["truth"].map { try truth($0, in: dataset) },
      rows: try options["rows"].map(rows), scoreOn: try options["score-on"]?.text("the name of a part"),
      missing: try options["missing"].map { try $0.choice(MissingItems.self) } ?? .error, folder: folder,
      catalog: vocabulary.catalog)
    experiment.attribution = try options["attribution"].map { try attribution($0, in: experiment) } ?? .none
    return try options["sweeps"].map { try sweeping($0, in: experiment) } ?? experiment
  }

  /// Throws for a name that an earlier entry has; letters that differ in size only are one file on some systems.
  static func requireUnique(_ names: [(name: String, value: YAMLValue)], kind: String) throws {
    var seen: Set<String> = []
    for (name, value) in names where !seen.insert(name.lowercased()).inserted {
      throw value.error(.duplicateName(name, kind: kind))
    }
  }

  /// Throws for a value of a list that stands in it twice.
  static func requireOnce(_ values: some Sequence<(String, YAMLValue)>) throws {
    var seen: Set<String> = []
    for (text, value) in values where !seen.insert(text).inserted {
      throw value.error(.repeatedValue(text, key: value.key))
    }
  }
}

// MARK: - The shorter parts

extension ExperimentReader {
  /// A number of seeds, or a list of them.
  private func seeds(_ value: YAMLValue) throws -> [UInt64] {
    guard value.isList else {
      guard value.isScalar else { throw value.wrongType("a number of seeds or a list of them") }
      return Experiment.seeds(try value.integer(1...ExperimentFile.mostSeeds))
    }
    let items = try value.items()
    guard items.count <= ExperimentFile.mostSeeds else {
      throw value.error(
        .outOfRange(
          key: value.key, expected: "at most \(ExperimentFile.mostSeeds) seeds", found: "\(items.count)"))
    }
    let seeds = try items.map { UInt64(try $0.integer(0...Int.max)) }
    try Self.requireOnce(zip(seeds.map(String.init), items))
    return seeds
  }

  /// Words of a list that the caller has.
  private func names(_ value: YAMLValue, kind: String, known: [String]) throws -> [String] {
    let items = try value.items()
    let names = try items.map { item in
      let name = try item.text("a \(kind)")
      guard known.contains(name) else { throw item.error(.unknownName(name, kind: kind, known: known)) }
      return name
    }
    try Self.requireOnce(zip(names, items))
    return names
  }

  private func figures(_ value: YAMLValue) throws -> [String] {
    if value.isScalar {
      guard try value.text() == "none" else { throw value.wrongType("a list of figures or none") }
      return []
    }
    return try names(value, kind: "figure", known: vocabulary.figures)
  }

  private func maps(_ value: YAMLValue) throws -> Experiment.Maps {
    let options = try value.options(of: "maps", keys: MappingForm.maps(vocabulary.catalog).names)
    let name = try options["method"]?.choice(vocabulary.catalog.maps.map { $0.name })
    return Experiment.Maps(method: name.flatMap { vocabulary.catalog.map(named: $0) })
  }

  private func tsne(_ value: YAMLValue) throws -> Experiment.TSNE {
    let options = try value.options(of: "tsne", keys: MappingForm.tsne.names)
    var tsne = Experiment.TSNE()
    if let value = options["perplexity"] { tsne.perplexity = try value.number(in: MappingForm.perplexities) }
    if let value = options["iterations"] { tsne.iterations = try value.integer() }
    tsne.rows = try options["rows"]?.integer()
    return tsne
  }

  private func table(_ value: YAMLValue) throws -> Experiment.Table {
    let options = try value.options(of: "table", keys: MappingForm.table.names)
    let label = try options["label"].map { value in
      let label = try value.text("a label")
      guard Experiment.Table.isLabel(label) else { throw value.outOfRange(Experiment.Table.labelForm) }
      return label
    }
    return Experiment.Table(caption: try options["caption"]?.text("a caption"), label: label)
  }

  /// The first row that is taken, and the one after the last.
  private func rows(_ value: YAMLValue) throws -> Range<Int> {
    let form = "a list of two whole numbers, the first row and the one after the last, such as [0, 10000]"
    guard value.isList else { throw value.wrongType(form) }
    let bounds = try value.items().map { try $0.integer(0...Int(Int32.max)) }
    guard bounds.count == 2, bounds[0] < bounds[1] else {
      let found = "[\(bounds.map(String.init).joined(separator: ", "))]"
      let cause = bounds.count == 2 ? ", whose second number is not above the first" : ""
      throw value.error(.outOfRange(key: value.key, expected: form, found: found + cause))
    }
    return bounds[0]..<bounds[1]
  }

  /// The label set to score against, or all of them. CIFAR binaries bring label sets of their own, whose names the file does
  /// not tell.
  private func truth(_ value: YAMLValue, in dataset: Experiment.Dataset) throws -> String {
    let name = try value.text("the name of a label set")
    let known = dataset.labels.map(\.name)
    let isKnown = known.contains(name) || name == Experiment.allTruths && !known.isEmpty
    guard dataset.images != nil || isKnown else {
      throw value.error(.unknownName(name, kind: "label set", known: known))
    }
    return name
  }
}
