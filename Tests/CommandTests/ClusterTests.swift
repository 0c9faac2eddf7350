import Foundation
import Testing

/// `fusebench cluster`: a file that is read block by block.
@Suite struct ClusterTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("large.npy", rows: 3000, columns: 5, classes: 4, spread: 0.1)
    try folder.writeLabels("labels.npy", rows: 3000, classes: 4)
  }

  @Test func theClustersAreThoseOfARun() async throws {
    let outcome = try await Command.run(
      ["cluster", "large.npy", "-k", "4", "--seed", "3", "--out", "found.npy", "--centers", "centers.npy"], in: folder)
    outcome.expectSuccess()
    #expect(outcome.output == "found.npy\n" && outcome.errors.contains("3,000 × 5, 4 clusters, inertia "))
    try await Command.run(
      [
        "run", "--features", "f=large.npy", "--labels", "labels.npy", "--clusterer", "minibatch:k=4", "--seed", "3",
        "--seeds", "1", "--figures", "none", "--out", "run",
      ], in: folder
    ).expectSuccess()
    let run = try Data(contentsOf: URL(filePath: folder.path("run/trials/f/minibatch/seed-3.labels.npy")))
    #expect(try Data(contentsOf: URL(filePath: folder.path("found.npy"))) == run)
    let score = try await Command.run(["score", "labels.npy", "found.npy", "--scores", "ari"], in: folder)
    score.expectSuccess()
    #expect(score.output.contains("1.000000"))
  }

  @Test(arguments: [
    ["--out", "large.npy"], ["--out", "link.npy"], ["--out", "found.npy", "--centers", "large.npy"],
    ["--out", "found.npy", "--centers", "./found.npy"], ["--out", "found.npy", "--centers", "none/centers.npy"],
  ])
  func noFileIsWrittenOverAnother(_ options: [String]) async throws {
    try FileManager.default.createSymbolicLink(atPath: folder.path("link.npy"), withDestinationPath: "large.npy")
    let before = try Data(contentsOf: URL(filePath: folder.path("large.npy")))
    let outcome = try await Command.run(["cluster", "large.npy", "-k", "4"] + options, in: folder)
    #expect(outcome.status != 0 && outcome.errors.contains(options[options.count - 1]), "\(outcome.errors)")
    #expect(try Data(contentsOf: URL(filePath: folder.path("large.npy"))) == before)
    #expect(!folder.exists("found.npy"))
  }

  @Test func whatCannotBeClusteredIsAnErrorWithoutAFile() async throws {
    for (arguments, text) in [
      (["large.npy", "-k", "4000"], "4000"), (["labels.npy", "-k", "2"], "rows × columns"),
      (["gone.npy", "-k", "2"], "gone.npy"), (["large.npy", "-k", "0"], "at least 1"),
      (["large.npy", "-k", "2", "--out", "found.csv"], ".npy"),
    ] {
      let outcome = try await Command.run(["cluster"] + arguments, in: folder)
      #expect(outcome.status != 0 && outcome.errors.contains(text), "\(outcome.errors)")
      #expect(!folder.exists("clusters.npy") && !folder.exists("found.csv"))
    }
  }
}
