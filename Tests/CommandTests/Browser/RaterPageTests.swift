import Foundation
import Testing

/// The page for raters, in a real browser.
@Suite(.serialized, .enabled(if: Chromium.executable != nil, "there is no Chromium"))
struct RaterPageTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A page of six pairs with two questions, whose captions look like markup.
  private func pairs(_ options: [String] = []) async throws -> String {
    try folder.writeFeatures("text.npy", rows: 40, columns: 4)
    try folder.write(
      (0..<40).map { "<script>alert(\($0))</script> & \"\($0)\" \u{2028}\n" }.joined(), to: "captions.txt")
    try await Command.run(
      [
        "run", "--text", "text.npy", "--captions", "captions.txt", "--clusterer", "kmeans", "-k", "3", "--seeds", "1",
        "--figures", "cards", "--out", "run",
      ], in: folder
    ).expectSuccess()
    try await Command.run(
      [
        "rate", "draw", "run", "--pairs", "6", "--question", "denotative=Do they show the same <i>thing</i>?",
        "--question", "connotative=Do they feel the same?", "--out", "draw",
      ] + options, in: folder
    ).expectSuccess()
    return folder.path("draw/rate.html")
  }

  private func start(_ browser: Chromium, _ rater: String) async throws {
    try await browser.run("document.getElementById('name').focus()")
    try await browser.type(rater)
    try await browser.run("document.getElementById('start').requestSubmit()")
    try await browser.settle()
  }

  private func csv(_ browser: Chromium) async throws -> String {
    try await browser.evaluate("rater.csv()", as: String.self)
  }

  @Test func pairsAreRatedByKeysAlone() async throws {
    let browser = try Chromium()
    try await browser.open(try await pairs())
    try await start(browser, "Anna B.")
    #expect(try await browser.texts("#count") == ["0 of 6 pairs"])
    #expect(try await browser.count(".item") == 2)
    #expect(try await browser.count(".question") == 2)
    let captions = try await browser.texts(".item p")
    #expect(captions.allSatisfy { $0.hasPrefix("<script>alert(") })
    #expect(try await browser.count(".item script, .question i") == 0)
    try await browser.keepPicture(as: "rater-pairs")
    for key in ["3", "1", "2"] { try await browser.press(key) }
    #expect(try await browser.texts("#count") == ["1 of 6 pairs"])
    try await browser.press("Backspace")
    #expect(try await browser.evaluate("rater.answers().map((one) => one.value)", as: [String].self) == ["3", "1"])
    // Other keys are no ratings; 0 stands for no answer.
    for key in ["4", "9", "x", "0"] { try await browser.press(key) }
    #expect(try await browser.evaluate("rater.answers().map((one) => one.value)", as: [String].self) == ["3", "1", ""])
    for _ in 0..<12 { try await browser.press("2") }
    #expect(try await browser.evaluate("rater.isDone() && rater.answers().length === 12", as: Bool.self))
    #expect(try await browser.texts("#count") == ["All 6 pairs rated"])
    let lines = try await csv(browser).split(separator: "\n").map(String.init)
    #expect(lines[0] == "pair,question,rating" && lines.count == 13)
    #expect(lines[1].hasPrefix("1,denotative,") && lines[2].hasPrefix("1,connotative,"))
    #expect(browser.problems == [])
    #expect(browser.requests.allSatisfy { $0.hasPrefix("file:") || $0.hasPrefix("blob:") || $0.hasPrefix("data:") })

    // The exported file is one that is scored.
    try folder.write(try await csv(browser), to: "draw/ratings-anna-b.csv")
    let outcome = try await Command.run(["rate", "score", "run", "draw/ratings-anna-b.csv"], in: folder)
    outcome.expectSuccess()
    #expect(outcome.errors.contains("1 rating is empty and left out"))
  }

  /// A study from the draw to the scores: every pair of a drawn sheet is rated by a key, in the browser, by two raters. The suite
  /// rates 60 pairs, `make rater-trial` 500.
  @Test func aWholeDrawIsRatedByKeysExportedAndScored() async throws {
    let pairs = ProcessInfo.processInfo.environment["FUSEBENCH_RATED_PAIRS"].flatMap { Int($0) } ?? 60
    try folder.writeFeatures("text.npy", rows: 90, columns: 4, classes: 3, spread: 0.2)
    try folder.write((0..<90).map { "kind \($0 % 3), \($0)\n" }.joined(), to: "captions.txt")
    try await Command.run(
      [
        "run", "--text", "text.npy", "--captions", "captions.txt", "--clusterer", "kmeans", "-k", "3", "--seeds", "2",
        "--figures", "cards", "--out", "run",
      ], in: folder
    ).expectSuccess()
    try await Command.run(["rate", "draw", "run", "--pairs", "\(pairs)", "--out", "draw"], in: folder).expectSuccess()
    let browser = try Chromium()
    for rater in ["anna", "ben"] {
      try await browser.open(folder.path("draw/rate.html"))
      try await start(browser, rater)
      for rated in 0..<pairs {
        let shown = try await browser.texts(".item p")
        let kinds = Set(shown.map { $0.split(separator: ",")[0] })
        // Ben calls every ninth pair loosely related.
        try await browser.press(rater == "ben" && rated % 9 == 0 ? "2" : kinds.count == 1 ? "3" : "1")
      }
      #expect(try await browser.texts("#count") == ["All \(pairs) pairs rated"])
      // The text of the file is kept in place of being saved.
      try await browser.run(
        """
        ((blob, make) => {
          Blob = class { constructor(parts) { window.saved = parts.join(''); } };
          URL.createObjectURL = () => '#';
          document.getElementById('export').click();
          [Blob, URL.createObjectURL] = [blob, make];
        })(Blob, URL.createObjectURL)
        """)
      let exported = try await browser.evaluate("window.saved", as: String.self)
      #expect(exported.split(separator: "\n").count == pairs + 1)
      try folder.write(exported, to: "draw/ratings-\(rater).csv")
    }
    #expect(browser.problems == [])
    try await Command.run(
      [
        "rate", "score", "run", "draw/ratings-anna.csv", "draw/ratings-ben.csv", "--format", "json", "--out",
        "scores.json",
      ], in: folder
    ).expectSuccess()
    let question = try #require((folder.json("scores.json")["questions"] as? [[String: Any]])?.first)
    let quality = try #require(
      ((question["qualities"] as? [[String: Any]])?.first?["quality"] as? [String: Any])?["value"] as? Double)
    // The clusters are the kinds, which raters tell apart but for Ben's ninths.
    #expect(quality > 1.5 && quality < 2, "\(quality)")
    let agreements = try #require(question["agreements"] as? [[String: Any]])
    #expect(agreements.allSatisfy { $0["ratings"] as? Int == 2 * pairs })
  }

  @Test func ratingsAreKeptAndOrdersDiffer() async throws {
    let page = try await pairs()
    let browser = try Chromium()
    try await browser.open(page)
    try await start(browser, "anna")
    for key in ["1", "2", "3"] { try await browser.press(key) }
    let before = try await csv(browser)
    try await browser.open(page)
    try await start(browser, " Anna ")
    #expect(try await csv(browser) == before)
    #expect(try await browser.texts("#count") == ["1 of 6 pairs"])
    let order = "(name) => rater.ordered(name).map((task) => task.name + ':' + task.items.join('-')).join()"
    #expect(try await browser.evaluate("(\(order))('anna') === (\(order))('anna')", as: Bool.self))
    #expect(try await browser.evaluate("(\(order))('anna') !== (\(order))('ben')", as: Bool.self))
    #expect(
      try await browser.evaluate(
        "rater.ordered('ben').map((task) => task.name).sort().join()", as: String.self) == "1,2,3,4,5,6")
    // Another rater begins anew.
    try await browser.open(page)
    try await start(browser, "ben")
    #expect(try await browser.texts("#count") == ["0 of 6 pairs"])
    #expect(browser.problems == [])
  }

  @Test func aPhoneShowsBothItems() async throws {
    let browser = try Chromium()
    try await browser.open(try await pairs())
    try await browser.resize(width: 360, height: 740, isPhone: true)
    try await start(browser, "anna")
    #expect(try await browser.evaluate("document.documentElement.scrollWidth <= 360", as: Bool.self))
    #expect(
      try await browser.evaluate(
        "(([a, b]) => a.top === b.top && b.left >= a.right)([...document.querySelectorAll('.item')].map((one) => "
          + "one.getBoundingClientRect()))", as: Bool.self))
    let fits = "[...document.querySelectorAll('.item p')].every((one) => one.scrollWidth <= one.clientWidth)"
    #expect(try await browser.evaluate(fits, as: Bool.self))
    try await browser.keepPicture(as: "rater-phone")
    try await browser.run("document.querySelector('.question.current .choices button').click()")
    #expect(try await browser.evaluate("rater.answers()[0].value", as: String.self) == "1")
    #expect(browser.problems == [])
  }

  @Test func imagesAreShownAndSetsMatchedByNumbers() async throws {
    try folder.writeImageFolder("images", classes: (0..<12).map { "kind\($0)" }, each: 6, size: 16)
    try folder.writeFeatures("visual.npy", rows: 72, columns: 8, classes: 12, spread: 0.1)
    try await Command.run(
      [
        "run", "--images", "images", "--visual", "visual.npy", "--clusterer", "kmeans", "-k", "12", "--seeds", "1",
        "--figures", "maps", "--out", "run",
      ], in: folder
    ).expectSuccess()
    try folder.write(
      "cluster,description\n" + (0..<12).map { "\($0),words of \($0)\n" }.joined(), to: "words.csv")
    try await Command.run(
      ["match", "draw", "run", "--sets", "12", "--size", "2", "--descriptions", "words.csv", "--out", "draw"],
      in: folder
    ).expectSuccess()
    let browser = try Chromium()
    try await browser.open(folder.path("draw/rate.html"))
    try await start(browser, "anna")
    #expect(try await browser.count(".item .image") == 2)
    let image = "getComputedStyle(document.querySelector('.item .image')).backgroundImage"
    #expect(try await browser.evaluate("\(image).startsWith('url(\"blob:')", as: Bool.self))
    // Images of 16 × 16 are enlarged to a readable size, and their pixels stay squares.
    let look = "(({ width, imageRendering }) => width + ' ' + imageRendering)(getComputedStyle("
    #expect(
      try await browser.evaluate("\(look)document.querySelector('.item .image')))", as: String.self)
        == "128px pixelated")
    let count = try await browser.count(".choices button")
    #expect(count >= 10)
    try await browser.keepPicture(as: "rater-sets")
    // 1 may be the beginning of 10; Enter ends it.
    try await browser.press("1")
    #expect(try await browser.evaluate("rater.answers().length", as: Int.self) == 0)
    #expect(try await browser.count(".choices button.fitting") == count - 8)
    try await browser.press("0")
    try await browser.press("1")
    try await browser.press("Enter")
    try await browser.press("2")
    #expect(try await browser.evaluate("rater.answers().length", as: Int.self) == 3)
    let values = "rater.answers().map((one) => data.index.choices.findIndex((choice) => choice.value === one.value))"
    #expect(try await browser.evaluate(values, as: [Int].self) == [9, 0, 1])
    #expect(try await csv(browser).hasPrefix("set,cluster\n"))
    #expect(browser.problems == [])
  }
}
