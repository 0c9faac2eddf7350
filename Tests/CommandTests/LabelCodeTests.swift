import Foundation
import Testing

/// Noise (-1) and items that were not clustered (-2), stored, scored and shown apart.
@Suite struct LabelCodeTests {
  private let folder: TemporaryFolder

  /// A run of 60 rows, of which 5, 40 and 59 are dropped.
  init() async throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("visual.npy") { values in
      for row in [5, 40, 59] { values[row * values.count / 60] = .nan }
    }
    try folder.writeLabels("labels.npy")
    try await Command.run(
      [
        "run", "--visual", "visual.npy", "--labels", "labels.npy", "-k", "3", "--nan", "drop",
        "--clusterer", "kmeans",
      ]
        + [
          "--seeds", "2", "--figures", "scores,confusion,maps,agreement,silhouette,cards", "--out",
          "out",
        ], in: folder
    ).expectSuccess()
  }

  private func trial(_ seed: Int) -> String { "out/trials/visual/kmeans/seed-\(seed)" }

  /// Stores other labels of a trial, with the checksum that belongs to them.
  private func store(_ labels: [Int32], seed: Int, schema: Int = 3) throws {
    try folder.writeLabels("\(trial(seed)).labels.npy", labels)
    var record = try folder.json("\(trial(seed)).json")
    var stored = try #require(record["labels"] as? [String: Any])
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for label in labels {
      for byte in withUnsafeBytes(of: label.littleEndian, Array.init) {
        hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
      }
    }
    let digits = String(hash, radix: 16)
    stored["fnv1a"] = String(repeating: "0", count: 16 - digits.count) + digits
    record["labels"] = stored
    record["schema"] = schema
    try folder.write(JSONSerialization.data(withJSONObject: record), to: "\(trial(seed)).json")
  }

  /// Takes the scores of a trial anew, so that they are those of its labels.
  private func rescore(_ seed: Int) async throws {
    let scored = try await Command.run(
      ["score", "labels.npy", "\(trial(seed)).labels.npy", "--format", "json"], in: folder)
    let answer = try #require(JSONSerialization.jsonObject(with: Data(scored.output.utf8)) as? [String: Any])
    var record = try folder.json("\(trial(seed)).json")
    var scores = try #require(record["scores"] as? [String: Any])
    for entry in try #require(answer["scores"] as? [[String: Any]]) {
      guard let name = entry["name"] as? String, scores[name] != nil else { continue }
      scores[name] = entry["value"]
    }
    record["scores"] = scores
    try folder.write(JSONSerialization.data(withJSONObject: record), to: "\(trial(seed)).json")
  }

  @Test func scoringTheStoredLabelsGivesTheRunsOwnNumbers() async throws {
    let labels = try folder.labels("\(trial(0)).labels.npy")
    #expect(labels.indices.filter { labels[$0] == -2 } == [5, 40, 59] && !labels.contains(-1))
    let scored = try await Command.run(
      ["score", "labels.npy", "\(trial(0)).labels.npy", "--format", "json"], in: folder)
    scored.expectSuccess()
    let answer = try #require(
      JSONSerialization.jsonObject(with: Data(scored.output.utf8)) as? [String: Any])
    #expect(
      answer["items"] as? Int == 57 && answer["leftOut"] as? Int == 3
        && answer["noise"] as? Int == 0)
    let own = try #require(folder.json("\(trial(0)).json")["scores"] as? [String: Double])
    let scores = try #require(answer["scores"] as? [[String: Any]])
    for (name, value) in own {
      let entry = try #require(scores.first { $0["name"] as? String == name })
      #expect(entry["value"] as? Double == value, "\(name)")
    }
  }

  @Test func noiseGoesThroughEveryCommandAndIsCounted() async throws {
    var labels = try folder.labels("\(trial(0)).labels.npy")
    for item in [0, 1, 7] { labels[item] = -1 }
    try store(labels, seed: 0)
    try await rescore(0)
    let scored = try await Command.run(
      ["score", "labels.npy", "\(trial(0)).labels.npy"], in: folder)
    scored.expectSuccess()
    #expect(scored.errors.contains("57 items scored, 0 unlabelled, 3 noise, 3 not clustered"))
    for arguments in [
      ["table", "out"], ["report", "out"], ["statistics", "out"],
      ["baseline", "out", "--out", "b.json"],
      ["figures", "out", "--out", "figures"], ["history", "."],
    ] {
      let outcome = try await Command.run(arguments, in: folder)
      #expect(outcome.status == 0 && !outcome.crashed, "\(arguments): \(outcome.errors)")
    }
    let compared = try await Command.run(["compare", "out", "b.json"], in: folder)
    #expect(compared.status == 0, "\(compared.errors)")
    struct Packed: Decodable {
      struct Cell: Decodable { let labels: [Labels] }
      struct Labels: Decodable {
        let noise: Bool
        let leftOut: Bool?
      }
      let schema: Int
      let cells: [Cell]
    }
    let packed = try JSONDecoder().decode(Packed.self, from: folder.data("b.json"))
    #expect(packed.schema == 3 && packed.cells[0].labels.map(\.noise) == [true, false])
    #expect(packed.cells[0].labels.map(\.leftOut) == [true, true])
  }

  @Test func aBaselineOfItemsInAnotherOrderIsRefused() async throws {
    let ids = (0..<60).map { "i\($0)" }
    for (name, order) in [("one", Array(0..<60)), ("two", (0..<60).map { ($0 + 3) % 60 })] {
      let rows = order.map { "\(ids[$0]),\($0 % 3 * 10),\($0 % 3)\n" }
      try folder.write("id,a,b\n" + rows.joined(), to: "\(name).csv")
      try folder.write("id,class\n" + ids.enumerated().map { "\($1),\($0 % 3)\n" }.joined(), to: "labels.csv")
      try await Command.run(
        ["run", "--features", "f=\(name).csv", "--labels", "labels.csv:class", "--clusterer", "kmeans", "--seeds", "1"]
          + ["--figures", "none", "--out", name], in: folder
      ).expectSuccess()
    }
    try await Command.run(["baseline", "one", "--out", "one.json"], in: folder).expectSuccess()
    #expect(try await Command.run(["compare", "one", "one.json"], in: folder).status == 0)
    // The classes follow each other alike in both orders, so that the labels cannot tell them apart.
    try await Command.run(["compare", "two", "one.json"], in: folder)
      .expectFailure(naming: ["checksum", "in the same order"])
  }

  @Test func labelsThatAreNoneAreAnErrorAndNoCrash() async throws {
    var labels = try folder.labels("\(trial(0)).labels.npy")
    labels[3] = -7
    labels[4] = 99
    try store(labels, seed: 0)
    for arguments in [
      ["report", "out"], ["statistics", "out", "--pairs"], ["baseline", "out", "--out", "b.json"],
    ] {
      let outcome = try await Command.run(arguments, in: folder)
      #expect(!outcome.crashed, "\(arguments)")
    }
    try await Command.run(["baseline", "out", "--out", "b.json"], in: folder)
      .expectFailure(naming: ["60 labels", "seed 0", "3 clusters"])
  }

  @Test func aRunOfTheFormerSchemaIsReadAndResumedWithItsDroppedRowsAsNotClustered() async throws {
    let whole = try folder.contents(of: "out")
    for seed in 0..<2 {
      let labels = try folder.labels("\(trial(seed)).labels.npy").map { $0 == -2 ? -1 : $0 }
      try store(labels, seed: seed, schema: 2)
    }
    try await Command.run(["baseline", "out", "--out", "b.json"], in: folder).expectSuccess()
    #expect(try folder.text("b.json").contains("\"noise\" : false"))
    let resumed = try await Command.run(
      [
        "run", "--visual", "visual.npy", "--labels", "labels.npy", "-k", "3", "--nan", "drop",
        "--clusterer", "kmeans",
      ]
        + [
          "--seeds", "2", "--figures", "scores,confusion,maps,agreement,silhouette,cards", "--out",
          "out",
        ], in: folder)
    resumed.expectSuccess()
    for seed in 0..<2 {
      let name = "trials/visual/kmeans/seed-\(seed)"
      #expect(try folder.data("out/\(name).labels.npy") == whole["\(name).labels.npy"])
      #expect(try folder.data("out/\(name).json") == whole["\(name).json"])
    }
  }

  @Test func aBaselineOfTheFormerSchemaIsReadAndCompared() async throws {
    try await Command.run(["baseline", "out", "--out", "new.json"], in: folder).expectSuccess()
    for seed in 0..<2 {
      let labels = try folder.labels("\(trial(seed)).labels.npy").map { $0 == -2 ? -1 : $0 }
      try store(labels, seed: seed)
    }
    // Noise in the place of the dropped rows gives the packed labels of schema 1.
    try await Command.run(["baseline", "out", "--out", "old.json"], in: folder).expectSuccess()
    var old = try folder.json("old.json")
    (old["schema"], old["digest"]) = (1, nil)
    try folder.write(JSONSerialization.data(withJSONObject: old), to: "old.json")
    for seed in 0..<2 {
      let labels = try folder.labels("\(trial(seed)).labels.npy").map { $0 == -1 ? -2 : $0 }
      try store(labels, seed: seed)
    }
    let compared = try await Command.run(["compare", "out", "old.json"], in: folder)
    #expect(compared.status == 0, "\(compared.errors)")
    let new = try await Command.run(["compare", "out", "new.json"], in: folder)
    #expect(compared.output == new.output)
  }
}
