/// The colour and the shape that stand for a class.
///
/// The first six colours are those of Okabe and Ito ("Color universal design", 2008); the other fourteen were chosen
/// once by a search for the largest smallest distance in CIELAB between any two of the twenty, as seen with normal
/// vision, protanopia and deuteranopia. A class beyond the twentieth has a generated colour, and the shapes change
/// every ten classes.
package enum Palette {
  /// How many classes can be told apart by colour, whatever the reader's colour vision.
  package static let distinct = 20

  /// The colour of a class, by its position.
  package static func color(_ index: Int, _ theme: Theme) -> Color {
    let index = max(0, index)
    let table = theme.isDark ? onDark : onLight
    return index < table.count ? table[index] : generated(index - table.count, theme)
  }

  /// The shape of a class, by its position.
  package static func marker(_ index: Int) -> Marker {
    Marker.allCases[max(0, index) / 10 % Marker.allCases.count]
  }

  /// Hues a golden angle apart, in three lightnesses by turns.
  private static func generated(_ index: Int, _ theme: Theme) -> Color {
    let hue = (Double(index) * 0.618_033_988_75 + 0.07).truncatingRemainder(dividingBy: 1)
    let step = Double(index % 3) * 0.13
    return Color(lightness: (theme.isDark ? 0.62 : 0.46) + step, chroma: 0.13, hue: hue)
  }

  private static let onLight: [Color] = [
    0x0072b2, 0xe69f00, 0x009e73, 0xd55e00, 0x56b4e9, 0xcc79a7, 0x333300, 0x884400, 0x550055, 0x0011aa,
    0xee3355, 0x00ee88, 0x4466ee, 0xaaddbb, 0x662233, 0xee9955, 0xaa2277, 0x55ddee, 0x333399, 0x4499ff,
  ].map { Color($0) }

  private static let onDark: [Color] = [
    0x56b4e9, 0xe69f00, 0x009e73, 0xd55e00, 0xf0e442, 0xcc79a7, 0x0055ee, 0xffeebb, 0x77ffff, 0x4466bb,
    0xdd0044, 0xbbee77, 0x99bb77, 0xaa77ff, 0xffbbbb, 0xaa3388, 0x447744, 0xbb9944, 0x33bbcc, 0x885566,
  ].map { Color($0) }
}

/// The shape of a mark.
package enum Marker: Sendable, Hashable, CaseIterable {
  case circle, diamond, triangle, square, cross, wedge

  /// The corners of a mark whose area is that of the unit circle; nil for the circle itself.
  package var corners: [Point]? {
    switch self {
    case .circle: nil
    case .diamond: [Point(0, -1.253), Point(1.253, 0), Point(0, 1.253), Point(-1.253, 0)]
    case .triangle: [Point(0, -1.555), Point(1.347, 0.778), Point(-1.347, 0.778)]
    case .wedge: [Point(0, 1.555), Point(1.347, -0.778), Point(-1.347, -0.778)]
    case .square: [Point(-0.886, -0.886), Point(0.886, -0.886), Point(0.886, 0.886), Point(-0.886, 0.886)]
    case .cross: Self.plus
    }
  }

  private static let plus: [Point] = {
    let (arm, half) = (1.19, 0.396)
    return [
      Point(-half, -arm), Point(half, -arm), Point(half, -half), Point(arm, -half), Point(arm, half),
      Point(half, half), Point(half, arm), Point(-half, arm), Point(-half, half), Point(-arm, half),
      Point(-arm, -half), Point(-half, -half),
    ]
  }()
}
