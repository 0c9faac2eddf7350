import Core

/// The cells of a contingency table, ready to be counted again with other weights of its items.
///
/// Its mappings of clusters to classes are those of the original table, whatever is counted: a vote that is taken again
/// in each resample adapts to it, and is too good on average.
package struct TableShape: Sendable {
  private let counts: [UInt32]
  private let rows: [Int]
  private let columns: [Int]
  private let classTotals: [Int]
  private let clusterTotals: [Int]
  private let kinds: TableSums.Kinds
  private let voted: Given
  private let matched: Given
  private let logarithms = CountLogarithms()
  private let original: ContingencyTable

  /// The class of each column under a mapping, or -1, and the items that are given each class.
  private struct Given {
    let classOfColumn: [Int]
    var totals: [Int]

    init(_ table: ContingencyTable, _ matching: ClusterMatching) {
      classOfColumn = table.mapping(matching).classOfColumn.map { $0 ?? -1 }
      totals = [Int](repeating: 0, count: table.classes.count)
      for (column, given) in classOfColumn.enumerated() where given >= 0 {
        totals[given] += table.clusterTotals[column]
      }
    }

    init() { (classOfColumn, totals) = ([], []) }
  }

  /// - Parameter kinds: the sums that will be taken.
  /// - Precondition: the table counts fewer than 2³² items.
  /// - Complexity: that of the mappings among `kinds`.
  package init(_ table: ContingencyTable, kinds: TableSums.Kinds) {
    original = table
    counts = table.cells.map { UInt32($0.count) }
    rows = table.cells.map(\.classID)
    columns = table.cells.map(\.column)
    classTotals = table.classTotals
    clusterTotals = table.clusterTotals
    self.kinds = kinds
    voted = kinds.contains(.voted) ? Given(table, .majority) : Given()
    matched = kinds.contains(.matched) ? Given(table, .oneToOne) : Given()
  }

  /// The number of cells.
  package var cellCount: Int { counts.count }

  /// The sums of the original table.
  package func sums() -> TableSums {
    counts.withUnsafeBufferPointer { counts in
      counts.baseAddress.map { sums(of: $0) } ?? TableSums()
    }
  }

  /// The sums for new counts, one a cell, of which at least one is not zero.
  ///
  /// - Complexity: O(cells + classes + clusters).
  package func sums(of counts: UnsafePointer<UInt32>) -> TableSums {
    var sums = TableSums()
    var classes = [Int](repeating: 0, count: classTotals.count)
    var clusters = [Int](repeating: 0, count: clusterTotals.count)
    for cell in 0..<cellCount {
      let count = Int(counts[cell])
      classes[rows[cell]] += count
      clusters[columns[cell]] += count
    }
    sums.total = Double(classes.reduce(0, +))
    if kinds.contains(.voted) { sums.voted = agreement(voted, counts, classes, clusters) }
    if kinds.contains(.matched) { sums.matched = agreement(matched, counts, classes, clusters) }
    if kinds.contains(.squares) {
      for cell in 0..<cellCount { sums.squares.cells += Self.square(Int(counts[cell])) }
      for count in classes { sums.squares.classes += Self.square(count) }
      for count in clusters { sums.squares.clusters += Self.square(count) }
    }
    if kinds.contains(.logarithms) {
      for cell in 0..<cellCount { sums.logarithms.cells += logarithms[Int(counts[cell])] }
      for count in classes { sums.logarithms.classes += logarithms[count] }
      for count in clusters { sums.logarithms.clusters += logarithms[count] }
    }
    if kinds.contains(.table) { sums.table = original.recounted((0..<cellCount).map { Int(counts[$0]) }) }
    return sums
  }

  /// The sums of the original table without one item of a cell, from the sums with it.
  ///
  /// - Complexity: O(1); O(cells) where the table itself is taken.
  package func sums(_ sums: TableSums, withoutOneOf cell: Int) -> TableSums {
    var left = sums
    let (row, column, count) = (rows[cell], columns[cell], Int(counts[cell]))
    let (inClass, inCluster) = (classTotals[row], clusterTotals[column])
    left.total -= 1
    if kinds.contains(.voted) { remove(voted, row, column, &left.voted) }
    if kinds.contains(.matched) { remove(matched, row, column, &left.matched) }
    if kinds.contains(.squares) {
      left.squares.cells -= Double(2 * count - 1)
      left.squares.classes -= Double(2 * inClass - 1)
      left.squares.clusters -= Double(2 * inCluster - 1)
    }
    if kinds.contains(.logarithms) {
      left.logarithms.cells += logarithms[count - 1] - logarithms[count]
      left.logarithms.classes += logarithms[inClass - 1] - logarithms[inClass]
      left.logarithms.clusters += logarithms[inCluster - 1] - logarithms[inCluster]
    }
    if kinds.contains(.table) {
      left.table = original.recounted(counts.enumerated().map { Int($1) - ($0 == cell ? 1 : 0) })
    }
    return left
  }

  private static func square(_ count: Int) -> Double { Double(count) * Double(count) }

  private func agreement(
    _ given: Given, _ counts: UnsafePointer<UInt32>, _ classes: [Int], _ clusters: [Int]
  ) -> TableSums.Agreement {
    var agreement = TableSums.Agreement()
    for cell in 0..<cellCount where given.classOfColumn[columns[cell]] == rows[cell] {
      agreement.agreeing += Double(counts[cell])
    }
    for (column, id) in given.classOfColumn.enumerated() where id >= 0 {
      agreement.chance += Double(classes[id]) * Double(clusters[column])
    }
    return agreement
  }

  /// Takes one item of a class and a cluster away.
  private func remove(
    _ given: Given, _ row: Int, _ column: Int, _ agreement: inout TableSums.Agreement
  ) {
    let id = given.classOfColumn[column]
    agreement.chance -= Double(given.totals[row])
    if id >= 0 { agreement.chance -= Double(classTotals[id]) }
    if id == row {
      agreement.agreeing -= 1
      agreement.chance += 1
    }
  }
}

extension ContingencyTable {
  /// The position in ``cells`` of each item, or -1 for one that has no class or was not clustered.
  ///
  /// - Precondition: the table was made of the same partition and truth.
  /// - Complexity: O(items · log(cells of a class)).
  package func cellOfItems(_ partition: Partition, truth: LabelSet) -> [Int32] {
    var starts = [Int](repeating: 0, count: classes.count + 1)
    for cell in cells { starts[cell.classID + 1] += 1 }
    for row in classes.indices { starts[row + 1] += starts[row] }
    let ids = cells.map { UInt32(bitPattern: clusterIDs[$0.column]) }
    return zip(partition.labels, truth.values).map { cluster, label in
      guard label != LabelSet.unlabelled, cluster != Partition.leftOut else { return -1 }
      // Noise, read without its sign, is the largest id, and its column the last.
      let id = UInt32(bitPattern: cluster)
      var (low, high) = (starts[Int(label)], starts[Int(label) + 1] - 1)
      while low < high {
        let middle = (low + high) / 2
        if ids[middle] < id { low = middle + 1 } else { high = middle }
      }
      return Int32(low)
    }
  }
}
