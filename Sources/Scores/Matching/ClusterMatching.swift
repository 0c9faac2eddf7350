/// The ways in which clusters, which have no names of their own, are given a class.
public enum ClusterMatching: String, Sendable, CaseIterable {
  /// Each cluster takes its most common true class; of equally common ones the lowest id, which is the first in the
  /// label set's order. Several clusters may take the same class. Where other choices among equals would change kappa,
  /// a run prints a note.
  case majority
  /// Each cluster takes at most one class and each class at most one cluster, so that the most items agree. Only pairs
  /// that share an item are made. Among several such matchings the one with the least agreement by chance counts, so
  /// that the kappa of it does not depend on the ids of the clusters.
  case oneToOne = "one-to-one"

  /// The rule in words, which tell a number of one kind from that of the other: `majority vote`, `one-to-one`.
  public var title: String { self == .majority ? "majority vote" : "one-to-one" }
}

/// The class that each cluster stands for.
package struct ClusterMapping: Sendable, Equatable {
  /// The ids of the clusters, as in the table's columns.
  package let clusterIDs: [Int32]
  /// The class of each of them, or nil for a cluster that is left over.
  package let classOfColumn: [Int?]

  /// The class of the cluster with an id; nil when it stands for none or holds no labelled item.
  package subscript(cluster id: Int32) -> Int? {
    clusterIDs.firstIndex(of: id).flatMap { classOfColumn[$0] }
  }
}

extension ContingencyTable {
  /// Gives each cluster a class.
  ///
  /// - Complexity: O(pairs) for the majority; O(s² · l) at most one to one, where s and l are the numbers of classes and
  ///   clusters, and far less when few pairs occur.
  package func mapping(_ matching: ClusterMatching) -> ClusterMapping {
    switch matching {
    case .majority: ClusterMapping(clusterIDs: clusterIDs, classOfColumn: majorityClasses())
    case .oneToOne: ClusterMapping(clusterIDs: clusterIDs, classOfColumn: matchedClasses())
    }
  }

  /// Returns the number of items in clusters that stand for their class.
  func agreeing(under mapping: ClusterMapping) -> Int {
    cells.reduce(0) { $0 + (mapping.classOfColumn[$1.column] == $1.classID ? $1.count : 0) }
  }

  private func majorityClasses() -> [Int?] {
    var largest = [Int](repeating: 0, count: clusterIDs.count)
    var classOfColumn = [Int?](repeating: nil, count: clusterIDs.count)
    // The cells come by ascending class, so the first of equal counts is the lowest id.
    for cell in cells where cell.count > largest[cell.column] {
      largest[cell.column] = cell.count
      classOfColumn[cell.column] = cell.classID
    }
    return classOfColumn
  }

  private func matchedClasses() -> [Int?] {
    var rowStarts = [Int](repeating: 0, count: classes.count + 1)
    for cell in cells { rowStarts[cell.classID + 1] += 1 }
    for row in classes.indices { rowStarts[row + 1] += rowStarts[row] }
    var search = AssignmentSearch(
      rowStarts: rowStarts, columns: cells.map(\.column),
      costs: cells.map {
        AgreementCost(
          agreement: -$0.count, chance: classTotals[$0.classID] * clusterTotals[$0.column])
      },
      columnCount: clusterIDs.count, rowsMayStayFree: true)
    search.placeAllRows()
    var classOfColumn = [Int?](repeating: nil, count: clusterIDs.count)
    for (row, column) in search.columnOfRow.enumerated() {
      if let column { classOfColumn[column] = row }
    }
    return classOfColumn
  }
}

/// A cost of two parts: items that agree (negative: more is cheaper) and, between equals, pairs that agree by chance.
struct AgreementCost: AdditiveArithmetic, Comparable {
  var agreement: Int
  var chance: Int

  static let zero = AgreementCost(agreement: 0, chance: 0)

  static func + (left: Self, right: Self) -> Self {
    Self(agreement: left.agreement + right.agreement, chance: left.chance + right.chance)
  }

  static func - (left: Self, right: Self) -> Self {
    Self(agreement: left.agreement - right.agreement, chance: left.chance - right.chance)
  }

  static func < (left: Self, right: Self) -> Bool {
    (left.agreement, left.chance) < (right.agreement, right.chance)
  }
}
