/// A score as a function of the sums of a table, with all that is looked up only once taken from the original table:
/// the classes that its clusters stand for, the information that chance would give.
public struct FrozenScore: Sendable {
  /// The sums that it looks at; the others are zero.
  public let kinds: TableSums.Kinds
  private let value: @Sendable (TableSums) -> Double
  private let original: Double

  /// Makes a score of sums.
  ///
  /// - Parameters:
  ///   - kinds: the sums that `value` looks at; the others are zero.
  ///   - original: the value of the original table, which stands where a resample leaves the score undefined.
  ///   - value: the score as a function of the sums.
  public init(
    _ kinds: TableSums.Kinds, original: Double, _ value: @escaping @Sendable (TableSums) -> Double
  ) {
    self.kinds = kinds
    self.original = original
    self.value = value
  }

  /// Returns the value for the sums of a table whose items are weighted anew; that of the original table where it is
  /// not finite.
  public func callAsFunction(_ sums: TableSums) -> Double {
    let value = value(sums)
    return value.isFinite ? value : original
  }
}
