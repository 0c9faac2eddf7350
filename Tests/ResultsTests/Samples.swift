import Core
import Foundation
import Results

/// The reason of the error that `body` throws, or nil.
func reason(of body: () throws -> Void) -> ResultsError.Reason? {
  do { try body() } catch { return (error as? ResultsError)?.reason }
  return nil
}

enum Sample {
  static let plan = RunPlan(
    spaces: ["visual", "text", "concatenation", "pca-average"], clusterers: ["kmeans", "gmm"], seeds: [0, 1, .max],
    scores: ["kappa", "ari"])

  static let run = RunRecord(
    name: "émoji/1", experiment: ["k": 9, "weights": [0.5, 0.5], "tolerance": 1e-4, "header": true, "mask": .null],
    plan: plan, version: "1.0.0",
    platform: Platform(
      processor: "Xeon", cores: 2, system: "Linux", swift: "6.3", blas: "SkylakeX", vectorBits: 512),
    inputs: [InputFile(path: "a/v.npy", bytes: 12, sha256: "00ff")],
    dataset: DatasetSummary(items: 4, labelSets: [LabelSetSummary(name: "group", classes: ["a", "b"], unlabelled: 1)]),
    features: ["visual": ["rows": 4]], notices: [Notice(kind: "dropped", message: "1 of 5 rows dropped")])

  static func trial(
    _ space: String = "visual", _ clusterer: String = "kmeans", seed: UInt64 = 0, kappa: Double = 0.1 + 0.2,
    notices: [Notice] = []
  ) -> TrialRecord {
    TrialRecord(
      TrialIdentity(space: space, clusterer: clusterer, seed: seed), clusters: 2,
      objective: Objective(name: "inertia", value: 1.0 / 3), history: [3, 2.5, 1.0 / 3], converged: true,
      fitNotices: notices, scores: ["kappa": kappa, "ari": .leastNonzeroMagnitude])
  }
}
