/// The way in which pairs of items with noise count where people rated them.
package enum PairNoise: String, Sendable, CaseIterable, Codable {
  /// Pairs with noise are left out.
  case exclude
  /// Each item of noise is in a cluster of its own.
  case alone
}
