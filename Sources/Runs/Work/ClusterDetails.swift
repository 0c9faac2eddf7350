import Core
import Datasets
import Experiments
import Matrices
import Results
import Scores

/// The facts that a run keeps about the clusters of its best method, so that figures can look into them without the
/// features.
package struct ClusterDetails {
  /// The most items whose silhouettes are computed; of more, a stratified sample.
  package static let silhouetteLimit = 10_000
  /// The number of items that are kept of each cluster.
  package static let nearest = 8
  package static let farthest = 4
  /// The most clusters that have a card; of more, the largest.
  package static let mostCards = 60
  /// The longer side in pixels of the images kept, at most.
  package static let longestSide = 64

  let trial: TrialIdentity
  let rows: Matrix
  let partition: Partition
  let inputs: Inputs

  /// - Parameters:
  ///   - rows: the space that was clustered, one row an item of `inputs`.
  ///   - partition: the clusters of those rows.
  package init(trial: TrialIdentity, rows: Matrix, partition: Partition, inputs: Inputs) {
    self.trial = trial
    self.rows = rows
    self.partition = partition
    self.inputs = inputs
  }

  /// The silhouettes of all items, or of a sample drawn with the trial's seed.
  ///
  /// - Throws: `ScoreError` where silhouettes are not defined, as with a single cluster.
  /// - Complexity: O(items looked at · items · columns).
  package func silhouettes(
    limit: Int = silhouetteLimit
  ) throws -> (record: SilhouetteRecord, items: [Int], values: [Double]) {
    let samples = try Silhouette(sample: .init(size: limit, seed: Seed(trial.seed))).samples(rows, partition)
    let record = SilhouetteRecord(
      trial: trial, mean: samples.mean.value, clustered: samples.mean.rows,
      sampleSeed: samples.rows.count < samples.mean.rows ? trial.seed : nil)
    return (record, samples.rows.map { inputs.items[$0] }, samples.values)
  }

  /// The items nearest to the centre of each cluster and the farthest, with their images where the run has any; of noise,
  /// which has no centre, some items that the trial's seed draws.
  ///
  /// The centre is the mean of the cluster's rows, distances are Euclidean; of equally distant items the first counts.
  /// - Complexity: O(items · columns).
  package func cards(most: Int = mostCards) -> (record: ClusterCardRecord, bytes: [UInt8]) {
    let members = partition.members
    let occupied = members.indices.filter { !members[$0].isEmpty }
    let shown = occupied.sorted { (members[$1].count, $0) < (members[$0].count, $1) }.prefix(most)
    let extremes = Parallel.mapChunks(of: shown.count, size: 1) { position, _ in
      self.extremes(of: members[shown[position]])
    }
    let noise = noiseSample()
    let clusters =
      zip(shown, extremes).map { id, rows in
        ClusterCardRecord.Cluster(
          id: id, size: members[id].count, nearest: rows.nearest.map { inputs.items[$0] },
          farthest: rows.farthest.map { inputs.items[$0] })
      } + (noise.isEmpty ? [] : [noiseCard(noise)])
    var record = ClusterCardRecord(trial: trial, clusters: clusters, total: occupied.count)
    guard let images = inputs.images else { return (record, []) }
    let pictured = images.selecting(
      extremes.flatMap { $0.nearest + $0.farthest } + noise, longestSide: Self.longestSide)
    (record.height, record.width) = (pictured.height, pictured.width)
    return (record, (0..<pictured.count).flatMap { pictured.bytes(of: $0) })
  }

  /// Some rows of noise, ascending; none where there is none.
  private func noiseSample() -> [Int] {
    let rows = partition.labels.indices.filter { partition.labels[$0] == Partition.noise }
    var stream = Seed(trial.seed).stream("noise card")
    return stream.sample(min(Self.nearest + Self.farthest, rows.count), of: rows.count).map { rows[$0] }.sorted()
  }

  private func noiseCard(_ rows: [Int]) -> ClusterCardRecord.Cluster {
    ClusterCardRecord.Cluster(
      id: Int(Partition.noise), size: partition.noiseCount, nearest: rows.map { inputs.items[$0] }, farthest: [])
  }

  /// The rows of a cluster nearest to its centre, and the farthest of the others.
  private func extremes(of members: [Int]) -> (nearest: [Int], farthest: [Int]) {
    let distances = rows.withExactRows { $0.squaredDistancesFromMean(of: members) }
    let ranked = members.indices.sorted { (distances[$0], members[$0]) < (distances[$1], members[$1]) }
      .map { members[$0] }
    return (
      Array(ranked.prefix(Self.nearest)), ranked.dropFirst(Self.nearest).suffix(Self.farthest).reversed()
    )
  }
}
