import Foundation
import Matrices

/// One label as a file spells it.
enum LabelCell: Equatable {
  case missing
  case number(Int64)
  /// A number that is not whole.
  case fraction(String)
  case word(String)

  /// The labels of a column of texts: numbers when all that are there are whole, else words; and how often each word for a
  /// missing value occurs, unless a class has its name.
  ///
  /// Only the usual spelling counts as a number, so that "03" and "3" stay two classes.
  static func cells(of texts: [String], classes: [String] = []) -> (cells: [LabelCell], missing: [String: Int]) {
    let words = MissingValue.words.subtracting(classes)
    var missing: [String: Int] = [:]
    let labels = texts.map { text in
      let text = trimmed(text)
      guard text.utf8.count <= MissingValue.longestWord, words.contains(text) else { return text }
      missing[text, default: 0] += 1
      return ""
    }
    let numbers = labels.map { $0.isEmpty ? .missing : wholeNumber($0).map(LabelCell.number) }
    if numbers.contains(nil) { return (labels.map { $0.isEmpty ? .missing : .word($0) }, missing) }
    return (numbers.compactMap(\.self), missing)
  }

  /// The text without spaces around it; most have none, which is quick to see.
  private static func trimmed(_ text: String) -> String {
    guard let first = text.utf8.first, let last = text.utf8.last else { return text }
    let isPlain = (0x21..<0x80).contains(first) && (0x21..<0x80).contains(last)
    return isPlain ? text : text.trimmingCharacters(in: .whitespaces)
  }

  private static func wholeNumber(_ text: String) -> Int64? {
    // pandas writes whole numbers as 3.0 when another cell of their column is empty.
    let digits = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    guard let value = Int64(digits), String(value) == digits else { return nil }
    return value
  }
}

/// Turns the labels of a file into class ids.
struct LabelEncoding {
  let path: String
  let cells: [LabelCell]
  let classes: [String]?
  let minusOne: MinusOne
  /// Whether the labels are clusters, among which -1 is noise and -2 an item that was not clustered.
  let areClusters: Bool

  init(path: String, cells: [LabelCell], _ options: LabelOptions) {
    self.path = path
    self.cells = cells
    classes = options.classes
    minusOne = options.minusOne
    areClusters = options.areClusters
  }

  /// The labels with their notes.
  ///
  /// - Throws: ``LabelError``.
  func column(named name: String, ids: [String]? = nil, notices: [Notice] = []) throws(LabelError) -> LabelColumn {
    LabelColumn(labels: try labelSet(named: name), ids: ids, notices: notices + self.notices, leftOut: leftOut)
  }

  /// The rows of items that were not clustered.
  var leftOut: [Int] { areClusters ? cells.indices.filter { cells[$0] == .number(-2) } : [] }

  /// Whether -1 is a class.
  private var isClass: Bool {
    guard !areClusters, classes == nil, minusOne != .missing else { return false }
    return minusOne == .class || signs == [-1, 1]
  }

  /// The numbers that occur, where there are few; nil for more than three.
  private var signs: Set<Int64>? {
    var numbers: Set<Int64> = []
    for case .number(let value) in cells {
      numbers.insert(value)
      if numbers.count > 3 { return nil }
    }
    return numbers
  }

  /// A note where -1 can mean two things and nobody said which.
  var notices: [Notice] {
    guard !areClusters, classes == nil, minusOne == .automatic, let signs else { return [] }
    let count = cells.count { $0 == .number(-1) }
    let message: String? =
      switch signs {
      case [-1, 1]:
        "-1 and 1 are two classes; if -1 stands for no label, say so with minus-one: missing (--minus-one missing)"
      case [-1, 0, 1]:
        "\(counted(count, "label")) of -1 read as unlabelled; if -1 is a class, say so with minus-one: class "
          + "(--minus-one class)"
      default: nil
      }
    return message.map { [Notice(kind: "minus-one", message: "\(path): \($0)")] } ?? []
  }

  func labelSet(named name: String) throws(LabelError) -> LabelSet {
    try checkNumbers()
    guard cells.contains(where: { $0 != .missing && $0 != .number(-2) && ($0 != .number(-1) || isClass) }) else {
      throw error(.noLabels(rows: cells.count))
    }
    if let classes { return LabelSet(name: name, classes: classes, values: try ids(in: classes)) }

    let lowest: Int64 = isClass ? -1 : 0
    let numbers = Set(cells.compactMap { if case .number(let value) = $0, value >= lowest { value } else { nil } })
      .sorted()
    let words = Set(cells.compactMap { if case .word(let word) = $0 { word } else { nil } })
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    // A column holds either numbers or words, so one of the two is empty.
    let numberIDs = Dictionary(uniqueKeysWithValues: zip(numbers, Int32(0)...))
    let wordIDs = Dictionary(uniqueKeysWithValues: zip(words, Int32(0)...))
    let values = cells.map { cell in
      switch cell {
      case .number(let value): numberIDs[value] ?? LabelSet.unlabelled
      case .word(let word): wordIDs[word] ?? LabelSet.unlabelled
      case .missing, .fraction: LabelSet.unlabelled
      }
    }
    return LabelSet(name: name, classes: numbers.map(String.init) + words, values: values)
  }

  private func checkNumbers() throws(LabelError) {
    for (row, cell) in cells.enumerated() {
      switch cell {
      case .fraction(let text): throw error(.notWhole(row: row, value: text))
      case .number(let value) where value < (areClusters ? -2 : -1): throw error(.negative(row: row, value: value))
      default: continue
      }
    }
  }

  /// Ids that are positions in the names given.
  private func ids(in classes: [String]) throws(LabelError) -> [Int32] {
    var positions: [String: Int32] = [:]
    for (position, name) in classes.enumerated() {
      guard positions.updateValue(Int32(position), forKey: name) == nil else { throw error(.duplicateClass(name)) }
    }
    var ids: [Int32] = []
    ids.reserveCapacity(cells.count)
    for (row, cell) in cells.enumerated() {
      switch cell {
      case .number(let value) where value >= 0:
        guard value < classes.count else {
          throw error(.outsideClasses(row: row, value: String(value), classes: classes.count))
        }
        ids.append(Int32(value))
      case .word(let word):
        guard let id = positions[word] else {
          throw error(.outsideClasses(row: row, value: word, classes: classes.count))
        }
        ids.append(id)
      default: ids.append(LabelSet.unlabelled)
      }
    }
    return ids
  }

  private func error(_ reason: LabelError.Reason) -> LabelError { LabelError(path: path, reason: reason) }
}

/// Why a file's labels cannot be used.
public struct LabelError: ExplainedError {
  package enum Reason: Equatable {
    case noLabels(rows: Int)
    case notUTF8(line: Int)
    case notWhole(row: Int, value: String)
    case negative(row: Int, value: Int64)
    case outsideClasses(row: Int, value: String, classes: Int)
    case duplicateClass(String)
    case chooseColumn([String])
    case noColumns(asked: String)
    case oneHot(rows: Int, classes: Int)
    /// The positions of a table's columns, of which each row has one 1.
    case oneHotColumns([Int], rows: Int)
    case notAList
    case noHeader
    case idCount(ids: Int, labels: Int)
  }

  public let path: String
  package let reason: Reason

  package init(path: String, reason: Reason) {
    self.path = path
    self.reason = reason
  }

  public var failure: String { "cannot read labels from \(path)" }

  public var cause: String {
    switch reason {
    case .noLabels(let rows): "0 of \(counted(rows, "row")) have a label"
    case .notUTF8(let line): "line \(line) is not UTF-8"
    case .notWhole(let row, let value): "row \(row) (from 0): a whole number was expected, found \(value)"
    case .negative(let row, let value): "row \(row) (from 0): the label is \(value); only -1 stands for unlabelled"
    case .outsideClasses(let row, let value, let classes):
      "row \(row) (from 0): the label \(value) is none of the \(counted(classes, "class", plural: "classes")) given"
    case .duplicateClass(let name): "the class \"\(name)\" is named twice"
    case .chooseColumn(let columns): "which of its columns holds the labels? It has \(list(columns))"
    case .noColumns(let asked): "\"\(asked)\" was asked for, but the file has neither columns nor members"
    case .notAList: "it is not JSON with a list of texts and numbers, or an object of such lists"
    case .noHeader: "a header was announced, but only a table has one"
    case .idCount(let ids, let labels): "there are \(counted(ids, "id")) for \(counted(labels, "label"))"
    case .oneHotColumns(let columns, let rows):
      "one label a row was expected, found \(rows.grouped) × \(columns.count.grouped) numbers with a sum of 1 in each "
        + "row, one column a class"
    case .oneHot(let rows, let classes):
      "one label a row was expected, found \(rows.grouped) × \(classes.grouped) numbers with a sum of 1 in each row, one "
        + "column a class"
    }
  }

  public var hint: String {
    switch reason {
    case .noLabels: "check the column"
    case .notUTF8: "save the text as UTF-8"
    case .notWhole: "labels are class numbers or names; numbers on a scale need to be cut into classes first"
    case .negative: "number the classes from 0"
    case .outsideClasses: "name every class; numeric labels are positions in the names, from 0"
    case .duplicateClass: "give every class a name of its own"
    case .chooseColumn(let columns):
      columns.isEmpty
        ? "a label needs a column of its own"
        : "name one of them: \(path):\(columns[0]) on the command line, column: in an experiment file"
    case .noColumns(let asked): "name the file alone: \(path), without \(asked)"
    case .notAList: "write the labels as [\"cat\", \"dog\", null], where null is not known (NaN is no JSON)"
    case .noHeader: "leave the header out"
    case .idCount: "save one id for each label"
    case .oneHotColumns(let columns, _):
      "write the class of each row into a column; in pandas table.iloc[:, \(Self.slice(columns))].idxmax(axis=1) gives "
        + "its name, .values.argmax(axis=1) its number"
    case .oneHot: "save the number of each row's class: numpy.save(path, array.argmax(axis=1))"
    }
  }

  /// Columns as pandas takes them by position: a range where they are neighbours, else a list.
  private static func slice(_ columns: [Int]) -> String {
    guard let first = columns.first, let last = columns.last, last - first != columns.count - 1 else {
      return "\(columns.first ?? 0):\((columns.last ?? 0) + 1)"
    }
    return "\(columns)"
  }
}
