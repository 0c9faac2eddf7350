import Core
import Foundation
import Matrices
import Report
import Results
import Testing

/// The text of the page, by what is stored.
@Suite struct PageTests {
  private static let names = ["</script><u>", "\"\u{301}onclick=\"x", "{{title}}", "ordinary"]

  /// A stored run of twelve items in one space with one trial.
  private func store(in path: String, captions: [String]? = nil) throws -> RunFolder {
    let folder = RunFolder(path: path)
    let labels = (0..<12).map { Int32($0 % 4) - ($0 == 11 ? 4 : 0) }
    let values = labels.map { max($0, -1) }
    try folder.write(
      RunRecord(
        name: "<u>run</u>", experiment: ["note": "</pre><script>"],
        plan: RunPlan(spaces: ["a&b"], clusterers: ["kmeans"], seeds: [7], scores: ["kappa"]), version: "1",
        platform: Platform(processor: "", cores: 1, system: "", swift: "", blas: ""),
        dataset: DatasetSummary(
          items: 12, labelSets: [LabelSetSummary(name: "class", classes: Self.names, unlabelled: 1)]),
        notices: [Notice(kind: "odd", message: "a < b & c")]))
    try folder.write(values, ofLabelSet: "class")
    try folder.write(
      TrialRecord(
        TrialIdentity(space: "a&b", clusterer: "kmeans", seed: 7), clusters: 2,
        objective: Objective(name: "inertia", value: 1), converged: true, scores: ["kappa": 0.5]),
      labels: (0..<12).map { Int32($0 % 2) })
    try folder.write(
      EmbeddingRecord(space: "a&b", method: "tsne", seed: 7),
      coordinates: Matrix((0..<12).map { [Float($0), Float($0 * $0)] }))
    if let captions { try folder.write(captions: captions) }
    return folder
  }

  private func page(of run: StoredRun, showing kinds: [FigureKind]) throws -> String {
    try ReportPage(of: run, showing: RunFigures(of: run).groups(kinds)).html()
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("page-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  /// Returns the JSON in the script element of an id.
  private func json(_ id: String, in page: String) throws -> Any {
    let start = try #require(page.firstRange(of: "id=\"\(id)\">")?.upperBound)
    let end = try #require(page[start...].firstRange(of: "</script>")?.lowerBound)
    return try JSONSerialization.jsonObject(with: Data(page[start..<end].utf8))
  }

  @Test func everythingThatComesFromDataIsEscaped() throws {
    try withFolder { path in
      let captions = (0..<12).map { "<script>alert(\($0))</script>" }
      let folder = try store(in: path, captions: captions)
      let page = try ReportPage(
        of: StoredRun(in: folder),
        findings: Findings(
          verdict: Verdict("<b>verdict", doubt: "<b>doubt"), main: [Finding("\"<i>\u{301}", numbers: ["<.5"])],
          more: [Finding("<b>more")])
      ).html()
      #expect(page.contains("<h1 dir=\"auto\">&lt;u&gt;run&lt;/u&gt;</h1>"))
      #expect(page.contains("a &lt; b &amp; c") && page.contains("a&amp;b"))
      #expect(page.unicodeScalars.contains("\u{301}") && !page.contains("<i>"))
      #expect(!page.contains("<b>verdict") && !page.contains("<b>doubt") && !page.contains("<b>more"))
      for text in ["verdict", "doubt", "more"] { #expect(page.contains("&lt;b&gt;\(text)"), "\(text)") }
      #expect(page.contains("&quot;&lt;i&gt;\u{301}".unicodeScalars.map(String.init).joined()))
      #expect(!page.contains("<u>") && !page.contains("<script>alert") && !page.contains("</pre><script>"))
      #expect(try json("captions", in: page) as? [String] == captions)
      let index = try #require(json("index", in: page) as? [String: Any])
      let sets = try #require(index["labelSets"] as? [[String: Any]])
      #expect(sets[0]["classes"] as? [String] == Self.names)
    }
  }

  @Test func theExplorerHoldsThePositionsTheLabelsAndTheClusters() throws {
    try withFolder { path in
      let folder = try store(in: path)
      let page = try ReportPage(of: StoredRun(in: folder)).html()
      let index = try #require(json("index", in: page) as? [String: Any])
      func bytes(_ id: Any?) throws -> [UInt8] {
        let name = try #require(id as? String)
        let start = try #require(page.firstRange(of: "id=\"\(name)\">")?.upperBound)
        return Array(try #require(Data(base64Encoded: String(page[start...].prefix { $0 != "<" }))))
      }
      let space = try #require((index["spaces"] as? [[String: Any]])?.first)
      let words = try bytes(space["points"])
      let points = (0..<24).map { Int(words[2 * $0]) | Int(words[2 * $0 + 1]) << 8 }
      // y runs from 0 to 121 over the whole range; x, at the same scale, around the middle.
      #expect(points[1] == 0 && points[23] == 65_535)
      #expect(abs(points[22] - points[0] - 65_535 * 11 / 121) <= 1 && abs(points[0] + points[22] - 65_535) <= 1)
      let set = try #require((index["labelSets"] as? [[String: Any]])?.first?["values"] as? [String: Any])
      #expect(try bytes(set["blob"]) == [1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 0])
      let trial = try #require((index["partitions"] as? [[String: Any]])?.first)
      #expect(try bytes((trial["values"] as? [String: Any])?["blob"]) == (0..<12).map { UInt8($0 % 2 + 1) })
      #expect(trial["majority"] as? [Int] == [0, 1] && trial["seed"] as? String == "7")
      #expect(index["hasCaptions"] as? Bool == false && index["thumbnails"] == nil)
      // One space has one map.
      #expect(page.contains("point at an item for details.</p>"))
    }
  }

  @Test func itemsHaveTheirIDsOnThePage() throws {
    try withFolder { path in
      let folder = try store(in: path)
      let ids = (0..<12).map { "<script>\($0)" }
      try folder.write(ids: ids)
      let page = try ReportPage(of: StoredRun(in: folder)).html()
      #expect(try json("ids", in: page) as? [String] == ids && !page.contains("<script>1"))
      let index = try #require(json("index", in: page) as? [String: Any])
      #expect(index["hasIDs"] as? Bool == true && index["hasCaptions"] as? Bool == false)
      #expect(!page.contains("no captions to search in"))
    }
  }

  @Test func theSameRunGivesTheSameBytes() throws {
    try withFolder { path in
      let folder = try store(in: path, captions: (0..<12).map(String.init))
      let pages = try (0..<3).map { _ in
        try page(of: StoredRun(in: folder), showing: [.scores, .maps, .confusion])
      }
      #expect(pages[0] == pages[1] && pages[1] == pages[2])
    }
  }

  @Test func whatTheRunLacksIsSaid() throws {
    try withFolder { path in
      let folder = try store(in: path)
      let page = try page(of: StoredRun(in: folder), showing: [.samples])
      for note in ["The run has no images", "The run has no captions", "No figure of samples"] {
        #expect(page.contains(note), "\(note)")
      }
    }
  }
}
