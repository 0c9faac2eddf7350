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
  /// The search among all rows, where they are in memory; others are searched batch by batch.
  private let search: CenterSearch?
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
  /// - Parameter space: the rows as they are measured, where they are in memory.
  /// - Throws: ``ClusteringError`` when there are fewer distinct rows than clusters.
  init(_ rows: any RowSource, in space: CenteredRows?, clusters: Int, batch: Int, seed: Seed) throws {
    self.rows = rows
    search = space.map { CenterSearch($0, clusters: clusters) }
    self.clusters = clusters
    self.batch = min(batch, rows.rows)
    counts = [Double](repeating: 0, count: clusters)
    stream = seed.stream("mini-batches")
    let wanted = Self.firstBatches * self.batch
    let sample = wanted < clusters ? Self.firstBatches * clusters : wanted
    let start = try Self.firstRows(of: rows, sample, clusters: clusters, seed: seed)
    centers = try CenteredRows(start).plusPlusCenters(clusters: clusters, restarts: 1, seed: seed, of: rows)[0].values
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
    let (source, chosen) =
      if let search { (search, drawn) } else {
        (CenterSearch(CenteredRows(try rows.selecting(rows: drawn)), clusters: clusters), Array(0..<batch))
      }
    let labels = source.nearest(exactCenters, to: chosen)
    let inertia = move(by: chosen, of: source.space.rows, labels) / Double(batch)
    redrawStarved(from: chosen, of: source.space.rows)
    steps += 1
    if steps > 1 { judge(inertia) }
  }

  /// Moves the centers to the means of all rows that they have been given.
  ///
  /// - Returns: the sum of the squared distances of the chosen rows to the centers before.
  private mutating func move(by chosen: [Int], of rows: Matrix, _ labels: [Int32]) -> Double {
    let (columns, clusters) = (rows.columns, clusters)
    let members = Self.rowsByCluster(labels, clusters: clusters)
    for cluster in 0..<clusters { counts[cluster] += Double(members[cluster].count) }
    let squares = Buffer<Double>(count: batch)
    let totals = counts
    centers.withUnsafeMutableBufferPointer { centers in
      guard let centers = centers.baseAddress else { return }
      // A chunk has clusters of its own, and the distances of their rows.
      nonisolated(unsafe) let all = centers
      rows.withExactRows { block in
        Parallel.forEachChunk(of: clusters, size: 4) { _, range in
          let sums = Buffer<Double>(count: columns)
          for cluster in range where !members[cluster].isEmpty {
            let center = all + cluster * columns
            sums.base.initialize(repeating: 0, count: columns)
            for (index, place) in members[cluster].enumerated() {
              // The rows lie anywhere in memory.
              if index + 1 < members[cluster].count {
                prefetch(block.high.pointer(toRow: chosen[members[cluster][index + 1]]), min(columns, 64))
              }
              // Differences, so that nothing is lost far from the origin.
              squares[place] = block.addDifference(chosen[place], from: center, to: sums.base)
            }
            for column in 0..<columns { center[column] += sums[column] / totals[cluster] }
          }
        }
      }
    }
    return (0..<batch).reduce(0) { $0 + squares[$1] }
  }

  private static func rowsByCluster(_ labels: [Int32], clusters: Int) -> [[Int]] {
    var members = [[Int]](repeating: [], count: clusters)
    for (row, label) in labels.enumerated() { members[Int(label)].append(row) }
    return members
  }

  /// Puts centers with very few rows at rows of the batch, every ten rows a cluster or where one has none at all.
  private mutating func redrawStarved(from chosen: [Int], of matrix: Matrix) {
    sinceRedraw += batch
    guard sinceRedraw >= 10 * clusters || counts.contains(0) else { return }
    sinceRedraw = 0
    let largest = counts.max() ?? 0
    let few = counts.indices.filter { counts[$0] < Self.starved * largest }
    let redrawn = few.sorted { (counts[$0], $0) < (counts[$1], $1) }.prefix(max(batch / 2, 1))
    guard !redrawn.isEmpty, redrawn.count < clusters else { return }
    let kept = counts.indices.filter { !redrawn.contains($0) }.map { counts[$0] }.min() ?? 1
    let places = stream.sample(min(redrawn.count, batch), of: batch)
    for (cluster, place) in zip(redrawn, places) {
      let row = matrix.exactRow(chosen[place])
      centers.replaceSubrange(cluster * matrix.columns..<(cluster + 1) * matrix.columns, with: row)
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
