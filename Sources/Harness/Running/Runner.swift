import Clustering
import Foundation
import Matrices
import Reduction
import Results
import Scores

/// Runs an experiment: every space with every clusterer under every seed, scored, mapped and stored.
public struct Runner {
  private let experiment: Experiment
  private let folder: RunFolder
  private let report: (RunEvent) -> Void

  public init(_ experiment: Experiment, into folder: RunFolder, report: @escaping (RunEvent) -> Void = { _ in }) {
    self.experiment = experiment
    self.folder = folder
    self.report = report
  }

  /// Runs the whole experiment and stores it.
  ///
  /// Everything that can be wrong with the inputs is found before the folder is touched.
  /// - Returns: the run as it stands in the folder.
  /// - Throws: the stages' errors; finished trials stay in the folder.
  public func run() throws -> Run {
    let started = Date()
    try experiment.requireDistinctNames()
    let inputs = try Inputs(experiment)
    let scoring = try Scoring(experiment.scores, truth: inputs.truth)
    let clusterers = try experiment.clusterers.map { try $0.clusterer(classes: inputs.truth?.occupiedClasses) }
    let spaces = try build(inputs, for: clusterers)
    var record = try record(inputs, scoring, started: started)
    try prepareFolder()
    try folder.write(record)
    try store(inputs)
    report(.began(items: inputs.items.count, spaces: experiment.spaces.count, trials: record.plan.trials.count))

    var meter = WorkMeter(total: workload, report: report)
    var trials: [TrialRecord] = []
    for (space, built) in zip(experiment.spaces, spaces) {
      var summary: [String: JSONValue] = ["columns": .integer(built.rows.columns)]
      record.notices += built.notices.map { Notice(kind: $0.kind, message: "\(space.name): \($0.message)") }
      let group = TrialGroup(space: space.name, rows: built.rows, inputs: inputs, scoring: scoring, folder: folder)
      for (clusterer, options) in zip(clusterers, experiment.clusterers) {
        for seed in experiment.seeds {
          report(.working(on: "\(options.name) on \(space.name), seed \(seed)"))
          let trial = try group.run(clusterer, named: options.name, seed: seed)
          trials.append(trial)
          report(.finished(trial, number: trials.count, of: record.plan.trials.count))
          meter.advance(WorkMeter.trial)
        }
      }
      if let signs = try signSensitivity(of: space, inputs, clusterers, trials, &meter) {
        summary["signSensitivity"] = signs
        record.notices += [SignSensitivity.notice(space.name, signs)].compactMap(\.self)
      }
      if wants("maps") { record.notices += try map(space.name, built.rows, inputs, &meter) }
      record.spaces[space.name] = .object(summary)
    }
    record.notices += try storeClusters(of: Run(record: record, trials: trials), spaces, inputs, &meter)
    report(.working(on: "how sure the scores are"))
    try StatisticsStage(run: Run(record: record, trials: trials), folder: folder, items: inputs.items).store(
      Dictionary(zip(experiment.spaces.map(\.name), spaces.map(\.rows))) { first, _ in first },
      Dictionary(zip(experiment.clusterers.map(\.name), clusterers)) { first, _ in first })
    record.seconds = -started.timeIntervalSinceNow
    try folder.write(record)
    let run = try folder.load()
    try folder.writeScores(run.trials, order: scoring.names)
    return run
  }

  /// All spaces, found fit for all clusterers.
  private func build(_ inputs: Inputs, for clusterers: [any Clusterer]) throws -> [SpaceBuilder.Built] {
    try experiment.spaces.map { space in
      report(.working(on: "the space \(space.name)"))
      let built = try SpaceBuilder(inputs: inputs).build(space)
      for clusterer in clusterers { try clusterer.check(built.rows) }
      return built
    }
  }

  private func wants(_ figure: String) -> Bool { experiment.figures.contains(figure) }

  private var workload: Double {
    let perSpace = Double(experiment.clusterers.count * experiment.seeds.count) * WorkMeter.trial
    let maps = wants("maps") ? WorkMeter.map : 0
    let signs = Double(experiment.spaces.count { isSignSensitive($0) } * SignSensitivity.draws) * WorkMeter.draw
    return Double(experiment.spaces.count) * (perSpace + maps) + signs + (showsClusters ? WorkMeter.clusters : 0)
  }

  /// What is known before the first trial.
  private func record(_ inputs: Inputs, _ scoring: Scoring, started: Date) throws -> RunRecord {
    RunRecord(
      name: experiment.name, experiment: experiment.json,
      plan: RunPlan(
        spaces: experiment.spaces.map(\.name), clusterers: experiment.clusterers.map(\.name),
        seeds: experiment.seeds, scores: scoring.names),
      version: fusebenchVersion, platform: .current, started: started, seconds: .nan,
      inputs: try Checksum.inputs(inputs.files, resolvedBy: experiment.resolve),
      dataset: DatasetSummary(items: inputs.itemCount, labelSets: inputs.orderedLabelSets.map { LabelSetSummary($0) }),
      features: try inputs.audits(),
      notices: inputs.notices + scoring.notices + inputs.unlabelledNotices)
  }

  /// Makes the folder, and clears it of an earlier run; a folder that holds something else is not touched.
  private func prepareFolder() throws {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    guard entries.isEmpty || entries.contains("run.json") else {
      throw HarnessError(.folderInTheWay(path: folder.path, entries: entries.count))
    }
    try folder.make()
    try folder.removeTrials()
  }

  /// Stores what the figures and the page need of the dataset, so that they can be made again without it.
  private func store(_ inputs: Inputs) throws {
    for labelSet in inputs.labelSets {
      try folder.write(
        inputs.restoringPositions(of: labelSet.values, filler: LabelSet.unlabelled), ofLabelSet: labelSet.name)
    }
    if let (sheet, bytes) = inputs.samples() { try folder.write(sheet, bytes: bytes) }
    if wants("maps") {
      try inputs.storeGallery(in: folder)
    } else if wants("cards") {
      try inputs.storeCaptions(in: folder)
    }
  }

  private var showsClusters: Bool { wants("silhouette") || wants("cards") }

  /// Stores what the figures of the best method's clusters need; where silhouettes are not defined, a notice says why.
  private func storeClusters(
    of run: Run, _ spaces: [SpaceBuilder.Built], _ inputs: Inputs, _ meter: inout WorkMeter
  ) throws -> [Notice] {
    guard showsClusters else { return [] }
    defer { meter.advance(WorkMeter.clusters) }
    guard let trial = run.representativeTrial(lowerIsBetter: ScoreNames.lowerIsBetter),
      let space = experiment.spaces.firstIndex(where: { $0.name == trial.space })
    else { return [] }
    report(.working(on: "the clusters of \(trial.clusterer) on \(trial.space)"))
    let labels = kept(try folder.labels(of: trial), inputs)
    let details = ClusterDetails(
      trial: trial.identity, rows: spaces[space].rows, partition: Partition(labels: labels, clusters: trial.clusters),
      inputs: inputs)
    if wants("cards") {
      let cards = details.cards()
      try folder.write(cards.record, bytes: cards.bytes)
    }
    guard wants("silhouette") else { return [] }
    do {
      let silhouettes = try details.silhouettes()
      try folder.write(silhouettes.record, items: silhouettes.items, values: silhouettes.values)
      return []
    } catch let error as ScoreError {
      return [Notice(kind: "no-silhouettes", message: "there is no figure of silhouettes: \(error.cause)")]
    }
  }

  /// Stores the map of a space; where none can be made the scores still stand, and a notice says why.
  private func map(
    _ space: String, _ rows: Matrix, _ inputs: Inputs, _ meter: inout WorkMeter
  ) throws -> [Notice] {
    report(.working(on: "t-SNE of \(space)"))
    defer { meter.advance(WorkMeter.map) }
    let progress = meter
    do {
      let (embedding, points) = try Maps(experiment.tsne).map(
        rows, space: space, items: inputs.items, itemCount: inputs.itemCount, seed: experiment.seeds.first ?? 0
      ) { iteration, total in progress.tell(partOf: WorkMeter.map, Double(iteration) / Double(total)) }
      try folder.write(embedding, coordinates: points)
      report(.mapped(space: space, klDivergence: embedding.objective?.value ?? .nan))
      return []
    } catch let error as ReductionError {
      return [Notice(kind: "no-map", message: "there is no map of \(space): \(error.cause)")]
    }
  }

  private func isSignSensitive(_ space: Experiment.Space) -> Bool {
    guard wants("signs"), case .pcaAverage(let options) = space.kind else { return false }
    return options.align == .none
      && experiment.clusterers.contains { if case .kmeans = $0.kind { true } else { false } }
  }

  /// How far the first k-means trial of a PCA average depends on the signs; nil where that makes no sense.
  private func signSensitivity(
    of space: Experiment.Space, _ inputs: Inputs, _ clusterers: [any Clusterer], _ trials: [TrialRecord],
    _ meter: inout WorkMeter
  ) throws -> JSONValue? {
    guard isSignSensitive(space), case .pcaAverage(let options) = space.kind, let truth = inputs.truth,
      let (kmeans, named) = zip(clusterers, experiment.clusterers).first(where: { $0.0 is KMeans }),
      let seed = experiment.seeds.first,
      let trial = trials.first(where: {
        $0.identity == TrialIdentity(space: space.name, clusterer: named.name, seed: seed)
      })
    else { return nil }
    report(.working(on: "sign sensitivity of \(space.name)"))
    let score = CohenKappa(matching: .majority)
    let published = try score.score(Partition(kept(try folder.labels(of: trial), inputs)), truth: truth)
    let start = meter
    let sensitivity = SignSensitivity(clusterer: kmeans, score: score, truth: truth, seed: Seed(seed))
    let result = try sensitivity.measure(
      SpaceBuilder.fusion(options), parts: SpaceBuilder(inputs: inputs).parts(of: space), published: published
    ) { done in start.tell(partOf: Double(SignSensitivity.draws), Double(done) / Double(SignSensitivity.draws)) }
    meter.advance(Double(SignSensitivity.draws) * WorkMeter.draw)
    return result
  }

  /// The labels of the items that were clustered.
  private func kept(_ labels: [Int32], _ inputs: Inputs) -> [Int32] { inputs.items.map { labels[$0] } }
}
