import Core
import Results
import Scores

/// The clusters of the best method that mix classes, under the seed that the figures show.
extension FindingSource {
  private struct Mixture {
    let cluster: Int32
    /// The items of a known class.
    let size: Int
    /// The two largest classes, the larger first.
    let classes: [ContingencyTable.Cell]

    /// The number of items that are not of the largest class.
    var others: Int { size - classes[0].count }
  }

  /// The clusters whose largest class holds less than half of the labelled items, or whose second class a quarter or more.
  ///
  /// - Throws: `ResultsError` when the stored labels cannot be read.
  func mixedClusters() throws -> [Finding] {
    guard let truth, let trial = stored.representativeTrial(), trial.heldClusters > 0 else { return [] }
    let trials = stored.trials(trial.space, trial.clusterer)
    let partition = try stored.partition(of: trial)
    let table = try ContingencyTable(partition, truth: truth)
    let (clusters, unlabelled) = (partition.heldClusters, partition.heldClusters - table.foundClusters)
    let sizes = ClusterFacts.all(of: partition, truth: nil).map(\.size)
    let seed =
      plan.isDeterministic(trial.identity.method)
      ? [] : ["seed \(trial.seed)\(trials.count > 1 ? ", nearest to the mean" : "")"]
    let method = "\(trial.clusterer.shortened) on \(trial.space.shortened)"
    let mixed = Self.mixtures(table)
    let shown = try mixed.prefix(4).map { mixture -> String in
      let shares = mixture.classes.map { cell -> String in
        let percent = Int((100 * Double(cell.count) / Double(mixture.size)).rounded())
        return "\(percent) % \(truth.classes[cell.classID].shortened)"
      }
      let all = counted(sizes[Int(mixture.cluster)], "item")
      let size =
        mixture.size < sizes[Int(mixture.cluster)] ? "\(mixture.size.grouped) labelled of \(all)" : all
      let name = try name(of: Int(mixture.cluster), in: trial.identity)
      return "\(name), \(size): \(shares.joined(separator: ", "))"
    }
    let rest = mixed.count - shown.count
    let without = unlabelled > 0 ? ["\(counted(unlabelled, "cluster")) without a labelled item"] : []
    let numbers = without + seed + (try range(of: trials, truth))
    guard !mixed.isEmpty else {
      return [
        Finding(
          "None of \(counted(clusters, "cluster")) of \(method) mixes classes: the largest holds at least half of each, the second "
            + "less than a quarter.", numbers: numbers)
      ]
    }
    return [
      Finding(
        "\(mixed.count) of \(counted(clusters, "cluster")) of \(method) \(mixed.count == 1 ? "mixes" : "mix") classes: the largest "
          + "holds less than half, or the second a quarter or more.",
        numbers: shown + (rest > 0 ? ["and \(counted(rest, "smaller mixture"))"] : []) + numbers)
    ]
  }

  /// Returns the number of such clusters under all seeds; nothing for one seed.
  private func range(of trials: [TrialRecord], _ truth: LabelSet) throws -> [String] {
    let counts = try trials.map { Self.mixtures(try ContingencyTable(stored.partition(of: $0), truth: truth)).count }
    guard trials.count > 1, let least = counts.min(), let most = counts.max() else { return [] }
    let range = least < most ? "\(least) to \(most) over the" : "\(least) under each of the"
    return ["\(range) \(trials.count) seeds"]
  }

  /// Returns the clusters with the most items beside their largest class first.
  private static func mixtures(_ table: ContingencyTable) -> [Mixture] {
    let cellsOfColumn = Dictionary(grouping: table.cells, by: \.column)
    let mixtures = table.clusterIDs.indices.compactMap { column -> Mixture? in
      let size = table.clusterTotals[column]
      // The cells come by class, so that of equal counts the first class stands first.
      let largest = (cellsOfColumn[column] ?? []).sorted {
        $0.count == $1.count ? $0.classID < $1.classID : $0.count > $1.count
      }.prefix(2)
      guard table.clusterIDs[column] != Partition.noise, largest.count == 2,
        largest[0].count * 2 < size || largest[1].count * 4 >= size
      else { return nil }
      return Mixture(cluster: table.clusterIDs[column], size: size, classes: Array(largest))
    }
    return mixtures.sorted { ($0.others, $1.cluster) > ($1.others, $0.cluster) }
  }
}
