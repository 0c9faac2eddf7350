import Core
import Foundation
import Matrices

/// A run as its folder holds it: the reader behind tables, findings, figures, the page, the gate, statistics and
/// assignments.
///
/// Record and trials are read when it is opened, every other file when it is first asked for. All of them are kept, so
/// that none is read twice. Each member checks that the file belongs to the run.
public final class StoredRun: Sendable {
  /// The folder of the run.
  public let folder: RunFolder
  /// The record and the trials.
  package let run: Run

  private let trialsOfMethod: [RunPlan.Method: [TrialRecord]]
  private let partitions = Kept<TrialIdentity, Partition>()
  private let labelSets = Kept<String, LabelSet?>()
  private let maps = Kept<String, StoredMap?>()
  private let sweeps = Kept<SweepRecord.Kind, SweepRecord?>()
  private let sweepLabels = Kept<SweepLine, [[[Int32]]]?>()
  private let keptStatistics = Kept<Only, StatisticsRecord?>()
  private let keptTruths = Kept<Only, TruthsRecord?>()
  private let keptAttribution = Kept<Only, AttributionRecord?>()
  private let keptTimings = Kept<Only, TimingRecord?>()
  private let keptCaptions = Kept<Only, [String]?>()
  private let keptIDs = Kept<Only, [String]?>()
  private let keptThumbnails = Kept<Only, StoredThumbnails?>()
  private let keptSamples = Kept<Only, StoredSamples?>()
  private let keptSilhouettes = Kept<Only, StoredSilhouettes?>()
  private let keptCards = Kept<Only, StoredCards?>()
  private let keptMembers = Kept<RunPlan.Method, StoredMembers?>()
  private let keptNames = Kept<RunPlan.Method, GivenNames?>()
  private let keptClusterWords = Kept<Only, ClusterWordsRecord?>()

  /// Opens the run of a folder; files that are not planned are ignored.
  ///
  /// - Throws: ``ResultsError`` with `notARun` for a folder that is no run, `newerSchema` for one of a later version,
  ///   or for a file that was changed.
  public convenience init(in folder: RunFolder) throws {
    var run = Run(record: try folder.record(), trials: [])
    for identity in run.record.expectedTrials {
      if let trial = try folder.trial(identity) { run.trials.append(trial) } else { run.missing.append(identity) }
    }
    self.init(run, in: folder)
  }

  /// A run whose record and trials are known already.
  package init(_ run: Run, in folder: RunFolder) {
    self.run = run
    self.folder = folder
    trialsOfMethod = Dictionary(grouping: run.trials, by: \.identity.method)
  }

  // MARK: - Record and trials

  package var record: RunRecord { run.record }
  package var plan: RunPlan { run.record.plan }
  /// The trials that are there, in the plan's order.
  public var trials: [TrialRecord] { run.trials }
  /// The planned trials that are not there.
  public var missing: [TrialIdentity] { run.missing }
  /// The clusterers on the spaces, in the order of the plan.
  package var methods: [RunPlan.Method] { run.methods }
  /// True for a run that was stopped before it was whole.
  public var wasStopped: Bool { run.wasStopped }
  /// A note on missing trials, or on missing maps and sweeps; nil where nothing is missing.
  public var missingNote: String? { run.missingNote }
  /// The number of items, those that were left out among them.
  public var itemCount: Int { run.record.dataset.items }

  /// The trials of a method, in the order of their seeds.
  package func trials(of method: RunPlan.Method) -> [TrialRecord] { trialsOfMethod[method] ?? [] }

  /// The method of a name, such as `kmeans:text` or `kmeans on text`, or the clusterer alone where it has one space; nil where
  /// there is none.
  package func method(named name: String) -> RunPlan.Method? {
    if let named = methods.first(where: { name == $0.option || name == $0.text }) { return named }
    let own = methods.filter { name == $0.clusterer }
    return own.count == 1 ? own[0] : nil
  }

  /// The reason why a name means none of some methods (``RunPlan/Method/option``): a clusterer may have several.
  package static func reasonNotMeant(_ name: String, among methods: [String]) -> String {
    let own = methods.count { $0.hasPrefix(name + ":") }
    return own > 1 ? "alone may mean \(own) of them" : "is not one of them"
  }

  /// Returns a stored trial; nil where it is missing.
  public func trial(_ identity: TrialIdentity) -> TrialRecord? {
    trials(of: identity.method).first { $0.seed == identity.seed }
  }

  /// Returns the trial that stands for the best method, whose first score is nearest to the method's mean; nil where no
  /// trial has a value.
  ///
  /// - Parameter spaces: the names of the spaces among which the best method is chosen; nil for all.
  public func representativeTrial(among spaces: [String]? = nil) -> TrialRecord? {
    run.representativeTrial(among: spaces)
  }

  /// Returns the position of the trial whose first score is nearest to the mean of all; 0 where none has a value.
  public func representative(of trials: [TrialRecord]) -> Int { run.representative(of: trials) }

  // MARK: - Labels

  /// Returns the clusters of a trial, one label an item.
  ///
  /// - Throws: ``ResultsError`` when the labels are not those of the trial and the run.
  public func partition(of trial: TrialRecord) throws -> Partition {
    try partitions.value(trial.identity) { try folder.partition(of: trial, of: itemCount) }
  }

  /// Returns the clusters of a trial as the scores compare them with labels: with its noise as the run counts it.
  ///
  /// - Throws: ``ResultsError`` when the labels are not those of the trial and the run.
  package func comparedPartition(of trial: TrialRecord) throws -> Partition {
    let partition = try partition(of: trial)
    return switch record.noise ?? .cluster {
    case .cluster: partition
    case .exclude: partition.withoutNoise
    case .nearest: try folder.nearestPartition(of: trial, of: itemCount) ?? partition
    }
  }

  /// Returns the clusters of some items of a trial, in their order.
  ///
  /// - Precondition: each position is one of `0..<itemCount`.
  /// - Throws: ``ResultsError`` as ``partition(of:)`` does.
  public func partition(of trial: TrialRecord, at kept: [Int]) throws -> Partition {
    let whole = try partition(of: trial)
    return Partition(labels: kept.map { whole.labels[$0] }, clusters: whole.clusters)
  }

  /// The label set that the scores were taken against; nil where the run has none.
  ///
  /// - Throws: ``ResultsError`` when its values are not those of the run.
  public var truth: LabelSet? {
    get throws { try record.dataset.labelSets.first.flatMap { try labelSet($0) } }
  }

  /// A label set of the run; nil where its values are not stored.
  ///
  /// - Throws: ``ResultsError`` when its values are not those of the run.
  package func labelSet(_ summary: LabelSetSummary) throws -> LabelSet? {
    try labelSets.value(summary.name) { try folder.labelSet(summary, items: itemCount) }
  }

  /// The labels of a line of a sweep, by setting and trial; nil in sweeps of before they were stored.
  ///
  /// - Throws: ``ResultsError`` for a file that is gone or was changed.
  package func labels(of line: SweepRecord.Line, in sweep: SweepRecord) throws -> [[[Int32]]]? {
    try sweepLabels.value(SweepLine(kind: sweep.kind, space: line.space)) { try folder.labels(of: line, in: sweep) }
  }

  private struct SweepLine: Hashable, Sendable {
    let kind: SweepRecord.Kind
    let space: String
  }

  // MARK: - Scores and times

  /// The intervals, tests and stability of the scores; nil where they were not computed.
  ///
  /// - Throws: ``ResultsError`` for a newer schema or a file that was changed.
  package var statistics: StatisticsRecord? {
    get throws { try keptStatistics.value(.one) { try folder.statistics() } }
  }

  /// The scores against several label sets and their comparison; nil where the run is scored against one or none, or they were
  /// not computed.
  ///
  /// - Throws: ``ResultsError`` for a newer schema or a file that was changed.
  package var truths: TruthsRecord? {
    get throws { try record.truths.flatMap { _ in try keptTruths.value(.one) { try folder.truths() } } }
  }

  /// The shares of the parts of fused spaces in their scores; nil where the run has none.
  ///
  /// - Throws: ``ResultsError`` for a newer schema or a file that was changed.
  package var attribution: AttributionRecord? {
    get throws { try keptAttribution.value(.one) { try folder.attribution() } }
  }

  /// A sweep; nil where the run has none of the kind.
  ///
  /// - Throws: ``ResultsError`` for a file that was changed.
  package func sweep(_ kind: SweepRecord.Kind) throws -> SweepRecord? {
    try sweeps.value(kind) { try folder.sweep(kind) }
  }

  /// The sweeps whose settings are compared by criteria, that of k first.
  ///
  /// - Throws: ``ResultsError`` for a file that was changed.
  package var choices: [SweepRecord] {
    get throws {
      guard record.hasCriteria else { return [] }
      return try ([.k] + (record.sweeps ?? [])).compactMap { try sweep($0) }.filter { $0.criteria != nil }
    }
  }

  /// The times of the run; nil where they are not known.
  package var timings: TimingRecord? {
    get throws { try keptTimings.value(.one) { try folder.timings() } }
  }

  /// The first start of the run; nil where it is not known.
  ///
  /// - Throws: ``ResultsError`` when the files that hold it cannot be read.
  public var started: Date? {
    get throws { try folder.started() }
  }

  // MARK: - Spaces

  /// The map of a space; nil where there is none.
  ///
  /// - Throws: ``ResultsError`` when its points are not those of the run's items.
  package func map(of space: String) throws -> StoredMap? {
    try maps.value(space) { try folder.embedding(of: space).map { try map($0.record, $0.coordinates) } }
  }

  private func map(_ record: EmbeddingRecord, _ points: Matrix) throws -> StoredMap {
    let items = record.items ?? Array(0..<points.rows)
    guard items.count == points.rows, record.items != nil || points.rows == itemCount,
      items.allSatisfy({ $0 >= 0 && $0 < itemCount })
    else {
      throw ResultsError(
        .malformed(
          path: folder.path(of: "embeddings"),
          detail:
            "the map of \(record.space) has \(counted(points.rows, "point")) for \(record.items?.count ?? itemCount) "
            + "of \(counted(itemCount, "item"))"))
    }
    return StoredMap(record: record, points: points, items: items)
  }

  /// The path of the arrays that bring new rows into a space; nil where the space takes none.
  ///
  /// - Parameter seed: nil for a space that no seed changes.
  /// - Throws: ``ResultsError`` when they are gone or were changed.
  package func transformPath(of space: String, seed: UInt64?) throws -> String? {
    try folder.transform(of: space, seed: seed).flatMap { try folder.arrays(of: $0) }
  }

  /// The path of a file beside the labels of a trial; nil where the trial has none.
  ///
  /// - Throws: ``ResultsError`` when it is gone or was changed.
  package func path(of file: TrialFile, _ trial: TrialRecord) throws -> String? {
    try folder.data(of: file, trial).map { _ in folder.path(of: file, trial.identity) }
  }

  // MARK: - Items

  /// The ids of the items; nil where they have none.
  ///
  /// - Throws: ``ResultsError`` when there are not as many as items.
  public var ids: [String]? {
    get throws { try keptIDs.value(.one) { try folder.ids(itemCount: itemCount) } }
  }

  /// The captions of the items; nil where the run stored none.
  ///
  /// - Throws: ``ResultsError`` when there are not as many as items.
  public var captions: [String]? {
    get throws { try keptCaptions.value(.one) { try folder.captions(itemCount: itemCount) } }
  }

  /// The thumbnails of the items; nil where the run stored none.
  ///
  /// - Throws: ``ResultsError`` when a sheet is missing or the layout is not that of the items.
  package var thumbnails: StoredThumbnails? {
    get throws { try keptThumbnails.value(.one) { try folder.thumbnails(itemCount: itemCount) } }
  }

  /// The sample images of each class; nil where the run stored none.
  ///
  /// - Throws: ``ResultsError`` when the images are not those of the sheet.
  package var samples: StoredSamples? {
    get throws { try keptSamples.value(.one) { try folder.samples() } }
  }

  /// The silhouettes of the representative trial; nil where the run stored none.
  ///
  /// - Throws: ``ResultsError`` when a file is missing or they are not those of the items.
  package var silhouettes: StoredSilhouettes? {
    get throws { try keptSilhouettes.value(.one) { try folder.silhouettes(itemCount: itemCount) } }
  }

  /// The cards of the clusters of the representative trial; nil where the run stored none.
  ///
  /// - Throws: ``ResultsError`` when the images are missing or not those of the items.
  package var cards: StoredCards? {
    get throws { try keptCards.value(.one) { try folder.cards(itemCount: itemCount) } }
  }

  /// The tables of a method's clusters and of their items; nil in runs of before they were stored, and for a method without
  /// a trial.
  ///
  /// - Throws: ``ResultsError`` when a table is gone, was changed, or is not that of the items.
  package func members(of method: RunPlan.Method) throws -> StoredMembers? {
    try keptMembers.value(method) { try folder.members(of: method, itemCount: itemCount) }
  }

  /// The names that a user gave to clusters of a method, with the trial whose clusters have them; nil where there are none.
  func shownNames(of method: RunPlan.Method) throws -> GivenNames? {
    try keptNames.value(method) { try folder.shownNames(of: method) }
  }

  /// The words of the clusters of the representative trial; nil where the run stored none.
  ///
  /// - Throws: ``ResultsError`` for a file that was changed.
  package var clusterWords: ClusterWordsRecord? {
    get throws { try keptClusterWords.value(.one) { try folder.clusterWords() } }
  }
}

/// A trial and the names of its clusters by their numbers.
typealias GivenNames = (trial: TrialIdentity, names: [Int: String])

/// A map of a space with the item of each point.
package struct StoredMap: Sendable {
  package let record: EmbeddingRecord
  package let points: Matrix
  package let items: [Int]
}

/// The layout of the thumbnails and their sheets, which are JPEG files.
package typealias StoredThumbnails = (record: ThumbnailRecord, sheets: [Data])
/// The sheet of samples and its images, height × width × 3 bytes each.
package typealias StoredSamples = (sheet: SampleSheet, bytes: [UInt8])
/// The silhouettes, the item of each, and their values.
package typealias StoredSilhouettes = (record: SilhouetteRecord, items: [Int], values: [Double])
/// The cards and their images, height × width × 3 bytes each.
package typealias StoredCards = (record: ClusterCardRecord, bytes: [UInt8])
