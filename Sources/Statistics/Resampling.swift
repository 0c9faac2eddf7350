import Core
import Scores

/// The uncertainty of the scores of several methods that clustered the same items, and of the differences between them.
///
/// The estimand is described at ``ScoreEstimate``, the parts of its error at ``Uncertainty``. Items are drawn with
/// replacement, with the same weights for all methods, so that differences are paired. The partitions stay as they are,
/// and so does what each cluster stands for: the spread of the replicates is used, not their quantiles, because a vote
/// taken again in a resample would be too good on average. The clusterings are not made again: an interval holds what
/// these partitions' rules would score on other items, not how far other items would have led to other clusters. Efron
/// and Tibshirani, "An introduction to the bootstrap", 1993.
package struct Resampling: Sendable {
  package let methods: [SeededPartitions]
  package let scores: [any ExternalScore]
  /// The number of items that have a class.
  package let items: Int
  /// The number of resamples of the items that were drawn.
  package let replicates: Int

  /// The first trial of each method; then the number of trials.
  let starts: [Int]
  let trials: [ResampledTrial]
  /// For each method and score the replicates of the mean over the seeds.
  let means: [[[Double]]]
  let seed: Seed

  /// Resamples the items.
  ///
  /// - Parameters:
  ///   - methods: at least one; all of the items of `truth`. Items that one of them left out do not count.
  ///   - scores: the scores that are looked at, by their positions from here on.
  ///   - replicates: by default those of ``replicates(items:trials:)``.
  /// - Throws: `ScoreError` when the numbers of items differ, or no item has a class.
  /// - Complexity: O(replicates · items · trials / 16).
  package init(
    _ methods: [SeededPartitions], truth: LabelSet, scores: [any ExternalScore], seed: Seed = 0,
    replicates: Int? = nil
  ) throws {
    let truth = truth.onItems(of: methods.flatMap(\.partitions))
    try self.init(
      methods, onSharedItems: methods.map { _ in truth }, scores: scores, seed: seed, replicates: replicates)
  }

  /// Resamples the items of methods that are each scored against a label set of their own.
  ///
  /// - Parameter truths: one a method; items that one of them does not label do not count.
  /// - Throws: `ScoreError` when the numbers of items differ, or no item has a class in all label sets.
  package init(
    _ methods: [SeededPartitions], truths: [LabelSet], scores: [any ExternalScore], seed: Seed = 0,
    replicates: Int? = nil
  ) throws {
    precondition(truths.count == methods.count, "each method needs its label set")
    try self.init(
      methods, onSharedItems: LabelSet.onSharedItems(truths, of: methods.flatMap(\.partitions)), scores: scores,
      seed: seed, replicates: replicates)
  }

  /// - Parameter truths: one a method, all with classes for the same items, which no partition left out.
  private init(
    _ methods: [SeededPartitions], onSharedItems truths: [LabelSet], scores: [any ExternalScore], seed: Seed,
    replicates: Int?
  ) throws {
    precondition(!methods.isEmpty, "there is nothing to resample")
    let partitions = methods.flatMap(\.partitions)
    let truthOfPartition = zip(methods, truths).flatMap { method, truth in method.partitions.map { _ in truth } }
    let starts = methods.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.partitions.count) }
    let prepared = try Parallel.tryMapChunks(of: partitions.count, size: 1) { trial, _ in
      try ResampledTrial.prepare(partitions[trial], truth: truthOfPartition[trial], scores: scores)
    }
    let items = prepared[0].cellOfItems.count
    let count = replicates ?? Self.replicates(items: items, trials: partitions.count)
    self.methods = methods
    self.scores = scores
    self.items = items
    self.replicates = count
    self.starts = starts
    self.seed = seed
    let bootstrap = ItemBootstrap(
      cellOfItems: prepared.map(\.cellOfItems), cellCounts: prepared.map(\.shape.cellCount))
    let trials = Self.resampled(prepared, bootstrap, replicates: count, seed: seed)
    self.trials = trials
    means = methods.indices.map { method in
      scores.indices.map { score in
        let series = (starts[method]..<starts[method + 1]).map { trials[$0].replicates[score] }
        return series.count == 1 ? series[0] : (0..<count).map { replicate in series.map { $0[replicate] }.mean }
      }
    }
  }

  /// 1,000; fewer, but at least 200, where items × trials exceed 30 million.
  package static func replicates(items: Int, trials: Int) -> Int {
    let work = max(items.multipliedReportingOverflow(by: trials).partialValue, 1)
    return min(max(30_000_000_000 / work, 200), 1_000)
  }

  /// The positions of the scores that have a value under every partition on the items that count.
  package var definedScores: [Int] {
    scores.indices.filter { score in trials.allSatisfy { $0.values[score].isFinite } }
  }

  /// Returns the estimate of a method's score.
  package func estimate(score: Int, of method: Int) -> ScoreEstimate {
    let values = values(score, method)
    return ScoreEstimate(
      values, Uncertainty(items: means[method][score].sampleVariance, seeds: seedVariance(score, method)),
      range: scores[score].range)
  }

  /// The score under each seed.
  func values(_ score: Int, _ method: Int) -> [Double] { trials(of: method).map { $0.values[score] } }

  func trials(of method: Int) -> ArraySlice<ResampledTrial> { trials[starts[method]..<starts[method + 1]] }

  /// Nil for a single seed.
  func seedVariance(_ score: Int, _ method: Int) -> SeedVariance? {
    let ofEach = trials(of: method).map { $0.replicates[score].sampleVariance }.mean
    return SeedVariance(
      values(score, method), itemVariances: (ofEach: ofEach, ofMean: means[method][score].sampleVariance))
  }

  private static func resampled(
    _ trials: [ResampledTrial], _ bootstrap: ItemBootstrap, replicates: Int, seed: Seed
  ) -> [ResampledTrial] {
    let scores = trials[0].frozen.count
    let firsts = trials.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.shape.cellCount) }
    // replicates × trials × scores, of which each replicate writes its own.
    var values = [Double](repeating: 0, count: replicates * trials.count * scores)
    values.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let values = buffer
      bootstrap.forEachReplicate(of: replicates, seed: seed) { replicate, counts in
        for (position, trial) in trials.enumerated() {
          let sums = trial.shape.sums(of: counts + firsts[position])
          for score in 0..<scores {
            values[(replicate * trials.count + position) * scores + score] = trial.frozen[score](sums)
          }
        }
      }
    }
    return trials.enumerated().map { position, trial in
      var trial = trial
      trial.replicates = (0..<scores).map { score in
        (0..<replicates).map { values[($0 * trials.count + position) * scores + score] }
      }
      return trial
    }
  }
}

/// One partition, ready to be resampled, and what the resampling gave.
struct ResampledTrial: Sendable {
  /// The cell of each item that has a class.
  let cellOfItems: [Int32]
  /// The cluster of each cell.
  let columnOfCell: [Int]
  let shape: TableShape
  let frozen: [FrozenScore]
  /// One a score.
  let values: [Double]
  /// For each score the pseudo-value of an item of each cell.
  let pseudoValues: [[Double]]
  /// For each score one value a replicate.
  var replicates: [[Double]] = []

  static func prepare(
    _ partition: Partition, truth: LabelSet, scores: [any ExternalScore]
  ) throws -> Self {
    let table = try ContingencyTable(partition, truth: truth)
    let frozen = scores.map { $0.frozen(on: table) }
    let shape = TableShape(table, kinds: frozen.reduce(into: []) { $0.formUnion($1.kinds) })
    return Self(
      cellOfItems: table.cellOfItems(partition, truth: truth).filter { $0 >= 0 },
      columnOfCell: table.cells.map(\.column),
      shape: shape,
      frozen: frozen,
      values: scores.map { $0.score(table) },
      pseudoValues: Self.pseudoValues(of: shape, frozen, items: table.total))
  }

  /// Tukey's pseudo-values: what an item brings to the score, n · score − (n − 1) · score without it.
  private static func pseudoValues(of shape: TableShape, _ frozen: [FrozenScore], items: Int)
    -> [[Double]]
  {
    let sums = shape.sums()
    let (all, fewer) = (Double(items), Double(items - 1))
    let whole = frozen.map { $0(sums) }
    var values = frozen.map { _ in [Double](repeating: 0, count: shape.cellCount) }
    for cell in 0..<shape.cellCount where items > 1 {
      let without = shape.sums(sums, withoutOneOf: cell)
      for (score, frozen) in frozen.enumerated() {
        values[score][cell] = all * whole[score] - fewer * frozen(without)
      }
    }
    return values
  }
}
