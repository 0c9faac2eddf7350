import Core
import Results

/// The items on their way from the clusters of one feature set to those of the best fusion, and on to those of another.
struct ClusterFlow {
  /// One clustering: its largest clusters, and all the others as one.
  struct Stage {
    struct Cluster {
      let name: String
      let size: Int
      /// The position of its color; nil for the others.
      let color: Int?
    }

    let trial: TrialRecord
    let clusters: [Cluster]
    /// The place of each item's cluster; −1 for an item that is left out.
    fileprivate let places: [Int]
  }

  /// The most clusters of a stage; the smallest of more count as one.
  fileprivate static let mostClusters = 40

  /// A feature set, the fusion, the other feature set.
  let stages: [Stage]
  /// The number of items from each cluster of a stage to each of the next.
  let flows: [[[Int]]]

  /// Nil for a run without two feature sets clustered alone and their fusion under one seed.
  ///
  /// - Throws: `ResultsError` when labels are not those of the run.
  init?(of stored: StoredRun) throws {
    let fusions = Self.fusions(of: stored.record)
    guard let middle = stored.representativeTrial(among: fusions.map(\.name)),
      let parts = fusions.first(where: { $0.name == middle.space })?.parts,
      let left = stored.trials(parts[0], middle.clusterer).first(where: { $0.seed == middle.seed }),
      let right = stored.trials(parts[1], middle.clusterer).first(where: { $0.seed == middle.seed })
    else { return nil }
    let trials = [left, middle, right]
    let partitions = try trials.map { try stored.partition(of: $0) }
    let items = (0..<stored.itemCount).filter { item in partitions.allSatisfy { $0.labels[item] >= 0 } }
    guard !items.isEmpty else { return nil }
    let truth = try stored.truth
    let stages = try zip(trials, partitions).map { trial, partition in
      Stage(trial, partition, items, truth: truth, names: try stored.names(of: trial.identity))
    }
    self.stages = stages
    flows = zip(stages, stages.dropFirst()).map { $0.flow(to: $1, items) }
  }

  /// The fused spaces of the run, each with those of its parts that are spaces of their own; none with fewer than two.
  private static func fusions(of record: RunRecord) -> [(name: String, parts: [String])] {
    let facts = Dictionary(uniqueKeysWithValues: record.plan.spaces.map { ($0, record.facts(of: $0)) })
    return record.plan.spaces.compactMap { name in
      guard let fusion = facts[name], fusion.isFused else { return nil }
      let parts = fusion.inputs.filter { facts[$0]?.steps.isEmpty ?? false }
      return parts.count > 1 ? (name, parts) : nil
    }
  }
}

extension ClusterFlow.Stage {
  fileprivate init(
    _ trial: TrialRecord, _ partition: Partition, _ items: [Int], truth: LabelSet?, names: [Int: String]
  ) {
    self.trial = trial
    let kept = Set(items)
    let labels = partition.labels.indices.map { kept.contains($0) ? partition.labels[$0] : Partition.leftOut }
    let facts = ClusterFacts.all(
      of: Partition(labels: labels, clusters: partition.clusters), truth: truth, names: names
    ).filter { $0.size > 0 }
    let most = ClusterFlow.mostClusters
    let shown = Set(
      facts.sorted { ($1.size, $0.id) < ($0.size, $1.id) }.prefix(facts.count > most ? most - 1 : facts.count).map(\.id)
    )
    let (large, small) = (facts.filter { shown.contains($0.id) }, facts.filter { !shown.contains($0.id) })
    var clusters = large.map { Cluster(name: $0.name, size: $0.size, color: $0.color(hasTruth: truth != nil)) }
    if !small.isEmpty {
      clusters.append(Cluster(name: "\(small.count) others", size: small.reduce(0) { $0 + $1.size }, color: nil))
    }
    self.clusters = clusters
    var placeOfCluster = [Int](repeating: large.count, count: partition.clusters)
    for (place, cluster) in large.enumerated() { placeOfCluster[cluster.id] = place }
    places = labels.map { $0 >= 0 ? placeOfCluster[Int($0)] : -1 }
  }

  /// Counts the items from each cluster to each of another clustering.
  fileprivate func flow(to other: Self, _ items: [Int]) -> [[Int]] {
    var flow = [[Int]](repeating: [Int](repeating: 0, count: other.clusters.count), count: clusters.count)
    for item in items { flow[places[item]][other.places[item]] += 1 }
    return flow
  }
}
