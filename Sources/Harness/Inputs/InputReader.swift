import Datasets
import Features
import Foundation
import Matrices

/// Reads the files that an experiment names, each from the folder that the experiment's paths are meant from.
struct InputReader {
  private let experiment: Experiment

  init(_ experiment: Experiment) {
    self.experiment = experiment
  }

  /// The images, labels, captions and ids together; nil when the experiment names none of them.
  func dataset() throws -> Dataset? {
    let source = experiment.dataset
    let imported = try source.images.map(images)
    let columns = try source.labels.map { try read($0) }
    let ids = try ids(imported) ?? Self.ids(of: columns)
    let captions = try source.captions.map { try readCaptions(at: experiment.resolve($0)) }
    let count = imported?.count ?? captions?.count
    let labelSets = try zip(source.labels, columns).map { source, column in
      let labels = try labels(column, of: source, ids: ids, count: count)
      return named(labels, of: source, like: imported)
    }
    let notices = Self.distinct(columns.flatMap(\.notices))
    guard let images = imported else {
      guard ids != nil || captions != nil || !labelSets.isEmpty else { return nil }
      return try Dataset(ids: ids, labelSets: labelSets, captions: captions, notices: notices, origins: origins)
    }
    // Labels that the experiment lists replace the binaries' own of the same name.
    let names = Set(labelSets.map(\.name))
    return try Dataset(
      ids: ids, images: images.images, labelSets: labelSets + images.labelSets.filter { !names.contains($0.name) },
      captions: captions, notices: images.notices + notices, origins: origins)
  }

  /// One feature set as its file holds it.
  func featureSet(_ feature: Experiment.Feature) throws -> FeatureSet {
    let options = FeatureOptions(
      name: feature.name, array: feature.member ?? feature.tensor,
      pooling: feature.pooling.flatMap { TokenPooling(rawValue: $0.rawValue) },
      mask: feature.mask.map(experiment.resolve), nonFinite: feature.undefined == .drop ? .drop : .error,
      column: feature.column, idColumn: feature.idColumn, ignoredColumns: feature.dropColumns,
      header: TableHeader(feature.header))
    return try FeatureSet(reading: experiment.resolve(feature.file), options)
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
    paths += [experiment.dataset.captions, experiment.dataset.ids?.table].compactMap(\.self)
    for feature in experiment.features { paths += [feature.file] + [feature.mask].compactMap(\.self) }
    var seen: Set<String> = []
    return paths.filter { seen.insert($0).inserted }
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

  private func ids(_ images: Dataset?) throws -> [String]? {
    guard let column = experiment.dataset.ids else { return images?.ids }
    let table = try DelimitedTable(mapping: experiment.resolve(column.table))
    return try table.strings(column: table.position(of: column.column))
  }

  /// A label set in the order of the items: matched by id where both sides have one, else by position.
  private func labels(
    _ column: LabelColumn, of source: Experiment.Labels, ids: [String]?, count: Int?
  ) throws -> LabelSet {
    guard let ids, let labelIDs = column.ids else {
      if let count, count != column.labels.values.count {
        throw HarnessError(.labelCount(labels: source.name, found: column.labels.values.count, items: count))
      }
      return column.labels
    }
    return column.labels.selecting(try LabelScoring.rows(of: ids, in: labelIDs, of: source.name))
  }

  /// Each note once: several columns of a table give the same.
  private static func distinct(_ notices: [Notice]) -> [Notice] {
    var seen: Set<Notice> = []
    return notices.filter { seen.insert($0).inserted }
  }

  /// The ids of the first label table that names every item once: the items' own where nothing else names them, so that
  /// feature files with ids are matched to them.
  private static func ids(of columns: [LabelColumn]) -> [String]? {
    columns.lazy.compactMap(\.ids).first { Set($0).count == $0.count }
  }

  /// Labels that are numbers in their file get the names of the binaries' classes where they say the same.
  private func named(_ labels: LabelSet, of source: Experiment.Labels, like images: Dataset?) -> LabelSet {
    guard case .file(_, nil) = source.source,
      let own = images?.labelSets.first(where: { $0.values == labels.values })
    else { return labels }
    return LabelSet(name: labels.name, classes: own.classes, values: labels.values)
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
        name: source.name))
  }

  private var origins: [Dataset.Part: String] {
    var origins: [Dataset.Part: String] = [:]
    switch experiment.dataset.images {
    case .set(_, let paths, _, _): origins[.images] = paths.joined(separator: ", ")
    case .folder(let path, _, _): origins[.images] = path
    case nil: break
    }
    for labels in experiment.dataset.labels {
      switch labels.source {
      case .table(let column): origins[.labels(labels.name)] = column.table
      case .file(let path, _): origins[.labels(labels.name)] = path
      }
    }
    origins[.captions] = experiment.dataset.captions
    origins[.ids] = experiment.dataset.ids?.table
    return origins
  }
}
