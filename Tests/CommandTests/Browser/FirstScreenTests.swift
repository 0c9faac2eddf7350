import Foundation
import Testing

/// The first screen of the page and what stays of it, in a real browser.
@Suite(.serialized, .enabled(if: Chromium.executable != nil, "there is no Chromium"))
struct FirstScreenTests {
  /// Two feature sets of 120 items in four classes, and their concatenation.
  private static let run = Task { () -> TemporaryFolder in
    let folder = try TemporaryFolder()
    try folder.writeFeatures("visual.npy", rows: 120, columns: 8, classes: 4)
    try folder.writeFeatures("text.npy", rows: 120, columns: 6, classes: 4)
    try folder.writeLabels("labels.npy", rows: 120, classes: 4)
    try folder.write(
      """
      name: two
      dataset: { labels: { file: labels.npy } }
      features: { visual: { file: visual.npy }, text: { file: text.npy } }
      spaces: [visual, text, { concatenation: { of: [visual, text], name: both } }]
      clusterers: [ kmeans: { k: 4 } ]
      seeds: 3
      scores: [kappa, ari]
      """, to: "two.yaml")
    try await Command.run(["run", "two.yaml", "--out", "out"], in: folder).expectSuccess()
    return folder
  }

  private func page(width: Int = 1400, height: Int = 900, isPhone: Bool = false) async throws -> Chromium {
    let browser = try Chromium()
    try await browser.open(Self.run.value.path("out/report.html"), width: width, height: height)
    guard isPhone else { return browser }
    try await browser.resize(width: width, height: height, isPhone: true)
    try await browser.run("location.reload()")
    try await Task.sleep(for: .milliseconds(800))
    try await browser.settle()
    return browser
  }

  @Test func theVerdictTheScoresTheMapsAndTheNumbersFitTheFirstScreen() async throws {
    let browser = try await page()
    let texts = try await browser.texts(".verdict p")
    let verdict = try #require(texts.first)
    let file = try await Data(contentsOf: URL(fileURLWithPath: Self.run.value.path("out/findings.json")))
    let findings = try #require(JSONSerialization.jsonObject(with: file) as? [String: Any])
    #expect((findings["verdict"] as? [String: Any])?["sentence"] as? String == verdict)
    #expect(try await browser.count(".chart li") == 3)
    #expect(try await browser.count(".glances li") == 3)
    #expect(try await browser.count(".first-maps .map") == 2)
    let bottom = "document.querySelector('.glances').getBoundingClientRect().bottom"
    #expect(try await browser.evaluate(bottom, as: Double.self) <= 900)
    // The sentence is the largest text of the screen.
    let sizes =
      "[...document.querySelectorAll('.first *, .page-head *')].map((one) => parseFloat(getComputedStyle(one).fontSize))"
    let sentence = "parseFloat(getComputedStyle(document.querySelector('.verdict p')).fontSize)"
    #expect(try await browser.evaluate("Math.max(...\(sizes)) === \(sentence)", as: Bool.self))
    try await browser.keepPicture(as: "report-first-screen")
    #expect(browser.problems == [])
  }

  @Test func sectionsFollowTheQuestionsOfAReader() async throws {
    let browser = try await page()
    let sections = "[...document.querySelectorAll('main > section')].map((one) => one.id)"
    let order = try await browser.evaluate(sections, as: [String].self)
    #expect(order == ["verdict", "findings", "table", "explorer", "clusters", "figures", "run"])
    let links = "[...document.querySelectorAll('.page-head nav a')].map((one) => one.hash.slice(1))"
    #expect(try await browser.evaluate(links, as: [String].self) == order)
  }

  @Test func theContentsStayAndMarkWhatIsRead() async throws {
    for isPhone in [false, true] {
      let browser = try await page(width: isPhone ? 390 : 1400, height: isPhone ? 844 : 900, isPhone: isPhone)
      try await browser.run("document.documentElement.style.scrollBehavior = 'auto'; location.hash = '#table'")
      try await browser.settle()
      let box = "document.querySelector('.page-head').getBoundingClientRect()"
      #expect(try await browser.evaluate("\(box).top === 0 && scrollY > 300", as: Bool.self))
      #expect(try await browser.texts("nav [aria-current]") == ["Table"])
      // It covers nothing of the section that it leads to.
      let gap = "document.getElementById('table').getBoundingClientRect().top - \(box).bottom"
      #expect(try await browser.evaluate(gap, as: Double.self) >= 0)
    }
  }

  @Test func glossesAreReachedByKeyboardPointerAndTap() async throws {
    let browser = try await page()
    let shown = "document.getElementById('gloss').hidden ? '' : document.getElementById('gloss').textContent"
    let term = "[...document.querySelectorAll('.term')].find((one) => one.textContent === 'kappa')"
    #expect(try await browser.evaluate(shown, as: String.self) == "")
    try await browser.run("\(term).focus()")
    #expect(try await browser.evaluate(shown, as: String.self).contains("agreement beyond chance"))
    #expect(try await browser.evaluate("\(term).getAttribute('aria-describedby')", as: String.self) == "gloss")
    try await browser.press("Escape")
    #expect(try await browser.evaluate(shown, as: String.self) == "")
    try await browser.run("document.activeElement.blur()")
    let place = try await browser.evaluate(
      "((box) => [box.left + box.width / 2, box.top + box.height / 2])(\(term).getBoundingClientRect())",
      as: [Double].self)
    try await browser.mouse("mouseMoved", place[0], place[1])
    #expect(try await browser.evaluate(shown, as: String.self).contains("agreement beyond chance"))
    try await browser.mouse("mouseMoved", 5, 890)
    #expect(try await browser.evaluate(shown, as: String.self) == "")
    // A tap is a click without a pointer that stays.
    try await browser.run("document.querySelector('#scores [data-gloss]').click()")
    #expect(try await browser.evaluate(shown, as: String.self) != "")
    #expect(browser.problems == [])
  }

  @Test func scoresHaveOneSpelling() async throws {
    let browser = try await page()
    #expect(try await browser.texts("#scores thead button") == ["clusterer", "space", "kappa", "ARI"])
    let words = "(document.body.innerText.match(/\\b(ari|nmi|ami)\\b/g) ?? []).length"
    #expect(try await browser.evaluate(words, as: Int.self) == 0)
  }

  @Test func aPhoneHasOneMapAndScrollsInOneDirection() async throws {
    let browser = try await page(width: 390, height: 844, isPhone: true)
    #expect(try await browser.evaluate("document.documentElement.scrollWidth", as: Int.self) == 390)
    let visible = "[...document.querySelectorAll('.first-maps .map')].filter((map) => map.offsetParent).length"
    #expect(try await browser.evaluate(visible, as: Int.self) == 1)
    let chosen = "document.querySelector('.which [aria-pressed=true]').textContent"
    let before = try await browser.evaluate(chosen, as: String.self)
    try await browser.run("document.querySelector('.which [aria-pressed=false]').click()")
    try await browser.settle()
    #expect(try await browser.evaluate(chosen, as: String.self) != before)
    #expect(try await browser.evaluate(visible, as: Int.self) == 1)
    try await browser.keepPicture(as: "report-first-screen-phone")
    #expect(browser.problems == [])
  }

  @Test func paperHasNothingThatFloatsAndNothingFolded() async throws {
    let browser = try await page()
    try await browser.print()
    try await browser.run("dispatchEvent(new Event('beforeprint'))")
    let floating = """
      [...document.body.querySelectorAll('*')].filter((one) => one.offsetParent !== null || one.getClientRects().length > 0)
        .filter((one) => ['fixed', 'sticky'].includes(getComputedStyle(one).position)).map((one) => one.className)
      """
    #expect(try await browser.evaluate(floating, as: [String].self) == [])
    #expect(try await browser.count("main details:not([open])") == 0)
    try await browser.run("dispatchEvent(new Event('afterprint'))")
    #expect(try await browser.count("main details[open]") == 0)
  }

  @Test func withoutLabelsNothingSpeaksOfClasses() async throws {
    let folder = try TemporaryFolder()
    try folder.writeFeatures("visual.npy")
    try await Command.run(["run", "--visual", "visual.npy", "-k", "3", "--seeds", "2", "--out", "out"], in: folder)
      .expectSuccess()
    let browser = try Chromium()
    try await browser.open(folder.path("out/report.html"), width: 1400, height: 900)
    let texts = try await browser.texts("#verdict")
    let first = try #require(texts.first)
    #expect(!first.contains("class") && !first.contains("kappa") && !first.contains("truth"))
    #expect(try await browser.count(".glances li") == 3)
    #expect(browser.problems == [])
  }
}
