import Figures
import Foundation
import Testing

/// The names of references on the cards of clusters.
@Suite struct NounLineTests {
  private let typesetter = Typesetter()

  private func chart(_ lines: Int, cards: Int = 1) -> ClusterCards {
    ClusterCards(
      cards: (0..<cards).map { card in
        .init(
          name: "cluster \(card)", facts: ["12 items"], words: [.init("word", count: 3)],
          nouns: (0..<lines).map { line in
            .init(
              title: "nouns \(line)",
              nouns: [("first-\(line)", 0.4567), ("second-\(line)", 0.25)]
                + (0..<40).map { ("another noun \($0)", 0.01) })
          })
      })
  }

  @Test(arguments: FigureFormat.examples) func eachReferenceHasALineWithItsWeights(format: FigureFormat) throws {
    let file = try Figure(chart(2)).data(format: format)
    guard format == .svg else {
      #expect(file.count > 500)
      return
    }
    let svg = String(decoding: file, as: UTF8.self)
    for text in ["nouns 0", "nouns 1", "first-0", "second-1", ".46", ".25", "word"] {
      #expect(svg.contains(">\(text)</text>"), "\(text)")
    }
    // A line has no room for all of them.
    #expect(!svg.contains("another noun 39"))
  }

  @Test func aCardIsHigherByItsLines() {
    func layout(_ lines: Int) -> CardLayout {
      CardLayout(
        chart(lines, cards: 4),
        in: ChartArea(
          Rect(x: 0, y: 0, width: 690, height: 0), grows: true, style: Style(theme: .light, width: 720),
          typesetter: typesetter))
    }
    let (none, two) = (layout(0), layout(2))
    let line = Style(theme: .light, width: 720).bodyFont.lineHeight
    #expect(abs(two.boxes[0].height - none.boxes[0].height - 2 * line) < 1e-6)
    #expect(zip(two.boxes, two.boxes.dropFirst(2)).allSatisfy { $0.maxY <= $1.y })
  }
}
