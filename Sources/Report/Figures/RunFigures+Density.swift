import Core
import Figures
import Results

/// The figures of density methods: the hierarchy of clusters, and the distances by which rows are dense.
extension RunFigures {
  func condensedFigures() throws -> [Named] {
    try perMethod("condensed", condensedFigure)
  }

  private func condensedFigure(_ trial: TrialRecord, _ name: String) throws -> Named? {
    let partition = try stored.partition(of: trial)
    let labels = partition.labels.filter { $0 != Partition.leftOut }
    guard let tree = try stored.condensedTree(of: trial, rows: labels.count) else { return nil }
    let facts = ClusterFacts.all(of: partition, truth: truth)
    var choices = [CondensedTreeChart.Choice?](repeating: nil, count: tree.clusters.count)
    for (label, cluster) in tree.clusters(of: labels, count: partition.clusters).enumerated() {
      guard let cluster else { continue }
      choices[cluster] = .init(
        name: "\(facts[label].name) (\(facts[label].size.grouped))",
        color: facts[label].color(hasTruth: truth != nil) ?? label)
    }
    var exits = [[Double]](repeating: [], count: tree.clusters.count)
    for (row, parent) in tree.parents.enumerated() { exits[parent].append(tree.lambdas[row]) }
    let clusters = tree.clusters.enumerated().map { index, cluster in
      CondensedTreeChart.Cluster(
        parent: cluster.parent, birth: cluster.birth, exits: exits[index].sorted(), chosen: choices[index])
    }
    let chosen = counted(partition.clusters, "cluster")
    return Named(
      name: name,
      figure: Figure(
        CondensedTreeChart(clusters: clusters, axisTitle: "density λ, one over the distance"),
        title: title("condensed tree"),
        subtitle:
          "\(trialName(trial)): \(chosen) of \(counted(tree.clusters.count, "branch", plural: "branches")) chosen, "
          + "coloured; a branch is as high as it has items, its area is its stability",
        note:
          "In brackets: items of the cluster; names of the largest, where they have room. The densest 2 % of the items "
          + "may end beyond the axis."))
  }

  func distanceFigures() throws -> [Named] {
    try perMethod("k-distances", distanceFigure)
  }

  private func distanceFigure(_ trial: TrialRecord, _ name: String) throws -> Named? {
    guard let facts = trial.neighborDistances, let distances = try stored.neighborDistances(of: trial),
      !distances.isEmpty
    else { return nil }
    let stride = max(1, distances.count / 400)
    let places = Array(Swift.stride(from: 0, to: distances.count, by: stride)) + [distances.count - 1]
    let dense = distances.count { $0 <= facts.threshold }
    let eps = NumberText.score(facts.threshold, digits: 4)
    let chart = LineChart(
      xTitle: "items, by distance", yTitle: "distance to neighbour \(facts.neighbor)",
      series: [.init(name: "distance", x: places.map { Double($0 + 1) }, y: places.map { distances[$0] })],
      references: [.init(name: "eps", y: facts.threshold, color: 1)])
    return Named(
      name: name,
      figure: Figure(
        chart, title: title("k-distances"),
        subtitle: "\(trialName(trial)): within eps = \(eps) of neighbour \(facts.neighbor) lie \(dense.grouped) of "
          + "\(counted(distances.count, "item")), which are core items"))
  }

  /// Such as `hdbscan on clip`, with the seed where it has one.
  func trialName(_ trial: TrialRecord) -> String {
    "\(trial.clusterer) on \(trial.space)" + seedName(trial)
  }

  /// Such as `, seed 3`; empty for a method that no seed changes.
  func seedName(_ trial: TrialRecord) -> String {
    stored.plan.isDeterministic(trial.identity.method) ? "" : ", seed \(trial.seed)"
  }
}
