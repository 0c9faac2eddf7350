import Figures
import Matrices
import Results

/// Where items go from the clusters of one feature set to those of the best fusion, and on to those of another.
extension RunFigures {
  /// Of more clusters the smallest are drawn as one.
  private static let mostClusters = 40

  func flowFigures() throws -> [Named] {
    let fusions = self.fusions
    guard
      let middle = run.representativeTrial(lowerIsBetter: Self.lowerIsBetter, among: fusions.map(\.name)),
      let parts = fusions.first(where: { $0.name == middle.space })?.parts,
      let left = trials(parts[0], middle.clusterer).first(where: { $0.seed == middle.seed }),
      let right = trials(parts[1], middle.clusterer).first(where: { $0.seed == middle.seed })
    else { return [] }
    let partitions = try [left, middle, right].map { try partition(of: $0) }
    let items = (0..<run.record.dataset.items).filter { item in partitions.allSatisfy { $0.labels[item] >= 0 } }
    guard !items.isEmpty else { return [] }
    let stages = zip([left, middle, right], partitions).map { FlowStage($0.space, $1, items, truth: truth) }
    let chart = FlowChart(
      stages: stages.map(\.stage), flows: zip(stages, stages.dropFirst()).map { $0.flow(to: $1, items) }, colouring: 1)
    let colours =
      truth.map {
        "clusters are named after the \($0.name) that they hold most of, ribbons coloured by that of the fused one"
      }
      ?? "ribbons have the colour of the fused cluster"
    return [
      Named(
        name: "flow",
        figure: Figure(
          chart, title: title("from \(left.space) to \(middle.space) to \(right.space)"),
          subtitle: "\(middle.clusterer), seed \(middle.seed); \(colours)"))
    ]
  }

  /// The fused spaces of the run, each with those of its parts that are spaces of their own; none with fewer than two.
  private var fusions: [(name: String, parts: [String])] {
    let facts = Dictionary(uniqueKeysWithValues: run.record.plan.spaces.map { ($0, run.record.facts(of: $0)) })
    return run.record.plan.spaces.compactMap { name in
      guard let fusion = facts[name], fusion.isFused else { return nil }
      let parts = fusion.inputs.filter { facts[$0]?.steps.isEmpty ?? false }
      return parts.count > 1 ? (name, parts) : nil
    }
  }

  /// One clustering as the flow shows it: its largest clusters, and all the others as one.
  private struct FlowStage {
    let stage: FlowChart.Stage
    /// The place of each item's cluster in the stage; −1 for an item that is left out.
    private let places: [Int]

    init(_ space: String, _ partition: Partition, _ items: [Int], truth: LabelSet?) {
      let kept = Set(items)
      let labels = partition.labels.indices.map { kept.contains($0) ? partition.labels[$0] : Partition.leftOut }
      let facts = ClusterFacts.all(of: Partition(labels: labels, clusters: partition.clusters), truth: truth)
        .filter { $0.size > 0 }
      let shown = Set(
        facts.sorted { ($1.size, $0.id) < ($0.size, $1.id) }
          .prefix(facts.count > RunFigures.mostClusters ? RunFigures.mostClusters - 1 : facts.count).map(\.id))
      let (large, small) = (facts.filter { shown.contains($0.id) }, facts.filter { !shown.contains($0.id) })
      var clusters = large.map {
        FlowChart.Cluster(name: $0.name, size: $0.size, color: $0.color(hasTruth: truth != nil))
      }
      if !small.isEmpty {
        clusters.append(
          .init(name: "\(small.count) others", size: small.reduce(0) { $0 + $1.size }, color: nil))
      }
      var placeOfCluster = [Int](repeating: large.count, count: partition.clusters)
      for (place, cluster) in large.enumerated() { placeOfCluster[cluster.id] = place }
      places = labels.map { $0 >= 0 ? placeOfCluster[Int($0)] : -1 }
      stage = FlowChart.Stage(title: space, clusters: clusters)
    }

    /// How many items go from each cluster to each of another clustering.
    func flow(to other: FlowStage, _ items: [Int]) -> [[Int]] {
      var flow = [[Int]](
        repeating: [Int](repeating: 0, count: other.stage.clusters.count), count: stage.clusters.count)
      for item in items { flow[places[item]][other.places[item]] += 1 }
      return flow
    }
  }
}
