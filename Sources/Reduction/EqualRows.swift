import Core
import Matrices

extension Matrix {
  /// A note where all rows are equal, so that a layout of them shows nothing of the rows; nil otherwise.
  ///
  /// - Complexity: O(columns) where the first rows differ, O(rows · columns) at most.
  func noticeOfEqualRows() -> Notice? {
    guard rows > 1 else { return nil }
    let first = exactRow(0)
    guard (1..<rows).allSatisfy({ exactRow($0) == first }) else { return nil }
    return Notice(
      kind: "equal-rows",
      message:
        "all \(counted(rows, "row")) are equal: the places of the points are arbitrary, and distances between them "
        + "mean nothing; use features that differ between the items, or leave this space out")
  }
}
