import Core
import Foundation
import Report
import Results

/// A run whose scores and labels are known, stored and read back.
struct SampleRun {
  var scores = ["kappa"]
  var clusterers = ["kmeans"]
  /// The spaces in the plan's order, and of the fused ones their parts.
  var spaces: [(name: String, parts: [String])]
  /// The inputs and methods of spaces, where `parts` do not tell them.
  var facts: [String: SpaceFacts] = [:]
  /// The values of the first score over the seeds 0, 1, …, by `clusterer/space`.
  var values: [String: [Double]]
  var classes: [String] = []
  var truth: [Int32] = []
  /// The clusters of every seed, by space, or of one seed, by `space#seed`; all items in one cluster where there are none.
  var clusters: [String: [Int32]] = [:]
  var notices: [Notice] = []
  /// The tests of pairs of methods; without them the seeds decide.
  var pairs: [StatisticsRecord.Pair] = []
  /// The number of items where there is no truth.
  var items = 1
  /// The way in which scores against labels count noise; nil for the default.
  var noise: NoiseRule?

  func findings() throws -> Findings {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("findings-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let folder = RunFolder(path: path)
    try store(in: folder)
    return try Findings(of: StoredRun(in: folder))
  }

  private func store(in folder: RunFolder) throws {
    let seeds = values.values.map(\.count).max() ?? 0
    let items = max(truth.count, self.items)
    let sets = truth.isEmpty ? [] : [LabelSetSummary(name: "class", classes: classes, unlabelled: 0)]
    var record = RunRecord(
      name: "sample", experiment: experiment,
      plan: RunPlan(
        spaces: spaces.map(\.name), clusterers: clusterers, seeds: (0..<seeds).map(UInt64.init), scores: scores),
      version: "1", platform: Platform(processor: "", cores: 1, system: "", swift: "", blas: ""),
      dataset: DatasetSummary(items: items, labelSets: sets), spaces: facts.mapValues { .object($0.members) },
      notices: notices)
    record.noise = noise
    try folder.write(record)
    if !truth.isEmpty { try folder.write(truth, ofLabelSet: "class") }
    if !pairs.isEmpty { try folder.write(StatisticsRecord(level: 0.95, pairs: pairs)) }
    for (method, values) in values {
      let parts = method.split(separator: "/").map(String.init)
      for (seed, value) in values.enumerated() {
        let labels =
          clusters["\(parts[1])#\(seed)"] ?? clusters[parts[1]] ?? [Int32](repeating: 0, count: items)
        var trial = TrialRecord(
          TrialIdentity(space: parts[1], clusterer: parts[0], seed: UInt64(seed)), clusters: items,
          objective: Objective(name: "inertia", value: 1), converged: true,
          scores: scores.isEmpty ? [:] : [scores[0]: value])
        trial.noise = labels.count { $0 == Partition.noise }
        try folder.write(trial, labels: labels)
      }
    }
  }

  /// The part of an experiment that says what is fused.
  private var experiment: JSONValue {
    [
      "spaces": .array(
        spaces.map { space -> JSONValue in
          guard !space.parts.isEmpty else { return .string(space.name) }
          return ["concatenation": ["name": .string(space.name), "of": .array(space.parts.map(JSONValue.string))]]
        })
    ]
  }
}
