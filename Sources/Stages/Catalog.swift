/// The methods that experiments can name.
public struct Catalog: Sendable {
  public var clusterers: [any Clusterer.Type]
  public var spaceMakers: [any SpaceMaker.Type]

  public init(clusterers: [any Clusterer.Type] = [], spaceMakers: [any SpaceMaker.Type] = []) {
    self.clusterers = clusterers
    self.spaceMakers = spaceMakers
  }

  /// The names of all methods.
  public var names: [String] { clusterers.map { $0.name } + spaceMakers.map { $0.name } }

  public func clusterer(named name: String) -> (any Clusterer.Type)? { clusterers.first { $0.name == name } }

  public func spaceMaker(named name: String) -> (any SpaceMaker.Type)? { spaceMakers.first { $0.name == name } }
}
