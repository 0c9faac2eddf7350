import Core

/// Images of each class: its name at the left and samples in a row; many classes stand in columns side by side.
package struct SampleGrid: LaidOutChart {
  /// One class.
  package struct Row: Sendable {
    package let name: String
    /// Positions among the images.
    package let samples: [Int]

    package init(name: String, samples: [Int]) {
      self.name = name
      self.samples = samples
    }
  }

  package let images: RGBImages
  package let rows: [Row]

  package init(images: RGBImages, rows: [Row]) {
    self.images = images
    self.rows = rows
  }

  /// The first `perClass` images of every class that has any.
  ///
  /// - Throws: ``FigureError`` when images and labels differ in number.
  package init(images: RGBImages, labels: LabelSet, perClass: Int = 10) throws {
    guard labels.values.count == images.count else {
      throw FigureError(.countMismatch(what: "labels", expected: images.count, found: labels.values.count))
    }
    var samples = [[Int]](repeating: [], count: labels.classes.count)
    for (index, label) in labels.values.enumerated() where label >= 0 && samples[Int(label)].count < perClass {
      samples[Int(label)].append(index)
    }
    self.init(
      images: images,
      rows: zip(labels.classes, samples).filter { !$1.isEmpty }.map { Row(name: $0, samples: $1) })
  }

  package func validate() throws {
    guard rows.contains(where: { !$0.samples.isEmpty }) else {
      throw FigureError(.noData("there are no images to show"))
    }
    for row in rows {
      if let bad = row.samples.first(where: { $0 < 0 || $0 >= images.count }) {
        throw FigureError(.outOfRange(what: "an image of \(row.name)", value: bad, count: images.count))
      }
    }
  }

  package func draw(_ layout: SampleLayout, on canvas: Canvas) {
    for (row, place) in zip(rows, layout.rows) {
      canvas.label(place.name, x: place.nameX, middle: place.midY, canvas.style.bodyFont, canvas.theme.text)
      for (sample, box) in zip(row.samples, place.images) { canvas.image(images, sample, in: box) }
    }
  }
}

/// The places of the names and images of a sample grid.
package struct SampleLayout: ChartLayout {
  package struct Row {
    package let name: String
    package let nameX: Double
    package let midY: Double
    package let images: [Rect]
  }

  package let rows: [Row]
  package let height: Double

  /// The tallest grid that still fits a page with its caption, in points.
  private static let tallest = 640.0

  package init(_ grid: SampleGrid, in area: ChartArea) {
    let (rect, style) = (area.rect, area.style)
    let samples = Double(max(1, grid.rows.map(\.samples.count).max() ?? 1))
    let between = style.body * 2
    let limit = area.grows ? Self.tallest : rect.height
    let aspect = Double(grid.images.height) / Double(grid.images.width)
    let longest = area.width(ofWidest: grid.rows.map(\.name), style.bodyFont)

    // The number of columns that lets the images be largest.
    func place(_ blocks: Int) -> (lines: Int, names: Double, cell: Double, block: Double) {
      let block = max(1, Tiling.width(blocks, in: rect.width, gap: between))
      let names = min(longest + style.body, block * 0.36)
      let lines = Tiling.lines(of: grid.rows.count, columns: blocks)
      let tall = max(limit / Double(max(lines, 1)), area.grows ? style.body * 1.25 : 1)
      let cell = max(1, min((block - names) / samples, tall / aspect, style.body * 9))
      return (lines, names, cell, block)
    }
    let most = max(1, min(6, grid.rows.count, Int(rect.width / (style.body * 20))))
    // A wider column of names is worth more than a few points of image.
    let blocks = (1...most).max { place($0).cell * 1.15 < place($1).cell } ?? 1
    let chosen = place(blocks)
    let (lines, cell) = (chosen.lines, chosen.cell)
    let names = min(longest + style.body, max(chosen.names, chosen.block - samples * cell))
    let gap = cell * 0.06
    rows = grid.rows.enumerated().map { index, row in
      let x = rect.x + Double(index / lines) * (chosen.block + between)
      let y = rect.y + Double(index % lines) * cell * aspect
      let boxes = row.samples.indices.map { sample in
        Rect(
          x: x + names + Double(sample) * cell + gap / 2, y: y + gap / 2, width: cell - gap,
          height: cell * aspect - gap)
      }
      let name = area.typesetter.elide(row.name, style.bodyFont, to: names - style.body)
      return Row(name: name, nameX: x, midY: y + cell * aspect / 2, images: boxes)
    }
    height = Double(lines) * cell * aspect
  }
}
