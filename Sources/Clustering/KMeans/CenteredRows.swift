import Matrices

/// The rows of a space with what k-means needs to know about them: their mean, and their distances from it.
///
/// Distances come from products, |x − c|² = |x|² − 2 x·c + |c|², which cancels badly when all rows lie far from the
/// origin. Measuring from the mean m keeps the digits, and needs no centred copy of the rows: with c′ = c − m,
/// |x − c|² = |x − m|² − 2 score, where the score is x·c′ − (m·c′ + |c′|²/2). The nearest centre has the highest score.
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

  /// The mean over the columns of their variance.
  var meanVariance: Double { totalSquaredNorm / Double(rows.rows) / Double(rows.columns) }

  init(_ rows: Matrix) {
    self.init(rows, around: rows.columnMeans())
  }

  init(_ rows: Matrix, around mean: [Double]) {
    self.rows = rows
    sparse = SparseRows(rows)
    self.mean = mean
    meanLength = mean.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let norms = rows.withRows { block in
      Parallel.mapChunks(of: rows.rows, size: 1024) { _, range in
        range.map { squaredDistance(block.pointer(toRow: $0), to: mean, block.columns) }
      }
    }
    squaredNorms = norms.flatMap { $0.map { Float($0) } }
    totalSquaredNorm = norms.reduce(0) { $0 + $1.reduce(0, +) }
  }
}

extension CenteredRows {
  /// The centre nearest to each row; the lowest of equals.
  func nearest(_ centers: Matrix) -> [Int32] {
    let restart = Restart(centers: centers, rows: rows.rows)
    let assignment = restart.assignment(self, nil)
    Parallel.forEachChunk(of: rows.rows, size: 768) { _, range in
      let workspace = ChunkWorkspace(capacity: range.count, groups: assignment.grouping.count)
      _ = assignment.assign(range, restart.bounds, workspace)
    }
    return restart.labels
  }
}
