import Core
import Figures
import Foundation
import Matrices
import Testing

@Suite struct LayoutTests {
  let typesetter = Typesetter()
  let style = Style(theme: .light, width: 496)

  @Test(arguments: [1, 2, 3, 9, 10, 17, 20, 21, 50, 100], [150.0, 227, 480])
  func legendNamesNeitherOverlapNorLeaveTheirWidth(count: Int, width: Double) {
    for title in ["", "class"] {
      let names = classNames(count) + [String(repeating: "very long ", count: 40)]
      let legend = LegendLayout(
        title: title, names: names, origin: Point(10, 20), width: width, style: style, typesetter: typesetter)
      let area = Rect(x: 10, y: 20, width: width, height: legend.height)
      #expect(legend.entries.count == names.count)
      #expect(legend.entries.allSatisfy { area.contains($0.box) })
      #expect(apart(legend.entries.map(\.box)))
      for entry in legend.entries {
        #expect(typesetter.width(of: entry.text, style.bodyFont) <= entry.box.width)
      }
    }
  }

  @Test(arguments: [1, 2, 10, 20, 21, 100], [1, 2, 4, 5])
  func scatterPanelsAndLegendsStayApart(classes: Int, spaces: Int) {
    let chart = scatter(200, classes: classes, spaces: spaces)
    for (width, height) in [(227.0, nil), (478, nil), (700, 380)] as [(Double, Double?)] {
      let needed = height ?? chart.height(width: width, style: style, typesetter: typesetter)
      let page = Rect(x: 5, y: 7, width: width, height: needed)
      let layout = ScatterLayout(chart, in: ChartArea(page, grows: height == nil, style: style, typesetter: typesetter))
      let plots = layout.cells.map(\.plot)
      let legends = layout.legends.flatMap(\.entries).map(\.box)
      #expect(plots.count == 2 * spaces)
      #expect(plots.allSatisfy { abs($0.width - $0.height) < 1e-9 && page.contains($0) })
      #expect(apart(plots + legends))
      #expect(legends.isEmpty == (classes > Palette.distinct))
      if height == nil { #expect(abs(layout.height - needed) < 1e-9) }
      #expect(layout.height <= needed + 1e-6)
    }
  }

  /// Panels of many methods stand in lines rather than become too small to be read, and the figure can be drawn.
  @Test(arguments: [2, 3, 4, 5, 7, 9, 16, 30, 150], [227.0, 478])
  func panelsOfManyMethodsStayReadable(count: Int, width: Double) {
    let (positions, labels) = groups(60, classes: 3)
    let partition = Partition(labels: labels.map { $0 == 2 ? -1 : $0 }, clusters: 2)
    let chart = ScatterPanels(
      (0..<count).map { .init(title: "method \($0)", subtitle: "kappa .5", positions: positions, partition: partition) }
    )
    let page = Rect(x: 5, y: 7, width: width, height: chart.height(width: width, style: style, typesetter: typesetter))
    let layout = ScatterLayout(chart, in: ChartArea(page, grows: true, style: style, typesetter: typesetter))
    let plots = layout.cells.map(\.plot)
    #expect(plots.count == count && apart(plots) && plots.allSatisfy { page.contains($0) })
    #expect(plots.allSatisfy { $0.width >= (count < 100 ? 100 : 60) } && page.height < 7_500)
    // Up to four of a page stand in one line.
    #expect(width < 400 || count > 4 || Set(plots.map(\.y)).count == 1)
    #expect(layout.legends.flatMap(\.entries).map(\.text) == ["0", "1", "noise"])
    let slide = Rect(x: 0, y: 0, width: 690, height: 300)
    let low = ScatterLayout(chart, in: ChartArea(slide, grows: false, style: style, typesetter: typesetter))
    #expect(apart(low.cells.map(\.plot)) && (count > 40 || low.cells.allSatisfy { slide.contains($0.plot) }))
  }

  @Test func theLegendTellsNoiseFromItemsWithoutALabel() {
    let (positions, labels) = groups(12, classes: 3)
    let truth = LabelSet(name: "class", classes: ["a", "b"], values: labels.map { $0 == 2 ? -1 : $0 })
    let partition = Partition(labels: labels.map { $0 == 2 ? -1 : $0 }, clusters: 2)
    let panels = [
      ScatterPanels.Panel(positions: positions, truth: truth),
      .init(positions: positions, partition: partition, matchedTo: [0, 1], of: truth),
    ]
    func last(_ panels: [ScatterPanels.Panel]) -> String? {
      let page = Rect(x: 0, y: 0, width: 478, height: 0)
      let area = ChartArea(page, grows: true, style: style, typesetter: typesetter)
      return ScatterLayout(ScatterPanels(panels), in: area).legends.first?.entries.last?.text
    }
    #expect(last([panels[0]]) == "none" && last([panels[1]]) == "noise" && last(panels) == "none, noise")
  }

  @Test(arguments: 0..<20)
  func placedNamesNeverOverlap(seed: UInt64) {
    var stream = Seed(seed).stream("labels")
    let area = Rect(x: 10, y: 10, width: 200, height: 200)
    let anchors = (0..<80).map { _ in Point(10 + 200 * stream.uniform(), 10 + 200 * stream.uniform()) }
    let sizes = (0..<80).map { _ in (width: 10 + 40 * stream.uniform(), height: 8.0) }
    let placement = LabelPlacement(anchors: anchors, sizes: sizes, order: Array(0..<80), area: area)
    #expect(apart(placement.labels.map(\.box)))
    #expect(placement.labels.allSatisfy { area.contains($0.box) })
    #expect(placement.labels.count >= 30)
    #expect(placement.labels.first?.index == 0)
  }

  /// Names of many clusters stand at their own points or nowhere, the first ones before others.
  @Test(arguments: 0..<20)
  func closeNamesNeedNoLinesAndStandNearestToTheirOwnPoints(seed: UInt64) {
    var stream = Seed(seed).stream("close labels")
    let area = Rect(x: 0, y: 0, width: 200, height: 200)
    let anchors = (0..<100).map { _ in Point(200 * stream.uniform(), 200 * stream.uniform()) }
    let sizes = (0..<100).map { _ in (width: 10 + 30 * stream.uniform(), height: 8.0) }
    let placement = LabelPlacement(anchors: anchors, sizes: sizes, order: Array(0..<100), area: area, isClose: true)
    #expect(apart(placement.labels.map(\.box)))
    #expect((10..<100).contains(placement.labels.count))
    for label in placement.labels {
      func distance(_ point: Point) -> Double { hypot(point.x - label.box.midX, point.y - label.box.midY) }
      #expect(!label.needsLeader)
      // No point is under a name.
      let box = label.box.inset(0.01)
      #expect(anchors.allSatisfy { $0.x < box.x || $0.x > box.maxX || $0.y < box.y || $0.y > box.maxY })
      #expect(anchors.allSatisfy { distance($0) >= distance(label.anchor) - 1e-9 })
    }
  }

  @Test func theNoteOnNamesSaysHowManyAreNamed() {
    var key = ScatterPanels.Key(title: "cluster", names: (0..<1_200).map(String.init))
    key.isOfClusters = true
    #expect(
      key.nameNote(named: [1_200], isWhole: true, panels: "hdbscan")
        == "hdbscan: 1,200 clusters, all numbered, beside the medians of their points")
    #expect(
      key.nameNote(named: [61], isWhole: false, panels: "hdbscan")
        == "hdbscan: 1,200 clusters, 61 numbered, the largest first, beside the medians of their points; there is no room "
        + "for more")
    #expect(
      key.nameNote(named: [88, 61], isWhole: false).hasPrefix("1,200 clusters, 61 to 88 numbered in each panel, "))
    let classes = ScatterPanels.Key(title: "kind", names: (0..<30).map(String.init))
    #expect(classes.nameNote(named: [30], isWhole: true).hasPrefix("kind: 30 classes, all named, "))
  }

  /// Panels of different clusters are told apart by their own titles.
  @Test(arguments: [(5, 7), (30, 40)])
  func legendsAndNotesSayWhichPanelTheyAreOf(first: Int, second: Int) throws {
    func panel(_ name: String, clusters: Int) -> ScatterPanels.Panel {
      let positions: [[Float]] = (0..<clusters).map { [Float($0 % 6), Float($0 / 6)] }
      return ScatterPanels.Panel(
        title: name, positions: Matrix(positions),
        partition: Partition(labels: (0..<clusters).map { Int32($0) }, clusters: clusters))
    }
    let panels = [panel("one", clusters: first), panel("two", clusters: second)]
    let svg = String(decoding: try Figure(ScatterPanels(panels)).data(format: .svg), as: UTF8.self)
    let texts = first > 20 ? [">one: 30 clusters, ", ">two: 40 clusters, "] : [">cluster (one)<", ">cluster (two)<"]
    #expect(texts.allSatisfy(svg.contains))
  }

  @Test func aLoneNameStandsOnItsPoint() {
    let placement = LabelPlacement(
      anchors: [Point(50, 60), Point(.nan, 0)], sizes: [(width: 20, height: 8), (width: 20, height: 8)],
      order: [1, 0], area: Rect(x: 0, y: 0, width: 100, height: 100))
    #expect(placement.labels.map(\.index) == [0])
    #expect(placement.labels.first?.box == Rect(x: 40, y: 56, width: 20, height: 8))
    #expect(placement.labels.first?.needsLeader == false)
  }

  @Test(arguments: 0..<20)
  func spreadHeightsKeepTheirDistanceAndOrder(seed: UInt64) {
    var stream = Seed(seed).stream("heights")
    let wanted = (0..<8).map { _ in 100 * stream.uniform() }
    let heights = LabelPlacement.spread(wanted, spacing: 10, within: 0...100)
    let order = wanted.indices.sorted { wanted[$0] < wanted[$1] }
    for (low, high) in zip(order, order.dropFirst()) { #expect(heights[high] - heights[low] >= 10 - 1e-9) }
    #expect(heights.allSatisfy { $0 >= -1e-9 && $0 <= 100 + 1e-9 })
    let crowded = LabelPlacement.spread(Array(repeating: 50, count: 30), spacing: 10, within: 0...100)
    #expect(crowded.allSatisfy { (-1e-9...100.000001).contains($0) })
  }

  @Test func heightsThatAreFarApartStay() {
    #expect(LabelPlacement.spread([80, 10, 40], spacing: 10, within: 0...100) == [80, 10, 40])
  }

  @Test(arguments: [1, 4, 30], [227.0, 478, 700])
  func scorePanelsFit(spaces: Int, width: Double) {
    for seeds in [1, 5] {
      let chart = scores(spaces: spaces, seeds: seeds, shift: -0.2)
      let height = chart.height(width: width, style: style, typesetter: typesetter)
      let page = Rect(x: 0, y: 0, width: width, height: height)
      let layout = ScoreLayout(chart, in: ChartArea(page, grows: true, style: style, typesetter: typesetter))
      #expect(layout.panels.allSatisfy { page.contains($0.plot) && $0.valuesRight <= width + 1e-6 })
      #expect(layout.panels.allSatisfy { $0.plot.width >= 20 })
      let whole = layout.panels.map { panel in
        Rect(
          x: panel.plot.x, y: panel.plot.y, width: panel.valuesRight - panel.plot.x, height: panel.plot.height)
      }
      #expect(apart(whole))
    }
  }

  /// Large scores have fewer digits, and their values and titles have room.
  @Test(arguments: [227.0, 478, 700])
  func largeScoresHaveRoomForTheirDigits(width: Double) throws {
    let methods = (0..<3).map { method in
      ScoreChart.Method(
        space: "s", clusterer: "c\(method)", values: [[0.5, 0.6], [5822.9, 12942.9], [39.3, 46.8], [0.9, 1.2]])
    }
    let chart = ScoreChart(
      scores: ["silhouette", "calinski-harabasz", "dbcv", .init("davies-bouldin", lowerIsBetter: true)],
      methods: methods)
    let summary = try #require(Summary(methods[0].values[1]))
    #expect(chart.meanText(summary, 1) == "9,383" && chart.deviationText(summary, 1) == "±5,035")
    #expect(chart.scores.indices.map(chart.digits) == [3, 0, 2, 3])
    let millimeters = width * 25.4 / 72
    let figure = Figure(chart, size: FigureSize(width: millimeters))
    let svg = String(decoding: try figure.data(format: .svg), as: UTF8.self)
    #expect(svg.contains("(lower is better)") && !svg.contains("…"))
    let height = chart.height(width: width, style: style, typesetter: typesetter)
    let area = ChartArea(
      Rect(x: 0, y: 0, width: width, height: height), grows: true, style: style, typesetter: typesetter)
    for panel in ScoreLayout(chart, in: area).panels {
      let summary = try #require(Summary(methods[0].values[panel.score]))
      let needed = typesetter.width(of: chart.meanText(summary, panel.score), style.boldFont)
      #expect(panel.valuesRight - panel.plot.maxX >= needed)
    }
  }

  @Test(arguments: [1, 9, 20, 50, 100])
  func sampleImagesStayApartFromNamesAndOneAnother(classes: Int) throws {
    let rows = classNames(classes).map { SampleGrid.Row(name: $0, samples: Array(0..<8)) }
    let grid = SampleGrid(images: try images(8), rows: rows)
    for (width, height) in [(227.0, nil), (478, nil), (700, 350)] as [(Double, Double?)] {
      let needed = height ?? grid.height(width: width, style: style, typesetter: typesetter)
      let page = Rect(x: 0, y: 0, width: width, height: needed)
      let layout = SampleLayout(grid, in: ChartArea(page, grows: height == nil, style: style, typesetter: typesetter))
      let boxes = layout.rows.flatMap(\.images)
      #expect(boxes.allSatisfy { page.contains($0) })
      #expect(apart(boxes))
      for row in layout.rows {
        let end = row.nameX + typesetter.width(of: row.name, style.bodyFont)
        #expect(row.images.allSatisfy { $0.x >= end })
      }
    }
  }

  @Test(arguments: [1, 3, 10, 40, 100])
  func confusionCellsStayOnThePage(classes: Int) {
    let names = classNames(classes)
    let counts = [[Int]](repeating: [Int](repeating: 123_456, count: classes), count: classes)
    let chart = ConfusionChart(rowNames: names, columnNames: names, counts: counts)
    for (width, height) in [(227.0, nil), (478, nil), (700, 350)] as [(Double, Double?)] {
      let needed = height ?? chart.height(width: width, style: style, typesetter: typesetter)
      let page = Rect(x: 0, y: 0, width: width, height: needed)
      let layout = ConfusionLayout(
        chart, in: ChartArea(page, grows: height == nil, style: style, typesetter: typesetter))
      #expect(page.contains(layout.plot))
      #expect(abs(layout.box(row: classes - 1, column: classes - 1).maxX - layout.plot.maxX) < 1e-6)
      if classes == 100 { #expect(!layout.showsValues) }
    }
  }

  /// Panels of lines: side by side on a page, one above the other in a column, four of them two by two, more in
  /// lines of even lengths.
  @Test(arguments: [
    (1, 493.0, 1), (3, 493, 1), (3, 228, 3), (4, 300, 2), (4, 228, 4), (5, 200, 5), (6, 493, 2), (7, 493, 3),
    (8, 493, 3),
  ])
  func panelsOfLinesFillThePage(count: Int, width: Double, rows: Int) {
    let style = Style(theme: .light, width: width + 17)
    let chart = LinePanels((0..<count).map { _ in line })
    let height = chart.height(width: width, style: style, typesetter: typesetter)
    let page = Rect(x: 0, y: 0, width: width, height: height)
    let layout = LinePanelsLayout(chart, in: ChartArea(page, grows: false, style: style, typesetter: typesetter))
    let plots = layout.panels.map(\.plot)
    #expect(plots.count == count && plots.allSatisfy { page.contains($0) && $0.width > 40 && $0.height > 30 })
    #expect(Set(plots.map { ($0.y * 16).rounded() }).count == rows)
    for (index, plot) in plots.enumerated() { #expect(plots[..<index].allSatisfy { !$0.overlaps(plot) }) }
    #expect(layout.legend?.entries.allSatisfy { page.contains($0.box) } == true)
  }

  @Test func chosenTicksStandAsTheyAre() {
    let axis = Axis(covering: [2, 50], rounded: false, scale: .logarithmic).marking([2, 5, 10, 20, 50, 100])
    #expect(axis.ticks == [2, 5, 10, 20, 50] && axis.ticks.map(axis.text) == ["2", "5", "10", "20", "50"])
    let linear = Axis(covering: [0, 1], rounded: false).marking([0, 0.25, 1])
    #expect(linear.ticks.map(linear.text) == ["0", ".25", "1"])
  }

  @Test func aReferenceStandsBesideItsLineAndItsNameKeepsToThePage() {
    let chart = LineChart(
      xTitle: "weight", yTitle: "kappa", series: line.series,
      references: [.init(name: "text alone", y: 0.35, band: 0.1...0.5, color: 1)], marks: [.init(name: "half", x: 3)])
    let page = Rect(x: 0, y: 0, width: 400, height: 200)
    let layout = LineLayout(chart, in: ChartArea(page, style: style, typesetter: typesetter))
    #expect(layout.names.map(\.text) == ["visual", "text", "text alone"])
    #expect(layout.yAxis.lower <= 0.1 && layout.yAxis.upper >= 0.5 && layout.xAxis.upper >= 3)
    #expect(page.contains(layout.plot))
  }

  @Test func namesOfLinesStandBesideTheirEndsAndApart() {
    let layout = LineLayout(
      line, in: ChartArea(Rect(x: 0, y: 0, width: 400, height: 200), style: style, typesetter: typesetter))
    #expect(layout.names.count == 2)
    #expect(abs(layout.names[0].y - layout.names[1].y) >= style.bodyFont.size)
    #expect(layout.legend == nil)
  }

  /// The number of values of each hollow point stands near it, and apart from marks and other numbers.
  @Test(arguments: 1...6)
  func numbersOfHollowPointsStandBesideThem(lines: Int) throws {
    let chart = LineChart(
      xTitle: "x", yTitle: "y",
      series: (0..<lines).map { line in
        .init(
          name: "\(line)", x: [1, 2, 3, 4],
          samples: [[0.1, 0.2, 0.3], [.nan, .nan, 0.1 * Double(line)], [0.2, 0.1, .nan], [.nan, .nan, .nan]])
      }, ticks: [1, 2, 3, 4, 5])
    #expect(chart.series.allSatisfy { $0.fewer == [1: 1, 2: 2] })
    let page = Rect(x: 0, y: 0, width: 400, height: 220)
    let layout = LineLayout(chart, in: ChartArea(page, style: style, typesetter: typesetter))
    let counts = layout.counts(typesetter: typesetter)
    // Settings without any value keep their place.
    #expect(layout.xAxis.upper == 5)
    #expect(apart(counts.map(\.box)) && counts.allSatisfy { page.contains($0.box) })
    #expect(counts.count { $0.text == "1" } == lines && counts.contains { $0.text == "2" })
    for count in counts {
      #expect(!count.box.overlaps(Rect(x: count.point.x - 1, y: count.point.y - 1, width: 2, height: 2)))
      let (dx, dy) = (abs(count.box.midX - count.point.x), abs(count.box.midY - count.point.y))
      #expect(dx < style.body * 2 && dy < style.body * 3)
    }
  }

  /// Categories have no order: points with the deviation as an upright bar, and no line between them.
  @Test func categoriesHaveNoLineBetweenThem() throws {
    func svg(_ names: [String]) throws -> String {
      let chart = LineChart(
        xTitle: "selection", yTitle: "y", series: [.init(name: "a", x: [0, 1], samples: [[0.2, 0.4], [0.6, 0.9]])],
        ticks: [0, 1], tickNames: names)
      return String(decoding: try Figure(chart).data(format: .svg), as: UTF8.self)
    }
    // The band is a translucent fill.
    let band = /fill-opacity[=:]"?0\.18/
    #expect(try !svg(["eom", "leaf"]).contains(band) && svg([]).contains(band))
    let page = Rect(x: 0, y: 0, width: 300, height: 200)
    let chart = LineChart(
      xTitle: "selection", yTitle: "y",
      series: (0..<3).map { .init(name: "\($0)", x: [0, 1], samples: [[0.2, 0.4], [0.6, 0.9]]) }, ticks: [0, 1],
      tickNames: ["eom", "leaf"])
    let layout = LineLayout(chart, in: ChartArea(page, style: style, typesetter: typesetter))
    let places = (0..<3).flatMap { line in [0, 1].map { layout.place(of: $0, in: line) } }
    #expect(Set(places.map(\.x)).count == 6 && places.allSatisfy { $0.x > layout.plot.x && $0.x < layout.plot.maxX })
  }

  /// The band of a number of clusters that is near zero ends there.
  @Test func bandsBeyondTheBoundsDoNotStretchTheAxis() {
    let series = [LineChart.Series(name: "a", x: [1, 2, 3], samples: [[40, 60], [0, 9], [0, 0]])]
    func axis(_ bounds: Axis.Bounds?) -> Axis {
      LineLayout(
        LineChart(xTitle: "x", yTitle: "clusters", series: series, bounds: bounds),
        in: ChartArea(Rect(x: 0, y: 0, width: 300, height: 200), style: style, typesetter: typesetter)
      ).yAxis
    }
    #expect(axis(.count).lower == 0 && axis(nil).lower < 0)
  }

  @Test(arguments: [1, 20, 200, 2000])
  func stripMarksStayInTheirStrip(count: Int) {
    var stream = Seed(4).stream("strip")
    let values = (0..<count).map { _ in 0.7 + 0.05 * stream.gaussian() }
    let chart = StripChart(title: "kappa", rows: [.init(name: "a", values: values)])
    let page = Rect(x: 0, y: 0, width: 400, height: 200)
    let layout = StripLayout(chart, in: ChartArea(page, grows: true, style: style, typesetter: typesetter))
    let (places, radius) = layout.swarm(values, largest: 2)
    #expect(places.count == count)
    #expect(places.allSatisfy { abs($0.rise) + radius <= layout.rowHeight / 2 })
    #expect(places.allSatisfy { $0.x >= layout.plot.x && $0.x <= layout.plot.maxX })
    guard count <= 200 else { return }
    for first in places.indices {
      for second in 0..<first {
        let (dx, dy) = (places[first].x - places[second].x, places[first].rise - places[second].rise)
        #expect((dx * dx + dy * dy).squareRoot() > 1.9 * radius)
      }
    }
  }
}
