import Foundation
import Testing

/// Tables, arrays and lists as people have them, from the command line to the answer.
@Suite struct EverydayTableTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let truth = [2, 0, 0, 1, 2, 1, 0, 2, 1, 0, 1, 2]
  private let guess = [2, 0, 1, 1, 2, 1, 0, 2, 0, 0, 1, 1]

  private func column(_ values: [Int]) -> String { values.map { "\($0)\n" }.joined() }

  private func indexed(_ values: [Int]) -> String { zip(0..., values).map { "\($0),\($1)\n" }.joined() }

  private func score(_ truth: String, _ guess: String, _ more: String...) async throws -> Outcome {
    try await Command.run(["score", truth, guess, "--scores", "ari,accuracy"] + more, in: folder)
  }

  @Test func scoresAreTheSameHoweverPandasWroteTheLabels() async throws {
    try folder.write("0\n" + column(truth), to: "t.csv")
    try folder.write("0\n" + column(guess), to: "p.csv")
    try folder.write(",0\n" + indexed(truth), to: "ti.csv")
    try folder.write(",0\n" + indexed(guess), to: "pi.csv")
    try folder.writeLabels("t.npy", truth.map(Int32.init))
    try folder.write(column(guess), to: "p.txt")
    try folder.write("[\(guess.map(String.init).joined(separator: ","))]", to: "p.json")
    try folder.write(column(guess), to: "bare.csv")
    let expected = try await score("t.npy", "p.txt")
    expected.expectSuccess()
    for (truth, guess) in [
      ("t.csv", "p.csv"), ("ti.csv:0", "pi.csv:0"), ("ti.csv:#1", "p.csv"), ("ti.csv", "p.json"), ("t.npy", "p.csv:#0"),
    ] {
      let outcome = try await score(truth, guess)
      outcome.expectSuccess()
      #expect(outcome.output == expected.output, "\(truth) \(guess)")
      #expect(outcome.errors.contains("12 items"))
    }
    #expect(try await score("t.npy", "bare.csv", "--header", "no").output == expected.output)
    #expect(try await score("t.csv", "p.csv").errors.contains("note: t.csv: the first line (0) is read as the names"))
  }

  @Test(arguments: [
    ("t.csv:1", "there is no column \"1\"; the columns are id, kind", "t.csv:#1"),
    ("t.csv:class", "the columns are id, kind", "{ position: 0 }"),
    ("t.csv:#2", "the columns are id, kind", "t.csv:#0"),
    ("bare.txt:0", "2 columns, #0 to #1", "bare.txt:#0"),
  ]) func aColumnThatIsNotThereIsNoPosition(option: String, cause: String, hint: String) async throws {
    try folder.write("id,kind\nx,a\ny,b\nz,a\n", to: "t.csv")
    try folder.write("1 5\n2 6\n3 5\n", to: "bare.txt")
    try await score(option, "t.csv:kind").expectFailure(naming: [cause, hint])
  }

  @Test(arguments: ["0,1", "2019,2020", "a,b"]) func headersAreNoRows(header: String) async throws {
    let rows = (0..<30).map { "\(Double($0 % 3) * 5 + 0.25),\(Double($0 % 7) / 8 + 0.0625)\n" }.joined()
    try folder.write(header + "\n" + rows, to: "f.csv")
    try folder.write("0\n" + column((0..<30).map { $0 % 3 }), to: "y.csv")
    let outcome = try await Command.run(
      [
        "run", "--features", "f=f.csv", "--labels", "y.csv", "--clusterer", "kmeans", "--seeds", "1", "--figures",
        "none",
        "--out", "r",
      ], in: folder)
    outcome.expectSuccess()
    #expect(outcome.errors.contains("30 items") && outcome.errors.contains("y.csv: the first line (0)"))
  }

  @Test(arguments: [
    ("a.txt", "  1.0   2.0\n  4.0   8.0\n  1.5   2.0\n"), ("b.txt", "# x y\n1 2\n4 8\n1.5 2\n"),
    ("c.txt", "1 2 \n4 8 \n1.5 2 \n"), ("d.txt", "3 2\nw0 1 2\nw1 4 8\nw2 1.5 2\n"),
    ("e.txt", "\" 1 2\n# 4 8\nof 1.5 2\n"),
    ("f.csv", "id,0,1\ni0,1.5,2.5\ni1,4.5,8.5\ni2,1.25,2.5\n"),
    ("g.csv", "id,v\n0,\"[1, 2]\"\n1,\"[4, 8]\"\n2,\"[1.5, 2]\"\n"),
  ]) func textOfEveryToolIsThreeRowsOfTwo(name: String, text: String) async throws {
    try folder.write(text, to: name)
    let outcome = try await Command.run(["inspect", name], in: folder)
    outcome.expectSuccess()
    #expect(outcome.output.contains("3 × 2"), "\(outcome.output)")
  }

  @Test func wordsForMissingValuesAreCountedAndDropped() async throws {
    try folder.write("0\n1\nnan\n1\n0\nNA\n", to: "t.txt")
    try folder.write("0\n1\n1\n1\n0\n0\n", to: "p.txt")
    let outcome = try await score("t.txt", "p.txt")
    #expect(outcome.errors.contains("4 items scored, 2 unlabelled") && outcome.errors.contains("1 NA, 1 nan"))
    try folder.write("a,b\n1,2\nNA,3\n2,5\n4,1\n", to: "f.csv")
    let run = try await Command.run(
      ["run", "--features", "f=f.csv", "-k", "2", "--seeds", "1", "--nan", "drop", "--figures", "none", "--out", "r"],
      in: folder)
    run.expectSuccess()
    #expect(run.errors.contains("1 of 4 rows dropped"))
  }

  @Test func errorsOnLabelsLeadToTheLabels() async throws {
    try folder.write(column(truth), to: "y.txt")
    let rows: [Float] = truth.flatMap { label in (0..<3).map { $0 == label ? 1 : 0 } }
    try folder.write(TemporaryFolder.npy("<f4", "(12, 3)", TemporaryFolder.bytes(of: rows)), to: "onehot.npy")
    try folder.write(TemporaryFolder.npy("|O", "(12,)", Data(count: 96)), to: "names.npy")
    try await score("onehot.npy", "y.txt").expectFailure(naming: ["12 × 3", "array.argmax(axis=1)"])
    try await score("names.npy", "y.txt").expectFailure(naming: ["object", "array.astype(str)"])
    try await score("y.txt:kind", "y.txt").expectFailure(naming: ["y.txt"])
    try await Command.run(["inspect", Command.fixture("nameless.npz")], in: folder)
      .expectFailure(naming: ["one, two", "nameless.npz:one"])
    try await Command.run(["inspect", Command.fixture("nameless.npz") + ":two"], in: folder).expectSuccess()
    try await score(Command.fixture("nameless.npz") + ":three", "y.txt").expectFailure(naming: ["one, two"])
  }

  @Test func labelsAreReadFromArchivesAndLists() async throws {
    try folder.write("{\"labels\": [\"a\", \"b\", null, \"a\"], \"other\": [1, 2, 3, 3]}", to: "y.json")
    try folder.write("a\nb\nb\na\n", to: "p.txt")
    let outcome = try await score("y.json", "p.txt")
    #expect(outcome.errors.contains("3 items scored, 1 unlabelled") && outcome.output.contains("1.000"))
    try await score("y.json:other", "p.txt").expectSuccess()
    try await score("y.json:third", "p.txt").expectFailure(naming: ["labels, other"])
    try folder.write("[1, NaN]", to: "bad.json")
    try await score("bad.json", "p.txt").expectFailure(naming: ["bad.json", "null"])
    try await score(Command.fixture("labels.npz"), "p.txt").expectSuccess()
    try await score(Command.fixture("labels.npz") + ":words", "p.txt").expectSuccess()
    try await score(Command.fixture("labels.npz") + ":nothing", "p.txt").expectFailure(naming: ["words"])
  }

  @Test func optionsOnTablesHoldForAll() async throws {
    try folder.write("name,a,note\np,1,x\nq,2,y\nr,9,z\n", to: "f.csv")
    try folder.write("name,kind\nr,big\np,small\nq,small\n", to: "y.csv")
    let options = ["--figures", "none", "--clusterer", "kmeans", "--seeds", "1"]
    let outcome = try await Command.run(
      [
        "run", "--features", "f=f.csv", "--labels", "y.csv:kind", "--id-column", "name", "--drop-columns", "note",
        "--out", "r",
      ]
        + options, in: folder)
    outcome.expectSuccess()
    #expect(outcome.output.contains("1.000"))
    try folder.write(
      """
      dataset:
        labels: { table: y.csv, column: { position: 1 }, id-column: name, name: kind }
        captions: { table: f.csv, column: note, id-column: name }
      features: { f: { file: f.csv, id-column: { position: 0 }, drop-columns: [note], header: yes } }
      clusterers: [ kmeans: { k: 2 } ]
      seeds: 1
      figures: none
      """, to: "e.yaml")
    let second = try await Command.run(["run", "e.yaml", "--out", "s"], in: folder)
    second.expectSuccess()
    #expect(second.output.contains("1.000"))
    // The stored experiment names the column of ids again.
    #expect(try folder.data("s/run.json").range(of: Data("\"id-column\" : \"name\"".utf8)) != nil)
    try await Command.run(["run", "--visual", "x.npy", "--visual", "y.npy"], in: folder)
      .expectUsageError(naming: ["--visual can be given once"])
    try await Command.run(["score", "a.npy", "b.npy", "--header", "no"], in: folder)
      .expectFailure(64, naming: ["--header"])
  }
}
