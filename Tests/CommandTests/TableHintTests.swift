import Foundation
import Testing

/// Tables that are not what they look like at first: classes in columns of their own, a first row taken for names, commas
/// for points.
@Suite struct TableHintTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let truth = (0..<12).map { $0 * 5 % 3 }

  private func column(_ values: [Int]) -> String { values.map { "\($0)\n" }.joined() }

  private func oneHot(_ separator: String = ",", before: (Int) -> String = { _ in "" }) -> String {
    zip(0..., truth).map { row, label in
      before(row) + (0..<3).map { $0 == label ? "1" : "0" }.joined(separator: separator) + "\n"
    }.joined()
  }

  // MARK: - Classes in columns of their own

  @Test func oneColumnAClassLeadsToTheClassOfEachRow() async throws {
    try folder.write(column(truth), to: "y.txt")
    let tables = [
      ("cat,dog,bird\n" + oneHot(), "0:3"), (",cat,dog,bird\n" + oneHot { "\($0)," }, "1:4"),
      ("id,cat,dog,bird\n" + oneHot { "i\($0)," }, "1:4"), (oneHot(), "0:3"),
      ("cat,dog,bird\n" + oneHot().replacing("0", with: "0.0").replacing("1", with: "1.0"), "0:3"),
    ]
    for (text, slice) in tables {
      try folder.write(text, to: "onehot.csv")
      let outcome = try await Command.run(["score", "onehot.csv", "y.txt"], in: folder)
      outcome.expectFailure(naming: ["12 × 3 numbers, one column a class", "table.iloc[:, \(slice)].idxmax(axis=1)"])
    }
    // Columns that do not sum to one are several.
    try folder.write("a,b\n" + column(truth).replacing("\n", with: ",1\n"), to: "several.csv")
    try await Command.run(["score", "several.csv", "y.txt"], in: folder)
      .expectFailure(naming: ["it has several columns, and none is named: a, b"])
  }

  @Test(arguments: [("True", "False"), ("true", "false"), ("TRUE", "FALSE"), ("1", "0")])
  func oneColumnOfSeveralClassesHasANote(yes: String, no: String) async throws {
    let marks = oneHot().replacing("1", with: "y").replacing("0", with: no).replacing("y", with: yes)
    try folder.write(column(truth), to: "y.txt")
    try folder.write("k_cat,k_dog,k_bird\n" + marks, to: "onehot.csv")
    try await Command.run(["score", "onehot.csv", "y.txt"], in: folder)
      .expectFailure(naming: ["12 × 3", "table.iloc[:, 0:3].idxmax(axis=1)"])
    let one = try await Command.run(["score", "onehot.csv:k_dog", "y.txt"], in: folder)
    one.expectSuccess()
    let words = ["each row marks one of 3 columns (k_cat, k_dog, k_bird)", "k_dog alone", "table.iloc[:, 0:3].idxmax"]
    for word in words { #expect(one.errors.contains(word), "\(one.errors)") }
    // Other columns of marks stand beside them, or are no classes.
    let lines = marks.split(separator: "\n").enumerated()
    try folder.write(
      "k_cat,k_dog,k_bird,train\n" + lines.map { "\($1),\($0 < 5 ? yes : no)\n" }.joined(), to: "more.csv")
    let more = try await Command.run(["score", "more.csv:k_cat", "y.txt"], in: folder)
    #expect(more.errors.contains("each row marks one of 3 columns (k_cat"), "\(more.errors)")
    let train = try await Command.run(["score", "more.csv:train", "y.txt"], in: folder)
    #expect(train.status == 0 && !train.errors.contains("each row marks one"), "\(train.errors)")
  }

  // MARK: - Lines and columns of several kinds

  @Test(arguments: ["0 2\n1 0\n0 1\n1 2\n", "0,2\n1,0\n0,1\n1,2\n", "0;2\n1;0\n0;1\n1;2\n"])
  func severalNumbersALineLeadToTheirColumn(text: String) async throws {
    try folder.write(text, to: "t.txt")
    try folder.write("2\n0\n1\n2\n", to: "y.txt")
    try await Command.run(["score", "t.txt", "y.txt"], in: folder)
      .expectFailure(naming: ["several numbers in each", "t.txt:#1"])
    let column = try await Command.run(["score", "t.txt:#1", "y.txt", "--scores", "ari"], in: folder)
    #expect(column.output.contains("1.000000"), "\(column.output)\(column.errors)")
  }

  @Test(arguments: ["", "id"]) func anUnnamedColumnIsListedByItsPosition(name: String) async throws {
    try folder.write("\(name),0\n" + truth.indices.map { "\($0),\(truth[$0])\n" }.joined(), to: "i.csv")
    let words = name.isEmpty ? "the columns are #0 (without a name), 0" : "the columns are id, 0"
    try await Command.run(["score", "i.csv:1", "i.csv"], in: folder).expectFailure(naming: [words])
  }

  @Test(arguments: [
    "w0 .1 .2\nw1 .3 .4\nw0 .5 .6\n", "a b .1\na b .2\n".replacing(" b", with: ""), "x,1\ny,2\nx,3\nx,4\n",
  ])
  func aRepeatedWordIsNamed(text: String) async throws {
    try folder.write(text, to: "glove.txt")
    try await Command.run(["inspect", "glove.txt"], in: folder)
      .expectFailure(naming: [
        "the first column holds words", "repeated: \"\(text.prefix { $0 != " " && $0 != "," })\"",
        "--drop-columns \"#0\"",
      ])
    try await Command.run(["inspect", "glove.txt", "--drop-columns", "#0"], in: folder).expectSuccess()
  }

  @Test func recordsOfPandasAreATable() async throws {
    let records = truth.indices.map { "{\"id\":\"i\($0)\",\"label\":\"c\(truth[$0])\",\"cluster\":\(truth[$0])}" }
    try folder.write("[\(records.joined(separator: ","))]", to: "r.json")
    try folder.write("[\(records.reversed().joined(separator: ","))]", to: "s.json")
    for files in [["r.json", "s.json"], ["r.json:cluster", "s.json:label"], ["r.json:label", "r.json:cluster"]] {
      let outcome = try await Command.run(["score"] + files + ["--scores", "ari"], in: folder)
      #expect(outcome.output.contains("1.000000"), "\(outcome.output)\(outcome.errors)")
    }
    try await Command.run(["score", "r.json:other", "s.json"], in: folder).expectFailure(naming: ["label"])
    try folder.write("{\"label\":{\"0\":\"a\",\"1\":\"b\"}}", to: "c.json")
    try await Command.run(["score", "c.json", "s.json"], in: folder).expectFailure(naming: ["a list of records"])
  }

  // MARK: - A first row taken for names

  /// The first of these rows counts the columns or is unlike the rest, and is a row all the same.
  @Test(arguments: [
    ("score y.npy f.csv", "0\n", "1\n2\n1\n0\n", "f.csv"),
    ("run --visual x.npy --labels f.csv --clusterer kmeans --out out", "0\n", "1\n2\n1\n0\n", "labels f (f.csv)"),
    (
      "run --visual f.csv --labels y.npy --clusterer kmeans --out out", "0,1,2\n", "3,4,5\n3,1,2\n9,1,2\n1,2,3\n",
      "visual (f.csv)"
    ),
    ("plot f.csv --labels y.npy --out map.png", "2019,2021\n", "0.5,1.5\n1.5,2.5\n3.5,4.5\n6.5,1.5\n", "f"),
  ]) func aCountThatIsOneOffAsksAboutTheHeader(command: String, first: String, rest: String, side: String) async throws
  {
    try folder.writeFeatures("x.npy", rows: 5)
    try folder.writeLabels("y.npy", rows: 5, classes: 2)
    try folder.write(first + rest, to: "f.csv")
    let arguments = command.split(separator: " ").map(String.init)
    try await Command.run(arguments, in: folder)
      .expectFailure(naming: ["the first line of \(side)", "is read as a header", "--header no"])
    // With the way out it runs, and counts that differ otherwise have another one.
    if arguments[0] != "plot" {
      try await Command.run(arguments + ["--header", "no", "-q"], in: folder).expectSuccess()
    }
    try folder.write(first + rest + rest, to: "f.csv")
    let other = try await Command.run(arguments, in: folder)
    #expect(other.status == 1 && !other.errors.contains("is read as a header"), "\(other.errors)")
  }

  @Test func wordsAboveNumbersAreNoRow() async throws {
    try folder.writeLabels("y.npy", rows: 5)
    try folder.write("class\n1\n2\n1\n0\n", to: "f.csv")
    let outcome = try await Command.run(["score", "y.npy", "f.csv"], in: folder)
    outcome.expectFailure(naming: ["f.csv has 4 rows"])
    #expect(!outcome.errors.contains("header"))
  }

  @Test func idsOfAnExperimentHaveAHeaderToo() async throws {
    try folder.writeFeatures("x.npy", rows: 6)
    try folder.write("0\n1\n2\n3\n4\n5\n", to: "ids.csv")
    func write(_ header: String) throws {
      try folder.write(
        """
        dataset: { ids: { table: ids.csv, column: { position: 0 }\(header) } }
        features: { x: x.npy }
        clusterers: [ kmeans: { k: 3 } ]
        figures: none
        seeds: 1
        """, to: "e.yaml")
    }
    try write("")
    try await Command.run(["run", "e.yaml", "--out", "out"], in: folder)
      .expectFailure(naming: ["the first line of ids (ids.csv) is read as a header", "header: no"])
    try write(", header: no")
    try await Command.run(["run", "e.yaml", "--out", "out"], in: folder).expectSuccess()
    #expect(try folder.text("out/ids.json").contains("\"0\""))
    let ids = try #require((folder.json("out/run.json")["experiment"] as? [String: Any])?["dataset"] as? [String: Any])
    #expect((ids["ids"] as? [String: Any])?["header"] as? Bool == false)
    try write(", header: perhaps")
    try await Command.run(["run", "e.yaml", "--out", "out"], in: folder).expectFailure(naming: ["header"])
  }

  // MARK: - Decimal commas

  /// As pandas 3.1.1 writes [[1.5, 2.25], [-0.125, 30], [1e-05, 1234.5]] with sep=";" and decimal=",", and as Excel does.
  @Test(arguments: [
    "a;b\n1,5;2,25\n-0,125;30,0\n1e-05;1234,5\n", "1,5;2,25\n-0,125;30,0\n0,00001;1234,5\n",
    ";a;b\n0;1,5;2,25\n1;-0,125;30,0\n2;1e-05;1234,5\n", "\u{FEFF}a;b\r\n1,5;2,25\r\n-0,125;30\r\n0,00001;1234,5\r\n",
    "id;a;b\nx;1,5;2,25\ny;-0,125;30\nz;1e-05;1234,500\n", "a\tb\n1,5\t2,25\n-0,125\t30\n1e-05\t1234,5\n",
  ]) func decimalCommasAreReadWithANote(text: String) async throws {
    try folder.write(text, to: "f.csv")
    let bytes = TemporaryFolder.bytes(of: [1.5, 2.25, -0.125, 30, 1e-05, 1234.5])
    try folder.write(TemporaryFolder.npy("<f8", "(3, 2)", bytes), to: "f.npy")
    let outcome = try await Command.run(["inspect", "f.csv"], in: folder)
    outcome.expectSuccess()
    #expect(outcome.output.contains("note: f.csv: the commas in its numbers are read as decimal signs"))
    let array = try await Command.run(["inspect", "f.npy"], in: folder)
    func facts(_ outcome: Outcome) -> [Substring] {
      outcome.output.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.contains("stored as") }
    }
    #expect(outcome.output.contains("3 × 2") && facts(outcome) == facts(array) && facts(array).count > 4)
  }

  @Test(arguments: [
    (
      "a;b\n1,234;5\n2,345;6\n",
      ["line 2, column a", "decimal sign (1.234) or separate thousands (1234)", "thousands=\",\""]
    ),
    ("1,234;2,345\n1,250;3,500\n", ["column #1", "(2.345) or separate thousands (2345)"]),
    ("a;b\n1,5;2.5\n3,5;4.5\n", ["line 2, column a", "\"1,5\" is no decimal sign here", "decimal=\",\""]),
    ("a;b\n1,5;1,234,567\n2,5;3\n", ["column b", "\"1,234,567\" has marks (,) between thousands"]),
  ]) func otherCommasAreErrorsThatSaySo(text: String, words: [String]) async throws {
    try folder.write(text, to: "f.csv")
    try await Command.run(["inspect", "f.csv"], in: folder).expectFailure(naming: words)
  }

  /// Commas in texts change nothing where numbers have points or none.
  @Test(arguments: ["id;v\na,b;1.5\nc,d;2.5\ne,f;3.5\n", "id;v\na,b;1\nc,d;2\ne,f;3\n", "a,b\n1,5\n2,7\n3,9\n"])
  func otherTablesAreReadAsBefore(text: String) async throws {
    try folder.write(text, to: "f.csv")
    let outcome = try await Command.run(["inspect", "f.csv"], in: folder)
    outcome.expectSuccess()
    #expect(outcome.output.contains("3 × ") && !outcome.output.contains("decimal"), "\(outcome.output)")
  }
}
