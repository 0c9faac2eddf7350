import Matrices

/// The partitions that one method gave of the same items, one a seed.
public struct SeededPartitions: Sendable, Equatable {
  public let seeds: [UInt64]
  public let partitions: [Partition]

  /// - Precondition: there is at least one partition, as many as seeds, and all are of as many items.
  public init(_ partitions: [Partition], seeds: [UInt64]) {
    precondition(
      !partitions.isEmpty && partitions.count == seeds.count, "each partition needs its seed")
    precondition(
      partitions.allSatisfy { $0.labels.count == partitions[0].labels.count },
      "the partitions are of different items")
    self.partitions = partitions
    self.seeds = seeds
  }
}
