import Core
import Figures
import Foundation
import Matrices
import Results

/// The data of the page's explorer: an index in JSON, and arrays of whole numbers beside it.
struct ExplorerData {
  /// A column of whole numbers: its array, and how many bytes each takes. An entry is the number plus one, 0 for none.
  struct Column: Encodable {
    let blob: String
    let bytes: Int
  }

  struct Space: Encodable {
    let name: String
    let about: String
    /// Pairs of 16 bits, x and y of each point.
    let points: String
    let count: Int
    /// The item of each point, 32 bits each; nil when point i is item i.
    let items: String?
  }

  struct Labels: Encodable {
    let name: String
    let classes: [String]
    let values: Column
  }

  struct Clusters: Encodable {
    let space: String
    let clusterer: String
    let seed: String
    let clusters: Int
    let values: Column
    /// The class that each cluster holds most of, −1 for none; empty without labels.
    let majority: [Int]
    /// The names of the clusters' own, nil for one without; empty where none has one.
    let names: [String?]
    /// The names of references to which the clusters point; nil where the space reads none, and for seeds that do not stand for
    /// their method.
    let nouns: [Nouns]?
    /// Such as `kappa .512`.
    let score: String
  }

  /// The names of a reference to which the clusters of a method point: a list a cluster, each pair a name and its weight.
  struct Nouns: Encodable {
    let title: String
    let items: [[Noun]]
    let center: [[Noun]]

    /// - Parameter clusters: the number of clusters; those without items have no names.
    init(_ retrieved: RetrievedNames, clusters: Int) {
      title = retrieved.title
      let found = (0..<clusters).map(retrieved.cluster)
      items = found.map { $0?.items.map(Noun.init) ?? [] }
      center = found.map { $0?.center.map(Noun.init) ?? [] }
    }
  }

  struct Noun: Encodable {
    let name: String
    let weight: Double

    init(_ name: RetrievedNames.Name) { (self.name, weight) = (name.text, name.rounded) }
  }

  struct Sheets: Encodable {
    let height: Int
    let width: Int
    let cellHeight: Int
    let cellWidth: Int
    let perSide: Int
    let count: Int
    let sheets: [String]
    /// The item of each thumbnail, 32 bits each; nil when every item has one.
    let items: String?
  }

  struct Colors: Encodable {
    let classes: [String]
    let none: String
  }

  struct Index: Encodable {
    var items: Int
    var spaces: [Space] = []
    /// The space with the best mean of the first score.
    var bestSpace: Int = 0
    /// The spaces whose maps the first screen shows.
    var compared: [Int] = []
    var labelSets: [Labels] = []
    var partitions: [Clusters] = []
    var thumbnails: Sheets?
    var hasCaptions = false
    var hasIDs = false
    var light: Colors
    var dark: Colors
    /// The corners of each shape of a point, x and y in radii; none for a circle. Classes take them in turns, as many
    /// classes to a shape as colours alone tell apart.
    let shapes = Marker.allCases.map { ($0.corners ?? []).map { [$0.x, $0.y] } }
    let classesOfShape = Palette.byColor
  }

  private(set) var index: Index
  private(set) var captions: [String]?
  private(set) var ids: [String]?
  private(set) var blobs: [(id: String, bytes: Data)] = []
  private(set) var notes: [String] = []

  /// The most bytes that the clusters of all trials take; beyond, later seeds are left out.
  private static let partitionLimit = 6_000_000

  /// - Throws: `ResultsError` when what is stored does not belong together.
  init?(_ stored: StoredRun, bestSpace: String?, compared: [String]) throws {
    let record = stored.record
    index = Index(items: record.dataset.items, light: Colors(.light, count: 0), dark: Colors(.dark, count: 0))
    for space in record.plan.spaces {
      if let map = try stored.map(of: space) { try add(map, of: space, stored) }
    }
    guard !index.spaces.isEmpty else { return nil }
    index.bestSpace = index.spaces.firstIndex { $0.name == bestSpace } ?? 0
    let mapped = compared.compactMap { name in index.spaces.firstIndex { $0.name == name } }
    index.compared = mapped.isEmpty ? [index.bestSpace] : mapped
    for summary in record.dataset.labelSets {
      guard let set = try stored.labelSet(summary) else { continue }
      index.labelSets.append(
        Labels(name: set.name, classes: set.classes, values: add(set.values, known: set.classes.count)))
    }
    try addPartitions(stored)
    try addThumbnails(stored)
    captions = try stored.captions
    ids = try stored.ids
    index.hasCaptions = captions != nil
    index.hasIDs = ids != nil
    if index.labelSets.isEmpty { notes.append("Points are coloured by cluster.") }
    if captions == nil, ids == nil { notes.append("The run has no captions to search in.") }
    let colors = ([1] + index.labelSets.map(\.classes.count) + index.partitions.map(\.clusters)).max() ?? 1
    index.light = Colors(.light, count: colors)
    index.dark = Colors(.dark, count: colors)
  }

  // MARK: - Parts

  private mutating func add(_ map: StoredMap, of space: String, _ stored: StoredRun) throws {
    guard map.points.columns == 2 else {
      throw ResultsError(
        .malformed(
          path: stored.folder.path(of: "embeddings"),
          detail: "the map of \(space) has \(counted(map.points.columns, "column")), expected 2"))
    }
    let points = add(QuantizedPoints(map.points).words)
    let items = map.record.items.map { add($0.map { UInt32($0) }) }
    index.spaces.append(
      Space(
        name: space, about: stored.origin(of: map), points: points,
        count: map.points.rows, items: items))
  }

  /// The trials of the spaces that have a map, as far as the limit allows: first the one that stands for each method, whose
  /// clusters tables and cards show too, then the others seed by seed.
  private mutating func addPartitions(_ stored: StoredRun) throws {
    let plan = stored.plan
    let methods = index.spaces.flatMap { space in plan.clusterers.map { (space: space.name, clusterer: $0) } }
    let first = methods.compactMap { stored.representativeTrial(of: $0.clusterer, on: $0.space) }
    var known = Set(first.map(\.identity))
    var (bytes, shown) = (0, 0)
    for trial in first { bytes += try add(trial, stored, nouns: stored.retrievedNames(of: trial.identity)) }
    for seed in plan.seeds {
      if bytes + bytes / (shown + 1) > Self.partitionLimit { break }
      for method in methods {
        let identity = TrialIdentity(space: method.space, clusterer: method.clusterer, seed: seed)
        guard !known.contains(identity), let trial = stored.trial(identity) else { continue }
        known.insert(identity)
        bytes += try add(trial, stored)
      }
      shown += 1
    }
    if shown < plan.seeds.count, plan.hasSeeds {
      let others = shown > 0 ? ", and of the first \(shown) of \(plan.seeds.count) seeds," : ""
      notes.append("Clusters of the seed that stands for each method\(others) can be shown here.")
    }
  }

  /// Adds the clusters of a trial; returns the number of bytes that they take.
  private mutating func add(
    _ trial: TrialRecord, _ stored: StoredRun, nouns: [RetrievedNames] = []
  ) throws -> Int {
    let partition = try stored.partition(of: trial)
    let values = add(partition.labels, known: partition.clusters)
    let nouns = nouns.map { Nouns($0, clusters: partition.clusters) }
    let names = try stored.names(of: trial.identity)
    index.partitions.append(
      Clusters(
        space: trial.space, clusterer: trial.clusterer, seed: String(trial.seed), clusters: partition.clusters,
        values: values, majority: try stored.majority(of: partition) ?? [],
        names: names.isEmpty ? [] : (0..<partition.clusters).map { names[$0] }, nouns: nouns.isEmpty ? nil : nouns,
        score: stored.firstScore(of: trial) ?? ""))
    return values.bytes * partition.labels.count
  }

  private mutating func addThumbnails(_ stored: StoredRun) throws {
    guard let (record, sheets) = try stored.thumbnails else {
      notes.append("The run has no images, or was stored without them.")
      return
    }
    index.thumbnails = Sheets(
      height: record.height, width: record.width, cellHeight: record.cellHeight, cellWidth: record.cellWidth,
      perSide: record.perSide, count: record.items?.count ?? index.items, sheets: sheets.map { add($0) },
      items: record.items.map { add($0.map { UInt32($0) }) })
    if let items = record.items, items.count < index.items {
      notes.append(
        "Images of \(items.count.grouped) of \(counted(index.items, "item")) are on this page; all of them would be too large."
      )
    }
  }

  // MARK: - Arrays

  private mutating func add(_ bytes: Data) -> String {
    let id = "blob-\(blobs.count)"
    blobs.append((id, bytes))
    return id
  }

  private mutating func add<Word: FixedWidthInteger>(_ words: [Word]) -> String {
    add(words.withLittleEndianBytes { Data($0) })
  }

  /// A column of ids below `known`, each with 1 added; 0 for noise, items that were not clustered, and unlabelled ones.
  private mutating func add(_ values: [Int32], known: Int) -> Column {
    let values = values.map { max($0, -1) }
    if known < 1 << 8 { return Column(blob: add(values.map { UInt8($0 + 1) }), bytes: 1) }
    if known < 1 << 16 { return Column(blob: add(values.map { UInt16($0 + 1) }), bytes: 2) }
    return Column(blob: add(values.map { UInt32($0 + 1) }), bytes: 4)
  }
}

extension ExplorerData.Colors {
  /// The colours of so many classes on a page of a theme.
  init(_ theme: Theme, count: Int) {
    classes = (0..<count).map { Palette.color($0, theme).hexadecimal }
    none = theme.unlabelled.hexadecimal
  }
}

extension Color {
  /// Such as `0072b2`.
  var hexadecimal: String {
    [red, green, blue].map { part in
      let digits = String(Int((part * 255).rounded()), radix: 16)
      return digits.count < 2 ? "0" + digits : digits
    }.joined()
  }
}
