import Core

/// The record of a map of a space: the way in which its coordinates, stored beside it, were made.
package struct EmbeddingRecord: Codable, Sendable, Equatable {
  package var space: String
  /// `tsne`, `umap` or `pca`.
  package var method: String
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

  /// The name of the method in titles.
  package var title: String { Self.title(of: method) }

  /// Returns the name of a method in titles.
  package static func title(of method: String) -> String {
    ["tsne": "t-SNE", "umap": "UMAP", "pca": "PCA"][method] ?? method
  }
}
