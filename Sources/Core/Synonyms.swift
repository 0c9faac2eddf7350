/// The words of other programs for parameters, options and their values.
enum Synonyms {
  /// By the plain form of a word, the words that it may stand for, the likeliest first.
  private static let words: [String: [String]] = [
    // Numbers of clusters and columns
    "clusters": ["k", "values"], "components": ["dimensions", "k"], "classes": ["k"], "ncomp": ["dimensions"],
    "explained-variance": ["variance"], "dims": ["dimensions"],
    // Densities
    "eps": ["selection-epsilon"], "epsilon": ["eps", "selection-epsilon"],
    "cluster-selection-epsilon": ["selection-epsilon"], "cluster-selection-method": ["selection"],
    "min-points": ["min-samples"], "minpts": ["min-samples"], "min-size": ["min-cluster-size"],
    // Fits
    "init": ["restarts"], "starts": ["restarts"], "max-iter": ["iterations"], "max-iterations": ["iterations"],
    "iter": ["iterations"], "epochs": ["iterations"], "tol": ["tolerance"], "reg-covar": ["regularization"],
    "covariance-type": ["covariance"], "batch-size": ["batch"], "distance-threshold": ["distance"],
    "cutoff": ["distance"],
    "affinity": ["metric"], "distance": ["metric"], "method": ["linkage", "selection"],
    "random-state": ["seeds", "seed"],
    // Maps
    "negative-sample-rate": ["negative-samples"], "repulsion-strength": ["repulsion"], "knn": ["neighbors"],
    "nearest-neighbors": ["neighbors"], "perplexity": ["neighbors"],
    // Values
    "upgma": ["average"], "mean": ["average"], "maximum": ["complete"], "farthest": ["complete"], "max": ["complete"],
    "minimum": ["single"], "min": ["single"], "cosine": ["spherical"], "angular": ["cosine", "spherical"],
    "l2": ["euclidean"], "diagonal": ["diag"],
  ]

  /// Returns the name that a word stands for; nil for none of them.
  static func of(_ word: String, in names: [String]) -> String? {
    let word = plain(word)
    return names.first { plain($0) == word } ?? words[word]?.first(where: names.contains)
  }

  /// A word in small letters, with hyphens, and without `n_` or `num_` at its beginning.
  private static func plain(_ word: String) -> String {
    var plain = word.lowercased().map { $0 == "_" ? "-" : String($0) }.joined()
    for start in ["n-", "num-", "number-of-"] where plain.hasPrefix(start) && plain.count > start.count + 1 {
      plain.removeFirst(start.count)
      break
    }
    return plain
  }
}
