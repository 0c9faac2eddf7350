import Core
import Results

/// The shares of the parts of fused spaces, as tables.
extension StatisticsReport {
  /// The shares in the scores.
  var shares: Section {
    let rows = (attribution?.lines ?? []).flatMap { line in
      line.scores.filter { chosen?.contains($0.score) ?? true }.flatMap { score in
        score.shares.map { share in
          [score.score, line.method.clusterer, line.method.space, share.part]
            + [share.shapley, share.leaveOneOut, share.alone].flatMap(cells)
        }
      }
    }
    return Section(
      title: "Shares of the parts",
      table: TextTable(
        header: [
          "score", "clusterer", "space", "part", "Shapley", "95 % interval", "left out", "95 % interval", "alone",
          "95 % interval",
        ], rows: rows, texts: [0, 1, 2, 3]),
      note:
        "Shapley: the mean, over all orders in which the parts join, of what the part adds to the score; these add up to the "
        + "score of the fused space less that of one cluster of all items (\(empties)), which is the value of no part. left out: the "
        + "score less that of the space without the part. alone: the score of the part alone less that of one cluster. The "
        + "intervals are for other seeds, not for other items. \(forms)")
  }

  /// The shares in the recall of the classes.
  var classShares: Section {
    let level = attribution?.level ?? 0
    let rows = (attribution?.lines ?? []).flatMap { line in
      line.classes.map { item in
        let p = item.p.map(Self.probability) ?? ""
        return [line.method.clusterer, line.method.space, item.name, item.items.grouped, numbers.text(item.whole)]
          + [
            item.shares.map { share in "\(share.part) \(share.shapley.map { numbers.text($0.mean) } ?? absentCell)" }
              .joined(separator: ", ")
          ]
          + [item.isDecided(at: level) ? item.leader ?? "" : "open"] + cells(item.lead) + [p]
      }
    }
    return Section(
      title: "Classes by part",
      table: TextTable(
        header: [
          "clusterer", "space", "class", "items", "recall", "Shapley", "decided by", "lead", "95 % interval",
          "p (Holm)",
        ], rows: rows, texts: [0, 1, 2, 5, 6]),
      note:
        "recall: the share of the class in the cluster that is matched to it, one to one. Its Shapley values add up to the recall "
        + "of the fused space less the share of the class among the items, which is the value of no part. A part decides a class "
        + "where its Shapley value exceeds that of the next part (lead) significantly over the seeds, corrected for all classes of "
        + "the method; else the class is open. Other items are not allowed for.")
  }

  private func cells(_ estimate: AttributionRecord.Estimate?) -> [String] {
    guard let estimate else { return [absentCell, absentCell] }
    return [numbers.text(estimate.mean), estimate.low == nil ? "unknown" : interval(estimate.low, estimate.high)]
  }

  /// The values of no part: `kappa .000, accuracy .152`.
  private var empties: String {
    list((attribution?.lines.first?.scores ?? []).map { "\($0.score) \(numbers.text($0.empty))" })
  }

  /// The spaces of single parts, where they are not the same fusion of fewer parts.
  private var forms: String {
    let lines = attribution?.lines ?? []
    func spaces(_ form: AttributionRecord.Form) -> [String] {
      lines.filter { $0.coalitions.contains { $0.form == form } }.map(\.method.space).uniqued
    }
    let (weighted, plain) = (spaces(.weight), spaces(.part))
    return (weighted.isEmpty ? "" : "A part alone of \(list(weighted)) is the fusion with all weight on it. ")
      + (plain.isEmpty ? "" : "A part alone of \(list(plain)) is the part as it is: the fusion needs several. ")
  }
}
