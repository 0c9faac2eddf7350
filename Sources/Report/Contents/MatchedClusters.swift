import Core
import Results
import Scores

/// The clusters of the representative trial, matched with the classes one to one.
struct MatchedClusters {
  let trial: TrialRecord
  let truth: LabelSet
  let accuracy: Double
  let classes: [String]
  /// The name of the cluster of each class; of the clusters without a class together where there are any.
  let columns: [String]
  /// The number of items of each class, by column.
  let counts: [[Int]]

  /// Nil for a run without labels or without a value of its first score.
  ///
  /// - Throws: `ResultsError` when labels are not those of the run.
  init?(of stored: StoredRun) throws {
    guard let truth = try stored.truth, let trial = stored.representativeTrial() else { return nil }
    self.truth = truth
    self.trial = trial
    let table = try ContingencyTable(stored.partition(of: trial), truth: truth)
    accuracy = ClusteringAccuracy().score(table)
    let confusion = try ConfusionMatrix(table, matching: .oneToOne)
    classes = confusion.classes
    var columns = try Self.matchedNames(confusion, stored.names(of: trial.identity))
    var counts = confusion.classes.indices.map { row in confusion.classes.indices.map { confusion[row, $0] } }
    if confusion.unassigned.contains(where: { $0 > 0 }) {
      columns.append(Self.unmatchedName(confusion.mapping))
      for row in counts.indices { counts[row].append(confusion.unassigned[row]) }
    }
    (self.columns, self.counts) = (columns, counts)
  }

  /// The name of the cluster that is matched to each class.
  private static func matchedNames(_ confusion: ConfusionMatrix, _ names: [Int: String]) -> [String] {
    var clusters = [Int32?](repeating: nil, count: confusion.classes.count)
    for (id, given) in zip(confusion.mapping.clusterIDs, confusion.mapping.classOfColumn) {
      if let given { clusters[given] = id }
    }
    return zip(clusters, confusion.classes).map { id, className in
      ClusterName.matched(id, className, own: id.flatMap { names[Int($0)] })
    }
  }

  /// The heading of the clusters that are matched to no class, with their numbers where they are few; noise is none of them
  /// and is named beside them.
  private static func unmatchedName(_ mapping: ClusterMapping) -> String {
    let left = zip(mapping.clusterIDs, mapping.classOfColumn).filter { $1 == nil }.map(\.0)
    let (names, noise) = (left.map(ClusterName.number), left.filter { $0 < 0 }.map(ClusterName.number))
    let clusters = names.count - noise.count
    return names.count > 3
      ? (["\(clusters) unmatched"] + noise).joined(separator: " and ") : "unmatched: \(names.joined(separator: ", "))"
  }
}
