/// The ways of the items of clusters from one clustering to the next: an alluvial diagram, whose ribbons are as high as
/// they have items and take the colour of the cluster that they come from or lead to in one chosen stage.
package struct FlowChart: LaidOutChart {
  /// One cluster of one clustering.
  package struct Cluster: Sendable {
    package let name: String
    package let size: Int
    /// The position of its colour; nil for none.
    package let color: Int?

    package init(name: String, size: Int, color: Int?) {
      self.name = name
      self.size = size
      self.color = color
    }
  }

  /// One clustering.
  package struct Stage: Sendable {
    package let title: String
    package let clusters: [Cluster]

    package init(title: String, clusters: [Cluster]) {
      self.title = title
      self.clusters = clusters
    }
  }

  /// From left to right.
  package let stages: [Stage]
  /// For each two stages side by side the items that go from a cluster of the left one (row) to one of the right one.
  package let flows: [[[Int]]]
  /// The stage whose clusters colour the ribbons.
  package let coloring: Int

  package init(stages: [Stage], flows: [[[Int]]], coloring: Int) {
    self.stages = stages
    self.flows = flows
    self.coloring = coloring
  }

  package func validate() throws {
    guard stages.count >= 2, stages[0].clusters.contains(where: { $0.size > 0 }) else {
      throw FigureError(.noData("there is no flow from one clustering to another"))
    }
    guard flows.count == stages.count - 1 else {
      throw FigureError(.countMismatch(what: "flows", expected: stages.count - 1, found: flows.count))
    }
    guard stages.indices.contains(coloring) else {
      throw FigureError(.outOfRange(what: "the stage of the colours", value: coloring, count: stages.count))
    }
    for (index, flow) in flows.enumerated() { try validate(flow, from: stages[index], to: stages[index + 1]) }
  }

  private func validate(_ flow: [[Int]], from left: Stage, to right: Stage) throws {
    guard flow.count == left.clusters.count, flow.allSatisfy({ $0.count == right.clusters.count }) else {
      throw FigureError(
        .countMismatch(what: "ribbons of \(left.title)", expected: left.clusters.count, found: flow.count))
    }
    if let bad = flow.joined().first(where: { $0 < 0 }) {
      throw FigureError(.badSize(what: "the items of a ribbon", value: Double(bad)))
    }
    for (cluster, row) in zip(left.clusters, flow) where row.reduce(0, +) != cluster.size {
      throw FigureError(
        .countMismatch(what: "items that leave \(cluster.name)", expected: cluster.size, found: row.reduce(0, +)))
    }
    for (column, cluster) in right.clusters.enumerated() {
      let sum = flow.reduce(0) { $0 + $1[column] }
      guard sum == cluster.size else {
        throw FigureError(.countMismatch(what: "items that reach \(cluster.name)", expected: cluster.size, found: sum))
      }
    }
  }

  package func draw(_ layout: FlowLayout, on canvas: Canvas) {
    let theme = canvas.theme
    func color(_ stage: Int, _ cluster: Int) -> Color {
      stages[stage].clusters[cluster].color.map { Palette.color($0, theme) } ?? theme.unlabelled
    }
    // Thin ribbons lie over broad ones.
    for ribbon in layout.ribbons.sorted(by: { $0.left.height > $1.left.height }) {
      let source = coloring <= ribbon.stage ? (ribbon.stage, ribbon.from) : (ribbon.stage + 1, ribbon.to)
      canvas.ribbon(from: ribbon.left, to: ribbon.right, color(source.0, source.1).opacity(theme.isDark ? 0.6 : 0.5))
    }
    for (stage, boxes) in layout.boxes.enumerated() {
      for (cluster, box) in boxes.enumerated() { canvas.fill(box, color(stage, cluster)) }
    }
    for title in layout.titles {
      canvas.text(
        title.text, at: title.origin, canvas.style.headingFont, theme.text, within: title.width, align: title.align)
    }
    for label in layout.labels {
      let inside = label.isInside ? color(label.stage, label.cluster).readableText : nil
      draw(label, inside, layout, on: canvas)
    }
    if let note = layout.note {
      canvas.text(note.text, at: note.origin, canvas.style.smallFont, theme.secondaryText)
    }
  }

  /// The name and the size of a cluster, the size behind the last line.
  private func draw(_ label: FlowLayout.Label, _ inside: Color?, _ layout: FlowLayout, on canvas: Canvas) {
    let (style, typesetter) = (canvas.style, canvas.typesetter)
    let cluster = stages[label.stage].clusters[label.cluster]
    let (font, small) = (Font(size: label.size), Font(size: label.size * 0.88))
    let size = NumberText.count(cluster.size)
    let sizeWidth = FlowLayout.sizeWidth(cluster, label.size, typesetter)
    let lines = label.lines.isEmpty ? [""] : label.lines
    let widths = lines.enumerated().map { place, line in
      typesetter.width(of: line, font) + (place == lines.count - 1 ? style.gap * 0.8 + sizeWidth : 0)
    }
    if label.align == .center, !label.isInside {
      // Over a box that is too low for it the name has a ground of its own.
      let width = (widths.max() ?? 0) + style.gap * 1.4
      canvas.fill(
        Rect(x: label.x - width / 2, y: label.y - label.size * 0.6, width: width, height: label.size * 1.2),
        style.theme.background)
    }
    let spacing = label.size * 1.15
    for (place, line) in lines.enumerated() {
      let y = label.y + (Double(place) - Double(lines.count - 1) / 2) * spacing
      let x =
        switch label.align {
        case .left: label.x
        case .right: label.x - widths[place]
        case .center: label.x - widths[place] / 2
        }
      canvas.label(line, x: x, middle: y, font, inside ?? style.theme.text)
      guard place == lines.count - 1 else { continue }
      canvas.label(
        size, x: x + widths[place] - sizeWidth, middle: y, small, inside ?? style.theme.secondaryText)
    }
  }
}
