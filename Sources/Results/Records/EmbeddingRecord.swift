import Core

/// The record of a map of a space: the way in which its coordinates, stored beside it, were made.
public struct EmbeddingRecord: Codable, Sendable, Equatable {
  public var space: String
  /// Such as `tsne` or `pca`.
  public var method: String
  public var seed: UInt64
  public var parameters: JSONValue
  /// The objective of the method, such as the KL divergence.
  public var objective: Objective?
  /// The item of each row; nil when every item has its row, in order.
  public var items: [Int]?
  public var notices: [Notice]
  /// The fingerprint of all that the map depends on; nil when it is not known.
  public var fingerprint: String?

  public init(
    space: String, method: String, seed: UInt64, parameters: JSONValue = [:], objective: Objective? = nil,
    items: [Int]? = nil, notices: [Notice] = [], fingerprint: String? = nil
  ) {
    self.space = space
    self.method = method
    self.seed = seed
    self.parameters = parameters
    self.objective = objective
    self.items = items
    self.notices = notices
    self.fingerprint = fingerprint
  }
}
