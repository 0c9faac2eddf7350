import Foundation
import Testing

/// The messages of the command on features and captions that hold the answer.
@Suite struct LeakChecksTests {
  private let folder: TemporaryFolder

  /// Column 2 of the visual features is the class, the text features have 6 rows for 60 items of 3 classes, and the
  /// captions name the classes.
  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("visual.npy") { values in
      for row in 0..<60 { values[row * 6 + 2] = Float(row % 3) }
    }
    try folder.writeFeatures("text.npy", columns: 2) { values in
      for row in 0..<60 { (values[2 * row], values[2 * row + 1]) = (Float(row % 20 % 6), 1) }
    }
    try folder.writeLabels("labels.npy")
    try folder.write("cat\ndog\nhen\n", to: "classes.txt")
    try folder.write((0..<60).map { "a \(["cat", "dog", "hen"][$0 % 3])\n" }.joined(), to: "captions.txt")
  }

  private let kinds = ["duplicate-rows", "rows-across-classes", "columns-give-labels", "captions-name-classes"]

  @Test func aRunSaysItOnTheTerminalAndKeepsItEverywhere() async throws {
    try folder.write(
      """
      dataset: { labels: { file: labels.npy, classes: classes.txt }, captions: captions.txt }
      features: { visual: { file: visual.npy }, text: { file: text.npy } }
      clusterers: [ kmeans: { k: 3 } ]
      seeds: 1
      """, to: "experiment.yaml")
    let outcome = try await Command.run(["run", "experiment.yaml", "--figures", "none", "--out", "out"], in: folder)
    outcome.expectSuccess()
    let record = try folder.json("out/run.json")
    let all = try #require(record["notices"] as? [[String: Any]])
    let notices = all.filter { !["dimensions-lowered", "signs-not-measured"].contains($0["kind"] as? String) }
    #expect(Set(notices.compactMap { $0["kind"] as? String }) == Set(kinds))
    #expect(notices.count == 4)
    for message in notices.compactMap({ $0["message"] as? String }) {
      #expect(outcome.errorLines.contains("note: \(message)"))
      let start = String(message.prefix { $0 != ":" }) + ": "
      for file in ["out/table.md", "out/findings.md", "out/report.html", "out/table.tex"] {
        #expect(try folder.text(file).contains(start), "\(file)")
      }
    }
    let quiet = try await Command.run(
      ["run", "experiment.yaml", "--figures", "none", "--out", "quiet", "--quiet"], in: folder)
    #expect(quiet.errors.isEmpty)
  }

  @Test func inspectSaysTheSame() async throws {
    let arguments = [
      "inspect", "visual.npy", "text.npy", "--labels", "labels.npy", "--classes", "classes.txt", "--captions",
      "captions.txt",
    ]
    let outcome = try await Command.run(arguments, in: folder)
    outcome.expectSuccess()
    let notes = outcome.output.split(separator: "\n").filter { $0.hasPrefix("note: ") }
    #expect(notes.count == 4)
    #expect(outcome.output.contains("captions          60, 0 empty, 3 distinct"))
    let json = try await Command.run(arguments + ["--format", "json"], in: folder)
    let answers = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
    #expect(answers.compactMap { $0["name"] as? String } == ["visual.npy", "text.npy", "labels.npy", "captions.txt"])
    let found = answers.map { ($0["notices"] as? [[String: Any]] ?? []).compactMap { $0["kind"] as? String } }
    #expect(found == [[kinds[2]], [kinds[0], kinds[1]], [], [kinds[3]]])
  }

  /// Three feature sets of 120 rows around three centers, of which one is in another order.
  private func writeShuffled() throws {
    func features(_ name: String, _ order: (Int) -> Int, seed: UInt64) throws {
      var state = seed
      let values = (0..<120 * 4).map { entry -> Float in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let item = order(entry / 4)
        return 4 * Float((item % 3 + entry % 4) % 3) + Float(state >> 40) / Float(1 << 24)
      }
      try folder.write(TemporaryFolder.npy("<f4", "(120, 4)", TemporaryFolder.bytes(of: values)), to: name)
    }
    try features("first.npy", { $0 }, seed: 1)
    try features("second.npy", { $0 }, seed: 2)
    // Each third of the file holds one class.
    try features("mixed.npy", { $0 / 40 + $0 % 40 * 3 }, seed: 3)
    try folder.writeLabels("kinds.npy", rows: 120)
  }

  /// A run, its dry run and `inspect` ask whether a file is in another order; without labels as well.
  @Test(arguments: [true, false]) func rowsInAnotherOrderAreAskedAbout(withLabels: Bool) async throws {
    try writeShuffled()
    let labels = withLabels ? ["--labels", "kinds.npy"] : []
    let files = ["first.npy", "mixed.npy", "second.npy"]
    let inspected = try await Command.run(["inspect"] + files + labels, in: folder)
    inspected.expectSuccess()
    let features = files.flatMap { ["--features", "\($0.prefix { $0 != "." })=\($0)"] }
    let arguments =
      ["run"] + features + labels + ["-k", "3", "--clusterer", "kmeans", "--seeds", "1", "--figures", "none"]
    let run = try await Command.run(arguments + ["--out", "out"], in: folder)
    let dry = try await Command.run(arguments + ["--out", "dry", "--dry-run"], in: folder)
    let close = withLabels ? "share their kinds or are close" : "are close"
    for (outcome, notes, name) in [
      (inspected, inspected.output, "mixed.npy"), (run, run.errors, "mixed"), (dry, dry.errors, "mixed"),
    ] {
      outcome.expectSuccess()
      let asked = notes.split(separator: "\n").filter { $0.contains("random order") }
      #expect(asked.count == 1 && asked[0].hasPrefix("note: \(name): close rows \(close)"), "\(notes)")
    }
    let quiet = try await Command.run(arguments + ["--out", "dry", "--dry-run", "--quiet"], in: folder)
    #expect(
      quiet.errors.split(separator: "\n").count == 1 && quiet.errors.contains("random order") && !folder.exists("dry"))
  }

  @Test func inspectAsksAboutOneFileBesideLabelsAndNotAboutFilesOfOtherItems() async throws {
    try writeShuffled()
    for labels in [["--labels", "kinds.npy"], ["kinds.npy"]] {
      let alone = try await Command.run(["inspect", "mixed.npy"] + labels, in: folder)
      #expect(alone.output.contains("mixed.npy: close rows share their"), "\(alone.output)")
      let aligned = try await Command.run(["inspect", "first.npy", "second.npy"] + labels, in: folder)
      #expect(!aligned.output.contains("random order"))
    }
    // A file of other items neither hides the note nor gets one, wherever it stands.
    for files in [["visual.npy", "first.npy", "mixed.npy"], ["first.npy", "mixed.npy", "visual.npy"]] {
      let others = try await Command.run(["inspect"] + files, in: folder)
      #expect(others.status == 0 && !others.output.contains("visual.npy: close rows"))
      #expect(others.output.contains("close in one of first.npy, mixed.npy are close in another"), "\(others.output)")
    }
  }

  @Test func inspectTakesTheColumnOfATable() async throws {
    try folder.write("kind\n" + (0..<60).map { "k\($0 % 3)\n" }.joined(), to: "labels.csv")
    let outcome = try await Command.run(["inspect", "visual.npy", "--labels", "labels.csv:kind"], in: folder)
    outcome.expectSuccess()
    #expect(outcome.output.contains("note: visual.npy: column 2 takes 3 values, each in one kind only"))
  }

  @Test func inspectRefusesLabelsOfOtherItems() async throws {
    try folder.writeLabels("labels.npy", rows: 61)
    let outcome = try await Command.run(["inspect", "visual.npy", "--labels", "labels.npy"], in: folder)
    #expect(outcome.status == 1 && outcome.errors.contains("60") && outcome.errors.contains("61"))
  }
}
