import Clustering
import Core
import Datasets
import Features
import Foundation

/// Reads the files that an experiment names, each from the folder that the experiment's paths are meant from.
struct InputReader {
  private let experiment: Experiment

  init(_ experiment: Experiment) {
    self.experiment = experiment
  }

  /// Every part, with its rows as its file has them.
  func parts() throws -> InputParts {
    let source = experiment.dataset
    var parts = InputParts()
    parts.ids = try source.ids.map { try ids($0, &parts.labelNotices) }
    parts.images = try source.images.map { source in
      let images = try images(source)
      return .init(side: ItemSide(name: "images (\(source.name))", count: images.count, ids: images.ids), part: images)
    }
    parts.features = try experiment.features.map { feature in
      let set = try featureSet(feature)
      return .init(side: set.side(of: feature.file), part: set)
    }
    parts.labels = try source.labels.map { source in
      let column = try read(source)
      return part(
        column.labels, of: source.file, column.side(of: "labels \(source.name) (\(source.file))"), column.notices,
        among: &parts.labelNotices)
    }
    parts.captions = try source.captions.map { file in
      let column = try TextColumn(
        reading: experiment.resolve(file.path), column: file.column, idColumn: file.idColumn,
        header: TableHeader(file.header))
      return part(
        column.texts, of: file.path, column.side(of: "captions (\(file.path))"), column.notices,
        among: &parts.labelNotices)
    }
    parts.split = try source.split.map { file in
      let column = try LabelSet.reading(
        experiment.resolve(file.path),
        LabelOptions(
          column: file.column, idColumn: file.idColumn, header: TableHeader(file.header), name: "split",
          minusOne: .automatic))
      return part(
        column.labels, of: file.path, column.side(of: "split (\(file.path))"), column.notices,
        among: &parts.labelNotices)
    }
    for named in experiment.clusterers {
      guard let given = named.method as? GivenPartition else { continue }
      let (clusters, notices) = try clusters(of: named.name, given)
      parts.clusters.append(clusters)
      parts.labelNotices += notices.filter { !parts.labelNotices.contains($0) }
    }
    return parts
  }

  func resolve(_ path: String) -> String { experiment.resolve(path) }

  /// The references by their names.
  func references() throws -> References {
    References(
      Dictionary(
        uniqueKeysWithValues: try experiment.references.map {
          ($0.name, try ReferenceReader(source: $0, reader: self).read())
        }))
  }

  /// One feature set as its file holds it.
  ///
  /// - Parameter idsAreNames: true where the ids of its rows may be repeated.
  func featureSet(_ feature: Experiment.Feature, idsAreNames: Bool = false) throws -> FeatureSet {
    var options = FeatureOptions(
      name: feature.name, array: feature.member ?? feature.tensor,
      pooling: feature.pooling.flatMap { TokenPooling(rawValue: $0.rawValue) },
      mask: feature.mask.map(experiment.resolve), nonFinite: feature.undefined == .drop ? .drop : .error,
      column: feature.column, idColumn: feature.idColumn, ignoredColumns: feature.dropColumns,
      header: TableHeader(feature.header), idsAreNames: idsAreNames)
    options.columnNames = feature.columnNames
    return try FeatureSet(
      reading: experiment.resolve(feature.file), options, by: experiment.catalog.importers)
  }

  /// Every file or folder that the experiment names, each once, in its order.
  var files: [String] {
    var paths: [String] = []
    switch experiment.dataset.images {
    case .set(_, let files, _, let classes): paths += files + [classes].compactMap(\.self)
    case .folder(let path, _, _): paths.append(path)
    case nil: break
    }
    for labels in experiment.dataset.labels {
      switch labels.source {
      case .table(let column): paths += [column.table] + [column.classes].compactMap(\.self)
      case .file(let path, let classes): paths += [path] + [classes].compactMap(\.self)
      }
    }
    paths += [experiment.dataset.captions?.path, experiment.dataset.ids?.path, experiment.dataset.split?.path]
      .compactMap(\.self)
    for feature in experiment.features { paths += [feature.file] + [feature.mask].compactMap(\.self) }
    for reference in experiment.references {
      paths += [reference.rows.file] + [reference.rows.mask, reference.names?.path].compactMap(\.self)
    }
    paths += experiment.clusterers.compactMap { ($0.method as? GivenPartition)?.path }
    return paths.uniqued
  }

  private func images(_ source: Experiment.Images) throws -> Dataset {
    switch source {
    case .set(let set, let paths, let format, let classes):
      try Dataset.labelledSet(
        set, at: paths.map(experiment.resolve), format: format, classes: classes.map(experiment.resolve))
    case .folder(let path, let size, let unreadable):
      try Dataset.folder(
        at: experiment.resolve(path), size: size.map { ImageSize(height: $0, width: $0) }, unreadable: unreadable)
    }
  }

  /// Names a part with its file, by which the same file is read once, and adds its notes to those that are there.
  private func part<Part>(
    _ part: Part, of file: String, _ side: ItemSide, _ own: [Notice], among notices: inout [Notice]
  ) -> InputParts.Named<Part> {
    notices += own.filter { !notices.contains($0) }
    var side = side
    side.file = file
    side.source = experiment.resolve(file)
    return .init(side: side, part: part)
  }

  private func ids(_ source: FileColumn, _ notices: inout [Notice]) throws -> ItemSide {
    let table = try DelimitedTable(mapping: experiment.resolve(source.path), header: TableHeader(source.header))
    let ids = try table.strings(column: source.column.map(table.position(of:)) ?? 0)
    notices += table.notices
    var side = ItemSide(
      name: "ids (\(source.path))", count: ids.count, ids: ids, hasAssumedHeader: table.hasAssumedHeader)
    side.source = table.path
    return side
  }

  private func read(_ source: Experiment.Labels) throws -> LabelColumn {
    let (path, column, classes) =
      switch source.source {
      case .table(let column): (column.table, Optional(column.column), column.classes)
      case .file(let path, let classes): (path, nil, classes)
      }
    let names = try classes.map { try readClassNames(at: experiment.resolve($0)) }
    return try LabelSet.reading(
      experiment.resolve(path),
      LabelOptions(
        column: column, idColumn: source.idColumn, header: TableHeader(source.header), classes: names,
        name: source.name, minusOne: source.minusOne))
  }
}

extension Experiment.Images {
  /// The path as messages name it.
  fileprivate var name: String {
    switch self {
    case .set(_, let paths, _, _): list(paths, limit: 2)
    case .folder(let path, _, _): path
    }
  }
}

extension Experiment.Labels {
  fileprivate var file: String {
    switch source {
    case .table(let column): column.table
    case .file(let path, _): path
    }
  }
}
