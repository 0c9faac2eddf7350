import Core
import Stages

/// The clusterers that combine the partitions of another one.
extension Experiment {
  /// Returns the experiment with the source of each clusterer that combines the partitions of another one: that clusterer
  /// under all seeds. It takes the other one's number of clusters and spaces where it gives none.
  ///
  /// - Parameter classes: the number of classes that occur; nil where it is not known.
  /// - Throws: `StageError` where the other clusterer cannot be combined so; ``RunError`` where its number of clusters is
  ///   not known.
  package func resolvingCombiners(classes: Int?) throws -> Experiment {
    var resolved = self
    for (position, named) in clusterers.enumerated() {
      guard let combiner = named.method as? any PartitionCombiner, let name = combiner.combined else { continue }
      let other = try combinable(name, of: named)
      let spaces = named.spaces ?? other.spaces
      try requirePartitions(of: other, on: spaces, for: named)
      let method = try other.method(classes: classes)
      resolved.clusterers[position] = NamedClusterer(
        combiner.combining(PartitionSource(method, seeds: seeds, isStored: true)), name: named.name, on: spaces)
    }
    return resolved
  }

  /// True for a clusterer that combines the partitions that another one finds under all seeds, which is one partition.
  package func combinesSeeds(_ clusterer: String) -> Bool {
    let named = clusterers.first { $0.name == clusterer }
    return (named?.method as? any PartitionCombiner)?.combined != nil
  }

  /// Returns the clusterer of a name whose partitions can be combined.
  private func combinable(_ name: String, of combiner: NamedClusterer) throws -> NamedClusterer {
    let others = clusterers.filter { $0.name != combiner.name && !combinesSeeds($0.name) && !$0.method.isGiven }
    guard let other = others.first(where: { $0.name == name }) else {
      let named = clusterers.first { $0.name == name }
      let cause =
        switch named?.method.isGiven {
        case nil: "the experiment has no clusterer \(name)"
        case true?: "\(name) is one partition from a file, the same under all seeds"
        case false?: "\(name) combines partitions itself"
        }
      throw unfit(
        combiner, cause, others.isEmpty ? "add a clusterer to combine" : "name one of \(list(others.map(\.name)))")
    }
    guard other.method.namedReferences.isEmpty else {
      throw unfit(combiner, "\(name) reads references", "name a clusterer that reads none")
    }
    return other
  }

  /// Throws where a clusterer has no partitions of these spaces that could differ.
  private func requirePartitions(of other: NamedClusterer, on spaces: [String]?, for combiner: NamedClusterer) throws {
    let combined = clusteredSpaces.filter { spaces?.contains($0.name) ?? true }
    let clustered = clusteredSpaces.map(\.name).filter { other.spaces?.contains($0) ?? true }
    if let space = combined.first(where: { !clustered.contains($0.name) }) {
      throw unfit(
        combiner, "\(other.name) does not cluster \(space.name)",
        "set \"on\" of \(combiner.name) to \(list(clustered)), or cluster \(space.name) by \(other.name)")
    }
    guard seeds.count > 1 else {
      throw unfit(
        combiner, "the experiment has 1 seed, and at least 2 partitions are needed",
        "set seeds to 2 or more, such as 10")
    }
    if !other.method.isStochastic, let space = combined.first(where: { !isStochastic($0) }) {
      throw unfit(
        combiner, "\(other.name) finds the same clusters of \(space.name) under all \(seeds.count) seeds",
        "name a clusterer that depends on the seed, such as k-means")
    }
  }

  private func unfit(_ combiner: NamedClusterer, _ cause: String, _ hint: String) -> StageError {
    StageError(combiner.name, .unfit(parameter: "of", cause: cause, hint: hint))
  }
}

extension PartitionCombiner {
  /// The same method with a source, and with its number of clusters where it has none of its own.
  fileprivate func combining(_ source: PartitionSource) -> any Clusterer {
    var combiner = self
    combiner.source = source
    guard var fixed = combiner as? any FixedCountClusterer, fixed.clusters == nil else { return combiner }
    fixed.clusters = source.method.clusterCount
    return fixed
  }
}
