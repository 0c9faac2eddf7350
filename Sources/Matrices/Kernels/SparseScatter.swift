import Core

/// The scatter matrix of rows of which most entries are zero: only pairs of entries that are both there are multiplied.
///
/// On 60,000 × 512 features of which 94 % are zero, 30 million products take the place of 8 billion. They are in `Double`,
/// each exact, around zero; the mean is taken out at the end. That loses digits only in a column whose variance is tiny
/// against its mean, and then the answer is nil.
extension Matrix {
  /// Beyond this the sums, which are added to here and there, leave the caches, and whole products are faster.
  private static let widest = 1024

  /// The mean of each column and the scatter matrix around it, columns × columns; nil where the rows are not mostly zero,
  /// there are too many columns, or the digits would not last.
  ///
  /// - Complexity: O(rows · columns + Σ entries²), the sum being over the rows; memory O(columns²).
  package func sparseMoments() -> (mean: [Double], scatter: [Double])? {
    guard columns <= Self.widest, isMostlyZero else { return nil }
    let order = columns
    // The sums of a part take as much memory as the scatter itself, so the parts are few.
    let parts = withRows { block in
      Parallel.mapChunks(of: rows, size: max(4096, (rows + 7) / 8)) { _, range in SparseSums(block[range]) }
    }
    var (sums, products) = (parts[0].sums, parts[0].products)
    for part in parts.dropFirst() {
      for index in sums.indices { sums[index] += part.sums[index] }
      for index in products.indices { products[index] += part.products[index] }
    }
    let mean = sums.map { $0 / Double(rows) }
    for row in 0..<order {
      for column in 0...row {
        let around = products[row * order + column] - sums[row] * mean[column]
        if row == column, around < 1e-6 * products[row * order + row] { return nil }
        products[row * order + column] = around
        products[column * order + row] = around
      }
    }
    return (mean, products)
  }
}

/// The sum of some rows, and of their products with themselves: the lower triangle.
private struct SparseSums {
  var sums: [Double]
  var products: [Double]

  init(_ block: RowBlock) {
    let order = block.columns
    sums = [Double](repeating: 0, count: order)
    products = [Double](repeating: 0, count: order * order)
    sums.withUnsafeMutableBufferPointer { sums in
      products.withUnsafeMutableBufferPointer { products in
        for first in stride(from: 0, to: block.rows, by: 256) {
          let rows = SparseRows(block[first..<min(first + 256, block.rows)])
          for index in 0..<rows.rows {
            let row = rows.entries(of: index)
            for entry in 0..<row.count {
              let value = Double(row.values[entry])
              sums[Int(row.columns[entry])] += value
              let line = products.baseAddress! + Int(row.columns[entry]) * order
              for other in 0...entry { line[Int(row.columns[other])] += value * Double(row.values[other]) }
            }
          }
        }
      }
    }
  }
}
