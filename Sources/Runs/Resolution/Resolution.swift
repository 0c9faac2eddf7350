import Clustering
import Core
import Experiments
import Results
import Scores
import Stages

/// An experiment on its data: read, checked, and known by fingerprints. Making one changes nothing.
struct Resolution {
  let experiment: Experiment
  let inputs: Inputs
  /// Every input file with its checksum.
  let files: [InputFile]
  let scoring: Scoring
  /// In the experiment's order.
  let clusterers: [any Clusterer]
  /// A note for each partition from a file that stands on the first of several spaces.
  private let placementNotices: [Notice]
  let sweeps: SweepPlan
  let fingerprints: Fingerprints
  /// Empty where no attribution is asked for.
  private(set) var attribution = AttributionPlan()

  /// - Parameter other: the resolution of an experiment on the same inputs, which are not read again; nil to read them.
  /// - Throws: the importers' errors, and ``RunError`` where the parts do not belong together.
  init(_ experiment: Experiment, sharingInputsOf other: Resolution? = nil) throws {
    try experiment.requireDistinctNames()
    try experiment.requireSoundSpaces()
    try experiment.requireSoundReferences()
    placementNotices = experiment.placementNotices
    let placed = experiment.placingGivenPartitions
    let inputs = try other?.inputs ?? Inputs(placed)
    if experiment.words != nil, inputs.captions == nil { throw RunError(.wordsWithoutCaptions) }
    self.inputs = inputs
    let classes = inputs.truth?.occupiedClasses
    let experiment = try placed.countingClusters(classes: classes).resolvingCombiners(classes: classes)
    self.experiment = experiment
    files = try other?.files ?? Checksum.inputs(inputs.files, resolvedBy: experiment.resolve)
    scoring = try Scoring(experiment.scores, truth: inputs.truth, noise: experiment.noise, catalog: experiment.catalog)
    clusterers = try experiment.clusterers.map { named -> any Clusterer in
      if let given = inputs.given[named.name] { return given }
      return try named.method(classes: inputs.truth?.occupiedClasses)
    }
    sweeps = try SweepPlan(experiment, classes: inputs.truth?.occupiedClasses, items: inputs.items.count)
    fingerprints = try Fingerprints(experiment, inputs, files: files, scoring: scoring, clusterers: clusterers)
    attribution = try AttributionPlan(self)
  }

  var plan: RunPlan {
    let methods = RunPlan(
      spaces: experiment.clusteredSpaces.map(\.name), clusterers: experiment.clusterers.map(\.name),
      seeds: experiment.seeds, scores: scoring.names,
      on: Dictionary(
        uniqueKeysWithValues: experiment.clusterers.compactMap { each in each.spaces.map { (each.name, $0) } }))
    // A partition from a file is the same whatever seed makes the rows below it.
    let given = Set(experiment.clusterers.filter(\.method.isGiven).map(\.name))
    let fixed = Set(experiment.clusterers.filter { !$0.method.isStochastic }.map(\.name))
    let made = Set(experiment.clusteredSpaces.filter { !experiment.isStochastic($0) }.map(\.name))
    let open = Set(zip(experiment.clusterers, clusterers).filter { $0.1.clusterCount == nil }.map(\.0.name))
    return methods.marking(open: open).marking(deterministic: {
      experiment.combinesSeeds($0.clusterer) || given.contains($0.clusterer)
        || fixed.contains($0.clusterer) && made.contains($0.space)
    })
  }

  /// The word for the label sets that the scores are taken against; nil without labels.
  var truthName: String? { inputs.truths.isEmpty ? inputs.truth?.name : RunRecord.allTruths }

  func wants(_ figure: String) -> Bool { experiment.figures.contains(figure) }

  /// True where the words of clusters are stored.
  var wantsWords: Bool { experiment.words != nil }

  /// The seed of whatever is made once a space.
  var firstSeed: UInt64 { experiment.seeds.first ?? 0 }

  /// The clusterer of a name.
  func clusterer(named name: String) -> (any Clusterer)? {
    zip(experiment.clusterers, clusterers).first { $0.0.name == name }?.1
  }

  /// The stored clusters of the items that are clustered.
  func partition(of trial: TrialRecord, in folder: RunFolder) throws -> Partition {
    try folder.partition(of: trial, at: inputs.items, of: inputs.itemCount)
  }

  /// Returns the record of the run, but for what the trials show.
  func record(
    spaces: [String: JSONValue], notices: [Notice] = [], gaps: [TrialGap] = []
  ) throws -> RunRecord {
    let leftOut = inputs.itemCount - inputs.items.count
    var record = RunRecord(
      name: experiment.name, experiment: experiment.json, plan: plan, version: fusebenchVersion, platform: .current,
      inputs: files, items: ItemOrderRecord(definedBy: inputs.definedBy, ids: inputs.ids),
      dataset: DatasetSummary(
        items: inputs.itemCount, labelSets: inputs.orderedLabelSets.map { LabelSetSummary($0) },
        leftOut: leftOut > 0 ? leftOut : nil),
      features: try inputs.audits(), spaces: spaces,
      notices: inputNotices + notices)
    record.truths = inputs.truths.isEmpty ? nil : inputs.truths.map(\.name)
    record.noise = experiment.noise == .cluster ? nil : experiment.noise
    record.scores = try scoring.names.map { ScoreFacts(try experiment.catalog.score(named: $0)) }
    let references = inputs.references.entries.mapValues(\.record)
    record.references = references.isEmpty ? nil : references
    let swept = experiment.sweeps.parameters.map { SweepRecord.Kind(rawValue: $0.name) }
    record.sweeps = swept.isEmpty ? nil : swept
    record.gaps = gaps.isEmpty ? nil : plan.inOrder(gaps)
    let names = inputs.given.compactMapValues(\.clusterNames)
    record.clusterNames = names.isEmpty ? nil : names
    return record
  }

  /// The notes that follow from reading the inputs.
  var inputNotices: [Notice] {
    inputs.notices + placementNotices + unreadNotices + scoring.notices + inputs.unlabelledNotices + trivialNotices
      + [noiseNotice].compactMap(\.self)
  }

  /// A note on a rule of noise that changes nothing; nil where there are labels.
  private var noiseNotice: Notice? {
    guard inputs.truth == nil, experiment.noise != .cluster else { return nil }
    return Notice(
      kind: "noise-without-labels",
      message:
        "noise: \(experiment.noise.rawValue) changes nothing: it is a rule for scores against labels, and there are none"
    )
  }

  /// A note for each reference that changes nothing.
  private var unreadNotices: [Notice] {
    experiment.unreadReferences.map {
      Notice(kind: "unread-reference", message: "the reference \($0) is not used by any space or clusterer")
    }
  }

  /// Notes where labels or clusters make scores against the labels meaningless.
  private var trivialNotices: [Notice] {
    guard let truth = inputs.truth else { return [] }
    if let notice = TrivialLabels.notice(of: truth) { return [notice] }
    return zip(experiment.clusterers, clusterers).compactMap { named, method in
      method.clusterCount.flatMap { TrivialLabels.notice(clusters: $0, of: named.name, items: inputs.items.count) }
    }
  }
}
