/// The places of the clusters, ribbons and names of a flow chart. The heights of all clusters and ribbons are in proportion to
/// their items, so the ribbons at each side of a cluster fill it exactly.
package struct FlowLayout: ChartLayout {
  package struct Ribbon {
    /// The stage of its left end.
    package let stage: Int
    package let from, to: Int
    /// Its two upright edges, of no width.
    package let left, right: Rect
  }

  package struct Label {
    package let stage, cluster: Int
    /// The name, in two lines at most.
    package let lines: [String]
    let x: Double
    /// The middle of the lines.
    package let y: Double
    /// The size of the font.
    package let size: Double
    let align: Canvas.Alignment
    let isInside: Bool
  }

  typealias Title = (text: String, origin: Point, width: Double, align: Canvas.Alignment)

  package let plot: Rect
  package let height: Double
  /// By stage and cluster.
  package let boxes: [[Rect]]
  package let ribbons: [Ribbon]
  package let labels: [Label]
  let titles: [Title]
  /// The line below the plot that counts the clusters without a name; nil where each has one.
  let note: (text: String, origin: Point)?

  package init(_ chart: FlowChart, in area: ChartArea) {
    let (rect, style, stages) = (area.rect, area.style, chart.stages)
    let most = stages.map(\.clusters.count).max() ?? 1
    let (header, footer) = (style.headingFont.lineHeight + style.gap, style.smallFont.lineHeight)
    let wanted = min(max(Double(most) * style.body * 3.4, style.body * 24), style.body * 58)
    let body = area.height(wanted: wanted, header: header, footer: footer)
    let plot = Rect(x: rect.x, y: rect.y + header, width: rect.width, height: body)
    self.plot = plot
    height = header + body + footer

    let columns = FlowColumns(chart, in: plot, of: area)
    let order = FlowOrder(sizes: stages.map { $0.clusters.map(\.size) }, flows: chart.flows).order
    let boxes = Self.boxes(chart, order, columns, in: plot, style: style)
    self.boxes = boxes
    ribbons = Self.ribbons(chart, order, boxes)
    titles = Self.titles(chart, columns, in: area)
    labels = stages.indices.flatMap { Self.labels($0, chart, boxes[$0], columns, in: plot, of: area) }
    let unnamed = stages.reduce(0) { $0 + $1.clusters.count } - labels.count
    guard unnamed > 0 else {
      note = nil
      return
    }
    note = (
      "\(NumberText.count(unnamed)) small clusters have no room for a name",
      Point(rect.x, plot.maxY + style.smallFont.size * 1.1)
    )
  }

  private static func titles(_ chart: FlowChart, _ columns: FlowColumns, in area: ChartArea) -> [Title] {
    let (rect, last) = (area.rect, chart.stages.count - 1)
    let width = rect.width / Double(chart.stages.count) - area.style.body
    let y = rect.y + area.style.headingFont.size
    return chart.stages.enumerated().map { stage, content in
      switch stage {
      case 0: (content.title, Point(rect.x, y), width, .left)
      case last: (content.title, Point(rect.maxX, y), width, .right)
      default: (content.title, Point(columns.x[stage] + columns.width[stage] / 2, y), width, .center)
      }
    }
  }

  private static func boxes(
    _ chart: FlowChart, _ order: [[Int]], _ columns: FlowColumns, in plot: Rect, style: Style
  ) -> [[Rect]] {
    let most = chart.stages.map(\.clusters.count).max() ?? 1
    let gap = most > 1 ? min(style.body * 0.9, plot.height * 0.3 / Double(most - 1)) : 0
    let total = chart.stages[0].clusters.reduce(0) { $0 + $1.size }
    let scale = (plot.height - gap * Double(most - 1)) / Double(max(1, total))
    return chart.stages.indices.map { stage in
      let clusters = chart.stages[stage].clusters
      let used = scale * Double(total) + gap * Double(max(0, clusters.count - 1))
      var top = plot.y + (plot.height - used) / 2
      var boxes = [Rect](repeating: plot, count: clusters.count)
      for cluster in order[stage] {
        let tall = scale * Double(clusters[cluster].size)
        boxes[cluster] = Rect(x: columns.x[stage], y: top, width: columns.width[stage], height: tall)
        top += tall + gap
      }
      return boxes
    }
  }

  /// The ribbons at each side of a cluster in the order of the clusters at their other ends.
  private static func ribbons(_ chart: FlowChart, _ order: [[Int]], _ boxes: [[Rect]]) -> [Ribbon] {
    var ribbons: [Ribbon] = []
    for (stage, flow) in chart.flows.enumerated() {
      var leftTops = boxes[stage].map(\.y)
      var rightTops = boxes[stage + 1].map(\.y)
      let total = chart.stages[stage].clusters.reduce(0) { $0 + $1.size }
      let scale = boxes[stage].reduce(0) { $0 + $1.height } / Double(max(1, total))
      for from in order[stage] {
        for to in order[stage + 1] where flow[from][to] > 0 {
          let tall = scale * Double(flow[from][to])
          ribbons.append(
            Ribbon(
              stage: stage, from: from, to: to,
              left: Rect(x: boxes[stage][from].maxX, y: leftTops[from], width: 0, height: tall),
              right: Rect(x: boxes[stage + 1][to].x, y: rightTops[to], width: 0, height: tall)))
          leftTops[from] += tall
          rightTops[to] += tall
        }
      }
    }
    return ribbons
  }

  private static func labels(
    _ stage: Int, _ chart: FlowChart, _ boxes: [Rect], _ columns: FlowColumns, in plot: Rect, of area: ChartArea
  ) -> [Label] {
    let (clusters, style, typesetter) = (chart.stages[stage].clusters, area.style, area.typesetter)
    let isFirst = stage == 0
    guard isFirst || stage == chart.stages.count - 1 else {
      return middleLabels(stage, clusters, boxes, in: area)
    }
    let room = isFirst ? columns.leftLabels : columns.rightLabels
    func lines(_ cluster: Int, atMost count: Int) -> [String] {
      let size = sizeWidth(clusters[cluster], style.body, typesetter) + style.gap * 0.8
      return typesetter.wrap(clusters[cluster].name, style.bodyFont, to: max(1, room - size), lines: count)
    }
    let line = style.body * 1.22
    // Two lines a name where all of them have room for it.
    let most = Double(clusters.indices.reduce(0) { $0 + lines($1, atMost: 2).count }) * line <= plot.height ? 2 : 1
    let named = min(clusters.count, max(1, Int(plot.height / line)))
    let chosen = LabelPlacement.largest(named, of: clusters.map(\.size)).sorted { boxes[$0].y < boxes[$1].y }
    let names = chosen.map { lines($0, atMost: most) }
    let heights = LabelPlacement.spread(
      chosen.map { boxes[$0].midY }, heights: names.map { Double(max(1, $0.count)) * line },
      within: plot.y...max(plot.y, plot.maxY))
    let x = isFirst ? columns.x[stage] - style.gap : columns.x[stage] + columns.width[stage] + style.gap
    return chosen.indices.map { place in
      Label(
        stage: stage, cluster: chosen[place], lines: names[place], x: x, y: heights[place], size: style.body,
        align: isFirst ? .right : .left, isInside: false)
    }
  }

  /// Returns the width of the number of a cluster's items beside a name of a size.
  static func sizeWidth(_ cluster: FlowChart.Cluster, _ size: Double, _ typesetter: Typesetter) -> Double {
    typesetter.width(of: NumberText.count(cluster.size), Font(size: size * 0.88))
  }
}

extension FlowLayout {
  /// Names within their boxes, or over boxes that are too low, where no other name stands; smaller, then in two lines,
  /// where a box is too narrow for its name.
  private static func middleLabels(
    _ stage: Int, _ clusters: [FlowChart.Cluster], _ boxes: [Rect], in area: ChartArea
  ) -> [Label] {
    let style = area.style
    var labels: [Label] = []
    for cluster in LabelPlacement.largest(of: clusters.map(\.size)) {
      let box = boxes[cluster]
      let fitting = min(style.body, box.height * 0.82)
      let isInside = fitting >= style.body * 0.68
      let name = inside(box, clusters[cluster], from: isInside ? fitting : style.body * 0.84, in: area)
      // Over a low box a name may reach into the gaps beside it, but not into another box.
      let reach = isInside ? box.height / 2 : name.size * 0.62
      let isFree =
        labels.allSatisfy { abs($0.y - box.midY) >= ($0.size + name.size) / 2 }
        && boxes.indices.allSatisfy {
          $0 == cluster || boxes[$0].maxY <= box.midY - reach + 1e-6 || boxes[$0].y >= box.midY + reach - 1e-6
        }
      guard isFree else { continue }
      labels.append(
        Label(
          stage: stage, cluster: cluster, lines: name.lines, x: box.midX, y: box.midY, size: name.size, align: .center,
          isInside: isInside))
    }
    return labels
  }

  /// The name of a box and the size of its font, which is no larger than `size`.
  private static func inside(
    _ box: Rect, _ cluster: FlowChart.Cluster, from size: Double, in area: ChartArea
  ) -> (lines: [String], size: Double) {
    let (style, typesetter) = (area.style, area.typesetter)
    func room(_ size: Double) -> Double {
      max(1, box.width - style.gap - sizeWidth(cluster, size, typesetter) - style.gap * 0.8)
    }
    let name = Typesetter.clean(cluster.name)
    let sizes = [1, 0.92, 0.84].map { $0 * size }.filter { $0 >= style.body * 0.78 || $0 == size }
    if let fits = sizes.first(where: { typesetter.width(of: name, Font(size: $0)) <= room($0) }) {
      return ([name], fits)
    }
    let twoLined = sizes.first { box.height >= 2.3 * $0 }
    let chosen = twoLined ?? sizes[sizes.count - 1]
    return (typesetter.wrap(name, Font(size: chosen), to: room(chosen), lines: twoLined == nil ? 1 : 2), chosen)
  }
}

/// The columns of a flow chart: narrow bars at both ends with their names outside, wide ones between with their names
/// inside.
struct FlowColumns {
  let x, width: [Double]
  /// The room for names beside the first and the last column.
  let leftLabels, rightLabels: Double

  init(_ chart: FlowChart, in plot: Rect, of area: ChartArea) {
    let style = area.style
    func widest(_ stage: FlowChart.Stage) -> Double {
      let names = area.width(ofWidest: stage.clusters.map(\.name), style.bodyFont)
      let sizes = area.width(ofWidest: stage.clusters.map { NumberText.count($0.size) }, style.smallFont)
      return names + style.gap * 0.8 + sizes
    }
    let last = chart.stages.count - 1
    // In a narrow column names take more of the room, the wide boxes in the middle most of all.
    let isNarrow = plot.width < 300
    let share = isNarrow ? 0.23 : 0.2
    // Names break at spaces alone, so a long word gets more room.
    func room(_ stage: FlowChart.Stage) -> Double {
      let longest = Self.longestWord(of: stage, in: area)
      return min(widest(stage), max(plot.width * share, min(longest, plot.width * 0.28)))
    }
    leftLabels = room(chart.stages[0])
    rightLabels = room(chart.stages[last])
    let bar = style.body * 0.9
    let left = plot.x + leftLabels + style.gap
    let right = plot.maxX - rightLabels - style.gap - bar
    let middle = min(
      chart.stages.dropFirst().dropLast().map(widest).max().map { $0 + style.body } ?? 0,
      plot.width * (isNarrow ? 0.28 : 0.2))
    width = chart.stages.indices.map { $0 == 0 || $0 == last ? bar : middle }
    x = chart.stages.indices.map { stage in
      if stage == 0 { return left }
      if stage == last { return right }
      let center = left + bar + (right - left - bar) * Double(stage) / Double(last)
      return center - middle / 2
    }
  }

  /// Returns the width of the longest word of a stage's names with the number beside it.
  private static func longestWord(of stage: FlowChart.Stage, in area: ChartArea) -> Double {
    let (style, typesetter) = (area.style, area.typesetter)
    let widths = stage.clusters.flatMap { cluster in
      let size = FlowLayout.sizeWidth(cluster, style.body, typesetter)
      return Typesetter.clean(cluster.name).split(separator: " ").map { word in
        typesetter.width(of: String(word), style.bodyFont) + style.gap * 0.8 + size
      }
    }
    return widths.max() ?? 0
  }
}
