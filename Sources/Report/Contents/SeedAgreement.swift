import Core
import Results
import Scores
import Statistics

/// The agreement of the seeds of each method, by their stored labels, on the items of ``SeedStability/comparable(_:)`` as in the
/// statistics of the run.
package struct SeedAgreement {
  struct Method {
    let space: String
    let seeds: [UInt64]
    /// The adjusted Rand index of each two seeds.
    let values: [[Double]]
  }

  /// The most seeds that are compared, the first ones: time and room grow with the number of pairs.
  static let mostSeeds = 20

  /// The methods of each clusterer with two seeds or more, in the order of the plan.
  let clusterers: [(name: String, methods: [Method])]

  /// - Throws: `ResultsError` when labels are not those of the run.
  init(of stored: StoredRun) throws {
    clusterers = try stored.plan.clusterers.compactMap { clusterer -> (name: String, methods: [Method])? in
      let methods = try stored.plan.spaces.compactMap { space -> Method? in
        let trials = stored.trials(space, clusterer).prefix(Self.mostSeeds)
        guard trials.count > 1 else { return nil }
        // The items are those of all seeds, as in the statistics, also where only the first seeds are compared.
        let partitions = try stored.trials(space, clusterer).map { try stored.partition(of: $0) }
        let values = try Self.values(of: Array(SeedStability.comparable(partitions).prefix(Self.mostSeeds)))
        return Method(space: space, seeds: trials.map(\.seed), values: values)
      }
      return methods.isEmpty ? nil : (clusterer, methods)
    }
  }

  /// The adjusted Rand index of each two partitions of the same items; noise is one more cluster, and items that were left out
  /// do not count. NaN where no item is left.
  ///
  /// - Complexity: O(partitions² · items · log items).
  package static func values(of partitions: [Partition]) throws -> [[Double]] {
    let pairs = partitions.indices.flatMap { row in (0..<row).map { (row, $0) } }
    let values = Parallel.mapChunks(of: pairs.count, size: 1) { pair, _ in
      let (one, other) = (partitions[pairs[pair].0], partitions[pairs[pair].1])
      let values = zip(one.labels, other.labels).map { $0 == Partition.leftOut ? LabelSet.unlabelled : max($1 + 1, -1) }
      let truth = LabelSet(name: "", classes: .init(repeating: "", count: other.clusters + 1), values: values)
      return (try? AdjustedRandIndex().score(one, truth: truth)) ?? .nan
    }
    var matrix = partitions.indices.map { row in partitions.indices.map { $0 == row ? 1.0 : .nan } }
    for ((row, column), value) in zip(pairs, values) {
      matrix[row][column] = value
      matrix[column][row] = value
    }
    return matrix
  }
}
