import Figures
import Foundation
import Testing

@Suite struct PaletteTests {
  /// Normal and dichromatic vision of linear colours: Machado, Oliveira and Fernandes, "A Physiologically-based Model
  /// for Simulation of Color Vision Deficiency" (2009), severity 1.
  enum Vision: CaseIterable {
    case normal, protanopia, deuteranopia, tritanopia

    private var rows: [SIMD3<Double>] {
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
      case .tritanopia:
        [
          SIMD3(1.255528, -0.076749, -0.178779), SIMD3(-0.078411, 0.930809, 0.147602),
          SIMD3(0.004733, 0.691367, 0.303900),
        ]
      }
    }

    func seen(_ color: Color) -> SIMD3<Double> {
      let parts = rows.map { min(max(($0 * color.linear).sum(), 0), 1) }
      return SIMD3(parts[0], parts[1], parts[2])
    }
  }

  private func smallestDifference(_ colors: [Color], _ vision: Vision) -> Double {
    let seen = colors.map { ColorDifference.lab(linear: vision.seen($0)) }
    return seen.indices.flatMap { first in
      (0..<first).map { ColorDifference.ciede2000(seen[first], seen[$0]) }
    }.min() ?? .infinity
  }

  /// The published test pairs of the formula: Sharma, Wu and Dalal, "The CIEDE2000 color-difference formula" (2005),
  /// table 1, pairs 1, 7, 17, 20, 25 and 34.
  @Test(arguments: [
    (SIMD3(50, 2.6772, -79.7751), SIMD3(50, 0, -82.7485), 2.0425), (SIMD3(50, 0, 0), SIMD3(50, -1, 2), 2.3669),
    (SIMD3(50, 2.5, 0), SIMD3(73, 25, -18), 27.1492), (SIMD3(50, 2.5, 0), SIMD3(58, 24, 15), 19.4535),
    (SIMD3(60.2574, -34.0099, 36.2677), SIMD3(60.4626, -34.1751, 39.4387), 1.2644),
    (SIMD3(2.0776, 0.0795, -1.1350), SIMD3(0.9033, -0.0636, -0.5514), 0.9082),
  ])
  func theDifferenceIsThePublishedOne(first: SIMD3<Double>, second: SIMD3<Double>, expected: Double) {
    #expect(abs(ColorDifference.ciede2000(first, second) - expected) < 5e-5)
    #expect(abs(ColorDifference.ciede2000(second, first) - expected) < 5e-5)
  }

  /// About 1 is a just noticeable difference between large patches side by side; points of a millimetre need several.
  @Test(arguments: Vision.allCases, [Theme.light, .dark])
  func classesStayApartWhateverTheReadersColorVision(vision: Vision, theme: Theme) {
    let colors = (0..<Palette.distinct).map { Palette.color($0, theme) }
    #expect(smallestDifference(Array(colors.prefix(8)), vision) > 10.8)
    #expect(smallestDifference(Array(colors.prefix(Palette.byColor)), vision) > 10.8)
    #expect(smallestDifference(colors, vision) > 9.2)
  }

  @Test func whereColorAloneIsNotEnoughTheShapeDiffers() {
    #expect(Set((0..<Palette.byColor).map(Palette.marker)).count == 1)
    #expect(Palette.marker(0) != Palette.marker(Palette.byColor))
    #expect(Set((Palette.byColor..<Palette.distinct).map(Palette.marker)).count == 1)
  }

  @Test(arguments: [Theme.light, .dark])
  func everyClassIsVisibleOnTheBackgroundAndApartFromUnlabelled(theme: Theme) {
    for index in 0..<Palette.distinct {
      let color = Palette.color(index, theme)
      let isAmongFirst = index < Palette.byColor
      #expect(
        color.contrast(with: theme.background) > (theme.isDark ? (isAmongFirst ? 4 : 2.8) : isAmongFirst ? 2.2 : 1.49))
      #expect(smallestDifference([color, theme.unlabelled], .normal) > 8)
    }
  }

  @Test(arguments: [Theme.light, .dark])
  func beyondTwentyColorAndShapeTogetherDiffer(theme: Theme) {
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

  /// The value at which black turns to white lies between shades that differ, never within nearly equal ones.
  @Test(arguments: [Theme.light, .dark], 0..<10)
  func textsOnNearlyEqualShadesAreOfOneColor(theme: Theme, tenth: Int) {
    let fills = (0..<10).map { theme.heat(Double(tenth) / 10 + 0.008 * Double($0)) }
    let ink = Color.readableTexts(on: fills)
    #expect(Set(fills.map(ink)).count == 1)
    #expect(fills.allSatisfy { ink($0).contrast(with: $0) >= 3 })
    let all = (0...50).map { theme.heat(Double($0) / 50) }
    let inks = all.map(Color.readableTexts(on: all))
    #expect(zip(all, inks).allSatisfy { $1.contrast(with: $0) >= 3 })
    #expect(zip(inks, inks.dropFirst()).count(where: { $0 != $1 }) == 1)
  }
}
