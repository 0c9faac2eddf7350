import Clustering
import Foundation
import Matrices
import Results
import Scores
import Stages

/// Clusters again at every setting of a sweep, under the run's seeds; a setting that the run has takes its trials.
package struct Sweeper {
  /// The most rows whose silhouettes are computed at a setting; of more, a stratified sample.
  package static let silhouetteLimit = 2_000

  private let inputs: Inputs
  private let seeds: [UInt64]
  /// The run's scores that compare with labels; the sweeps of an experiment without labels have the silhouette.
  private let external: [String]
  private let trials: [TrialIdentity: TrialRecord]
  private let folder: RunFolder

  /// - Parameters:
  ///   - scores: those of the run.
  ///   - trials: the run's, whose labels are in `folder`.
  package init(inputs: Inputs, seeds: [UInt64], scores: [String], trials: [TrialRecord], folder: RunFolder) {
    self.inputs = inputs
    self.seeds = seeds
    self.trials = Dictionary(trials.map { ($0.identity, $0) }) { first, _ in first }
    self.folder = folder
    external = inputs.truth == nil ? [] : scores.filter { (try? ScoreCatalog.named($0)) is any ExternalScore }
  }

  /// Runs a sweep.
  ///
  /// - Parameters:
  ///   - spaces: the run's spaces.
  ///   - progress: called before each fit with what is being clustered, and after it with nil.
  /// - Throws: the methods' errors; a setting that cannot be clustered is a gap with a notice.
  func run(
    _ sweep: SweepPlan.Sweep, spaces: Spaces, progress: (String?) -> Void
  ) throws -> SweepRecord {
    let withSilhouette = sweep.kind == .k || external.isEmpty
    var notices: [Notice] = []
    let lines = try sweep.lines.map { line -> SweepRecord.Line in
      let weighted = line.part.map { spaces.weighted(line.space, part: $0) }
      let points = try sweep.settings.map { setting -> SweepRecord.Point in
        let clusterer = sweep.kind == .k ? sweep.clusterer.forming(Int(setting)) : sweep.clusterer
        let place = Self.place(line, sweep, setting)
        let isKnown = try isOfRun(line, sweep, setting)
        let trials = try seeds.map { seed in
          progress("\(place), seed \(seed)")
          defer { progress(nil) }
          let rows =
            try weighted?.rows(at: setting, seed: seed) ?? spaces.rows(of: line.space.name, seed: seed)
          let identity = TrialIdentity(space: line.space.name, clusterer: clusterer.name, seed: seed)
          if isKnown, let trial = self.trials[identity] {
            return try known(trial, rows, withSilhouette: withSilhouette)
          }
          return try trial(clusterer, rows, seed: seed, withSilhouette: withSilhouette, place: place, &notices)
        }
        return SweepRecord.Point(setting: setting, trials: trials)
      }
      let one = sweep.kind == .k ? try oneCluster(sweep.clusterer, spaces.rows(of: line.space.name)) : nil
      return SweepRecord.Line(
        space: line.space.name, part: line.part, parts: line.space.inputs, oneCluster: one, points: points)
    }
    return SweepRecord(
      kind: sweep.kind, clusterer: sweep.clusterer.name, seeds: seeds,
      scores: external + (withSilhouette ? ["silhouette"] : []), lines: lines,
      silhouetteRows: withSilhouette && inputs.items.count > Self.silhouetteLimit ? Self.silhouetteLimit : nil,
      notices: notices)
  }

  /// Whether the run itself has clustered so.
  private func isOfRun(
    _ line: (space: Experiment.Space, part: String?), _ sweep: SweepPlan.Sweep, _ setting: Double
  ) throws -> Bool {
    if let part = line.part { return line.space.weighing(part, setting) == line.space }
    return try sweep.clusterer.method(classes: inputs.truth?.occupiedClasses).clusterCount == Int(setting)
  }

  private func known(_ trial: TrialRecord, _ rows: Matrix, withSilhouette: Bool) throws -> SweepRecord.Trial {
    var scores = trial.scores.filter { external.contains($0.key) }
    if withSilhouette {
      let partition = try folder.partition(of: trial, at: inputs.items, of: inputs.itemCount)
      scores["silhouette"] = try silhouette(rows, partition, seed: trial.seed)
    }
    return SweepRecord.Trial(objective: trial.objective, scores: scores)
  }

  private func trial(
    _ options: Experiment.NamedClusterer, _ rows: Matrix, seed: UInt64, withSilhouette: Bool, place: String,
    _ notices: inout [Notice]
  ) throws -> SweepRecord.Trial {
    let clusterer = try options.method(classes: inputs.truth?.occupiedClasses)
    do {
      let fit = try clusterer.cluster(rows, seed: Seed(seed))
      var scores: [String: Double] = [:]
      if !external.isEmpty { scores = try Scoring(external, truth: inputs.truth).score(rows, fit.partition).values }
      if withSilhouette { scores["silhouette"] = try silhouette(rows, fit.partition, seed: seed) }
      return SweepRecord.Trial(
        objective: fit.objective.map { Objective(name: $0.name, value: $0.value) }, scores: scores)
    } catch let error as any ExplainedError where error.isOfRows {
      // A part alone may have too few distinct rows where the fusion has enough; the other settings still stand.
      let notice = Notice(kind: "sweep-gap", message: "the sweep has no value of \(place): \(error.cause)")
      if !notices.contains(notice) { notices.append(notice) }
      return SweepRecord.Trial(objective: nil, scores: [:])
    }
  }

  /// NaN where it is not defined, as for a single cluster.
  private func silhouette(_ rows: Matrix, _ partition: Partition, seed: UInt64) throws -> Double {
    let sample = Silhouette.Sample(size: max(Self.silhouetteLimit, partition.clusters), seed: Seed(seed))
    do {
      return try Silhouette(sample: sample).score(rows, partition).value
    } catch is ScoreError {
      return .nan
    }
  }

  /// The objective of one cluster, of which that of more is a share, as with inertia; nil where more is better.
  private func oneCluster(_ options: Experiment.NamedClusterer, _ rows: Matrix) throws -> Double? {
    guard let fixed = options.method as? any FixedCountClusterer, type(of: fixed).minimizesObjective else { return nil }
    return try options.forming(1).method.cluster(rows, seed: Seed(seeds.first ?? 0)).objective?.value
  }

  private static func place(
    _ line: (space: Experiment.Space, part: String?), _ sweep: SweepPlan.Sweep, _ setting: Double
  ) -> String {
    let method = "\(sweep.clusterer.name) on \(line.space.name)"
    return line.part.map { "\(method), weight of \($0) \((setting * 1e3).rounded() / 1e3)" }
      ?? "\(method), k \(Int(setting))"
  }
}
