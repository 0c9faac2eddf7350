import Core
import Figures
import Testing

@Suite struct LayoutHelperTests {
  let style = Style(theme: .light, width: 496)

  @Test(arguments: 1...40)
  func balancedColumnsTakeTheSameLinesAndAreTheFewestThatDo(count: Int) {
    for columns in 1...count {
      let balanced = Tiling.balanced(count, columns: columns)
      let lines = Tiling.lines(of: count, columns: columns)
      #expect(Tiling.lines(of: count, columns: balanced) == lines && balanced <= columns)
      #expect(balanced == 1 || Tiling.lines(of: count, columns: balanced - 1) > lines)
    }
  }

  @Test(arguments: 1...12)
  func columnsAndTheirGapsFillTheRoom(columns: Int) {
    let width = Tiling.width(columns, in: 300, gap: 7)
    #expect(abs(Double(columns) * width + Double(columns - 1) * 7 - 300) < 1e-9)
  }

  @Test func boxesOfATilingAreApartInTheOrderOfReading() {
    let tiling = Tiling(columns: 3, pitch: (x: 12, y: 9))
    let boxes = (0..<8).map { index in
      let corner = tiling.corner(index, from: Point(5, 2))
      return Rect(x: corner.x, y: corner.y, width: 10, height: 8)
    }
    #expect(apart(boxes))
    #expect(boxes[0].x == 5 && boxes[0].y == 2 && boxes[2].x == 29 && boxes[3].x == 5 && boxes[7].y == 20)
  }

  @Test(arguments: [4.0, 12, 40])
  func valuesStandInCellsOnlyWhereTheyFit(side: Double) throws {
    let typesetter = Typesetter()
    let plot = Rect(x: 0, y: 0, width: side * 5, height: side * 5)
    let grid = CellGrid(plot, cell: (side, side), widest: "1,234", sizes: 4...9, typesetter: typesetter)
    #expect((grid.font == nil) == (side < 20))
    if let font = grid.font { #expect(typesetter.width(of: "1,234", font) <= side && font.capHeight <= side) }
    #expect(plot.contains(grid.box(row: 4, column: 4)))
  }

  @Test func namesAreNamedAtStepsThatKeepThemApart() {
    #expect(CellGrid.step(names: 9, apart: 10) == 1)
    #expect(CellGrid.step(names: 9, apart: 4) == 3)
  }

  @Test func theLargestComeFirstAndTiesInTheirOrder() {
    #expect(LabelPlacement.largest(of: [3, 9, 9, 1]) == [1, 2, 0, 3])
    #expect(LabelPlacement.largest(2, of: [3, 9, 9, 1]) == [1, 2])
  }

  @Test func anAreaThatGrowsTakesWhatIsWantedAndAnotherWhatIsLeft() {
    let page = Rect(x: 0, y: 0, width: 100, height: 50)
    let typesetter = Typesetter()
    func height(_ grows: Bool, header: Double) -> Double {
      ChartArea(page, grows: grows, style: style, typesetter: typesetter).height(wanted: 200, header: header, footer: 5)
    }
    #expect(height(true, header: 10) == 200)
    #expect(height(false, header: 10) == 35)
    #expect(height(false, header: 90) == 1)
  }

  @Test func aChartIsItsDataALayoutAndOneFunctionThatDraws() throws {
    let chart = Squares(count: 7)
    let page = Rect(x: 0, y: 0, width: 100, height: 0)
    let area = ChartArea(page, grows: true, style: style, typesetter: Typesetter())
    let height = chart.height(width: 100, style: style, typesetter: Typesetter())
    #expect(height == Squares.Layout(chart, in: area).height && abs(height - 100) < 1e-9)
    let svg = String(decoding: try Figure(chart, title: "squares").data(format: .svg), as: UTF8.self)
    #expect(svg.contains("squares") && svg.contains("<svg"))
  }
}

/// A chart of some squares, three in a line.
private struct Squares: LaidOutChart {
  let count: Int

  func validate() throws {}

  func draw(_ layout: SquaresLayout, on canvas: Canvas) {
    for box in layout.boxes { canvas.fill(box, canvas.theme.text) }
  }
}

private struct SquaresLayout: ChartLayout {
  let boxes: [Rect]
  let height: Double

  init(_ chart: Squares, in area: ChartArea) {
    let side = Tiling.width(3, in: area.rect.width, gap: 4)
    let tiling = Tiling(columns: 3, pitch: (side + 4, side + 4))
    boxes = (0..<chart.count).map { index in
      let corner = tiling.corner(index, from: Point(area.rect.x, area.rect.y))
      return Rect(x: corner.x, y: corner.y, width: side, height: side)
    }
    height = Double(Tiling.lines(of: chart.count, columns: 3)) * (side + 4) - 4
  }
}
