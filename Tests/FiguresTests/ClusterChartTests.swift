import Core
import Figures
import Foundation
import Testing

/// The charts of a run's clusters: agreement, flow, silhouettes, cards.
@Suite struct ClusterChartTests {
  private let typesetter = Typesetter()
  private let style = Style(theme: .light, width: 493)

  private func page(_ chart: any Chart, width: Double = 470) -> Rect {
    Rect(x: 5, y: 7, width: width, height: chart.height(width: width, style: style, typesetter: typesetter))
  }

  private func reason(_ chart: any Chart) -> FigureError.Reason? {
    #expect(throws: FigureError.self) { try Figure(chart).data(format: .png()) }?.reason
  }

  // Agreement

  @Test(arguments: [1, 2, 5, 20], [1, 4, 9])
  func squaresOfSeedsStayApartAndOnThePage(seeds: Int, methods: Int) {
    let chart = agreement(seeds: seeds, methods: methods)
    for width in [227.0, 470, 700] {
      let page = page(chart, width: width)
      let layout = AgreementLayout(chart, in: ChartArea(page, grows: true, style: style, typesetter: typesetter))
      #expect(layout.cells.count == 2 * methods)
      #expect(apart(layout.cells.map(\.plot) + [layout.scaleBar]))
      for cell in layout.cells {
        #expect(page.contains(cell.plot) && abs(cell.plot.width - cell.plot.height) < 1e-9)
        #expect(abs(cell.box(row: seeds - 1, column: seeds - 1).maxY - cell.plot.maxY) < 1e-6)
      }
    }
  }

  /// Rows of few squares share lines, so that the squares of many methods fill the width of the page.
  @Test(arguments: [(8, 1, 5, 4), (7, 2, 5, 4), (3, 4, 5, 4), (2, 1, 5, 2), (8, 1, 20, 3), (7, 2, 20, 2)])
  func squaresOfManyMethodsUseTheWidth(rows: Int, methods: Int, seeds: Int, columns: Int) throws {
    let panels = try #require(agreement(seeds: seeds, methods: methods).rows.first).panels
    let chart = AgreementChart(
      measure: "adjusted Rand index", rows: (0..<rows).map { .init(title: "clusterer \($0)", panels: panels) })
    let page = page(chart)
    let layout = AgreementLayout(chart, in: ChartArea(page, grows: true, style: style, typesetter: typesetter))
    #expect(layout.cells.count == rows * methods)
    #expect(apart(layout.cells.map(\.plot) + [layout.scaleBar]) && layout.cells.allSatisfy { page.contains($0.plot) })
    #expect(Set(layout.cells.map { ($0.plot.x * 8).rounded() }).count == columns)
    #expect(layout.cells.allSatisfy { $0.plot.width >= style.body * 11 })
    // The title of a row stands above its first square and before the next title of its line.
    for (index, heading) in layout.headings.enumerated() {
      let first = layout.cells[index * methods].plot
      #expect(heading.origin.x <= first.x && heading.origin.y < first.y && first.y - heading.origin.y < style.body * 6)
      for other in layout.headings where other.origin.y == heading.origin.y && other.origin.x > heading.origin.x {
        #expect(heading.origin.x + heading.width <= other.origin.x)
      }
    }
  }

  @Test func theMeanOfAPanelLeavesOutTheDiagonal() {
    let panel = AgreementChart.Panel(
      title: "", names: ["0", "1", "2"], values: [[1, 0.5, .nan], [0.5, 1, 0.1], [.nan, 0.1, 1]])
    #expect(abs((panel.mean ?? 0) - 0.3) < 1e-12)
    #expect(AgreementChart.Panel(title: "", names: ["0"], values: [[1]]).mean == nil)
  }

  @Test func agreementsThatAreNoSquareAreErrors() {
    #expect(reason(AgreementChart(measure: "", rows: [])) == .noData("there are no labellings to compare"))
    let panel = AgreementChart.Panel(title: "a", names: ["0", "1"], values: [[1, 0], [1]])
    let chart = AgreementChart(measure: "", rows: [.init(title: "", panels: [panel])])
    #expect(reason(chart) == .countMismatch(what: "values in a row of a", expected: 2, found: 1))
  }

  // Flow

  @Test(arguments: [1, 2, 9, 40], 0..<3)
  func ribbonsFillTheirClusters(clusters: Int, seed: UInt64) {
    let chart = flow(clusters: clusters, seed: Seed(seed))
    let page = page(chart)
    let layout = FlowLayout(chart, in: ChartArea(page, grows: true, style: style, typesetter: typesetter))
    for (stage, boxes) in layout.boxes.enumerated() {
      #expect(apart(boxes) && boxes.allSatisfy { page.contains($0) })
      for (cluster, box) in boxes.enumerated() {
        let leaving = layout.ribbons.filter { $0.stage == stage && $0.from == cluster }.map(\.left)
        let arriving = layout.ribbons.filter { $0.stage == stage - 1 && $0.to == cluster }.map(\.right)
        for side in [leaving, arriving] where !side.isEmpty {
          #expect(abs(side.reduce(0) { $0 + $1.height } - box.height) < 1e-6)
          #expect(apart(side) && side.allSatisfy { $0.y >= box.y - 1e-6 && $0.maxY <= box.maxY + 1e-6 })
        }
      }
    }
    // One item is as high everywhere.
    let heights = zip(chart.stages, layout.boxes).flatMap { stage, boxes in
      zip(stage.clusters, boxes).filter { $0.0.size > 0 }.map { $1.height / Double($0.size) }
    }
    #expect((heights.max() ?? 0) - (heights.min() ?? 0) < 1e-9)
  }

  @Test(arguments: [2, 9, 40])
  func namesOfAStageNeverOverlap(clusters: Int) {
    let chart = flow(clusters: clusters)
    let layout = FlowLayout(chart, in: ChartArea(page(chart), grows: true, style: style, typesetter: typesetter))
    for stage in 0..<3 {
      let heights = layout.labels.filter { $0.stage == stage }.map { ($0.y, $0.size * Double(max(1, $0.lines.count))) }
        .sorted { $0.0 < $1.0 }
      for (upper, lower) in zip(heights, heights.dropFirst()) {
        #expect(lower.0 - upper.0 >= (upper.1 + lower.1) / 2 - 1e-6)
      }
    }
    #expect(layout.labels.count { $0.stage == 0 } == clusters)
  }

  @Test func inAColumnNamesOfTwoWordsStandWhole() {
    let names = ["Animals & Nature", "Smileys & Emotion", "People & Body", "Travel & Places", "Flags"]
    let column = Style(theme: .light, width: 238)
    let layout = FlowLayout(
      flow(clusters: 5, names: names),
      in: ChartArea(Rect(x: 0, y: 0, width: 228, height: 0), grows: true, style: column, typesetter: typesetter))
    for label in layout.labels where label.stage != 1 {
      #expect(label.lines.joined(separator: " ") == names[label.cluster])
    }
  }

  @Test(arguments: 0..<20)
  func clustersThatAreOnlyRenamedGiveNoCrossing(seed: UInt64) {
    var stream = Seed(seed).stream("renamed")
    let count = 2 + stream.integer(below: 12)
    let names = (0..<2).map { _ in stream.sample(count, of: count) }
    let flows = names.map { renamed in
      (0..<count).map { row in (0..<count).map { $0 == renamed[row] ? 5 : 0 } }
    }
    let sizes = [[Int]](repeating: [Int](repeating: 5, count: count), count: 3)
    #expect(FlowOrder(sizes: sizes, flows: flows).crossings == 0)
  }

  @Test(arguments: 0..<20)
  func noExchangeOfNeighborsSavesCrossings(seed: UInt64) {
    let chart = flow(clusters: 7, seed: Seed(seed))
    let sizes = chart.stages.map { $0.clusters.map(\.size) }
    let found = FlowOrder(sizes: sizes, flows: chart.flows)
    #expect(found.order.allSatisfy { $0.sorted() == Array(0..<7) })
    // Counted pair by pair, as they lie on the page.
    func crossings(_ order: [[Int]]) -> Double {
      var sum = 0.0
      for stage in 0..<2 {
        let (left, right) = (order[stage], order[stage + 1])
        for a in 0..<7 {
          for b in a + 1..<7 {
            for c in 0..<7 {
              for d in 0..<c {
                sum += Double(chart.flows[stage][left[a]][right[c]] * chart.flows[stage][left[b]][right[d]])
              }
            }
          }
        }
      }
      return sum
    }
    let fewest = crossings(found.order)
    #expect(abs(fewest - found.crossings) < 1e-6)
    #expect(fewest <= crossings([[Int]](repeating: Array(0..<7), count: 3)))
    for stage in 0..<3 {
      for place in 0..<6 {
        var exchanged = found.order
        exchanged[stage].swapAt(place, place + 1)
        #expect(crossings(exchanged) >= fewest)
      }
    }
  }

  @Test func itemsThatGetLostOnTheWayAreAnError() {
    let stage = FlowChart.Stage(title: "a", clusters: [.init(name: "x", size: 3, color: 0)])
    let chart = FlowChart(stages: [stage, stage], flows: [[[2]]], coloring: 0)
    #expect(reason(chart) == .countMismatch(what: "items that leave x", expected: 3, found: 2))
    #expect(reason(FlowChart(stages: [stage], flows: [], coloring: 0)) != nil)
  }

  // Silhouettes

  @Test(arguments: [1, 2, 9, 60, 1000])
  func bandsAreInProportionToTheirItems(clusters: Int) {
    let chart = silhouettes(clusters: clusters, each: 12)
    let page = page(chart)
    let layout = SilhouetteLayout(chart, in: ChartArea(page, grows: true, style: style, typesetter: typesetter))
    #expect(apart(layout.bands) && layout.bands.allSatisfy { layout.plot.contains($0) && page.contains($0) })
    let shares = zip(layout.bands, chart.clusters).map { $0.height / Double($1.values.count) }
    #expect((shares.max() ?? 0) - (shares.min() ?? 0) < 1e-9 && (shares.min() ?? 0) > 0)
    let heights = layout.labels.map(\.y).sorted()
    #expect(zip(heights, heights.dropFirst()).allSatisfy { $1 - $0 >= style.body * 1.2 - 1e-6 })
    #expect(clusters <= 9 ? layout.labels.count == clusters : layout.labels.count < clusters)
    // A name stands at its own bar, and a bar that is high enough has one.
    #expect(layout.labels.allSatisfy { abs($0.y - layout.bands[$0.cluster].midY) < 1e-9 })
    let named = Set(layout.labels.map(\.cluster))
    #expect(layout.bands.indices.allSatisfy { layout.bands[$0].height < style.body * 1.3 || named.contains($0) })
    #expect(layout.x(0) >= layout.plot.x - 1e-9 && layout.x(chart.mean) <= layout.plot.maxX)
  }

  /// On a slide and on a page the chart tells how many names it left out, and it leaves out none that has room.
  @Test(arguments: [39, 60, 400], [FigureSize.page, .slide])
  func namesThatHaveNoRoomAreCounted(clusters: Int, size: FigureSize) throws {
    let names = (0..<clusters).map { "cluster \($0)" }
    let chart = silhouettes(clusters: clusters, each: 3, names: names)
    let svg = String(decoding: try Figure(chart, size: size).data(format: .svg), as: UTF8.self)
    let drawn = names.count { svg.contains(">\($0)</text>") }
    #expect(drawn > 0 && drawn < clusters)
    #expect(svg.contains(">\(drawn) of \(clusters) clusters have room for a name beside their bar</text>"))
    let few = String(
      decoding: try Figure(silhouettes(clusters: 6, names: names), size: size).data(format: .svg), as: UTF8.self)
    #expect(!few.contains("have room for a name"))
  }

  /// The best cluster, which is the first, and the last have their names, however few items they have.
  @Test func theFirstAndTheLastClusterAreNamed() {
    let sizes = [2] + [Int](repeating: 30, count: 60) + [2]
    let chart = SilhouetteChart(
      clusters: sizes.enumerated().map { index, size in
        .init(
          name: "\(index)", color: 0, size: size, values: [Double](repeating: 0.9 - Double(index) / 80, count: size))
      }, mean: 0.5)
    let layout = SilhouetteLayout(chart, in: ChartArea(page(chart), grows: true, style: style, typesetter: typesetter))
    let named = layout.labels.map(\.cluster)
    #expect(named.first == 0 && named.last == 61 && named.count < 62)
  }

  @Test func aClusterKnowsItsMeanAndWhoIsMisplaced() {
    let cluster = SilhouetteChart.Cluster(name: "a", color: nil, size: 4, values: [0.5, -0.1, 0.2, 0])
    #expect(abs(cluster.mean - 0.15) < 1e-12 && cluster.misplaced == 0.25)
    #expect(cluster.values == [0.5, 0.2, 0, -0.1])
  }

  // Cards

  @Test(arguments: [1, 2, 5, 12], [227.0, 470, 700])
  func imagesOfACardStayInItAndApart(count: Int, width: Double) throws {
    let chart = try cards(count)
    let page = page(chart, width: width)
    let layout = CardLayout(chart, in: ChartArea(page, grows: true, style: style, typesetter: typesetter))
    #expect(layout.boxes.count == count && apart(layout.boxes))
    for box in layout.boxes {
      #expect(page.contains(box))
      let places = layout.nearest(in: box, top: box.y) + layout.farthest(in: box, top: box.y)
      #expect(layout.legend?.entries.allSatisfy { page.contains($0.box) && !$0.box.overlaps(box) } ?? false)
      #expect(places.count == 12 && apart(places) && places.allSatisfy { box.contains($0) })
    }
  }

  /// On a slide a card shows less, but its images are never too small to be seen.
  @Test(arguments: [2, 5, 9, 12])
  func imagesOnASlideAreLargeEnough(count: Int) throws {
    let chart = try cards(count)
    let slide = Rect(x: 0, y: 0, width: 690, height: 300)
    let style = Style(theme: .light, width: 720)
    let layout = CardLayout(chart, in: ChartArea(slide, grows: false, style: style, typesetter: typesetter))
    #expect(layout.boxes.count == count && apart(layout.boxes) && layout.boxes.allSatisfy { slide.contains($0) })
    #expect(layout.cell.height >= (count > 9 ? 1.5 : 2) * style.body, "\(layout.cell.height / style.body)")
    let first = try #require(layout.boxes.first)
    let places = layout.nearest(in: first, top: first.y) + layout.farthest(in: first, top: first.y)
    #expect(places.count >= 7 && apart(places) && places.allSatisfy { first.contains($0) })
  }

  /// On a page that grows each card has the names of its items on three lines; a low slide keeps one of them.
  @Test func namesOfItemsStandWhereThereAreNoImages() throws {
    let names = (0..<8).map { "a caption of some words \($0)" }
    let chart = ClusterCards(
      cards: (0..<9).map {
        .init(name: "\($0)", facts: ["12 items"], nearestNames: names, farthestNames: Array(names.prefix(4)))
      })
    func layout(_ height: Double, grows: Bool) -> CardLayout {
      CardLayout(
        chart,
        in: ChartArea(
          Rect(x: 0, y: 0, width: 690, height: height), grows: grows, style: Style(theme: .light, width: 720),
          typesetter: typesetter))
    }
    let (page, slide) = (layout(2000, grows: true), layout(150, grows: false))
    #expect(page.nameLines == (2, 1))
    #expect(slide.nameLines == (1, 0) && slide.boxes.allSatisfy { $0.maxY <= 150 })
    #expect(apart(page.boxes) && apart(slide.boxes))
  }

  /// Captions stand in place of ids, each on its line behind its id; of noise at random, with no centre.
  @Test(arguments: FigureFormat.examples) func captionsStandOnLinesOfTheirOwn(format: FigureFormat) throws {
    func items(_ name: String, _ count: Int) -> [ClusterCards.Item] {
      (0..<count).map { .init(id: "\(name)-\($0)", caption: "\(name) caption \($0)") }
    }
    let chart = ClusterCards(cards: [
      .init(
        name: "cluster 3", facts: [], nearestNames: ["x"], nearestCaptions: items("a", 8),
        farthestCaptions: items("b", 4)),
      .init(
        name: "noise", facts: [], nearestCaptions: items("c", 8), farthestCaptions: items("d", 4), selection: .random),
    ])
    let file = try Figure(chart).data(format: format)
    guard format == .svg else {
      #expect(file.count > 500)
      return
    }
    let svg = String(decoding: file, as: UTF8.self)
    for (name, count) in [("a", 4), ("b", 2), ("c", 4), ("d", 2)] {
      for index in 0..<5 {
        #expect(svg.contains(">\(name) caption \(index)</text>") == (index < count))
        #expect(svg.contains(">\(name)-\(index)</text>") == (index < count))
      }
    }
    func count(_ text: String) -> Int { svg.components(separatedBy: ">\(text)</text>").count - 1 }
    #expect(count("nearest") == 1 && count("farthest") == 1 && count("random") == 1 && count("x") == 0)
  }

  @Test func anImageThatIsNotThereIsAnError() throws {
    let card = ClusterCards.Card(name: "a", facts: [], nearest: [3])
    #expect(
      reason(ClusterCards(cards: [card], images: try images(3)))
        == .outOfRange(what: "an image of a", value: 3, count: 3))
    #expect(reason(ClusterCards(cards: [])) == .noData("there are no clusters to show"))
  }

  // Odd data

  @Test(arguments: [FigureSize.column, .page, .slide, FigureSize(width: 120, height: 60)])
  func oddNamesAndCountsAreDrawn(size: FigureSize) throws {
    let names = [
      String(repeating: "name ", count: 40), String(repeating: "W", count: 200), "שלום עולם", "مرحبا", "👩‍👩‍👧‍👦🇩🇪",
      "", "\u{202e}x\n\0",
    ]
    var charts: [any Chart] = [try cards(12, names: names), try cards(3, names: names, withImages: false)]
    for clusters in [1, 2, 12] {
      charts.append(flow(clusters: clusters, items: 12, names: names))
      charts.append(silhouettes(clusters: clusters, each: 1, names: names))
    }
    charts.append(flow(clusters: 41, items: 60_000, names: names))
    charts.append(silhouettes(clusters: 1000, each: 2, names: names))
    charts.append(
      SilhouetteChart(
        clusters: [.init(name: "flat", color: 0, size: 12, values: .init(repeating: 0, count: 12))], mean: 0))
    charts.append(agreement(seeds: 20, methods: 6))
    for chart in charts {
      let pixels = Pixels(try Figure(chart, title: names[0], size: size).data(format: .png(dpi: 72)))
      #expect(pixels.hasCleanEdge, "\(type(of: chart)) at \(size)")
    }
  }

  @Test(arguments: ["120mm", "120", "120 mm", "column", "120x80mm", "120 x 80", "120MM"])
  func sizesAreRead(text: String) throws {
    let size = try FigureSize(parsing: text)
    #expect(size.width == (text == "column" ? 84 : 120))
    #expect(size.height == (text.contains("80") ? 80 : nil))
  }

  @Test(arguments: ["", "x", "wide", "-3mm", "1x2x3", "120x", "nan", "inf", "19", "2001", "1e300"])
  func textsThatAreNoSizeAreErrors(text: String) {
    #expect(throws: FigureError(.unknownSize(text))) { try FigureSize(parsing: text) }
  }
}
