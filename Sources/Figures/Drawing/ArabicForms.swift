/// The letters of Arabic as they join their neighbours, as characters of their own (Arabic Presentation Forms of Unicode), which
/// a font draws without knowledge of the script.
///
/// The letters of Arabic, Persian and Urdu that have such forms are replaced; others stay as they are.
package enum ArabicForms {
  /// The isolated, final, initial and medial form of each letter, as far as it has them.
  private static let forms: [Unicode.Scalar: [UInt32]] = {
    var forms: [Unicode.Scalar: [UInt32]] = [:]
    var next: UInt32 = 0xFE80
    func add(from letter: UInt32, _ counts: [UInt32]) {
      for (letter, count) in zip(letter..., counts) {
        if let scalar = Unicode.Scalar(letter) { forms[scalar] = Array(next..<next + count) }
        next += count
      }
    }
    add(from: 0x621, [1, 2, 2, 2, 2, 4, 2, 4, 2, 4, 4, 4, 4, 4, 2, 2, 2, 2, 4, 4, 4, 4, 4, 4, 4, 4])
    add(from: 0x641, [4, 4, 4, 4, 4, 4, 4, 2, 2, 4])
    forms["\u{649}"]? += [0xFBE8, 0xFBE9]
    for (letter, first, count) in [
      ("\u{67E}", 0xFB56, 4), ("\u{679}", 0xFB66, 4), ("\u{686}", 0xFB7A, 4), ("\u{688}", 0xFB88, 2),
      ("\u{698}", 0xFB8A, 2), ("\u{691}", 0xFB8C, 2), ("\u{6A9}", 0xFB8E, 4), ("\u{6AF}", 0xFB92, 4),
      ("\u{6CC}", 0xFBFC, 4),
    ] as [(Unicode.Scalar, UInt32, UInt32)] {
      forms[letter] = Array(first..<first + count)
    }
    return forms
  }()

  /// The letters that make one character with a lam before them, in the order of these.
  private static let alefs: [Unicode.Scalar] = ["\u{622}", "\u{623}", "\u{625}", "\u{627}"]
  private static let lam: Unicode.Scalar = "\u{644}"
  private static let tatweel: Unicode.Scalar = "\u{640}"

  /// Returns a text, in the order in which it is read, with the forms that its letters have beside each other.
  package static func of(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    guard scalars.contains(where: { forms[$0] != nil }) else { return text }
    var result = String.UnicodeScalarView()
    var place = 0
    while place < scalars.count {
      let scalar = scalars[place]
      guard let form = forms[scalar] else {
        result.append(scalar)
        place += 1
        continue
      }
      let joinsBefore = neighbour(of: place, step: -1, in: scalars).map(joinsNext) ?? false
      if scalar == lam, place + 1 < scalars.count, let alef = alefs.firstIndex(of: scalars[place + 1]) {
        append(0xFEF5 + 2 * UInt32(alef) + (joinsBefore ? 1 : 0), to: &result)
        place += 2
        continue
      }
      let joinsAfter = form.count == 4 && (neighbour(of: place, step: 1, in: scalars).map(joinsFormer) ?? false)
      let isJoined = joinsBefore && form.count > 1
      append(form[(joinsAfter ? 2 : 0) + (isJoined ? 1 : 0)], to: &result)
      place += 1
    }
    return String(result)
  }

  private static func append(_ value: UInt32, to text: inout String.UnicodeScalarView) {
    if let scalar = Unicode.Scalar(value) { text.append(scalar) }
  }

  /// The next letter in one direction, behind marks; nil at the end.
  private static func neighbour(of place: Int, step: Int, in scalars: [Unicode.Scalar]) -> Unicode.Scalar? {
    var place = place + step
    while scalars.indices.contains(place), scalars[place].properties.generalCategory == .nonspacingMark {
      place += step
    }
    return scalars.indices.contains(place) ? scalars[place] : nil
  }

  private static func joinsNext(_ scalar: Unicode.Scalar) -> Bool { scalar == tatweel || forms[scalar]?.count == 4 }

  private static func joinsFormer(_ scalar: Unicode.Scalar) -> Bool {
    scalar == tatweel || forms[scalar].map { $0.count > 1 } ?? false
  }
}
