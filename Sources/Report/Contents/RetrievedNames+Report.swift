import Figures
import Results

/// The names of references to which clusters point, on the cards.
extension RetrievedNames {
  /// The reading of the weights.
  static let cardNote =
    "Nouns of the items: the mean over the items of each noun's share of their weights, of which each item counts its five largest; "
    + "of the centre: the shares of the mean direction of the items."

  /// The lines of a card: the names of the items, and those of the center.
  func cardLines(of cluster: Int) -> [ClusterCards.NounLine] {
    guard let found = self.cluster(cluster) else { return [] }
    return [("items", found.items), ("centre", found.center)].filter { !$0.1.isEmpty }.map { part, names in
      ClusterCards.NounLine(title: "\(title) of the \(part)", nouns: names.map { ($0.text, $0.weight) })
    }
  }
}
