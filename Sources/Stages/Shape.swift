/// The sizes of the data that a method is given.
public struct Shape: Sendable, Hashable {
  /// The number of rows (items) of every input.
  public var rows: Int
  /// The number of columns of each input.
  public var columns: [Int]
  /// The sizes of the references that the method reads, by name.
  public var references: [String: Reference]

  /// The size of a reference.
  public struct Reference: Sendable, Hashable {
    /// The number of rows.
    public var rows: Int
    /// The number of columns.
    public var columns: Int

    /// Makes the size of a reference.
    public init(rows: Int, columns: Int) {
      self.rows = rows
      self.columns = columns
    }
  }

  /// Makes the shape of several inputs with the same rows.
  public init(rows: Int, columns: [Int], references: [String: Reference] = [:]) {
    self.rows = rows
    self.columns = columns
    self.references = references
  }

  /// Makes the shape of one input.
  public init(rows: Int, columns: Int, references: [String: Reference] = [:]) {
    self.init(rows: rows, columns: [columns], references: references)
  }

  /// The number of columns of all inputs together.
  public var allColumns: Int { columns.reduce(0, +) }
}

/// The likely cost of a method, by which a dry run estimates times and memory.
public struct Cost: Sendable, Hashable {
  /// The multiplications with their additions of the whole work, in units of those in a product of matrices; slower
  /// work counts more.
  public var operations: Double
  /// The multiplications of one iteration; 0 for a method without iterations.
  public var iteration: Double
  /// The bytes of memory that the method takes beside its inputs.
  public var bytes: Int
  /// The part of the operations that does not depend on the seed and that further seeds on the same rows share
  /// (``StageContext/shared``).
  public var shared: Double

  /// Makes a cost.
  public init(operations: Double, iteration: Double, bytes: Int, shared: Double = 0) {
    self.operations = operations
    self.iteration = iteration
    self.bytes = bytes
    self.shared = shared
  }

  /// Returns a whole number of bytes, at most so many that a few of them can be summed: numbers of users may ask for more than
  /// can be counted.
  package static func bytes(_ count: Double) -> Int { Int(min(max(count, 0), Double(Int.max / 16))) }

  /// The operations that reading a number of a matrix and writing another one counts.
  public static let copying = 10.0

  /// Returns the cost of a copy of all inputs.
  public static func copy(_ shape: Shape) -> Cost {
    let entries = shape.rows * shape.allColumns
    return Cost(operations: copying * Double(entries), iteration: 0, bytes: entries * MemoryLayout<Float>.size)
  }
}
