import Clustering
import Core
import Datasets
import Features
import Leaks
import Matrices
import Reduction
import Stages

/// The inputs of an experiment, read, checked and brought into one order.
///
/// Items that a side lacks (`missing: drop`) and rows that a feature set dropped (`nan: drop`) are left out of all of
/// them; ``items`` remembers their places, so that results can be put back.
package struct Inputs {
  /// The number of items before any were dropped.
  package let itemCount: Int
  /// The items that are clustered, among `0..<itemCount`, ascending.
  package let items: [Int]
  /// The file that defines the items and their order.
  package let definedBy: String
  /// One id for each of all items; nil where the file that defines them has none.
  package let ids: [String]?
  /// True where the items have another order than the files of the images.
  package let imagesAreReordered: Bool
  /// The feature sets over ``items``, by name.
  package let features: [String: FeatureSet]
  /// The rows from which methods learn instead of the items', by part and feature set.
  private let fitRows: [String: [String: Matrix]]
  /// The scalings of feature sets that learned from their rows, for new ones.
  package let scalings: [String: any SpaceTransform]
  /// The names of the columns of each feature set whose file has names.
  package let columnNames: [String: [String]]
  /// All label sets over ``items``.
  package let labelSets: [LabelSet]
  /// The label set that the scores are taken against, the first of several; nil when there is none.
  package let truth: LabelSet?
  /// The label sets that the scores are taken against, where all of them are: at least two with a class for some item. Empty
  /// for one or none.
  package let truths: [LabelSet]
  package let images: Images?
  package let captions: [String]?
  /// The methods whose clusters a file gives, with those of ``items``, by name.
  package let given: [String: GivenPartition]
  /// Named rows that are not items.
  package let references: References
  package let notices: [Notice]
  /// Every file that was read.
  package let files: [String]

  /// Reads everything that an experiment names.
  ///
  /// - Throws: the importers' errors, `ItemError` and ``RunError`` where the parts do not belong together.
  package init(_ experiment: Experiment) throws {
    try experiment.requireSoundSpaces()
    try experiment.requireSoundReferences()
    let reader = InputReader(experiment)
    let parts = try reader.parts()
    guard !parts.sides.isEmpty else { throw RunError(.noItems) }
    let split = ItemSplit(
      try parts.arranged(missing: experiment.missing, rows: experiment.rows), experiment)
    let arranged = try split.scored()
    let dataset = try Self.dataset(arranged, experiment)
    let (sets, scalings) = try Self.featureSets(arranged, experiment, dataset)
    self.scalings = scalings
    fitRows = try split.fitRows(scalings)

    itemCount = arranged.matching.items.count
    items = arranged.kept
    definedBy = arranged.matching.items.name
    ids = arranged.matching.items.ids
    imagesAreReordered = arranged.imagesAreReordered
    features = Dictionary(sets.map { ($0.name, $0) }) { first, _ in first }
    columnNames = Dictionary(
      parts.features.compactMap { part in part.part.columnNames.map { (part.part.name, $0) } }
    ) { first, _ in first }
    labelSets = dataset?.labelSets ?? []
    truth = try Self.truth(of: experiment, in: dataset)
    let (truths, repeated) = Self.truths(of: experiment, in: labelSets)
    self.truths = truths
    images = dataset?.images
    captions = dataset?.captions
    let clusters = try Self.given(arranged, experiment)
    given = clusters.methods
    references = try reader.references()
    let checks = LeakChecks(labelSets: Self.ordered(labelSets, truth), captions: captions)
    func fitting(_ notices: [Notice]) -> [Notice] { arranged.matching.fitting(notices, at: experiment.resolve) }
    notices =
      (dataset?.notices ?? []) + fitting(parts.labelNotices) + arranged.notices
      + parts.orderNotices(arranged.matching.sides) + fitting(sets.flatMap(\.notices))
      + checks.notices(of: sets) + clusters.notices + repeated
      + references.notices(of: experiment.references.map(\.name))
      + references.nameNotices(of: experiment.references.map(\.name), labelSets: checks.labelSets)
      + experiment.presetNotices + [split.unusedNotice].compactMap(\.self)
    files = reader.files
  }

  /// Returns the feature sets, scaled as the experiment asks, with the pixels where a space is made of them, and the
  /// scalings that learned from their rows.
  private static func featureSets(
    _ parts: ArrangedParts, _ experiment: Experiment, _ dataset: Dataset?
  ) throws -> (sets: [FeatureSet], scalings: [String: any SpaceTransform]) {
    var scalings: [String: any SpaceTransform] = [:]
    var sets = try zip(parts.features, experiment.features).map { set, feature in
      guard let scaling = feature.scale.maker else { return set }
      let scaled = try scaling.make([set.matrix])
      if scaling is Standardization { scalings[set.name] = scaled.transform }
      return set.replacing(matrix: scaled.rows)
    }
    if needsPixels(experiment) {
      guard let images = dataset?.images else { throw RunError(.pixelsWithoutImages(space: Experiment.pixels)) }
      sets.append(try FeatureSet(name: Experiment.pixels, matrix: images.pixels()))
    }
    return (sets, scalings)
  }

  /// The images, labels and captions together; nil when there are only features.
  private static func dataset(_ parts: ArrangedParts, _ experiment: Experiment) throws -> Dataset? {
    let labelSets = zip(parts.labelSets, experiment.dataset.labels).map { named($0, of: $1, like: parts.images) }
    guard let images = parts.images else {
      guard parts.captions != nil || !labelSets.isEmpty else { return nil }
      return try Dataset(labelSets: labelSets, captions: parts.captions)
    }
    // Labels that the experiment lists replace the binaries' own of the same name.
    let names = Set(labelSets.map(\.name))
    return try Dataset(
      images: images.images, labelSets: labelSets + images.labelSets.filter { !names.contains($0.name) },
      captions: parts.captions, notices: images.notices)
  }

  /// Labels that are numbers in their file get the names of the binaries' classes where they agree.
  private static func named(_ labels: LabelSet, of source: Experiment.Labels, like images: Dataset?) -> LabelSet {
    guard case .file(_, nil) = source.source,
      let own = images?.labelSets.first(where: { $0.values == labels.values })
    else { return labels }
    return LabelSet(name: labels.name, classes: own.classes, values: labels.values)
  }

  /// The label set that the experiment names, else the first that it lists, else the dataset's own first one; of all label sets
  /// the first with a class for some item.
  private static func truth(of experiment: Experiment, in dataset: Dataset?) throws -> LabelSet? {
    guard let dataset else { return nil }
    if isOfAll(experiment, dataset.labelSets) {
      return dataset.labelSets.first { $0.unlabelledCount < $0.values.count } ?? dataset.labelSets.first
    }
    if let name = experiment.truth ?? experiment.dataset.labels.first?.name { return try dataset.labels(named: name) }
    return dataset.labelSets.first
  }

  /// Returns whether an experiment asks for the scores against all label sets.
  private static func isOfAll(_ experiment: Experiment, _ labelSets: [LabelSet]) -> Bool {
    experiment.truth == Experiment.allTruths && !labelSets.isEmpty
      && !labelSets.contains { $0.name == Experiment.allTruths }
  }

  /// The label sets that an experiment is scored against, where there are several. Of those that class every item alike the
  /// first stands for all, with a note.
  private static func truths(
    of experiment: Experiment, in labelSets: [LabelSet]
  ) -> (labelSets: [LabelSet], notices: [Notice]) {
    guard isOfAll(experiment, labelSets) else { return ([], []) }
    let labelled = labelSets.filter { $0.unlabelledCount < $0.values.count }
    let alike = Dictionary(grouping: labelled, by: \.groupOfItems)
    let distinct = labelled.filter { alike[$0.groupOfItems]?.first?.name == $0.name }
    let notices = distinct.compactMap { labelSet -> Notice? in
      guard let names = alike[labelSet.groupOfItems]?.map(\.name), let last = names.last, names.count > 1 else {
        return nil
      }
      return Notice(
        kind: "equal-labels",
        message:
          "the label sets \(list(names.dropLast())) and \(last) class every item alike: they are scored once, as \(labelSet.name)"
      )
    }
    return (distinct.count > 1 ? distinct : [], notices)
  }

  /// The rows of each input from which the method of a space learns; nil for those of the items.
  package func fitRows(of space: Experiment.Space) -> [Matrix]? {
    space.fitOn.map { part in space.inputs.compactMap { fitRows[part]?[$0] } }
  }

  private static func needsPixels(_ experiment: Experiment) -> Bool {
    experiment.spaces.contains { $0.inputs.contains(Experiment.pixels) }
  }

  /// Values for ``items`` put back among all items, with `filler` for those that were dropped.
  package func restoringPositions<Value>(of values: [Value], filler: Value) -> [Value] {
    guard items.count < itemCount else { return values }
    var all = [Value](repeating: filler, count: itemCount)
    for (position, item) in items.enumerated() { all[item] = values[position] }
    return all
  }
}

extension LabelSet {
  /// The class of each item, numbered in the order of their first items; -1 for none.
  fileprivate var groupOfItems: [Int32] {
    var numbers: [Int32: Int32] = [:]
    return values.map { value in
      guard value >= 0 else { return -1 }
      if let known = numbers[value] { return known }
      numbers[value] = Int32(numbers.count)
      return Int32(numbers.count - 1)
    }
  }
}

extension Experiment.Feature.Scale {
  /// The method of that scaling; nil for rows as they are.
  var maker: (any SpaceMaker)? {
    switch self {
    case .none: nil
    case .l2: UnitLength()
    case .standardize: Standardization()
    }
  }
}
