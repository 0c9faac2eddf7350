import Matrices
import Results
import Scores

/// Which classes are found better by fusion, and which worse: the recall of each class after one-to-one matching, of
/// the best fused space against the best single one.
extension FindingSource {
  private struct Change {
    let name: String
    let before: Double
    let after: Double
    let evidence: SeedEvidence
  }

  /// The smallest change that is worth a word.
  private static let notable = 0.01

  /// - Throws: `ResultsError` when stored labels cannot be read.
  func classChanges() throws -> [Finding] {
    guard let truth, let comparison = clusterers.lazy.compactMap({ fusionComparison(with: $0) }).first else {
      return []
    }
    let changes = try changes(comparison, truth)
    let rising = changes.filter { $0.evidence.mean >= Self.notable }.sorted { $0.evidence.mean > $1.evidence.mean }
    let falling = changes.filter { $0.evidence.mean <= -Self.notable }.sorted { $0.evidence.mean < $1.evidence.mean }
    let step = "from \(comparison.single.space.shortened) to \(comparison.fused.space.shortened)"
    let ending = comparison.evidence.count == 1 ? ": \(SeedEvidence.oneSeed)." : "."
    let text =
      rising.isEmpty && falling.isEmpty
      ? "\(step) the recall of 0 of \(counted(changes.count, "class", plural: "classes")) moves by .01 or more"
      : "\(step) the recall of \(Self.names(rising, none: "no class", "rises")), and that of "
        + Self.names(falling, none: "none", "falls")
    return [
      Finding(
        sentence(text + ending, with: comparison.fused.clusterer),
        numbers: (rising.prefix(2) + falling.prefix(2)).map(Self.text))
    ]
  }

  private static func names(_ changes: [Change], none: String, _ verb: String) -> String {
    switch changes.count {
    case 0: "\(none) \(verb) by .01 or more"
    case 1: "\(changes[0].name.shortened) \(verb) most"
    default: "\(changes[0].name.shortened) and \(changes[1].name.shortened) \(verb) most"
    }
  }

  /// Such as `flags .500 → .620, +.120 ± .031 in 4 of 5 seeds`: under so many seeds it moves the way that it does on
  /// average.
  private static func text(_ change: Change) -> String {
    let evidence = change.evidence
    let along = evidence.differences.count { $0 * evidence.mean > 0 }
    let seeds = evidence.count > 1 ? " in \(along) of \(evidence.count) seeds" : ""
    let values = [change.before, change.after].map { text($0, nil) }.joined(separator: " → ")
    return "\(change.name.shortened) \(values), \(evidence.mean > 0 ? "+" : "")"
      + text(evidence.mean, evidence.deviation) + seeds
  }

  private func changes(_ comparison: FusionComparison, _ truth: LabelSet) throws -> [Change] {
    let before = try recalls(comparison.single, truth)
    let after = try recalls(comparison.fused, truth)
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
      let table = try ContingencyTable(stored.partition(of: trial), truth: truth)
      let classOfColumn = table.mapping(.oneToOne).classOfColumn
      var found = [Int](repeating: 0, count: truth.classes.count)
      for cell in table.cells where classOfColumn[cell.column] == cell.classID { found[cell.classID] += cell.count }
      return zip(found, table.classTotals).map { $1 > 0 ? Double($0) / Double($1) : .nan }
    }
  }
}
