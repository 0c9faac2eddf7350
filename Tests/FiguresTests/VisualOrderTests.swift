import Figures
import Testing

/// Lines with letters that are read from right to left.
@Suite struct VisualOrderTests {
  /// The expected lines are those of python-bidi 0.6.12.
  @Test(
    arguments: [
      (
        "\u{5D7}\u{5EA}\u{5D5}\u{5DC} \u{5E2}\u{5DC} (\u{5D4}\u{5D0}\u{5D3}\u{5D5}\u{5DD}) 7",
        "7 (\u{5DD}\u{5D5}\u{5D3}\u{5D0}\u{5D4}) \u{5DC}\u{5E2} \u{5DC}\u{5D5}\u{5EA}\u{5D7}"
      ),
      ("4 · \u{5D7}\u{5EA}\u{5D5}\u{5DC}", "\u{5DC}\u{5D5}\u{5EA}\u{5D7} · 4"),
      (
        "cat: \u{5D7}\u{5EA}\u{5D5}\u{5DC}, \u{5DB}\u{5DC}\u{5D1} 3.5 %",
        "cat: 3.5 \u{5D1}\u{5DC}\u{5DB} ,\u{5DC}\u{5D5}\u{5EA}\u{5D7} %"
      ),
      ("\u{5E7}\u{5D8}\u{5DF}…", "…\u{5DF}\u{5D8}\u{5E7}"),
      ("\u{643}\u{644}\u{628} \u{641}\u{64A} 10", "10 \u{64A}\u{641} \u{628}\u{644}\u{643}"),
      ("a \u{628} 1-2 \u{5D2}", "a \u{5D2} 2-1 \u{628}"),
      ("50% \u{5E7}\u{5D8}\u{5DF}", "\u{5DF}\u{5D8}\u{5E7} 50%"),
      (".5 ± .1 日本", ".5 ± .1 日本"),
    ])
  func charactersStandFromLeftToRight(text: String, visual: String) {
    #expect(VisualOrder.of(text) == visual)
  }

  /// A mark stays behind its letter.
  @Test func marksKeepTheirLetters() {
    #expect(VisualOrder.of("\u{5E9}\u{5C1}\u{5DC}") == "\u{5DC}\u{5E9}\u{5C1}")
  }

  /// The expected forms are those of arabic-reshaper 3.1.0 with ligatures of lam and alef alone.
  @Test(
    arguments: [
      ("\u{642}\u{637}\u{629}", "\u{FED7}\u{FEC4}\u{FE94}"),
      (
        "\u{627}\u{644}\u{633}\u{644}\u{627}\u{645} \u{639}\u{644}\u{64A}\u{643}\u{645}",
        "\u{FE8D}\u{FEDF}\u{FEB4}\u{FEFC}\u{FEE1} \u{FECB}\u{FEE0}\u{FEF4}\u{FEDC}\u{FEE2}"
      ),
      ("\u{632}\u{631}\u{642}\u{627}\u{621}", "\u{FEAF}\u{FEAD}\u{FED7}\u{FE8E}\u{FE80}"),
      ("\u{6AF}\u{686}\u{67E}\u{698}\u{6CC}", "\u{FB94}\u{FB7D}\u{FB59}\u{FB8B}\u{FBFC}"),
      (
        "\u{645}\u{64F}\u{62F}\u{64E}\u{631}\u{650}\u{651}\u{633}",
        "\u{FEE3}\u{64F}\u{FEAA}\u{64E}\u{FEAD}\u{650}\u{651}\u{FEB1}"
      ),
      ("\u{644}\u{627} \u{625}\u{644}\u{647}", "\u{FEFB} \u{FE87}\u{FEDF}\u{FEEA}"), ("cat", "cat"),
    ])
  func lettersJoinTheirNeighbours(text: String, forms: String) {
    #expect(Array(ArabicForms.of(text).unicodeScalars) == Array(forms.unicodeScalars))
  }

  /// U+1F9FF (nazar amulet) is in fonts of emoji alone.
  @Test func charactersWithoutAFontAreCounted() throws {
    let chart = ScoreChart(
      scores: ["kappa"], methods: [.init(space: "s", clusterer: "\u{1F9FF}", values: [[0.5]])])
    #expect(try Figure(chart).drawn(format: .png(dpi: 40)).undrawn == ["\u{1F9FF}"])
    #expect(try Figure(chart).drawn(format: .svg).undrawn.isEmpty)
    let known = ScoreChart(
      scores: ["kappa"], methods: [.init(space: "s", clusterer: "ä ≈ \u{5D7}", values: [[0.5]])])
    #expect(try Figure(known).drawn(format: .pdf).undrawn.isEmpty)
  }
}
