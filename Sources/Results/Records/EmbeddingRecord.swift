import Core

/// The record of a map of a space: the way in which its coordinates, stored beside it, were made.
package struct EmbeddingRecord: Codable, Sendable, Equatable {
  package var space: String
  /// The name of the method, such as `tsne`.
  package var method: String
  /// The name of the method in titles; nil in maps of before it was recorded.
  package var methodTitle: String?
  package var seed: UInt64
  package var parameters: JSONValue
  /// The objective of the method, such as the KL divergence.
  package var objective: Objective?
  /// The item of each row; nil when every item has its row, in order.
  package var items: [Int]?
  package var notices: [Notice]
  /// The fingerprint of all that the map depends on; nil when it is not known.
  package var fingerprint: String?

  package init(
    space: String, method: String, methodTitle: String? = nil, seed: UInt64, parameters: JSONValue = [:],
    objective: Objective? = nil,
    items: [Int]? = nil, notices: [Notice] = [], fingerprint: String? = nil
  ) {
    self.space = space
    self.method = method
    self.methodTitle = methodTitle
    self.seed = seed
    self.parameters = parameters
    self.objective = objective
    self.items = items
    self.notices = notices
    self.fingerprint = fingerprint
  }

  /// The name of the method in titles: the recorded one, else its name in capitals.
  package var title: String { methodTitle ?? method.uppercased() }
}
