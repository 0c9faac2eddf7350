import Core
import Matrices

/// The counts of a feature file that show a broken export before it is clustered.
public struct FeatureAudit: Codable, Sendable, Equatable {
  /// The Euclidean lengths of the rows without NaN and infinity; all 0 when there are no such rows.
  public struct Norms: Codable, Sendable, Equatable {
    /// The least length.
    public let minimum: Double
    /// The median length.
    public let median: Double
    /// The mean length.
    public let mean: Double
    /// The greatest length.
    public let maximum: Double
  }

  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The type of the numbers in the file, such as `float16`, or `text` for a table.
  public let storedType: String
  /// The number of entries that are NaN.
  public let nanCount: Int
  /// The number of entries that are infinite.
  public let infinityCount: Int
  /// The number of rows that hold one of these.
  public let nonFiniteRows: Int
  /// The number of rows of zeros.
  public let zeroRows: Int
  /// The number of different rows; all that is stored of the entries is compared exactly, 0 equals -0.
  public let distinctRows: Int
  /// The number of columns whose entries are all equal, without those that are NaN or infinite.
  public let constantColumns: Int
  /// The share of entries that are 0, from 0 to 1.
  public let zeroFraction: Double
  /// The lengths of the rows.
  public let norms: Norms

  /// The number of rows that equal an earlier row.
  public var duplicateRows: Int { rows - distinctRows }

  /// Audits the true values of a matrix as it is in memory.
  ///
  /// - Complexity: O(rows · columns), by all threads.
  public init(of matrix: Matrix, storedType: String = "float32") {
    self = Self.measure(matrix, storedType: storedType).audit
  }

  /// The audit, and the positions of the rows that hold NaN or infinity.
  ///
  /// - Parameter distinctRows: their number, where it is known.
  static func measure(
    _ matrix: Matrix, storedType: String, distinctRows: Int? = nil
  ) -> (audit: FeatureAudit, nonFiniteRows: [Int]) {
    let parts = matrix.withExactRows { block in
      Parallel.mapChunks(of: matrix.rows, size: 1024) { _, range in RowScan(of: range, in: block) }
    }
    let nonFiniteRows = parts.flatMap(\.nonFiniteRows)
    var constant = [Bool](repeating: true, count: matrix.columns)
    if nonFiniteRows.isEmpty {
      for part in parts {
        for column in part.differences.indices where part.differences[column] != 0 { constant[column] = false }
      }
    } else {
      constant = constantColumns(of: matrix)
    }
    let lengths = matrix.keptDirections?.lengths
    let audit = FeatureAudit(
      rows: matrix.rows, columns: matrix.columns, storedType: storedType,
      nanCount: parts.reduce(0) { $0 + $1.nanCount }, infinityCount: parts.reduce(0) { $0 + $1.infinityCount },
      nonFiniteRows: nonFiniteRows.count,
      zeroRows: lengths.map { $0.count { $0 == 0 } } ?? parts.reduce(0) { $0 + $1.zeroRows },
      distinctRows: distinctRows ?? RowGroups(of: matrix, hashes: parts.flatMap(\.hashes)).sizes.count,
      constantColumns: matrix.rows == 0 ? 0 : constant.count(where: \.self),
      zeroFraction: Double(parts.reduce(0) { $0 + $1.zeros }) / Double(max(1, matrix.rows * matrix.columns)),
      norms: Norms(of: lengths.map { $0.filter(\.isFinite) } ?? parts.flatMap(\.norms)))
    return (audit, nonFiniteRows)
  }

  /// Returns whether the finite entries of each column are equal; true for a column without any.
  ///
  /// - Complexity: O(rows · columns), by one thread.
  private static func constantColumns(of matrix: Matrix) -> [Bool] {
    matrix.withExactRows { block in
      var firsts = [Double](repeating: .nan, count: matrix.columns)
      var constant = [Bool](repeating: true, count: matrix.columns)
      var entries = firsts
      for row in 0..<matrix.rows {
        entries.withUnsafeMutableBufferPointer {
          if let base = $0.baseAddress { block.read(row, into: base) }
        }
        for column in entries.indices where entries[column].isFinite {
          if firsts[column].isNaN { firsts[column] = entries[column] }
          if firsts[column] != entries[column] { constant[column] = false }
        }
      }
      return constant
    }
  }

  private init(
    rows: Int, columns: Int, storedType: String, nanCount: Int, infinityCount: Int, nonFiniteRows: Int, zeroRows: Int,
    distinctRows: Int, constantColumns: Int, zeroFraction: Double, norms: Norms
  ) {
    self.rows = rows
    self.columns = columns
    self.storedType = storedType
    self.nanCount = nanCount
    self.infinityCount = infinityCount
    self.nonFiniteRows = nonFiniteRows
    self.zeroRows = zeroRows
    self.distinctRows = distinctRows
    self.constantColumns = constantColumns
    self.zeroFraction = zeroFraction
    self.norms = norms
  }
}

extension FeatureAudit.Norms {
  init(of norms: [Double]) {
    let sorted = norms.sorted()
    guard let least = sorted.first, let most = sorted.last else {
      self.init(minimum: 0, median: 0, mean: 0, maximum: 0)
      return
    }
    // Halves and shares are summed, because sums of huge lengths may leave the range of `Double`.
    let middle = sorted[(sorted.count - 1) / 2] / 2 + sorted[sorted.count / 2] / 2
    let sum = norms.reduce(0, +)
    let mean = sum.isFinite ? sum / Double(norms.count) : norms.reduce(0) { $0 + $1 / Double(norms.count) }
    self.init(minimum: least, median: middle, mean: mean, maximum: most)
  }
}
