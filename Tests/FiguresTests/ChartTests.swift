import Core
import Figures
import Foundation
import Matrices
import Testing

@Suite struct ChartTests {
  private func pixels(_ chart: any Chart, size: FigureSize = .column, theme: Theme = .light) throws -> Pixels {
    Pixels(try Figure(chart, size: size, theme: theme).data(format: .png(dpi: 100)))
  }

  private func reason(_ chart: any Chart) -> FigureError.Reason? {
    #expect(throws: FigureError.self) { try Figure(chart).data(format: .png()) }?.reason
  }

  private func hex(_ color: Color) -> UInt32 {
    [color.red, color.green, color.blue].reduce(0) { $0 << 8 | UInt32(($1 * 255).rounded()) }
  }

  // Scatter

  private func panel(_ rows: [[Float]], _ labels: [Int32], names: [String]) -> ScatterPanels {
    ScatterPanels([
      .init(title: "map", positions: Matrix(rows), labels: labels, key: .init(title: "class", names: names))
    ])
  }

  @Test func everyClassIsThereAndNoneHidesAnother() throws {
    // Two classes at the same places, one given wholly before the other.
    var stream = Seed(1).stream("places")
    let half = (0..<3000).map { _ in [Float(stream.gaussian()), Float(stream.gaussian())] }
    let labels = [Int32](repeating: 0, count: 3000) + [Int32](repeating: 1, count: 3000)
    let cloud = ScatterCloud(
      Matrix(half + half), labels: labels, in: Rect(x: 0, y: 0, width: 100, height: 100), body: 7)
    #expect(cloud.order.sorted() == Array(0..<6000))
    let late = cloud.order.suffix(3000).count { labels[$0] == 0 }
    #expect((1350...1650).contains(late))
  }

  @Test func unlabelledPointsAreDrawnFirst() {
    let labels: [Int32] = [0, -1, 1, -1, 0]
    let cloud = ScatterCloud(
      Matrix([[0, 0], [1, 0], [2, 0], [3, 0], [4, 1]]), labels: labels,
      in: Rect(x: 0, y: 0, width: 100, height: 100), body: 7)
    #expect(cloud.order.prefix(2) == [1, 3])
  }

  @Test func itemsOfAnotherClassThanTheirClusterAreHollow() {
    let truth = LabelSet(name: "class", classes: ["a", "b"], values: [0, 1, -1, 1, 0])
    let positions = Matrix([[0, 0], [.nan, 0], [2, 0], [3, 0], [4, 1]])
    let panel = ScatterPanels.Panel(
      positions: positions, partition: Partition(labels: [0, 0, 0, 1, -1], clusters: 2), matchedTo: [0, 0], of: truth)
    #expect(panel.hollow == [false, true, false, true, false])
    let cloud = ScatterCloud(
      positions, labels: panel.labels, hollow: panel.hollow ?? [], in: Rect(x: 0, y: 0, width: 100, height: 100),
      body: 7)
    #expect(cloud.labels == [0, 0, 1, -1] && cloud.hollow == [false, false, true, false])
    #expect(ScatterPanels.Panel(positions: positions, truth: truth).hollow == nil)
  }

  @Test func bothDirectionsHaveOneScale() {
    let frame = Rect(x: 20, y: 30, width: 100, height: 100)
    let cloud = ScatterCloud(Matrix([[0, 0], [4, 0], [0, 1]]), labels: [0, 0, 0], in: frame, body: 7)
    let points = cloud.points
    #expect(abs((points[1].x - points[0].x) - 4 * (points[0].y - points[2].y)) < 1e-9)
    #expect(points[2].y < points[0].y)
    #expect(points.allSatisfy { frame.contains(Rect(x: $0.x, y: $0.y, width: 0, height: 0)) })
  }

  @Test func marksShrinkAsPointsGrowDense() {
    let frame = Rect(x: 0, y: 0, width: 200, height: 200)
    let radii = [12, 200, 2000, 20_000, 60_000].map { count in
      let (positions, labels) = groups(count, classes: 5)
      return ScatterCloud(positions, labels: labels, in: frame, body: 7).radius
    }
    #expect(radii == radii.sorted(by: >))
    #expect(radii[0] > 1.5 && radii[4] > 0.3 && radii[4] < 0.8)
  }

  @Test func mediansNameTheLargestGroupFirst() {
    let cloud = ScatterCloud(
      Matrix([[0, 0], [0, 10], [10, 10], [10, 10], [10, 0]]), labels: [3, -1, 1, 1, 1],
      in: Rect(x: 0, y: 0, width: 100, height: 100), body: 7)
    #expect(cloud.medians.map(\.label) == [1, 3])
    #expect(cloud.medians.first?.center == cloud.points[2])
  }

  @Test func sameClassHasTheSameColorInBothPanels() throws {
    let truth = LabelSet(name: "class", classes: ["a", "b"], values: [0, 0, 1])
    let positions = Matrix([[0, 0], [1, 0], [0, 1]])
    let matched = ScatterPanels.Panel(
      positions: positions, partition: Partition(labels: [1, 1, 0], clusters: 2), matchedTo: [1, 0], of: truth)
    // On a page so narrow no names stand at the true classes.
    let size = FigureSize(width: 40)
    let truthPanel = ScatterPanels([.init(title: "clusters", positions: positions, truth: truth)])
    let first = try pixels(truthPanel, size: size)
    #expect(
      try Figure(ScatterPanels([matched]), size: size).data(format: .png(dpi: 100))
        == Figure(truthPanel, size: size).data(format: .png(dpi: 100)))
    #expect(first.count(of: hex(Palette.color(0, .light))) > 10)
  }

  @Test(arguments: [1, 2, 12, 5000])
  func identicalPositionsAreDrawn(count: Int) throws {
    let chart = panel(
      [[Float]](repeating: [3, 4], count: count), [Int32](repeating: 0, count: count), names: ["one"])
    #expect(try pixels(chart).count(of: 0xffffff) > 1000)
  }

  @Test func manyClassesAreDrawn() throws {
    for classes in [1, 21, 100, 1000] {
      let drawn = try pixels(scatter(2000, classes: classes), size: .page)
      #expect(drawn.hasCleanEdge)
    }
  }

  @Test func positionsThatAreNotFiniteAreCounted() throws {
    let chart = panel([[0, 0], [.nan, 1], [1, .infinity], [1, 1]], [0, 0, 1, 1], names: ["a", "b"])
    #expect(chart.notices.map(\.message) == ["2 positions not finite, not drawn"])
    #expect(try pixels(chart).hasCleanEdge)
    #expect(Figure(chart).notices.map(\.kind) == ["points-not-drawn"])
    #expect(reason(panel([[.nan, .nan]], [0], names: ["a"])) == .noData("none of 1 positions is finite"))
    let huge = panel([[-3e38, 3e38], [3e38, -3e38]], [0, 0], names: ["a"])
    #expect(try pixels(huge).hasCleanEdge)
  }

  @Test func wrongScatterDataIsAnError() {
    #expect(reason(ScatterPanels([])) == .noData("there are no panels"))
    #expect(reason(panel([], [], names: ["a"])) == .notPlanar(columns: 0))
    #expect(
      reason(
        ScatterPanels([
          .init(
            title: "map", positions: Matrix(rows: 0, columns: 2), labels: [], key: .init(title: "", names: []))
        ])) == .noData("the panel map has no positions"))
    #expect(reason(panel([[1, 2, 3]], [0], names: ["a"])) == .notPlanar(columns: 3))
    #expect(reason(panel([[1, 2]], [0, 0], names: ["a"])) == .countMismatch(what: "labels", expected: 1, found: 2))
    #expect(reason(panel([[1, 2]], [1], names: ["a"])) == .outOfRange(what: "a label of map", value: 1, count: 1))
    let mismatched = ScatterPanels.Panel(
      title: "map", positions: Matrix([[1, 2]]), labels: [0], key: .init(title: "", names: ["a"]), keyIndices: [4])
    #expect(
      reason(ScatterPanels([mismatched])) == .outOfRange(what: "a matched class of map", value: 4, count: 1))
  }

  @Test func unlabelledPointsAloneAreDrawnInGray() throws {
    let chart = panel([[0, 0], [1, 1], [2, 0]], [-1, -1, -1], names: [])
    #expect(try pixels(chart).hasCleanEdge)
  }

  // Samples

  @Test func imagesKeepTheirColorAndTheirPixels() throws {
    let red = try images(1, rgb: [255, 0, 0])
    let drawn = try pixels(SampleGrid(images: red, rows: [.init(name: "red", samples: [0])]))
    #expect(drawn.count(of: 0xff0000) > 500)
    let halves = try RGBImages(count: 1, height: 1, width: 2, bytes: [0, 0, 255, 0, 255, 0])
    let two = try pixels(SampleGrid(images: halves, rows: [.init(name: "", samples: [0])]))
    #expect(two.count(of: 0x0000ff) > 200 && two.count(of: 0x00ff00) > 200)
  }

  @Test func samplesAreTheFirstOfEachClass() throws {
    let labels = LabelSet(name: "l", classes: ["a", "none", "b"], values: [2, 0, 0, -1, 0, 2])
    let grid = try SampleGrid(images: images(6), labels: labels, perClass: 2)
    #expect(grid.rows.map(\.name) == ["a", "b"])
    #expect(grid.rows.map(\.samples) == [[1, 2], [0, 5]])
  }

  @Test func wrongImagesAreErrors() throws {
    #expect(throws: FigureError(.countMismatch(what: "bytes of images", expected: 24, found: 23))) {
      try RGBImages(count: 2, height: 2, width: 2, bytes: [UInt8](repeating: 0, count: 23))
    }
    #expect(throws: FigureError.self) { try RGBImages(count: .max, height: 9, width: 9, bytes: []) }
    #expect(throws: FigureError.self) { try RGBImages(count: 1, height: 0, width: 9, bytes: []) }
    let few = try images(2)
    #expect(
      reason(SampleGrid(images: few, rows: [.init(name: "a", samples: [2])]))
        == .outOfRange(what: "an image of a", value: 2, count: 2))
    #expect(reason(SampleGrid(images: few, rows: [])) == .noData("there are no images to show"))
    #expect(throws: FigureError.self) {
      try SampleGrid(images: few, labels: LabelSet(name: "l", classes: ["a"], values: [0]))
    }
  }

  // Scores

  @Test func methodsOfASpaceStandTogether() {
    let chart = ScoreChart(
      scores: ["kappa"],
      methods: [("b", "x"), ("a", "x"), ("b", "y")].map { .init(space: $0, clusterer: $1, values: [[0.5]]) })
    #expect(chart.methods.map(\.space) == ["b", "b", "a"])
    #expect(chart.methods.map(\.clusterer) == ["x", "y", "x"])
  }

  @Test func spreadIsTheSampleStandardDeviation() throws {
    let summary = try #require(Summary([2, 4, .nan, 4, 4, 5, 5, 7, 9]))
    // Mean 5 and squares 32 over 7.
    #expect(summary.mean == 5)
    #expect(abs(summary.deviation - (32.0 / 7).squareRoot()) < 1e-12)
    #expect(Summary([3])?.deviation == 0)
    #expect(Summary([.nan]) == nil)
  }

  @Test func scoresOfAnySignAndNumberAreDrawn() throws {
    for chart in [scores(spaces: 1, seeds: 1), scores(spaces: 9, seeds: 10, shift: -0.6)] {
      #expect(try pixels(chart).hasCleanEdge)
      #expect(try pixels(chart, size: .slide, theme: .dark).hasCleanEdge)
    }
    let odd = ScoreChart(
      scores: [.init("inertia", lowerIsBetter: true), "zero"],
      methods: [
        .init(space: "s", clusterer: "c", values: [[1e9, 2e9, .nan], [0]]),
        .init(space: "s", clusterer: "d", values: [[], [0, 0]]),
      ])
    #expect(try pixels(odd).hasCleanEdge)
    #expect(odd.notices.map(\.message) == ["1 score not finite, not drawn: inertia of c on s"])
  }

  @Test func wrongScoresAreErrors() {
    #expect(reason(ScoreChart(scores: ["kappa"], methods: [])) == .noData("there are no methods"))
    #expect(reason(ScoreChart(scores: [], methods: [])) == .noData("there are no scores"))
    let short = ScoreChart(scores: ["a", "b"], methods: [.init(space: "s", clusterer: "c", values: [[1]])])
    #expect(reason(short) == .countMismatch(what: "lists of values for s, c", expected: 2, found: 1))
    let empty = ScoreChart(scores: ["a"], methods: [.init(space: "s", clusterer: "c", values: [[.nan]])])
    #expect(reason(empty) == .noData("no method has a finite score"))
  }

  // The rest

  @Test func shadeIsTheShareOfTheRow() throws {
    let full = hex(Theme.light.heat(1))
    let drawn = try pixels(
      ConfusionChart(rowNames: ["a", "b"], columnNames: ["1", "2"], counts: [[7, 0], [0, 90_000]]))
    #expect(drawn.count(of: full) > 500)
    #expect(drawn.count(of: hex(Theme.light.heat(0))) > 500)
    let empty = ConfusionChart(rowNames: ["a"], columnNames: ["1"], counts: [[0]])
    #expect(try pixels(empty).hasCleanEdge)
    let huge = ConfusionChart(rowNames: ["a"], columnNames: ["1", "2"], counts: [[.max, .max]])
    #expect(try pixels(huge).hasCleanEdge)
  }

  @Test func wrongConfusionCountsAreErrors() {
    #expect(reason(ConfusionChart(rowNames: [], columnNames: [], counts: [])) != nil)
    let short = ConfusionChart(rowNames: ["a"], columnNames: ["1", "2"], counts: [[1]])
    #expect(reason(short) == .countMismatch(what: "counts in a row", expected: 2, found: 1))
    let negative = ConfusionChart(rowNames: ["a"], columnNames: ["1"], counts: [[-1]])
    #expect(reason(negative) == .badSize(what: "a count", value: -1))
  }

  @Test func linesHaveGapsAndDegenerateOnesAreDrawn() throws {
    #expect(line.notices.map(\.message) == ["1 point not finite, not drawn"])
    for series in [
      [LineChart.Series(name: "one", x: [5], y: [3])], [.init(name: "flat", x: [1, 2], y: [0, 0])],
      (0..<30).map { .init(name: "line \($0)", x: [1, 10, 100], y: [Double($0), 2, 3]) },
    ] {
      for logarithmic in [false, true] {
        let chart = LineChart(xTitle: "x", yTitle: "y", series: series, logarithmic: logarithmic)
        #expect(try pixels(chart).hasCleanEdge)
      }
    }
    #expect(reason(LineChart(xTitle: "", yTitle: "", series: [])) == .noData("no line has a finite point"))
    let short = LineChart(xTitle: "", yTitle: "", series: [.init(name: "a", x: [1, 2], y: [1])])
    #expect(reason(short) == .countMismatch(what: "values of a", expected: 2, found: 1))
  }

  @Test func stripsMarkTheReference() throws {
    let marked = try pixels(strip)
    #expect(marked.count(of: hex(Palette.color(3, .light))) > 20)
    let constant = StripChart(
      title: "x", rows: [.init(name: "a", values: [.nan, 1, 1, 1]), .init(name: "b", values: [])])
    #expect(constant.notices.map(\.message) == ["1 value not finite, not drawn"])
    #expect(try pixels(constant).hasCleanEdge)
    #expect(reason(StripChart(title: "x", rows: [])) == .noData("there are no strips"))
  }

  @Test func sixtyThousandPointsInEightPanelsTakeSeconds() throws {
    let chart = scatter(60_000, classes: 10, spaces: 4)
    let time = try ContinuousClock().measure { _ = try Figure(chart).data(format: .png()) }
    #expect(time < .seconds(60))
  }
}
