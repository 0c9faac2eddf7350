import Core

/// The merges of a hierarchical clustering from groups of items to its root: a bracket a merge, as far to the right as its
/// distance is large, and for each group a name, its size and a bar of its classes.
package struct DendrogramChart: LaidOutChart {
  /// A group of items below which the tree is not drawn.
  package struct Leaf: Sendable {
    package let name: String
    package let size: Int
    /// The numbers of its items of each class, the most common first; empty without labels.
    package let shares: [(color: Int, count: Int)]
    /// The position of its cluster's colour; nil for a group of several clusters or of none.
    package let color: Int?

    package init(name: String, size: Int, shares: [(color: Int, count: Int)] = [], color: Int?) {
      (self.name, self.size, self.shares, self.color) = (name, size, shares, color)
    }
  }

  /// Two nodes that become one. A node is a leaf by its position or, from the number of leaves on, an earlier merge.
  package struct Merge: Sendable {
    package let left, right: Int
    package let distance: Double
    /// The position of the colour of the cluster in which the merge lies; nil above the cut.
    package let color: Int?

    package init(left: Int, right: Int, distance: Double, color: Int?) {
      (self.left, self.right, self.distance, self.color) = (left, right, distance, color)
    }
  }

  package let leaves: [Leaf]
  /// One fewer than leaves, by ascending distance; the last one is the root.
  package let merges: [Merge]
  /// The distance at which the tree is cut into the clusters; nil for none.
  package let cut: Double?
  /// The name of the distance, such as `ward distance`.
  package let axisTitle: String
  /// The names of the classes, for the legend of the bars; empty for none.
  package let classes: [String]

  package init(leaves: [Leaf], merges: [Merge], cut: Double?, axisTitle: String, classes: [String] = []) {
    (self.leaves, self.merges, self.cut) = (leaves, merges, cut)
    (self.axisTitle, self.classes) = (axisTitle, classes)
  }

  package func validate() throws {
    guard leaves.count >= 2 else { throw FigureError(.noData("a tree needs at least two groups")) }
    guard merges.count == leaves.count - 1 else {
      throw FigureError(.countMismatch(what: "merges", expected: leaves.count - 1, found: merges.count))
    }
    var isTaken = [Bool](repeating: false, count: leaves.count + merges.count)
    for (index, merge) in merges.enumerated() {
      for node in [merge.left, merge.right] {
        guard (0..<leaves.count + index).contains(node), !isTaken[node] else {
          throw FigureError(.outOfRange(what: "a node of merge \(index)", value: node, count: leaves.count + index))
        }
        isTaken[node] = true
      }
      guard merge.distance.isFinite, merge.distance >= 0 else {
        throw FigureError(.badSize(what: "the distance of merge \(index)", value: merge.distance))
      }
    }
  }

  package func draw(_ layout: DendrogramLayout, on canvas: Canvas) {
    let (style, theme) = (canvas.style, canvas.theme)
    canvas.drawHorizontalAxis(layout.axis, below: layout.plot)
    canvas.text(
      axisTitle, at: Point(layout.plot.midX, layout.plot.maxY + style.smallFont.size * 2.5), style.smallFont,
      theme.secondaryText, align: .center)
    for (index, merge) in merges.enumerated() { draw(merge, layout.brackets[index], on: canvas) }
    if let cut, let x = layout.x(ofCut: cut) {
      canvas.line(
        Point(x, layout.plot.y), Point(x, layout.plot.maxY), theme.axis, width: style.line * 0.7,
        dash: [style.body * 0.4, style.body * 0.3])
    }
    for leaf in leaves.indices { draw(leaf, layout, on: canvas) }
    layout.legend?.draw(on: canvas) { index, center, radius in
      canvas.circle(center, radius: radius, fill: Palette.color(index, theme))
    }
  }

  private func draw(_ merge: Merge, _ bracket: DendrogramLayout.Bracket, on canvas: Canvas) {
    let color = merge.color.map { Palette.color($0, canvas.theme) } ?? canvas.theme.axis
    canvas.polyline(
      [
        Point(bracket.upperX, bracket.upperY), Point(bracket.x, bracket.upperY), Point(bracket.x, bracket.lowerY),
        Point(bracket.lowerX, bracket.lowerY),
      ], color, width: canvas.style.line * 0.8)
  }

  private func draw(_ index: Int, _ layout: DendrogramLayout, on canvas: Canvas) {
    let (style, leaf, y) = (canvas.style, leaves[index], layout.middles[index])
    let bar = layout.bar(at: y)
    if !leaf.shares.isEmpty {
      var x = bar.x
      let total = leaf.shares.reduce(0) { $0 + $1.count }
      for share in leaf.shares where total > 0 {
        let width = bar.width * Double(share.count) / Double(total)
        canvas.fill(
          Rect(x: x, y: bar.y, width: width, height: bar.height), Palette.color(share.color, canvas.theme))
        x += width
      }
    }
    canvas.label(
      leaf.name, x: layout.nameX, middle: y, layout.font, canvas.theme.text, within: layout.nameWidth)
    canvas.label(
      NumberText.count(leaf.size), x: layout.sizeX, middle: y, style.smallFont, canvas.theme.secondaryText,
      align: .right)
  }
}

/// The places of the brackets, and of the names, bars and sizes beside them.
package struct DendrogramLayout: ChartLayout {
  /// A merge: at its distance an upright line, and level lines to its two sides.
  package struct Bracket: Sendable {
    package let x, upperX, upperY, lowerX, lowerY: Double
  }

  package let plot: Rect
  package let axis: Axis
  package let height: Double
  package let brackets: [Bracket]
  /// The height at which each leaf lies, by its position.
  package let middles: [Double]
  let font: Font
  let nameX, nameWidth, sizeX, barX, barWidth, rowHeight: Double
  let legend: LegendLayout?

  package init(_ chart: DendrogramChart, in area: ChartArea) {
    let (rect, style) = (area.rect, area.style)
    let legend = chart.classes.isEmpty ? nil : area.legend(chart.classes, at: rect.y)
    let header = legend.map { $0.height + style.gap * 1.5 } ?? 0
    let footer = style.smallFont.size * 2.9
    let count = Double(chart.leaves.count)
    let rows = area.height(wanted: count * style.body * 1.55, header: header, footer: footer)
    rowHeight = rows / count
    font = Font(size: min(style.body, rowHeight * 0.8))
    let sizes = area.width(ofWidest: chart.leaves.map { NumberText.count($0.size) }, style.smallFont)
    nameX = rect.x
    nameWidth = min(area.width(ofWidest: chart.leaves.map(\.name), font), rect.width * 0.36)
    sizeX = nameX + nameWidth + style.gap + sizes
    barX = sizeX + style.gap
    barWidth = chart.leaves.allSatisfy(\.shares.isEmpty) ? 0 : style.body * 5
    let left = barX + (barWidth > 0 ? barWidth + style.gap : 0)
    plot = Rect(x: left, y: rect.y + header, width: max(1, rect.maxX - left - style.body), height: rows)
    let farthest = chart.merges.map(\.distance).max() ?? 1
    axis = Axis(covering: [0, farthest > 0 ? farthest : 1], includesZero: true, count: 5, rounded: false)
    height = header + rows + footer
    self.legend = legend
    let (plot, axis, step) = (plot, axis, rowHeight)
    middles = Self.order(of: chart).enumerated().reduce(into: [Double](repeating: 0, count: chart.leaves.count)) {
      $0[$1.element] = plot.y + (Double($1.offset) + 0.5) * step
    }
    brackets = Self.brackets(of: chart, middles, x: { plot.x + axis.share($0) * plot.width })
  }

  /// The leaves from top to bottom, so that no lines cross: the larger side of each merge first.
  private static func order(of chart: DendrogramChart) -> [Int] {
    let leaves = chart.leaves.count
    var sizes = chart.leaves.map(\.size)
    for merge in chart.merges { sizes.append(sizes[merge.left] + sizes[merge.right]) }
    var (open, order): ([Int], [Int]) = ([leaves + chart.merges.count - 1], [])
    while let node = open.popLast() {
      guard node >= leaves else {
        order.append(node)
        continue
      }
      let merge = chart.merges[node - leaves]
      let isFirst = sizes[merge.left] >= sizes[merge.right]
      open += isFirst ? [merge.right, merge.left] : [merge.left, merge.right]
    }
    return order
  }

  private static func brackets(
    of chart: DendrogramChart, _ middles: [Double], x: (Double) -> Double
  ) -> [Bracket] {
    var nodes = middles.map { (x: x(0), y: $0) }
    return chart.merges.map { merge in
      let (left, right) = (nodes[merge.left], nodes[merge.right])
      let (upper, lower) = left.y <= right.y ? (left, right) : (right, left)
      let place = x(merge.distance)
      nodes.append((x: place, y: (upper.y + lower.y) / 2))
      return Bracket(x: place, upperX: upper.x, upperY: upper.y, lowerX: lower.x, lowerY: lower.y)
    }
  }

  /// The place of the cut; nil where it lies beyond the axis.
  func x(ofCut cut: Double) -> Double? {
    (axis.lower...axis.upper).contains(cut) ? plot.x + axis.share(cut) * plot.width : nil
  }

  func bar(at middle: Double) -> Rect {
    let height = min(rowHeight * 0.62, font.size)
    return Rect(x: barX, y: middle - height / 2, width: barWidth, height: height)
  }
}
