import Core
import Figures
import Testing

/// Hierarchies of clusters: the bands of their items, and the names beside them.
@Suite struct CondensedTreeTests {
  private let typesetter = Typesetter()
  private let style = Style(theme: .light, width: 496)

  /// A hierarchy in which each cluster parts into two until there are enough; the leaves are chosen.
  private func chart(leaves: Int, seed: UInt64) -> CondensedTreeChart {
    var stream = Seed(seed).stream("hierarchy")
    var (parents, births): ([Int?], [Double]) = ([nil], [0])
    var open = [0]
    while open.count < leaves {
      let parent = open.remove(at: stream.integer(below: open.count))
      let birth = births[parent] + 0.1 + stream.uniform()
      for _ in 0..<2 {
        open.append(parents.count)
        parents.append(parent)
        births.append(birth)
      }
    }
    let clusters = parents.indices.map { index in
      let death = parents.firstIndex(of: index).map { births[$0] } ?? births[index] + 2
      let exits = (0..<5 + stream.integer(below: 40)).map { _ in
        births[index] + (death - births[index]) * stream.uniform()
      }
      return CondensedTreeChart.Cluster(
        parent: parents[index], birth: births[index], exits: exits.sorted(),
        chosen: open.contains(index) ? .init(name: "\(index) = class", color: index) : nil)
    }
    return CondensedTreeChart(clusters: clusters, axisTitle: "density")
  }

  @Test(arguments: [1, 2, 9, 60])
  func partsLieApartAndInsideThePlot(leaves: Int) throws {
    for seed in 0..<6 as Range<UInt64> {
      let chart = chart(leaves: leaves, seed: seed)
      try chart.validate()
      for height in [nil, 240.0] {
        let needed = height ?? chart.height(width: 478, style: style, typesetter: typesetter)
        let page = Rect(x: 5, y: 7, width: 478, height: needed)
        let layout = CondensedTreeLayout(
          chart, in: ChartArea(page, grows: height == nil, style: style, typesetter: typesetter))
        #expect(layout.height <= needed + 1e-6 && layout.bands.count == chart.clusters.count)
        let spans = layout.bands.map { band in (band.outline.map(\.y).min() ?? 0)...(band.outline.map(\.y).max() ?? 0) }
        for span in spans {
          #expect(span.lowerBound >= layout.plot.y - 1e-6 && span.upperBound <= layout.plot.maxY + 1e-6)
        }
        let chosen = chart.clusters.indices.filter { chart.clusters[$0].chosen != nil }
        for first in chosen {
          for second in chosen where first < second {
            let (one, other) = (spans[first], spans[second])
            #expect(one.upperBound < other.lowerBound || other.upperBound < one.lowerBound)
          }
        }
        for (one, next) in zip(layout.names, layout.names.dropFirst()) {
          #expect(next.middle - one.middle >= style.smallFont.lineHeight - 1e-9)
        }
        #expect(!layout.names.isEmpty)
      }
    }
  }

  @Test func aBandIsAsHighAsItHasItems() {
    let chart = CondensedTreeChart(
      clusters: [
        .init(parent: nil, birth: 0, exits: [1, 1, 1, 1]),
        .init(parent: 0, birth: 1, exits: [2, 2, 3, 3, 3, 3]), .init(parent: 0, birth: 1, exits: [2, 2, 2]),
      ], axisTitle: "density")
    let layout = CondensedTreeLayout(
      chart,
      in: ChartArea(Rect(x: 0, y: 0, width: 400, height: 200), style: style, typesetter: typesetter))
    let heights = layout.bands.map { ($0.outline.map(\.y).max() ?? 0) - ($0.outline.map(\.y).min() ?? 0) }
    #expect(abs(heights[1] / heights[0] - 6.0 / 13) < 1e-9 && abs(heights[2] / heights[0] - 3.0 / 13) < 1e-9)
  }

  @Test func strangeHierarchiesAreErrors() {
    let wrong: [[CondensedTreeChart.Cluster]] = [
      [], [.init(parent: 0, birth: 0, exits: [1])],
      [.init(parent: nil, birth: 0, exits: []), .init(parent: 1, birth: 1, exits: [2])],
      [.init(parent: nil, birth: .nan, exits: [])], [.init(parent: nil, birth: 0, exits: [-1])],
    ]
    for clusters in wrong {
      #expect(throws: FigureError.self) { try CondensedTreeChart(clusters: clusters, axisTitle: "d").validate() }
    }
  }

  @Test(arguments: FigureFormat.examples) func itIsDrawnInEveryFormat(format: FigureFormat) throws {
    let figure = Figure(chart(leaves: 12, seed: 2), title: "hierarchy", subtitle: "of twelve")
    #expect(try figure.data(format: format).count > 500)
  }
}
