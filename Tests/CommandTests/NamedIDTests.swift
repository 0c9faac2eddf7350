import Foundation
import Testing

/// Ids in a member of an `.npz` or a list of a `.json` that the user names.
@Suite struct NamedIDTests {
  private let folder: TemporaryFolder
  private static let order = (0..<30).map { $0 * 11 % 30 }

  init() throws {
    folder = try TemporaryFolder()
    for name in ["keyed.npz", "keyed-labels.npz"] {
      try folder.write(Data(contentsOf: URL(fileURLWithPath: Command.fixture(name))), to: name)
    }
    let keys = Self.order.map { "\"i\($0)\"" }.joined(separator: ",")
    let kinds = Self.order.map { "\"c\($0 % 3)\"" }.joined(separator: ",")
    let pages = (0..<30).map { "\($0 % 7)" }.joined(separator: ",")
    try folder.write("{\"kind\": [\(kinds)], \"key\": [\(keys)], \"page\": [\(pages)]}", to: "l.json")
    try folder.write("key,kind\n" + Self.order.map { "i\($0),c\($0 % 3)\n" }.joined(), to: "l.csv")
  }

  private func run(_ arguments: [String]) async throws -> Outcome {
    try await Command.run(
      ["run"] + arguments
        + ["-k", "3", "--clusterer", "kmeans", "--seeds", "1", "--figures", "none", "--out", "out", "--fresh"],
      in: folder)
  }

  private func expectMatched(_ outcome: Outcome) throws {
    outcome.expectSuccess()
    if outcome.status == 0 { #expect(try folder.text("out/scores.csv").contains(",kmeans,0,kappa,1.0\n")) }
  }

  @Test(arguments: ["keyed-labels.npz:kind", "l.json:kind", "l.csv:kind"])
  func theOptionDefinesTheIds(labels: String) async throws {
    try expectMatched(
      try await run(["--features", "f=keyed.npz:points", "--labels", labels, "--id-column", "key"]))
  }

  @Test(arguments: [
    "{ file: keyed-labels.npz, member: kind,", "{ file: l.json, member: kind,", "{ table: l.csv, column: kind,",
  ])
  func theKeyOfAnExperimentDefinesTheIds(labels: String) async throws {
    try folder.write(
      """
      dataset: { labels: \(labels) id-column: key } }
      features: { f: { file: keyed.npz, member: points, id-column: key } }
      spaces: [f]
      clusterers: [kmeans: { k: 3 }]
      seeds: 1
      figures: none
      """, to: "e.yaml")
    try expectMatched(try await Command.run(["run", "e.yaml", "--out", "out", "--fresh"], in: folder))
  }

  @Test func captionsAreMatchedByTheListNamed() async throws {
    let captions = Self.order.map { "\"class c\($0 % 3) of i\($0)\"" }.joined(separator: ",")
    let keys = Self.order.map { "\"i\($0)\"" }.joined(separator: ",")
    try folder.write("{\"captions\": [\(captions)], \"key\": [\(keys)]}", to: "c.json")
    let outcome = try await run([
      "--features", "f=keyed.npz:points", "--labels", "l.csv:kind", "--captions", "c.json", "--id-column", "key",
    ])
    try expectMatched(outcome)
    #expect(outcome.errors.contains("captions: 30 of 30 (100.0 %) name their own kind"), "\(outcome.errors)")
  }

  @Test func aNameThatNoFileHasListsTheMembers() async throws {
    try await run(["--features", "f=keyed.npz:points", "--labels", "l.csv:kind", "--id-column", "nokey"])
      .expectFailure(naming: ["keyed.npz", "\"nokey\"", "points, key", "--id-column points"])
    for (labels, members) in [
      ("keyed-labels.npz, member: kind,", "kind, key, page"), ("l.json, member: kind,", "key, kind, page"),
    ] {
      try folder.write(
        """
        dataset: { labels: { file: \(labels) id-column: nokey } }
        features: { f: { file: keyed.npz, member: points, id-column: key } }
        spaces: [f]
        clusterers: [kmeans: { k: 3 }]
        """, to: "e.yaml")
      try await Command.run(["run", "e.yaml", "--out", "out", "--fresh"], in: folder)
        .expectFailure(naming: ["\"nokey\"", members])
    }
    // An array or a list alone has no members.
    try folder.write("[" + (0..<30).map { "\"c\($0 % 3)\"" }.joined(separator: ",") + "]", to: "alone.json")
    try await run(["--features", "f=keyed.npz:points", "--labels", "alone.json", "--id-column", "nokey"])
      .expectFailure(naming: ["nokey"])
  }

  @Test(arguments: ["id", "image_id", "filename", "index"]) func aHeaderOfIdsAboveWordsIsCertain(name: String)
    async throws
  {
    let rows = (0..<30).map { "a\($0 * 7 % 30)x,\(["cat", "dog", "cow"][$0 % 3])\n" }
    try folder.writeLabels("p.npy", (0..<31).map { Int32($0 % 3) })
    try folder.write("\(name),kind\n" + rows.joined(), to: "y.csv")
    let certain = try await Command.run(["score", "y.csv:kind", "p.npy"], in: folder)
    #expect(certain.status == 1 && !certain.errors.contains("header"), "\(certain.errors)")
    try folder.write("\(name) kind\n" + rows.map { $0.replacing(",", with: " ") }.joined(), to: "y.txt")
    let lines = try await Command.run(["score", "y.txt", "p.npy"], in: folder)
    #expect(lines.status == 1 && !lines.errors.contains("header"), "\(lines.errors)")
    // Without the name of ids the header could be a row.
    try folder.write("cat,kind\n" + rows.joined(), to: "y.csv")
    try await Command.run(["score", "y.csv:kind", "p.npy"], in: folder)
      .expectFailure(naming: ["the first line of y.csv is read as a header"])
  }
}
