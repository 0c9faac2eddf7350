import Core
import Results
import Scores

/// The names under which published tables have clusterers, spaces and scores.
///
/// A label such as `K-Means (Fused - Concat)` is read where each of its words belongs to a phrase below or to no name, and exactly one
/// clusterer and one space are named; anything else needs a mapping given by the user.
package enum PublishedNames {
  /// A name of fusebench, and the phrases that stand for it.
  package typealias Entry = (name: String, phrases: [String])

  package static let clusterers: [Entry] = [
    ("kmeans", ["k means", "kmeans", "k means++", "lloyd"]),
    ("gmm", ["gmm", "gaussian mixture", "gaussian mixtures", "mixture of gaussians"]),
    ("minibatch", ["mini batch k means", "minibatch k means", "mini batch kmeans", "minibatch kmeans", "minibatch"]),
    ("spectral", ["spectral"]),
    ("agglomerative", ["agglomerative", "hierarchical", "ward", "hac"]),
    ("hdbscan", ["hdbscan"]),
    ("dbscan", ["dbscan"]),
  ]

  package static let spaces: [Entry] = [
    ("visual", ["visual", "vision", "image", "images", "picture", "pictures"]),
    ("text", ["text", "textual", "caption", "captions"]),
    ("concatenation", ["concat", "concatenation", "concatenated"]),
    (
      "pca-average",
      [
        "pca average", "weighted average", "weighted avg", "weighted averaging", "pca weighted average", "average",
        "avg",
      ]
    ),
    ("weighted-sum", ["weighted sum"]),
    ("cca", ["cca", "canonical correlation", "canonical correlation analysis"]),
    ("affinity", ["affinity", "affinities"]),
    ("late", ["late"]),
  ]

  package static let scores: [Entry] = [
    ("kappa", ["kappa", "κ"]),
    ("ari", ["ari", "adjusted rand", "adjusted rand index"]),
    ("nmi", ["nmi", "normalized mutual information", "normalised mutual information"]),
    ("ami", ["ami", "adjusted mutual information"]),
    ("accuracy", ["accuracy", "acc"]),
    ("purity", ["purity"]),
    ("homogeneity", ["homogeneity"]),
    ("completeness", ["completeness"]),
    ("v-measure", ["v measure"]),
    ("fowlkes-mallows", ["fowlkes mallows", "fmi"]),
    ("silhouette", ["silhouette"]),
    ("davies-bouldin", ["davies bouldin"]),
    ("calinski-harabasz", ["calinski harabasz"]),
  ]

  /// Words of labels that name nothing.
  package static let fillers: Set = [
    "and", "based", "by", "clustering", "embedding", "embeddings", "feature", "features", "fused", "fusion", "in",
    "model",
    "of", "on", "only", "the", "with",
  ]

  /// Words of the names of scores that name nothing.
  package static let scoreFillers: Set = [
    "clustering", "coefficient", "cohen", "cohens", "index", "s", "score", "value",
  ]

  /// The columns that name methods.
  package static let columns: Set = [
    "algorithm", "approach", "clusterer", "clustering", "configuration", "feature", "features", "fusion", "method",
    "modality",
    "model", "name", "representation", "setting", "space",
  ]

  // MARK: - Reading

  /// The clusterer and the space of a label; nil where a word is unknown, or not exactly one of each is named.
  static func method(of label: String) -> GateReport.Place? {
    guard let found = names(in: label, [clusterers, spaces], fillers: fillers), found[0].count == 1,
      found[1].count == 1,
      let clusterer = found[0].first, let space = found[1].first
    else { return nil }
    return GateReport.Place(clusterer: clusterer, space: space)
  }

  /// The score of a column, such as `kappa` for `Cohen Kappa Score`; nil for another column.
  static func score(of column: String) -> String? {
    if let own = ScoreCatalog.all.first(where: { [$0.name, $0.title].contains(column) }) { return own.name }
    guard let found = names(in: column, [scores], fillers: scoreFillers), found[0].count == 1 else { return nil }
    return found[0].first
  }

  /// For each table the names that a text has of it, the longest phrase at each word; nil where a word is unknown.
  private static func names(in text: String, _ tables: [[Entry]], fillers: Set<String>) -> [Set<String>]? {
    var words = Self.words(of: text)[...]
    var found = tables.map { _ in Set<String>() }
    while let word = words.first {
      let matches = tables.enumerated().flatMap { position, table in
        table.flatMap { entry in entry.phrases.map { (position, entry.name, $0.split(separator: " ").map(String.init)) }
        }
      }.filter { words.starts(with: $0.2) }
      if let match = matches.max(by: { $0.2.count < $1.2.count }) {
        found[match.0].insert(match.1)
        words = words.dropFirst(match.2.count)
      } else if fillers.contains(word) {
        words = words.dropFirst()
      } else {
        return nil
      }
    }
    return found
  }

  /// The words of a text in small letters: runs of letters, digits and `++`.
  private static func words(of text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "+" }.map { word in
      word.hasSuffix("++") ? String(word) : word.filter { $0 != "+" }
    }.filter { !$0.isEmpty }
  }

  // MARK: - Documentation

  /// The table of names in Markdown, as docs/gate.md has it.
  package static var markdown: String {
    let tables = [("clusterer", clusterers), ("space", spaces), ("score", scores)]
    return "| | name | in a table |\n|---|---|---|\n"
      + tables.flatMap { kind, entries in
        entries.map { "| \(kind) | `\($0.name)` | \($0.phrases.joined(separator: ", ")) |\n" }
      }.joined()
  }
}
