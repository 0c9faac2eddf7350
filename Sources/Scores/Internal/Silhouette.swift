import Core
import Matrices

/// The silhouette with Euclidean distances: for each row, how much nearer its own cluster is than the next one, from -1
/// to 1; the score is the mean over the rows.
///
/// A row that is alone in its cluster has silhouette 0. Values agree with scikit-learn's to 1e-6: products in `Float`
/// of centered rows, distances that lose digits to cancellation computed anew from the rows, sums in `Double`.
/// Rousseeuw, "Silhouettes: a graphical aid to the interpretation and validation of cluster analysis", 1987.
/// - Complexity: O(rows² · columns) time, O(rows · columns) memory however many clusters there are; a sample of s
///   rows takes O(s · rows · columns).
public struct Silhouette: InternalScore {
  /// A number of rows that are looked at in place of all.
  ///
  /// Each cluster gives its share, at least one row. Sampled rows are still compared with all rows, so their values are
  /// exact and only the mean is an estimate; it weighs each cluster by its size.
  public struct Sample: Sendable, Hashable {
    /// The number of rows, at least that of clusters.
    public let size: Int
    /// The source of the choice.
    public let seed: Seed

    /// Makes a sample.
    public init(size: Int, seed: Seed) {
      self.size = size
      self.seed = seed
    }
  }

  /// The silhouettes of the rows that were looked at.
  public struct Samples: Sendable, Equatable {
    /// The positions of the rows in the matrix, by cluster and within a cluster ascending.
    public let rows: [Int]
    /// The cluster of each of them.
    public let clusters: [Int32]
    /// The silhouette of each of them, from −1 to 1.
    public let values: [Double]
    /// The score with its counts and notices: the mean, each cluster weighing as many rows as it has.
    public let mean: InternalScoreResult
  }

  public let name = "silhouette"
  public let title = "Silhouette"
  public var meaning: String { "nearness to the own cluster against the nearest other one, from −1 to 1" }
  public var range: ClosedRange<Double> { -1...1 }
  /// The rows to look at; all when nil, or when the sample asks for as many as there are.
  public let sample: Sample?

  /// Makes the score.
  public init(sample: Sample? = nil) { self.sample = sample }

  public func score(_ rows: Matrix, _ partition: Partition) throws -> InternalScoreResult {
    try samples(rows, partition).mean
  }

  /// Returns the silhouette of each row, or of each row of the sample.
  ///
  /// - Throws: ``ScoreError`` when the numbers of rows differ, an entry is not finite, there are too few or too many
  ///   clusters, or the sample is smaller than the number of clusters.
  public func samples(_ rows: Matrix, _ partition: Partition) throws -> Samples {
    let clustered = try ClusteredRows(rows, partition, for: title)
    let picked = try sample.flatMap { try clustered.positions(of: $0) }
    let distances = SilhouetteDistances(rows, clustered)
    let values = distances.silhouettes(of: picked)
    let positions = picked ?? Array(clustered.order.indices)
    let owners = clustered.clusters(of: positions)
    let mean = clustered.weightedMean(values, clusters: owners)
    return Samples(
      rows: positions.map { clustered.order[$0] },
      clusters: owners.map { clustered.clusterIDs[$0] }, values: values,
      mean: InternalScoreResult(
        mean, on: clustered, title: title,
        notices: picked.map { [sampled($0.count, of: clustered.order.count)] } ?? [])
    )
  }

  private func sampled(_ count: Int, of total: Int) -> Notice {
    Notice(
      kind: "silhouette-sampled",
      message:
        "the silhouette is the mean over a stratified sample of \(count) of \(total) rows (seed"
        + " \(sample?.seed.value ?? 0))")
  }
}

extension ClusteredRows {
  /// The positions of a stratified sample, ascending; nil when it would hold every row.
  ///
  /// - Throws: ``ScoreError`` when there is no row for each cluster.
  func positions(of sample: Silhouette.Sample) throws -> [Int]? {
    guard sample.size < order.count else { return nil }
    guard sample.size >= clusterCount else {
      throw ScoreError(.sampleTooSmall(size: sample.size, clusters: clusterCount))
    }
    let sizes = (0..<clusterCount).map { range(of: $0).count }
    return zip(sizes.indices, shares(of: sample.size, among: sizes)).flatMap { cluster, share in
      var stream = sample.seed.stream("silhouette-sample", cluster)
      return stream.sample(share, of: sizes[cluster]).map { starts[cluster] + $0 }.sorted()
    }
  }

  /// The cluster of each of some ascending positions, by its place in ``clusterIDs``.
  func clusters(of positions: [Int]) -> [Int] {
    var cluster = 0
    return positions.map { position in
      while position >= starts[cluster + 1] { cluster += 1 }
      return cluster
    }
  }

  /// The mean over all rows that the values of some of them stand for, each cluster weighing as many rows as it has.
  func weightedMean(_ values: [Double], clusters: [Int]) -> Double {
    var sums = [Double](repeating: 0, count: clusterCount)
    var counts = [Int](repeating: 0, count: clusterCount)
    for (value, cluster) in zip(values, clusters) {
      sums[cluster] += value
      counts[cluster] += 1
    }
    let total = (0..<clusterCount).reduce(0.0) {
      $0 + sums[$1] / Double(counts[$1]) * Double(range(of: $1).count)
    }
    return total / Double(order.count)
  }
}

/// Whole numbers from 1 that sum to `total`, in proportion to `sizes` and at most each of them: one each, then the rest
/// by largest remainder (of equal ones the first).
///
/// - Precondition: `total` lies between the number and the sum of the sizes, which are positive.
func shares(of total: Int, among sizes: [Int]) -> [Int] {
  let spare = sizes.reduce(0, +) - sizes.count
  let wanted = total - sizes.count
  guard spare > 0 else { return sizes }
  var shares = sizes.map { 1 + ($0 - 1) * wanted / spare }
  let byRemainder = sizes.indices.sorted {
    let (left, right) = ((sizes[$0] - 1) * wanted % spare, (sizes[$1] - 1) * wanted % spare)
    return left == right ? $0 < $1 : left > right
  }
  for index in byRemainder.prefix(total - shares.reduce(0, +)) { shares[index] += 1 }
  return shares
}
