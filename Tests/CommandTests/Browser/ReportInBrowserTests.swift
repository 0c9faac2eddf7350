import Foundation
import Testing

/// The page of a run in a real browser: what it shows, and that it needs nothing else.
@Suite(.serialized, .enabled(if: Chromium.executable != nil, "there is no Chromium"))
struct ReportInBrowserTests {
  /// The emoji that ship, with one seed.
  private static let emoji = Task { () -> TemporaryFolder in
    let folder = try TemporaryFolder()
    let experiment = Command.package.appendingPathComponent("datasets/emoji/experiment.yaml").path
    try await Command.run(["run", experiment, "--seeds", "2", "--out", "emoji"], in: folder).expectSuccess()
    return folder
  }

  private func emojiPage() async throws -> Chromium {
    let browser = try Chromium()
    try await browser.open(Self.emoji.value.path("emoji/report.html"))
    return browser
  }

  private func expectQuiet(_ browser: Chromium, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(browser.problems == [], sourceLocation: sourceLocation)
    let foreign = browser.requests.filter { address in
      !["file:///", "data:", "blob:"].contains { address.hasPrefix($0) }
    }
    #expect(foreign == [], sourceLocation: sourceLocation)
    #expect(browser.requests.count { $0.hasPrefix("file:///") } == 1, "one file alone", sourceLocation: sourceLocation)
  }

  @Test func thePageHoldsTheWholeRun() async throws {
    let browser = try await emojiPage()
    #expect(try await browser.texts("h1") == ["emoji"])
    #expect(try await browser.texts(".summary span") == ["1,870 items", "4 spaces", "2 clusterers", "2 seeds"])
    #expect(try await browser.count("#scores tbody tr") == 8)
    #expect(try await browser.count("#scores .best") >= 4)
    #expect(try await browser.texts(".notes li").contains { $0.contains("signs of its components") })
    let broken = "[...document.images].filter((image) => !(image.complete && image.naturalWidth > 100)).length"
    #expect(try await browser.evaluate(broken, as: Int.self) == 0)
    #expect(try await browser.count("figure") == 15)
    #expect(
      try await browser.texts("#findings").first?.contains("weights of text in concatenation from 0 to 1") == true)
    expectQuiet(browser)
  }

  @Test func aHeadingSortsTheTable() async throws {
    let browser = try await emojiPage()
    let kappas = "[...document.querySelectorAll('#scores tbody tr')].map((row) => Number(row.cells[2].dataset.value))"
    for sign in [-1.0, 1] {
      try await browser.run("document.querySelectorAll('#scores thead button')[2].click()")
      let values = try await browser.evaluate(kappas, as: [Double].self)
      #expect(values == values.sorted { sign * $0 < sign * $1 })
    }
    #expect(
      try await browser.evaluate("document.querySelector('[aria-sort]').ariaSort", as: String.self) == "ascending")
  }

  @Test func hoveringShowsTheImageTheCaptionTheTruthAndTheCluster() async throws {
    let browser = try await emojiPage()
    try await browser.goToExplorer()
    let item = try await browser.clearItem(from: 1100)
    let place = try await browser.place(of: item)
    try await browser.mouse("mouseMoved", place.x, place.y)
    try await browser.settle()
    let captions = try String(
      contentsOf: Command.package.appendingPathComponent("datasets/emoji/captions.txt"), encoding: .utf8
    ).split(separator: "\n").map(String.init)
    #expect(try await browser.texts(".tooltip .caption") == [captions[item]])
    #expect(try await browser.texts(".tooltip dt") == ["group", "subgroup", "label", "kmeans"])
    #expect(try await browser.texts(".tooltip dd").last?.hasPrefix("cluster ") == true)
    let image = try await browser.evaluate(
      "document.querySelector('.tooltip .picture').style.backgroundImage", as: String.self)
    #expect(image.hasPrefix("url(\"blob:"))
    // The same item is marked in the other map.
    #expect(
      try await browser.evaluate("explorer.panes.map((pane) => pane.ring.hidden)", as: [Bool].self) == [false, false])
    try await browser.keepPicture(as: "report-hover")
    expectQuiet(browser)
  }

  @Test func aRectangleSelectsInBothMapsAndShowsImagesAndCounts() async throws {
    let browser = try await emojiPage()
    try await browser.goToExplorer()
    let map = try await browser.map(0)
    let (left, top) = (map[0] + map[2] * 0.02, map[1] + map[3] * 0.1)
    let (right, bottom) = (map[0] + map[2] * 0.3, map[1] + map[3] * 0.55)
    try await browser.drag([(left, top), (right, bottom)], modifiers: 8)
    let expected = try await browser.evaluate(
      """
      ((pane, box) => [...Array(1870).keys()].filter((item) => {
        const [x, y] = pane.view.toPixels(pane.points[2 * item], pane.points[2 * item + 1]);
        return x > box[0] && x < box[2] && y > box[1] && y < box[3];
      }).length)(explorer.panes[0], [\(left - map[0]), \(top - map[1]), \(right - map[0]), \(bottom - map[1])])
      """, as: Int.self)
    #expect(expected > 20)
    #expect(try await browser.evaluate("selection.count", as: Int.self) == expected)
    let counts = try await browser.texts("#chosen .bars .count").compactMap { Int($0) }
    #expect(counts.reduce(0, +) == expected)
    #expect(try await browser.count(".card .picture") == min(expected, 120))
    // The other map fades what is not selected: it has more colours near the background than before.
    let faded = "((pane) => new Set(pane.painter.pixels).has(pane.faded[1]))(explorer.panes[1])"
    #expect(try await browser.evaluate(faded, as: Bool.self))
    try await browser.keepPicture(as: "report-selection")
    try await browser.run("explorer.panes[0].map.focus()")
    try await browser.press("Escape")
    #expect(try await browser.evaluate("selection.count", as: Int.self) == 0)
    expectQuiet(browser)
  }

  @Test func aSelectionIsSavedAsAList() async throws {
    let browser = try await emojiPage()
    try await browser.goToExplorer()
    try await browser.run("selection.set([1869, 2])")
    // The text of the file is kept in place of being saved; the images of the page are made in the same way.
    try await browser.run(
      """
      ((blob, make) => {
        Blob = class { constructor(parts) { window.saved = parts.join(''); } };
        URL.createObjectURL = () => '#';
        document.querySelector('#chosen .buttons button').click();
        [Blob, URL.createObjectURL] = [blob, make];
      })(Blob, URL.createObjectURL)
      """)
    let lines = try await browser.evaluate("window.saved", as: String.self).split(separator: "\n").map(String.init)
    #expect(lines[0] == "item,caption,group,subgroup,label,cluster" && lines.count == 3)
    let captions = try String(
      contentsOf: Command.package.appendingPathComponent("datasets/emoji/captions.txt"), encoding: .utf8
    ).split(separator: "\n").map(String.init)
    #expect(lines[1].hasPrefix("2,\(captions[2]),") && lines[2].hasPrefix("1869,"))
    let cluster = try await browser.evaluate(
      "data.values(explorer.panes[0].partition.values)[2] - 1", as: Int.self)
    #expect(lines[1].hasSuffix(",\(cluster)"))
    #expect(try await browser.evaluate("csvLine(['a,b', 'c\"d', 'e'])", as: String.self) == "\"a,b\",\"c\"\"d\",e\n")
    expectQuiet(browser)
  }

  @Test func aLassoSelectsWhatItEncloses() async throws {
    let browser = try await emojiPage()
    try await browser.goToExplorer()
    try await browser.run("document.querySelector('[data-tool=lasso]').click()")
    let map = try await browser.map(1)
    let circle = (0...40).map { step in
      let turn = Double(step) / 40 * 2 * .pi
      return (x: map[0] + map[2] * (0.5 + 0.3 * cos(turn)), y: map[1] + map[3] * (0.5 + 0.3 * sin(turn)))
    }
    try await browser.drag(circle)
    let (found, expected) = (
      try await browser.evaluate("selection.count", as: Int.self),
      try await browser.evaluate(
        """
        ((pane) => [...Array(1870).keys()].filter((item) => {
          const [x, y] = pane.view.toPixels(pane.points[2 * item], pane.points[2 * item + 1]);
          return Math.hypot(x - pane.view.width / 2, y - pane.view.height / 2) < 0.3 * pane.view.width;
        }).length)(explorer.panes[1])
        """, as: Int.self)
    )
    #expect(expected > 200 && abs(found - expected) < expected / 20, "\(found) for \(expected)")
    expectQuiet(browser)
  }

  @Test func searchAndKeysWorkWithoutAMouse() async throws {
    let browser = try await emojiPage()
    try await browser.run("document.getElementById('search').focus()")
    try await browser.type("flag of perú")
    try await Task.sleep(for: .milliseconds(400))
    #expect(try await browser.evaluate("selection.count", as: Int.self) == 1)
    #expect(try await browser.evaluate("document.querySelector('.card').ariaLabel", as: String.self) == "flag of Peru")
    try await browser.run("explorer.panes[0].map.focus()")
    for key in ["+", "+", "ArrowRight"] { try await browser.press(key) }
    #expect(try await browser.evaluate("explorer.panes[0].view.zoom", as: Double.self) > 1.9)
    #expect(try await browser.evaluate("explorer.panes[0].view.x", as: Double.self) > 32_768)
    try await browser.press("Enter")
    #expect(try await browser.texts("#announcer").first?.contains("group: ") == true)
    try await browser.press("s")
    let inView = try await browser.evaluate("selection.count", as: Int.self)
    #expect(inView > 50 && inView < 1870)
    expectQuiet(browser)
  }

  @Test func darkIsDarkAndTheButtonChangesIt() async throws {
    let browser = try await emojiPage()
    let background = "getComputedStyle(document.body).backgroundColor"
    #expect(try await browser.evaluate(background, as: String.self) == "rgb(251, 251, 252)")
    try await browser.prefer("dark")
    try await browser.goToExplorer()
    #expect(try await browser.evaluate(background, as: String.self) == "rgb(16, 18, 22)")
    #expect(try await browser.evaluate("explorer.panes[0].painter.pixels[0]", as: UInt32.self) == 0xff1c_1715)
    try await browser.run(
      "explorer.panes[1].kindChoice.value = 'cluster'; explorer.panes[1].kindChoice.dispatchEvent(new Event('change'))")
    try await browser.keepPicture(as: "report-dark")
    try await browser.run("document.getElementById('theme').click()")
    #expect(try await browser.evaluate(background, as: String.self) == "rgb(251, 251, 252)")
    expectQuiet(browser)
  }

  @Test func aPhoneReadsItInOneColumn() async throws {
    let browser = try await emojiPage()
    try await browser.resize(width: 390, height: 844, isPhone: true)
    try await browser.run("location.reload()")
    try await Task.sleep(for: .milliseconds(800))
    try await browser.settle()
    #expect(try await browser.evaluate("document.documentElement.scrollWidth", as: Int.self) == 390)
    #expect(try await browser.evaluate("explorer.panes.length", as: Int.self) == 1)
    try await browser.keepPicture(as: "report-phone")
    try await browser.goToExplorer()
    try await browser.keepPicture(as: "report-phone-explorer")
    #expect(browser.problems == [])
  }
}
