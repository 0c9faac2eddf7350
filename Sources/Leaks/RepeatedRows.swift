import Core
import Features
import Matrices

/// The number of distinct rows of a feature set.
///
/// The rule: at least a tenth of the rows repeat an earlier one. Equal rows share a cluster by k-means and most methods, so the
/// scores rest on fewer points than there are items; balanced k-means, and ties of neighbors, may part them.
package struct RepeatedRows: Equatable {
  package let rows: Int
  package let distinct: Int
  /// The rows of the largest group of equal ones.
  package let largest: Int

  /// - Parameter merged: the rows that equal another one only for lack of digits.
  package init(_ groups: RowGroups, merged: Int = 0) {
    rows = groups.groups.count
    distinct = groups.sizes.count + merged
    largest = groups.sizes.max() ?? 0
  }

  /// True where any row repeats another one.
  package var isAny: Bool { distinct < rows }

  package func notice(_ name: String) -> Notice? {
    guard isAny, (rows - distinct) * 10 >= rows else { return nil }
    return Notice(
      kind: "duplicate-rows",
      message: "\(name): \(counted(distinct, "distinct row")) among \(rows.grouped), up to \(largest.grouped) of them "
        + "equal: equal rows share a cluster by most methods, so its scores rest on "
        + "\(counted(distinct, "point")); use features that "
        + "describe each item by itself")
  }
}
