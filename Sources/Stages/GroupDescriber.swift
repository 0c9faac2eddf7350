/// A way to describe groups of a space's items by the names of a reference.
public protocol GroupDescriber: Sendable {
  /// Returns the names that count most for the center of each group, the mean direction of its rows in the input of the space.
  ///
  /// - Parameter groups: positions of rows of the space.
  /// - Returns: for each group its names with their shares of all weights of the center, the largest first; none for a group
  ///   without rows, or whose directions cancel.
  func describe(centersOf groups: [[Int]]) -> [[NamedWeight]]
}

/// A name of a reference with its share of all weights.
public struct NamedWeight: Sendable, Hashable {
  /// The name.
  public let name: String
  /// The share, from 0 to 1.
  public let weight: Float

  /// Makes a name with its share.
  public init(_ name: String, _ weight: Float) { (self.name, self.weight) = (name, weight) }
}

/// A method whose spaces describe their items by the names of a reference.
public protocol NamingSpaceMaker: SpaceMaker {
  /// The name of the reference; nil where none is given yet.
  var vocabulary: String? { get }
}
