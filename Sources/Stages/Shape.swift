/// The sizes of the data that a method is given.
public struct Shape: Sendable, Hashable {
  public var rows: Int
  /// The columns of each input.
  public var columns: [Int]
  /// The sizes of the references that the method reads, by name.
  public var references: [String: Reference]

  /// The size of a reference.
  public struct Reference: Sendable, Hashable {
    public var rows: Int
    public var columns: Int

    public init(rows: Int, columns: Int) {
      self.rows = rows
      self.columns = columns
    }
  }

  public init(rows: Int, columns: [Int], references: [String: Reference] = [:]) {
    self.rows = rows
    self.columns = columns
    self.references = references
  }

  public init(rows: Int, columns: Int, references: [String: Reference] = [:]) {
    self.init(rows: rows, columns: [columns], references: references)
  }

  /// The columns of all inputs together.
  public var allColumns: Int { columns.reduce(0, +) }
}

/// The likely cost of a method.
public struct Cost: Sendable, Hashable {
  /// Multiplications with their additions in a product of matrices; slower work counts more.
  public var operations: Double
  /// The multiplications of one iteration.
  public var iteration: Double
  /// The bytes that the method holds beside its inputs.
  public var bytes: Int

  public init(operations: Double, iteration: Double, bytes: Int) {
    self.operations = operations
    self.iteration = iteration
    self.bytes = bytes
  }

  /// The operations of reading a number of a matrix and writing another one.
  public static let copying = 10.0

  /// The cost of a copy of all inputs.
  public static func copy(_ shape: Shape) -> Cost {
    let entries = shape.rows * shape.allColumns
    return Cost(operations: copying * Double(entries), iteration: 0, bytes: entries * MemoryLayout<Float>.size)
  }
}
