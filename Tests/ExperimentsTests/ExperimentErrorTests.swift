import Core
import Experiments
import Foundation
import Matrices
import Testing

private func error(of text: String) -> ExperimentError? {
  do {
    _ = try ExperimentFile.parse(
      text, file: "e.yaml",
      vocabulary: .init(defaultScores: ["kappa"], figures: ["maps"], catalog: .scoring("kappa", "ari", "nmi")))
  } catch {
    return error as? ExperimentError
  }
  return nil
}

/// The error of an experiment with two feature sets and these lines from line 2 on.
private func errorBelow(_ lines: String) -> ExperimentError? {
  error(of: "features: { visual: v.npy, text: t.npy }\n" + lines)
}

@Suite struct ExperimentErrorTests {
  @Test func anUnknownKeyIsNamedWithItsPlaceAndTheNearest() {
    let found = errorBelow("spaces:\n  - concatenation: { of: [visual, text], normalise: l2 }")
    #expect(found?.place == .init(file: "e.yaml", line: 3, column: 42))
    #expect(
      found?.description == """
        error: cannot use the experiment e.yaml:3:42
        cause: concatenation has no key "normalise"
        hint:  did you mean "normalize"? the keys are normalize, weights, of, name, cluster
        """)
  }

  @Test(arguments: [
    ("sede: 5", "seeds"), ("score: [kappa]", "scores"), ("clusterer: [kmeans]", "clusterers"),
    ("clusterers: [ kmeans: { restart: 3 } ]", "restarts"), ("clusterers: [ gmm: { covarience: full } ]", "covariance"),
    ("spaces: [ pca-average: { of: [visual, text], dimension: 3 } ]", "dimensions"),
    ("tsne: { perplexty: 3 }", "perplexity"),
    ("maps: { methd: umap }", "method"),
    ("dataset: { lables: y.npy }", "labels"), ("dataset: { images: { cifr: x } }", "cifar"),
    ("dataset: { labels: { table: t, colum: g } }", "column"), ("clusterers: [ gmm: { reg: 1 } ]", "regularization"),
  ])
  func everyMappingSuggestsItsNearestKey(lines: String, nearest: String) {
    let found = errorBelow(lines)
    guard case .unknownKey = found?.reason else {
      Issue.record("\(String(describing: found))")
      return
    }
    #expect(found?.hint.hasPrefix("did you mean \"\(nearest)\"?") == true)
    #expect(found?.place.line == 2)
  }

  @Test(
    arguments: [
      ("spaces: [visal]", "visual", 10), ("spaces: [ concatenation: { of: [visual, txt] } ]", "text", 41),
      ("spaces: [ concatination: { of: [visual, text] } ]", "concatenation", 11),
      ("clusterers: [k-means]", "kmeans", 14),
      ("clusterers: [ { kmens: { k: 3 } } ]", "kmeans", 17), ("spaces: [ { l3: { of: text } } ]", "l2", 13),
      ("scores: [kapa]", "kappa", 10), ("figures: [map]", "maps", 11),
      ("clusterers: [ gmm: { covariance: diagonal } ]", "diag", 34), ("truth: x\ndataset: { labels: y.npy }", nil, 8),
    ] as [(String, String?, Int)])
  func aWordThatRefersToNothingSuggestsTheNearest(lines: String, nearest: String?, column: Int) {
    let found = errorBelow(lines)
    guard case .unknownName = found?.reason else {
      Issue.record("\(String(describing: found))")
      return
    }
    if let nearest { #expect(found?.hint.hasPrefix("did you mean \"\(nearest)\"?") == true) }
    #expect(found?.place == .init(file: "e.yaml", line: 2, column: column))
  }

  @Test(arguments: [
    ("seeds: many", "\"seeds\" must be a whole number, found \"many\""),
    ("seeds: \"5\"", "\"seeds\" must be a whole number, found \"5\""),
    ("seeds: 2.5", "\"seeds\" must be a whole number, found \"2.5\""),
    ("seeds: { a: 1 }", "\"seeds\" must be a number of seeds or a list of them, found a mapping"),
    ("seeds:", "\"seeds\" must be a number of seeds or a list of them, found nothing"),
    ("clusterers: [ kmeans: { k: nine } ]", "\"k\" must be a whole number, found \"nine\""),
    ("clusterers: [ kmeans: { restarts: [9] } ]", "\"restarts\" must be a whole number, found a list"),
    ("tsne: { perplexity: high }", "\"perplexity\" must be a number, found \"high\""),
    ("spaces: visual", "\"spaces\" must be a list, found \"visual\""),
    ("scores: { kappa: 1 }", "\"scores\" must be a list, found a mapping"),
    (
      "dataset: cifar",
      "\"dataset\" must be a mapping with the keys images, labels, captions, ids, split, found \"cifar\""
    ),
    ("dataset: { labels: }", "\"labels\" must be a path or a mapping, found nothing"),
    ("dataset: { labels: { g: } }", "\"g\" must be a path or a mapping, found nothing"),
    ("figures: all", "\"figures\" must be a list of figures or none, found \"all\""),
    ("name: [a]", "\"name\" must be a name, found a list"),
    ("clusterers: [ kmeans: [9] ]", "\"kmeans\" must be a mapping with the keys k,"),
    ("clusterers: [ kmeans: ]", "\"kmeans\" must be a mapping with the keys k,"),
  ])
  func aWrongTypeSaysWhatItMustBe(lines: String, cause: String) {
    let found = errorBelow(lines)
    guard case .wrongType = found?.reason else {
      Issue.record("\(String(describing: found))")
      return
    }
    #expect(found?.cause.hasPrefix(cause) == true, "\(found?.cause ?? "")")
    #expect(found?.place.line == 2)
  }

  @Test(arguments: [
    "clusterers: [ kmeans: { k: 0 } ]", "clusterers: [ kmeans: { k: -3 } ]", "clusterers: [ gmm: { k: 1e30 } ]",
    "clusterers: [ gmm: { k: 99999999999999999999999 } ]", "seeds: 0", "seeds: 2000000000", "seeds: [-1]",
    "clusterers: [ gmm: { tolerance: -1 } ]", "clusterers: [ gmm: { tolerance: nan } ]", "tsne: { perplexity: 0 }",
    "clusterers: [ gmm: { regularization: inf } ]", "spaces: [ pca-average: { of: [visual, text], dimensions: 0 } ]",
    "spaces: [ pca-average: { of: [visual, text], weights: [-0.5, 1.5] } ]",
    "spaces: [ concatenation: { of: [visual, text], weights: [0, 1] } ]", "name: ''",
  ])
  func aNumberOutOfRangeIsRefused(lines: String) {
    let found = errorBelow(lines)
    guard case .outOfRange = found?.reason else {
      Issue.record("\(String(describing: found))")
      return
    }
    #expect(found?.place.line == 2)
  }

  @Test(arguments: ["3000000000", "1e30"]) func aNumberThatIsTooLargeNamesTheLargest(k: String) {
    #expect(
      errorBelow("clusterers: [ kmeans: { k: \(k) } ]")?.cause
        == "\"k\" must be a whole number of at most 2147483647, found \"\(k)\"")
  }

  @Test func aWrongWordComesWithTheMeaningOfTheRightOnes() {
    let found = errorBelow("clusterers: [ kmeans: { metric: cosine } ]")
    #expect(found?.cause == "there is no metric option \"cosine\"")
    #expect(found?.hint.contains("spherical for the cosine") == true, "\(found?.hint ?? "")")
  }

  /// Settings that contradict each other are named with the place of one of them.
  @Test(arguments: [
    ("k: 3, distance: 2", "both a number of clusters and a distance are given", 48),
    ("distance: 2, k: [3, 4]", "both a number of clusters and a distance are given", 42),
    ("metric: cosine", "Ward's distance is defined for the Euclidean distance alone", 40),
  ])
  func settingsThatContradictEachOtherHaveAPlace(settings: String, cause: String, column: Int) {
    let found = errorBelow("clusterers: [ agglomerative: { \(settings) } ]")
    #expect(found?.cause == cause)
    #expect(found?.place == .init(file: "e.yaml", line: 2, column: column), "\(String(describing: found?.place))")
  }

  @Test(arguments: [
    ("features: { a: { member: x } }", "file", "the feature set \"a\""), ("name: x", "features", "an experiment"),
    ("{ features: { a: a, b: b }, spaces: [ concatenation: { normalize: l2 } ] }", "of", "concatenation"),
    ("{ features: { a: a }, dataset: { labels: { table: t } } }", "column", "labels"),
    ("{ features: { a: a }, dataset: { labels: [{ column: t }] } }", "table", "labels"),
    ("{ features: { a: a }, dataset: { ids: { table: t } } }", "column", "ids"),
    ("{ features: { a: a }, dataset: { images: { classes: t } } }", "cifar", "images"),
  ])
  func aMissingKeyIsNamedWithItsOwner(text: String, key: String, owner: String) {
    #expect(error(of: text)?.reason == .missingKey(key, owner: owner))
  }

  @Test func weightsMustFitTheirParts() {
    let count = errorBelow("spaces: [ pca-average: { of: [visual, text], weights: [1] } ]")
    #expect(count?.cause == "2 parts need 2 weights, found 1")
    let sum = errorBelow("spaces: [ pca-average: { of: [visual, text], weights: [0.5, 0.3] } ]")
    #expect(sum?.cause == "the weights must sum to 1, found 0.8")
    #expect(sum?.hint == "to keep their proportions write [0.625, 0.375]")
    let zero = errorBelow("spaces: [ pca-average: { of: [visual, text], weights: [0, 0] } ]")
    #expect(zero?.cause == "the weights must sum to 1, found 0.0")
    #expect(zero?.hint == "give at least one part a positive weight")
  }

  /// The hint for weights of three parts, whose rounded quotients need not sum to 1 exactly, must itself be accepted.
  @Test(arguments: [[1, 1, 1], [2, 2, 3], [0.333, 0.333, 0.333], [7, 11, 13]] as [[Double]])
  func theHintForWeightsIsAccepted(weights: [Double]) throws {
    func text(_ weights: String) -> String {
      "{ features: { a: a, b: b, c: c }, spaces: [ pca-average: { of: [a, b, c], weights: \(weights) } ] }"
    }
    let hint = try #require(error(of: text("\(weights)"))?.hint)
    let corrected = try #require(hint.firstIndex(of: "[").map { hint[$0...] })
    #expect(error(of: text(String(corrected))) == nil)
  }

  @Test(arguments: [
    ("spaces: [visual, text, visual]", "visual", 2, 24),
    ("clusterers: [ kmeans: { k: 3 }, kmeans: { k: 4 } ]", "kmeans", 2, 33),
    ("clusterers: [ kmeans: { name: A }, gmm: { name: a } ]", "a", 2, 36),
    ("dataset: { labels: [y.npy, y.npy] }", "y", 2, 28),
  ])
  func aNameTwiceIsRefusedAtTheSecond(lines: String, name: String, line: Int, column: Int) {
    let found = errorBelow(lines)
    guard case .duplicateName(name, _) = found?.reason else {
      Issue.record("\(String(describing: found))")
      return
    }
    #expect(found?.place == .init(file: "e.yaml", line: line, column: column))
  }

  @Test(arguments: [
    ("seeds: [1, 2, 1]", "seeds", "1", 15), ("scores: [kappa, kappa]", "scores", "kappa", 17),
    ("spaces: [ concatenation: { of: [text, text] } ]", "of", "text", 39),
    ("clusterers: [ kmeans: { k: [8, 8] } ]", "k", "8", 32),
    ("clusterers: [ kmeans: { k: 8, on: [text, text] } ]", "on", "text", 42),
    (
      "clusterers: [gmm]\nsweeps: [{ clusterer: gmm, parameter: covariance, values: [full, full] }]", "covariance",
      "full", 66
    ),
  ])
  func aValueTwiceIsRefusedAtTheSecond(lines: String, key: String, value: String, column: Int) {
    let found = errorBelow(lines)
    #expect(found?.reason == .repeatedValue(value, key: key) || found?.reason == .repeatedValue(value, key: "values"))
    #expect(found?.place.column == column)
    #expect(found?.cause.hasSuffix("lists \(value) twice") == true && found?.hint == "remove one of them")
  }

  /// A share in place of a count names the parameter that takes it, with any spelling of the method.
  @Test(arguments: [
    "spaces: [ pca: { of: text, dimensions: .9 } ]", "spaces: [ whiten: { of: text, dimensions: .9 } ]",
    "spaces: [ chain: { of: text, steps: [l2, { pca: .9 }] } ]",
  ])
  func aShareInPlaceOfACountNamesItsParameter(lines: String) {
    let found = errorBelow(lines)
    #expect(found?.cause.hasSuffix("must be a whole number, found .9") == true, "\(found?.cause ?? "")")
    #expect(found?.hint == "set variance for a share: { variance: .9 }")
  }

  @Test func aShareForAMethodWithoutSharesIsTheWrongType() {
    #expect(
      errorBelow("clusterers: [ kmeans: .9 ]")?.reason
        == .wrongType(key: "kmeans", expected: "a whole number", found: "\".9\""))
  }

  @Test(arguments: [
    ("[100, 10]", "[100, 10], whose second number is not above the first"),
    ("[5, 5]", "[5, 5], whose second number is not above the first"), ("[1, 2, 3]", "[1, 2, 3]"),
  ])
  func rowsThatAreNoRangeAreNamed(rows: String, found: String) {
    #expect(errorBelow("rows: \(rows)")?.cause.hasSuffix("found \(found)") == true)
  }

  @Test(arguments: [
    ("{ clusterer: gmm, parameter: covariance, values: [full, foo] }", "there is no covariance option \"foo\""),
    ("{ clusterer: gmm, parameter: restarts, values: [1, foo] }", "\"restarts\" must be a whole number, found \"foo\""),
    ("{ k: { values: [2, foo] } }", "\"k\" must be a whole number, found \"foo\""),
  ])
  func aWrongValueOfASweepNamesItsParameter(sweep: String, cause: String) {
    #expect(errorBelow("clusterers: [gmm]\nsweeps: [\(sweep)]")?.cause == cause)
  }

  /// Programs by YAML 1.1 write the key `on` as true, unless it is quoted.
  @Test func theKeyOnThatBecameTrueNamesItsQuotes() {
    let found = errorBelow("clusterers: [ kmeans: { k: 3, true: [text] } ]")
    #expect(found?.hint == "write the key with its quotes: \"on\"")
    #expect(errorBelow("clusterers: [ kmeans: { k: 3, \"on\": [text] } ]") == nil)
  }

  /// JSON Schema takes 4.0 for an integer, as this reader does; 4.5 is none for both.
  @Test func aWholeNumberMayHaveAPoint() throws {
    let experiment = try ExperimentFile.parse(
      "features: { visual: v.npy }\nclusterers: [ kmeans: { k: 4.0 } ]\nseeds: 2.0\nrows: [0, 1e3]", file: "e.yaml")
    #expect(experiment.clusterers[0].k == 4 && experiment.seeds == [0, 1] && experiment.rows == 0..<1000)
    #expect(errorBelow("clusterers: [ kmeans: { k: 4.5 } ]")?.cause == "\"k\" must be a whole number, found \"4.5\"")
    #expect(errorBelow("clusterers: [ kmeans: { k: 1e300 } ]")?.cause.hasSuffix("found \"1e300\"") == true)
  }

  @Test(arguments: ["spaces", "clusterers", "seeds", "scores", "figures"])
  func anEmptyListIsRefused(key: String) {
    #expect(errorBelow("\(key): []")?.reason == .emptyList(key: key))
  }

  @Test func entriesWithSeveralKindsAreRefused() {
    let found = errorBelow("spaces:\n  - concatenation:\n    of: [visual, text]")
    #expect(found?.reason == .severalKinds(key: "spaces", found: ["concatenation", "of"]))
    #expect(found?.place.line == 3)
    #expect(
      errorBelow("spaces: [ concatenation: { of: [visual] } ]")?.cause
        == "concatenation is made of at least 2 spaces, found 1")
    #expect(errorBelow("dataset: { images: { folder: a, cifar: b } }") != nil)
    for others in [
      "folder: a, format: cifar10", "folder: a, classes: c", "mnist: a, size: 8", "stl10: a, format: cifar10",
    ] {
      #expect(errorBelow("dataset: { images: { \(others) } }") != nil)
    }
    #expect(errorBelow("dataset: { images: { folder: a, unreadable: perhaps } }") != nil)
    #expect(errorBelow("dataset: { labels: { file: a, column: b } }") != nil)
  }

  @Test func pixelsBelongToFusebenchAndNeedImages() {
    #expect(error(of: "features: { pixels: p.npy }")?.reason == .reservedName("pixels"))
    #expect(errorBelow("spaces: [pixels]")?.reason == .pixelsWithoutImages)
  }

  @Test func wordsOfClustersNeedCaptions() {
    #expect(errorBelow("words: c-tf-idf")?.reason == .wordsWithoutCaptions)
    let found = errorBelow("words: tf-idf\ndataset: { labels: y.npy }")
    #expect(found?.reason == .wordsWithoutCaptions && found?.place.line == 3)
  }

  @Test(arguments: [
    ("method: tf-idf, bm25: yes", "bm25"), ("method: log-odds, square-root: no", "square-root"),
  ])
  func keysOfClassTFIDFBelongToItAlone(options: String, key: String) {
    let found = errorBelow("dataset: { captions: c.txt }\nwords: { \(options) }")
    guard case .keyOfAnotherKind(key, kind: _)? = found?.reason else {
      Issue.record("\(String(describing: found))")
      return
    }
  }

  @Test(arguments: [
    "tfidf", "{ method: c-tf-id }", "{ ngrams: 3 }", "{ top: 0 }", "{ top: 101 }", "{ stopwords: klingon }",
    "{ tokens: words }", "{ bm25: perhaps }", "[tf-idf]",
  ])
  func wordsOfClustersAreChecked(text: String) {
    #expect(errorBelow("dataset: { captions: c.txt }\nwords: \(text)") != nil)
  }

  @Test(arguments: [
    ("spaces: [visual", 3), ("name: \"open", 2), ("a: b: c", 2), ("\tname: x", 2), ("name: *nobody", 2),
    ("---\nname: x", 3),
  ])
  func aSyntaxErrorNamesItsLine(lines: String, line: Int) {
    let found = errorBelow(lines + "\n")
    guard case .syntax = found?.reason else {
      Issue.record("\(String(describing: found))")
      return
    }
    #expect((found?.place.line).map { abs($0 - line) <= 1 } == true, "\(String(describing: found?.place))")
  }

  @Test func aKeyTwiceIsRefused() {
    #expect(errorBelow("seeds: 1\nseeds: 2")?.reason == .duplicateKey("seeds"))
  }

  @Test(arguments: ["", "\n\n", "# only a comment\n", "~"])
  func aFileThatSaysNothingIsRefused(text: String) {
    #expect(error(of: text) != nil)
  }

  @Test(arguments: ["[", "{a: ", "- ", "? "])
  func deepNestingIsAnErrorAndNoCrash(opening: String) {
    #expect(error(of: String(repeating: opening, count: 100_000)) != nil)
  }

  /// Every prefix of a good file is an experiment or an error with its place, never a crash.
  @Test func everyPrefixIsReadOrExplained() {
    let text = """
      dataset: { images: { cifar: [a, b] }, labels: { g: { table: t, column: c } } }
      features: { visual: { file: v.npy, nan: drop }, text: t.npy }
      spaces: [ concatenation: { of: [visual, text], weights: [1, 2] } ]
      clusterers: [ gmm: { k: 9, covariance: full } ]
      """
    for length in 0...text.count {
      guard let found = error(of: String(text.prefix(length))) else { continue }
      #expect(found.description.split(separator: "\n").count == 3)
      #expect(found.place.file == "e.yaml")
    }
  }

  @Test func filesThatCannotBeReadAreExplained() throws {
    let folder = NSTemporaryDirectory() + "experiment-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func reason(_ path: String) -> ExperimentError.Reason? {
      do { _ = try ExperimentFile.read(path) } catch { return (error as? ExperimentError)?.reason }
      return nil
    }
    #expect(reason(folder + "/none.yaml") == .unreadable(number: ENOENT))
    #expect(reason(folder) == .unreadable(number: EISDIR))
    let path = folder + "/e.yaml"
    try Data([0x93, 0xFF, 0x00, 0x80]).write(to: URL(fileURLWithPath: path))
    #expect(reason(path) == .notText)
    try Data(repeating: 0x20, count: 2 << 20).write(to: URL(fileURLWithPath: path))
    #expect(reason(path) == .tooLarge(bytes: 2 << 20, limit: 1 << 20))
    try Data("features: { a: a.npy }".utf8).write(to: URL(fileURLWithPath: path))
    let experiment = try ExperimentFile.read(path)
    #expect(experiment.name == "e" && experiment.resolve("a.npy") == folder + "/a.npy")
  }
}

@Suite struct NearestTests {
  @Test(arguments: [
    ("", "", 0), ("kitten", "sitting", 3), ("ab", "ba", 1), ("abc", "", 3), ("", "abc", 3), ("visal", "visual", 1),
    ("ca", "abc", 3),
  ])
  func distancesAreThoseOfOptimalStringAlignment(first: String, second: String, distance: Int) {
    #expect(Nearest.distance(first, second) == distance)
    #expect(Nearest.distance(second, first) == distance)
  }

  @Test func onlyNearWordsAreSuggested() {
    #expect(Nearest.of("Kappa", in: ["ari", "kappa"]) == "kappa")
    #expect(Nearest.of("zebra", in: ["ari", "kappa"]) == nil)
    #expect(Nearest.of("k", in: ["of", "name"]) == nil)
    // Words of other programs
    let umap = ["dimensions", "neighbors", "min-dist", "metric", "negative-samples"]
    let hdbscan = ["min-cluster-size", "min-samples", "selection", "selection-epsilon", "max-cluster-size"]
    for (word, names, meant) in [
      ("n_neighbors", umap, "neighbors"), ("neighbours", umap, "neighbors"), ("min_dist", umap, "min-dist"),
      ("n_components", umap, "dimensions"), ("negative_sample_rate", umap, "negative-samples"),
      ("min_cluster_size", hdbscan, "min-cluster-size"), ("eps", hdbscan, "selection-epsilon"),
      ("cluster_selection_method", hdbscan, "selection"), ("epsilon", ["eps", "min-samples"], "eps"),
      ("n_clusters", ["k", "restarts"], "k"), ("n_init", ["k", "restarts"], "restarts"),
      ("n_components", ["k", "covariance"], "k"), ("covariance_type", ["k", "covariance"], "covariance"),
      ("WARD", ["ward", "average"], "ward"), ("UPGMA", ["ward", "average"], "average"),
      ("cosine", ["euclidean", "spherical"], "spherical"), ("cosine", ["cosine", "spherical"], "cosine"),
    ] {
      #expect(Nearest.of(word, in: names) == meant, "\(word)")
    }
    // A column without a name is one edit away from a digit.
    #expect(Nearest.of("1", in: ["", "name"]) == nil && Nearest.of("1", in: ["", "0"]) == "0")
  }
}
