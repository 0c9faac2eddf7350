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
    var result = Self.renumbered(document)
    let end = Array("</svg>\n".utf8)
    if result.suffix(end.count) == end[...] { result.removeLast(end.count) }
    let group = "<g font-family=\"'\(Typesetter.family)', sans-serif\">\n\(elements)</g>\n"
    return result + Array(group.utf8) + end
  }

  private static func escape(_ text: String) -> String {
    text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
      .replacingOccurrences(of: ">", with: "&gt;").replacingOccurrences(of: "\"", with: "&quot;")
  }

  /// The document with each `id="name7"` and `#name7` numbered in the order of their first use.
  private static func renumbered(_ document: [UInt8]) -> [UInt8] {
    var numbers: [[UInt8]: Int] = [:]
    var counts: [[UInt8]: Int] = [:]
    var result: [UInt8] = []
    result.reserveCapacity(document.count)
    let quote = UInt8(ascii: "\"")
    var at = 0
    while at < document.count {
      let byte = document[at]
      result.append(byte)
      at += 1
      guard byte == UInt8(ascii: "#") || (byte == quote && result.suffix(4) == Array("id=\"".utf8)[...]) else {
        continue
      }
      let name = Array(document[at...].prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) })
      let digits = document[(at + name.count)...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard !name.isEmpty, !digits.isEmpty else { continue }
      let key = name + digits
      if numbers[key] == nil {
        counts[name, default: 0] += 1
        numbers[key] = counts[name]
      }
      result += name + Array(String(numbers[key] ?? 0).utf8)
      at += key.count
    }
    return result
  }
}
