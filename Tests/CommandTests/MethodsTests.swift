import Foundation
import Testing

/// The methods that the command lists, and how options name them.
@Suite struct MethodsTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("visual.npy")
    try folder.writeFeatures("text.npy")
    try folder.writeLabels("kind.npy")
  }

  private func run(_ options: [String]) async throws -> Outcome {
    try await Command.run(
      [
        "run", "--visual", "visual.npy", "--text", "text.npy", "--labels", "kind.npy", "--seeds", "1", "--figures",
        "none",
      ]
        + options + ["--out", "out"], in: folder)
  }

  private func experiment(_ part: String) throws -> [Any] {
    let record = try folder.json("out/run.json")
    return try #require((record["experiment"] as? [String: Any])?[part] as? [Any])
  }

  @Test func theReferencePageIsThatOfTheCommand() async throws {
    let made = try await Command.run(["methods", "--format", "markdown"], in: folder)
    let page = try String(contentsOf: Command.package.appending(path: "docs/reference.md"), encoding: .utf8)
    #expect(made.output == page, "make it anew: fusebench methods --format markdown > docs/reference.md")
  }

  @Test func everyMethodOfTheListHasAPage() async throws {
    let list = try await Command.run(["methods"], in: folder).output
    let names = list.split(separator: "\n").filter { $0.hasPrefix("  ") }.compactMap { $0.split(separator: " ").first }
    #expect(names.count >= 8 && names.suffix(3) == ["chain", "tac", "cae"])
    for name in names {
      let page = try await Command.run(["methods", String(name)], in: folder)
      page.expectSuccess()
      #expect(page.output.hasPrefix("\(name): ") && page.output.contains("example: --"), "\(name)")
    }
    try await Command.run(["methods", "kmean"], in: folder).expectFailure(64, naming: ["did you mean kmeans?"])
  }

  @Test func optionsNameClusterersWithTheirSettings() async throws {
    try await run(["--clusterer", "kmeans:k=2,restarts=3,name=fast,gmm:covariance=diag", "-k", "4"]).expectSuccess()
    let clusterers = try experiment("clusterers").map { try #require($0 as? [String: [String: Any]]) }
    #expect(clusterers.map { $0.keys.first } == ["kmeans", "gmm"])
    #expect(clusterers[0]["kmeans"]?["name"] as? String == "fast")
    #expect(clusterers[0]["kmeans"]?["k"] as? Int == 2 && clusterers[0]["kmeans"]?["restarts"] as? Int == 3)
    #expect(clusterers[1]["gmm"]?["k"] as? Int == 4 && clusterers[1]["gmm"]?["covariance"] as? String == "diag")
  }

  @Test func optionsNameSpacesOfSpaces() async throws {
    let spaces = [
      "--space", "visual", "--space", "pca:of=text,dimensions=3,name=small",
      "--space", "concatenation:of=[visual,small],weights=[.3,.7]",
      "--space", "chain:of=visual,steps=[l2,{pca: 2}],name=two",
    ]
    try await run(spaces).expectSuccess()
    let record = try folder.json("out/run.json")
    let made = try #require(record["spaces"] as? [String: [String: Any]])
    #expect(made.mapValues { $0["columns"] as? Int } == ["visual": 6, "small": 3, "concatenation": 9, "two": 2])
  }

  @Test(arguments: [
    (["--clusterer", "kmeans:k=0"], ["--clusterer kmeans:k=0", "a whole number of at least 1"]),
    (["--clusterer", "kmeans:restart=2"], ["did you mean \"restarts\"?"]),
    (["--clusterer", "kmean"], ["did you mean \"kmeans\"?"]),
    (["--clusterer", "kmeans:3,fast"], ["--clusterer"]),
    (["--clusterer", ""], ["--clusterer"]),
    (["--clusterer", "gmm", "--clusterer", "gmm"], ["two clusterers are called \"gmm\""]),
    (["--space", "pca:of=sound"], ["--space pca:of=sound", "sound"]),
    (["--space", "pca:of=text,variance=2"], ["a number above 0 and of at most 1"]),
    (["--space", "pca"], ["pca is made of one space, and there are 2 feature sets"]),
    (["--space", "pca:of=[text"], ["--space"]),
  ])
  func aMistakeInAnOptionIsNamedWithIt(options: [String], words: [String]) async throws {
    let outcome = try await run(options)
    outcome.expectFailure(64, naming: [])
    for word in words { #expect(outcome.errors.contains(word), "\(word) in \(outcome.errors)") }
    #expect(!folder.exists("out"))
  }
}
