import Foundation
import Testing

/// Files with ids in every place where people have them, from the command line to the answer.
@Suite struct EverydayIdTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ arguments: [String]) async throws -> Outcome {
    try await Command.run(
      ["run"] + arguments + ["--clusterer", "kmeans", "--seeds", "1", "--figures", "none", "--out", "out"], in: folder)
  }

  /// Features in three far groups in order, and labels in another order, both with an index of words or shuffled numbers.
  private func write(index name: String, words: Bool) throws {
    func id(_ item: Int) -> String { words ? "img\(item).png" : "\(100 + item * 7 % 30)" }
    let order = (0..<30).map { $0 * 11 % 30 }
    try folder.write(
      "\(name),a,b\n" + (0..<30).map { "\(id($0)),\(9 * ($0 % 3)).\($0),\(5 * ($0 % 3)).5\n" }.joined(), to: "f.csv")
    for (file, items) in [("sorted.csv", Array(0..<30)), ("shuffled.csv", order)] {
      try folder.write("\(name),label\n" + items.map { "\(id($0)),c\($0 % 3)\n" }.joined(), to: file)
    }
  }

  @Test(arguments: ["", "Unnamed: 0", "index", "id", "image_id", "filename"], [true, false])
  func anIndexHoldsTheIdsOfBothFiles(name: String, words: Bool) async throws {
    try write(index: name, words: words)
    for labels in ["sorted.csv:label", "shuffled.csv:label", "shuffled.csv"] {
      try await run(["--features", "f=f.csv", "--labels", labels, "--fresh"]).expectSuccess()
      #expect(try folder.text("out/scores.csv").contains("f,kmeans,0,kappa,1"), "\(labels)")
    }
    let score = try await Command.run(
      ["score", "sorted.csv:label", "shuffled.csv:label", "--scores", "ari"], in: folder)
    #expect(score.output.contains("1.000000"), "\(score.output)\(score.errors)")
  }

  @Test func archivesAndImagesOfAnotherCountAreErrorsWithBoth() async throws {
    try folder.writeLabels("y5.npy", rows: 5)
    let archive = Command.fixture("several.npz") + ":features"
    try await run(["--features", "z=\(archive)", "--labels", "y5.npy", "-k", "2"])
      .expectFailure(naming: ["has 6 rows", "labels y5 (y5.npy) has 5 rows"])
    try folder.write("id,a\n" + (0..<5).map { "i\($0),\($0).5\n" }.joined(), to: "f5.csv")
    try folder.writeCIFAR("images.bin", labels: [0, 1, 0, 1, 0, 1])
    try await run(["--images", "images.bin", "--image-format", "cifar10", "--features", "f=f5.csv", "-k", "2"])
      .expectFailure(naming: ["images (images.bin) has 6 rows", "f (f5.csv) has 5 rows"])
    try folder.write("id,label\n" + (0..<5).map { "i\($0),\($0 % 2)\n" }.joined() + "i0,0\n", to: "y6.csv")
    try await run(["--features", "f=f5.csv", "--labels", "y6.csv:label", "-k", "2"])
      .expectFailure(naming: ["y6.csv", "has 6 rows and 1 repeated id: \"i0\""])
    #expect(!folder.exists("out"))
  }

  @Test func aColumnOfNamesForLabelsIsNoted() async throws {
    try folder.writeFeatures("x.npy")
    let lines = (0..<60).map { ("img\($0).png", $0 % 3) }
    try folder.write("filename,label\n" + lines.map { "\($0.0),\($0.1)\n" }.joined(), to: "l.csv")
    try folder.write(lines.map { "\($0.0) \($0.1)\n" }.joined(), to: "val.txt")
    let note = "every item has a class of its own (60 classes for 60 items)"
    let names = try await run(["--visual", "x.npy", "--labels", "l.csv:filename"])
    names.expectSuccess()
    #expect(names.errors.contains(note))
    // A list of names and labels holds the labels.
    for labels in ["val.txt", "l.csv:label", "l.csv"] {
      let outcome = try await run(["--visual", "x.npy", "--labels", labels])
      outcome.expectSuccess()
      #expect(!outcome.errors.contains(note) && outcome.output.contains("1.000"), "\(labels): \(outcome.errors)")
    }
  }

  /// Quotes that are words, as in the vectors of GloVe, swallow no row.
  @Test(arguments: ["\"", "\"\"", "'\"", "\"x"], ["txt", "csv"])
  func quotesAreWords(word: String, ending: String) async throws {
    let separator = ending == "csv" ? "\t" : " "
    let rows = (0..<60).map { row in
      // Two rows begin with it, once with a digit behind it.
      ([row == 5 ? word : row == 9 ? word + "9" : "w\(row)"]
        + (0..<3).map { "\(Double((row * 7 + $0 * 5) % 11) / 8 + Double(row % 3) * 4)" }).joined(separator: separator)
    }
    try folder.write(rows.joined(separator: "\n") + "\n", to: "glove.\(ending)")
    try folder.write(
      "features: { g: { file: glove.\(ending), id-column: \"0\" } }\nspaces: [g]\nclusterers: [kmeans: { k: 3 }]\n"
        + "seeds: 1\nfigures: none\n", to: "e.yaml")
    let outcome = try await Command.run(["run", "e.yaml", "--out", "out"], in: folder)
    outcome.expectSuccess()
    #expect(outcome.errors.contains("60 items"), "\(outcome.errors)")
  }
}
