/// The clusters that a clusterer gave to the rows: one id a row, from 0, or ``noise``.
public struct Partition: Sendable, Equatable {
  /// The id of a row that belongs to no cluster.
  public static let noise: Int32 = -1

  /// One cluster id a row: in `0..<clusters`, or ``noise``.
  public let labels: [Int32]
  /// The number of clusters asked for; some of them may hold no row.
  public let clusters: Int

  /// - Precondition: every label is ``noise`` or in `0..<clusters`.
  public init(labels: [Int32], clusters: Int) {
    precondition(labels.allSatisfy { $0 >= -1 && $0 < clusters }, "a label lies outside 0..<\(clusters)")
    self.labels = labels
    self.clusters = clusters
  }

  /// A partition with as many clusters as the largest label asks for; negative labels become ``noise``.
  public init(_ labels: [Int32]) {
    self.labels = labels.map { max($0, Self.noise) }
    clusters = Int(labels.max() ?? -1) + 1
  }
}

/// One column of truth: a class for each item, or ``unlabelled``.
///
/// A dataset may have several (group and subgroup, fine and coarse).
public struct LabelSet: Sendable, Equatable {
  /// The value of an item whose class is not known: it is clustered, not scored, and counted.
  public static let unlabelled: Int32 = -1

  /// What the label set is called, such as `group`.
  public let name: String
  /// The name of each class; a class's id is its position.
  public let classes: [String]
  /// One class id an item: in `0..<classes.count`, or ``unlabelled``.
  public let values: [Int32]

  /// - Precondition: every value is ``unlabelled`` or in `0..<classes.count`.
  public init(name: String, classes: [String], values: [Int32]) {
    precondition(values.allSatisfy { $0 >= -1 && $0 < classes.count }, "a label lies outside 0..<\(classes.count)")
    self.name = name
    self.classes = classes
    self.values = values
  }

  /// How many items have no label.
  public var unlabelledCount: Int { values.count { $0 == Self.unlabelled } }

  /// How many items each class has.
  package var classCounts: [Int] {
    var counts = [Int](repeating: 0, count: classes.count)
    for value in values where value != Self.unlabelled { counts[Int(value)] += 1 }
    return counts
  }

  /// How many classes have an item.
  package var occupiedClasses: Int { classCounts.count { $0 > 0 } }

  /// The labels of some items, in the order of `indices`; the classes stay.
  public func selecting(_ indices: [Int]) -> LabelSet {
    LabelSet(name: name, classes: classes, values: indices.map { values[$0] })
  }
}
