import Foundation
import Testing

/// Files whose rows are named by ids, in any order: matched, or an error of three lines.
@Suite struct ItemOrderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A table of 30 items in three far groups, `i0` to `i29`, in an order.
  private func writeFeatures(_ name: String, _ order: [Int], ids: Bool = true) throws {
    let rows = order.map { item in
      (ids ? ["i\(item)"] : []) + ["\(10 * (item % 3)).\(item)", "\(20 * (item % 3)).5"]
    }
    let header = (ids ? ["id"] : []) + ["a", "b"]
    try folder.write(([header] + rows).map { $0.joined(separator: ",") + "\n" }.joined(), to: name)
  }

  private func writeLabels(_ name: String, _ order: [Int]) throws {
    try folder.write("id,class\n" + order.map { "i\($0),c\($0 % 3)\n" }.joined(), to: name)
  }

  private let inOrder = Array(0..<30)
  /// Blocks of four items in another order, so that also the classes follow each other in another way.
  private let shuffled = (0..<30).sorted { ($0 / 4 * 3 % 8, $0) < ($1 / 4 * 3 % 8, $1) }

  private func run(_ arguments: [String]) async throws -> Outcome {
    try await Command.run(
      ["run"] + arguments + ["-k", "3", "--clusterer", "kmeans", "--seeds", "1", "--figures", "none", "--out", "out"],
      in: folder)
  }

  /// The kappa of each space.
  private func kappas() throws -> [String] {
    try String(decoding: folder.data("out/scores.csv"), as: UTF8.self).split(separator: "\n")
      .filter { $0.contains(",kappa,") }.map { String($0.split(separator: ",").last ?? "") }
  }

  @Test func aShuffledLabelTableIsMatchedById() async throws {
    try writeFeatures("f.csv", inOrder)
    try writeLabels("labels.csv", shuffled)
    let outcome = try await run(["--features", "f=f.csv", "--labels", "labels.csv:class"])
    outcome.expectSuccess()
    #expect(try kappas() == ["1.0"] || kappas() == ["1"])
    #expect(!outcome.errors.contains("matched by position"))
    let record = String(decoding: try folder.data("out/run.json"), as: UTF8.self)
    #expect(record.contains("\"definedBy\" : \"f (f.csv)\""))
    #expect(String(decoding: try folder.data("out/ids.json"), as: UTF8.self).contains("\"i29\""))
  }

  @Test func theStoredLabelsOfARunAreScoredByTheIdsOfItsItems() async throws {
    try writeFeatures("f.csv", shuffled)
    try writeLabels("labels.csv", inOrder)
    try await run(["--features", "f=f.csv", "--labels", "labels.csv:class"]).expectSuccess()
    for labels in ["out/trials/f/kmeans/seed-0.labels.npy", "./out/trials/f/../f/kmeans/seed-0.labels.npy"] {
      let outcome = try await Command.run(["score", "labels.csv:class", labels, "--scores", "ari"], in: folder)
      outcome.expectSuccess()
      #expect(outcome.output.contains("1.000000") && !outcome.errors.contains("by position"))
    }
  }

  @Test(arguments: [
    ["run", "--features", "f=f5.csv", "--labels", "y6.npy", "-k", "2"],
    ["run", "--features", "f=f5.csv", "--labels", "y6.npy", "-k", "2", "--dry-run"],
    ["run", "--features", "x=y6x.csv", "--features", "f=f5.csv", "-k", "2"],
    ["plot", "f5.csv", "--labels", "y6.npy"], ["inspect", "f5.csv", "--labels", "y6.npy", "--format", "json"],
    ["score", "l5.csv:class", "y6.npy"],
  ])
  func countsThatDifferAreAnErrorWithBoth(arguments: [String]) async throws {
    try writeFeatures("f5.csv", [0, 1, 2, 3, 4])
    try writeFeatures("y6x.csv", [0, 1, 2, 3, 4, 5], ids: false)
    try writeLabels("l5.csv", [0, 1, 2, 3, 4])
    try folder.writeLabels("y6.npy", rows: 6)
    try await Command.run(arguments, in: folder).expectFailure(naming: ["has 5 rows", "has 6 rows"])
  }

  @Test func captionsOfAnotherCountAreAnError() async throws {
    try writeFeatures("f.csv", [0, 1, 2, 3, 4, 5])
    try folder.write((0..<7).map { "text \($0)\n" }.joined(), to: "captions.txt")
    try folder.write("features: { f: f.csv }\ndataset: { captions: captions.txt }\n", to: "e.yaml")
    try await Command.run(["run", "e.yaml", "--out", "out"], in: folder)
      .expectFailure(naming: ["captions (captions.txt) has 7 rows", "f (f.csv) has 6 rows"])
  }

  @Test(arguments: ["run", "score", "inspect", "plot"]) func aRepeatedIdIsAnError(command: String) async throws {
    try writeFeatures("f.csv", inOrder)
    try writeLabels("labels.csv", inOrder)
    try writeLabels("twice.csv", Array(0..<29) + [3])
    let arguments =
      switch command {
      case "run": ["run", "--features", "f=f.csv", "--labels", "twice.csv:class", "--out", "out"]
      case "score": ["score", "labels.csv:class", "twice.csv:class"]
      default: [command, "f.csv", "--labels", "twice.csv:class"]
      }
    let outcome = try await Command.run(arguments, in: folder)
    // The part that the labels alone have is shown all the same.
    guard command != "inspect" else {
      #expect(outcome.status == 1 && outcome.errors.contains("has 30 rows and 1 repeated id: \"i3\""))
      return
    }
    outcome.expectFailure(naming: ["twice.csv", "has 30 rows and 1 repeated id: \"i3\""])
  }

  @Test func anIdWithoutPartnerIsAnErrorUnlessItIsDropped() async throws {
    try writeFeatures("f.csv", inOrder)
    try writeLabels("labels.csv", Array(shuffled.dropLast(2)))
    let arguments = ["--features", "f=f.csv", "--labels", "labels.csv:class"]
    try await run(arguments).expectFailure(naming: [
      "2 of 30 items", "has 28 rows", "\"i22\", \"i23\"", "--missing drop",
    ])
    let dropped = try await run(arguments + ["--missing", "drop"])
    dropped.expectSuccess()
    #expect(dropped.errors.contains("note: 2 of 30 items of f (f.csv) left out: 2 not in labels class (labels.csv)"))
    let labels = try folder.labels("out/trials/f/kmeans/seed-0.labels.npy")
    #expect(labels.count == 30 && labels[22] < 0 && labels[23] < 0 && labels.count { $0 < 0 } == 2)
    try folder.write(
      "missing: drop\nfeatures: { f: f.csv }\ndataset: { labels: { table: labels.csv, column: class } }\n"
        + "clusterers: [kmeans: { k: 3 }]\nfigures: none\nseeds: 1\n", to: "e.yaml")
    let file = try await Command.run(["run", "e.yaml", "--out", "file"], in: folder)
    file.expectSuccess()
    #expect(try folder.labels("file/trials/f/kmeans/seed-0.labels.npy") == labels)
  }

  @Test func idsThatDisagreeAreAnErrorWhereTheItemsHaveNone() async throws {
    try writeFeatures("x.csv", inOrder, ids: false)
    try writeFeatures("f.csv", inOrder)
    try writeLabels("labels.csv", shuffled)
    try await run(["--features", "x=x.csv", "--features", "f=f.csv", "--labels", "labels.csv:class"])
      .expectFailure(naming: [
        "row 4 (from 0) is i4 in f (f.csv) and i12 in labels class (labels.csv)", "dataset: { ids",
      ])
    try writeLabels("labels.csv", inOrder)
    let outcome = try await run(["--features", "x=x.csv", "--features", "f=f.csv", "--labels", "labels.csv:class"])
    outcome.expectSuccess()
    #expect(outcome.errors.contains("note: the ids of labels class (labels.csv) were not used"))
  }

  @Test func captionsWithIdsAreBroughtIntoTheOrderOfTheItems() async throws {
    try writeFeatures("f.csv", inOrder)
    try folder.write("id,caption\n" + shuffled.map { "i\($0),text \($0)\n" }.joined(), to: "captions.csv")
    try folder.write(
      "features: { f: f.csv }\ndataset: { captions: captions.csv }\nclusterers: [kmeans: { k: 3 }]\nseeds: 1\n"
        + "figures: [cards]\n", to: "e.yaml")
    try await Command.run(["run", "e.yaml", "--out", "out"], in: folder).expectSuccess()
    struct Captions: Decodable { let captions: [String] }
    let stored = try JSONDecoder().decode(Captions.self, from: folder.data("out/items/captions.json"))
    #expect(stored.captions == inOrder.map { "text \($0)" })
  }

  @Test func theOrderOfAnImageFolderIsWrittenAndNoted() async throws {
    try folder.writeImageFolder("photos", each: 11)
    try await Command.run(["inspect", "photos", "--items", "items.csv"], in: folder).expectSuccess()
    let lines = String(decoding: try folder.data("items.csv"), as: UTF8.self).split(separator: "\n")
    #expect(lines.prefix(4) == ["position,id,class", "0,cat/0.png,cat", "1,cat/1.png,cat", "2,cat/10.png,cat"])
    try folder.writeFeatures("visual.npy", rows: lines.count - 1)
    let outcome = try await run(["--images", "photos", "--visual", "visual.npy"])
    outcome.expectSuccess()
    #expect(outcome.errors.contains("(cat/10.png before cat/2.png)"))
    #expect(outcome.errors.contains("visual (visual.npy) without ids: matched by position to images (photos)"))
    try await Command.run(["inspect", "photos", "visual.npy", "--items", "x.csv"], in: folder)
      .expectUsageError(naming: ["--items", "2 paths"])
  }
}
