import Core
import Matrices

/// A clusterer that can combine the partitions that another clusterer of an experiment finds under the seeds.
///
/// A run sets ``source`` where the method names a clusterer, and hands ``combine(_:_:)`` the stored partitions of that
/// clusterer's trials, so that nothing is clustered twice. The combination is one trial, whatever the seeds.
public protocol PartitionCombiner: Clusterer {
  /// The name of the clusterer in the experiment; nil for a method that makes its own partitions.
  var combined: String? { get }
  /// The method whose partitions are combined; nil where it is not known or the method makes its own.
  var source: PartitionSource? { get set }

  /// Combines partitions of the same rows. The result depends on the partitions and the seed alone.
  ///
  /// - Throws: an error whose `isOfRows` is true where these partitions cannot be combined.
  func combine(_ partitions: [Partition], _ context: StageContext) throws -> Clustering
}

/// A method and the seeds under which it makes partitions to combine.
public struct PartitionSource: Sendable {
  /// The method, with every setting that it needs.
  public var method: any Clusterer
  /// The seeds, one partition each.
  public var seeds: [UInt64]
  /// True where the partitions are those of stored trials, so that they cost nothing.
  public var isStored: Bool

  /// Makes a source.
  public init(_ method: any Clusterer, seeds: [UInt64], isStored: Bool = false) {
    self.method = method
    self.seeds = seeds
    self.isStored = isStored
  }

  /// The same source with the cheaper method for the many refits of resampled rows, which has no trials.
  public var forRefits: PartitionSource { PartitionSource(method.forRefits, seeds: seeds) }

  /// Clusters rows under each seed.
  ///
  /// - Throws: as the method does.
  public func partitions(of rows: Matrix, _ context: StageContext) throws -> [Partition] {
    let shared = SharedWork()
    return try seeds.map { seed in
      let own = StageContext(seed: Seed(seed), shared: shared, isCancelled: context.isCancelled)
      return try method.cluster(rows, own).partition
    }
  }
}
