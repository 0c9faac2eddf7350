import Foundation
import Testing

/// `fusebench clusters`: the clusters of a stored run and their items.
@Suite struct ClustersTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("text.npy")
    try folder.write("kind\n" + (0..<60).map { "k\($0 % 3)\n" }.joined(), to: "kind.csv")
    try folder.write("word\n" + (0..<60).map { "item-\($0)\n" }.joined(), to: "ids.csv")
    try folder.write(
      """
      dataset: { labels: kind.csv, ids: { table: ids.csv, column: word } }
      features: { text: text.npy }
      clusterers: [{ kmeans: 3 }, { gmm: { k: 3, covariance: diag } }]
      seeds: 2
      figures: none
      """, to: "e.yaml")
  }

  private func run() async throws {
    try await Command.run(["run", "e.yaml", "--out", "out"], in: folder).expectSuccess()
  }

  private func clusters(_ arguments: [String] = []) async throws -> Outcome {
    try await Command.run(["clusters", "out"] + arguments, in: folder)
  }

  @Test func aRunStoresTheTablesOfEveryMethod() async throws {
    try await run()
    let before = try folder.contents(of: "out/clusters")
    for method in ["kmeans", "gmm"] {
      let members = try folder.text("out/clusters/text/\(method)/members.csv").split(separator: "\n")
      #expect(members.first == "item,id,caption,cluster,strength,outlier,distance,silhouette,stability,kind")
      #expect(members.count == 61 && members[8].hasPrefix("7,item-7,,"))
      #expect(try folder.text("out/clusters/text/\(method)/clusters.csv").hasPrefix("cluster,name,size,labelled,"))
    }
    try await Command.run(["run", "e.yaml", "--out", "out", "--fresh", "--threads", "1"], in: folder).expectSuccess()
    #expect(try folder.contents(of: "out/clusters") == before)
    try await Command.run(["run", "e.yaml", "--out", "out", "--seeds", "3"], in: folder).expectSuccess()
    #expect(try folder.contents(of: "out/clusters").count == before.count)
  }

  @Test func clustersAndTheirItemsArePrinted() async throws {
    try await run()
    let all = try await clusters(["--method", "kmeans:text"])
    all.expectSuccess()
    #expect(all.output.hasPrefix("cluster  name") && all.output.contains("· k1") && all.output.contains("item-"))
    #expect(all.errors.contains("kmeans on text, seed "))
    let some = try await clusters(["--method", "kmeans:text", "--cluster", "k1", "--format", "csv"])
    some.expectSuccess()
    let lines = some.output.split(separator: "\n").dropFirst()
    #expect(lines.count == 20 && lines.allSatisfy { $0.hasSuffix(",k1") })
    for (ending, word) in [("md", "| cluster |"), ("json", "\"nearest\" :"), ("csv", "cluster,name"), ("txt", "name")] {
      let written = try await clusters(["--out", "c.\(ending)", "--quiet"])
      #expect(written.status == 0 && written.output == "c.\(ending)\n" && written.errors.isEmpty, "\(written.errors)")
      #expect(try folder.text("c.\(ending)").contains(word))
    }
  }

  @Test(arguments: [
    (["--method", "kmean:text"], 1, "did you mean kmeans:text?"), (["--cluster", "k7"], 1, "nor a word of one of 3 clusters"),
    (["--out", "c.xlsx"], 64, "a file that ends in .txt, .md, .csv or .json"),
  ])
  func whatIsNotThereIsAnError(arguments: [String], status: Int32, cause: String) async throws {
    try await run()
    let found = try await clusters(arguments)
    found.expectFailure(status, naming: [cause])
    #expect(found.output.isEmpty && !folder.exists("c.xlsx"))
  }

  @Test func aRunWithoutTheTablesSaysHowToGetThem() async throws {
    try await run()
    try FileManager.default.removeItem(atPath: folder.path("out/clusters"))
    try await clusters().expectFailure(naming: ["stored no tables of clusters", "run the same command again"])
    try await Command.run(["run", "e.yaml", "--out", "out"], in: folder).expectSuccess()
    try await clusters().expectSuccess()
  }
}
