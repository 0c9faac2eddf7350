/// The rows of a reference by which a space describes its items, such as the nouns of images, with those that count most for
/// each item.
public struct NamedWeights: Sendable, Equatable {
  /// The names of the reference's rows that are used, in the order of the reference.
  public let names: [String]
  /// The number of names that are kept for each item.
  public let count: Int
  /// items × count: the positions among the names of those with the largest weights, the largest first.
  public let positions: [Int32]
  /// items × count: their shares of all weights of the item.
  public let weights: [Float]

  /// Makes a list of names, and of those that count most for each item.
  ///
  /// - Precondition: as many weights as positions, which are a multiple of `count` and positions of names.
  public init(names: [String], count: Int, positions: [Int32], weights: [Float]) {
    precondition(count > 0 && positions.count == weights.count && positions.count % count == 0)
    precondition(positions.allSatisfy { names.indices.contains(Int($0)) })
    self.names = names
    self.count = count
    self.positions = positions
    self.weights = weights
  }

  /// Returns the names that count most for an item, with their shares of its weights.
  ///
  /// - Precondition: `item` is one of those that the space has.
  public func largest(of item: Int) -> [(name: String, weight: Float)] {
    (item * count..<(item + 1) * count).map { (names[Int(positions[$0])], weights[$0]) }
  }
}
