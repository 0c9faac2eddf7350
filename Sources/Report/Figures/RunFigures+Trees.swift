import Core
import Figures
import Results

/// The trees of hierarchical methods, each on its best space.
extension RunFigures {
  func dendrogramFigures() throws -> [Named] {
    try stored.plan.clusterers.compactMap { clusterer in
      guard let trial = stored.run.representativeTrial(of: clusterer), let tree = try ClusterTree(of: trial, in: stored)
      else { return nil }
      return try dendrogram(tree)
    }
  }

  private func dendrogram(_ tree: ClusterTree) throws -> Named {
    let trial = tree.trial
    let partition = try stored.partition(of: trial)
    let facts = ClusterFacts.all(of: partition, truth: truth)
    let names = try stored.ids ?? stored.captions
    func color(_ cluster: Int?) -> Int? { cluster.flatMap { facts[$0].color(hasTruth: truth != nil) } }
    let leaves = tree.groups.map { group in
      DendrogramChart.Leaf(
        name: Self.name(of: group, facts, items: names), size: group.size,
        shares: group.classes.map { (color: $0.classID, count: $0.count) }, color: color(group.cluster))
    }
    let chart = DendrogramChart(
      leaves: leaves,
      merges: tree.merges.map {
        .init(left: $0.left, right: $0.right, distance: $0.distance, color: color($0.cluster))
      },
      cut: tree.cut, axisTitle: "distance of the merge", classes: truth?.classes ?? [])
    let items = partition.labels.count { $0 != Partition.leftOut }
    let shown = "the last \(counted(tree.merges.count, "merge")) of \(counted(items, "item"))"
    return Named(
      name: "dendrogram-\(FileName.of(trial.clusterer))",
      figure: Figure(
        chart, title: title("dendrogram"),
        subtitle: "\(trialName(trial)): \(shown); dashed: the cut into \(counted(partition.clusters, "cluster"))",
        note: truth.map { "Bar: the true \($0.name) of the items." } ?? ""))
  }

  /// Such as `3 = animals`, `3: cat, dog, horse`, or the item of a group of one.
  private static func name(of group: ClusterTree.Group, _ facts: [ClusterFacts], items: [String]?) -> String {
    let own = group.item.map { item in items.map { $0[item] } ?? "item \(item)" }
    let cluster = group.cluster.map { facts[$0].name }
    let words = own ?? (group.words.isEmpty ? nil : group.words.joined(separator: ", "))
    return [cluster, words].compactMap(\.self).joined(separator: ": ")
  }
}
