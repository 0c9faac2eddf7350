import Core
import Foundation
import Matrices

/// Entries of a column beside which the others have no digits: all are either at least half as large as the largest, or
/// smaller by more than 24 bits, as where 9.97e36 stands for a missing value in NetCDF.
struct FarEntries {
  let column: Int
  let count: Int
  /// The largest magnitude, and that of the other entries.
  let magnitude: Double
  let others: Double

  /// The kind of the note.
  static let kind = "far-entries"

  /// The columns that hold some; only numbers from 2^40 on are looked for.
  ///
  /// - Complexity: O(rows · columns) where there are such numbers.
  static func found(in matrix: Matrix, extremes: [ClosedRange<Double>?]) -> [FarEntries] {
    extremes.enumerated().compactMap { column, range -> FarEntries? in
      guard let range else { return nil }
      let magnitude = max(abs(range.lowerBound), abs(range.upperBound))
      guard magnitude >= 0x1p40 else { return nil }
      var (count, others) = (0, 0.0)
      for row in 0..<matrix.rows {
        let entry = abs(matrix.frame.trueValue(of: Double(matrix[row, column]), column))
        guard entry.isFinite else { continue }
        if entry >= magnitude / 2 { count += 1 } else { others = max(others, entry) }
      }
      guard others > 0, others < magnitude * 0x1p-24 else { return nil }
      return FarEntries(column: column, count: count, magnitude: magnitude, others: others)
    }
  }

  static func notice(_ name: String, _ found: [FarEntries], _ first: FarEntries, _ columns: String) -> Notice {
    let count = found.reduce(0) { $0 + $1.count }
    func short(_ value: Double) -> String { String(format: "%.4g", value) }
    return Notice(
      kind: kind,
      message: "\(name): \(columns) \(found.count == 1 ? "has" : "have") \(counted(count, "entry", plural: "entries")) "
        + "as large as \(short(first.magnitude)), beside which the others (up to \(short(first.others))) are all alike; if "
        + "that stands for a missing value, as in NetCDF, save it as NaN and leave the rows out with nan: drop")
  }
}
