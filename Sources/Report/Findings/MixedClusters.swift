import Matrices
import Results
import Scores

/// Which clusters of the best method mix which classes, under the seed that the figures show.
extension FindingSource {
  private struct Mixture {
    let cluster: Int32
    let size: Int
    /// The two largest classes, the larger first.
    let classes: [ContingencyTable.Cell]
  }

  /// The clusters in which two classes each hold a quarter or more; their sizes count labelled items.
  ///
  /// - Throws: `ResultsError` when the stored labels cannot be read.
  func mixedClusters() throws -> [Finding] {
    guard let truth, let trial = stored.run.representativeTrial(lowerIsBetter: RunFigures.lowerIsBetter) else {
      return []
    }
    let table = try ContingencyTable(stored.partition(of: trial), truth: truth)
    let clusters = table.clusterIDs.count { $0 != Partition.noise }
    let middle = stored.trials(trial.space, trial.clusterer).count > 1 ? ", the one nearest to the mean" : ""
    let method = "\(trial.clusterer.shortened) on \(trial.space.shortened) (seed \(trial.seed)\(middle))"
    let mixed = Self.mixtures(table)
    let shown = mixed.prefix(4).map { mixture -> String in
      let shares = mixture.classes.map { cell -> String in
        let percent = Int((100 * Double(cell.count) / Double(mixture.size)).rounded())
        return "\(percent) % \(truth.classes[cell.classID].shortened)"
      }
      // The page counts clusters from 1, too.
      return "cluster \(mixture.cluster + 1), \(counted(mixture.size, "item")): \(shares.joined(separator: ", "))"
    }
    let rest = mixed.count - shown.count
    return [
      Finding(
        "In \(mixed.count) of \(counted(clusters, "cluster")) of \(method), two classes each hold a quarter or more.",
        numbers: shown + (rest > 0 ? ["and \(counted(rest, "smaller mixture"))"] : []))
    ]
  }

  /// Those with the most items of their second class first.
  private static func mixtures(_ table: ContingencyTable) -> [Mixture] {
    let cellsOfColumn = Dictionary(grouping: table.cells, by: \.column)
    let mixtures = table.clusterIDs.indices.compactMap { column -> Mixture? in
      let size = table.clusterTotals[column]
      // The cells come by class, so that of equal counts the first class stands first.
      let largest = (cellsOfColumn[column] ?? []).sorted {
        $0.count == $1.count ? $0.classID < $1.classID : $0.count > $1.count
      }.prefix(2)
      guard table.clusterIDs[column] != Partition.noise, largest.count == 2, let second = largest.last,
        second.count * 4 >= size
      else { return nil }
      return Mixture(cluster: table.clusterIDs[column], size: size, classes: Array(largest))
    }
    return mixtures.sorted {
      $0.classes[1].count == $1.classes[1].count
        ? $0.cluster < $1.cluster : $0.classes[1].count > $1.classes[1].count
    }
  }
}
