import Clustering
import Core
import Datasets
import Results

/// The clusters that a file gives, one a row, for a method of the experiment.
struct GivenClusters {
  /// The name of the method.
  let clusterer: String
  let file: String
  /// The names of the clusters, as the file has them.
  let names: [String]
  /// The position of each row's cluster among the names, ``Partition/noise`` or ``Partition/leftOut``.
  let values: [Int32]

  /// The clusters of some rows, in the order of `rows`.
  func selecting(_ rows: [Int]) -> GivenClusters {
    GivenClusters(clusterer: clusterer, file: file, names: names, values: rows.map { values[$0] })
  }

  /// The partition of the rows, with the numbers of the file where they are whole numbers below the number of rows; others are
  /// numbered in the order of their names, which are returned, with a note. `01` is a name, so that `01` and `1` stay two
  /// clusters.
  var numbered: (partition: Partition, names: [String]?, notice: Notice?) {
    let occupied = Set(values.filter { $0 >= 0 }).sorted()
    let numbers = occupied.map { name in
      Int(names[Int(name)]).flatMap { String($0) == names[Int(name)] ? $0 : nil } ?? .max
    }
    let keepsNumbers = numbers.allSatisfy { $0 >= 0 && $0 < values.count }
    let numberOf = Dictionary(
      uniqueKeysWithValues: zip(occupied, keepsNumbers ? numbers.map { Int32($0) } : occupied.indices.map { Int32($0) })
    )
    let partition = Partition(
      labels: values.map { numberOf[$0] ?? $0 },
      clusters: keepsNumbers ? (numbers.max() ?? -1) + 1 : occupied.count)
    guard !keepsNumbers else { return (partition, nil, nil) }
    let kept = occupied.map { names[Int($0)] }
    let pairs = kept.enumerated().map { "\($0) = \($1)" }
    return (
      partition, kept,
      Notice(
        kind: "clusters-numbered",
        message: "\(clusterer): the clusters of \(file) are numbered in their order: \(list(pairs))")
    )
  }
}

extension InputReader {
  /// Reads the clusters of a method, with their rows as the file has them.
  ///
  /// - Returns: the clusters, and notes on how they were read.
  func clusters(
    of name: String, _ given: GivenPartition
  ) throws -> (clusters: InputParts.Named<GivenClusters>, notices: [Notice]) {
    try given.checkCombination()
    let file = given.path ?? ""
    let path = resolve(file)
    var options = LabelOptions(
      column: given.member ?? given.column, idColumn: given.idColumn, header: given.header.ofTables, name: name)
    options.areClusters = true
    let column = try LabelSet.reading(path, options)
    let ofRun = RunLabelsFile(path: path)
    var values = column.labels.values
    if ofRun?.marksLeftOutAsNoise == true {
      values = values.map { $0 == Partition.noise ? Partition.leftOut : $0 }
    }
    for row in column.leftOut { values[row] = Partition.leftOut }
    var side = column.side(of: "clusters of \(name) (\(file))")
    if side.ids == nil, let ids = ofRun?.ids(count: side.count) {
      side = ItemSide(name: side.name, count: side.count, ids: ids)
    }
    (side.file, side.source) = (file, path)
    let clusters = GivenClusters(clusterer: name, file: file, names: column.labels.classes, values: values)
    return (.init(side: side, part: clusters), column.notices)
  }
}

extension GivenPartition.Header {
  fileprivate var ofTables: TableHeader {
    switch self {
    case .automatic: .automatic
    case .yes: .present
    case .no: .absent
    }
  }
}

extension Inputs {
  /// The methods whose clusters files give, with the clusters of the items, and notes on these.
  ///
  /// - Throws: ``RunError`` where an item has no cluster.
  static func given(
    _ parts: ArrangedParts, _ experiment: Experiment
  ) throws -> (methods: [String: GivenPartition], notices: [Notice]) {
    var methods: [String: GivenPartition] = [:]
    var notices: [Notice] = []
    for clusters in parts.clusters {
      let named = experiment.clusterers.first { $0.name == clusters.clusterer }
      guard var method = named?.method as? GivenPartition else { continue }
      let without = clusters.values.indices.filter { clusters.values[$0] == Partition.leftOut }
      if let first = without.first {
        let item = parts.kept[first]
        throw RunError(
          .itemsWithoutCluster(
            clusterer: clusters.clusterer, file: clusters.file, count: without.count, items: clusters.values.count,
            first: parts.matching.items.ids?[item] ?? "item \(item.grouped) (from 0)"))
      }
      let (partition, names, numbering) = clusters.numbered
      (method.partition, method.clusterNames) = (partition, names)
      method.digest = try Digest.digits(of: partition.labels)
      methods[clusters.clusterer] = method
      notices += [numbering, doubt(of: partition, clusters)].compactMap(\.self)
    }
    return (methods, notices)
  }

  /// A note on clusters that look like something else: about one per item, and one or none beside -1.
  private static func doubt(of partition: Partition, _ clusters: GivenClusters) -> Notice? {
    let occupied = Set(partition.labels.filter { $0 >= 0 }).count
    if occupied == 0 {
      return Notice(
        kind: "minus-one",
        message: "\(clusters.clusterer): every item is -1 in \(clusters.file), which is read as noise")
    }
    if occupied == 1, partition.noiseCount > 0 {
      return Notice(
        kind: "minus-one",
        message:
          "\(clusters.clusterer): there is a single cluster beside -1 in \(clusters.file), which is read as noise")
    }
    return TrivialLabels.notice(clusters: occupied, of: clusters.clusterer, items: partition.labels.count)
  }
}
