import Core
import Foundation

/// A difference in writing between ids that mean the same.
package enum IDDifference: Sendable, CaseIterable {
  case blanks, folder, ending, fraction, capitals, zeros, clock, dayFirst, monthFirst

  var words: String {
    switch self {
    case .blanks: "blanks around them"
    case .folder: "the folder"
    case .ending: "the file extension"
    case .fraction: "the .0 of whole numbers"
    case .capitals: "upper and lower case"
    case .zeros: "leading zeros"
    case .clock: "the time of day"
    case .dayFirst, .monthFirst: "the form of dates"
    }
  }

  /// The step that takes the difference away in pandas.
  var pandas: String {
    switch self {
    case .blanks: #".str.strip()"#
    case .folder: #".str.replace(r"^.*[/\\]", "", regex=True)"#
    case .ending: #".str.replace(r"\.[A-Za-z]\w*$", "", regex=True)"#
    case .fraction: #".str.removesuffix(".0")"#
    case .capitals: ".str.lower()"
    case .zeros: #".str.replace(r"^0+(?=\d)", "", regex=True)"#
    case .clock: ".str[:10]"
    case .dayFirst: #".pipe(pandas.to_datetime, dayfirst=True).dt.strftime("%Y-%m-%d")"#
    case .monthFirst: #".pipe(pandas.to_datetime).dt.strftime("%Y-%m-%d")"#
    }
  }

  /// An id without the difference.
  package func removed(from id: String) -> String {
    switch self {
    case .blanks: return id.trimmingCharacters(in: .whitespacesAndNewlines)
    case .folder: return id.lastIndex { $0 == "/" || $0 == "\\" }.map { String(id[id.index(after: $0)...]) } ?? id
    case .ending:
      guard let dot = id.lastIndex(of: "."), let first = id[dot...].dropFirst().first, first.isASCII, first.isLetter,
        id[dot...].dropFirst().allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
      else { return id }
      return String(id[..<dot])
    case .fraction: return id.hasSuffix(".0") ? String(id.dropLast(2)) : id
    case .capitals: return id.lowercased()
    case .zeros:
      let rest = id.drop { $0 == "0" }
      guard rest.count < id.count else { return id }
      return rest.first.map(\.isNumber) == true ? String(rest) : "0" + rest
    case .clock:
      guard id.utf8.count > 10, WrittenDate(String(id.prefix(10))) != nil else { return id }
      let time = id.dropFirst(10).filter { $0.isNumber }
      return time.allSatisfy { $0 == "0" } && [" ", "T", "t"].contains(id.dropFirst(10).first)
        ? String(id.prefix(10)) : id
    case .dayFirst: return WrittenDate(id)?.text(dayFirst: true) ?? id
    case .monthFirst: return WrittenDate(id)?.text(dayFirst: false) ?? id
    }
  }

  /// A text that equal ids share in whatever way they are written; few others share it.
  package static func plain(_ id: String) -> String {
    var isPlain = id.utf8.first != 0x30
    for byte in id.utf8 where isPlain {
      isPlain = (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte) || byte == 0x5f
    }
    if isPlain { return id }
    if id.utf8.count >= 8, id.utf8.contains(where: { (0x30...0x39).contains($0) }),
      let date = WrittenDate(clock.removed(from: blanks.removed(from: id)))
    {
      return date.plain
    }
    guard id.utf8.allSatisfy({ $0 < 0x80 }) else {
      let others: [IDDifference] = [.blanks, .folder, .ending, .fraction, .capitals, .zeros]
      return others.reduce(id) { $1.removed(from: $0) }
    }
    return plain(ascii: Array(id.utf8))
  }

  /// The same for ASCII, byte by byte, since tables are long.
  private static func plain(ascii bytes: [UInt8]) -> String {
    func isDigit(_ byte: UInt8?) -> Bool { byte.map { (0x30...0x39).contains($0) } ?? false }
    func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
    var text = bytes[...]
    text = text.drop(while: isBlank)
    while let last = text.last, isBlank(last) { text.removeLast() }
    if let slash = text.lastIndex(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }) {
      text = text[(slash + 1)...]
    }
    if let dot = text.lastIndex(of: UInt8(ascii: ".")) {
      let ending = text[(dot + 1)...]
      let isEnding = ending.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
      if let first = ending.first, isLetter(first), isEnding { text = text[..<dot] }
    }
    if text.suffix(2).elementsEqual(".0".utf8) { text = text.dropLast(2) }
    let rest = text.drop { $0 == 0x30 }
    let zeros: [UInt8] = rest.count == text.count || isDigit(rest.first) ? [] : [0x30]
    let lowered = rest.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
    return String(decoding: zeros + lowered, as: UTF8.self)
  }

  /// The differences without which the most ids of the items would be among others, and how many.
  package struct Found: Sendable, Equatable {
    package let kinds: [IDDifference]
    package let equal: Int
    /// True where ids of the items, and of the other side, have any of the differences.
    package var isInItems = false
    package var isInOthers = false

    var words: String { list(kinds.map(\.words).uniqued) }

    /// The statement in pandas that takes the differences away from a column.
    func statement(_ column: String) -> String {
      "df[\"\(column)\"] = df[\"\(column)\"].astype(str)" + kinds.map(\.pandas).joined()
    }
  }

  /// Finds the fewest differences without which the most ids are equal; nil where none helps.
  package static func found(_ items: [String], _ others: [String]) -> Found? {
    let before = equalCount(items, others, [])
    let singles = allCases.map { Found(kinds: [$0], equal: equalCount(items, others, [$0])) }
    var all = Found(kinds: allCases, equal: equalCount(items, others, allCases))
    for kind in allCases {
      let fewer = all.kinds.filter { $0 != kind }
      let equal = equalCount(items, others, fewer)
      if equal >= all.equal { all = Found(kinds: fewer, equal: equal) }
    }
    let best = (singles + [all]).max { ($0.equal, $1.kinds.count) < ($1.equal, $0.kinds.count) }
    guard var best, best.equal > before else { return nil }
    func isIn(_ ids: [String]) -> Bool { ids.contains { id in best.kinds.contains { $0.removed(from: id) != id } } }
    (best.isInItems, best.isInOthers) = (isIn(items), isIn(others))
    return best
  }

  /// The number of items that have a partner of their own without some differences.
  private static func equalCount(_ items: [String], _ others: [String], _ kinds: [IDDifference]) -> Int {
    func plain(_ id: String) -> String { kinds.reduce(id) { $1.removed(from: $0) } }
    let known = Dictionary(others.lazy.filter { !$0.isEmpty }.map { (plain($0), 1) }, uniquingKeysWith: +)
    let own = Dictionary(items.lazy.filter { !$0.isEmpty }.map { (plain($0), 1) }, uniquingKeysWith: +)
    return own.count { $0.value == 1 && known[$0.key] == 1 }
  }
}

/// A date of three numbers, the year at either end.
private struct WrittenDate {
  private let year: Int
  private let first: Int
  private let second: Int
  private let yearIsFirst: Bool

  /// - Returns: nil for any other text.
  init?(_ text: String) {
    guard (8...10).contains(text.utf8.count) else { return nil }
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "/" || $0 == "." }
    let numbers = parts.compactMap { part in part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) : nil }
    guard parts.count == 3, numbers.count == 3 else { return nil }
    yearIsFirst = parts[0].utf8.count == 4
    guard yearIsFirst || parts[2].utf8.count == 4 else { return nil }
    (year, first, second) =
      yearIsFirst ? (numbers[0], numbers[1], numbers[2]) : (numbers[2], numbers[0], numbers[1])
    guard (1...31).contains(first), (1...31).contains(second), min(first, second) <= 12 else { return nil }
  }

  /// The date as `2026-11-30`; nil where the number of the month is larger than 12.
  func text(dayFirst: Bool) -> String? {
    let (month, day) = yearIsFirst || !dayFirst ? (first, second) : (second, first)
    guard month <= 12 else { return nil }
    return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
  }

  /// The same text for a date in either order of day and month.
  var plain: String { "\(year)-\(min(first, second))-\(max(first, second))" }
}
