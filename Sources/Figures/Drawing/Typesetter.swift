import CCairo

/// Measures text and makes it fit: what a name takes in points, where it breaks, where it ends in an ellipsis.
///
/// Measures do not depend on the format or the resolution, so a layout is the same for PNG, PDF and SVG.
package final class Typesetter {
  private let surface: OpaquePointer
  private let context: OpaquePointer
  private var widths: [Key: Double] = [:]
  /// The font of each character that is not Latin.
  private var families: [Character: String?] = [:]
  /// The characters that were drawn and that no font here has; a box stands for each.
  private(set) var undrawn: Set<Character> = []

  /// A part of a line, as it stands from left to right, and the font that draws it.
  struct Piece {
    var text: String
    let family: String
  }

  private struct Key: Hashable {
    let text: String
    let font: Font
  }

  package static let family = "DejaVu Sans"
  /// The fonts that draw what ``family`` has no shapes for, such as Chinese, Japanese and Korean, where one is installed.
  private static let further = [
    "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans CJK KR", "Droid Sans Fallback", "WenQuanYi Zen Hei",
    "PingFang SC",
    "Hiragino Sans", "Apple SD Gothic Neo", "Noto Sans", "Unifont",
  ]
  /// No text of a figure is longer; what data brings beyond is cut before it is measured.
  package static let longestText = 400

  package init() {
    surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1)
    context = cairo_create(surface)
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  /// The advance width in points of a text that ``clean(_:)`` has been through.
  package func width(of text: String, _ font: Font) -> Double {
    let key = Key(text: text, font: font)
    if let known = widths[key] { return known }
    let width = pieces(of: text).reduce(0) { $0 + self.width(of: $1, font) }
    widths[key] = width
    return width
  }

  /// The advance width of a part of a line in its font.
  func width(of piece: Piece, _ font: Font) -> Double {
    Self.select(font, piece.family, in: context)
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, piece.text, &extents)
    return extents.x_advance
  }

  /// The parts of a line from left to right, each in a font that has its characters: cairo draws a line in one font and in the
  /// order of its characters.
  func pieces(of text: String) -> [Piece] {
    guard text.unicodeScalars.contains(where: { $0.value >= 0x250 }) else {
      return [Piece(text: text, family: Self.family)]
    }
    var pieces: [Piece] = []
    for character in VisualOrder.of(ArabicForms.of(text)) {
      let family = family(of: character) ?? Self.family
      if pieces.last?.family == family {
        pieces[pieces.count - 1].text.append(character)
      } else {
        pieces.append(Piece(text: String(character), family: family))
      }
    }
    return pieces
  }

  /// Keeps the characters of a text that no font here has.
  func noteUndrawn(in text: String) {
    guard text.unicodeScalars.contains(where: { $0.value >= 0x250 }) else { return }
    undrawn.formUnion(text.filter { family(of: $0) == nil })
  }

  /// The first font that has a character; nil where none does.
  private func family(of character: Character) -> String? {
    if let known = families[character] { return known }
    let family = ([Self.family] + Self.further).first { hasShapes(for: character, $0) }
    families[character] = .some(family)
    return family
  }

  private func hasShapes(for character: Character, _ family: String) -> Bool {
    let seen = String(
      String.UnicodeScalarView(character.unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint }))
    Self.select(Font(size: 10), family, in: context)
    var glyphs: UnsafeMutablePointer<cairo_glyph_t>?
    var count: Int32 = 0
    let status = cairo_scaled_font_text_to_glyphs(
      cairo_get_scaled_font(context), 0, 0, seen, Int32(seen.utf8.count), &glyphs, &count, nil, nil, nil)
    defer { cairo_glyph_free(glyphs) }
    // Glyph 0 is the box for what a font lacks.
    return status == CAIRO_STATUS_SUCCESS && (0..<Int(count)).allSatisfy { glyphs?[$0].index != 0 }
  }

  /// The widest of some texts, in points.
  package func width(ofWidest texts: some Sequence<String>, _ font: Font) -> Double {
    texts.lazy.map { self.width(of: $0, font) }.max() ?? 0
  }

  /// The text, or as much of it as fits into `limit` points with an ellipsis; the ellipsis alone when nothing fits.
  package func elide(_ text: String, _ font: Font, to limit: Double) -> String {
    let text = Self.clean(text)
    guard width(of: text, font) > limit + 1e-9 else { return text }
    let characters = Array(text)
    var (fits, fails) = (0, characters.count)
    while fits + 1 < fails {
      let middle = (fits + fails) / 2
      if width(of: Self.cut(characters, to: middle), font) <= limit { fits = middle } else { fails = middle }
    }
    return Self.cut(characters, to: fits)
  }

  /// The text in lines of at most `limit` points, broken at spaces; what `lines` do not hold ends in an ellipsis.
  package func wrap(_ text: String, _ font: Font, to limit: Double, lines: Int) -> [String] {
    var rest = Self.clean(text).split(separator: " ")[...]
    var result: [String] = []
    while !rest.isEmpty {
      guard result.count < lines - 1 else {
        result.append(elide(rest.joined(separator: " "), font, to: limit))
        break
      }
      var taken = 1
      while taken < rest.count, width(of: rest.prefix(taken + 1).joined(separator: " "), font) <= limit { taken += 1 }
      result.append(elide(rest.prefix(taken).joined(separator: " "), font, to: limit))
      rest = rest.dropFirst(taken)
    }
    return result
  }

  /// The text on one line, without control characters and what no file format can hold, at most
  /// ``longestText`` characters of at most a few code points each.
  package static func clean(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(4 * longestText) {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: scalars.append(" ")
      case .privateUse, .unassigned, .surrogate: continue
      case .format where scalar != "\u{200d}": continue
      default: scalars.append(scalar)
      }
    }
    return String(scalars).split(separator: " ").joined(separator: " ").prefixed(longestText)
  }

  private static func cut(_ characters: [Character], to count: Int) -> String {
    var kept = characters.prefix(count)
    while kept.last == " " { kept.removeLast() }
    return String(kept) + "…"
  }

  /// Chooses the font of a context: shapes are not adjusted to pixels, so that widths are true at every resolution.
  static func select(_ font: Font, _ family: String, in context: OpaquePointer) {
    cairo_select_font_face(
      context, family, CAIRO_FONT_SLANT_NORMAL, font.isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
    cairo_set_font_size(context, font.size)
    let options = cairo_font_options_create()
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_set_font_options(context, options)
    cairo_font_options_destroy(options)
  }
}

extension String {
  fileprivate func prefixed(_ length: Int) -> String { count <= length ? self : String(prefix(length)) }
}
