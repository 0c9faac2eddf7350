import Foundation

/// The perceived difference between two colours.
enum ColorDifference {
  /// CIELAB under D65 of linear sRGB.
  static func lab(linear rgb: SIMD3<Double>) -> SIMD3<Double> {
    func bend(_ t: Double) -> Double { t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116 }
    let x = bend((rgb * SIMD3(0.4124564, 0.3575761, 0.1804375)).sum() / 0.95047)
    let y = bend((rgb * SIMD3(0.2126729, 0.7151522, 0.0721750)).sum())
    let z = bend((rgb * SIMD3(0.0193339, 0.1191920, 0.9503041)).sum() / 1.08883)
    return SIMD3(116 * y - 16, 500 * (x - y), 200 * (y - z))
  }

  /// CIEDE2000 of two colours in CIELAB (L, a, b).
  static func ciede2000(_ first: SIMD3<Double>, _ second: SIMD3<Double>) -> Double {
    func chroma(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
    func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }
    func share(_ chroma: Double) -> Double { (pow(chroma, 7) / (pow(chroma, 7) + pow(25, 7))).squareRoot() }
    let stretch = 1.5 - 0.5 * share((chroma(first.y, first.z) + chroma(second.y, second.z)) / 2)
    let (a1, a2) = (stretch * first.y, stretch * second.y)
    let (c1, c2) = (chroma(a1, first.z), chroma(a2, second.z))
    func hue(_ a: Double, _ b: Double) -> Double {
      let degrees = atan2(b, a) * 180 / .pi
      return degrees < 0 ? degrees + 360 : degrees
    }
    let (h1, h2) = (hue(a1, first.z), hue(a2, second.z))
    let isGray = c1 * c2 == 0
    var turn = isGray ? 0 : h2 - h1
    if turn > 180 { turn -= 360 } else if turn < -180 { turn += 360 }
    var h = (h1 + h2) / 2
    if isGray { h = h1 + h2 } else if abs(h1 - h2) > 180 { h += h1 + h2 < 360 ? 180 : -180 }
    let (l, c) = ((first.x + second.x) / 2, (c1 + c2) / 2)
    let t =
      1 - 0.17 * cos(radians(h - 30)) + 0.24 * cos(radians(2 * h)) + 0.32 * cos(radians(3 * h + 6))
      - 0.2 * cos(radians(4 * h - 63))
    let rotation = -sin(radians(60 * exp(-pow((h - 275) / 25, 2)))) * 2 * share(c)
    let lightness = (second.x - first.x) / (1 + 0.015 * pow(l - 50, 2) / (20 + pow(l - 50, 2)).squareRoot())
    let saturation = (c2 - c1) / (1 + 0.045 * c)
    let tint = 2 * (c1 * c2).squareRoot() * sin(radians(turn / 2)) / (1 + 0.015 * c * t)
    return (lightness * lightness + saturation * saturation + tint * tint + rotation * saturation * tint).squareRoot()
  }
}
