import Foundation
import Testing

/// New rows are assigned to the clusters of a run.
@Suite struct AssignTests {
  private let folder: TemporaryFolder
  private static let spaces = [
    "concatenation:of=[visual,text],normalize=standardize", "pca-average:of=[visual,text]", "pca:of=text,dimensions=3",
  ]

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("visual.npy")
    try folder.writeFeatures("text.npy")
    try folder.writeLabels("kind.npy")
  }

  private func run(_ options: [String] = []) async throws {
    let spaces = Self.spaces.flatMap { ["--space", $0] }
    let outcome = try await Command.run(
      [
        "run", "--visual", "visual.npy", "--text", "text.npy", "--labels", "kind.npy", "--seeds", "2", "--figures",
        "none", "--out", "out",
      ] + spaces + options, in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  private func assign(_ method: String, _ options: [String] = []) async throws -> Outcome {
    try await Command.run(["assign", "out", "--method", method] + options, in: folder)
  }

  private static let both = ["--features", "visual=visual.npy", "--features", "text=text.npy"]

  @Test func theRowsOfTheRunGetItsLabels() async throws {
    try await run()
    for (method, path) in [
      ("kmeans:concatenation", "concatenation/kmeans"), ("gmm:pca-average", "pca-average/gmm"),
      ("gmm:text-pca", "text-pca/gmm"),
    ] {
      let features = method.hasSuffix("text-pca") ? Array(Self.both.suffix(2)) : Self.both
      for seed in 0..<2 {
        let found = try await assign(method, features + ["--seed", "\(seed)", "--out", "new.npy"])
        #expect(found.status == 0, "\(found.errors)")
        #expect(try folder.data("new.npy") == folder.data("out/trials/\(path)/seed-\(seed).labels.npy"))
      }
    }
  }

  @Test func theAnswerNamesRowsClustersAndStrengths() async throws {
    try await run()
    let found = try await assign("gmm:text-pca", ["--features", "text=text.npy", "--coordinates", "c.npy"])
    let lines = found.output.split(separator: "\n")
    #expect(lines.first == "row,cluster,strength" && lines.dropFirst().first?.hasPrefix("0,") == true)
    #expect(try await assign("kmeans:text-pca", ["--features", "text=text.npy"]).output.hasPrefix("row,cluster\n"))
    #expect(try folder.data("c.npy").count > 128)
  }

  @Test(arguments: [
    ("kmeans:texts", both, "not one of them"), ("kmeans:concatenation", Array(both.prefix(2)), "text is not given"),
    ("kmeans:text-pca", both, "visual is no part of it"),
    ("kmeans:concatenation", both + ["--seed", "7"], "no trial of seed 7"),
    ("kmeans:concatenation", ["--features", "visual"], "expected name=file"),
    ("kmeans:concatenation", ["--features", "visual=none.npy", "--features", "text=text.npy"], "none.npy"),
    ("kmeans:concatenation", ["--features", "visual=text.npy:x", "--features", "text=text.npy"], "text.npy"),
  ])
  func whatCannotBeAssignedIsAnError(method: String, options: [String], cause: String) async throws {
    try await run()
    let found = try await assign(method, options)
    #expect(found.status == 1 && found.errors.contains(cause) && found.errors.contains("hint:"), "\(found.errors)")
    #expect(found.output.isEmpty)
  }

  /// A concatenation has as many columns with its parts swapped.
  @Test func swappedFilesAreAnError() async throws {
    try folder.writeFeatures("wide.npy", columns: 4)
    try folder.writeFeatures("narrow.npy", columns: 3)
    let made = try await Command.run(
      [
        "run", "--visual", "wide.npy", "--text", "narrow.npy", "-k", "3", "--seeds", "1", "--figures", "none", "--out",
        "out",
      ],
      in: folder)
    #expect(made.status == 0, "\(made.errors)")
    let right = try await assign(
      "kmeans:concatenation", ["--features", "visual=wide.npy", "--features", "text=narrow.npy"])
    #expect(right.status == 0, "\(right.errors)")
    let swapped = try await assign(
      "kmeans:concatenation", ["--features", "visual=narrow.npy", "--features", "text=wide.npy"])
    #expect(swapped.status == 1 && swapped.output.isEmpty)
    #expect(swapped.errors.contains("columns in the run, and 4 in the new file"), "\(swapped.errors)")
  }

  @Test func aClustererWithoutModelsIsNamedBesideThoseThatHaveThem() async throws {
    try await run(["--clusterer", "agglomerative,kmeans"])
    let found = try await assign("agglomerative:text-pca", ["--features", "text=text.npy"])
    found.expectFailure(naming: ["agglomerative makes no model", "kmeans:text-pca"])
    #expect(!found.errors.contains("--fresh"))
  }

  @Test(arguments: [
    ("--out", "new.parquet", ".csv or .npy"), ("--out", "new", ".csv or .npy"), ("--coordinates", "c.csv", ".npy"),
  ])
  func anEndingThatIsNotWrittenIsAnError(option: String, path: String, known: String) async throws {
    try await run()
    let found = try await assign("kmeans:text-pca", ["--features", "text=text.npy", option, path])
    found.expectFailure(64, naming: ["cannot use \(option) \(path)", "ends in \(known)"])
    #expect(!folder.exists(path))
  }

  @Test func withoutStoredModelsTheErrorSaysSo() async throws {
    try folder.write(
      "features: { text: text.npy }\nspaces: [{ pca: { of: text, dimensions: 3 } }]\nclusterers: [{ kmeans: { k: 3 } }]\n"
        + "seeds: 1\nfigures: none\nmodels: none\n", to: "e.yaml")
    let made = try await Command.run(["run", "e.yaml", "--out", "out"], in: folder)
    #expect(made.status == 0, "\(made.errors)")
    let found = try await assign("kmeans:text-pca", ["--features", "text=text.npy"])
    #expect(found.status == 1 && found.errors.contains("the experiment has models: none"), "\(found.errors)")
    #expect(found.errors.contains("without models: none") && !found.errors.contains("--fresh"), "\(found.errors)")
  }

  @Test func aDamagedModelIsAnError() async throws {
    try await run()
    let model = "out/trials/text-pca/kmeans/seed-0.model.npz"
    var bytes = try folder.data(model)
    bytes[bytes.count / 2] ^= 1
    try folder.write(bytes, to: model)
    let found = try await assign("kmeans:text-pca", ["--features", "text=text.npy", "--seed", "0"])
    #expect(found.status == 1 && found.errors.contains("not the file that the run stored"), "\(found.errors)")
    let transform = "out/spaces/text-pca/all.npz"
    try folder.write(Data("no".utf8), to: transform)
    let other = try await assign("kmeans:text-pca", ["--features", "text=text.npy", "--seed", "1"])
    #expect(other.status == 1 && other.errors.contains("all.npz"), "\(other.errors)")
  }

  @Test(arguments: [["kmeans:f"], ["kmeans:f-pca"], ["gmm:f"]]) func columnsAreTakenByTheirNames(
    method: [String]
  ) async throws {
    func row(_ item: Int, _ order: [Int]) -> String {
      let point = ["\(50 * (item % 3)).\(item)", "\(item * 7 % 11).5", "\(2e9 + Double(item % 5))"]
      return (["p\(item)"] + order.map { point[$0] }).joined(separator: ",") + "\n"
    }
    func write(_ name: String, _ header: String, _ order: [Int]) throws {
      try folder.write("id,\(header)\n" + (0..<60).map { row($0, order) }.joined(), to: name)
    }
    try write("f.csv", "a,b,c", [0, 1, 2])
    try write("new.csv", "c,a,b", [2, 0, 1])
    try write("other.csv", "a,b,d", [0, 1, 2])
    try write("more.csv", "a,b,c,d", [0, 1, 2, 1])
    let run = try await Command.run(
      ["run", "--features", "f=f.csv", "--space", "f", "--space", "pca:of=f,dimensions=2", "-k", "3", "--seeds", "1"]
        + ["--covariance", "diag", "--figures", "none", "--out", "out"], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let known = try await assign(method[0], ["--features", "f=f.csv"])
    let new = try await assign(method[0], ["--features", "f=new.csv"])
    #expect(known.status == 0 && new.output == known.output, "\(new.errors)")
    #expect(new.errors.contains("its columns (c, a, b) are taken by their names"), "\(new.errors)")
    #expect(!known.errors.contains("by their names"))
    for (file, columns) in [("other.csv", "a, b, d"), ("more.csv", "a, b, c, d")] {
      try await assign(method[0], ["--features", "f=\(file)"])
        .expectFailure(naming: ["are \(columns), those of the run are a, b, c"])
    }
    // Columns without names are taken by their positions.
    try folder.write((0..<60).map { row($0, [0, 1, 2]) }.joined(), to: "plain.csv")
    let plain = try await assign(method[0], ["--features", "f=plain.csv"])
    #expect(plain.output == known.output)
    #expect(plain.errors.contains("f: only the run has names of columns"), "\(plain.errors)")
    #expect(!known.errors.contains("names of columns"))
  }

  /// New rows need none of the columns that are no features.
  @Test(arguments: [["--drop-columns", "label"], ["--drop-columns", "label,n", "--id-column", "image"]])
  func newRowsNeedNoColumnsThatAreDropped(options: [String]) async throws {
    func write(_ name: String, _ header: String, _ row: (Int, String) -> String) throws {
      let rows = (0..<60).map { row($0, "\(50 * ($0 % 3)).\($0),\($0 * 7 % 11).5") + "\n" }
      try folder.write("\(header)\n" + rows.joined(), to: name)
    }
    try write("all.csv", "image,n,a,b,label") { "\($0 + 100),\($0 % 4),\($1),c\($0 % 3)" }
    try await Command.run(
      ["run", "--features", "f=all.csv", "-k", "3", "--clusterer", "kmeans", "--seeds", "1", "--figures", "none"]
        + ["--out", "out"] + options, in: folder
    ).expectSuccess()
    let number = options.count == 2 ? { "\($0 + 100),\($0 % 4)," } : { (_: Int) in "" }
    let columns = options.count == 2 ? "image,n," : ""
    let known = try await assign("kmeans:f", ["--features", "f=all.csv"])
    known.expectSuccess()
    func clusters(_ outcome: Outcome) -> [Substring] {
      outcome.output.split(separator: "\n").dropFirst().compactMap { $0.split(separator: ",").last }
    }
    try write("new.csv", "\(columns)a,b") { "\(number($0))\($1)" }
    try write("named.csv", "filename,\(columns)a,b") { "x\($0),\(number($0))\($1)" }
    for file in ["new.csv", "named.csv"] {
      let new = try await assign("kmeans:f", ["--features", "f=\(file)"])
      #expect(new.status == 0 && clusters(new) == clusters(known), "\(new.errors)")
      #expect(new.output.hasPrefix(file == "new.csv" ? "row," : "id,") && !new.errors.contains("hint"))
    }
    // An array has no columns to drop.
    try folder.writeFeatures("new.npy", columns: options.count == 2 ? 4 : 2)
    try await assign("kmeans:f", ["--features", "f=new.npy"]).expectSuccess()
    // A column that is asked for here must be there.
    try await assign("kmeans:f", ["--features", "f=new.csv", "--drop-columns", "lable"])
      .expectFailure(naming: ["no column \"lable\""])
  }

  @Test func rowsThatAreNotFiniteAreLeftOutWhereThatIsAsked() async throws {
    func write(_ name: String, _ header: String, _ row: (Int) -> String) throws {
      try folder.write("\(header)\n" + (0..<60).map { row($0) + "\n" }.joined(), to: name)
    }
    try write("f.csv", "a,b") { "\(50 * ($0 % 3)).\($0),\($0 * 7 % 11).5" }
    try await Command.run(
      ["run", "--features", "f=f.csv", "-k", "3", "--clusterer", "kmeans", "--seeds", "1", "--figures", "none"]
        + ["--out", "out"], in: folder
    ).expectSuccess()
    try write("gap.csv", "a,b") { "\(50 * ($0 % 3)).\($0),\($0 == 5 ? "" : "\($0 * 7 % 11).5")" }
    try await assign("kmeans:f", ["--features", "f=gap.csv"]).expectFailure(naming: ["NaN or infinity in 1 of 60 rows"])
    let dropped = try await assign("kmeans:f", ["--features", "f=gap.csv", "--nan", "drop"])
    #expect(dropped.status == 0 && dropped.output.contains("\n5,-2"), "\(dropped.errors)")
    try await assign("kmeans:f", ["--features", "f=gap.csv", "--nan", "error"]).expectFailure(naming: ["NaN"])
    try write("less.csv", "b") { "\($0).5" }
    try await assign("kmeans:f", ["--features", "f=less.csv"])
      .expectFailure(naming: ["its 1 column is b, those of the run are a, b", "missing: a"])
  }

  /// The ways out that errors on ids print are options of this command, too.
  @Test func newRowsAreReadAsThoseOfARun() async throws {
    func write(_ name: String, _ header: String, _ rows: Int = 60, _ id: (Int) -> String) throws {
      try folder.write(
        "\(header)\n" + (0..<rows).map { "\(id($0)),\(50 * ($0 % 3)).\($0),\($0 * 7 % 11).5\n" }.joined(), to: name)
    }
    try write("f.csv", "id,a,b") { "p\($0)" }
    try write("g.csv", "id,c,d") { "p\($0)" }
    try await Command.run(
      ["run", "--features", "f=f.csv", "--features", "g=g.csv", "--space", "concatenation:of=[f,g]", "-k", "3"]
        + ["--clusterer", "kmeans", "--seeds", "1", "--figures", "none", "--out", "out"], in: folder
    ).expectSuccess()
    try write("short.csv", "id,c,d", 50) { "p\($0)" }
    let short = ["--features", "f=f.csv", "--features", "g=short.csv"]
    try await assign("kmeans:concatenation", short).expectFailure(naming: ["10 of 60 items", "--missing drop"])
    let dropped = try await assign("kmeans:concatenation", short + ["--missing", "drop"])
    #expect(dropped.status == 0 && dropped.output.contains("\np59,-2"), "\(dropped.errors)")
    try write("twice.csv", "id,a,b") { "p\($0 / 2)" }
    let twice = ["--features", "f=twice.csv", "--features", "g=g.csv"]
    try await assign("kmeans:concatenation", twice).expectFailure(naming: ["30 repeated ids", "--id-column none"])
    try await assign("kmeans:concatenation", twice + ["--id-column", "none"]).expectSuccess()
    try write("text.csv", "patient,a,b") { "s\($0)" }
    let text = ["--features", "f=text.csv", "--features", "g=g.csv"]
    try await assign("kmeans:concatenation", text).expectFailure(naming: ["column patient", "--drop-columns"])
    try await assign("kmeans:concatenation", text + ["--drop-columns", "patient"]).expectSuccess()
  }
}
