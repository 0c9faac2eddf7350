/// The colours of a figure other than those of its classes.
package struct Theme: Sendable, Hashable {
  package let background, text, secondaryText, axis, grid, unlabelled: Color
  /// The colours at no and at full share of a heat map.
  package let heat: [Color]
  package let isDark: Bool

  /// Dark on white, for paper.
  package static let light = Theme(
    background: .white, text: Color(0x1a1c20), secondaryText: Color(0x5d616a), axis: Color(0x9a9da5),
    grid: Color(0xe4e5e9), unlabelled: Color(0xc6c8ce),
    heat: [Color(0xf6f8fb), Color(0xc5dcec), Color(0x6aaed6), Color(0x1f78b4), Color(0x0b3c66)], isDark: false)

  /// Light on near-black, for slides and screens.
  package static let dark = Theme(
    background: Color(0x15171c), text: Color(0xeceef2), secondaryText: Color(0xa4a9b5), axis: Color(0x6c717d),
    grid: Color(0x2c3038), unlabelled: Color(0x4c515c),
    heat: [Color(0x1d2027), Color(0x1b3b57), Color(0x1f6a9f), Color(0x56a9dc), Color(0xd3ecfb)], isDark: true)

  /// The heat map's colour for a share from 0 to 1.
  package func heat(_ share: Double) -> Color {
    let position = min(max(share, 0), 1) * Double(heat.count - 1)
    let lower = min(Int(position), heat.count - 2)
    return heat[lower].mixed(with: heat[lower + 1], position - Double(lower))
  }
}

/// A size and weight of the figures' one typeface.
package struct Font: Sendable, Hashable {
  package let size: Double
  package let isBold: Bool

  package init(size: Double, isBold: Bool = false) {
    self.size = size
    self.isBold = isBold
  }

  /// The height of a capital letter.
  package var capHeight: Double { size * 0.73 }
  /// The reach of letters below the baseline.
  package var descent: Double { size * 0.24 }
  /// From one baseline to the next.
  package var lineHeight: Double { size * 1.3 }
}

/// The colours and sizes that the charts of one figure share, all derived from the size of the body text.
package struct Style: Sendable, Hashable {
  package let theme: Theme
  package let body: Double

  /// - Parameter width: the figure's width in points.
  package init(theme: Theme, width: Double) {
    self.theme = theme
    let millimeters = width * 25.4 / 72
    body = millimeters < 120 ? 6.8 : 7.4 * max(1, millimeters / 175)
  }

  package var titleFont: Font { Font(size: body * 1.3, isBold: true) }
  package var headingFont: Font { Font(size: body * 1.06, isBold: true) }
  package var bodyFont: Font { Font(size: body) }
  package var boldFont: Font { Font(size: body, isBold: true) }
  package var smallFont: Font { Font(size: body * 0.88) }

  /// The unit of white space, half the body size.
  package var gap: Double { body / 2 }
  package var hairline: Double { body * 0.07 }
  package var line: Double { body * 0.14 }
}
