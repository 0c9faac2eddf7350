/// The order in which the characters of a line stand from left to right, where some are of a script that is read from right to
/// left.
///
/// The Unicode Bidirectional Algorithm (Unicode Standard Annex 9) without explicit embeddings and brackets: rules P2, W1 to W7,
/// N1, N2, I1, I2, L2 and L4. The direction of the line is that of its first letter.
package enum VisualOrder {
  private enum Kind {
    case left, right, arabic, european, arabicNumber, sign, separator, terminator, mark, neutral

    /// The direction that it has for neutral characters beside it; numbers count as from right to left.
    var direction: Kind? {
      switch self {
      case .left: .left
      case .right, .arabic, .european, .arabicNumber: .right
      default: nil
      }
    }

    init(_ scalar: Unicode.Scalar) {
      let category = scalar.properties.generalCategory
      switch scalar {
      case "0"..."9", "\u{6F0}"..."\u{6F9}": self = .european
      case "\u{660}"..."\u{669}", "\u{66B}", "\u{66C}": self = .arabicNumber
      case "+", "-", "−": self = .sign
      case ",", ".", "/", ":", "\u{A0}", "\u{60C}": self = .separator
      case "#", "%", "°", "\u{66A}", "′", "″": self = .terminator
      case _ where category == .nonspacingMark || category == .enclosingMark || category == .format: self = .mark
      case "\u{590}"..."\u{5FF}", "\u{7C0}"..."\u{85F}", "\u{FB1D}"..."\u{FB4F}", "\u{10800}"..."\u{10CFF}",
        "\u{1E800}"..."\u{1EDFF}", "\u{1EF00}"..."\u{1EFFF}":
        self = .right
      case "\u{600}"..."\u{7BF}", "\u{860}"..."\u{8FF}", "\u{FB50}"..."\u{FDFF}", "\u{FE70}"..."\u{FEFE}":
        self = .arabic
      case _ where category == .currencySymbol: self = .terminator
      case _ where scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal: self = .left
      default: self = .neutral
      }
    }

    /// True for the letters that set a direction.
    var isStrong: Bool { self == .left || self == .right || self == .arabic }
  }

  /// Returns a text of one line with its characters from left to right; texts without a letter that is read from right to left
  /// stay.
  package static func of(_ text: String) -> String {
    // No such script begins before U+0590.
    guard text.unicodeScalars.contains(where: { $0.value >= 0x590 }) else { return text }
    let characters = Array(text)
    let kinds = characters.map { $0.unicodeScalars.first.map(Kind.init) ?? .neutral }
    guard let first = kinds.first(where: \.isStrong), kinds.contains(where: { $0 == .right || $0 == .arabic }) else {
      return text
    }
    let isFromRight = first != .left
    let levels = levels(of: resolved(kinds, base: isFromRight ? .right : .left), isFromRight)
    return String(reordered(zip(characters, levels).map { ($1 % 2 == 1 ? mirrored($0) : $0, $1) }))
  }

  /// The kinds after the rules on weak characters (W1 to W7); only letters, numbers and neutral ones are left.
  private static func resolved(_ given: [Kind], base: Kind) -> [Kind] {
    var kinds = given
    var strong = base
    for place in kinds.indices {
      if kinds[place] == .mark { kinds[place] = place > 0 ? kinds[place - 1] : base }
      if kinds[place].isStrong { strong = kinds[place] }
      if kinds[place] == .european, strong == .arabic { kinds[place] = .arabicNumber }
    }
    for place in kinds.indices.dropFirst().dropLast() where kinds[place - 1] == kinds[place + 1] {
      let number = kinds[place - 1]
      if kinds[place] == .separator, number == .european || number == .arabicNumber { kinds[place] = number }
      if kinds[place] == .sign, number == .european { kinds[place] = number }
    }
    for run in runs(of: kinds) where kinds[run.lowerBound] == .terminator {
      let isBesideNumber =
        run.lowerBound > 0 && kinds[run.lowerBound - 1] == .european
        || run.upperBound < kinds.count && kinds[run.upperBound] == .european
      for place in run { kinds[place] = isBesideNumber ? .european : .neutral }
    }
    strong = base
    for place in kinds.indices {
      if kinds[place].isStrong { strong = kinds[place] }
      if kinds[place] == .european, strong == .left { kinds[place] = .left }
      if kinds[place].direction == nil { kinds[place] = .neutral }
    }
    // N1 and N2: neutral characters between two of one direction have it, others that of the line.
    for run in runs(of: kinds) where kinds[run.lowerBound] == .neutral {
      let before = run.lowerBound > 0 ? kinds[run.lowerBound - 1].direction : base
      let after = run.upperBound < kinds.count ? kinds[run.upperBound].direction : base
      let direction = before == after ? before ?? base : base
      for place in run { kinds[place] = direction }
    }
    return kinds
  }

  /// The ranges of neighbours of one kind.
  private static func runs(of kinds: [Kind]) -> [Range<Int>] {
    let starts = kinds.indices.filter { $0 == 0 || kinds[$0] != kinds[$0 - 1] }
    return zip(starts, starts.dropFirst() + [kinds.count]).map { $0..<$1 }
  }

  /// I1 and I2: odd levels are read from right to left.
  private static func levels(of kinds: [Kind], _ isFromRight: Bool) -> [Int] {
    kinds.map { kind in
      switch kind {
      case .right, .arabic: 1
      case .left: isFromRight ? 2 : 0
      default: 2
      }
    }
  }

  /// L2: from the highest level to the lowest odd one, each stretch of at least that level is reversed.
  private static func reordered(_ line: [(Character, level: Int)]) -> [Character] {
    var line = line
    for level in [2, 1] {
      var start = 0
      while start < line.count {
        guard line[start].level >= level else {
          start += 1
          continue
        }
        let end = line[start...].firstIndex { $0.level < level } ?? line.count
        line[start..<end].reverse()
        start = end
      }
    }
    return line.map(\.0)
  }

  private static func mirrored(_ character: Character) -> Character {
    let pairs: [Character] = ["(", ")", "[", "]", "{", "}", "<", ">", "«", "»", "‹", "›", "≤", "≥"]
    return pairs.firstIndex(of: character).map { pairs[$0 ^ 1] } ?? character
  }
}
