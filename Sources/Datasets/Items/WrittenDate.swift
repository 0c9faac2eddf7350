import Core
import Foundation

/// A date of three numbers, or of two and the name of a month, with or without a time.
struct WrittenDate {
  private enum Form {
    case yearFirst, yearLast, named
  }

  private let form: Form
  private let year: Int
  private let first: Int
  private let second: Int
  private let hasShortYear: Bool
  /// The time as `10:00:00`; empty at midnight and for a date alone.
  private let time: String
  /// The characters of the date, without the time.
  private let text: String

  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

  /// - Returns: nil for any other text; numbers without a separator are none.
  init?(_ text: String) {
    guard Self.mayBeDate(text.utf8) else { return nil }
    var date = Substring(text)
    var time = ""
    if let colon = text.firstIndex(of: ":"), let mark = text[..<colon].lastIndex(where: { " Tt".contains($0) }) {
      guard let found = Self.time(text[text.index(after: mark)...]) else { return nil }
      (date, time) = (text[..<mark], found)
    }
    let parts = date.split { "-/., ".contains($0) }
    guard parts.count == 3 else { return nil }
    let numbers = parts.map { part in part.utf8.count <= 4 && part.utf8.allSatisfy(IDWriting.isDigit) ? Int(part) : nil
    }
    func month(_ part: Substring) -> Int? {
      let name = part.lowercased()
      guard name.count >= 3, name.allSatisfy(\.isLetter) else { return nil }
      return Self.months.firstIndex { name.hasPrefix($0) }.map { $0 + 1 }
    }
    (self.time, self.text) = (time, String(date))
    if let named = (numbers[1] == nil ? month(parts[1]) : month(parts[0])) {
      let day = numbers[1] ?? (parts[0].utf8.count == 4 ? numbers[2] : numbers[0])
      let year = numbers[1] == nil && parts[0].utf8.count == 4 ? numbers[0] : numbers[2]
      guard let day, let year, (1...31).contains(day), (1...4).contains(parts[2].utf8.count) else { return nil }
      (form, first, second, hasShortYear) = (.named, named, day, false)
      self.year = year < 100 ? 2000 + year : year
      return
    }
    let known = numbers.compactMap(\.self)
    let separators = Set(date.filter { !$0.isNumber })
    guard known.count == 3, separators.count == 1, "-/.".contains(separators.first ?? " ") else { return nil }
    let lengths = parts.map(\.utf8.count)
    guard lengths.filter({ $0 <= 2 }).count >= 2, lengths[1] <= 2 else { return nil }
    form = lengths[0] == 4 ? .yearFirst : .yearLast
    guard lengths[0] <= 2 || lengths[0] == 4, lengths[2] == 4 || lengths[2] <= 2 && (lengths[0] == 4 || lengths[2] == 2)
    else { return nil }
    (first, second) = form == .yearFirst ? (known[1], known[2]) : (known[0], known[1])
    let year = form == .yearFirst ? known[0] : known[2]
    hasShortYear = form == .yearLast && lengths[2] == 2
    self.year = hasShortYear ? 2000 + year : year
    guard (1...31).contains(first), (1...31).contains(second), min(first, second) <= 12 else { return nil }
  }

  /// True for a text that has a digit, two separators and no other form of a number, seen quickly.
  private static func mayBeDate(_ bytes: String.UTF8View) -> Bool {
    guard (6...40).contains(bytes.count) else { return false }
    var (digits, separators) = (0, 0)
    for byte in bytes.prefix(14) {
      if IDWriting.isDigit(byte) { digits += 1 }
      if byte == 0x2d || byte == 0x2f || byte == 0x2e || byte == 0x20 { separators += 1 }
    }
    return digits >= 3 && separators >= 2
  }

  /// A time of hours and minutes, and seconds where it has some, as `10:00:00`; empty at midnight, nil for any other text.
  private static func time(_ text: Substring) -> String? {
    var text = text
    for zone in ["Z", "z", "+00:00"] where text.hasSuffix(zone) { text.removeLast(zone.count) }
    if let dot = text.firstIndex(of: "."), text[text.index(after: dot)...].allSatisfy({ $0 == "0" }) {
      text = text[..<dot]
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts[0].utf8.count <= 2, parts[1].utf8.count == 2,
      parts.prefix(2).allSatisfy({ $0.utf8.allSatisfy(IDWriting.isDigit) && !$0.isEmpty })
    else { return nil }
    let seconds = parts.count == 3 ? String(parts[2]) : "00"
    guard seconds.first?.isNumber == true else { return nil }
    let time = "\(parts[0].utf8.count < 2 ? "0" : "")\(parts[0]):\(parts[1]):\(seconds)"
    return time == "00:00:00" ? "" : time
  }

  /// The date as `2026-11-30`; nil where the number of the month is larger than 12.
  private func text(dayFirst: Bool) -> String? {
    let (month, day) = form != .yearLast || !dayFirst ? (first, second) : (second, first)
    guard month <= 12 else { return nil }
    return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
  }

  /// True where the day must come first, false where the month must or the form leaves no doubt; nil where no number tells.
  var tellsDayFirst: Bool? {
    guard form == .yearLast else { return false }
    return first > 12 ? true : second > 12 ? false : nil
  }

  /// The date as `2026-11-30`, with its time; nil where the number of the month is larger than 12.
  func withTime(dayFirst: Bool) -> String? {
    text(dayFirst: dayFirst).map { time.isEmpty ? $0 : "\($0) \(time)" }
  }

  /// The same text for a date in either order of day and month.
  var plain: String { "\(year)-\(min(first, second))-\(max(first, second))" + (time.isEmpty ? "" : " \(time)") }
}

extension WrittenDate {
  /// - Returns: nil for anything but a date without separators, such as 20261130.
  init?(compact text: String) {
    guard text.utf8.count == 8, text.utf8.allSatisfy(IDWriting.isDigit), let number = Int(text),
      (1800..<2200).contains(number / 10000)
    else { return nil }
    self.init("\(number / 10000)-\(number / 100 % 100)-\(number % 100)")
  }

  /// A text without the T between date and time, the time zone Z and zeros that end the seconds.
  static func withoutTimeMark(_ text: String) -> String {
    guard text.utf8.count > 10, let date = WrittenDate(text), !date.time.isEmpty else { return text }
    let rest = text.dropFirst(date.text.count)
    guard let mark = rest.first else { return text }
    var time = rest.dropFirst()
    for zone in ["Z", "+00:00"] where time.hasSuffix(zone) { time.removeLast(zone.count) }
    if let dot = time.firstIndex(of: "."), time[time.index(after: dot)...].allSatisfy({ $0 == "0" }) {
      time = time[..<dot]
    }
    return "\(date.text)\("Tt".contains(mark) ? " " : String(mark))\(time)"
  }

  /// A text without a difference in the form of its date.
  static func without(_ difference: IDDifference, _ text: String) -> String {
    if difference == .yearFirst, let date = WrittenDate(compact: text) { return date.text(dayFirst: false) ?? text }
    guard let date = WrittenDate(text) else { return text }
    let rest = text.dropFirst(date.text.count)
    switch (difference, date.form) {
    case (.clock, _): return date.time.isEmpty ? date.text : text
    case (.shortYear, .yearLast):
      return date.hasShortYear ? "\(date.text.dropLast(2))\(date.year)\(rest)" : text
    case (.monthName, .named), (.yearFirst, .yearFirst):
      return date.text(dayFirst: false).map { $0 + rest } ?? text
    case (.dayFirst, .yearLast): return date.hasShortYear ? text : date.text(dayFirst: true).map { $0 + rest } ?? text
    case (.monthFirst, .yearLast):
      return date.hasShortYear ? text : date.text(dayFirst: false).map { $0 + rest } ?? text
    default: return text
    }
  }
}
