import Core
import Matrices

/// The mean distances from rows to clusters, in tiles: a block of rows against a block of columns is one product, and
/// no more than one tile a thread is ever in memory.
struct SilhouetteDistances {
  /// Rows and columns of a tile; it fits the second-level cache with what it is made from.
  static let side = 256

  /// A part of one cluster within a tile.
  struct Segment {
    let cluster: Int
    let columns: Range<Int>
    /// True where the cluster ends with it.
    let isLast: Bool
  }

  let matrix: Matrix
  let clustered: ClusteredRows
  /// The rows by cluster, less their mean, scaled so that no square overflows; products of them cancel least.
  let centered: Matrix
  /// The factor of the rows, a power of two; silhouettes do not depend on it.
  let scale: Double
  let squaredNorms: [Float]
  let tiles: [(columns: Range<Int>, segments: [Segment])]

  init(_ matrix: Matrix, _ clustered: ClusteredRows) {
    self.matrix = matrix
    self.clustered = clustered
    (centered, scale) = Self.center(matrix, order: clustered.order)
    squaredNorms = centered.squaredRowNorms().map(Float.init)
    tiles = stride(from: 0, to: clustered.order.count, by: Self.side).map { start in
      let columns = start..<min(start + Self.side, clustered.order.count)
      return (columns, Self.segments(of: columns, clustered))
    }
  }

  /// The rows in the given order less their mean, times a power of two that makes the largest entry about 1.
  private static func center(_ matrix: Matrix, order: [Int]) -> (Matrix, scale: Double) {
    matrix.withExactRows { source in
      let sums = Parallel.mapChunks(of: order.count, size: 1024) { _, range in
        source.center(of: order[range]).map { $0 * Double(range.count) }
      }
      var mean = [Double](repeating: 0, count: matrix.columns)
      for sum in sums {
        for column in mean.indices { mean[column] += sum[column] / Double(order.count) }
      }
      let largest =
        Parallel.mapChunks(of: order.count, size: 1024) { _, range in
          var largest = 0.0
          for row in order[range] {
            for column in 0..<matrix.columns {
              largest = max(largest, abs(source[row, column] - mean[column]))
            }
          }
          return largest
        }.max() ?? 0
      let scale =
        largest > 0 ? Double(sign: .plus, exponent: -Int(largest.exponent), significand: 1) : 1
      let centered = Matrix(rows: order.count, columns: matrix.columns) { target in
        Parallel.forEachChunk(of: order.count, size: 1024) { _, range in
          for position in range {
            let to = target.pointer(toRow: position)
            for column in 0..<matrix.columns {
              to[column] = Float((source[order[position], column] - mean[column]) * scale)
            }
          }
        }
      }
      return (centered, scale)
    }
  }

  private static func segments(of columns: Range<Int>, _ clustered: ClusteredRows) -> [Segment] {
    var cluster = clustered.clusters(of: [columns.lowerBound])[0]
    var segments: [Segment] = []
    var start = columns.lowerBound
    while start < columns.upperBound {
      let end = min(clustered.starts[cluster + 1], columns.upperBound)
      segments.append(
        Segment(
          cluster: cluster, columns: start - columns.lowerBound..<end - columns.lowerBound,
          isLast: end == clustered.starts[cluster + 1]))
      start = end
      cluster += 1
    }
    return segments
  }

  /// The silhouettes of the rows at some positions, or of all rows.
  func silhouettes(of picked: [Int]?) -> [Double] {
    let positions = picked ?? Array(clustered.order.indices)
    let owners = clustered.clusters(of: positions)
    let means = picked == nil && sumsFit ? symmetricMeans(owners) : rowMeans(of: positions, owners)
    return zip(means, owners).map { means, owner in
      let widest = max(means.own, means.nearest)
      let isAlone = clustered.range(of: owner).count == 1
      return isAlone || widest == 0 ? 0 : (means.nearest - means.own) / widest
    }
  }
}
