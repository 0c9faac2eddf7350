import Foundation
import Results

/// The columns that tell how many clusters were found, and how much was left as noise.
extension SummaryTable {
  /// The titles of the columns; none where every method forms a given number of clusters without noise.
  var countTitles: [String] { showsClusters ? ["clusters", "% noise"] : [] }

  /// The fields of a row in these columns, such as `27.4 ± 1.5` and `12.3 ± .8`.
  func countTexts(of row: Row) -> [String] {
    showsClusters ? [row.clusters, row.noise].map { $0.map(Self.countText) ?? absentCell } : []
  }

  /// A count or a percentage with one decimal, or none where all values are equal and whole.
  private static func countText(_ cell: Cell) -> String {
    func text(_ value: Double) -> String {
      value == value.rounded() && cell.minimum == cell.maximum
        ? String(Int(value)) : String(format: "%.1f", value)
    }
    guard let deviation = cell.deviation, deviation > 0 else { return text(cell.mean) }
    return "\(text(cell.mean)) ± \(String(format: "%.1f", deviation))"
  }
}
