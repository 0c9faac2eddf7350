import Core
import Foundation
import Report
import Results
import Testing

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
  /// Those of the other scores, by score, then method.
  var otherValues: [String: [String: [Double]]] = [:]
  var classes: [String] = []
  var truth: [Int32] = []
  /// The clusters of every seed, by space, or of one seed, by `space#seed`; all items in one cluster where there are none.
  var clusters: [String: [Int32]] = [:]
  var notices: [Notice] = []
  var references: [String] = []
  /// The measured scores of a space under random signs of its components.
  var signs: [String: SignSpread] = [:]
  /// The tests of pairs of methods; without them the seeds decide.
  var pairs: [StatisticsRecord.Pair] = []
  var stability: [StatisticsRecord.Stability] = []
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
    return try Findings(of: StoredRun(in: folder)).withinLimits()
  }

  /// The same with the tests of k-means on two spaces.
  ///
  /// - Parameter p: the corrected p-values, by score.
  func tested(_ first: String, _ second: String, p: [String: Double]) -> SampleRun {
    var run = self
    run.pairs += p.map { score, p in
      .init(
        score: score, first: .init(clusterer: "kmeans", space: first),
        second: .init(clusterer: "kmeans", space: second), difference: 0, low: 0, high: 0, itemError: nil,
        seedError: nil, p: p, holm: p, test: "drawn signs")
    }
    return run
  }

  private func store(in folder: RunFolder) throws {
    let seeds = values.values.map(\.count).max() ?? 0
    let items = max(truth.count, self.items)
    let sets = truth.isEmpty ? [] : [LabelSetSummary(name: "class", classes: classes, unlabelled: 0)]
    var members = facts.mapValues(\.members)
    for (space, spread) in signs { members[space, default: [:]][SignSpread.key] = spread.json }
    var record = RunRecord(
      name: "sample", experiment: experiment,
      plan: RunPlan(
        spaces: spaces.map(\.name), clusterers: clusterers, seeds: (0..<seeds).map(UInt64.init), scores: scores),
      version: "1", platform: Platform(processor: "", cores: 1, system: "", swift: "", blas: ""),
      dataset: DatasetSummary(items: items, labelSets: sets), spaces: members.mapValues { .object($0) },
      notices: notices)
    record.noise = noise
    if !references.isEmpty {
      let reference = ReferenceRecord(
        file: "nouns.npy", namesFile: nil, rows: 1, dimensions: 1, distinctNames: 1, digest: "", audit: .null)
      record.references = Dictionary(uniqueKeysWithValues: references.map { ($0, reference) })
    }
    try folder.write(record)
    if !truth.isEmpty { try folder.write(truth, ofLabelSet: "class") }
    if !pairs.isEmpty || !stability.isEmpty {
      try folder.write(StatisticsRecord(level: 0.95, pairs: pairs, stability: stability))
    }
    for (method, values) in values {
      let parts = method.split(separator: "/").map(String.init)
      for (seed, value) in values.enumerated() {
        let labels =
          clusters["\(parts[1])#\(seed)"] ?? clusters[parts[1]] ?? [Int32](repeating: 0, count: items)
        var all = scores.isEmpty ? [:] : [scores[0]: value]
        for (score, ofMethods) in otherValues { all[score] = ofMethods[method]?[seed] }
        var trial = TrialRecord(
          TrialIdentity(space: parts[1], clusterer: parts[0], seed: UInt64(seed)),
          clusters: Int(labels.max() ?? 0) + 1, held: Set(labels.filter { $0 >= 0 }).count,
          objective: Objective(name: "inertia", value: 1),
          converged: true, scores: all)
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

extension Findings {
  /// The same, after an expectation that there are at most seven of at most 30 words beside the verdict, and that none is said
  /// twice.
  func withinLimits() -> Findings {
    #expect(main.count <= 7)
    #expect(Set(all.map(\.text)).count == all.count, "\(all.map(\.text))")
    for finding in all {
      let words = finding.text.split(separator: " ").count { word in word.contains { $0.isLetter || $0.isNumber } }
      #expect(words <= 30, "\(words) words: \(finding.text)")
      #expect(finding.text.hasSuffix("."), "\(finding.text)")
    }
    return self
  }
}
