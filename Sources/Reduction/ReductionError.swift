import Core

/// The reason why a reduction could not be made.
public struct ReductionError: ExplainedError, Equatable {
  /// The failure with its numbers; rows and columns count from 0.
  public enum Reason: Sendable, Equatable {
    /// More dimensions are asked for than there are rows or columns.
    case tooManyDimensions(asked: Int, rows: Int, columns: Int)
    /// More random directions are asked for than there are columns.
    case moreDimensionsThanColumns(asked: Int, columns: Int)
    /// Rows for a model have another number of columns than those of the fit.
    case columnsDiffer(expected: Int, found: Int)
    /// An entry is NaN or infinite.
    case notFinite(row: Int, column: Int)
    /// The eigenvalues of the covariance of so many columns do not converge.
    case notConverged(columns: Int)
    /// All rows are equal.
    case noVariance(rows: Int)
    /// The covariance does not fit into the memory; `needed` and `memory`, which is left, are bytes.
    case covarianceTooLarge(columns: Int, needed: Int, memory: Int)
    /// An option lies outside its range, both in words.
    case outOfRange(name: String, value: String, allowed: String)
    /// t-SNE needs more rows.
    case tooFewRows(found: Int, needed: Int)
    /// The points to start from are rows × columns, and `expectedRows` × 2 are needed.
    case startDiffers(rows: Int, columns: Int, expectedRows: Int)
    /// More neighbours are asked for than there are rows, the row itself counted.
    case tooManyNeighbors(asked: Int, rows: Int)
    /// Rows are all zero and have no direction; `count` is their number.
    case zeroRows(count: Int)
    /// Coordinates became infinite, or larger than any clusterer takes, in an iteration, counted from 1, at a learning rate.
    case diverged(iteration: Int, learningRate: Double)
  }

  /// The failure.
  public let reason: Reason

  package init(_ reason: Reason) { self.reason = reason }

  public var isOfRows: Bool {
    switch reason {
    case .tooManyDimensions, .moreDimensionsThanColumns, .notFinite, .notConverged, .noVariance, .covarianceTooLarge,
      .tooFewRows, .tooManyNeighbors, .zeroRows, .diverged:
      true
    case .columnsDiffer, .outOfRange, .startDiffers: false
    }
  }

  public var failure: String {
    switch reason {
    case .tooManyDimensions(let asked, _, _): "cannot reduce to \(asked) PCA dimensions"
    case .moreDimensionsThanColumns(let asked, _): "cannot project on \(counted(asked, "random direction"))"
    case .columnsDiffer: "cannot apply the fitted reduction to these rows"
    case .notFinite: "cannot reduce rows that are not finite"
    case .noVariance: "cannot whiten rows without variance"
    case .notConverged, .covarianceTooLarge: "cannot find the principal components"
    case .outOfRange(let name, let value, _): "cannot reduce with \(name) = \(value)"
    case .tooFewRows(let found, _): "cannot embed \(counted(found, "row"))"
    case .tooManyNeighbors(let asked, _): "cannot find \(counted(asked, "neighbour")) of each row"
    case .zeroRows: "cannot measure angles between these rows"
    case .startDiffers: "cannot start the embedding from these points"
    case .diverged: "the embedding diverged"
    }
  }

  public var cause: String {
    switch reason {
    case .tooManyDimensions(let asked, let rows, let columns):
      "\(counted(asked, "dimension")) asked for, the data have \(counted(rows, "row")) and "
        + "\(counted(columns, "column")) and allow \(min(rows, columns).grouped)"
    case .moreDimensionsThanColumns(let asked, let columns):
      "\(counted(asked, "dimension")) asked for, the data have \(counted(columns, "column"))"
    case .columnsDiffer(let expected, let found): "expected \(counted(expected, "column")), found \(found.grouped)"
    case .notFinite(let row, let column): "the entry at row \(row), column \(column) (from 0) is NaN or infinite"
    case .notConverged(let columns): "the eigenvalue solver did not converge on the \(columns) × \(columns) covariance"
    case .noVariance(let rows): "all \(counted(rows, "row")) are equal"
    case .covarianceTooLarge(let columns, let needed, let memory):
      "the covariance of \(counted(columns, "column")) and its eigenvectors need \(counted(needed, "byte")), "
        + "\(memory.grouped) are left"
    case .outOfRange(let name, let value, let allowed):
      "\(name) must be \(allowed), and is \(value)"
    case .tooFewRows(let found, let needed):
      "at least \(counted(needed, "row")) are needed, found \(found.grouped)"
    case .tooManyNeighbors(let asked, let rows):
      "neighbors = \(asked), the row itself counted, needs at least \(counted(asked + 1, "row")), found \(rows.grouped)"
    case .zeroRows(let count):
      count == 1 ? "1 row is all zero and has no direction" : "\(count.grouped) rows are all zero and have no direction"
    case .startDiffers(let rows, let columns, let expectedRows):
      "expected \(expectedRows) × 2 numbers, found \(rows) × \(columns)"
    case .diverged(let iteration, let learningRate):
      "coordinates became infinite, or too large for distances, in iteration \(iteration) at learning rate \(learningRate)"
    }
  }

  public var hint: String {
    switch reason {
    case .tooManyDimensions(_, let rows, let columns): "ask for at most \(counted(min(rows, columns), "dimension"))"
    case .moreDimensionsThanColumns(_, let columns): "ask for at most \(counted(columns, "dimension"))"
    case .columnsDiffer: "use features from the same model as those the reduction was fitted on"
    case .notFinite: "import the features with nan: drop, or repair the file"
    case .notConverged: "standardize the features, or look for columns of extreme scale with fusebench inspect"
    case .noVariance: "use features that differ between items"
    case .covarianceTooLarge: "reduce the columns before saving, such as images to fewer pixels"
    case .outOfRange(let name, _, let allowed): "give \(name) a value \(allowed)"
    case .tooFewRows(_, let needed): "embed \(counted(needed, "row")) or more"
    case .tooManyNeighbors(_, let rows):
      rows > 2 ? "set neighbors to at most \(rows - 1), or embed more rows" : "embed more rows"
    case .zeroRows: "remove these rows, or use metric: euclidean"
    case .startDiffers(_, _, let expectedRows): "give a start of \(counted(expectedRows, "row")) and 2 columns"
    case .diverged: "lower learning-rate, or leave it out"
    }
  }
}
