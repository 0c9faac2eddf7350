import Core
import Results

/// A term of a table, with its meaning in one line.
package struct GlossaryEntry: Sendable, Equatable {
  package let term: String
  package let meaning: String

  /// Such as `ari: adjusted Rand index, …`.
  package var line: String { "\(term): \(meaning)" }
}

extension SummaryTable {
  /// The terms of the table, in the order in which it shows them: its scores, ±, and p where methods are tested. The mark
  /// ≈ has a footnote of its own.
  package var glossary: [GlossaryEntry] {
    let cells = rows.flatMap(\.cells).compactMap(\.self)
    var entries = scoreGlossary
    if cells.contains(where: { $0.deviation != nil }) {
      entries.append(GlossaryEntry(term: "±", meaning: "sample standard deviation over the seeds"))
    }
    if cells.contains(where: { $0.p != nil }) {
      entries.append(
        GlossaryEntry(
          term: "corrected p",
          meaning: "permutation test after Holm's correction over all pairs of methods; significant at 5 % below .05"))
    }
    return entries
  }

  /// The scores of the table; none for scores of other packages.
  var scoreGlossary: [GlossaryEntry] {
    scores.compactMap { name in Self.meaning(ofScore: name).map { GlossaryEntry(term: name, meaning: $0) } }
  }

  /// The footnotes that explain the mark ≈, which belong below the table.
  package var markNotes: [String] { footnotes.filter { $0.hasPrefix(Self.equalMark) } }

  /// The glossary and the notes on the mark, each on lines of its own; empty where there are none.
  package var glossaryText: String {
    (glossary.map(\.line) + markNotes).map { "\($0.onOneLine.wrapped(to: 110))\n" }.joined()
  }

  private static func meaning(ofScore name: String) -> String? {
    if let meaning = meanings[name] { return meaning }
    // A score with another mean of entropies is called as its base and the mean: `nmi-geometric`.
    return ["nmi", "ami"].first { name.hasPrefix("\($0)-") }.flatMap { meanings[$0] }
  }

  private static let meanings = [
    "kappa": "Cohen's kappa, agreement beyond chance, each cluster counted as its most common class; 1 is perfect",
    "kappa-matched": "Cohen's kappa after one-to-one matching of clusters and classes; 1 is perfect",
    "ari": "adjusted Rand index, agreement on pairs of items; 0 is chance, 1 is perfect",
    "ami": "adjusted mutual information of clusters and classes; 0 is chance, 1 is perfect",
    "nmi": "normalized mutual information of clusters and classes; 1 is perfect, not adjusted for chance",
    "homogeneity": "1 where each cluster has items of one class only",
    "completeness": "1 where each class lies in one cluster only",
    "v-measure": "harmonic mean of homogeneity and completeness",
    "fowlkes-mallows": "geometric mean of precision and recall over pairs of items; 1 is perfect",
    "purity": "share of items of the most common class of their cluster",
    "accuracy": "share of items in the cluster that is matched to their class, one to one",
    "rand": "share of pairs of items on which clusters and classes agree; not adjusted for chance",
    "silhouette": "nearness to the own cluster against the nearest other one, from −1 to 1",
    "cosine-silhouette": "nearness in direction to the own cluster against the nearest other one, from −1 to 1",
    "davies-bouldin": "spread of the clusters against the distance between them; lower is better",
    "dbcv": "sparseness between clusters against that inside, from −1 to 1; suits any shape, noise lowers it",
    "calinski-harabasz": "variance between the clusters against the variance within them; higher is better",
  ]
}
