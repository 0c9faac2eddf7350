import Foundation
import Testing

/// `fusebench schema`, held against what the command reads by a program that reads such schemas: Python's jsonschema.
@Suite struct SchemaTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The line of `check_schema.py` for each file; nil where this machine has not the modules that it needs.
  private func findings(on files: [String]) async throws -> [String]? {
    try await Command.shell("\"$0\" schema > schema.json", in: folder).expectSuccess()
    let script = Command.package.appending(path: "Tests/CommandTests/Fixtures/check_schema.py").path
    let outcome = try await Command.shell(
      """
      for python in python3 /usr/bin/python3; do
        "$python" -c 'import jsonschema, yaml' 2> errors || continue
        exec "$python" '\(script)' schema.json \(files.map { "'\($0)'" }.joined(separator: " "))
      done
      echo "no python3 with jsonschema and yaml (make setup installs them): skipped"
      exit 77
      """, in: folder)
    if outcome.status == 77 {
      print(outcome.output)
      return nil
    }
    outcome.expectSuccess()
    return outcome.output.split(separator: "\n").map(String.init)
  }

  @Test func shippedExperimentsAreValid() async throws {
    let datasets = Command.package.appending(path: "datasets")
    let shipped = try FileManager.default.subpathsOfDirectory(atPath: datasets.path).filter { $0.hasSuffix(".yaml") }
      .map { datasets.appending(path: $0).path }
    #expect(shipped.count >= 2)
    let examples = try ["README.md", "docs/experiments.md"].flatMap { page in
      let text = try String(contentsOf: Command.package.appending(path: page), encoding: .utf8)
      return text.components(separatedBy: "```yaml\n").dropFirst().compactMap {
        $0.components(separatedBy: "```").first
      }
    }
    #expect(examples.count >= 2)
    for (index, example) in examples.enumerated() { try folder.write(example, to: "example-\(index).yaml") }
    let files = shipped + examples.indices.map { "example-\($0).yaml" }
    guard let found = try await findings(on: files) else { return }
    #expect(found == files.map { "\($0): valid" })
  }

  @Test func theExperimentOfARunIsValid() async throws {
    try folder.writeFeatures("visual.npy")
    try folder.writeFeatures("text.npy")
    try folder.writeLabels("kind.npy")
    try folder.write((0..<60).map { "noun \($0)" }.joined(separator: "\n"), to: "names.txt")
    try folder.write(
      """
      dataset: { labels: { kind: { file: kind.npy, minus-one: class } } }
      features: { visual: { file: visual.npy, scale: l2 }, text: text.npy }
      references: { nouns: { file: text.npy, names: names.txt }, others: { file: visual.npy, nan: drop } }
      spaces:
        - visual
        - pca: { of: text, dimensions: 3, name: small, cluster: no }
        - concatenation: { of: [visual, small], weights: [.3, .7], name: both }
        - chain: { of: visual, steps: [l2, { pca: 2 }], name: two }
      clusterers: [ kmeans: { k: [2, 3], restarts: 2, on: [visual, both] }, gmm: { covariance: diag } ]
      seeds: 2
      figures: none
      sweeps:
        - k
        - weights: { of: both, values: [0.2, 0.8] }
        - { clusterer: kmeans-k2, parameter: restarts, values: [1, 2], criteria: [silhouette] }
        - { clusterer: gmm, parameter: k, values: [2, 3], criteria: yes }
        - { space: small, parameter: dimensions, values: [2, 4], of: both }
      attribution: [both]
      table: { caption: A table, label: "tab:all" }
      rows: [0, 50]
      """, to: "all.yaml")
    try await Command.run(["run", "all.yaml", "--out", "out"], in: folder).expectSuccess()
    let experiment = try #require(try folder.json("out/run.json")["experiment"])
    try folder.write(try JSONSerialization.data(withJSONObject: experiment), to: "stored.yaml")
    guard let found = try await findings(on: ["all.yaml", "stored.yaml"]) else { return }
    #expect(found == ["all.yaml: valid", "stored.yaml: valid"])
  }

  /// The deepest error of the schema lies at the line and column that the reader names, and names this key.
  @Test func wrongFilesAreRefusedAtThePlaceThatTheReaderNames() async throws {
    let files = Self.wrong.indices.map { "wrong-\($0).yaml" }
    for (file, wrong) in zip(files, Self.wrong) { try folder.write(wrong.text, to: file) }
    guard let found = try await findings(on: files) else { return }
    #expect(found.count == Self.wrong.count)
    for (index, line) in found.enumerated() {
      let outcome = try await Command.run(["run", files[index], "--dry-run"], in: folder)
      outcome.expectFailure(1, naming: ["cannot use the experiment \(files[index]):"])
      let place = outcome.errorLines[0].split(separator: " ").last.map(String.init) ?? ""
      #expect(
        line.hasPrefix("\(place): \(Self.wrong[index].path): "), "\(Self.wrong[index].text): \(line), not \(place)")
    }
  }

  private static let wrong: [(text: String, path: String)] =
    [
      // Wrong keys, from the top to the depth.
      ("sede: 5", "sede"), ("clusterers:\n  - kmeans: { restart: 3 }", "clusterers/0/kmeans/restart"),
      ("clusterers:\n  - { kmens: { k: 3 } }", "clusterers/0/kmens"),
      ("spaces:\n  - concatenation: { of: [visual, text], normalise: l2 }", "spaces/0/concatenation/normalise"),
      (
        "spaces:\n  - chain: { of: visual, steps: [ l2, { pca: { dimension: 3 } } ] }",
        "spaces/0/chain/steps/1/pca/dimension"
      ),
      ("dataset: { images: { cifr: x } }", "dataset/images/cifr"),
      ("dataset:\n  labels:\n    - y.npy\n    - { table: t, colum: g }", "dataset/labels/1/colum"),
      ("tsne: { perplexty: 3 }", "tsne/perplexty"),
      ("sweeps: { weights: { values: [0.5], stepz: 3 } }", "sweeps/weights/stepz"),
      ("sweeps: { k: { criteria: [gap, gab] } }", "sweeps/k/criteria/1"),
      (
        "sweeps:\n  - { clusterer: kmeans, parameter: restarts, values: [1, 2], criteria: [gap] }",
        "sweeps/0/criteria/0"
      ),
      ("sweeps: [ k, { clusterer: kmeans, parameter: k, value: [3] } ]", "sweeps/1/value"),
      ("references:\n  nouns: { file: n.npy, name: n.txt }", "references/nouns/name"),
      ("references: { nouns: { file: n.npy, names: { table: t, colum: c } } }", "references/nouns/names/colum"),
      // Wrong types.
      ("seeds: many", "seeds"), ("seeds: { a: 1 }", "seeds"), ("spaces: visual", "spaces"),
      ("scores: { kappa: 1 }", "scores"), ("clusterers: [ kmeans: nine ]", "clusterers/0/kmeans"),
      ("clusterers: [ kmeans: { k: [3, nine] } ]", "clusterers/0/kmeans/k/1"),
      ("clusterers: [ gmm: { on: { a: b } } ]", "clusterers/0/gmm/on"), ("dataset: cifar", "dataset"),
      ("spaces:\n  - pca: { of: text, cluster: perhaps }", "spaces/0/pca/cluster"), ("name: [a]", "name"),
      ("rows: 10", "rows"),
      ("references: n.npy", "references"), ("references: { a: [n.npy] }", "references/a"),
      ("references:\n  a: n.npy\n  b: { file: n.npy, names: [a, b] }", "references/b/names"),
      // Wrong ranges.
      ("seeds: 0", "seeds"), ("seeds: [1, -1]", "seeds/1"),
      ("clusterers: [ kmeans: { k: 0 } ]", "clusterers/0/kmeans/k"),
      ("clusterers: [ gmm: { tolerance: -1 } ]", "clusterers/0/gmm/tolerance"),
      ("spaces:\n  - pca: 0", "spaces/0/pca"),
      ("spaces:\n  - pca: { of: text, variance: 1.5 }", "spaces/0/pca/variance"),
      ("spaces: [ concatenation: { of: [visual, text], weights: [0, 1] } ]", "spaces/0/concatenation/weights/0"),
      ("tsne: { perplexity: 0 }", "tsne/perplexity"),
      ("dataset: { images: { folder: a, size: 0 } }", "dataset/images/size"),
      ("sweeps: { weights: [0.5, 2] }", "sweeps/weights/1"),
      ("sweeps: { weights: { steps: 1 } }", "sweeps/weights/steps"),
      ("sweeps: { weights: { steps: 3, values: [0.5] } }", "sweeps/weights/steps"),
      ("dataset: { labels: { g: { table: t, column: { position: -1 } } } }", "dataset/labels/g/column/position"),
      ("rows: [0, 10, 20]", "rows"), ("name: ''", "name"), ("table: { label: 'a{' }", "table/label"),
      // Wrong kinds and words.
      ("clusterers: [k-means]", "clusterers/0"), ("scores: [kapa]", "scores/0"), ("figures: all", "figures"),
      ("figures: [scores, map]", "figures/1"), ("missing: skip", "missing"), ("sweeps: j", "sweeps"),
      ("attribution: some", "attribution"),
      ("clusterers: [ gmm: { covariance: diagonal } ]", "clusterers/0/gmm/covariance"),
      ("spaces:\n  - chain: { of: visual, steps: [ l3 ] }", "spaces/0/chain/steps/0"),
      ("clusterers:\n  - kmeans: { k: 3 }\n    gmm: { k: 3 }", "clusterers/0"),
      ("clusterers:\n  - kmeans: { name: gmm }", "clusterers/0/kmeans/name"),
      ("dataset: { labels: [ y.npy, { file: z.npy, minus-one: two } ] }", "dataset/labels/1/minus-one"),
      ("sweeps: [ { clusterer: kmeans, parameter: restart, values: [3] } ]", "sweeps/0/parameter"),
      ("sweeps: [ { clusterer: kmeans, parameter: restarts } ]", "sweeps/0"),
      ("references: { a: { file: n.npy, nan: keep } }", "references/a/nan"),
      // What does not go together, is there twice, or is missing.
      ("references: { a: { names: n.txt } }", "references/a"),
      ("references: { a: { file: n, names: { file: a, table: b } } }", "references/a/names/file"),
      ("dataset: { images: { folder: a, classes: c } }", "dataset/images/classes"),
      ("dataset: { images: { folder: a, cifar: b } }", "dataset/images"),
      ("dataset: { labels: { file: a, column: b } }", "dataset/labels/file"),
      ("dataset: { labels: { table: t } }", "dataset/labels"), ("dataset: { ids: { table: t } }", "dataset/ids"),
      ("spaces:\n  - concatenation: { of: [visual] }", "spaces/0/concatenation/of"),
      ("spaces:\n  - concatenation: { normalize: l2 }", "spaces/0/concatenation"), ("seeds: [1, 2, 1]", "seeds/2"),
      ("clusterers: []", "clusterers"), ("words: c-tf-idf", "."),
      ("words: tf-idf\ndataset: { labels: y.npy }", "dataset"),
      ("dataset: { captions: c.txt }\nwords: { topp: 3 }", "words/topp"),
      ("dataset: { captions: c.txt }\nwords: { top: 0 }", "words/top"),
      ("dataset: { captions: c.txt }\nwords: { method: tf-idf, bm25: yes }", "words/bm25"),
    ].map { ("features: { visual: v.npy, text: t.npy }\n\($0)\n", $1) }
    + [
      ("features: { pixels: p.npy }\n", "features/pixels"), ("features: { a: { member: x } }\n", "features/a"),
      ("name: x\n", "."), ("features: { a: { file: a, nan: keep } }\n", "features/a/nan"),
      ("features: { a: { file: a, drop-columns: [] } }\n", "features/a/drop-columns"), ("features: [a]\n", "features"),
    ]
}
