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

  @Test func aClusterIsFoundByOneOfItsWords() async throws {
    let captions = (0..<60).map { "a picture of \(["a red dog", "blue birds", "trees"][$0 % 3])\n" }
    try folder.write(captions.joined(), to: "captions.txt")
    let experiment = try folder.text("e.yaml").replacingOccurrences(
      of: "kind.csv,", with: "kind.csv, captions: captions.txt,")
    try folder.write(experiment + "\nwords: { ngrams: 2, top: 3 }\n", to: "e.yaml")
    try await run()
    let all = try await clusters(["--method", "kmeans:text", "--format", "csv"])
    #expect(all.output.contains(",dog; red; red dog,"), "\(all.output)")
    let some = try await clusters(["--method", "kmeans:text", "--cluster", "Red Dog", "--format", "csv"])
    some.expectSuccess()
    let lines = some.output.split(separator: "\n").dropFirst()
    #expect(lines.count == 20 && lines.allSatisfy { $0.hasSuffix(",k0") })
  }

  /// A negative number is no option, and noise a cluster that can be asked for.
  @Test(arguments: [["--cluster", "-1"], ["--cluster=-1"]])
  func theNumberOfNoiseIsNoOption(arguments: [String]) async throws {
    try await run()
    try await clusters(arguments).expectFailure(1, naming: ["-1 is neither the number nor the name"])
  }

  @Test func longTextsAreWholeInFilesAndPipes() async throws {
    let captions = (0..<60).map { "a picture \(String(repeating: "very ", count: 20))long \($0)\n" }
    try folder.write(captions.joined(), to: "captions.txt")
    let experiment = try folder.text("e.yaml").replacingOccurrences(
      of: "kind.csv,", with: "kind.csv, captions: captions.txt,")
    try folder.write(experiment, to: "e.yaml")
    try await run()
    try await clusters(["--cluster", "0", "--out", "c.txt"]).expectSuccess()
    let piped = try await clusters(["--cluster", "0"])
    for text in [try folder.text("c.txt"), piped.output] { #expect(text.contains("very long ") && !text.contains("…")) }
  }

  @Test(arguments: [
    (["--method", "kmean:text"], 1, "did you mean kmeans:text?"),
    (["--cluster", "k7"], 1, "nor a word of one of 3 clusters"),
    (["--out", "c.xlsx"], 64, "a file that ends in .txt, .md, .csv or .json"),
  ])
  func whatIsNotThereIsAnError(arguments: [String], status: Int32, cause: String) async throws {
    try await run()
    let found = try await clusters(arguments)
    found.expectFailure(status, naming: [cause])
    #expect(found.output.isEmpty && !folder.exists("c.xlsx"))
  }

  @Test func namesAreShownEverywhereAndFollowTheirClusters() async throws {
    try folder.write(
      folder.text("e.yaml").replacingOccurrences(of: "figures: none", with: "figures: [maps]"), to: "e.yaml")
    try await run()
    let listed = try await clusters(["--method", "kmeans:text", "--format", "csv"]).output
    let lines = listed.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    let number = try #require(lines.first { $0[1].hasSuffix("· k1") }?[0])
    try folder.write("cluster,name\n\(number),weapon\n", to: "names.csv")
    let named = try await clusters(["--method", "kmeans:text", "--names", "names.csv", "--format", "csv"])
    named.expectSuccess()
    #expect(named.output == listed.replacingOccurrences(of: "\(number) · k1", with: "\(number) · weapon"))
    #expect(named.errors.contains("1 name stored; fusebench report out shows the names"), "\(named.errors)")
    #expect(
      try folder.text("out/clusters/text/kmeans/clusters.csv") == named.output && !folder.exists("out/outputs.json"))
    try await Command.run(["report", "out"], in: folder).expectSuccess()
    #expect(try folder.text("out/report.html").contains("weapon"))
    let some = try await clusters(["--method", "kmeans:text", "--cluster", "Weapon", "--format", "csv"])
    #expect(
      some.output.split(separator: "\n").dropFirst().allSatisfy { $0.contains(",weapon,") && $0.hasSuffix(",k1") })
    // Other seeds number the clusters in other ways.
    try await Command.run(["run", "e.yaml", "--out", "out", "--seed", "17"], in: folder).expectSuccess()
    let other = try await clusters(["--method", "kmeans:text", "--cluster", "weapon", "--format", "csv"])
    #expect(other.output.split(separator: "\n").count == 21, "\(other.errors)")
    #expect(other.output.split(separator: "\n").dropFirst().allSatisfy { $0.hasSuffix(",k1") })
    let none = try await clusters(["--method", "kmeans:text", "--names", "none", "--format", "csv"])
    #expect(none.errors.contains("1 name removed") && none.output.contains("· k1") && !none.output.contains("weapon"))
    let both = try await clusters(["--names", "names.csv", "--cluster", "0"])
    #expect(both.status == 64 && both.errors.contains("--cluster and --names"), "\(both.errors)")
    try await clusters(["--method", "kmean:text", "--names", "names.csv"]).expectFailure(naming: ["kmeans:text?"])
    try folder.write("cluster,name\n9,weapon\n", to: "names.csv")
    let strange = try await clusters(["--method", "kmeans:text", "--names", "names.csv"])
    strange.expectFailure(naming: ["names 1 cluster (9) that kmeans on text does not have: it has 3 clusters"])
  }

  @Test func anOutcomeIsMatchedByIDsAndComparedBetweenClusters() async throws {
    try await run()
    // In another order; the number of an item follows its class, so that clusters explain all but a little of it.
    let order = (0..<60).map { ($0 * 7 + 5) % 60 }
    let lines = order.map { "item-\($0),\(10 * ($0 % 3) + $0 % 2)\n" }
    try folder.write("id,memorability\n" + lines.joined(), to: "table.csv")
    let found = try await clusters([
      "--method", "kmeans:text", "--outcome", "table.csv:memorability", "--format", "json",
    ])
    found.expectSuccess()
    let answer = try #require(
      JSONSerialization.jsonObject(with: Data(found.output.utf8)) as? [String: Any])
    #expect((answer["etaSquared"] as? Double ?? 0) > 0.99 && (answer["p"] as? Double ?? 1) == 0.0001)
    let means = try #require(answer["clusters"] as? [[String: Any]]).compactMap { $0["mean"] as? Double }
    #expect(zip(means.sorted(), [0.5, 10.5, 20.5]).allSatisfy { abs($0 - $1) < 1e-9 } && means.count == 3)
    let text = try await clusters(["--outcome", "table.csv:memorability"])
    #expect(text.output.hasPrefix("cluster  name") && text.output.contains("eta² = "), "\(text.output)")
  }

  @Test func outcomesThatDoNotFitAreErrors() async throws {
    try await run()
    try folder.write("id,a,b\n" + (0..<60).map { "item-\($0),\($0 * $0),\($0 % 7)\n" }.joined(), to: "two.csv")
    try await clusters(["--outcome", "two.csv"]).expectFailure(naming: [
      "it has 2 columns of numbers", "two.csv:COLUMN",
    ])
    try folder.write("id,a\n" + (0..<59).map { "item-\($0),\($0 * $0)\n" }.joined(), to: "few.csv")
    try await clusters(["--outcome", "few.csv:a"]).expectFailure(naming: ["few.csv"])
    try await clusters(["--outcome", "few.csv:a", "--missing", "drop"]).expectSuccess()
    try folder.write("id,a\n" + (0..<60).map { "item-\($0),\($0 == 3 ? "NA" : "\($0 * $0)")\n" }.joined(), to: "na.csv")
    try await clusters(["--outcome", "na.csv:a"]).expectFailure(naming: ["na.csv"])
    try await clusters(["--outcome", "na.csv:a", "--nan", "drop"]).expectSuccess()
    let both = try await clusters(["--outcome", "na.csv:a", "--cluster", "0"])
    #expect(both.status == 64 && both.errors.contains("--cluster and --outcome"), "\(both.errors)")
  }

  @Test func itemsAreDrawnFromEachCluster() async throws {
    try await run()
    let arguments = ["--method", "kmeans:text", "--format", "csv", "--draw", "4", "--per", "cluster"]
    let found = try await clusters(arguments + ["--seed", "3"])
    found.expectSuccess()
    #expect(try await clusters(arguments + ["--seed", "3", "--threads", "1"]).output == found.output)
    #expect(try await clusters(arguments).output != found.output)
    let lines = found.output.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(lines[0].first == "draw" && lines.count == 13 && Set(lines.dropFirst().map { $0[1] }).count == 12)
    #expect(Dictionary(grouping: lines.dropFirst(), by: { $0[4] }).values.allSatisfy { $0.count == 4 })
    #expect(lines[0][5] == "name" && lines.dropFirst().allSatisfy { $0[5].hasPrefix("\($0[4]) · k") })
    let many = try await clusters(["--method", "kmeans:text", "--draw", "30"])
    #expect(many.errors.contains("has 20 items, fewer than 30"), "\(many.errors)")
  }

  @Test func setsMatchInAClassOrInANumber() async throws {
    try await run()
    try folder.write("id,frequency\n" + (0..<60).map { "item-\($0),\($0 / 3)\n" }.joined(), to: "f.csv")
    let found = try await clusters([
      "--method", "kmeans:text", "--draw", "5", "--matched", "f.csv:frequency", "--format", "csv",
    ])
    found.expectSuccess()
    #expect(found.errors.contains("within a set f.csv:frequency differs by at most .000"), "\(found.errors)")
    let lines = found.output.split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let sets = Dictionary(grouping: lines, by: { $0[0] })
    #expect(sets.count == 5 && sets.values.allSatisfy { Set($0.map { $0[4] }).count == 3 })
    #expect(sets.values.allSatisfy { Set($0.map { (Int($0[1]) ?? 0) / 3 }).count == 1 })
    // Each cluster is one class, so that no item has a match in it.
    try await clusters(["--draw", "5", "--matched", "kind"]).expectFailure(naming: ["match in kind", "0 items"])
    try await clusters(["--draw", "5", "--matched", "kinds"]).expectFailure(naming: ["did you mean kind?"])
  }

  @Test func aRunWithoutTheTablesSaysHowToGetThem() async throws {
    try await run()
    try FileManager.default.removeItem(atPath: folder.path("out/clusters"))
    try await clusters().expectFailure(naming: ["stored no tables of clusters", "run the same command again"])
    try await Command.run(["run", "e.yaml", "--out", "out"], in: folder).expectSuccess()
    try await clusters().expectSuccess()
  }
}
