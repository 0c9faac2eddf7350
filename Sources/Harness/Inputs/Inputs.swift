import Datasets
import Features
import Matrices

/// What an experiment compares, read, checked and brought into one order.
///
/// Rows that a feature set dropped (`nan: drop`) are left out of all of them; ``items`` remembers their places, so
/// that results can be put back.
package struct Inputs {
  /// The number of items before any were dropped.
  package let itemCount: Int
  /// The items that are clustered, among `0..<itemCount`, ascending.
  package let items: [Int]
  /// The feature sets over ``items``, by name.
  package let features: [String: FeatureSet]
  /// All label sets over ``items``.
  package let labelSets: [LabelSet]
  /// The label set that the scores are taken against; nil when there is none.
  package let truth: LabelSet?
  package let images: Images?
  package let captions: [String]?
  package let notices: [Notice]
  /// Every file that was read.
  package let files: [String]

  /// Reads everything that an experiment names.
  ///
  /// - Throws: the importers' errors, and ``HarnessError`` where the parts do not belong together.
  package init(_ experiment: Experiment) throws {
    let reader = InputReader(experiment)
    var dataset = try reader.dataset()
    var sets = try experiment.features.map { try reader.featureSet($0) }
    guard var count = dataset?.count ?? sets.first?.rowCount else { throw HarnessError(.noItems) }
    let origin = dataset.map(Self.origin) ?? sets.first?.name ?? ""
    // Where only feature files have ids, the first of them gives the order.
    let ids = dataset?.ids ?? sets.lazy.filter { $0.keptRows.count == $0.rowCount }.compactMap(\.ids).first
    sets = try sets.map { try $0.aligned(to: ids, count: count, of: origin) }
    var cut: [Notice] = []
    if let rows = experiment.rows {
      cut = [try Self.notice(ofRows: rows, among: count)]
      sets = try sets.map { try $0.cut(to: rows) }
      dataset = dataset?.selecting(Array(rows))
      count = rows.count
    }
    sets = try FeatureSet.inCommon(sets)
    let kept = sets.first?.keptRows ?? Array(0..<count)
    let selected = kept.count == count ? dataset : dataset?.selecting(kept)
    sets = zip(sets, experiment.features).map { set, feature in
      let scaling = FeatureScaling(rawValue: feature.scale.rawValue) ?? .none
      return scaling == .none ? set : set.replacing(matrix: scaling.applied(to: set.matrix))
    }
    if Self.needsPixels(experiment) {
      guard let images = selected?.images else { throw HarnessError(.pixelsWithoutImages(space: Experiment.pixels)) }
      sets.append(try FeatureSet(name: Experiment.pixels, matrix: images.pixels()))
    }

    itemCount = count
    items = kept
    features = Dictionary(sets.map { ($0.name, $0) }) { first, _ in first }
    labelSets = selected?.labelSets ?? []
    truth = try Self.truth(of: experiment, in: selected)
    images = selected?.images
    captions = selected?.captions
    let radar = Radar(labelSets: Self.ordered(labelSets, truth), captions: captions)
    notices = cut + (selected?.notices ?? []) + sets.flatMap(\.notices) + radar.notices(of: sets)
    files = reader.files
  }

  /// The note for a run of some rows of its items.
  ///
  /// - Throws: ``HarnessError`` when there are not so many.
  private static func notice(ofRows rows: Range<Int>, among count: Int) throws -> Notice {
    guard rows.upperBound <= count else { throw HarnessError(.rowsOutside(rows: rows, items: count)) }
    return Notice(
      kind: "rows-cut",
      message: "the run is of the rows \(rows.lowerBound):\(rows.upperBound), "
        + "\(rows.count.grouped) of \(counted(count, "item"))")
  }

  /// What messages call a dataset: by what says how many items it has.
  private static func origin(of dataset: Dataset) -> String {
    guard dataset.images == nil, let labels = dataset.labelSets.first else { return "the dataset" }
    return "the label set \(labels.name)"
  }

  /// The label set that the experiment names, else the first that it lists, else the dataset's own first one.
  private static func truth(of experiment: Experiment, in dataset: Dataset?) throws -> LabelSet? {
    guard let dataset else { return nil }
    if let name = experiment.truth ?? experiment.dataset.labels.first?.name { return try dataset.labels(named: name) }
    return dataset.labelSets.first
  }

  private static func needsPixels(_ experiment: Experiment) -> Bool {
    experiment.spaces.contains { $0.parts.contains(Experiment.pixels) }
  }

  /// Values for ``items`` put back among all items, with `filler` for those that were dropped.
  package func restoringPositions<Value>(of values: [Value], filler: Value) -> [Value] {
    guard items.count < itemCount else { return values }
    var all = [Value](repeating: filler, count: itemCount)
    for (position, item) in items.enumerated() { all[item] = values[position] }
    return all
  }
}
