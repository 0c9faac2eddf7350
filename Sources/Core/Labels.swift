/// The clusters that a clusterer gave to the rows: one id a row, from 0, or ``noise`` or ``leftOut``.
public struct Partition: Sendable, Equatable {
  /// The id of a row that the method looked at and gave no cluster.
  public static let noise: Int32 = -1
  /// The id of a row that was not clustered, such as one dropped for NaN. It is not scored.
  public static let leftOut: Int32 = -2

  /// One cluster id a row: in `0..<clusters`, ``noise`` or ``leftOut``.
  public let labels: [Int32]
  /// The number of clusters that the labels may name; some of them may hold no row.
  public let clusters: Int

  /// Makes a partition of labels, one a row.
  ///
  /// - Precondition: every label is ``noise``, ``leftOut`` or in `0..<clusters`; for labels from outside there is
  ///   ``init(checking:clusters:)``.
  public init(labels: [Int32], clusters: Int) {
    precondition(Self.firstStrange(labels, clusters) == nil, "a label lies outside 0..<\(clusters)")
    self.labels = labels
    self.clusters = clusters
  }

  /// Makes a partition of labels that were stored or read, one a row.
  ///
  /// - Throws: ``PartitionError`` for a label that is no cluster, noise or left out.
  public init(checking labels: [Int32], clusters: Int) throws(PartitionError) {
    if let row = Self.firstStrange(labels, clusters) {
      throw PartitionError(row: row, label: labels[row], clusters: clusters)
    }
    self.labels = labels
    self.clusters = clusters
  }

  /// Makes a partition with as many clusters as the largest label asks for; labels below ``leftOut`` become that.
  public init(_ labels: [Int32]) {
    self.labels = labels.map { max($0, Self.leftOut) }
    clusters = Int(labels.max() ?? -1) + 1
  }

  /// The number of rows that were not clustered.
  public var leftOutCount: Int { labels.count { $0 == Self.leftOut } }

  /// The number of clusters that hold a row; noise and left-out rows are none.
  public var heldClusters: Int {
    var isHeld = [Bool](repeating: false, count: clusters)
    for label in labels where label >= 0 { isHeld[Int(label)] = true }
    return isHeld.count(where: \.self)
  }

  /// The number of rows that the method left as noise.
  public var noiseCount: Int { labels.count { $0 == Self.noise } }

  /// The number of rows that the method looked at, noise among them.
  package var clusteredCount: Int { labels.count - leftOutCount }

  /// The partition with noise as rows that were left out.
  package var withoutNoise: Partition {
    Partition(labels: labels.map { $0 == Self.noise ? Self.leftOut : $0 }, clusters: clusters)
  }

  private static func firstStrange(_ labels: [Int32], _ clusters: Int) -> Int? {
    labels.firstIndex { $0 < leftOut || Int($0) >= clusters }
  }
}

/// The reason why labels are not those of a partition.
public struct PartitionError: ExplainedError, Equatable {
  /// The row of the first wrong label, from 0.
  public let row: Int
  /// The label of that row.
  public let label: Int32
  /// The number of clusters that labels may name.
  public let clusters: Int

  public var failure: String { "cannot use the labels as clusters" }
  public var cause: String {
    "row \(row.grouped) (from 0) has the label \(label), and the \(counted(clusters, "cluster")) have the numbers from 0"
  }
  public var hint: String {
    "-1 stands for noise and -2 for rows that were not clustered; run the experiment again if a run wrote them"
  }
}

/// One column of truth: a class for each item, or ``unlabelled``.
///
/// A dataset may have several (group and subgroup, fine and coarse).
public struct LabelSet: Sendable, Equatable {
  /// The value of an item whose class is not known: it is clustered, not scored, and counted.
  public static let unlabelled: Int32 = -1

  /// The name of the label set, such as `group`.
  public let name: String
  /// The name of each class; a class's id is its position.
  public let classes: [String]
  /// One class id an item: in `0..<classes.count`, or ``unlabelled``.
  public let values: [Int32]

  /// Makes a label set.
  ///
  /// - Precondition: every value is ``unlabelled`` or in `0..<classes.count`.
  public init(name: String, classes: [String], values: [Int32]) {
    precondition(values.allSatisfy { $0 >= -1 && $0 < classes.count }, "a label lies outside 0..<\(classes.count)")
    self.name = name
    self.classes = classes
    self.values = values
  }

  /// The number of items without a label.
  public var unlabelledCount: Int { values.count { $0 == Self.unlabelled } }

  /// The number of items of each class.
  package var classCounts: [Int] {
    var counts = [Int](repeating: 0, count: classes.count)
    for value in values where value != Self.unlabelled { counts[Int(value)] += 1 }
    return counts
  }

  /// The number of classes that have an item.
  package var occupiedClasses: Int { classCounts.count { $0 > 0 } }

  /// The labels of rows in another order; those of absent rows are ``unlabelled``.
  package func arranged(by rows: [Int?]) -> LabelSet {
    LabelSet(name: name, classes: classes, values: rows.map { $0.map { values[$0] } ?? Self.unlabelled })
  }

  /// Returns the labels of some items, in the order of `indices`; the classes stay.
  ///
  /// - Precondition: every index is one of an item.
  public func selecting(_ indices: [Int]) -> LabelSet {
    LabelSet(name: name, classes: classes, values: indices.map { values[$0] })
  }
}
