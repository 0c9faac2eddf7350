import Core
import Foundation

/// One label as a file spells it.
enum LabelCell: Equatable {
  case missing
  case number(Int64)
  /// A number that is not whole.
  case fraction(String)
  case word(String)
}

/// Turns the labels of a file into class ids.
struct LabelEncoding {
  let path: String
  let cells: [LabelCell]
  let classes: [String]?
  let minusOne: MinusOne
  /// True where the labels are clusters: -1 is noise, -2 or a missing one an item that was not clustered.
  let areClusters: Bool

  init(path: String, cells: [LabelCell], _ options: LabelOptions) {
    self.path = path
    // Beside names of clusters the two numbers keep their meaning.
    self.cells =
      options.areClusters ? cells.map { $0 == .word("-1") ? .number(-1) : $0 == .word("-2") ? .number(-2) : $0 } : cells
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

  /// The rows of items that were not clustered: those of -2, and those without a cluster.
  var leftOut: [Int] {
    areClusters ? cells.indices.filter { cells[$0] == .number(-2) || cells[$0] == .missing } : []
  }

  /// True where -1 is a class.
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

  /// A note where -1 has two possible meanings and neither is set.
  var notices: [Notice] {
    guard !areClusters, classes == nil, minusOne == .automatic, let signs else { return [] }
    let count = cells.count { $0 == .number(-1) }
    let message: String? =
      switch signs {
      case [-1, 1]:
        "-1 and 1 are two classes; if -1 stands for no label, set minus-one: missing (--minus-one missing)"
      case [-1, 0, 1]:
        "\(counted(count, "label")) of -1 read as unlabelled; if -1 is a class, set minus-one: class "
          + "(--minus-one class)"
      default: nil
      }
    return message.map { [Notice(kind: "minus-one", message: "\(path): \($0)")] } ?? []
  }

  func labelSet(named name: String) throws(LabelError) -> LabelSet {
    try checkNumbers()
    // A partition may be all noise.
    let countsMinusOne = areClusters || isClass
    guard cells.contains(where: { $0 != .missing && $0 != .number(-2) && ($0 != .number(-1) || countsMinusOne) }) else {
      throw error(.noLabels(rows: cells.count))
    }
    if let classes { return LabelSet(name: name, classes: classes, values: try ids(in: classes)) }

    let lowest: Int64 = isClass ? -1 : 0
    let numbers = Set(cells.compactMap { if case .number(let value) = $0, value >= lowest { value } else { nil } })
      .sorted()
    let words = Set(cells.compactMap { if case .word(let word) = $0 { word } else { nil } })
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    // Beside words -1 alone is a number.
    let numberIDs = Dictionary(uniqueKeysWithValues: zip(numbers, Int32(0)...))
    let wordIDs = Dictionary(uniqueKeysWithValues: zip(words, Int32(numbers.count)...))
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
      case .number(let value) where value < (areClusters ? -2 : -1):
        throw error(areClusters ? .negativeCluster(row: row, value: value) : .negative(row: row, value: value))
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
