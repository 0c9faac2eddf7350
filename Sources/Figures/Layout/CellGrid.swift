/// Shaded cells of one size in rows and columns, with a value in each where all of them fit.
package struct CellGrid {
  package let plot: Rect
  package let cell: (width: Double, height: Double)
  /// The font of the values; nil where they do not fit.
  package let font: Font?

  /// - Parameters:
  ///   - widest: the widest value that a cell shows.
  ///   - sizes: the smallest and the largest size of the values' font.
  package init(
    _ plot: Rect, cell: (width: Double, height: Double), widest: String, sizes: ClosedRange<Double>,
    typesetter: Typesetter
  ) {
    self.plot = plot
    self.cell = cell
    let width = typesetter.width(of: widest, Font(size: 1))
    let size = min(sizes.upperBound, cell.width * 0.86 / max(width, 0.1), cell.height * 0.62)
    font = size >= sizes.lowerBound ? Font(size: size) : nil
  }

  package func box(row: Int, column: Int) -> Rect {
    Rect(
      x: plot.x + Double(column) * cell.width, y: plot.y + Double(row) * cell.height, width: cell.width,
      height: cell.height)
  }

  /// Returns the step from one named row or column to the next, so that names of a height do not touch.
  package static func step(names height: Double, apart: Double) -> Int { max(1, Int((height / apart).rounded(.up))) }

  /// Draws the cells of `values`, a list a row.
  func draw<Value>(
    _ values: [[Value]], on canvas: Canvas, fill: (_ row: Int, Value) -> Color, text: (Value) -> String
  ) {
    let ink = Color.readableTexts(on: values.enumerated().flatMap { row, line in line.map { fill(row, $0) } })
    let gap = min(cell.width, cell.height) > 6 ? canvas.style.hairline * 1.4 : 0
    for (row, line) in values.enumerated() {
      for (column, value) in line.enumerated() {
        let (box, color) = (box(row: row, column: column), fill(row, value))
        canvas.fill(box.inset(left: 0, top: 0, right: gap, bottom: gap), color)
        guard let font else { continue }
        canvas.label(
          text(value), x: box.midX - gap / 2, middle: box.midY - gap / 2, font, ink(color), align: .center)
      }
    }
  }
}

extension Canvas {
  /// Draws the shades of cells from none to all, from the left to the right or upwards.
  func drawHeat(in bar: Rect, upwards: Bool) {
    let steps = 48
    for step in 0..<steps {
      let color = theme.heat(Double(step) / Double(steps - 1))
      if upwards {
        let (y, height) = (bar.maxY - Double(step + 1) * bar.height / Double(steps), bar.height / Double(steps))
        fill(Rect(x: bar.x, y: y, width: bar.width, height: height + (step > 0 ? 0.3 : 0)), color)
      } else {
        let (x, width) = (bar.x + Double(step) * bar.width / Double(steps), bar.width / Double(steps))
        fill(Rect(x: x, y: bar.y, width: width + (step < steps - 1 ? 0.3 : 0), height: bar.height), color)
      }
    }
  }
}
