import Core
import Foundation

/// The labels of a file as texts, and the ids of their rows.
struct LabelTexts {
  let path: String
  let texts: [String]
  var ids: [String]?

  func column(_ options: LabelOptions, name: String, notices: [Notice] = []) throws(LabelError) -> LabelColumn {
    let spelled = SpelledLabels(texts, classes: options.classes ?? [])
    return try LabelEncoding(path: path, cells: spelled.cells, options)
      .column(named: options.name ?? name, ids: ids, notices: notices + spelled.notices(path, options))
  }
}

/// The labels of a column of texts: numbers when all that are there are, else words.
///
/// Equal numbers are one label however many zeros end them (`3`, `3.0`), but "03" is a word, so that "03" and "3" stay
/// two classes.
struct SpelledLabels {
  private(set) var cells: [LabelCell] = []
  /// The count of each word for a missing value, unless a class has its name.
  private var missing: [String: Int] = [:]
  /// Two spellings of each number that has several.
  private var spellings: [String: (String, String)] = [:]
  /// The labels that are written with and without blanks around them.
  private var padded: Set<String> = []
  /// The words that are written in several sequences of characters of Unicode.
  private var composed: Set<String> = []

  init(_ texts: [String], classes: [String] = []) {
    let words = MissingValue.words.subtracting(classes)
    let labels = texts.map { text in
      let text = Self.trimmed(text)
      guard text.utf8.count <= MissingValue.longestWord, words.contains(text) else { return text }
      missing[text, default: 0] += 1
      return ""
    }
    findPadded(texts, labels)
    findComposed(labels)
    let numbers = labels.map { $0.isEmpty ? "" : Self.plainNumber($0) }
    guard !numbers.contains(nil) else {
      cells = labels.map { $0.isEmpty ? .missing : .word($0) }
      return
    }
    cells = Self.cells(of: numbers.compactMap(\.self))
    findSpellings(labels, numbers)
  }

  /// Numbers where all are whole and 64 bits hold them, else words, among which -1 stays a number where all are whole.
  private static func cells(of numbers: [String]) -> [LabelCell] {
    let wholes = numbers.map { $0.isEmpty ? LabelCell.missing : Int64($0).map(LabelCell.number) }
    guard wholes.contains(nil) else { return wholes.compactMap(\.self) }
    let areWhole = !numbers.contains { $0.contains(".") }
    return numbers.map { $0.isEmpty ? .missing : areWhole && $0 == "-1" ? .number(-1) : .word($0) }
  }

  private mutating func findPadded(_ texts: [String], _ labels: [String]) {
    var found: Set<String> = []
    for (text, label) in zip(texts, labels) where !label.isEmpty && text.utf8.count != label.utf8.count {
      found.insert(label)
    }
    guard !found.isEmpty else { return }
    var first: [String: String] = [:]
    for (text, label) in zip(texts, labels) where found.contains(label) {
      if let other = first[label] {
        if other != text { padded.insert(label) }
      } else {
        first[label] = text
      }
    }
  }

  /// Equal texts have the same characters, whose code points may differ: é is one, or e with an accent behind it.
  private mutating func findComposed(_ labels: [String]) {
    var first: [String: String] = [:]
    for label in labels where label.utf8.contains(where: { $0 >= 0x80 }) {
      if let other = first[label] {
        if other.utf8.count != label.utf8.count || !other.utf8.elementsEqual(label.utf8) { composed.insert(label) }
      } else {
        first[label] = label
      }
    }
  }

  private mutating func findSpellings(_ labels: [String], _ numbers: [String?]) {
    guard zip(labels, numbers).contains(where: { $0 != $1 }) else { return }
    var first: [String: String] = [:]
    for case (let label, let number?) in zip(labels, numbers) where !label.isEmpty {
      if let other = first[number] {
        if other != label, spellings[number] == nil { spellings[number] = (other, label) }
      } else {
        first[number] = label
      }
    }
  }

  /// The text without spaces around it; most have none, which is quick to see.
  private static func trimmed(_ text: String) -> String {
    guard let first = text.utf8.first, let last = text.utf8.last else { return text }
    let isPlain = (0x21..<0x80).contains(first) && (0x21..<0x80).contains(last)
    return isPlain ? text : text.trimmingCharacters(in: .whitespaces)
  }

  /// A number without the zeros that end its decimals; nil for other texts and for zeros before other digits.
  private static func plainNumber(_ text: String) -> String? {
    let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
    let whole = digits.prefix { (0x30...0x39).contains($0) }
    let isZero = whole.count == 1 && whole.first == 0x30
    guard let first = whole.first, first != 0x30 || isZero else { return nil }
    if whole.count == digits.count { return isZero && digits.count < text.utf8.count ? nil : text }
    var decimals = digits.dropFirst(whole.count)
    guard decimals.removeFirst() == UInt8(ascii: "."), !decimals.isEmpty,
      decimals.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    let zeros = decimals.reversed().prefix { $0 == 0x30 }.count
    let plain = zeros == decimals.count ? text.dropLast(zeros + 1) : text.dropLast(zeros)
    return plain == "-0" ? nil : String(plain)
  }

  /// Words that people write for a label that they do not know, which are classes all the same.
  private static let doubtful: Set<String> = [
    "?", "??", "???", "-", "--", "---", ".", "none", "unknown", "unk", "missing", "na", "n.a.", "nil", "undefined",
    "unlabelled", "unlabeled", "not available", "not known", "no label", "tbd",
  ]

  /// Notes on words for missing values, on words that could be such, and on numbers that are written in several ways.
  func notices(_ path: String, _ options: LabelOptions) -> [Notice] {
    missingNotice(path, areClusters: options.areClusters) + (options.classes == nil ? doubtfulNotice(path) : [])
      + spellingNotice(path) + mergedNotice(path, padded, "blanks around them", options)
      + mergedNotice(path, composed, "the code points of equal characters (Unicode)", options) + alikeNotice(path)
  }

  /// A note on labels that are one though their texts differ.
  private func mergedNotice(
    _ path: String, _ labels: Set<String>, _ difference: String, _ options: LabelOptions
  ) -> [Notice] {
    guard !labels.isEmpty else { return [] }
    let (noun, isOne) = (options.areClusters ? "cluster" : "class", labels.count == 1)
    return [
      Notice(
        kind: "labels-merged",
        message:
          "\(path): the labels of \(counted(labels.count, noun, plural: options.areClusters ? "clusters" : "classes")) "
          + "(\(list(labels.sorted(), limit: 5))) differ in \(difference) alone: \(isOne ? "it is" : "each is") one \(noun)"
      )
    ]
  }

  private func missingNotice(_ path: String, areClusters: Bool) -> [Notice] {
    guard !missing.isEmpty else { return [] }
    let total = missing.values.reduce(0, +)
    return [
      Notice(
        kind: "missing-words",
        message: "\(path): \(counted(total, "label")) \(total == 1 ? "is a word" : "are words") for a missing value ("
          + "\(Self.listed(missing))) and read as \(areClusters ? "not clustered" : "unlabelled")")
    ]
  }

  private func doubtfulNotice(_ path: String) -> [Notice] {
    var counts: [String: Int] = [:]
    for case .word(let word) in cells where word.utf8.count <= 13 && Self.doubtful.contains(word.lowercased()) {
      counts[word, default: 0] += 1
    }
    return counts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { word, count in
      Notice(
        kind: "class-like-missing",
        message: "\(path): \(counted(count, "item")) \(count == 1 ? "has" : "have") the class \(word); if that means "
          + "unknown, leave the label empty or write NA")
    }
  }

  private func spellingNotice(_ path: String) -> [Notice] {
    guard let first = spellings.min(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) else { return [] }
    return [
      Notice(
        kind: "number-spellings",
        message:
          "\(path): \(counted(spellings.count, "class", plural: "classes")) \(spellings.count == 1 ? "is" : "are") "
          + "written in several ways, such as \(first.value.0) and \(first.value.1): equal numbers are one class")
    ]
  }

  /// The most classes of which the spellings are compared.
  private static let mostClasses = 10_000

  /// The note on words that differ in capitals or leading zeros alone, which are classes of their own.
  private func alikeNotice(_ path: String) -> [Notice] {
    var words: Set<String> = []
    for case .word(let word) in cells where words.count <= Self.mostClasses { words.insert(word) }
    guard words.count <= Self.mostClasses else { return [] }
    let groups = Dictionary(grouping: words) { IDDifference.zeros.removed(from: $0.lowercased()) }
      .values.filter { $0.count > 1 }
    guard let first = groups.map({ $0.sorted() }).min(by: { $0[0] < $1[0] }) else { return [] }
    return [
      Notice(
        kind: "classes-alike",
        message: "\(path): \(list(first)) differ in capitals or leading zeros alone"
          + (groups.count > 1
            ? ", and so \(groups.count == 2 ? "does" : "do") \(counted(groups.count - 1, "other class", plural: "other classes"))"
            : "")
          + ": each is a class of its own; write them alike if they are one")
    ]
  }

  private static func listed(_ counts: [String: Int]) -> String {
    counts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { "\($0.value.grouped) \($0.key)" }.joined(separator: ", ")
  }
}

extension LabelCell {
  /// The labels of an array of numbers; words where one is whole but too large for 64 bits with a sign.
  static func cells(of numbers: some Collection<StoredArray.Whole>) -> [LabelCell] {
    let areLarge = numbers.contains { if case .large = $0 { true } else { false } }
    return numbers.map { number in
      switch number {
      case .whole(let value): areLarge && value != -1 ? .word(String(value)) : .number(value)
      case .large(let text): .word(text)
      case .missing: .missing
      case .other(let text): .fraction(text)
      }
    }
  }
}
