import Core
import Matrices
import Scores

/// The numbers of a trial's items for which its space is needed.
struct MemberMeasures: Sendable {
  /// The most multiplications that the silhouettes of a trial take: rows² · columns. Of larger spaces there are none, so that
  /// the members of eight methods on 60,000 items take seconds.
  static let mostWork = 4e10

  /// The Euclidean distance of each row from the mean of its cluster, in true units; NaN for noise.
  let distances: [Double]
  /// The silhouette of each row, NaN for noise; nil where they would take too long or are not defined.
  let silhouettes: [Double]?

  /// - Parameters:
  ///   - rows: the space that was clustered.
  ///   - partition: the clusters of those rows.
  /// - Complexity: O(rows · columns), and O(rows² · columns) where there are silhouettes.
  init(_ rows: Matrix, _ partition: Partition) throws {
    distances = Self.distances(rows, partition)
    let isSmall = Self.hasSilhouettes(rows: rows.rows, columns: rows.columns)
    silhouettes = isSmall ? try Self.silhouettes(rows, partition) : nil
  }

  /// Returns whether silhouettes of so many rows are taken.
  static func hasSilhouettes(rows: Int, columns: Int) -> Bool {
    Double(rows) * Double(rows) * Double(columns) <= mostWork
  }

  private static func distances(_ rows: Matrix, _ partition: Partition) -> [Double] {
    let members = partition.members
    let found = rows.withExactRows { block in
      Parallel.mapChunks(of: members.count, size: 1) { cluster, _ in
        block.squaredDistancesFromMean(of: members[cluster])
      }
    }
    var distances = [Double](repeating: .nan, count: rows.rows)
    for (members, found) in zip(members, found) {
      for (row, square) in zip(members, found) { distances[row] = rows.frame.trueLength(of: square.squareRoot()) }
    }
    return distances
  }

  /// Nil for a partition without silhouettes, such as a single cluster.
  private static func silhouettes(_ rows: Matrix, _ partition: Partition) throws -> [Double]? {
    do {
      let samples = try Silhouette().samples(rows, partition)
      var values = [Double](repeating: .nan, count: rows.rows)
      for (row, value) in zip(samples.rows, samples.values) { values[row] = value }
      return values
    } catch is ScoreError {
      return nil
    }
  }
}

extension Partition {
  /// The rows of each cluster, ascending.
  var members: [[Int]] {
    var members = [[Int]](repeating: [], count: clusters)
    for (row, label) in labels.enumerated() where label >= 0 { members[Int(label)].append(row) }
    return members
  }
}

extension ExactRows {
  /// The squared Euclidean distances of some rows from their mean, in stored units.
  func squaredDistancesFromMean(of members: [Int]) -> [Double] {
    var center = [Double](repeating: 0, count: columns)
    for row in members {
      for column in 0..<columns { center[column] += self[row, column] }
    }
    for column in 0..<columns { center[column] /= Double(members.count) }
    return center.withUnsafeBufferPointer { center in
      members.map { row in center.baseAddress.map { squaredDistance(row, to: $0) } ?? 0 }
    }
  }
}
