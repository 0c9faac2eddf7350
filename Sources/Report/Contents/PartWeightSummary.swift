import Core
import Foundation
import Matrices
import Results

/// The mean weight of each part of a fusion with its spread, over all items and over those of each class.
struct PartWeightSummary {
  /// Some items.
  struct Group {
    /// The class; nil for all items.
    let name: String?
    /// The items in it whose weights are known.
    let items: Int
    /// One a part: the mean weight, and the sample standard deviation.
    let means, deviations: [Double]
  }

  let record: PartWeightsRecord
  /// All items.
  let all: Group
  private let weights: StoredPartWeights

  init(_ weights: StoredPartWeights) {
    (self.weights, record) = (weights, weights.record)
    all = Self.group(nil, Array(0..<weights.values.rows), weights)
  }

  /// The groups of the classes of a label set that have an item with weights, in the order of the classes.
  func groups(of labels: LabelSet) -> [Group] {
    var members = [[Int]](repeating: [], count: labels.classes.count)
    for (item, value) in labels.values.enumerated() where value >= 0 { members[Int(value)].append(item) }
    return labels.classes.indices.map { Self.group(labels.classes[$0], members[$0], weights) }.filter { $0.items > 0 }
  }

  private static func group(_ name: String?, _ items: [Int], _ weights: StoredPartWeights) -> Group {
    let values = weights.values
    let known = items.filter { values[$0, 0].isFinite }
    let means = (0..<values.columns).map { part in
      known.reduce(0) { $0 + Double(values[$1, part]) } / Double(max(known.count, 1))
    }
    let deviations = means.enumerated().map { part, mean in
      let squares = known.reduce(0) { $0 + (Double(values[$1, part]) - mean) * (Double(values[$1, part]) - mean) }
      return known.count > 1 ? (squares / Double(known.count - 1)).squareRoot() : 0
    }
    return Group(name: name, items: known.count, means: means, deviations: deviations)
  }

  // MARK: - The table

  /// The weights of all spaces that have them, as a CSV file: over all items, and over each class of each label set; nil for a
  /// run without such spaces.
  ///
  /// - Throws: `ResultsError` when stored files are not those of the run.
  static func csv(of stored: StoredRun) throws -> Data? {
    let summaries = try stored.partWeights.map(PartWeightSummary.init)
    guard !summaries.isEmpty else { return nil }
    let sets = try stored.record.dataset.labelSets.compactMap { try stored.labelSet($0) }
    let rows = summaries.flatMap { summary in
      summary.rows(of: summary.all, set: "")
        + sets.flatMap { set in summary.groups(of: set).flatMap { summary.rows(of: $0, set: set.name) } }
    }
    return StoredTable(header: ["space", "labels", "class", "items", "part", "mean", "deviation"], rows: rows).csv
  }

  private func rows(of group: Group, set: String) -> [[String]] {
    record.parts.enumerated().map { index, part in
      [
        record.space, set, group.name ?? "", String(group.items), part, Self.text(group.means[index]),
        Self.text(group.deviations[index]),
      ]
    }
  }

  /// Six digits after the point.
  private static func text(_ value: Double) -> String { "\((value * 1e6).rounded() / 1e6)" }
}
