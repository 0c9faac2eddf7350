import Core
import Figures
import Foundation
import Report
import Results
import Testing

/// The figures of a sweep of a density method, some of whose settings have no value under some seeds.
@Suite struct ParameterFigureTests {
  private let settings: [Double] = [5, 10, 80, 320]
  /// By setting and seed.
  private let silhouettes: [[Double]] = [[0.5, 0.6], [0.7, 0.7], [0.4, .nan], [.nan, .nan]]
  private let labels: [[[Int32]]] = [
    [[0, 0, 1, 1], [0, 0, 1, -1]], [[0, 0, 1, 1], [0, 0, 1, 1]], [[0, 1, -1, -1], [-1, -1, -1, -1]],
    [[-1, -1, -1, -1], [-1, -1, -1, -2]],
  ]

  private func figure(noise: Bool = true, weights: Bool = false) throws -> Figure {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("parameters-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let folder = RunFolder(path: path)
    let kind: SweepRecord.Kind = weights ? .weights : .init(rawValue: "hdbscan-size")
    var record = RunRecord(
      name: "r", experiment: .null,
      plan: RunPlan(spaces: ["a"], clusterers: ["hdbscan"], seeds: [0, 1], scores: ["silhouette"]), version: "1",
      platform: Platform(processor: "", cores: 1, system: "", swift: "", blas: ""), dataset: DatasetSummary(items: 4))
    record.sweeps = weights ? nil : [kind]
    try folder.write(record)
    let shown = noise ? labels : labels.map { $0.map { $0.map { max($0, 0) } } }
    let points = settings.indices.map { index in
      SweepRecord.Point(
        setting: weights ? settings[index] / 320 : settings[index],
        trials: zip(silhouettes[index], shown[index]).map { value, labels in
          .init(objective: nil, scores: ["silhouette": value], clusters: Set(labels.filter { $0 >= 0 }).count)
        })
    }
    let line = SweepRecord.Line(
      space: "a", part: weights ? "text" : nil, parts: weights ? ["visual", "text"] : ["a"], points: points)
    var sweep = SweepRecord(
      kind: kind, clusterer: "hdbscan", seeds: [0, 1], scores: ["silhouette"], lines: [line])
    sweep.parameter = weights ? nil : "min-cluster-size"
    try folder.write(sweep, labels: [shown.flatMap { $0 }])
    let figures = try RunFigures(of: StoredRun(in: folder)).figures(weights ? .weights : .parameters)
    return try #require(figures.first).figure
  }

  @Test func pointsOfFewerSeedsAreHollowAndTheFigureTellsIt() throws {
    let figure = try figure()
    let panels = try #require(figure.chart as? LinePanels).panels
    #expect(panels.map(\.yTitle) == ["silhouette", "clusters found", "% noise"])
    #expect(panels[0].series[0].fewer == [2: 1] && panels[1].series[0].fewer.isEmpty)
    #expect(figure.subtitle.contains("; hollow: fewer seeds have a value, their number beside it; a ring"))
    #expect(figure.note == "No point: no seed has a value there.")
    let area = ChartArea(
      Rect(x: 0, y: 0, width: 200, height: 150), style: Style(theme: .light, width: 493), typesetter: Typesetter())
    #expect(LineLayout(panels[0], in: area).counts(typesetter: area.typesetter).map(\.text) == ["1"])
    for format in [FigureFormat.png(dpi: 60), .pdf, .svg] { #expect(try !figure.data(format: format).isEmpty) }
  }

  @Test func theNoiseIsAShareOfTheClusteredItems() throws {
    let panels = try #require(try figure().chart as? LinePanels).panels
    #expect(panels[2].series[0].y == [12.5, 0, 75, 100])
    for panel in panels.dropFirst() {
      let style = Style(theme: .light, width: 400)
      let area = ChartArea(Rect(x: 0, y: 0, width: 200, height: 150), style: style, typesetter: Typesetter())
      let axis = LineLayout(panel, in: area).yAxis
      #expect(axis.lower == 0 && (panel.yTitle != "% noise" || axis.upper == 100))
    }
  }

  @Test func aSweepWithoutNoiseHasNoPanelOfIt() throws {
    let panels = try #require(try figure(noise: false).chart as? LinePanels).panels
    #expect(panels.map(\.yTitle) == ["silhouette", "clusters found"])
  }

  @Test func weightsOfADensityMethodShowItsNoiseToo() throws {
    let panels = try #require(try figure(weights: true).chart as? LinePanels).panels
    #expect(panels.map(\.yTitle) == ["silhouette", "% noise"])
    #expect(try figure(noise: false, weights: true).chart is LineChart)
  }
}
