import Core
import Matrices
import Stages

/// A Gaussian random projection: coordinates along random directions, which keep the distances between rows to within a
/// share of about √(8 ln rows / dimensions) (Johnson and Lindenstrauss, "Extensions of Lipschitz mappings into a Hilbert
/// space", 1984; Dasgupta and Gupta, "An elementary proof of a theorem of Johnson and Lindenstrauss", 2003).
///
/// The entries of the directions are drawn by the seed from a normal distribution of variance 1 / dimensions, as in
/// scikit-learn, so that squared distances are expected to stay as they are.
public struct RandomProjection: SpaceMaker {
  public static let name = "random-projection"
  public static let summary = "coordinates along random Gaussian directions (Johnson and Lindenstrauss 1984)"
  public static let inputs = 1...1
  public static let parameters: [Parameter<RandomProjection>] = [
    .integer("dimensions", \.dimensions, in: 1..., "the number of directions; 50 where there are as many columns")
  ]

  /// The number of directions where none is asked for and there are as many columns.
  public static let defaultDimensions = 50

  /// The number of directions, at least 1; nil for ``defaultDimensions``, or for all columns where there are fewer.
  public var dimensions: Int?

  /// Makes the method; the range is checked when it is used.
  public init(dimensions: Int? = nil) { self.dimensions = dimensions }

  public init() { self.init(dimensions: nil) }

  public var isStochastic: Bool { true }

  /// Throws ``ReductionError`` where there are fewer columns than directions.
  public func check(_ shape: Shape) throws {
    try checkSettings()
    let asked = columns(shape)
    guard asked <= shape.allColumns, asked >= 1 else {
      throw ReductionError(.moreDimensionsThanColumns(asked: max(asked, 1), columns: shape.allColumns))
    }
  }

  public func columns(_ shape: Shape) -> Int { dimensions ?? min(Self.defaultDimensions, shape.allColumns) }

  public func cost(_ shape: Shape) -> Cost? {
    let (made, columns) = (columns(shape), shape.allColumns)
    return Cost(
      operations: Double(shape.rows) * Double(columns) * Double(made), iteration: 0,
      bytes: Cost.bytes(Double(shape.rows + columns) * Double(made) * Double(MemoryLayout<Float>.size)))
  }

  /// Draws the directions and projects the rows.
  ///
  /// - Throws: ``ReductionError`` where there are fewer columns than directions or an entry is not finite; `StageError`
  ///   for a parameter out of range, or unless there is one input.
  /// - Complexity: O(rows · columns · dimensions).
  public func make(_ inputs: [Matrix], _ context: StageContext) throws -> Space {
    try check(inputs: inputs.count)
    let rows = inputs[0]
    let shape = Shape(rows: rows.rows, columns: rows.columns)
    try check(shape)
    if let (row, column) = rows.firstNonFinite() { throw ReductionError(.notFinite(row: row, column: column)) }
    let projection = Projection(from: rows.columns, to: columns(shape), seed: context.seed)
    return Space(try projection.transform(inputs), transform: projection)
  }

  public func transform(of stored: StoredArrays) throws -> (any SpaceTransform)? { try Projection(of: stored) }
}

extension RandomProjection: MapMaker {
  public static let title = "Random projection"
}
