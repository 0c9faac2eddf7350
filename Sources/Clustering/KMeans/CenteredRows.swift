import Core
import Matrices

/// The rows of a space as k-means measures them: with their mean, and their distances from it.
///
/// Distances come from products, |x − c|² = |x|² − 2 x·c + |c|², which cancels badly when all rows lie far from the
/// origin. Measuring from the mean m keeps the digits, and needs no centered copy of the rows: with c′ = c − m,
/// |x − c|² = |x − m|² − 2 score, where the score is x·c′ − (m·c′ + |c′|²/2). The nearest center has the highest score.
struct CenteredRows {
  let rows: Matrix
  /// The rows once more, where most of their entries are zero.
  let sparse: SparseRows?
  let mean: [Double]
  /// |m|.
  let meanLength: Double
  /// |x − m|² for each row.
  let squaredNorms: [Float]
  /// The sum of all |x − m|².
  let totalSquaredNorm: Double
  /// The largest error of the product of a row with a vector, as a share of the product of their lengths.
  let rounding: Double

  /// The mean over the columns of their variance.
  var meanVariance: Double { totalSquaredNorm / Double(rows.rows) / Double(rows.columns) }

  init(_ rows: Matrix) {
    let mean = rows.columnMeans()
    self.rows = rows
    self.mean = mean
    sparse = SparseRows(rows)
    meanLength = mean.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let norms = rows.withExactRows { block in
      mean.withUnsafeBufferPointer { mean in
        Parallel.mapChunks(of: rows.rows, size: 1024) { _, range in
          range.map { block.squaredDistance($0, to: mean.baseAddress!) }
        }
      }
    }
    squaredNorms = norms.flatMap { $0.map { Float($0) } }
    totalSquaredNorm = norms.reduce(0) { $0 + $1.reduce(0, +) }
    // Products leave the remainder out, which is at most half a unit in the last place of each entry.
    let omitted = rows.remainder == nil ? 0 : Double(Float.ulpOfOne) / 2
    rounding = PackedColumns.rounding(columns: rows.columns) + omitted
  }

  /// Returns whether sums and products have too few digits for clusters of this inertia: where these are much narrower
  /// than the space, and where the rows themselves need more digits than `Float` has.
  ///
  /// Everything is then taken from differences. The sums of clusters lose a share of 1e-16 of the squared norms; an
  /// inertia of 1e-5 of these keeps eleven digits.
  func needsDifferences(_ inertia: Double) -> Bool {
    rows.remainder != nil || inertia < 1e-5 * totalSquaredNorm
  }
}

extension CenteredRows {
  /// Returns the center nearest to each row; the lowest of equals.
  func nearest(_ centers: Centers) -> [Int32] {
    CenterSearch(self, clusters: centers.clusters).nearest(centers)
  }

  /// Returns the mean of the rows of each cluster, from their differences from the cluster's first row: exact to the
  /// width of the cluster, wherever it lies. A cluster without rows keeps its former center.
  ///
  /// - Complexity: O(rows · columns).
  func means(_ labels: [Int32], counts: [Int], former: Centers) -> Centers {
    let columns = rows.columns
    var first = former.values
    var sums = [Double](repeating: 0, count: first.count)
    var isMet = [Bool](repeating: false, count: counts.count)
    rows.withExactRows { rows in
      first.withUnsafeMutableBufferPointer { first in
        for (row, label) in labels.enumerated() {
          let start = Int(label) * columns
          if isMet[Int(label)] {
            for column in 0..<columns { sums[start + column] += rows[row, column] - first[start + column] }
          } else {
            isMet[Int(label)] = true
            rows.read(row, into: first.baseAddress! + start)
          }
        }
      }
    }
    let means = first.indices.map { first[$0] + sums[$0] / Double(max(counts[$0 / columns], 1)) }
    return Centers(clusters: counts.count, columns: columns, values: means)
  }
}
