import Foundation
import Testing

/// The options of `run` on the command line beside features and labels, and those of `compare`.
@Suite struct RunOptionTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("visual.npy")
    try folder.writeLabels("kind.npy")
    try folder.writeLabels("half.npy", classes: 2)
    try folder.write((0..<60).map { "caption \($0)\n" }.joined(), to: "captions.txt")
  }

  private func run(_ more: [String], labels: [String] = ["kind.npy"], out: String = "out") async throws -> Outcome {
    try await Command.run(
      ["run", "--visual", "visual.npy", "--clusterer", "kmeans", "--seeds", "1", "--out", out]
        + labels.flatMap { ["--labels", $0] } + more, in: folder)
  }

  /// A program that is bound to one processor takes one thread.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/taskset")))
  func threadsFollowTheProcessorsThatTheProgramMayUse() async throws {
    let folder = try TemporaryFolder()
    try folder.writeFeatures("visual.npy", spread: 1)
    let bound = "first=$(taskset -cp $$ | sed 's/.*: //; s/[,-].*//'); exec taskset -c $first \"$0\" "
    let run = "run --visual visual.npy -k 3 --figures none --dry-run"
    let one = try await Command.shell(bound + run, in: folder)
    one.expectSuccess()
    #expect(one.output.contains(" on 1 thread\n"), "\(one.output)")
    #expect(try await Command.shell(bound + run + " --threads 2", in: folder).output.contains(" on 2 threads\n"))
  }

  @Test func optionsThatTheFileHoldsAreNamed() async throws {
    try await Command.run(["run", "e.yaml", "-k", "3", "--header", "no", "--seeds", "2"], in: folder).expectFailure(
      64, naming: ["cannot use --header, -k beside an experiment file", "--seeds"])
  }

  @Test func captionsAreStoredWithTheMaps() async throws {
    try await run(["--captions", "captions.txt", "--figures", "maps"]).expectSuccess()
    #expect(try folder.text("out/items/captions.json").contains("caption 59"))
    let none = try await run(["--captions", "absent.txt"])
    none.expectFailure(naming: ["absent.txt"])
  }

  @Test func truthChoosesTheLabelsThatAreScored() async throws {
    try await run(["--truth", "half", "--figures", "none"], labels: ["kind.npy", "half.npy"]).expectSuccess()
    let record = try folder.json("out/run.json")
    let sets = try #require((record["dataset"] as? [String: Any])?["labelSets"] as? [[String: Any]])
    #expect(sets.map { $0["name"] as? String } == ["half", "kind"])
    try await run(["--truth", "other"]).expectFailure(naming: ["other", "kind"])
  }

  @Test func metricIsThatOfKMeans() async throws {
    try await run(["--metric", "spherical", "--figures", "none"]).expectSuccess()
    #expect(try folder.text("out/run.json").contains("\"metric\" : \"spherical\""))
    try await run(["--metric", "spherica"]).expectFailure(64, naming: ["did you mean spherical?"])
    let gmm = try await Command.run(
      ["run", "--visual", "visual.npy", "-k", "2", "--clusterer", "gmm", "--metric", "spherical"], in: folder)
    gmm.expectFailure(64, naming: ["--metric needs the clusterer kmeans"])
  }

  @Test func rowsAreCutAlikeInAllInputs() async throws {
    let options = ["--captions", "captions.txt", "--figures", "maps"]
    let outcome = try await run(options + ["--rows", "10:40"])
    outcome.expectSuccess()
    #expect(outcome.errors.contains("note: the run uses the rows 10:40, 30 of 60 items"))
    #expect(try folder.labels("out/labels/kind.npy") == (10..<40).map { Int32($0 % 3) })
    #expect(try folder.labels("out/trials/visual/kmeans/seed-0.labels.npy").count == 30)
    let captions = try folder.text("out/items/captions.json")
    #expect(captions.contains("caption 10") && captions.contains("caption 39") && !captions.contains("caption 40"))
    // The same as a run of files that were cut before.
    try folder.writeFeatures("all.npy")
    let values = try folder.data("all.npy").suffix(60 * 6 * 4)
    let part = values.dropFirst(10 * 24).prefix(30 * 24)
    try folder.write(TemporaryFolder.npy("<f4", "(30, 6)", Data(part)), to: "visual.npy")
    try folder.writeLabels("kind.npy", (10..<40).map { Int32($0 % 3) })
    try await run(["--figures", "none"], out: "cut").expectSuccess()
    #expect(try folder.text("cut/scores.csv") == folder.text("out/scores.csv"))
  }

  @Test func rowsStandInAnExperimentFileAndBesideOne() async throws {
    try folder.write(
      """
      dataset: { labels: kind.npy }
      features: { visual: visual.npy }
      clusterers: [ kmeans: { k: 3 } ]
      seeds: 1
      rows: [0, 30]
      """, to: "experiment.yaml")
    let start = ["run", "experiment.yaml", "--figures", "none", "--out"]
    let outcome = try await Command.run(start + ["a"], in: folder)
    outcome.expectSuccess()
    #expect(outcome.errors.contains("30 of 60 items"))
    let other = try await Command.run(start + ["b", "--rows", "0:45"], in: folder)
    other.expectSuccess()
    #expect(other.errors.contains("45 of 60 items"))
    // What the run says of itself is an experiment that says the same.
    #expect(try folder.text("b/run.json").replacing(/\s/, with: "").contains("\"rows\":[0,45]"))
  }

  @Test(arguments: ["5", "5:", ":5", "7:5", "5:5", "-1:5", "a:b", "1:2:3"])
  func rowsMustBeTwoNumbers(rows: String) async throws {
    try await run(["--rows=\(rows)"]).expectFailure(64, naming: ["--rows", "such as 0:10000"])
  }

  @Test(arguments: ["0:61", "60:70"]) func rowsMustBeThere(rows: String) async throws {
    try await run(["--rows", rows]).expectFailure(naming: ["cannot take the rows \(rows)", "there are 60", "0:60"])
    #expect(!folder.exists("out"))
  }

  @Test(arguments: ["rows: 5", "rows: [1]", "rows: [5, 2]", "rows: [0, x]", "rows: [-1, 4]"])
  func badRowsOfAFileAreNamedWithTheirPlace(line: String) async throws {
    try folder.write("features: { visual: visual.npy }\n\(line)\n", to: "experiment.yaml")
    let outcome = try await Command.run(["run", "experiment.yaml"], in: folder)
    outcome.expectFailure(naming: ["experiment.yaml:2", "\"rows\" must be"])
  }

  @Test func imagesAreCutWithTheRest() async throws {
    try folder.writeCIFAR("images.bin", labels: (0..<40).map { $0 % 4 })
    for (rows, out) in [("0:20", "a"), ("20:40", "b")] {
      let outcome = try await Command.run(
        [
          "run", "--images", "images.bin", "--clusterer", "kmeans", "--seeds", "1", "--figures", "maps,samples",
          "--rows", rows, "--out", out,
        ], in: folder)
      outcome.expectSuccess()
      let thumbnails = try folder.json("\(out)/items/thumbnails.json")
      #expect(thumbnails["items"] == nil, "every item has one")
    }
    // The same folder for other rows takes nothing of the former ones.
    let again = [
      "run", "--images", "images.bin", "--clusterer", "kmeans", "--seeds", "1", "--figures", "maps,samples", "--rows",
      "20:40", "--out", "a",
    ]
    try await Command.run(again, in: folder).expectSuccess()
    let (first, second) = (try folder.contents(of: "a"), try folder.contents(of: "b"))
    for name in first.keys where name.hasPrefix("items/") || name.hasPrefix("labels/") || name.hasPrefix("samples/") {
      #expect(first[name] == second[name], "\(name)")
    }
  }

  @Test func twoRunsAreCompared() async throws {
    try await run(["--figures", "none"], out: "a").expectSuccess()
    try await run(["--figures", "none", "--metric", "spherical"], out: "b").expectSuccess()
    let outcome = try await Command.run(["compare", "b", "./a"], in: folder)
    #expect([0, 2].contains(outcome.status), "\(outcome.errors)")
    #expect(outcome.output.contains("visual") && outcome.output.contains("baseline ./a"))
    let same = try await Command.run(["compare", "a", "a"], in: folder)
    same.expectSuccess()
    #expect(same.output.contains("unchanged"))
    // Of a name that is both, the baseline counts, as before.
    try await Command.run(["baseline", "b", "--name", "a"], in: folder).expectSuccess()
    let named = try await Command.run(["compare", "b", "a"], in: folder)
    named.expectSuccess()
    #expect(named.output.contains("unchanged"))
    let absent = try await Command.run(["compare", "a", "nowhere"], in: folder)
    absent.expectFailure(5, naming: ["nowhere"])
  }

  @Test func aDryRunListsOnlyTheFiguresThatAreDrawn() async throws {
    let plain = try await run(["--dry-run"])
    plain.expectSuccess()
    let line = try #require(plain.output.split(separator: "\n").first { $0.hasPrefix("figures") })
    #expect(
      line.split(separator: " ").dropFirst().joined(separator: " ") == "scores, maps, confusion, silhouette, cards")
    let none = try await run(["--dry-run", "--figures", "samples,weights"])
    #expect(none.output.contains("figures     none\n"))
    let outcome = try await run([])
    outcome.expectSuccess()
    let drawn = Set(
      try folder.contents(of: "out/figures").keys.map { $0.hasPrefix("map") ? "maps" : String($0.dropLast(4)) })
    #expect(drawn == ["scores", "maps", "confusion", "silhouette", "cards"])
  }

  @Test(arguments: [["kind.npy"], []]) func samplesWithoutImagesAreRefusedForThat(labels: [String]) async throws {
    try await run(["-k", "3", "--figures", "none"], labels: labels).expectSuccess()
    let outcome = try await Command.run(["figures", "out", "--only", "samples"], in: folder)
    outcome.expectFailure(naming: ["the run has no images"])
  }
}
