import CCairo

/// The one wrapper of cairo: a page that a chart draws on with a few verbs, in points from the upper left corner.
///
/// The drawing does not depend on the format behind it. Not for use from several threads at once.
package final class Canvas {
  package let style: Style
  package let typesetter: Typesetter
  /// Device units in a point: dpi / 72 for PNG, 1 for PDF and SVG.
  package let scale: Double
  private(set) var context: OpaquePointer
  private let writesVectors: Bool
  /// The texts of an SVG, which cairo would turn into outlines.
  private(set) var svgText: SVGText?

  /// Draws on a surface that the caller keeps alive and finishes.
  init(surface: OpaquePointer, scale: Double, style: Style, typesetter: Typesetter, format: FigureFormat) {
    self.style = style
    self.typesetter = typesetter
    self.scale = scale
    context = cairo_create(surface)
    switch format {
    case .png: writesVectors = false
    case .pdf: writesVectors = true
    case .svg:
      writesVectors = true
      svgText = SVGText()
    }
    cairo_scale(context, scale, scale)
  }

  deinit { cairo_destroy(context) }

  package var theme: Theme { style.theme }
  var status: cairo_status_t { cairo_status(context) }

  // Shapes

  package func fill(_ rect: Rect, _ color: Color) {
    cairo_rectangle(context, rect.x, rect.y, rect.width, rect.height)
    fillPath(color)
  }

  package func stroke(_ rect: Rect, _ color: Color, width: Double) {
    cairo_rectangle(context, rect.x, rect.y, rect.width, rect.height)
    strokePath(color, width: width)
  }

  package func line(_ from: Point, _ to: Point, _ color: Color, width: Double, dash: [Double] = []) {
    cairo_move_to(context, from.x, from.y)
    cairo_line_to(context, to.x, to.y)
    strokePath(color, width: width, dash: dash)
  }

  package func polyline(_ points: [Point], _ color: Color, width: Double) {
    trace(points)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    strokePath(color, width: width)
  }

  package func polygon(_ points: [Point], _ color: Color) {
    trace(points)
    cairo_close_path(context)
    fillPath(color)
  }

  /// A band from one upright edge to another, as high at each end as its edge, that leaves and arrives level.
  package func ribbon(from left: Rect, to right: Rect, _ color: Color) {
    let (start, end) = (left.maxX, right.x)
    let middle = (start + end) / 2
    cairo_move_to(context, start, left.y)
    cairo_curve_to(context, middle, left.y, middle, right.y, end, right.y)
    cairo_line_to(context, end, right.maxY)
    cairo_curve_to(context, middle, right.maxY, middle, left.maxY, start, left.maxY)
    cairo_close_path(context)
    fillPath(color)
  }

  package func circle(_ center: Point, radius: Double, fill: Color?, stroke: Color? = nil, width: Double = 0) {
    cairo_new_sub_path(context)
    cairo_arc(context, center.x, center.y, radius, 0, 2 * .pi)
    paintPath(fill: fill, stroke: stroke, width: width)
  }

  /// A mark whose area is that of a circle of `radius`.
  package func marker(
    _ marker: Marker, at center: Point, radius: Double, fill: Color?, stroke: Color? = nil, width: Double = 0
  ) {
    guard let corners = marker.corners else {
      circle(center, radius: radius, fill: fill, stroke: stroke, width: width)
      return
    }
    for (index, corner) in corners.enumerated() {
      let (x, y) = (center.x + corner.x * radius, center.y + corner.y * radius)
      if index == 0 { cairo_move_to(context, x, y) } else { cairo_line_to(context, x, y) }
    }
    cairo_close_path(context)
    paintPath(fill: fill, stroke: stroke, width: width)
  }

  // Parts

  /// Draws only what lies inside `rect`.
  package func clip(to rect: Rect, _ draw: () -> Void) {
    cairo_save(context)
    cairo_rectangle(context, rect.x, rect.y, rect.width, rect.height)
    cairo_clip(context)
    draw()
    cairo_restore(context)
  }

  /// Draws a crowd of marks: as such when they are few, as a picture of 400 dpi (fewer on a page of over two metres) in
  /// a vector format when a file of that many shapes would be too heavy for a viewer.
  package func crowd(of count: Int, in rect: Rect, _ draw: () -> Void) {
    guard writesVectors, count > 4_000, rect.width > 0, rect.height > 0 else {
      clip(to: rect, draw)
      return
    }
    let density = min(400.0 / 72, Double(Surface.longestSide - 1) / max(rect.width, rect.height))
    let picture = cairo_image_surface_create(
      CAIRO_FORMAT_ARGB32, Int32(rect.width * density) + 1, Int32(rect.height * density) + 1)
    let page = context
    context = cairo_create(picture)
    cairo_scale(context, density, density)
    cairo_translate(context, -rect.x, -rect.y)
    draw()
    cairo_destroy(context)
    context = page

    cairo_save(context)
    cairo_rectangle(context, rect.x, rect.y, rect.width, rect.height)
    cairo_clip(context)
    cairo_translate(context, rect.x, rect.y)
    cairo_scale(context, 1 / density, 1 / density)
    cairo_set_source_surface(context, picture, 0, 0)
    cairo_paint(context)
    cairo_restore(context)
    cairo_surface_destroy(picture)
  }

  /// Draws an image as large as fits into `rect`; enlarged pixels stay sharp squares of one size.
  package func image(_ images: RGBImages, _ index: Int, in rect: Rect) {
    guard rect.width > 0, rect.height > 0 else { return }
    let zoom = min(rect.width / Double(images.width), rect.height / Double(images.height))
    // On a raster an image is first enlarged to whole pixels, then reduced to its size.
    let enlargement = writesVectors ? 1 : max(1, Int((zoom * scale - 1e-6).rounded(.up)))
    guard let picture = images.surface(index, enlargement: enlargement) else { return }
    defer { cairo_surface_destroy(picture) }
    let size = (width: Double(images.width) * zoom, height: Double(images.height) * zoom)
    let x = ((rect.midX - size.width / 2) * scale).rounded() / scale
    let y = ((rect.midY - size.height / 2) * scale).rounded() / scale
    cairo_save(context)
    cairo_rectangle(context, x, y, size.width, size.height)
    cairo_clip(context)
    cairo_translate(context, x, y)
    cairo_scale(context, zoom / Double(enlargement), zoom / Double(enlargement))
    cairo_set_source_surface(context, picture, 0, 0)
    let source = cairo_get_source(context)
    cairo_pattern_set_extend(source, CAIRO_EXTEND_PAD)
    cairo_pattern_set_filter(source, writesVectors ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_GOOD)
    cairo_paint(context)
    cairo_restore(context)
  }

  // Text

  package enum Alignment { case left, center, right }

  /// Draws one line of text whose baseline passes `origin`.
  ///
  /// - Parameters:
  ///   - limit: the width in points beyond which the text ends in an ellipsis; nil for none.
  ///   - turn: in radians, clockwise.
  package func text(
    _ text: String, at origin: Point, _ font: Font, _ color: Color, within limit: Double? = nil,
    align: Alignment = .left, turn: Double = 0, halo: Color? = nil
  ) {
    let text = Typesetter.clean(limit.map { typesetter.elide(text, font, to: $0) } ?? text)
    guard !text.isEmpty else { return }
    let width = typesetter.width(of: text, font)
    let shift =
      switch align {
      case .left: 0.0
      case .center: -width / 2
      case .right: -width
      }
    if svgText != nil {
      svgText?.add(text, at: origin, shift: shift, width: width, turn: turn, font, color, halo: halo)
      return
    }
    cairo_save(context)
    cairo_translate(context, origin.x, origin.y)
    if turn != 0 { cairo_rotate(context, turn) }
    typesetter.noteUndrawn(in: text)
    let pieces = typesetter.pieces(of: text)
    if let halo {
      draw(pieces, font, from: shift) { piece in
        cairo_text_path(context, piece)
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        strokePath(halo, width: font.size * 0.28)
      }
    }
    setSource(color)
    draw(pieces, font, from: shift) { piece in
      cairo_show_text(context, piece)
      cairo_new_path(context)
    }
    cairo_restore(context)
  }

  /// Draws the parts of a line behind each other, each in its font.
  private func draw(_ pieces: [Typesetter.Piece], _ font: Font, from start: Double, _ draw: (String) -> Void) {
    var x = start
    for piece in pieces {
      Typesetter.select(font, piece.family, in: context)
      cairo_move_to(context, x, 0)
      draw(piece.text)
      if pieces.count > 1 { x += typesetter.width(of: piece, font) }
    }
  }

  /// Draws one line of text with its capitals centred on the height `y`.
  package func label(
    _ string: String, x: Double, middle y: Double, _ font: Font, _ color: Color, within limit: Double? = nil,
    align: Alignment = .left, halo: Color? = nil
  ) {
    text(string, at: Point(x, y + font.capHeight / 2), font, color, within: limit, align: align, halo: halo)
  }

  // Paths

  private func trace(_ points: [Point]) {
    for (index, point) in points.enumerated() {
      if index == 0 { cairo_move_to(context, point.x, point.y) } else { cairo_line_to(context, point.x, point.y) }
    }
  }

  private func setSource(_ color: Color) {
    cairo_set_source_rgba(context, color.red, color.green, color.blue, color.alpha)
  }

  private func fillPath(_ color: Color) { paintPath(fill: color, stroke: nil, width: 0) }

  private func paintPath(fill: Color?, stroke: Color?, width: Double) {
    if let fill {
      setSource(fill)
      cairo_fill_preserve(context)
    }
    if let stroke {
      setSource(stroke)
      cairo_set_line_width(context, width)
      cairo_stroke_preserve(context)
    }
    cairo_new_path(context)
  }

  private func strokePath(_ color: Color, width: Double, dash: [Double] = []) {
    setSource(color)
    cairo_set_line_width(context, width)
    cairo_set_dash(context, dash, Int32(dash.count), 0)
    cairo_stroke(context)
  }
}
