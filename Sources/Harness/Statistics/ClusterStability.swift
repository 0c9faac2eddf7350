import Clustering
import Matrices
import Results

/// How well each cluster of a trial is found again when the rows are drawn anew.
///
/// Rows are drawn with replacement and clustered, and each cluster is held against the most similar new one by the
/// Jaccard index of the drawn rows. A cluster below .6 is hardly to be trusted; one above .85 is very stable.
/// Hennig, "Cluster-wise assessment of cluster stability", 2007. Of many rows only some are drawn, and each refit has one
/// start, which makes the indices a little lower.
package struct ClusterStability {
  static let refits = 20
  /// The most rows that a refit draws.
  static let mostRows = 2_000
  /// The most multiplications that an iteration of a refit may take.
  static let mostWork = 100_000_000

  let trial: TrialRecord
  let rows: Matrix
  let partition: Partition

  /// - Parameters:
  ///   - rows: the space that was clustered.
  ///   - partition: the clusters that the trial gave to its rows.
  package init(trial: TrialRecord, rows: Matrix, partition: Partition) {
    self.trial = trial
    self.rows = rows
    self.partition = partition
  }

  /// Refits a clusterer; nil where one refit would take too long, which depends on the sizes alone.
  ///
  /// - Throws: `ClusteringError`, but for draws that hold fewer distinct rows than clusters: these do not count.
  package func resamples(_ clusterer: any Clusterer) throws -> StatisticsRecord.Resamples? {
    let drawn = min(rows.rows, Self.mostRows)
    guard let work = Self.work(clusterer, rows: drawn, columns: rows.columns), work <= Self.mostWork else { return nil }
    let single = Self.single(clusterer)
    var sums = [Double](repeating: 0, count: partition.clusters)
    var counts = [Int](repeating: 0, count: partition.clusters)
    var refits = 0
    for refit in 0..<Self.refits {
      var random = Seed(trial.seed).stream("cluster stability", refit)
      let chosen = (0..<drawn).map { _ in random.integer(below: rows.rows) }.sorted()
      let fit: ClusterFit
      do {
        fit = try single.fit(rows.selecting(rows: chosen), seed: Seed(trial.seed).derived("cluster stability", refit))
      } catch is ClusteringError {
        continue
      }
      refits += 1
      for (cluster, index) in jaccard(chosen, fit.partition) {
        sums[cluster] += index
        counts[cluster] += 1
      }
    }
    guard refits > 0 else { return nil }
    var sizes = [Int](repeating: 0, count: partition.clusters)
    for label in partition.labels where label >= 0 { sizes[Int(label)] += 1 }
    let clusters = sizes.indices.filter { sizes[$0] > 0 }.map { id in
      StatisticsRecord.Cluster(id: id, size: sizes[id], jaccard: counts[id] > 0 ? sums[id] / Double(counts[id]) : .nan)
    }
    return StatisticsRecord.Resamples(seed: trial.seed, refits: refits, rows: drawn, clusters: clusters)
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

  /// The multiplications of an iteration; nil where they are beyond counting.
  private static func work(_ clusterer: any Clusterer, rows: Int, columns: Int) -> Int? {
    var isEllipsoid = false
    if let mixture = clusterer as? GaussianMixture { isEllipsoid = [.full, .tied].contains(mixture.covariance) }
    let (perRow, first) = columns.multipliedReportingOverflow(by: isEllipsoid ? columns : 1)
    let (perCluster, second) = perRow.multipliedReportingOverflow(by: rows)
    let (all, third) = perCluster.multipliedReportingOverflow(by: clusterer.clusters)
    return first || second || third ? nil : all
  }

  /// The same clusterer with one start.
  private static func single(_ clusterer: any Clusterer) -> any Clusterer {
    switch clusterer {
    case var kmeans as KMeans:
      kmeans.restarts = 1
      return kmeans
    case var mixture as GaussianMixture:
      mixture.restarts = 1
      return mixture
    default: return clusterer
    }
  }
}
