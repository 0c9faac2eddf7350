import Core

/// The groups of rows that lie together in every partition, which evidence accumulation never has to compare: two rows of a
/// group are alike for all others.
struct LabelGroups {
  /// The number of partitions.
  let partitions: Int
  /// The sum of the weights of all partitions; their number where all weigh 1.
  let total: Double
  /// The weight of the partition of each cluster.
  let weights: [Double]
  /// The clusters of all partitions together; each has a number of its own among them.
  let clusters: Int
  /// Groups × partitions: the number of the cluster that holds the group; -1 for noise.
  private(set) var places: [Int32] = []
  /// The rows of each group.
  private(set) var sizes: [Int] = []
  /// The group of each row; -1 for a row that is noise in more than half of the partitions, by their weights. Groups are numbered by their
  /// first rows.
  private(set) var groupOfRow: [Int32]

  /// - Parameter shares: the weight of each partition, a whole number from 1; nil for 1 each.
  /// - Precondition: at least one partition, all of the same rows.
  /// - Complexity: O(rows · partitions).
  init(_ partitions: [Partition], weights shares: [Double]? = nil) {
    let shares = shares ?? partitions.map { _ in 1 }
    self.partitions = partitions.count
    total = shares.reduce(0, +)
    weights = zip(partitions, shares).flatMap { [Double](repeating: $1, count: $0.clusters) }
    let starts = partitions.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.clusters) }
    clusters = starts[partitions.count]
    let rows = partitions[0].labels.count
    groupOfRow = Self.groups(partitions, rows: rows)
    for row in 0..<rows {
      let noise = zip(partitions, shares).reduce(0) { $0 + ($1.0.labels[row] < 0 ? $1.1 : 0) }
      if 2 * noise > total { groupOfRow[row] = -1 }
    }
    renumber()
    var isNew = [Bool](repeating: true, count: sizes.count)
    for row in 0..<rows where groupOfRow[row] >= 0 && isNew[Int(groupOfRow[row])] {
      isNew[Int(groupOfRow[row])] = false
      places += zip(partitions, starts).map { partition, start in
        partition.labels[row] < 0 ? -1 : Int32(start) + partition.labels[row]
      }
    }
  }

  /// Parts the rows by one partition after the other.
  private static func groups(_ partitions: [Partition], rows: Int) -> [Int32] {
    var groups = [Int32](repeating: 0, count: rows)
    for partition in partitions {
      var numbers: [Int: Int32] = [:]
      for row in 0..<rows {
        let key = Int(groups[row]) * (partition.clusters + 1) + Int(max(partition.labels[row], -1)) + 1
        let next = Int32(numbers.count)
        groups[row] = numbers[key, default: next]
        if groups[row] == next { numbers[key] = next }
      }
    }
    return groups
  }

  /// Numbers the groups that are left by their first rows, and counts their rows.
  private mutating func renumber() {
    var numbers: [Int32: Int32] = [:]
    for row in groupOfRow.indices where groupOfRow[row] >= 0 {
      let next = Int32(numbers.count)
      let number = numbers[groupOfRow[row], default: next]
      if number == next {
        numbers[groupOfRow[row]] = next
        sizes.append(0)
      }
      sizes[Int(number)] += 1
      groupOfRow[row] = number
    }
  }

  /// The numbers of the clusters that hold a group, without its noise.
  func places(of group: Int) -> some Sequence<Int> {
    places[group * partitions..<(group + 1) * partitions].lazy.filter { $0 >= 0 }.map(Int.init)
  }
}
