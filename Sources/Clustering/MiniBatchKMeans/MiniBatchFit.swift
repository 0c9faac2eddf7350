import Core
import Matrices

/// The centers of mini-batch k-means on their way.
struct MiniBatchFit {
  /// Batches without gain that end the fit.
  private static let patience = 10
  /// The share of the rows of the largest center below which another one is drawn anew.
  private static let starved = 0.01
  /// Batches whose rows the first centers are chosen from.
  private static let firstBatches = 3
  /// The factor by which that number grows where they hold too few different rows.
  private static let widening = 16

  let batch: Int
  private let rows: any RowSource
  private let clusters: Int
  private var centers: [Double]
  /// The rows that each center has been given.
  private var counts: [Double]
  private var stream: RandomStream
  private var sinceRedraw = 0
  private var smoothed: Double?
  private var least = Double.infinity
  private var withoutGain = 0
  private var steps = 0
  /// The smoothed inertia of a row after each batch but the first, in stored units.
  private(set) var history: [Double] = []

  var hasConverged: Bool { withoutGain >= Self.patience }
  var exactCenters: Centers { Centers(clusters: clusters, columns: rows.columns, values: centers) }

  /// Chooses the first centers by greedy k-means++ among the rows of three batches.
  ///
  /// - Throws: ``ClusteringError`` when there are fewer distinct rows than clusters.
  init(_ rows: any RowSource, clusters: Int, batch: Int, seed: Seed) throws {
    self.rows = rows
    self.clusters = clusters
    self.batch = min(batch, rows.rows)
    counts = [Double](repeating: 0, count: clusters)
    stream = seed.stream("mini-batches")
    let wanted = Self.firstBatches * self.batch
    let sample = wanted < clusters ? Self.firstBatches * clusters : wanted
    let start = try Self.firstRows(of: rows, sample, clusters: clusters, seed: seed)
    centers = try CenteredRows(start).plusPlusCenters(clusters: clusters, restarts: 1, seed: seed)[0].values
  }

  /// The rows to choose the first centers from: so many drawn ones, or more where these are too few different ones.
  private static func firstRows(of rows: any RowSource, _ sample: Int, clusters: Int, seed: Seed) throws -> Matrix {
    var sample = sample
    var stream = seed.stream("mini-batch-start")
    while sample < rows.rows {
      let drawn = try rows.selecting(rows: stream.sample(sample, of: rows.rows).sorted())
      do {
        try requireDistinctRows(drawn, clusters: clusters)
        return drawn
      } catch is ClusteringError {
        sample = sample > rows.rows / widening ? rows.rows : sample * widening
      }
    }
    let all = try rows.selecting(rows: 0..<rows.rows)
    try requireDistinctRows(all, clusters: clusters)
    return all
  }

  /// Draws a batch and moves the centers towards its rows.
  mutating func step() throws {
    let drawn = (0..<batch).map { _ in stream.integer(below: rows.rows) }
    let chosen = try rows.selecting(rows: drawn)
    let labels = CenteredRows(chosen).nearest(exactCenters)
    let inertia = exactCenters.inertia(of: chosen, labels) / Double(batch)
    move(by: chosen, labels)
    redrawStarved(from: chosen)
    steps += 1
    if steps > 1 { judge(inertia) }
  }

  private mutating func move(by chosen: Matrix, _ labels: [Int32]) {
    let columns = rows.columns
    var sums = [Double](repeating: 0, count: centers.count)
    var added = [Double](repeating: 0, count: clusters)
    chosen.withExactRows { block in
      for (row, label) in labels.enumerated() {
        let start = Int(label) * columns
        added[Int(label)] += 1
        // Differences, so that nothing is lost far from the origin.
        for column in 0..<columns { sums[start + column] += block[row, column] - centers[start + column] }
      }
    }
    for cluster in 0..<clusters where added[cluster] > 0 {
      counts[cluster] += added[cluster]
      for index in cluster * columns..<(cluster + 1) * columns { centers[index] += sums[index] / counts[cluster] }
    }
  }

  /// Puts centers with very few rows at rows of the batch, every ten rows a cluster or where one has none at all.
  private mutating func redrawStarved(from chosen: Matrix) {
    sinceRedraw += batch
    guard sinceRedraw >= 10 * clusters || counts.contains(0) else { return }
    sinceRedraw = 0
    let largest = counts.max() ?? 0
    let few = counts.indices.filter { counts[$0] < Self.starved * largest }
    let redrawn = few.sorted { (counts[$0], $0) < (counts[$1], $1) }.prefix(max(batch / 2, 1))
    guard !redrawn.isEmpty, redrawn.count < clusters else { return }
    let kept = counts.indices.filter { !redrawn.contains($0) }.map { counts[$0] }.min() ?? 1
    let places = stream.sample(min(redrawn.count, batch), of: batch)
    for (cluster, row) in zip(redrawn, places) {
      centers.replaceSubrange(cluster * rows.columns..<(cluster + 1) * rows.columns, with: chosen.exactRow(row))
      counts[cluster] = kept
    }
  }

  /// Smooths the inertia, and counts the batches without gain.
  private mutating func judge(_ inertia: Double) {
    let share = min(1, 2 * Double(batch) / Double(rows.rows + 1))
    let next = smoothed.map { $0 * (1 - share) + inertia * share } ?? inertia
    smoothed = next
    history.append(next)
    withoutGain = next < least ? 0 : withoutGain + 1
    least = min(least, next)
  }
}
