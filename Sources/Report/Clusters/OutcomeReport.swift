import Core
import Foundation
import Results
import Statistics

/// The mean of an outcome in each cluster of a method, and the share of its variance that the clusters explain.
package struct OutcomeReport {
  private let trial: TrialIdentity
  private let outcome: String
  private let means: GroupMeans
  /// The number and the name of each cluster, and its items with an outcome; noise among them.
  private let rows: [(cluster: String, name: String, group: GroupMeans.Group?)]

  /// - Parameters:
  ///   - outcome: its name.
  ///   - values: the number of each item; nil for an item without one.
  package init(of stored: StoredMembers, outcome: String, values: [Double?]) {
    trial = stored.record.trial
    self.outcome = outcome
    let clusters = stored.clusters.texts(of: MembersColumn.cluster)
    let own = stored.members.texts(of: MembersColumn.cluster)
    let isNoise = String(Partition.noise)
    let places = Dictionary(zip(clusters.filter { $0 != isNoise }, 0...)) { first, _ in first }
    let clustered = zip(own, values).compactMap { cluster, value in
      value.flatMap { value in places[cluster].map { (group: $0, value: value) } }
    }
    let means = GroupMeans(clustered.map(\.value), groups: clustered.map(\.group), count: places.count)
    let left = zip(own, values).compactMap { $0 == isNoise ? $1 : nil }
    let noise = left.isEmpty ? nil : GroupMeans(left, groups: left.map { _ in 0 }, count: 1).groups[0]
    rows = zip(clusters, stored.clusters.texts(of: MembersColumn.name)).map { cluster, name in
      (cluster: cluster, name: name, group: places[cluster].map { means.groups[$0] } ?? noise)
    }
    self.means = means
  }

  /// The effect of the clusters in one sentence.
  package var sentence: String {
    let items = counted(means.groups.reduce(0) { $0 + ($1?.count ?? 0) }, "item")
    guard let share = means.etaSquared, let p = means.p else {
      return "eta² is undefined: it needs two clusters, one of several items, and \(outcome) that varies (\(items))"
    }
    let style = NumberStyle()
    let probability = p < 0.001 ? NumberStyle(digits: 4).text(p) : style.text(p)
    return "eta² = \(style.text(share)), the share of the variance of \(outcome) that the clusters explain (\(items)); "
      + "p = \(probability), the share of permutations of the clusters with an eta² at least as large, of "
      + "\(means.permutations.grouped) and the given one"
  }

  // MARK: - Forms

  /// The text in one of its forms, ending with a line feed.
  ///
  /// - Throws: `ResultsError` when it cannot be written as JSON.
  package func text(as format: ClustersReport.Format) throws -> String {
    switch format {
    case .text: table(NumberStyle().text).terminalText() + "\n\(sentence.onOneLine.wrapped(to: 110))\n"
    case .markdown:
      table(NumberStyle().text).markdownEscaped.markdownText() + "\n\(SummaryTable.markdownEscaped(sentence))\n"
    case .csv: table(csvNumber).csvText()
    case .json: String(decoding: try JSONFile.data(OutcomeRecord(self), path: "the outcome"), as: UTF8.self)
    }
  }

  private func table(_ number: (Double) -> String) -> TextTable {
    TextTable(
      header: ["cluster", "name", "items", "mean", "low", "high", "deviation"],
      rows: rows.map { row in
        let numbers = [
          row.group?.mean, row.group?.interval?.lowerBound, row.group?.interval?.upperBound, row.group?.deviation,
        ]
        return [row.cluster, row.name, String(row.group?.count ?? 0)] + numbers.map { $0.map(number) ?? "" }
      }, texts: [1])
  }

  private struct OutcomeRecord: Encodable {
    var method: RunPlan.Method
    var seed: UInt64
    var outcome: String
    var etaSquared: Double?
    var p: Double?
    var permutations: Int
    var clusters: [Cluster]

    struct Cluster: Encodable {
      var cluster: Int?
      var name: String
      var items: Int
      var mean, low, high, deviation: Double?
    }

    init(_ report: OutcomeReport) {
      (method, seed, outcome) = (report.trial.method, report.trial.seed, report.outcome)
      (etaSquared, p, permutations) = (report.means.etaSquared, report.means.p, report.means.permutations)
      clusters = report.rows.map { row in
        Cluster(
          cluster: Int(row.cluster), name: row.name, items: row.group?.count ?? 0, mean: row.group?.mean,
          low: row.group?.interval?.lowerBound, high: row.group?.interval?.upperBound, deviation: row.group?.deviation)
      }
    }
  }
}

extension StoredTable {
  /// The texts of a column; empty ones where there is no such column.
  func texts(of name: String) -> [String] {
    guard let position = column(name) else { return rows.map { _ in "" } }
    return rows.map { $0[position] }
  }
}
