import Matrices
import Stages

/// The scaling of each column to mean 0 and population variance 1; a constant column becomes zeros.
public struct Standardization: SpaceMaker {
  public static let name = "standardize"
  public static let summary = "each column to mean 0 and variance 1"
  public static let inputs = 1...1
  public static let parameters: [Parameter<Standardization>] = []

  public init() {}

  public func columns(_ shape: Shape) -> Int { shape.allColumns }

  public func cost(_ shape: Shape) -> Cost? { .copy(shape) }

  /// Scales the columns.
  ///
  /// - Throws: `StageError` unless there is one input.
  /// - Complexity: O(rows · columns).
  public func make(_ inputs: [Matrix], _ context: StageContext) throws -> Space {
    try check(inputs: inputs.count)
    let transform = StandardizingTransform(of: inputs[0])
    return Space(try transform.transform(inputs), transform: transform)
  }

  public func transform(of stored: StoredArrays) throws -> (any SpaceTransform)? {
    try StandardizingTransform(of: stored)
  }
}
