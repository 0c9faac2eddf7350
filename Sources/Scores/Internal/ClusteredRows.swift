import Core
import Matrices

/// The rows of a matrix in the order of their clusters, so that each cluster is a range; noise is left out.
struct ClusteredRows {
  /// The index in the matrix of each position, by cluster and within a cluster ascending.
  let order: [Int]
  /// The start of each cluster in ``order``, and the end of the last one.
  let starts: [Int]
  /// The ids of the clusters that hold a row, ascending.
  let clusterIDs: [Int32]
  /// The number of rows left out as noise.
  let noise: Int

  var clusterCount: Int { clusterIDs.count }

  /// Sorts the rows, and checks what every internal score asks for; `title` is the score's, for the message.
  ///
  /// - Throws: ``ScoreError`` when the numbers of rows differ, an entry is not finite, or there are too few or too many
  ///   clusters.
  init(_ matrix: Matrix, _ partition: Partition, for title: String) throws {
    guard matrix.rows == partition.labels.count else {
      throw ScoreError(.rowsDiffer(partition: partition.labels.count, matrix: matrix.rows))
    }
    var keys: [UInt64] = []
    keys.reserveCapacity(matrix.rows)
    for (row, label) in partition.labels.enumerated() where label >= 0 {
      keys.append(UInt64(UInt32(label)) << 32 | UInt64(row))
    }
    keys.sort()
    order = keys.map { Int($0 & 0xffff_ffff) }
    let clusters = runs(keys.map { Int32($0 >> 32) })
    clusterIDs = clusters.map(\.key)
    starts = clusters.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    noise = partition.labels.count { $0 == Partition.noise }
    guard clusterIDs.count >= 2, clusterIDs.count < order.count else {
      throw ScoreError(
        .clustersOutOfRange(score: title, clusters: clusterIDs.count, rows: order.count))
    }
    if let entry = matrix.firstNonFinite() {
      throw ScoreError(.notFinite(row: entry.row, column: entry.column))
    }
  }

  /// The positions of a cluster.
  func range(of cluster: Int) -> Range<Int> { starts[cluster]..<starts[cluster + 1] }

  /// The rows left out, in words.
  func notices(for title: String) -> [Notice] {
    guard noise > 0 else { return [] }
    return [
      Notice(
        kind: "noise-left-out",
        message:
          "\(noise) of \(noise + order.count) rows are noise and were left out of the \(title)")
    ]
  }

  /// Returns the results of `body` for each cluster's rows and centre, by cluster; clusters run on several threads.
  ///
  /// - Complexity: O(rows · columns), and the centre of one cluster a thread in memory.
  func mapClusters<Value>(
    _ matrix: Matrix, _ body: (_ rows: ArraySlice<Int>, _ center: [Double]) -> Value
  ) -> [Value] {
    matrix.withExactRows { block in
      Parallel.mapChunks(of: clusterCount, size: 1) { cluster, _ in
        let rows = order[range(of: cluster)]
        return body(rows, block.center(of: rows))
      }
    }
  }
}

extension ExactRows {
  /// The mean of the stored values of some rows, summed in `Double` in the order given.
  func center(of rows: ArraySlice<Int>) -> [Double] {
    var sums = [Double](repeating: 0, count: columns)
    sums.withUnsafeMutableBufferPointer { sums in
      for row in rows {
        let values = high.pointer(toRow: row)
        for column in 0..<columns { sums[column] += Double(values[column]) }
        guard let low = low?.pointer(toRow: row) else { continue }
        for column in 0..<columns { sums[column] += Double(low[column]) }
      }
      for column in 0..<columns { sums[column] /= Double(rows.count) }
    }
    return sums
  }

  /// The squared Euclidean distance of a row from a stored point, in `Double`.
  func squaredDistance(fromRow row: Int, to point: [Double]) -> Double {
    point.withUnsafeBufferPointer { point in
      point.baseAddress.map { squaredDistance(row, to: $0) } ?? 0
    }
  }
}
