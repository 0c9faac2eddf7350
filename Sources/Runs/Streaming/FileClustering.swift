import Clustering
import Core
import Datasets
import Matrices

/// Mini-batch k-means of the rows of an `.npy` file, which are read block by block, so that the file need not fit in memory.
public struct FileClustering {
  /// The numbers of the file.
  public let rows, columns: Int
  /// The cluster of each row.
  public let partition: Partition
  /// The centers, clusters × columns, stored as the rows are.
  public let centers: Matrix
  /// The sum of the squared distances of the rows to their centers.
  public let inertia: Double
  /// The number of clusters that hold a row.
  public let heldClusters: Int
  /// Deviations from the request.
  public let notices: [Notice]

  /// Clusters a file.
  ///
  /// - Parameters:
  ///   - path: an `.npy` of rows × columns in C order, of floats of 16, 32 or 64 bits or of integers.
  ///   - clusters: the number of clusters.
  ///   - batch: the number of rows of a batch.
  ///   - dividesByLength: true where each row is divided by its Euclidean length.
  ///   - progress: called with the share of the last pass that is done.
  /// - Throws: ``FileError`` and `NumpyError` for a file that cannot be read, ``ClusteringError`` for rows that cannot be
  ///   clustered so.
  /// - Complexity: three passes over the file, one more for rows that are divided by their lengths, two more at most for unusual numbers, and some batches; 4 bytes a row and a few
  ///   megabytes of memory.
  public init(
    _ path: String, clusters: Int, batch: Int = 1024, seed: UInt64 = 0, dividesByLength: Bool = false,
    progress: (Double) -> Void = { _ in }
  ) throws {
    let file = try NumpyRows(path)
    let source = try StoredRows.reading(file, dividesByLength: dividesByLength)
    let found = try MiniBatchKMeans(clusters: clusters, batch: batch).cluster(
      blocksOf: source, seed: Seed(seed), progress: progress)
    (rows, columns) = (file.rows, file.columns)
    (partition, centers, inertia) = (found.partition, found.centers, found.inertia)
    heldClusters = partition.heldClusters
    let zeros = dividesByLength ? try Self.zeroRows(of: source) : 0
    var notices = [Notice.ofZeroRows(zeros)].compactMap(\.self)
    if !found.converged {
      notices.append(Notice(kind: "not-converged", message: "the smoothed inertia still fell when the passes ended"))
    }
    if heldClusters < clusters {
      notices.append(
        Notice(kind: "empty-cluster", message: "only \(heldClusters) of \(clusters) clusters hold a row at the end"))
    }
    self.notices = notices
  }

  /// Counts the rows of zeros, block by block.
  private static func zeroRows(of source: any RowSource) throws -> Int {
    let block = 4096
    return try stride(from: 0, to: source.rows, by: block).reduce(0) { count, start in
      let rows = try source.selecting(rows: start..<min(start + block, source.rows))
      return count + rows.zeroRows().count(where: \.self)
    }
  }
}
