/// The words by which texts name what tables call otherwise: each line is one thing. A line counts for a table where exactly
/// one of its names is, or contains, one of the line's keys; its words then mean that name.
enum TableWords {
  typealias Line = (keys: [String], words: [String])

  static let clusterers: [Line] = [
    (
      ["kmeans", "k-means", "spherical", "minibatch", "faiss"],
      [
        "k-means", "kmeans", "k means", "k-means++", "k-means clustering", "k-means algorithm", "lloyd",
        "lloyd's algorithm",
      ]
    ),
    (
      ["gmm", "mixture", "gaussian"],
      [
        "gmm", "gmms", "gaussian mixture", "gaussian mixtures", "gaussian mixture model", "gaussian mixture models",
        "mixture model", "mixture models", "mixture", "mixtures", "gaussian-mixture model", "gaussian-mixture",
        "gaussian model",
        "gaussian mixture clustering", "mixture of gaussians", "mixtures of gaussians", "em", "em clustering",
        "em algorithm",
        "model-based clustering",
      ]
    ),
    (
      ["agglomerative", "ward", "hierarchical"],
      [
        "agglomerative", "agglomeration", "agglomerative clustering", "agglomerative method", "ward", "ward's",
        "ward's method",
        "ward's linkage", "ward linkage", "ward's clustering", "ward clustering", "hierarchical",
        "hierarchical clustering",
        "hierarchical agglomerative clustering", "ward's agglomerative clustering",
      ]
    ),
    (
      ["spectral"],
      [
        "spectral", "spectral clustering", "spectral partitioning", "spectral clusterer", "spectral method",
        "spectral algorithm",
      ]
    ),
    (["hdbscan"], ["hdbscan"]), (["dbscan"], ["dbscan"]), (["balanced"], ["balanced k-means"]),
    (["two-level"], ["two-level"]), (["consensus"], ["consensus", "consensus clustering"]),
  ]

  static let spaces: [Line] = [
    (
      ["visual", "image", "images", "vision", "picture", "pictures", "photos", "resnet", "pixels"],
      [
        "visual", "visuals", "image", "images", "picture", "pictures", "photo", "photos", "photograph", "photographs",
        "vision",
        "pixel", "pixels", "resnet", "resnet-50", "resnet50", "imagery", "image-based", "image-only", "visual-only",
        "vision-only", "picture-based", "pictorial",
      ]
    ),
    (
      ["text", "texts", "caption", "captions", "phrase", "phrases", "language", "sentences"],
      [
        "text", "texts", "textual", "caption", "captions", "word", "words", "language", "linguistic", "sentence",
        "verbal",
        "description", "descriptions", "text-based", "text-only", "caption-based", "caption-only", "minilm", "bert",
        "sentence-bert",
      ]
    ),
    (
      ["concatenation", "concat"],
      [
        "concatenation", "concatenated", "concatenating", "concatenate", "concatenates", "concat", "early fusion",
        "stacking",
        "stacked", "appending", "appended", "concatenations", "feature concatenation", "feature-level fusion",
      ]
    ),
    (
      ["pca-average", "average", "averaging", "weighted-average", "weighted"],
      [
        "weighted average", "weighted averages", "weighted averaging", "weighted-average", "averaging", "averaged",
        "average",
        "pca average", "pca-average", "pca averaging", "weighted mean", "weighted means", "pca-weighted average",
        "weighted combination", "averages", "weighted fusion", "average fusion", "pca-based average", "weighting",
      ]
    ),
    (
      ["cca", "canonical"],
      [
        "cca", "canonical correlation", "canonical correlations", "canonical correlation analysis",
        "canonical variates",
        "canonical-correlation analysis", "canonical", "cca-fused", "cca-based",
      ]
    ),
    (["weighted-sum", "sum"], ["weighted sum", "sum", "summed", "summing"]),
    (["late", "late-fusion"], ["late fusion"]), (["counterparts"], ["counterparts"]),
  ]

  static let scores: [Line] = [
    (
      ["kappa"],
      [
        "kappa", "kappas", "κ", "cohen's kappa", "cohen kappa", "kappa value", "kappa values", "kappa score",
        "kappa scores", "kappa coefficient", "kappa coefficients", "kappa statistic", "cohen's κ",
      ]
    ),
    (
      ["ari"],
      [
        "ari", "aris", "adjusted rand index", "adjusted rand score", "adjusted rand", "adjusted rand indices",
        "rand index",
      ]
    ),
    (
      ["nmi"],
      [
        "nmi", "nmis", "normalised mutual information", "normalized mutual information", "mutual information",
      ]
    ),
    (["ami"], ["ami", "adjusted mutual information"]),
    (["accuracy"], ["accuracy", "accuracies", "acc", "clustering accuracy"] + assignments),
    (["purity"], ["purity"]), (["silhouette"], ["silhouette", "silhouettes"]), (["homogeneity"], ["homogeneity"]),
    (["completeness"], ["completeness"]), (["v-measure"], ["v-measure"]),
    (["fowlkes-mallows"], ["fowlkes-mallows", "fowlkes-mallows index"]),
  ]

  /// Paraphrases of the accuracy: `of the images to their true class`.
  private static let assignments: [String] = {
    var phrases: [String] = []
    let verbs = [
      "", "correctly", "assigned correctly", "are assigned correctly", "are correctly assigned", "correctly classified",
    ]
    for noun in ["images", "photographs", "pictures", "photos", "items"] {
      for start in ["of the", "of all", "of all the", "of"] {
        for place in [
          "to their true class", "to their true classes", "to the true class", "to the right class",
          "to the correct class", "in their true class", "in the right class", "in the correct class",
          "into their true class",
          "to their correct class", "to their own class", "into the right class", "into the correct class",
          "to its true class",
          "correctly", "are assigned correctly", "are correctly assigned", "are assigned to their true class",
          "are assigned to the right class", "are assigned to the correct class", "end up in their true class",
          "end up in the right class", "are put into their true class", "in the class to which they belong",
        ] { phrases.append("\(start) \(noun) \(place)") }
      }
    }
    return phrases + verbs.filter { $0.hasPrefix("assigned") }
  }()

  /// Returns whether the name of a space says that it fuses others.
  static func isFusion(_ name: String) -> Bool {
    let words = name.lowercased().split { !$0.isLetter }.map(String.init)
    let keys = spaces.dropFirst(2).flatMap(\.keys)
    return name.contains("+") || keys.contains(name.lowercased())
      || words.contains { keys.contains($0) || $0.hasPrefix("fus") }
  }

  /// Returns the words of the names of a table: those of the lines, with the names themselves.
  ///
  /// Words that stand for none of the names are unknown to this table, and map to nil.
  static func meanings(of names: [String], in lines: [Line]) -> [String: String?] {
    var meanings: [String: String?] = [:]
    for line in lines {
      let meant = names.filter { name in
        let name = name.lowercased()
        return line.keys.contains(name) || line.keys.contains { name.split { !$0.isLetter }.contains(Substring($0)) }
      }
      for word in line.words where meanings[word] == nil || meanings[word]! == nil {
        meanings[word] = .some(meant.count == 1 ? meant[0] : exact(meant, line.keys))
      }
    }
    for name in names { meanings[name.lowercased()] = .some(name) }
    return meanings
  }

  /// The name that is a key itself, where there is just one: `kmeans` beside `spherical-kmeans`.
  private static func exact(_ names: [String], _ keys: [String]) -> String? {
    let own = names.filter { keys.contains($0.lowercased()) }
    return own.count == 1 ? own[0] : nil
  }
}
