import Clustering
import Foundation
import Matrices
import Results

/// The trials of one space: fit, score, store.
struct TrialGroup {
  let space: String
  let rows: Matrix
  let inputs: Inputs
  let scoring: Scoring
  let folder: RunFolder

  /// - Returns: the trial as it was stored.
  func run(_ clusterer: any Clusterer, named name: String, seed: UInt64) throws -> TrialRecord {
    let started = Date()
    let fit = try clusterer.fit(rows, seed: Seed(seed))
    let seconds = -started.timeIntervalSinceNow
    let (scores, notices) = try scoring.score(rows, fit.partition)
    let trial = TrialRecord(
      TrialIdentity(space: space, clusterer: name, seed: seed), clusters: clusterer.clusters,
      objective: Objective(name: fit.objective.name, value: fit.objective.value), history: fit.iterations,
      converged: fit.converged, seconds: seconds, notices: fit.notices + notices, scores: scores)
    let labels = inputs.restoringPositions(of: fit.partition.labels, filler: Partition.noise)
    return try folder.write(trial, labels: labels)
  }
}
