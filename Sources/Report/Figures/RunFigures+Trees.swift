import Core
import Figures
import Results

/// The trees of hierarchical methods.
extension RunFigures {
  func dendrogramFigures() throws -> [Named] {
    try perMethod("dendrogram") { trial, name in try ClusterTree(of: trial, in: stored).map { try dendrogram($0, name) }
    }
  }

  /// A note on trees that are not drawn because their clusters are no cut of them; nil where there are none.
  ///
  /// - Parameter drawn: the figures of all trees that are drawn.
  func dendrogramNotice(_ drawn: [Named]) throws -> Notice? {
    let names = Set(drawn.map(\.name))
    let left = try stored.plan.clusterers.filter { clusterer in
      guard !names.contains(Self.dendrogramName(clusterer)),
        let trial = stored.run.representativeTrial(of: clusterer)
      else { return false }
      // The tree below a condensed one has a figure of its own.
      return try stored.path(of: .tree, trial) != nil && stored.path(of: .condensed, trial) == nil
    }
    guard !left.isEmpty else { return nil }
    return Notice(
      kind: "figure-left-out",
      message: "no dendrogram of \(left.joined(separator: ", ")): the clusters are no cut of the tree, which "
        + "scipy.cluster.hierarchy.dendrogram draws from the file .tree.npy of the trial")
  }

  private static func dendrogramName(_ clusterer: String) -> String { "dendrogram-\(FileName.of(clusterer))" }

  private func dendrogram(_ tree: ClusterTree, _ name: String) throws -> Named {
    let trial = tree.trial
    let partition = try stored.partition(of: trial)
    let facts = ClusterFacts.all(of: partition, truth: truth, names: try stored.names(of: trial.identity))
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
    let shown = "the last \(counted(tree.merges.count, "merge")) of \(counted(partition.clusteredCount, "item"))"
    return Named(
      name: name,
      figure: Figure(
        chart, title: title("dendrogram"),
        subtitle: "\(trialName(trial)): \(shown); dashed: the cut into \(counted(partition.heldClusters, "cluster"))",
        note: Self.dendrogramNote(tree, truth)))
  }

  private static func dendrogramNote(_ tree: ClusterTree, _ truth: LabelSet?) -> String {
    [
      truth.map { "Bar: the classes of the items in the label set \($0.name)." },
      tree.groups.contains { $0.clusters > 1 }
        ? "There are more clusters than the figure has room for: a row with a number of clusters stands for the tree below."
        : nil,
    ].compactMap(\.self).joined(separator: " ")
  }

  /// Such as `3 = animals`, `5 clusters`, `3: cat, dog, horse`, or the item of a group of one.
  private static func name(of group: ClusterTree.Group, _ facts: [ClusterFacts], items: [String]?) -> String {
    let own = group.item.map { item in items.map { $0[item] } ?? "item \(item)" }
    let several = group.clusters > 1 ? counted(group.clusters, "cluster") : nil
    let cluster = group.cluster.map { facts[$0].name } ?? several
    let words = own ?? (group.words.isEmpty ? nil : group.words.joined(separator: ", "))
    return [cluster, words].compactMap(\.self).joined(separator: ": ")
  }
}
