import Core
import Figures
import Testing

/// Trees of merges: their brackets, and what stands beside them.
@Suite struct DendrogramTests {
  private let typesetter = Typesetter()
  private let style = Style(theme: .light, width: 496)

  /// A random tree with ascending distances.
  private func chart(leaves count: Int, seed: UInt64, classes: Int) -> DendrogramChart {
    var stream = Seed(seed).stream("tree")
    let leaves = (0..<count).map { index in
      DendrogramChart.Leaf(
        name: index % 7 == 0 ? String(repeating: "long name ", count: 12) : "\(index) = class", size: 1 + index * index,
        shares: (0..<classes).map { (color: $0, count: 1 + stream.integer(below: 9)) }, color: index % 3)
    }
    var open = Array(0..<count)
    var merges: [DendrogramChart.Merge] = []
    while open.count > 1 {
      let left = open.remove(at: stream.integer(below: open.count))
      let right = open.remove(at: stream.integer(below: open.count))
      merges.append(.init(left: left, right: right, distance: Double(merges.count + 1) * 0.37, color: nil))
      open.append(count + merges.count - 1)
    }
    return DendrogramChart(
      leaves: leaves, merges: merges, cut: 0.37 * 1.5, axisTitle: "distance",
      classes: (0..<classes).map { "class \($0)" })
  }

  @Test(arguments: [2, 3, 17, 40], [0, 4])
  func bracketsNeverCrossAndNamesStayApart(count: Int, classes: Int) throws {
    for seed in 0..<8 as Range<UInt64> {
      let chart = chart(leaves: count, seed: seed, classes: classes)
      try chart.validate()
      for height in [nil, 300.0] {
        let needed = height ?? chart.height(width: 478, style: style, typesetter: typesetter)
        let page = Rect(x: 5, y: 7, width: 478, height: needed)
        let layout = DendrogramLayout(
          chart, in: ChartArea(page, grows: height == nil, style: style, typesetter: typesetter))
        #expect(layout.height <= needed + 1e-6)
        #expect(Set(layout.middles).count == count)
        for (merge, bracket) in zip(chart.merges, layout.brackets) {
          #expect(bracket.upperY < bracket.lowerY && bracket.x >= max(bracket.upperX, bracket.lowerX) - 1e-9)
          let share = (bracket.x - layout.plot.x) / layout.plot.width
          #expect(abs(layout.axis.share(merge.distance) - share) < 1e-9)
        }
        // A level line of one bracket meets no upright line of another between its ends.
        for (first, one) in layout.brackets.enumerated() {
          for (second, other) in layout.brackets.enumerated() where first != second {
            for (y, from) in [(one.upperY, one.upperX), (one.lowerY, one.lowerX)] {
              let crosses =
                other.x > from + 1e-9 && other.x < one.x - 1e-9 && y > other.upperY + 1e-9
                && y < other.lowerY - 1e-9
              #expect(!crosses)
            }
          }
        }
      }
    }
  }

  @Test func strangeTreesAreErrors() {
    let good = chart(leaves: 3, seed: 1, classes: 2)
    let leaf = good.leaves[0]
    func tree(_ leaves: Int, _ merges: [(Int, Int, Double)]) -> DendrogramChart {
      DendrogramChart(
        leaves: Array(repeating: leaf, count: leaves),
        merges: merges.map { .init(left: $0.0, right: $0.1, distance: $0.2, color: nil) }, cut: nil, axisTitle: "d")
    }
    let wrong = [
      tree(1, []), tree(3, [(0, 1, 1)]), tree(3, [(0, 1, 1), (1, 2, 2)]), tree(3, [(0, 1, 1), (3, 4, 2)]),
      tree(3, [(0, 1, 1), (3, 2, .nan)]), tree(2, [(0, 1, -1)]), tree(2, [(0, 0, 1)]),
    ]
    for chart in wrong { #expect(throws: FigureError.self) { try chart.validate() } }
  }

  @Test(arguments: FigureFormat.examples) func itIsDrawnInEveryFormat(format: FigureFormat) throws {
    let figure = Figure(chart(leaves: 12, seed: 2, classes: 3), title: "tree", subtitle: "of twelve")
    #expect(try figure.data(format: format).count > 500)
  }
}

extension FigureFormat {
  static let examples: [FigureFormat] = [.png(dpi: 72), .pdf, .svg]
}
