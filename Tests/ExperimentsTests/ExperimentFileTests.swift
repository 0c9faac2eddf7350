import Clustering
import Core
import Datasets
import Experiments
import Foundation
import Fusion
import Reduction
import Results
import Scores
import Testing
import Words

private let vocabulary = Experiment.Vocabulary(
  figures: ["maps", "bars"], catalog: .scoring("kappa", "ari", "nmi", "accuracy", "silhouette"))

extension Catalog {
  /// The methods of this package, with some scores alone.
  static func scoring(_ names: String...) -> Catalog {
    var catalog = standard
    catalog.scores.removeAll { !names.contains($0.name) }
    return catalog
  }
}

private func parse(_ text: String, file: String = "emoji.yaml") throws -> Experiment {
  try ExperimentFile.parse(text, file: file, vocabulary: vocabulary)
}

private let documented = """
  name: emoji
  dataset:
    images: { cifar: images.bin, classes: groups.txt }
    labels: { table: emoji.csv, column: group }
  features:
    visual: { file: visual.npy }
    text:   { file: text.npy }
  spaces:
    - visual
    - text
    - concatenation: { of: [visual, text], normalize: l2 }
    - pca-average:   { of: [visual, text], dimensions: 128, weights: [0.5, 0.5] }
  clusterers:
    - kmeans: { k: 9 }
    - gmm:    { k: 9, covariance: full }
  seeds: 5
  scores: [kappa, ari, nmi, accuracy]
  """

private let everything = """
  name: "everything 😀"
  dataset:
    images: { folder: photos, size: 224 }
    labels:
      group: { table: emoji.csv, column: Group, id-column: { position: 0 }, header: yes }
      sub: { file: sub.npy, classes: sub.txt }
      plain: plain.npy
      packed: { file: all.npz, member: y, classes: sub.txt }
    captions: { table: emoji.csv, column: { position: 3 }, id-column: id }
    ids: { table: emoji.csv, column: id }
  features:
    a: { file: a.npz, member: x, nan: drop, scale: standardize }
    b: { file: b.safetensors, tensor: last, pooling: mean, mask: mask.npy, scale: l2 }
    c: { file: c.csv, id-column: id, drop-columns: [note, { position: 4 }], header: no }
  spaces:
    - pixels
    - a
    - concatenation: { of: [a, b, pixels], normalize: standardize, weights: [.25, .5, .25], name: all }
    - pca-average: { of: [c, a], align: procrustes, weights: [0.25, 0.75] }
  clusterers:
    - kmeans: { k: 4, restarts: 3, iterations: 20, tolerance: 0, metric: spherical, name: fast }
    - kmeans
    - gmm: { covariance: tied, restarts: 2, iterations: 7, tolerance: 1e-5, regularization: 1e-4 }
  seeds: [7, 0, 9223372036854775807]
  scores: [silhouette]
  figures: none
  maps: { method: pca }
  tsne: { perplexity: 12.5, iterations: 300, rows: 5000 }
  truth: sub
  """

@Suite struct ExperimentFileTests {
  @Test func theDocumentedExampleIsRead() throws {
    let experiment = try parse(documented, file: "data/emoji.yaml")
    let expected = Experiment(
      name: "emoji",
      dataset: .init(
        images: .set(.cifar, paths: ["images.bin"], classes: "groups.txt"),
        labels: [.init(name: "group", source: .table(.init(table: "emoji.csv", column: "group")))]),
      features: [.init(name: "visual", file: "visual.npy"), .init(name: "text", file: "text.npy")],
      spaces: [
        .init(name: "visual"), .init(name: "text"),
        .init(Concatenation(normalize: .l2), of: ["visual", "text"]),
        .init(PCAAverage(dimensions: 128, weights: [0.5, 0.5], align: .none), of: ["visual", "text"]),
      ],
      clusterers: [
        .init(KMeans(clusters: 9), name: "kmeans"),
        .init(GaussianMixture(clusters: 9, covariance: .full), name: "gmm"),
      ],
      seeds: [0, 1, 2, 3, 4], scores: ["kappa", "ari", "nmi", "accuracy"], figures: ["maps", "bars"], folder: "data",
      catalog: vocabulary.catalog)
    #expect(experiment == expected)
    #expect(experiment.resolve("visual.npy") == "data/visual.npy")
    #expect(experiment.resolve("/abs.npy") == "/abs.npy")
  }

  @Test func everyOptionIsRead() throws {
    let experiment = try parse(everything)
    #expect(experiment.name == "everything 😀")
    #expect(experiment.dataset.images == .folder(path: "photos", size: 224))
    #expect(
      experiment.dataset.labels == [
        .init(
          name: "group", source: .table(.init(table: "emoji.csv", column: "Group")), idColumn: "#0", header: true),
        .init(name: "sub", source: .file(path: "sub.npy", classes: "sub.txt")),
        .init(name: "plain", source: .file(path: "plain.npy", classes: nil)),
        .init(name: "packed", source: .table(.init(table: "all.npz", column: "y", classes: "sub.txt"))),
      ])
    #expect(experiment.dataset.captions == .init(path: "emoji.csv", column: "#3", idColumn: "id"))
    #expect(experiment.dataset.ids == .init(path: "emoji.csv", column: "id"))
    #expect(
      experiment.features == [
        .init(name: "a", file: "a.npz", member: "x", undefined: .drop, scale: .standardize),
        .init(name: "b", file: "b.safetensors", tensor: "last", pooling: .mean, mask: "mask.npy", scale: .l2),
        .init(name: "c", file: "c.csv", idColumn: "id", dropColumns: ["note", "#4"], header: false),
      ])
    #expect(
      experiment.spaces == [
        .init(name: "pixels"), .init(name: "a"),
        .init(
          Concatenation(normalize: .standardize, weights: [0.25, 0.5, 0.25]), of: ["a", "b", "pixels"], name: "all"),
        .init(PCAAverage(weights: [0.25, 0.75], align: .procrustes), of: ["c", "a"]),
      ])
    #expect(
      experiment.clusterers == [
        .init(KMeans(clusters: 4, restarts: 3, maximumIterations: 20, tolerance: 0, metric: .spherical), name: "fast"),
        .init(KMeans(), name: "kmeans"),
        .init(
          GaussianMixture(covariance: .tied, restarts: 2, maximumIterations: 7, tolerance: 1e-5, regularization: 1e-4),
          name: "gmm"),
      ])
    #expect(experiment.seeds == [7, 0, UInt64(Int.max)])
    #expect(experiment.scores == ["silhouette"] && experiment.figures.isEmpty && experiment.truth == "sub")
    #expect(experiment.maps == .init(method: PCA.self))
    #expect(experiment.tsne == .init(perplexity: 12.5, iterations: 300, rows: 5000))
  }

  @Test func whatIsLeftOutHasItsDefault() throws {
    let experiment = try parse("features: { visual: v.npy, text: t.npy }", file: "my.run.yaml")
    #expect(experiment.name == "my.run")
    #expect(experiment.spaces == Experiment.defaultSpaces(of: ["visual", "text"]))
    #expect(experiment.spaces.map(\.name) == ["visual", "text", "concatenation", "pca-average"])
    #expect(experiment.clusterers == Experiment.defaultClusterers())
    #expect(experiment.clusterers.map(\.k) == [nil, nil])
    #expect(experiment.seeds == [0, 1, 2, 3, 4])
    #expect(experiment.scores == Experiment.Vocabulary.commonScores)
    #expect(experiment.folder == ".")
  }

  @Test func wordsAreReadAndStayTheSameInARun() throws {
    #expect(try parse("features: { a: a.npy }").words == nil)
    let forms: [(String, WordOptions)] = [
      ("log-odds", .init(method: .logOdds)), ("{ top: 3 }", .init(top: 3)),
      ("{ bm25: yes, square-root: yes }", .init(bm25: true, squareRoot: true)),
      (
        "{ method: tf-idf, ngrams: 2, stopwords: german, tokens: word-characters }",
        .init(method: .tfidf, longestTerm: 2, stopWords: .german, characters: .wordCharacters)
      ),
      ("{ tokens: ascii, stopwords: none }", .init(stopWords: .none, characters: .ascii)),
    ]
    for (text, words) in forms {
      let experiment = try parse("{ features: { a: a.npy }, dataset: { captions: c.txt }, words: \(text) }")
      #expect(experiment.words == words)
      #expect(try parse(String(decoding: JSONEncoder().encode(experiment.json), as: UTF8.self)).words == words)
    }
  }

  @Test func imagesAloneAreClusteredByTheirPixels() throws {
    let experiment = try parse("dataset: { images: { cifar: [a.bin, b.bin] } }")
    #expect(experiment.spaces == [.init(name: "pixels")])
    #expect(experiment.dataset.images == .set(.cifar, paths: ["a.bin", "b.bin"]))
  }

  @Test func everyFormOfImagesIsReadAndStaysTheSameInARun() throws {
    let forms: [(String, Experiment.Images)] = [
      ("{ cifar: a.dat, format: cifar100 }", .set(.cifar, paths: ["a.dat"], format: .cifar100)),
      ("{ mnist: mnist }", .set(.mnist, paths: ["mnist"])),
      ("{ mnist: [a, b], classes: c.txt }", .set(.mnist, paths: ["a", "b"], classes: "c.txt")),
      ("{ stl10: [train_X.bin, test_X.bin] }", .set(.stl10, paths: ["train_X.bin", "test_X.bin"])),
      ("{ folder: photos }", .folder(path: "photos", size: nil)),
      ("{ folder: photos, size: 32, unreadable: skip }", .folder(path: "photos", size: 32, unreadable: .skip)),
    ]
    for (text, images) in forms {
      let experiment = try parse("dataset: { images: \(text) }")
      #expect(experiment.dataset.images == images)
      #expect(
        try parse(String(decoding: JSONEncoder().encode(experiment.json), as: UTF8.self)).dataset.images == images)
    }
  }

  @Test func aFusionNamedAsAWordTakesEveryFeatureSet() throws {
    let experiment = try parse("{ features: { a: a, b: b, c: c }, spaces: [pca-average, concatenation] }")
    #expect(experiment.spaces.map(\.inputs) == [["a", "b", "c"], ["a", "b", "c"]])
  }

  @Test(arguments: [
    ("y.npy", ["y"]), ("{ file: y.npy }", ["y"]),
    ("[{ table: t, column: g }, { file: z.npy, name: fine }]", ["g", "fine"]),
    ("{ coarse: c.npy, fine: { file: f.npy } }", ["coarse", "fine"]), ("[a.npy, b.npy]", ["a", "b"]),
  ])
  func labelsHaveSeveralForms(text: String, names: [String]) throws {
    let experiment = try parse("{ dataset: { labels: \(text) }, features: { a: a } }")
    #expect(experiment.dataset.labels.map(\.name) == names)
  }

  @Test(arguments: [documented, everything])
  func theStoredJSONIsTheSameExperiment(text: String) throws {
    var experiment = try parse(text)
    let data = try JSONEncoder().encode(experiment.json)
    let again = try parse(String(decoding: data, as: UTF8.self))
    // JSON has no order of keys; everything that an order matters to is spelled out.
    experiment.features.sort { $0.name < $1.name }
    #expect(again.features.sorted { $0.name < $1.name } == experiment.features)
    var sorted = again
    sorted.features = experiment.features
    #expect(sorted == experiment)
    #expect(again.json == experiment.json)
  }

  @Test func flagsGiveTheSameExperimentAsAFile() throws {
    var flags = Experiment(
      name: "emoji", visual: "v.npy", text: "t.npy",
      labels: [.init(name: "y", source: .file(path: "y.npy", classes: nil))], k: 9, figures: ["maps", "bars"])
    let file = try parse(
      """
      { dataset: { labels: y.npy }, features: { visual: v.npy, text: t.npy },
        clusterers: [ kmeans: { k: 9 }, gmm: { k: 9 } ] }
      """)
    flags.catalog = vocabulary.catalog
    #expect(flags == file)
    #expect(Experiment(text: "t.npy").spaces == [.init(name: "text")])
    #expect(Experiment(images: .folder(path: "p", size: nil)).spaces == [.init(name: "pixels")])
  }
}
