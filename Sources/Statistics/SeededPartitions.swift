import Core

/// The partitions that one method gave of the same items, one a seed.
package struct SeededPartitions: Sendable, Equatable {
  package let seeds: [UInt64]
  package let partitions: [Partition]
  /// True for a method that no seed changes, whose one partition stands for all seeds.
  package let isDeterministic: Bool

  /// - Precondition: there is at least one partition, as many as seeds, and all are of as many items; no more than one of
  ///   a method that no seed changes.
  package init(_ partitions: [Partition], seeds: [UInt64], isDeterministic: Bool = false) {
    precondition(
      !partitions.isEmpty && partitions.count == seeds.count, "each partition needs its seed")
    precondition(
      partitions.allSatisfy { $0.labels.count == partitions[0].labels.count },
      "the partitions are of different items")
    precondition(!isDeterministic || partitions.count == 1, "a method that no seed changes has one partition")
    self.partitions = partitions
    self.seeds = seeds
    self.isDeterministic = isDeterministic
  }
}
