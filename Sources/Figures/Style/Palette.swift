/// The colour and the shape that stand for a class.
///
/// The first six colours are those of Okabe and Ito ("Color universal design", 2008); the other fourteen were chosen
/// once by a search for the largest smallest colour difference (CIEDE2000) between any two, as seen with normal vision,
/// protanopia, deuteranopia and tritanopia (Machado, Oliveira and Fernandes, 2009): 10.8 among the first ten, 9.3 among
/// all twenty. Ten is as many as colour alone can carry, so the shapes change every ten classes, and beyond ten, names
/// stand at the classes. A class beyond the twentieth has a generated colour.
package enum Palette {
  /// The number of classes that can be told apart by colour alone, whatever the reader's colour vision.
  package static let byColor = 10
  /// The number that can by colour and shape together; of more, names stand at the classes themselves.
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
    0x0072b2, 0xe69f00, 0x009e73, 0xd55e00, 0x56b4e9, 0xcc79a7, 0x660080, 0xb31a00, 0x1a4d33, 0x8080ff,
    0x4d6633, 0x1a00cc, 0x0033ff, 0x33e6ff, 0x006666, 0xb31a66, 0xffcc4d, 0xcccc99, 0x66804d, 0x800000,
  ].map { Color($0) }

  private static let onDark: [Color] = [
    0x56b4e9, 0xe69f00, 0x009e73, 0xd55e00, 0xf0e442, 0xcc79a7, 0xb3e6cc, 0x9966b3, 0xb3cc80, 0x6680ff,
    0x80b399, 0xccb3cc, 0x80804d, 0x993399, 0xcc001a, 0xffff99, 0x338066, 0xe6ffcc, 0x8000ff, 0xffccff,
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
