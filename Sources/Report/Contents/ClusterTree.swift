import Core
import Results
import Words

/// The upper part of the tree of a hierarchical trial: its last merges, between groups of items.
struct ClusterTree {
  /// Items below a merge that is not shown.
  struct Group {
    let size: Int
    /// The number of items of each class, the most common first; empty without labels.
    let classes: [(classID: Int, count: Int)]
    /// The cluster of all its items; nil where they have several or none.
    let cluster: Int?
    /// The number of clusters that its items have.
    let clusters: Int
    /// The item of a group of one, in the order of the run; nil for larger groups.
    let item: Int?
    /// The words of the captions of its items, by the weights that the experiment asks for; without labels those that are
    /// typical.
    let words: [String]
  }

  /// Two nodes that become one: groups by their positions, then earlier merges.
  struct Merge {
    let left, right: Int
    let distance: Double
    /// The cluster in which it lies; nil above the cut.
    let cluster: Int?
  }

  /// The groups of a tree; twice as many where there are as many clusters. More would be no picture.
  static let mostGroups = 40
  /// The words of a group.
  private static let mostWords = 3

  let trial: TrialRecord
  let groups: [Group]
  let merges: [Merge]
  /// A distance between the last merge inside a cluster and the first of two clusters.
  let cut: Double

  /// The tree of a trial; nil where it has none, or where its clusters are not those of a cut.
  ///
  /// - Throws: `ResultsError` when stored files are not those of the run.
  init?(of trial: TrialRecord, in stored: StoredRun) throws {
    guard let tree = try stored.tree(of: trial) else { return nil }
    let partition = try stored.partition(of: trial)
    let items = partition.labels.indices.filter { partition.labels[$0] != Partition.leftOut }
    let clusters = partition.clusters
    guard items.count == tree.merges.count + 1, items.count >= 2, clusters >= 1, clusters <= items.count,
      partition.noiseCount == 0
    else { return nil }
    let whole = TopMerges(tree, groups: min(items.count, max(Self.mostGroups, clusters)))
    let labels = items.map { Int(partition.labels[$0]) }
    guard let cut = tree.cut(into: clusters), whole.isCut(into: clusters, whole.only(labels)) else { return nil }
    // Of more clusters than have room the last merges are shown, between groups of whole clusters.
    let top = whole.groups > 2 * Self.mostGroups ? TopMerges(tree, groups: 2 * Self.mostGroups) : whole
    let clusterOfGroup = top.only(labels)
    let truth = try stored.truth
    let ofItems = Partition(labels: top.groupOfItem.map { Int32($0) }, clusters: top.groups)
    let words = try Self.words(of: items, ofItems, in: stored)
    self.trial = trial
    self.cut = cut
    groups = top.members.enumerated().map { position, members in
      Group(
        size: members.count, classes: Self.classes(of: members.map { items[$0] }, truth),
        cluster: clusterOfGroup[position], clusters: Set(members.map { labels[$0] }).count,
        item: members.count == 1 ? items[members[0]] : nil, words: words[position] ?? [])
    }
    let groups = groups
    merges = top.merges.reduce(into: []) { merges, merge in
      func cluster(_ node: Int) -> Int? {
        node < groups.count ? groups[node].cluster : merges[node - groups.count].cluster
      }
      let (left, right) = (cluster(merge.left), cluster(merge.right))
      merges.append(
        Merge(left: merge.left, right: merge.right, distance: merge.distance, cluster: left == right ? left : nil))
    }
  }

  /// The words of each group of items by its position; none without captions, nor where classes name the groups and the
  /// experiment asks for no words.
  private static func words(
    of items: [Int], _ groups: Partition, in stored: StoredRun
  ) throws -> [Int: [String]] {
    guard let captions = try stored.captions.map({ captions in items.map { captions[$0] } }) else { return [:] }
    guard var options = try stored.clusterWords?.options else {
      guard try stored.truth == nil else { return [:] }
      return TypicalWords(captions: captions, partition: groups).texts(most: mostWords)
    }
    options.top = mostWords
    return Dictionary(uniqueKeysWithValues: try options.terms(of: captions, groups).map { ($0, $1.map(\.text)) })
  }

  private static func classes(of items: [Int], _ truth: LabelSet?) -> [(classID: Int, count: Int)] {
    guard let truth else { return [] }
    var counts: [Int: Int] = [:]
    for item in items where truth.values[item] >= 0 { counts[Int(truth.values[item]), default: 0] += 1 }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { (classID: $0.key, count: $0.value) }
  }
}

/// The last merges of a tree, with the items below each group that they join.
private struct TopMerges {
  let groups: Int
  /// The items of each group, ascending.
  let members: [[Int]]
  let groupOfItem: [Int]
  let merges: [(left: Int, right: Int, distance: Double)]

  init(_ tree: MergeTree, groups: Int) {
    let items = tree.merges.count + 1
    let first = items - groups
    // The root of each item below the merges that are shown.
    var parents = Array(0..<items + first)
    for (index, merge) in tree.merges.prefix(first).enumerated() {
      (parents[merge.left], parents[merge.right]) = (items + index, items + index)
    }
    for node in parents.indices.reversed() where parents[node] != node { parents[node] = parents[parents[node]] }
    var position: [Int: Int] = [:]
    var members: [[Int]] = []
    groupOfItem = (0..<items).map { item in
      let root = parents[item]
      if let known = position[root] {
        members[known].append(item)
        return known
      }
      position[root] = members.count
      members.append([item])
      return members.count - 1
    }
    self.groups = members.count
    self.members = members
    let (count, places) = (members.count, position)
    func node(_ id: Int) -> Int { places[id] ?? count + id - items - first }
    merges = tree.merges.dropFirst(first).map { (node($0.left), node($0.right), $0.distance) }
  }

  /// The value that all items of each group share; nil where they differ.
  func only(_ values: [Int]) -> [Int?] {
    members.map { members in
      let value = values[members[0]]
      return members.allSatisfy { values[$0] == value } ? value : nil
    }
  }

  /// True where undoing the last merges leaves the clusters.
  func isCut(into clusters: Int, _ clusterOfGroup: [Int?]) -> Bool {
    var ofNode = clusterOfGroup
    guard !ofNode.contains(nil), clusters <= groups else { return false }
    for merge in merges.prefix(groups - clusters) {
      guard ofNode[merge.left] == ofNode[merge.right] else { return false }
      ofNode.append(ofNode[merge.left])
    }
    return true
  }
}
