import Clustering
import Core
import Experiments
import Matrices
import Results
import Stages

/// The agreement of each cluster of a trial with those found when the rows are drawn anew.
///
/// Rows are drawn with replacement and clustered, and each cluster is held against the most similar new one by the
/// Jaccard index of the drawn rows. Hennig, "Cluster-wise assessment of cluster stability", 2007, whose thresholds are those
/// of `ClusterStabilityVerdict`. Only some of many rows are drawn, unless a method's parameters count rows, and each refit has
/// one start and few iterations, which makes the indices a little lower.
package struct ClusterStability {
  static let refits = 20
  /// The most rows that a refit draws, unless they would be fewer than twenty a cluster.
  static let mostRows = 1_000
  /// The most iterations of a mixture.
  static let mostIterations = 30
  /// The most multiplications that an iteration of a refit may take.
  static let mostWork = 50_000_000
  /// The most multiplications of one refit of a method whose parameters count rows.
  static let mostWorkOnAllRows = 2_500_000_000

  let trial: TrialRecord
  let rows: Matrix
  let partition: Partition
  let references: References

  /// - Parameters:
  ///   - rows: the space that was clustered.
  ///   - partition: the clusters that the trial gave to its rows.
  package init(trial: TrialRecord, rows: Matrix, partition: Partition, references: References = References()) {
    self.trial = trial
    self.rows = rows
    self.partition = partition
    self.references = references
  }

  /// Refits a clusterer; nil where one refit would take too long, which depends on the sizes alone.
  ///
  /// A draw that cannot be clustered, such as one of fewer distinct rows than clusters, does not count.
  package func resamples(_ clusterer: any Clusterer) -> StatisticsRecord.Resamples? {
    let drawn = Self.drawnRows(of: rows.rows, clusters: partition.clusters, clusterer)
    guard isWithinReach(clusterer) else { return nil }
    let single = clusterer.forRefits
    let found = Parallel.mapChunks(of: Self.refits, size: 1) { refit, _ in
      indices(single, refit: refit, drawn: drawn)
    }
    var sums = [Double](repeating: 0, count: partition.clusters)
    var counts = [Int](repeating: 0, count: partition.clusters)
    for (cluster, index) in found.compactMap(\.self).flatMap({ $0 }) {
      sums[cluster] += index
      counts[cluster] += 1
    }
    let refits = found.count { $0 != nil }
    guard refits > 0 else { return nil }
    var sizes = [Int](repeating: 0, count: partition.clusters)
    for label in partition.labels where label >= 0 { sizes[Int(label)] += 1 }
    let clusters = sizes.indices.filter { sizes[$0] > 0 }.map { id in
      StatisticsRecord.Cluster(id: id, size: sizes[id], jaccard: counts[id] > 0 ? sums[id] / Double(counts[id]) : .nan)
    }
    return StatisticsRecord.Resamples(seed: trial.seed, refits: refits, rows: drawn, clusters: clusters)
  }

  /// Returns the reason why the clusters of a method whose parameters count rows have no index; nil for another method, and
  /// where they have one.
  package func leftOut(_ clusterer: any Clusterer) -> String? {
    guard clusterer.countsRows, !isWithinReach(clusterer) else { return nil }
    return
      "\(Self.refits) draws of all \(counted(rows.rows, "row")) would take too long, and its parameters count rows, so that "
      + "they mean something else on fewer"
  }

  private func isWithinReach(_ clusterer: any Clusterer) -> Bool {
    let drawn = Self.drawnRows(of: rows.rows, clusters: partition.clusters, clusterer)
    return Self.isWithinReach(clusterer, references.shape(rows: drawn, columns: rows.columns, of: clusterer))
  }

  /// Returns the index of each cluster in one draw of rows; nil for a draw that cannot be clustered.
  private func indices(_ clusterer: any Clusterer, refit: Int, drawn: Int) -> [(cluster: Int, index: Double)]? {
    var random = Seed(trial.seed).stream("cluster stability", refit)
    let chosen = (0..<drawn).map { _ in random.integer(below: rows.rows) }.sorted()
    let seed = Seed(trial.seed).derived("cluster stability", refit)
    let context = references.context(of: clusterer, seed: seed)
    guard let fit = try? clusterer.cluster(rows.selecting(rows: chosen), context) else { return nil }
    return jaccard(chosen, fit.partition)
  }

  /// For each cluster that holds a drawn row, its largest Jaccard index with a new one; a row that was drawn several
  /// times counts once.
  private func jaccard(_ chosen: [Int], _ refit: Partition) -> [(cluster: Int, index: Double)] {
    var shared = [Int](repeating: 0, count: partition.clusters * refit.clusters)
    var (old, new) = ([Int](repeating: 0, count: partition.clusters), [Int](repeating: 0, count: refit.clusters))
    for position in chosen.indices where position == 0 || chosen[position] != chosen[position - 1] {
      let (before, after) = (Int(partition.labels[chosen[position]]), Int(refit.labels[position]))
      if before >= 0 { old[before] += 1 }
      if after >= 0 { new[after] += 1 }
      if before >= 0, after >= 0 { shared[before * refit.clusters + after] += 1 }
    }
    return old.indices.filter { old[$0] > 0 }.map { cluster in
      let indices = new.indices.map { other -> Double in
        let both = shared[cluster * refit.clusters + other]
        return Double(both) / Double(old[cluster] + new[other] - both)
      }
      return (cluster, indices.max() ?? 0)
    }
  }

  /// Returns the number of rows that a refit draws: all where the parameters of the method count rows.
  static func drawnRows(of rows: Int, clusters: Int, _ clusterer: any Clusterer) -> Int {
    clusterer.countsRows ? rows : min(rows, max(mostRows, 20 * clusters))
  }

  /// Returns whether an iteration of a refit takes no more than ``mostWork``, or a refit of all rows no more than
  /// ``mostWorkOnAllRows``; a method of unknown cost is refitted.
  static func isWithinReach(_ clusterer: any Clusterer, _ shape: Shape) -> Bool {
    guard let cost = clusterer.cost(shape) else { return true }
    return clusterer.countsRows
      ? cost.operations <= Double(mostWorkOnAllRows) : cost.iteration <= Double(mostWork)
  }
}
