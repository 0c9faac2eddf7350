import Core
import Results
import Scores

/// The classes that gain and lose most by fusion, in a small table: the recall of each class after one-to-one matching, of the
/// best part and of the fusion.
package struct ClassTable: Sendable, Equatable, Encodable {
  /// Such as `Recall of classes, kmeans: from text to concatenation`.
  package let title: String
  package let header: [String]
  /// The class, its recall before and after, the difference with its standard deviation over seeds, and the seeds that show it.
  package let rows: [[String]]
  /// The classes that are left out; empty for none.
  package let note: String

  package var table: TextTable { TextTable(header: header, rows: rows, names: 1) }
}

extension FindingSource {
  private struct Change {
    let name: String
    let before: Double
    let after: Double
    let evidence: SeedEvidence

    /// Under how many seeds it moves the way that it does on average.
    var along: Int { evidence.differences.count { $0 * evidence.mean > 0 } }

    /// True where it moves far enough to be worth a row.
    var isNotable: Bool { abs(evidence.mean) >= 0.01 }
  }

  /// The most rows for classes that gain, and for those that lose.
  private static let mostRows = 4

  /// Nil without labels, without a fusion beside its parts, and where no class moves by .01.
  ///
  /// - Throws: `ResultsError` when stored labels cannot be read.
  func classTable() throws -> ClassTable? {
    let found = clusterers.lazy.compactMap { self.fusionComparison(with: $0) }.first { $0.isOfFusion }
    guard let truth, let claim = found?.claim, let (fused, part) = scores.paired(claim.first, claim.second) else {
      return nil
    }
    let all = try changes(from: part, to: fused, truth)
    let changes = all.filter(\.isNotable).sorted { $0.evidence.mean > $1.evidence.mean }
    let gains = changes.filter { $0.evidence.mean > 0 }.prefix(Self.mostRows)
    let losses = changes.filter { $0.evidence.mean < 0 }.suffix(Self.mostRows)
    let shown = gains + losses
    guard !shown.isEmpty else { return nil }
    let hasSeeds = claim.evidence.count > 1
    let left = all.count - shown.count
    return ClassTable(
      title:
        "Recall of classes, \(fused.clusterer.shortened): from \(part.space.shortened) to \(fused.space.shortened)",
      header: ["class", part.space.shortened, fused.space.shortened, "difference"] + (hasSeeds ? ["seeds"] : []),
      rows: shown.map { change in
        let evidence = change.evidence
        return [change.name.shortened, Self.text(change.before, nil), Self.text(change.after, nil)]
          + [(evidence.mean > 0 ? "+" : "") + Self.text(evidence.mean, evidence.deviation)]
          + (hasSeeds ? ["\(change.along) of \(evidence.count)"] : [])
      },
      note: left == 0
        ? ""
        : "\(counted(left, "other class", plural: "other classes")) \(left == 1 ? "has a smaller change" : "have smaller changes")."
    )
  }

  private func changes(from part: Standing, to fused: Standing, _ truth: LabelSet) throws -> [Change] {
    let before = part.aligned(try recalls(part, truth), beside: fused)
    let after = fused.aligned(try recalls(fused, truth), beside: part)
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
