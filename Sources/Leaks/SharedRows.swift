import Core
import Matrices

/// Two feature sets that hold the same numbers, as when one file was given twice.
///
/// The rule: both have the same columns, and at least half of the items have the same row in both, rows of zeros apart.
package struct SharedRows: Equatable {
  package let rows: Int
  /// Rows that are equal in both and not all zero.
  package let shared: Int

  /// Nil where the rule does not hold.
  ///
  /// - Complexity: O(rows · columns) for equal matrices; different rows are told apart by their first entries.
  package init?(_ one: Matrix, _ other: Matrix) {
    guard one.rows == other.rows, one.columns == other.columns, one.rows > 0 else { return nil }
    rows = one.rows
    let arePlain = one.isPlain && other.isPlain
    shared = one.withExactRows { left in
      other.withExactRows { right in
        Parallel.mapChunks(of: one.rows, size: 1024) { _, range in
          range.count { row in
            guard arePlain else { return Self.areEqual(one.trueRow(row), other.trueRow(row)) }
            return Self.areEqual(
              left.high.pointer(toRow: row), right.high.pointer(toRow: row), left.columns)
          }
        }.reduce(0, +)
      }
    }
    guard shared * 2 >= rows else { return nil }
  }

  private static func areEqual(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ columns: Int) -> Bool {
    var isZero = true
    for column in 0..<columns {
      guard left[column] == right[column] else { return false }
      if left[column] != 0 { isZero = false }
    }
    return !isZero
  }

  private static func areEqual(_ left: [Double], _ right: [Double]) -> Bool {
    left == right && left.contains { $0 != 0 }
  }

  package func notice(_ one: String, _ other: String) -> Notice {
    Notice(
      kind: "same-features",
      message:
        "\(one) and \(other) hold the same numbers for \(shared.grouped) of \(counted(rows, "item")): fusing them "
        + "adds nothing, and their scores are one result; check the files")
  }
}
