import Figures
import Testing

@Suite struct TextTests {
  let typesetter = Typesetter()
  let font = Font(size: 8)

  @Test(arguments: ["airplane", "a rather long name of a class", String(repeating: "W", count: 3000), "日本語のクラス"])
  func elidedTextFits(text: String) {
    for limit in [10.0, 30, 80, 1000] {
      let elided = typesetter.elide(text, font, to: limit)
      #expect(typesetter.width(of: elided, font) <= max(limit, typesetter.width(of: "…", font)))
      if elided != text { #expect(elided.hasSuffix("…")) }
    }
    #expect(typesetter.elide("cat", font, to: 100) == "cat")
    #expect(typesetter.elide("cat", font, to: 0) == "…")
  }

  @Test func aLongerLimitKeepsMore() {
    let text = "a rather long name of a class"
    let lengths = stride(from: 10.0, to: 120, by: 10).map { typesetter.elide(text, font, to: $0).count }
    #expect(lengths == lengths.sorted())
    #expect(typesetter.elide("one two", font, to: typesetter.width(of: "one two", font) - 0.1).hasPrefix("one"))
  }

  @Test func wrappedLinesFitAndKeepTheWords() {
    let text = "How far the score moves when the signs of the components are flipped at random"
    let lines = typesetter.wrap(text, font, to: 90, lines: 10)
    #expect(lines.count > 2)
    #expect(lines.joined(separator: " ") == text)
    #expect(lines.allSatisfy { typesetter.width(of: $0, font) <= 90 })
    let short = typesetter.wrap(text, font, to: 90, lines: 2)
    #expect(short.count == 2)
    #expect(short.last?.hasSuffix("…") == true)
    #expect(typesetter.wrap("", font, to: 90, lines: 2).isEmpty)
  }

  @Test func controlCharactersAreGone() {
    #expect(Typesetter.clean("a\0b\n c\u{7f}\u{fffe}\u{202e}d") == "a b c d")
    #expect(Typesetter.clean("👩‍👩‍👧") == "👩‍👩‍👧")
    #expect(Typesetter.clean(String(repeating: "x", count: 9999)).count == Typesetter.longestText)
  }

  @Test func widthsGrowWithTheSize() {
    let single = typesetter.width(of: "Handgloves", font)
    #expect(single > 30)
    #expect(abs(typesetter.width(of: "Handgloves", Font(size: 16)) - 2 * single) < 0.1)
  }
}
