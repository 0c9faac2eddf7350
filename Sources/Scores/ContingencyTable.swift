import Core

/// The numbers of items that each true class shares with each cluster: all that an external score looks at.
///
/// Rows are the classes of the label set, in its order; columns are the clusters that hold at least one labelled item,
/// in the order of their ids. Items without a true class are left out and counted in ``unlabelled``, those that were
/// not clustered in ``leftOut``. Noise is one more cluster, the last column, so that the external scores treat it as
/// scikit-learn does, for which -1 is a label like any other. Only the pairs that occur are stored.
public struct ContingencyTable: Sendable, Equatable {
  /// A class and a cluster that share items.
  public struct Cell: Sendable, Equatable {
    /// The row: the id of a class.
    public let classID: Int
    /// The position of the cluster in ``ContingencyTable/clusterIDs``.
    public let column: Int
    /// The number of items that they share; at least 1.
    public let count: Int
  }

  /// The names of the classes; some may have no item.
  public let classes: [String]
  /// The id of each column's cluster, ascending; ``Partition/noise`` comes last.
  public private(set) var clusterIDs: [Int32]
  /// The pairs that occur, by class and within a class by column.
  public private(set) var cells: [Cell]
  /// The number of items of each class.
  public private(set) var classTotals: [Int]
  /// The number of items of each column; at least 1.
  public private(set) var clusterTotals: [Int]
  /// The number of items that are counted; at least 1.
  public private(set) var total: Int
  /// The number of items left out because their class is not known.
  public let unlabelled: Int
  /// The number of items left out because they were not clustered.
  public let leftOut: Int

  /// Counts the items of each class in each cluster.
  ///
  /// - Throws: ``ScoreError`` when the two have different numbers of items, or no item has a class.
  /// - Complexity: O(items · log items) time and O(items) memory, however many classes and clusters there are.
  public init(_ partition: Partition, truth: LabelSet) throws {
    guard partition.labels.count == truth.values.count else {
      throw ScoreError(.countsDiffer(partition: partition.labels.count, truth: truth.values.count))
    }
    try self.init(clusters: partition.labels, truth: truth.values, classes: truth.classes)
  }

  /// Makes the table of given counts, a row a class; cluster ids are the positions of the columns. Columns of zeros are
  /// dropped.
  ///
  /// - Throws: ``ScoreError`` when every count is zero.
  /// - Precondition: no count is negative.
  /// - Complexity: O(n · log n) time and O(n) memory for n items in all.
  public init(counts: [[Int]]) throws {
    var clusters: [Int32] = []
    var truth: [Int32] = []
    for (row, entries) in counts.enumerated() {
      for (column, count) in entries.enumerated() {
        clusters += repeatElement(Int32(column), count: count)
        truth += repeatElement(Int32(row), count: count)
      }
    }
    try self.init(clusters: clusters, truth: truth, classes: counts.indices.map(String.init))
  }

  /// Both have one entry an item; the classes lie in `classes`, validated by the caller.
  private init(clusters: [Int32], truth: [Int32], classes: [String]) throws {
    // Class in the upper half, cluster in the lower; noise becomes the largest and so sorts last.
    var keys: [UInt64] = []
    keys.reserveCapacity(truth.count)
    for (cluster, label) in zip(clusters, truth)
    where label != LabelSet.unlabelled && cluster != Partition.leftOut {
      keys.append(UInt64(UInt32(bitPattern: label)) << 32 | UInt64(UInt32(bitPattern: cluster)))
    }
    guard !keys.isEmpty else { throw ScoreError(.nothingLabelled(items: truth.count)) }
    keys.sort()

    let pairs = runs(keys)
    let ids = runs(pairs.map { UInt32(truncatingIfNeeded: $0.key) }.sorted()).map(\.key)
    let columns = Dictionary(uniqueKeysWithValues: zip(ids, ids.indices))
    var classTotals = [Int](repeating: 0, count: classes.count)
    var clusterTotals = [Int](repeating: 0, count: ids.count)
    cells = pairs.map { key, count in
      let cell = Cell(
        classID: Int(key >> 32), column: columns[UInt32(truncatingIfNeeded: key)] ?? 0, count: count
      )
      classTotals[cell.classID] += count
      clusterTotals[cell.column] += count
      return cell
    }
    self.classes = classes
    clusterIDs = ids.map(Int32.init(bitPattern:))
    self.classTotals = classTotals
    self.clusterTotals = clusterTotals
    total = keys.count
    leftOut = clusters.count { $0 == Partition.leftOut }
    unlabelled = truth.count - keys.count - leftOut
  }
}

extension ContingencyTable {
  /// The table with new counts, one a cell; nil where all are zero.
  ///
  /// - Complexity: O(cells + classes + clusters).
  func recounted(_ counts: [Int]) -> ContingencyTable? {
    var table = self
    table.classTotals = classTotals.map { _ in 0 }
    table.clusterTotals = clusterTotals.map { _ in 0 }
    for (cell, count) in zip(cells, counts) {
      table.classTotals[cell.classID] += count
      table.clusterTotals[cell.column] += count
    }
    let occupied = clusterTotals.indices.filter { table.clusterTotals[$0] > 0 }
    guard !occupied.isEmpty else { return nil }
    let columns = Dictionary(uniqueKeysWithValues: zip(occupied, 0...))
    table.cells = zip(cells, counts).compactMap { cell, count in
      count > 0 ? columns[cell.column].map { Cell(classID: cell.classID, column: $0, count: count) } : nil
    }
    table.clusterIDs = occupied.map { clusterIDs[$0] }
    table.clusterTotals = occupied.map { table.clusterTotals[$0] }
    table.total = counts.reduce(0, +)
    return table
  }

  /// The number of counted items that are noise.
  public var noise: Int {
    clusterIDs.last == Partition.noise ? clusterTotals[clusterTotals.count - 1] : 0
  }

  /// The number of classes that have an item.
  public var occupiedClasses: Int { classTotals.count { $0 > 0 } }

  /// The number of clusters that have a labelled item; noise counts as one.
  public var occupiedClusters: Int { clusterIDs.count }

  /// The number of clusters that hold an item of a known class, without noise, which is no cluster where clusters are
  /// counted for a reader.
  package var foundClusters: Int { clusterIDs.count { $0 >= 0 } }

  /// True where each class is one cluster and each cluster one class.
  public var isPerfect: Bool { cells.count == occupiedClasses && cells.count == occupiedClusters }
}

/// The values of a sorted array, each with how often it occurs.
func runs<Key: Equatable>(_ sorted: [Key]) -> [(key: Key, count: Int)] {
  var runs: [(key: Key, count: Int)] = []
  var start = 0
  for end in 1..<sorted.count + 1 where end == sorted.count || sorted[end] != sorted[start] {
    runs.append((sorted[start], end - start))
    start = end
  }
  return runs
}
