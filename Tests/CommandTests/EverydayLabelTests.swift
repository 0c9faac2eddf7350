import Foundation
import Testing

/// Label files as people have them, from the command line to the score: the same numbers, or an error that leads on.
@Suite struct EverydayLabelTests {
  private let folder: TemporaryFolder
  private let truth = (0..<40).map { $0 * 7 % 3 }

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeLabels("p.npy", (0..<40).map { Int32($0 * $0 % 3) })
    try folder.write("class\n" + lines { "\(truth[$0])" }, to: "y.csv")
  }

  private func lines(_ line: (Int) -> String) -> String { truth.indices.map { line($0) + "\n" }.joined() }

  private func score(_ truth: String, _ more: String...) async throws -> Outcome {
    try await Command.run(["score", truth, "p.npy", "--scores", "ari,kappa"] + more, in: folder)
  }

  @Test func aTextFileGivesTheScoresOfTheTable() async throws {
    let expected = try await score("y.csv")
    expected.expectSuccess()
    let files = [
      "class\n" + lines { "\(truth[$0])" }, "filename label\n" + lines { "i\($0).png \(truth[$0])" },
      "\"x\"\n" + lines { "\"r\($0)\" \"c\(truth[$0])\"" }, lines { "img\($0).png;\(truth[$0])" },
      "0\n" + lines { "c\(truth[$0])" }, lines { "\(truth[$0])\($0 % 2 == 0 ? "" : ".0")" },
    ]
    for text in files {
      try folder.write(text, to: "t.txt")
      let outcome = try await score("t.txt")
      outcome.expectSuccess()
      #expect(outcome.output == expected.output && outcome.errors.contains("40 items scored"), "\(text.prefix(40))")
      #expect(outcome.errors.contains("note: t.txt: "))
    }
    try folder.write("{" + truth.indices.map { "\"i\($0)\": \(truth[$0])" }.joined(separator: ",") + "}", to: "t.json")
    #expect(try await score("t.json").output == expected.output)
  }

  @Test func aCountThatIsOneOffAsksAboutTheFirstLabel() async throws {
    for first in ["0", "elephant"] {
      try folder.write(
        first + "\n" + lines { first == "0" ? "\(truth[$0])" : "c\(truth[$0] == 0 ? "at" : "ow")" }, to: "t.txt")
      try await score("t.txt").expectFailure(
        naming: ["t.txt has 41 rows", "the first line of t.txt is read as a row", "--header yes"])
      try await score("t.txt", "--header", "yes").expectSuccess()
    }
    try folder.write("0\n1\n2\n0\n", to: "four.csv")
    try folder.writeLabels("q.npy", [0, 1, 2, 0])
    try await Command.run(["score", "four.csv", "q.npy"], in: folder).expectFailure(
      naming: [
        "four.csv has 3 rows, q.npy has 4 rows", "the first line of four.csv is read as a header", "--header no",
      ])
  }

  @Test(arguments: ["mat", "xlsx", "parquet", "pkl"]) func otherFilesAreNamed(suffix: String) async throws {
    try folder.write(Data([0x50, 0x4b, 3, 4, 0xff]), to: "labels.\(suffix)")
    try await score("labels.\(suffix)").expectFailure(naming: [
      "labels.\(suffix)", "which is not read", suffix == "xlsx" ? "save it as CSV" : ".npy (numpy.save) or .csv",
    ])
    try await Command.run(["inspect", "labels.\(suffix)"], in: folder).expectFailure(naming: [".\(suffix) are not read"]
    )
  }

  /// The note, the counts and the scores agree on clusters that are missing.
  @Test(arguments: ["NA", "nan", "None"]) func aMissingClusterIsNotClustered(word: String) async throws {
    try folder.write("cluster\n" + lines { $0 < 4 ? word : $0 < 7 ? "-1" : "\($0 % 3)" }, to: "q.csv")
    try folder.write("cluster\n" + lines { $0 < 4 ? "-2" : $0 < 7 ? "-1" : "\($0 % 3)" }, to: "r.csv")
    let outcome = try await Command.run(["score", "y.csv", "q.csv"], in: folder)
    outcome.expectSuccess()
    #expect(outcome.errors.contains("36 items scored, 0 unlabelled, 3 noise, 4 not clustered"))
    #expect(outcome.errors.contains("(4 \(word)) and read as not clustered"))
    #expect(try await Command.run(["score", "y.csv", "r.csv"], in: folder).output == outcome.output)
  }

  @Test(arguments: [-3, -5, -100]) func aClusterBelowMinusTwoNamesTheTwoThatAreAllowed(cluster: Int) async throws {
    try folder.write(lines { $0 == 7 ? "\(cluster)" : "\($0 % 3)" }, to: "q.txt")
    try await Command.run(["score", "y.csv", "q.txt"], in: folder)
      .expectFailure(naming: ["row 7 (from 0)", "the cluster is \(cluster)", "-1 (noise)", "-2 (not clustered)"])
    try await Command.run(["score", "q.txt", "p.npy"], in: folder).expectFailure(naming: [
      "only -1 stands for unlabelled"
    ])
  }

  @Test(arguments: ["?", "unknown", "-"]) func aClassThatCouldMeanUnknownIsCounted(word: String) async throws {
    try folder.write("y\n" + lines { truth[$0] == 2 ? word : "c\(truth[$0])" }, to: "t.csv")
    let outcome = try await score("t.csv")
    outcome.expectSuccess()
    let expected = try await score("y.csv")
    #expect(outcome.output == expected.output)
    #expect(outcome.errors.contains("t.csv: 13 items have the class \(word); if that means unknown"))
  }

  @Test(arguments: [
    ("a.txt", "1 2\n0.5 0.25\n0.125 3.5\n0.75 2.5\n", "4 × 2", "--header yes"),
    ("b.txt", "0\n0.1\n0.2\n0.3\n", "4 × 1", "--header yes"),
    ("c.csv", "1,2\n0.5,0.25\n0.125,3.5\n", "2 × 2", "--header no"),
    ("d.txt", "2000 0.1 0.2\nthe 0.3 0.1\n# 0.5 0.9\nof .2 .2\n", "4 × 2", "read as ids"),
    ("e.csv", "sep=;\r\na;b\r\n1;2\r\n\r\n3;4\r\n;\r\n", "2 × 2", "1 blank line between the rows"),
  ]) func everyRowIsCounted(name: String, text: String, shape: String, note: String) async throws {
    try folder.write(text, to: name)
    let outcome = try await Command.run(["inspect", name], in: folder)
    outcome.expectSuccess()
    #expect(outcome.output.contains(shape) && outcome.output.contains(note), "\(outcome.output)")
  }

  @Test(arguments: [
    ("1,8876,1,1357\n0,0580,2,5000\n", ["decimal commas are suspected", "0,0580 on line 2", "semicolons"]),
    ("My data\na;b\n1;2\n3;4\n", ["line 1 (\"My data\")", "a title", "skiprows=1"]),
  ]) func whatIsNoTableLeadsOn(text: String, words: [String]) async throws {
    try folder.write(text, to: "f.csv")
    try await Command.run(["inspect", "f.csv"], in: folder).expectFailure(naming: words)
  }
}
