import Core
import Datasets
import Foundation

extension ExperimentReader {
  func dataset(_ value: YAMLValue) throws -> Experiment.Dataset {
    let options = try value.options(of: "dataset", keys: MappingForm.dataset.names)
    return Experiment.Dataset(
      images: try options["images"].map(images), labels: try options["labels"].map(labels) ?? [],
      captions: try options["captions"].map { try textColumn($0, of: "captions") },
      ids: try options["ids"].map {
        try fileColumn($0.options(of: "ids", keys: MappingForm.ids.names), of: "ids")
      }, split: try options["split"].map { try textColumn($0, of: "split") })
  }

  private func images(_ value: YAMLValue) throws -> Experiment.Images {
    let kinds = MappingForm.imageKinds
    let options = try value.options(of: "images", keys: MappingForm.images.names)
    let given = kinds.filter { options[$0] != nil }
    guard let kind = given.first, let source = options[kind] else {
      let isSet = options["classes"] != nil || options["format"] != nil
      throw value.error(.missingKey(isSet ? LabelledSet.cifar.rawValue : "folder", owner: "images"))
    }
    if given.count > 1 { throw value.error(.severalKinds(key: "images", found: given)) }
    for key in MappingForm.foreignKeys(ofImages: kind) {
      if let other = options[key] { throw other.error(.keyOfAnotherKind(key, kind: kind)) }
    }
    guard let set = LabelledSet(rawValue: kind) else {
      return .folder(
        path: try source.text("a path"), size: try options["size"]?.integer(MappingForm.imageSizes),
        unreadable: try options["unreadable"]?.choice(UnreadableImages.self) ?? .error)
    }
    return .set(
      set,
      paths: source.isList ? try source.items().map { try $0.text("a path") } : [try source.text("a path or a list")],
      format: try options["format"]?.choice(CIFARFormat.self), classes: try options["classes"]?.text("a path"))
  }

  private func column(_ options: YAMLOptions) throws -> Experiment.Column {
    Experiment.Column(
      table: try options.required("table").text("a path"), column: try options.required("column").column())
  }

  /// A file, or a mapping of the keys that tell what of it is meant and how it is read.
  func textColumn(_ value: YAMLValue, of key: String) throws -> FileColumn {
    guard value.isMapping else { return FileColumn(path: try value.text("a path or a mapping")) }
    return try fileColumn(value.options(of: key, keys: MappingForm.texts.names), of: key)
  }

  /// A `table` and its `column`, or a `file` and its `member`.
  private func fileColumn(_ options: YAMLOptions, of key: String) throws -> FileColumn {
    var column: FileColumn
    if let file = options["file"] {
      for other in ["table", "column"] where options[other] != nil {
        throw file.error(.severalKinds(key: key, found: ["file", other]))
      }
      column = FileColumn(path: try file.text("a path"), column: try options["member"]?.text("a name"))
    } else {
      if let member = options["member"] { throw member.error(.severalKinds(key: key, found: ["table", "member"])) }
      let named = try self.column(options)
      column = FileColumn(path: named.table, column: named.column)
    }
    column.idColumn = try options["id-column"]?.column()
    column.header = try options["header"]?.boolean()
    return column
  }

  /// One label set, a list of them, or a mapping from their names.
  private func labels(_ value: YAMLValue) throws -> [Experiment.Labels] {
    let sources: [(name: String?, value: YAMLValue)]
    if value.isList {
      sources = try value.items().map { (nil, $0) }
    } else if value.isMapping {
      let entries = try value.entries()
      let isOne = entries.contains { MappingForm.labelSet.names.contains($0.name) && !$0.value.isMapping }
      sources = isOne ? [(nil, value)] : entries.map { ($0.name, $0.value) }
    } else {
      sources = [(nil, value)]
    }
    let labels = try sources.map { try labelSet($0.value, name: $0.name) }
    try Self.requireUnique(Array(zip(labels.map(\.name), sources.map(\.value))), kind: "label set")
    return labels
  }

  /// One label set; its name is that of its mapping, else of its column or its file.
  private func labelSet(_ value: YAMLValue, name: String?) throws -> Experiment.Labels {
    func stem(_ path: String) -> String { URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent }
    guard value.isMapping else {
      let path = try value.text("a path or a mapping")
      return Experiment.Labels(name: name ?? stem(path), source: .file(path: path, classes: nil))
    }
    let options = try value.options(of: "labels", keys: MappingForm.labelSet.names)
    let given = try name ?? options["name"]?.text("a name")
    let classes = try options["classes"]?.text("a path")
    var labels = try fileColumn(options, of: "labels").labels(named: given, classes: classes)
    labels.minusOne = try options["minus-one"].map { try $0.choice(MinusOne.self) } ?? .automatic
    return labels
  }
}

// MARK: - Features

extension ExperimentReader {
  func features(_ value: YAMLValue) throws -> [Experiment.Feature] {
    let entries = try value.entries("a mapping from names to files")
    try Self.requireUnique(entries, kind: "feature set")
    let sets = try entries.flatMap { name, value -> [(set: Experiment.Feature, place: YAMLValue)] in
      guard name.lowercased() != Experiment.pixels else { throw value.error(.reservedName(name)) }
      return try pooled(value, name: name).map { ($0, value) }
    }
    try Self.requireUnique(sets.map { ($0.set.name, $0.place) }, kind: "feature set")
    return sets.map(\.set)
  }

  /// One feature set; of a list of poolings one for each, with the pooling after its name.
  private func pooled(_ value: YAMLValue, name: String) throws -> [Experiment.Feature] {
    let (owner, keys) = ("the feature set", MappingForm.feature.names)
    let set = try feature(value, name: name, of: owner, keys: keys, takesPoolings: true)
    guard value.isMapping, let list = try value.options(of: "\(owner) \"\(name)\"", keys: keys)["pooling"], list.isList
    else { return [set] }
    let items = try list.items()
    let poolings = try items.map { try $0.choice(Experiment.Feature.Pooling.self) }
    try Self.requireOnce(zip(poolings.map(\.rawValue), items))
    return poolings.map { pooling in
      var pooled = set
      pooled.name = "\(name)-\(pooling.rawValue)"
      pooled.pooling = pooling
      return pooled
    }
  }

  /// Rows in a file and how they are read.
  ///
  /// - Parameters:
  ///   - owner: the kind of thing that they are.
  ///   - keys: the keys of its mapping, of which the caller reads the others.
  ///   - takesPoolings: true where the caller reads a list of poolings.
  func feature(
    _ value: YAMLValue, name: String, of owner: String, keys: [String], takesPoolings: Bool = false
  ) throws -> Experiment.Feature {
    guard value.isMapping else {
      return Experiment.Feature(name: name, file: try value.text("a path or a mapping"))
    }
    let options = try value.options(of: "\(owner) \"\(name)\"", keys: keys)
    var feature = Experiment.Feature(name: name, file: try options.required("file").text("a path"))
    feature.member = try options["member"]?.text()
    feature.tensor = try options["tensor"]?.text()
    feature.column = try options["column"]?.column()
    feature.idColumn = try options["id-column"]?.column()
    if let value = options["drop-columns"] {
      feature.dropColumns = value.isList ? try value.items().map { try $0.column() } : [try value.column()]
    }
    feature.header = try options["header"]?.boolean()
    if let pooling = options["pooling"], !(takesPoolings && pooling.isList) {
      feature.pooling = try pooling.choice(Experiment.Feature.Pooling.self)
    }
    feature.mask = try options["mask"]?.text("a path")
    if let value = options["nan"] { feature.undefined = try value.choice(Experiment.Feature.Undefined.self) }
    if let value = options["scale"] { feature.scale = try value.choice(Experiment.Feature.Scale.self) }
    return feature
  }
}
