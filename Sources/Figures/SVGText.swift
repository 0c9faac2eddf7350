import Foundation

/// The texts of an SVG as text elements, so that they can be searched, copied and edited; cairo itself would write
/// outlines. They lie above everything else.
///
/// Each bears its measured length, so that nothing overlaps where another typeface stands in.
struct SVGText {
  private(set) var elements = ""

  mutating func add(
    _ text: String, at origin: Point, shift: Double, width: Double, turn: Double, _ font: Font, _ color: Color,
    halo: Color?
  ) {
    func number(_ value: Double) -> String { NumberText.fixed(value, digits: 3) }
    func hex(_ color: Color) -> String {
      let parts = [color.red, color.green, color.blue].map { UInt32(($0 * 255).rounded()) }
      let digits = String(parts[0] << 16 | parts[1] << 8 | parts[2], radix: 16)
      return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }
    var attributes = "font-size=\"\(number(font.size))\" fill=\"\(hex(color))\" textLength=\"\(number(width))\""
    if turn == 0 {
      attributes += " x=\"\(number(origin.x + shift))\" y=\"\(number(origin.y))\""
    } else {
      attributes += " x=\"\(number(shift))\" y=\"0\" transform=\"translate(\(number(origin.x)) \(number(origin.y)))"
      attributes += " rotate(\(number(turn * 180 / .pi)))\""
    }
    if font.isBold { attributes += " font-weight=\"bold\"" }
    if let halo {
      attributes += " stroke=\"\(hex(halo))\" stroke-width=\"\(number(font.size * 0.28))\" stroke-linejoin=\"round\""
      attributes += " paint-order=\"stroke\""
    }
    elements += "<text \(attributes)>\(Self.escape(text))</text>\n"
  }

  /// The document with the texts before its end, and with the names of its parts counted from 1: cairo counts them
  /// over all that a process has drawn.
  func inserted(into document: [UInt8]) -> [UInt8] {
    var text = Self.renumbered(String(decoding: document, as: UTF8.self))
    if let end = text.range(of: "</svg>", options: .backwards) {
      let group = "<g font-family=\"'\(Typesetter.family)', sans-serif\">\n"
      text.insert(contentsOf: group + elements + "</g>\n", at: end.lowerBound)
    }
    return Array(text.utf8)
  }

  private static func escape(_ text: String) -> String {
    text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
      .replacingOccurrences(of: ">", with: "&gt;").replacingOccurrences(of: "\"", with: "&quot;")
  }

  private static func renumbered(_ text: String) -> String {
    var numbers: [Substring: Int] = [:]
    return text.replacing(#/(id="|"#|\(#)([a-z]+)([0-9]+)/#) { match in
      let next = numbers.count + 1
      let number = numbers[match.3, default: next]
      numbers[match.3] = number
      return "\(match.1)\(match.2)\(number)"
    }
  }
}
