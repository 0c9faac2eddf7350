import Foundation

/// A colour in sRGB with opacity, each from 0 to 1.
package struct Color: Sendable, Hashable {
  package let red, green, blue, alpha: Double

  package init(red: Double, green: Double, blue: Double, alpha: Double = 1) {
    (self.red, self.green, self.blue, self.alpha) = (red, green, blue, alpha)
  }

  /// A colour from its hexadecimal form, such as `0xE69F00`.
  package init(_ hex: UInt32) {
    self.init(
      red: Double(hex >> 16 & 0xff) / 255, green: Double(hex >> 8 & 0xff) / 255, blue: Double(hex & 0xff) / 255)
  }

  package func opacity(_ alpha: Double) -> Color { Color(red: red, green: green, blue: blue, alpha: alpha) }

  /// The colour on the way to `other`; 0 gives this one and 1 the other.
  package func mixed(with other: Color, _ share: Double) -> Color {
    Color(
      red: red + (other.red - red) * share, green: green + (other.green - green) * share,
      blue: blue + (other.blue - blue) * share)
  }

  /// The three parts without the gamma curve, in which light adds up.
  package var linear: SIMD3<Double> {
    func expand(_ part: Double) -> Double { part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4) }
    return SIMD3(expand(red), expand(green), expand(blue))
  }

  /// The opaque colour of linear parts, clipped to what a screen shows.
  package init(linear parts: SIMD3<Double>) {
    func compress(_ part: Double) -> Double {
      let part = min(max(part, 0), 1)
      return part <= 0.003_130_8 ? part * 12.92 : 1.055 * pow(part, 1 / 2.4) - 0.055
    }
    self.init(red: compress(parts.x), green: compress(parts.y), blue: compress(parts.z))
  }

  /// The relative luminance of WCAG 2, from 0 (black) to 1 (white).
  package var luminance: Double { (linear * SIMD3(0.2126, 0.7152, 0.0722)).sum() }

  /// The contrast ratio of WCAG 2, from 1 (none) to 21; text needs 4.5.
  package func contrast(with other: Color) -> Double {
    let (a, b) = (luminance, other.luminance)
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  /// The one of black and white that is easier to read on this colour; the contrast is never below 4.5.
  package var readableText: Color {
    contrast(with: .black) >= contrast(with: .white) ? .black : .white
  }

  /// The colours of texts on some fills: black or white, whichever is easier to read, and one of them for all fills on which
  /// both are readable, so that texts on nearly equal fills look alike.
  package static func readableTexts(on fills: [Color]) -> (Color) -> Color {
    func contrasts(_ fill: Color) -> (black: Double, white: Double) {
      (fill.contrast(with: .black), fill.contrast(with: .white))
    }
    let either = fills.map(contrasts).filter { min($0.black, $0.white) >= Self.readable }
    let sums = either.reduce((black: 0.0, white: 0.0)) { ($0.black + log($1.black), $0.white + log($1.white)) }
    let shared: Color = sums.black >= sums.white ? .black : .white
    return { fill in
      let own = contrasts(fill)
      return min(own.black, own.white) >= Self.readable ? shared : fill.readableText
    }
  }

  /// The least contrast of short numbers.
  private static let readable = 3.0

  package static let black = Color(0x000000)
  package static let white = Color(0xffffff)

  /// A colour by lightness (0–1), chroma (0–0.4) and hue in turns, in Oklab (Ottosson, 2020).
  package init(lightness: Double, chroma: Double, hue: Double) {
    let a = chroma * cos(2 * .pi * hue)
    let b = chroma * sin(2 * .pi * hue)
    let cones = SIMD3(
      lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b,
      lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b,
      lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b)
    let cubed = cones * cones * cones
    self.init(
      linear: SIMD3(
        (cubed * SIMD3(4.076_741_662_1, -3.307_711_591_3, 0.230_969_929_2)).sum(),
        (cubed * SIMD3(-1.268_438_004_6, 2.609_757_401_1, -0.341_319_396_5)).sum(),
        (cubed * SIMD3(-0.004_196_086_3, -0.703_418_614_7, 1.707_614_701_0)).sum()))
  }
}
