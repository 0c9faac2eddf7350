import Foundation
import Testing

/// Figures of a stored run, drawn again.
@Suite struct FiguresTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeCIFAR("images.bin", labels: (0..<36).map { $0 % 3 })
    try folder.writeFeatures("visual.npy", rows: 36)
    try folder.writeFeatures("text.npy", rows: 36, seed: 5)
    try folder.write(
      (0..<36).map { "caption of kind \($0 % 3 == 0 ? "zero" : "other")" }.joined(separator: "\n"), to: "c.txt")
    try folder.write(
      """
      dataset: { images: { cifar: images.bin }, captions: c.txt }
      features: { visual: { file: visual.npy }, text: { file: text.npy } }
      clusterers: [ kmeans: { k: 3 } ]
      seeds: 3
      """, to: "experiment.yaml")
  }

  private func makeRun(_ arguments: [String] = []) async throws {
    try await Command.run(["run", "experiment.yaml", "--out", "out"] + arguments, in: folder).expectSuccess()
  }

  private func figures(_ arguments: [String]) async throws -> Outcome {
    try await Command.run(["figures", "out"] + arguments, in: folder)
  }

  private let added = ["agreement", "flow", "silhouette", "cards"]

  @Test func aRunDrawsTheFiguresOfItsClustersAndItsPageShowsThem() async throws {
    try await makeRun()
    let page = try folder.text("out/report.html")
    for name in added {
      #expect(folder.exists("out/figures/\(name).png"), "\(name)")
      #expect(page.contains("id=\"figure-\(name)\""), "\(name)")
    }
  }

  @Test func theyAreDrawnAgainWithoutTheInputsAndAlwaysTheSame() async throws {
    try await makeRun()
    for name in ["images.bin", "visual.npy", "text.npy", "c.txt"] {
      try FileManager.default.removeItem(atPath: folder.path(name))
    }
    let options = ["--only", added.joined(separator: ","), "--format", "png,pdf,svg", "--theme", "dark"]
    for (out, threads) in [("a", "1"), ("b", "2")] {
      let outcome = try await figures(
        options + ["--size", "90x70mm", "--dpi", "90", "--out", out, "--threads", threads])
      outcome.expectSuccess()
      #expect(outcome.output.split(separator: "\n").count == 12)
    }
    let (first, second) = (try folder.contents(of: "a"), try folder.contents(of: "b"))
    #expect(first.count == 12 && first == second)
    let svg = String(decoding: try #require(first["flow.svg"]), as: UTF8.self)
    #expect(svg.contains("<text ") && svg.contains(">concatenation</text>"))
    // 90 mm at 90 dots an inch are 319 pixels.
    let png = try #require(first["agreement.png"])
    #expect(Array(png[16..<20]) == [0, 0, 1, 63])
    try folder.expectNoTemporaryFiles()
  }

  /// Every figure in every format and the page: twice, by one thread and by two.
  @Test func theSameRunGivesTheSameBytes() async throws {
    try await makeRun(["--sweep", "weights=0,.5,1", "--sweep", "k=2,3,4"])
    var pages: [String] = []
    for (out, threads) in [("a", "1"), ("b", "1"), ("c", "2")] {
      try await figures(["--format", "png,pdf,svg", "--dpi", "80", "--out", out, "--threads", threads]).expectSuccess()
      try await Command.run(["report", "out", "--threads", threads], in: folder).expectSuccess()
      pages.append(try folder.text("out/report.html"))
    }
    let first = try folder.contents(of: "a")
    let names = [
      "scores", "weights", "k", "agreement", "map-visual", "map-text", "map-concatenation", "map-pca-average", "maps",
      "flow", "samples", "confusion", "silhouette", "cards", "signs",
    ]
    let expected = names.flatMap { name in ["png", "pdf", "svg"].map { "\(name).\($0)" } }
    #expect(Set(first.keys) == Set(expected))
    for again in ["b", "c"] { #expect(try folder.contents(of: again) == first) }
    #expect(pages[1] == pages[0] && pages[2] == pages[0])
  }

  @Test func whatCannotBeIsSaid() async throws {
    try await makeRun(["--figures", "scores", "--seeds", "1"])
    try await figures(["--only", "cake"]).expectFailure(64, naming: ["cake", "agreement"])
    try await figures(["--format", "gif"]).expectFailure(64, naming: ["gif", "png, pdf, svg"])
    try await figures(["--size", "huge"]).expectFailure(64, naming: ["huge", "120x80mm"])
    try await figures(["--only", "agreement,silhouette"]).expectFailure(
      naming: ["no method has two seeds", "the run stored no silhouettes"])
    try await figures(["--theme", "pink"]).expectUsageError(naming: ["pink"])
    try await figures(["--dpi", "0"]).expectUsageError(naming: ["--dpi"])
    try await Command.run(["figures", "nothing"], in: folder).expectFailure(naming: ["nothing", "no such folder"])
    let some = try await figures(["--only", "scores,silhouette"])
    some.expectSuccess()
    #expect(some.output == "out/figures/scores.png\n")
    #expect(some.errors.contains("no figure of silhouette: the run stored no silhouettes"))
  }

  @Test func aChangedStoreIsAnError() async throws {
    try await makeRun()
    try folder.write(Data([1, 2, 3]), to: "out/clusters/cards.rgb")
    try await figures(["--only", "cards"]).expectFailure(naming: ["cards.rgb", "found 3 bytes"])
    try FileManager.default.removeItem(atPath: folder.path("out/clusters/silhouette.items.npy"))
    try await figures(["--only", "silhouette"]).expectFailure(naming: ["silhouette.items.npy"])
  }
}
