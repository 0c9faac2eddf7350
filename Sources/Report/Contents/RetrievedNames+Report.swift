import Figures
import Results

/// The names of references to which clusters point, on the cards.
extension RetrievedNames {
  /// The reading of the weights.
  static let cardNote = "Nouns: their mean weights over the items, and their weights for the centre."

  /// The weight that a card shows as more than nothing.
  private static let leastShown = 0.005

  /// The lines of a card: the names of the items, and those of the center.
  func cardLines(of cluster: Int) -> [ClusterCards.NounLine] {
    guard let found = self.cluster(cluster) else { return [] }
    return [("items", found.items), ("centre", found.center)].filter { !$0.1.isEmpty }.map { part, names in
      let shown = names.enumerated().filter { $0.offset == 0 || $0.element.weight >= Self.leastShown }
      return ClusterCards.NounLine(
        title: "\(title) of the \(part)", nouns: shown.map { ($0.element.text, $0.element.weight) })
    }
  }
}
