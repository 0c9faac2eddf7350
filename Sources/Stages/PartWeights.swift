/// The weights that the parts of a fusion have for each item.
public struct PartWeights: Sendable, Equatable {
  /// The number of parts.
  public let parts: Int
  /// items × parts; those of an item sum to 1.
  public let values: [Float]

  /// Makes the weights.
  ///
  /// - Precondition: as many values as items times parts.
  public init(parts: Int, values: [Float]) {
    precondition(parts > 0 && values.count % parts == 0)
    self.parts = parts
    self.values = values
  }

  /// The weights of one part, one an item.
  public func column(_ part: Int) -> [Float] {
    stride(from: part, to: values.count, by: parts).map { values[$0] }
  }
}
