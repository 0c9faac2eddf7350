import Foundation
import Testing

/// The page of runs that hold what nobody expects, and of large ones, in a real browser.
@Suite(.serialized, .enabled(if: Chromium.executable != nil, "there is no Chromium"))
struct OddReportTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func page(_ arguments: [String]) async throws -> Chromium {
    try await Command.run(["run"] + arguments + ["--out", "out"], in: folder).expectSuccess()
    let browser = try Chromium()
    try await browser.open(folder.path("out/report.html"))
    return browser
  }

  @Test func whatLooksLikeMarkupIsText() async throws {
    let classes = [
      "</script><b>bold</b>", "<img src=x onerror=alert(1)>", "שלום עולם", "🧪👩‍🔬", String(repeating: "long ", count: 40),
      "\"\u{301} onmouseover=\"alert(1)", "{{title}}", "plain",
    ]
    let captions = (0..<64).map { "<script>alert(\($0))</script> <!-- & ' \" \u{2028}" }
    try folder.write(captions.joined(separator: "\n"), to: "captions.txt")
    try folder.write((0..<64).map { classes[$0 % 8] }.joined(separator: "\n"), to: "labels.txt")
    try folder.writeFeatures("visual.npy", rows: 64, classes: 8)
    try folder.write(
      """
      name: "<script>alert('name')</script>"
      dataset: { labels: { file: labels.txt }, captions: captions.txt }
      features: { "<i>visual</i>": { file: visual.npy } }
      spaces: ["<i>visual</i>"]
      clusterers: [ kmeans: { k: 8, name: "\\"><b>k" } ]
      seeds: 1
      """, to: "odd.yaml")
    let browser = try await page(["odd.yaml"])
    #expect(try await browser.texts("h1") == ["<script>alert('name')</script>"])
    #expect(try await browser.count("h1 *, .scores td *:not(small), i, .legend b, .legend img") == 0)
    let names = try await browser.texts("#panes .legend .name")
    #expect(Set(names) == Set(classes.map { $0.trimmingCharacters(in: .whitespaces) }))
    try await browser.goToExplorer()
    let place = try await browser.place(of: browser.clearItem())
    try await browser.mouse("mouseMoved", place.x, place.y)
    try await browser.settle()
    #expect(try await browser.texts(".tooltip .caption").first?.hasPrefix("<script>alert(") == true)
    #expect(try await browser.evaluate("document.documentElement.scrollWidth <= 1360", as: Bool.self))
    try await browser.keepPicture(as: "report-odd")
    #expect(browser.problems == [])
    #expect(browser.requests.allSatisfy { !$0.hasPrefix("http") })
  }

  @Test func twelveIdenticalPointsOfOneClassWithoutImagesAreDrawn() async throws {
    try folder.writeFeatures("visual.npy", rows: 12) { values in values = values.map { _ in 1 } }
    try folder.writeLabels("labels.npy", rows: 12, classes: 1)
    let browser = try await page([
      "--visual", "visual.npy", "--labels", "labels.npy", "-k", "1", "--clusterer", "kmeans",
    ])
    let notes = try await browser.texts("#explorer p.notes")
    #expect(notes.contains { $0.contains("no images") } && notes.contains { $0.contains("no captions") })
    #expect(try await browser.texts("#panes .legend .name") == ["0"])
    let drawn = "explorer.panes[0].painter.pixels.some((pixel) => pixel === explorer.panes[0].tones[1])"
    #expect(try await browser.evaluate(drawn, as: Bool.self))
    #expect(browser.problems == [])
  }

  @Test func withoutLabelsPointsAreColoredByCluster() async throws {
    try folder.writeFeatures("visual.npy")
    let browser = try await page(["--visual", "visual.npy", "-k", "3", "--seeds", "1"])
    #expect(try await browser.texts("#explorer p.notes").contains { $0.contains("coloured by cluster") })
    #expect(try await browser.evaluate("explorer.panes[0].kind", as: String.self) == "cluster")
    #expect(try await browser.texts("#panes .legend .name") == ["cluster 0", "cluster 1", "cluster 2"])
    #expect(browser.problems == [])
  }

  /// Twenty classes: more than colours alone tell apart, so shapes and names do it, too.
  @Test func twentyClassesDifferInShapeAndHaveNames() async throws {
    try folder.writeFeatures("visual.npy", rows: 400, columns: 12, classes: 20)
    try folder.writeLabels("labels.npy", rows: 400, classes: 20)
    let browser = try await page([
      "--visual", "visual.npy", "--labels", "labels.npy", "--clusterer", "kmeans", "--seeds", "1", "--figures", "maps",
    ])
    #expect(try await browser.count("#panes .legend .swatch") == 20)
    #expect(try await browser.count("#panes .legend .swatch.shaped") == 10)
    try await browser.goToExplorer()
    #expect(try await browser.evaluate("[...explorer.panes[0].shapes]", as: [Int].self).reduce(0, +) == 10)
    let shown = "[...explorer.panes[0].names.children].filter((name) => name.style.visibility === 'visible')"
    #expect(try await browser.evaluate("\(shown).length", as: Int.self) >= 10)
    let covering = """
      ((boxes) => boxes.some((a, at) => boxes.slice(at + 1).some((b) =>
        a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)))
      (\(shown).map((name) => name.getBoundingClientRect()))
      """
    #expect(try await !browser.evaluate(covering, as: Bool.self))
    try await browser.keepPicture(as: "report-twenty-classes")
    try await browser.run("explorer.panes[0].buttons.naming.click()")
    let opacity = "getComputedStyle(explorer.panes[0].names).opacity"
    #expect(try await browser.evaluate(opacity, as: String.self) == "0")
    #expect(browser.problems == [])
  }

  @Test func aThousandClassesKeepToTheirPlace() async throws {
    try folder.writeFeatures("visual.npy", rows: 2000, classes: 10)
    try folder.writeLabels("labels.npy", rows: 2000, classes: 1000)
    let browser = try await page(
      ["--visual", "visual.npy", "--labels", "labels.npy", "-k", "10", "--clusterer", "kmeans", "--seeds", "1"])
    #expect(try await browser.count("#panes .legend .entry") == 1000)
    #expect(try await browser.evaluate("explorer.panes[0].legend.clientHeight < 200", as: Bool.self))
    #expect(browser.problems == [])
  }

  /// Frames while 60,000 points are moved, from one to the next, the drawing of the page included.
  @Test func sixtyThousandPointsMoveSmoothly() async throws {
    try folder.writeFeatures("visual.npy", rows: 60_000, columns: 2, classes: 10, spread: 0.8)
    try folder.writeLabels("labels.npy", rows: 60_000, classes: 10)
    try folder.write(
      """
      dataset: { labels: { file: labels.npy } }
      features: { visual: visual.npy }
      clusterers: [ kmeans: { k: 10, restarts: 1 } ]
      seeds: 1
      figures: [maps]
      tsne: { perplexity: 5, iterations: 1 }
      """, to: "large.yaml")
    let browser = try await page(["large.yaml"])
    try await browser.goToExplorer()
    // Other tests run at the same time, so the measuring is repeated until the machine has a quiet second.
    var median = Double.infinity
    for _ in 0..<20 where median > 50 { median = min(median, try await medianFrame(browser)) }
    Pictures.say("60,000 points: a frame takes \(median) ms")
    #expect(median <= 50, "a frame takes \(median) ms")
    #expect(browser.problems == [])
  }

  /// The median time in milliseconds from one frame to the next while a map is dragged to and fro.
  private func medianFrame(_ browser: Chromium) async throws -> Double {
    let intervals = try await browser.evaluate(
      """
      new Promise((done) => {
        const pane = explorer.panes[0];
        const times = [];
        const box = pane.map.getBoundingClientRect();
        const send = (type, x) => pane.map.dispatchEvent(new PointerEvent(type,
          { pointerId: 1, button: 0, clientX: box.left + x, clientY: box.top + 200, bubbles: true }));
        pane.map.setPointerCapture = () => {};
        send("pointerdown", 200);
        const step = (now) => {
          times.push(now);
          send("pointermove", 200 + 80 * Math.sin(times.length / 8));
          if (times.length <= 60) return requestAnimationFrame(step);
          send("pointercancel", 200);
          done(times.slice(1).map((time, at) => time - times[at]));
        };
        requestAnimationFrame(step);
      })
      """, as: [Double].self)
    return intervals.sorted()[intervals.count / 2]
  }
}
