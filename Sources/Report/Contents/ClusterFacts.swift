import Core
import Results

/// The name of a cluster in figures, with its size and its classes.
struct ClusterFacts {
  let id: Int
  /// The items in it.
  let size: Int
  /// The number of items of each class in it, the most common first; empty without labels.
  let classes: [(classID: Int, count: Int)]
  /// Its number with its own name or its most common class (``ClusterName``).
  let name: String

  /// The items in it whose class is known.
  var labelled: Int { classes.reduce(0) { $0 + $1.count } }
  /// The class that it holds most of; nil where none is known.
  var majority: Int? { classes.first?.classID }
  /// The share of its most common class among the items whose class is known.
  var purity: Double? { classes.first.map { Double($0.count) / Double(labelled) } }

  /// Each cluster of a partition, one without items among them.
  ///
  /// - Parameter names: those of the clusters' own, by their numbers.
  static func all(of partition: Partition, truth: LabelSet?, names: [Int: String] = [:]) -> [ClusterFacts] {
    var sizes = [Int](repeating: 0, count: partition.clusters)
    var counts = [[Int: Int]](repeating: [:], count: partition.clusters)
    for (item, label) in partition.labels.enumerated() where label >= 0 {
      sizes[Int(label)] += 1
      if let value = truth?.values[item], value >= 0 { counts[Int(label)][Int(value), default: 0] += 1 }
    }
    return sizes.indices.map { id in
      let classes = counts[id].sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        .map { (classID: $0.key, count: $0.value) }
      let majority = classes.first.flatMap { first in truth.map { $0.classes[first.classID] } }
      return ClusterFacts(
        id: id, size: sizes[id], classes: classes, name: ClusterName.majority(id, majority, own: names[id]))
    }
  }

  /// The facts about the items that a partition left as noise.
  static func noise(of partition: Partition, truth: LabelSet?) -> ClusterFacts {
    let isNoise = partition.labels.map { $0 == Partition.noise ? Int32(0) : Partition.leftOut }
    let facts = all(of: Partition(labels: isNoise, clusters: 1), truth: truth)[0]
    return ClusterFacts(
      id: Int(Partition.noise), size: facts.size, classes: facts.classes, name: ClusterName.number(Partition.noise))
  }

  /// The position of its colour: that of its class, or its own where there are no labels.
  func color(hasTruth: Bool) -> Int? { hasTruth ? majority : id }
}
