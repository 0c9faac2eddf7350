import Core
import Results

/// Recorded scores that runs are held against: `baselines/<name>.json`.
///
/// One that was made of a run holds the labels of its trials, so that a later run is compared item by item. One that was
/// made of a published table holds numbers alone, which are shown beside a run and never judged.
package struct Baseline: Codable, Sendable, Equatable {
  /// The version of the layout of the file.
  ///
  /// Until version 1, -1 among the labels that fusebench packed marked rows that were left out; they are read as -2.
  /// From version 3 on a file has a digest of its content; older files and those of other programs may do without.
  package static let schema = 3
  static let firstSchemaWithDigest = 3

  package var name: String
  /// The program that made it, with its version.
  package var madeBy: String
  /// The source of the numbers; nil where the run is the source.
  package var source: String?
  /// The items that were clustered; nil for a published table.
  package var dataset: Dataset?
  /// By clusterer, then space, in the order of the run or of the table.
  package var cells: [Cell]

  package init(name: String, madeBy: String, source: String? = nil, dataset: Dataset? = nil, cells: [Cell]) {
    self.name = name
    self.madeBy = madeBy
    self.source = source
    self.dataset = dataset
    self.cells = cells
  }

  /// By what it is known that a run is of the same items, in the same order.
  package struct Dataset: Codable, Sendable, Equatable {
    package var items: Int
    /// The label set that was scored against; nil in a run without labels.
    package var truth: String?
    /// The numbers of classes that have an item, and of items that have a class.
    package var classes: Int?
    package var labelled: Int?
    /// The checksum of each label set, as ``checksum(of:)`` takes it.
    package var labelSets: [String: String]
    /// The checksum of the items' ids in their order; nil where they have none, and until schema 1.
    package var ids: String?
    /// The way in which scores against labels count noise; nil where it is one more cluster or there is none.
    package var noise: NoiseRule?
    /// The files that the run read, with their checksums; nil in baselines of before they were recorded.
    package var inputs: [InputFile]?

    package init(
      items: Int, truth: LabelSet?, labelSets: [LabelSet], ids: String? = nil, noise: NoiseRule? = nil,
      inputs: [InputFile]? = nil
    ) {
      self.items = items
      self.inputs = inputs
      self.ids = ids
      self.noise = noise
      self.truth = truth?.name
      classes = truth.map { Set($0.values).subtracting([LabelSet.unlabelled]).count }
      labelled = truth.map { $0.values.count - $0.unlabelledCount }
      self.labelSets = Dictionary(labelSets.map { ($0.name, Self.checksum(of: $0.values)) }) { first, _ in first }
    }

    /// FNV-1a over the labels, numbered by their first appearance: how classes are called and numbered does not matter.
    package static func checksum(of values: [Int32]) -> String {
      renumbered(values).withLittleEndianBytes { FNV1a.digits(of: $0) }
    }
  }

  /// A clusterer on a space.
  package struct Cell: Codable, Sendable, Equatable {
    package var clusterer: String
    package var space: String
    package var scores: [String: Score]
    /// The labels under each seed that they were kept of; nil for published numbers.
    package var labels: [PackedLabels]?
    /// True for a method that no seed changes; nil for others.
    package var isDeterministic: Bool?

    package init(
      clusterer: String, space: String, scores: [String: Score], labels: [PackedLabels]? = nil,
      isDeterministic: Bool = false
    ) {
      self.clusterer = clusterer
      self.space = space
      self.scores = scores
      self.labels = labels
      self.isDeterministic = isDeterministic ? true : nil
    }
  }

  /// A score of a cell.
  package struct Score: Codable, Sendable, Equatable {
    package var mean: Double
    /// Over the seeds; nil for one, and where it was not published.
    package var deviation: Double?
    /// The number of seeds; nil where it was not published.
    package var seeds: Int?
    /// The value of each seed, by the seed; nil where they were not published. A seed whose value is undefined is left out.
    package var values: [SeedValue]?

    /// A published value.
    package init(mean: Double, deviation: Double? = nil, seeds: Int? = nil) {
      self.mean = mean
      self.deviation = deviation
      self.seeds = seeds
    }

    /// The values of several seeds; nil when there are none.
    package init?(_ values: [SeedValue]) {
      guard let summary = SummaryTable.Cell(values.map(\.value)) else { return nil }
      mean = summary.mean
      deviation = summary.deviation
      seeds = values.count
      self.values = values
    }
  }

  /// A score under one seed.
  package struct SeedValue: Codable, Sendable, Equatable {
    package var seed: UInt64
    package var value: Double

    package init(seed: UInt64, value: Double) {
      self.seed = seed
      self.value = value
    }
  }
}

extension Baseline {
  /// True where a cell can be judged, and not only shown.
  package var holdsLabels: Bool { cells.contains { $0.labels != nil } }

  /// The scores of any cell, those of the first cells first, otherwise in the order of their names.
  package var scores: [String] {
    cells.reduce(into: []) { names, cell in
      names += cell.scores.keys.sorted().filter { !names.contains($0) }
    }
  }
}
