import Foundation
import Stages

extension GaussianMixture {
  /// Iterations of a start, and the cost of each for a row, component and column along the axes.
  private static let iterations = 25.0
  private static let axes = 14.0
  /// For each row and pair of columns of an iteration with full covariances, and to invert a matrix of cubed columns.
  private static let pairs = 3.7
  private static let inversion = 3.0

  private var isEllipsoid: Bool { covariance == .full || covariance == .tied }

  public func cost(_ shape: Shape) -> Cost? {
    guard let asked = clusters, let start = KMeans(clusters: asked, restarts: 1).cost(shape) else { return nil }
    let clusters = min(asked, shape.rows)
    let (rows, columns) = (Double(shape.rows), Double(shape.allColumns))
    let matrices = covariance == .full ? clusters : covariance == .tied ? 1 : 0
    let iteration =
      isEllipsoid
      ? Self.pairs * rows * pow(columns, 2) + Self.inversion * Double(matrices) * pow(columns, 3)
      : Self.axes * rows * columns * Double(clusters)
    return Cost(
      operations: Double(restarts)
        * (start.operations + min(Double(maximumIterations), Self.iterations) * iteration),
      iteration: rows * columns * (isEllipsoid ? columns : 1) * Double(asked),
      bytes: Cost.bytes(rows * (8 * Double(clusters) + columns) + columns * columns * (4 * Double(matrices) + 48)))
  }
}

extension GaussianMixture {
  /// The means, the covariances, and the weights but one, which follows from the others; nil without a number of
  /// components, and where it is beyond all memory.
  public func freeParameters(columns: Int) -> Int? {
    guard let clusters, clusters >= 1, columns >= 0 else { return nil }
    let (components, width) = (Double(clusters), Double(columns))
    let covariances =
      switch covariance {
      case .full: components * width * (width + 1) / 2
      case .diag: components * width
      case .tied: width * (width + 1) / 2
      case .spherical: components
      }
    return Int(exactly: covariances + components * width + components - 1)
  }
}
