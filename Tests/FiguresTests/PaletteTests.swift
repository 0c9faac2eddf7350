import Figures
import Foundation
import Testing

@Suite struct PaletteTests {
  /// How a dichromat sees a linear colour: Machado, Oliveira and Fernandes, "A Physiologically-based Model for
  /// Simulation of Color Vision Deficiency" (2009), severity 1.
  enum Vision: CaseIterable {
    case normal, protanopia, deuteranopia

    func seen(_ color: Color) -> SIMD3<Double> {
      let rows: [SIMD3<Double>] =
        switch self {
        case .normal: [SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)]
        case .protanopia:
          [
            SIMD3(0.152286, 1.052583, -0.204868), SIMD3(0.114503, 0.786281, 0.099216),
            SIMD3(-0.003882, -0.048116, 1.051998),
          ]
        case .deuteranopia:
          [
            SIMD3(0.367322, 0.860646, -0.227968), SIMD3(0.280085, 0.672501, 0.047413),
            SIMD3(-0.011820, 0.042940, 0.968881),
          ]
        }
      let parts = rows.map { min(max(($0 * color.linear).sum(), 0), 1) }
      return SIMD3(parts[0], parts[1], parts[2])
    }
  }

  /// CIELAB under D65.
  private func lab(_ rgb: SIMD3<Double>) -> SIMD3<Double> {
    func bend(_ t: Double) -> Double { t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116 }
    let x = bend((rgb * SIMD3(0.4124564, 0.3575761, 0.1804375)).sum() / 0.95047)
    let y = bend((rgb * SIMD3(0.2126729, 0.7151522, 0.0721750)).sum())
    let z = bend((rgb * SIMD3(0.0193339, 0.1191920, 0.9503041)).sum() / 1.08883)
    return SIMD3(116 * y - 16, 500 * (x - y), 200 * (y - z))
  }

  private func smallestDistance(_ colors: [Color], _ vision: Vision) -> Double {
    let seen = colors.map { lab(vision.seen($0)) }
    var smallest = Double.infinity
    for first in seen.indices {
      for second in 0..<first {
        let difference = seen[first] - seen[second]
        smallest = min(smallest, (difference * difference).sum().squareRoot())
      }
    }
    return smallest
  }

  @Test(arguments: Vision.allCases, [Theme.light, .dark])
  func twentyClassesStayApart(vision: Vision, theme: Theme) {
    // 2.3 is a just noticeable difference; a mark of a millimetre needs several of them.
    let colors = (0..<Palette.distinct).map { Palette.color($0, theme) }
    #expect(smallestDistance(colors, vision) > 14)
  }

  @Test(arguments: [Theme.light, .dark])
  func everyClassIsVisibleOnTheBackgroundAndApartFromUnlabelled(theme: Theme) {
    for index in 0..<Palette.distinct {
      let color = Palette.color(index, theme)
      #expect(color.contrast(with: theme.background) > 1.4)
      #expect(smallestDistance([color, theme.unlabelled], .normal) > 14)
    }
  }

  @Test(arguments: [Theme.light, .dark])
  func beyondTwentyColourAndShapeTogetherDiffer(theme: Theme) {
    struct Mark: Hashable {
      let color: Color
      let marker: Marker
    }
    #expect(Set((0..<1000).map { Mark(color: Palette.color($0, theme), marker: Palette.marker($0)) }).count == 1000)
    #expect(Palette.color(-1, theme) == Palette.color(0, theme))
  }

  @Test func everyMarkHasTheAreaOfTheCircle() throws {
    for marker in Marker.allCases {
      guard let corners = marker.corners else { continue }
      let next = corners.dropFirst() + corners.prefix(1)
      let area = zip(corners, next).reduce(0) { $0 + $1.0.x * $1.1.y - $1.1.x * $1.0.y } / 2
      #expect(abs(abs(area) - .pi) < 0.05, "\(marker)")
    }
  }

  @Test func contrastIsThatOfTheStandard() {
    // WCAG 2: black on white is 21; #777777 on white is 4.48.
    #expect(abs(Color.black.contrast(with: .white) - 21) < 1e-9)
    #expect(abs(Color(0x777777).contrast(with: .white) - 4.48) < 0.005)
  }

  @Test(arguments: [Theme.light, .dark])
  func textIsReadableOnItsGround(theme: Theme) {
    #expect(theme.text.contrast(with: theme.background) > 12)
    #expect(theme.secondaryText.contrast(with: theme.background) > 4.5)
    for step in 0...100 {
      let fill = theme.heat(Double(step) / 100)
      #expect(fill.readableText.contrast(with: fill) >= 4.5)
    }
  }
}
