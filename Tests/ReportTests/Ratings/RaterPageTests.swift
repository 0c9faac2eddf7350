import Core
import Foundation
import Report
import Results
import Testing

/// The text of the page for raters, by what is stored.
@Suite struct RaterPageTests {
  private func withRun(captions: [String]?, thumbnails: [Int]?, _ body: (StoredRun) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("rater-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let folder = RunFolder(path: path)
    try folder.write(
      RunRecord(
        name: "secret", experiment: [:],
        plan: RunPlan(spaces: ["umbral"], clusterers: ["concealed"], seeds: [7], scores: ["kappa"]), version: "1",
        platform: Platform(processor: "", cores: 1, system: "", swift: "", blas: ""),
        dataset: DatasetSummary(items: 6)))
    if let captions { try folder.write(captions: captions) }
    if let thumbnails {
      // Two sheets of one cell each side, and a third one.
      try folder.write(
        ThumbnailRecord(
          height: 8, width: 8, cellHeight: 16, cellWidth: 16, perSide: 1, sheets: thumbnails.count, items: thumbnails),
        sheets: thumbnails.map { Data("sheet \($0)".utf8) })
    }
    try body(StoredRun(in: folder))
  }

  private func page(_ run: StoredRun, _ tasks: [[Int]]) throws -> String {
    try RaterPage(
      .pair, tasks.enumerated().map { RaterPage.Task(name: "\($0 + 1)", items: $1) }, title: "Rating",
      instruction: "Say <b>", questions: [RaterPage.Question(name: "q", text: "</script>?")],
      choices: [RaterPage.Choice(value: "1", text: "no & yes")], of: run
    ).html()
  }

  private func index(in page: String) throws -> [String: Any] {
    let start = try #require(page.firstRange(of: "id=\"index\">")?.upperBound)
    let end = try #require(page[start...].firstRange(of: "</script>")?.lowerBound)
    return try #require(JSONSerialization.jsonObject(with: Data(page[start..<end].utf8)) as? [String: Any])
  }

  @Test func captionsAreTextAndMethodsAreNotThere() throws {
    let captions = (0..<6).map { "<script>alert(\($0))</script>" }
    try withRun(captions: captions, thumbnails: nil) { run in
      let page = try page(run, [[4, 1], [1, 5]])
      #expect(!page.contains("<script>alert") && page.contains("Say &lt;b&gt;"))
      for word in ["secret", "umbral", "concealed"] { #expect(!page.contains(word)) }
      let index = try index(in: page)
      let items = try #require(index["items"] as? [[String: Any]])
      #expect(items.map { $0["text"] as? String } == [captions[1], captions[4], captions[5]])
      #expect((index["tasks"] as? [[String: Any]])?.map { $0["items"] as? [Int] } == [[1, 0], [0, 2]])
      #expect(index["columns"] as? [String] == ["pair", "question", "rating"])
      #expect(try page == self.page(run, [[4, 1], [1, 5]]))
      #expect(try index["draw"] as? String != self.index(in: self.page(run, [[4, 1], [1, 3]]))["draw"] as? String)
    }
  }

  @Test func onlySheetsThatAreShownAreOnThePage() throws {
    try withRun(captions: ["", "b", "c", "d", "", "f"], thumbnails: [0, 2, 4]) { run in
      let page = try page(run, [[2, 4], [3, 4]])
      let index = try index(in: page)
      let items = try #require(index["items"] as? [[String: Any]])
      // An image without a caption stands alone; item 3 has no image.
      #expect(items.map { $0["text"] as? String } == ["c", "d", nil])
      #expect(items.map { $0["item"] as? Int } == [2, nil, 4])
      let sheets = try #require((index["thumbnails"] as? [String: Any])?["sheets"] as? [String])
      #expect(sheets == ["", "sheet-1", "sheet-2"])
      #expect(page.contains(Data("sheet 4".utf8).base64EncodedString()))
      #expect(!page.contains(Data("sheet 0".utf8).base64EncodedString()))
    }
  }

  @Test func itemsWithoutAnythingAreNumbered() throws {
    try withRun(captions: nil, thumbnails: [1]) { run in
      let items = try #require(index(in: page(run, [[0, 1]]))["items"] as? [[String: Any]])
      #expect(items.map { $0["text"] as? String } == ["item 0", nil])
    }
  }
}
