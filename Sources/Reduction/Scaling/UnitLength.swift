import Core
import Matrices
import Stages

/// The scaling of each row to Euclidean length 1, so that distances depend on angles alone; a row of zeros stays.
public struct UnitLength: SpaceMaker {
  public static let name = Matrix.unitLengthScaling
  public static let summary = "each row divided by its Euclidean length"
  public static let inputs = 1...1
  public static let parameters: [Parameter<UnitLength>] = []

  public init() {}

  public func columns(_ shape: Shape) -> Int { shape.allColumns }

  public func cost(_ shape: Shape) -> Cost? { .copy(shape) }

  /// Scales the rows; a note counts those of zeros.
  ///
  /// - Throws: `StageError` unless there is one input.
  /// - Complexity: O(rows · columns).
  public func make(_ inputs: [Matrix], _ context: StageContext) throws -> Space {
    try check(inputs: inputs.count)
    return Space(
      inputs[0].l2Normalized(), transform: StatelessTransform(self),
      notices: [Notice.ofZeroRows(inputs[0].zeroRows().count(where: \.self))].compactMap(\.self))
  }

  public func transform(of stored: StoredArrays) throws -> (any SpaceTransform)? { StatelessTransform(self) }
}
