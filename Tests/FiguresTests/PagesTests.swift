import Core
import Figures
import Matrices
import Testing

/// Figures that are higher than a page.
@Suite struct PagesTests {
  private static func panels(_ count: Int) -> [ScatterPanels.Panel] {
    (0..<count).map { number in
      ScatterPanels.Panel(
        title: "map \(number)", positions: Matrix([[0, 0], [1, 2], [2, 1]]), labels: [0, 1, 0],
        key: .init(title: "class", names: ["a", "b"]))
    }
  }

  @Test(arguments: [30.0, 41, 84, 174]) func noPageIsTooHighAndEveryPanelIsOnOne(width: Double) throws {
    let rows = [
      ScatterPanels.Row(title: "text", panels: Self.panels(7)),
      ScatterPanels.Row(title: "visual", panels: Self.panels(9)),
    ]
    let figure = Figure(ScatterPanels(rows: rows), size: FigureSize(width: width))
    let pages = try figure.pages(tallest: 160)
    for page in pages { #expect(page.height <= 160) }
    let shown = pages.compactMap { $0.chart as? ScatterPanels }.flatMap { chart in
      chart.rows.flatMap { row in row.panels.map { "\(row.title): \($0.title)" } }
    }
    #expect(shown == (0..<7).map { "text: map \($0)" } + (0..<9).map { "visual: map \($0)" })
    #expect(width > 100 || pages.count > 1)
  }

  @Test func aFigureThatFitsStaysWhole() throws {
    let figure = Figure(ScatterPanels(Self.panels(2)), title: "maps", note: "a note")
    let pages = try figure.pages(tallest: 220)
    #expect(pages.count == 1 && pages[0].title == "maps")
    #expect(figure.untitled.title.isEmpty && figure.untitled.note.isEmpty && figure.untitled.height < figure.height)
  }

  @Test func aPartThatIsTooHighStandsAlone() throws {
    let pages = try Figure(ScatterPanels(Self.panels(3))).pages(tallest: 5)
    #expect(pages.count == 3)
  }

  @Test func scoresAndCardsAreDividedToo() throws {
    let scores = ScoreChart(
      scores: ["kappa", "ari", "nmi"],
      methods: [.init(space: "text", clusterer: "kmeans", values: [[0.1], [0.2], [0.3]])])
    let second = scores.parts(1..<3)
    #expect(second.scores.map(\.name) == ["ari", "nmi"] && second.methods[0].values == [[0.2], [0.3]])
    let cards = ClusterCards(cards: (0..<4).map { ClusterCards.Card(name: "\($0)", facts: []) })
    #expect(cards.partCount == 4 && cards.parts(2..<3).cards.map(\.name) == ["2"])
  }
}
