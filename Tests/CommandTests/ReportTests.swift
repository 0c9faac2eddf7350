import Foundation
import Testing

/// The page and what else is made of a stored run.
@Suite struct ReportTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeImageFolder("photos", classes: ["cat", "dog", "owl"], each: 5)
    try folder.write((0..<15).map { "picture \($0)" }.joined(separator: "\n"), to: "captions.txt")
    try folder.write(
      """
      dataset: { images: { folder: photos }, captions: captions.txt }
      clusterers: [ kmeans: { k: 3 } ]
      seeds: 2
      """, to: "experiment.yaml")
  }

  private func makeRun(_ arguments: [String] = []) async throws -> Outcome {
    let outcome = try await Command.run(["run", "experiment.yaml", "--out", "out"] + arguments, in: folder)
    outcome.expectSuccess()
    return outcome
  }

  @Test func aRunEndsWithItsPage() async throws {
    let outcome = try await makeRun()
    #expect(outcome.output.hasSuffix("\nout/report.html\n"))
    #expect(try folder.text("out/report.html").hasPrefix("<!DOCTYPE html>"))
  }

  @Test func theSameRunGivesTheSameBytesWithoutTheInputs() async throws {
    _ = try await makeRun()
    let first = try folder.contents(of: "out")
    for name in ["photos", "captions.txt", "out/report.html", "out/figures", "out/table.md"] {
      try FileManager.default.removeItem(atPath: folder.path(name))
    }
    let outcome = try await Command.run(["report", "out", "--threads", "1"], in: folder)
    outcome.expectSuccess()
    #expect(outcome.output.hasSuffix("\nout/report.html\n"))
    let second = try folder.contents(of: "out")
    #expect(Set(first.keys) == Set(second.keys))
    for (name, data) in first { #expect(second[name] == data, "\(name)") }
  }

  @Test func itNeedsNoNetwork() async throws {
    _ = try await makeRun()
    let page = try folder.text("out/report.html")
    #expect(!page.contains("http://") && !page.contains("https://"))
    #expect(page.contains("default-src 'none'"))
  }

  @Test func withoutMapsItSaysThatThereIsNoExplorer() async throws {
    _ = try await makeRun(["--figures", "none"])
    let page = try folder.text("out/report.html")
    #expect(page.contains("No explorer: the run has no maps."))
    #expect(!folder.exists("out/items") && !page.contains("<figure"))
  }

  @Test func figuresCanBeChosen() async throws {
    _ = try await makeRun()
    try await Command.run(["report", "out", "--figures", "scores"], in: folder).expectSuccess()
    let page = try folder.text("out/report.html")
    #expect(page.components(separatedBy: "<figure ").count == 2)
    // Nothing that is no longer shown stays behind.
    #expect(try folder.contents(of: "out/figures").keys.sorted() == ["scores.png"])
    try await Command.run(["report", "out", "--figures", "maps,cake"], in: folder).expectFailure(64, naming: ["cake"])
  }

  @Test func aFolderThatIsNotARunIsAnError() async throws {
    try await Command.run(["report", "photos"], in: folder).expectFailure(naming: ["photos", "run.json"])
    try await Command.run(["report", "nothing"], in: folder).expectFailure(naming: ["nothing", "no such folder"])
  }

  @Test func aRunOfANewerSchemaIsAnError() async throws {
    _ = try await makeRun()
    let text = try folder.text("out/run.json")
    try folder.write(text.replacing(/"schema" : \d+/, with: "\"schema\" : 999"), to: "out/run.json")
    try await Command.run(["report", "out"], in: folder).expectFailure(naming: ["schema 999", "up to schema 3"])
  }

  @Test(arguments: ["items/sheet-0.jpg", "trials/pixels/kmeans/seed-1.labels.npy"])
  func aFileThatIsMissingIsNamed(name: String) async throws {
    _ = try await makeRun()
    try FileManager.default.removeItem(atPath: folder.path("out/\(name)"))
    try await Command.run(["report", "out"], in: folder).expectFailure(naming: [name])
  }

  @Test func captionsThatAreNotThoseOfTheRunAreAnError() async throws {
    _ = try await makeRun()
    try folder.write("{ \"schema\": 1, \"captions\": [\"one\"] }", to: "out/items/captions.json")
    try await Command.run(["report", "out"], in: folder).expectFailure(naming: ["expected 15 captions, found 1"])
  }
}
