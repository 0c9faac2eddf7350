/// Sums over the weights of all pairs of rows, such as 1 for two rows of one class: symmetric, and 0 for a row with itself.
///
/// They are all that the moments of the agreement of two weightings depend on, where one of them is in random order
/// (Mantel, "The detection of disease clustering and a generalized regression approach", 1967).
package struct PairSums {
  private let rows: Double
  /// The sum of all weights.
  private let total: Double
  /// The sum of their squares.
  private let squares: Double
  /// The sum of the squares of each row's sum.
  private let rowSquares: Double

  /// - Parameters:
  ///   - ofRows: the sum of the weights of each row; at least four.
  ///   - squares: the sum of the squares of all weights.
  package init(ofRows: [Double], squares: Double) {
    precondition(ofRows.count > 3, "pairs of so few rows cannot be disjoint")
    rows = Double(ofRows.count)
    total = ofRows.reduce(0, +)
    rowSquares = ofRows.reduce(0) { $0 + $1 * $1 }
    self.squares = squares
  }

  /// The weights that are 1 for rows of one class.
  package init(labels: [Int32]) {
    var counts: [Int32: Double] = [:]
    for label in labels where label >= 0 { counts[label, default: 0] += 1 }
    let ofRows = labels.map { $0 >= 0 ? (counts[$0] ?? 1) - 1 : 0 }
    self.init(ofRows: ofRows, squares: ofRows.reduce(0, +))
  }

  /// The mean and the variance of Σ a(i, j) · b(i, j) over all orders of the rows of b.
  package func agreement(with other: Self) -> (mean: Double, variance: Double) {
    // Two pairs are the same, share a row, or share none.
    let (same, sharing) = (rows * (rows - 1), rows * (rows - 1) * (rows - 2))
    let mean = total * other.total / same
    let square =
      2 * squares * other.squares / same + 4 * ofSharing * other.ofSharing / sharing
      + ofDisjoint * other.ofDisjoint / (sharing * (rows - 3))
    return (mean, square - mean * mean)
  }

  /// By how many standard deviations a sum exceeds its mean over all orders; nil where every order gives the same.
  package func excess(of sum: Double, with other: Self) -> Double? {
    let (mean, variance) = agreement(with: other)
    // Differences of that size are rounding.
    return variance > 1e-10 * mean * mean ? (sum - mean) / variance.squareRoot() : nil
  }

  private var ofSharing: Double { rowSquares - squares }
  private var ofDisjoint: Double { total * total - 4 * rowSquares + 2 * squares }
}
