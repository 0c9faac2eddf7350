import Core
import Results
import Scores

/// The classes that are found better by fusion, and worse: the recall of each class after one-to-one matching, of the
/// best fused space against the best single one.
extension FindingSource {
  private struct Change {
    let name: String
    let before: Double
    let after: Double
    let evidence: SeedEvidence

    /// Under how many seeds it moves the way that it does on average.
    var along: Int { evidence.differences.count { $0 * evidence.mean > 0 } }

    /// True where it moves far enough to be worth a word.
    var isNotable: Bool { abs(evidence.mean) >= 0.01 }

    /// True where that is more than noise: the same way under nine seeds of ten.
    var isSteady: Bool { along * 10 >= evidence.count * 9 }
  }

  /// - Throws: `ResultsError` when stored labels cannot be read.
  func classChanges() throws -> [Finding] {
    guard let truth, let comparison = clusterers.lazy.compactMap({ fusionComparison(with: $0) }).first else {
      return []
    }
    let changes = try changes(comparison, truth).filter(\.isNotable).sorted {
      abs($0.evidence.mean) > abs($1.evidence.mean)
    }
    let steady = changes.filter(\.isSteady)
    let (rising, falling) = (steady.filter { $0.evidence.mean > 0 }, steady.filter { $0.evidence.mean < 0 })
    let unsteady = changes.filter { !$0.isSteady }
    let step = "from \(comparison.single.space.shortened) to \(comparison.fused.space.shortened)"
    let moves = "\(step), recall rises \(Self.names(rising)) and falls \(Self.names(falling))"
    let text =
      comparison.evidence.count == 1
      ? "\(moves), by .01 or more: \(comparison.evidence.isDeterministic ? "both methods are deterministic" : SeedEvidence.oneSeed)."
      : "\(moves), by .01 or more on average and in at least nine of ten seeds."
    return [
      Finding(
        sentence(text, with: comparison.fused.clusterer),
        numbers: (rising.prefix(2) + falling.prefix(2)).map(Self.text) + Self.text(unsteady: unsteady))
    ]
  }

  /// The two largest of the changes, such as `for Flags and Symbols`, or `for no class`.
  private static func names(_ changes: [Change]) -> String {
    let names = changes.prefix(2).map(\.name.shortened).joined(separator: " and ")
    return changes.isEmpty ? "for no class" : "\(changes.count > 2 ? "most " : "")for \(names)"
  }

  /// The largest of the changes that only some seeds show, so that none of them is hidden.
  private static func text(unsteady changes: [Change]) -> [String] {
    guard !changes.isEmpty else { return [] }
    let rest = changes.count > 2 ? " and \(counted(changes.count - 2, "smaller one"))" : ""
    return ["not consistent over the seeds: " + changes.prefix(2).map(text).joined(separator: ", ") + rest]
  }

  /// Such as `flags .500 → .620, +.120 ± .031 in 5 of 5 seeds`.
  private static func text(_ change: Change) -> String {
    let evidence = change.evidence
    let seeds = evidence.count > 1 ? " in \(change.along) of \(evidence.count) seeds" : ""
    let values = [change.before, change.after].map { text($0, nil) }.joined(separator: " → ")
    return "\(change.name.shortened) \(values), \(evidence.mean > 0 ? "+" : "")"
      + text(evidence.mean, evidence.deviation) + seeds
  }

  private func changes(_ comparison: FusionComparison, _ truth: LabelSet) throws -> [Change] {
    let (single, fused) = (comparison.single, comparison.fused)
    let before = single.aligned(try recalls(single, truth), beside: fused)
    let after = fused.aligned(try recalls(fused, truth), beside: single)
    return truth.classes.indices.compactMap { id in
      let (old, new) = (before.map { $0[id] }, after.map { $0[id] })
      guard let evidence = SeedEvidence(new, over: old), evidence.mean.isFinite,
        let oldMean = SummaryTable.Cell(old)?.mean, let newMean = SummaryTable.Cell(new)?.mean
      else { return nil }
      return Change(name: truth.classes[id], before: oldMean, after: newMean, evidence: evidence)
    }
  }

  /// For each seed and class, the share of its items in the cluster that is matched to it; NaN for a class without
  /// items.
  private func recalls(_ standing: Standing, _ truth: LabelSet) throws -> [[Double]] {
    try standing.seeds.compactMap { trial(standing, seed: $0) }.map { trial in
      let table = try ContingencyTable(stored.comparedPartition(of: trial), truth: truth)
      let classOfColumn = table.mapping(.oneToOne).classOfColumn
      var found = [Int](repeating: 0, count: truth.classes.count)
      for cell in table.cells where classOfColumn[cell.column] == cell.classID { found[cell.classID] += cell.count }
      return zip(found, table.classTotals).map { $1 > 0 ? Double($0) / Double($1) : .nan }
    }
  }
}
