import Core
import Foundation
import Results

/// The matching of sets with descriptions of clusters as tables: the shares of right answers, each cluster, and the
/// clusters that raters took for each other.
package struct MatchReport {
  private let record: MatchRecord
  private let numbers = NumberStyle()

  package init(_ record: MatchRecord) { self.record = record }

  /// The text in one of its forms, ending with a line feed.
  ///
  /// - Throws: `ResultsError` when the record holds what JSON cannot.
  package func text(as format: RatingFormat) throws -> String {
    let sections = [shares, clusters, confusions].filter { !$0.table.rows.isEmpty }
    if let text = sections.text(as: format, title: "Matching: \(record.run)") { return text }
    guard format == .json else { return csv.csvText() }
    return String(decoding: try JSONFile.data(record, path: "the matching"), as: UTF8.self)
  }

  // MARK: - Sections

  private func title(of shares: MatchRecord.Shares) -> String {
    guard !shares.merged.isEmpty else { return "as they are" }
    return "merged " + shares.merged.map { $0.map(String.init).joined(separator: "+") }.joined(separator: ", ")
  }

  private var shares: RatingSection {
    let agreement =
      record.agreement.alpha.map { alpha in
        let interval = numbers.interval(alpha.low95, alpha.high95)
        return "alpha \(numbers.text(alpha.value)) (95 % interval \(interval)), Krippendorff's for names"
      } ?? "no alpha, which needs sets with answers of two raters"
    return RatingSection(
      title: "Matching of sets with descriptions",
      table: TextTable(
        header: [
          "clusters", "number", "accuracy", "95 % interval", "precision", "95 % interval", "recall", "95 % interval",
          "chance",
        ],
        rows: record.shares.map { shares in
          [title(of: shares), "\(shares.clusters)"]
            + [shares.accuracy, shares.precision, shares.recall].flatMap {
              [numbers.text($0.value), numbers.interval($0.low, $0.high)]
            } + [numbers.text(shares.chance)]
        }, texts: [0, 3, 5, 7]),
      note:
        "\(counted(record.answers, "answer")) of \(counted(record.raters.count, "rater")) "
        + "(\(list(record.raters, limit: 12))) to \(counted(record.sets, "set")). "
        + "Agreement of the raters: \(agreement). accuracy: the share of right answers. precision, recall: means over "
        + "the clusters. chance: the accuracy of guesses. \(intervals)")
  }

  /// The making of the intervals, or the reason why there are none.
  private var intervals: String {
    guard record.shares.first?.accuracy.low == nil, record.answers > 0 else {
      return "The intervals are those of \(record.replicates.grouped) resamples of the sets of each cluster."
    }
    let offered = record.clusters.count
    return
      "No interval: a cluster with one set that has answers says nothing of the spread between its sets. Two a cluster are "
      + "at least \(counted(2 * offered, "set")) of \(counted(offered, "cluster"))."
  }

  private var clusters: RatingSection {
    RatingSection(
      title: "Clusters",
      table: TextTable(
        header: ["cluster", "description", "sets", "precision", "recall"],
        rows: record.clusters.map { cluster in
          [
            "\(cluster.cluster)", cluster.description, "\(cluster.sets)",
            cluster.precision.map(numbers.text) ?? absentCell, cluster.recall.map(numbers.text) ?? absentCell,
          ]
        }, texts: [1]),
      note:
        "precision: the share of right answers among those that chose the cluster; a cluster that nobody chose has "
        + "none. recall: among the answers to its sets. The means are over the clusters whose sets have answers; of "
        + "these one that nobody chose counts as 0.")
  }

  private var confusions: RatingSection {
    RatingSection(
      title: "Clusters taken for each other",
      table: TextTable(
        header: ["clusters", "answers", "accuracy if merged", "precision", "recall", "chance"],
        rows: record.confusions.map { pair in
          let merged = pair.merged
          return ["\(pair.first) and \(pair.second)", pair.answers.grouped]
            + [merged.accuracy.value, merged.precision.value, merged.recall.value, merged.chance].map(numbers.text)
        }, texts: [0]),
      note: "answers: sets of one that were matched with the description of the other, the most frequent first.")
  }

  // MARK: - CSV

  private var csv: TextTable {
    func row(
      _ measure: String, _ name: String, _ value: Double?, _ low: Double? = nil, _ high: Double? = nil
    ) -> [String] {
      [measure, name, csvNumber(value), csvNumber(low), csvNumber(high)]
    }
    let shares = record.shares.flatMap { shares in
      let name = shares.merged.isEmpty ? "" : title(of: shares)
      return [("accuracy", shares.accuracy), ("precision", shares.precision), ("recall", shares.recall)].map {
        row($0, name, $1.value, $1.low, $1.high)
      } + [row("chance", name, shares.chance)]
    }
    let alpha = record.agreement.alpha
    let clusters = record.clusters.flatMap { cluster in
      [
        row("cluster precision", "\(cluster.cluster)", cluster.precision),
        row("cluster recall", "\(cluster.cluster)", cluster.recall),
      ]
    }
    let confusions = record.confusions.map {
      row("confusion", "\($0.first)+\($0.second)", Double($0.answers))
    }
    let agreement = row("alpha nominal", "", alpha?.value, alpha?.low95, alpha?.high95)
    return TextTable(
      header: ["measure", "clusters", "value", "low95", "high95"], rows: shares + [agreement] + clusters + confusions,
      names: 2)
  }
}
