import Core

/// The columns of a table that name its rows or only count them.
package struct RowNames {
  /// The column of the ids, unless another file decides otherwise.
  package var ids: Int?
  /// True where the user names that column.
  package var isAsked = false
  /// Columns that count the rows, which are neither ids nor data.
  package var counters: [Int] = []
  /// Other columns that are called like ids.
  package var others: [Int] = []
  /// A first column without a name in which words occur twice or more on average, such as the names of classes.
  fileprivate(set) var repeatedWords: Int?
  /// The kind of each column that is called like ids.
  var kinds: [Int: IDColumn.Kind] = [:]

  /// The columns that are no data.
  package var all: [Int] { [ids].compactMap(\.self) + counters + others }

  /// The names of columns that hold ids, the first that occurs in a table before the others.
  static let idNames = ["id", "image_id", "filename"]

  static func isIDName(_ name: String) -> Bool { idNames.contains(name.lowercased()) || isIndexName(name) }

  /// True for the names that an index gets when pandas writes and reads it.
  static func isIndexName(_ name: String) -> Bool {
    let name = name.lowercased()
    return name == "index" || name == "level_0" || name.hasPrefix("unnamed: 0")
  }

  /// True for the names that further levels of an index get, and columns whose name is lost.
  static func isLevelName(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["level_", "unnamed: "].contains { start in
      name.hasPrefix(start) && name.count > start.count
        && name.dropFirst(start.count).allSatisfy { $0.isNumber || $0 == "." }
    }
  }

  /// True for names that end like those of ids: `caption_id`, `item.id`, `imageId`, `uid`.
  static func endsLikeIDs(_ name: String) -> Bool {
    let lowered = name.lowercased()
    if ["uid", "uuid", "guid"].contains(lowered) { return true }
    if ["_id", ".id", "-id", " id", "_uid", "_uuid", "_guid"].contains(where: lowered.hasSuffix) { return true }
    let before = name.dropLast(2).last
    return (name.hasSuffix("Id") || name.hasSuffix("ID")) && before.map { $0.isLowercase || $0.isNumber } == true
  }

  /// The kind of the note on words that are taken for ids.
  package static let wordsKind = "words-as-ids"

  /// The note on a first column of words that are taken for ids.
  package static func wordsNotice(of table: DelimitedTable) -> Notice {
    let reason =
      table.holdsWordVectors && !table.startsWithWords
      ? "the first line counts vectors, as word2vec writes them, and the first column names these"
      : "the first column holds a different word in each row"
    return Notice(kind: wordsKind, message: "\(table.path): \(reason); the words are read as ids")
  }

  /// The kind of the note on columns that count the rows.
  static let countersKind = "row-numbers-left-out"

  /// Notes on the columns that count the rows, and on a first column of words that repeat; none without any.
  ///
  /// - Parameter data: the column of labels or captions, which needs no note.
  package func notices(of table: DelimitedTable, data: Int? = nil) -> [Notice] {
    let counting = counters.map {
      table.name(of: $0).isEmpty ? "the first column (without a name)" : table.name(of: $0)
    }
    let words = repeatedWords.flatMap { $0 == data ? nil : table.name(of: $0).isEmpty ? "" : " \(table.name(of: $0))" }
    return [
      counting.isEmpty
        ? nil
        : Notice(
          kind: Self.countersKind,
          message:
            "\(table.path): \(counting.joined(separator: ", ")) only \(counting.count == 1 ? "counts" : "count") the "
            + "rows: no data"),
      words.map {
        Notice(
          kind: "words-left-out",
          message: "\(table.path): the first column\($0) holds words that repeat, which are neither ids nor features; "
            + "its rows are matched by position")
      },
    ].compactMap(\.self)
  }

  /// The note on columns that are called like ids and therefore no features; none without any.
  package func leftOutNotices(of table: DelimitedTable, but dropped: Set<Int>) -> [Notice] {
    let left = others.filter { !dropped.contains($0) && $0 != repeatedWords }.sorted()
    return left.isEmpty ? [] : [Self.leftOutNotice(table.path, left.map(table.optionName(of:)))]
  }

  /// The note on columns of a file that are called like ids and therefore no features.
  package static func leftOutNotice(_ path: String, _ columns: [String]) -> Notice {
    Notice(
      kind: "id-columns-left-out",
      message:
        "\(path): \(list(columns, limit: 5)) \(columns.count == 1 ? "is called" : "are called") like ids and left "
        + "out of the features; to keep \(columns.count == 1 ? "it" : "one"), rename it")
  }
}

extension DelimitedTable {
  /// The columns that name the rows: the one asked for, else one called `id`, `image_id` or `filename`, else an index:
  /// a column called `index`, or a first one without a name (`Unnamed: 0`), unless it only counts the rows. Others that
  /// are called like ids stand beside it.
  ///
  /// - Parameters:
  ///   - dropped: columns that are neither ids nor data, unless they are asked for.
  ///   - mayRepeat: true where the ids are names, of which several may be equal.
  ///   - ofFeatures: true where columns that are called like ids and repeat them are left out, too.
  /// - Throws: ``TableError`` when there is no column of the name asked for.
  package func rowNames(
    asked: String? = nil, but dropped: Set<Int> = [], mayRepeat: Bool = false, ofFeatures: Bool = false
  ) throws -> RowNames {
    var names = RowNames()
    names.ids = try asked.map(askedIDs(_:))
    names.isAsked = asked != nil
    guard let columnNames else { return names }
    for (column, name) in columnNames.enumerated() where column != names.ids && !dropped.contains(column) {
      guard let kind = try idKind(of: column, name, in: columnNames, ofFeatures: ofFeatures) else { continue }
      names.kinds[column] = kind
      if kind == .counter { names.counters.append(column) } else { names.others.append(column) }
    }
    try judgeIndices(&names, mayRepeat: mayRepeat)
    func order(_ column: Int) -> Int {
      RowNames.idNames.firstIndex(of: columnNames[column].lowercased()) ?? RowNames.idNames.count
    }
    if names.ids == nil {
      let named = names.others.filter { names.kinds[$0] == .named }
      names.ids =
        named.min { (order($0), $0) < (order($1), $1) } ?? names.others.first { names.kinds[$0] == .index }
      names.others.removeAll { $0 == names.ids }
    }
    return names
  }

  /// Finds the indices that name no row: those of several parts, levels of one, and classes.
  private func judgeIndices(_ names: inout RowNames, mayRepeat: Bool) throws {
    if names.counters.isEmpty, let index = names.others.filter({ names.kinds[$0] == .index }).only,
      try countsPartsOfRows(index)
    {
      names.kinds[index] = .counter
      names.counters = [index]
      names.others.removeAll { $0 == index }
    }
    // Levels of an index name a row only together.
    let indices = names.others.filter { names.kinds[$0] == .index }
    for column in indices where indices.count + names.counters.count > 1 {
      let texts = try strings(column: column)
      if Set(texts).count < texts.count { names.kinds[column] = .value }
    }
    if !mayRepeat, names.counters.isEmpty, let index = indices.only, try holdsRepeatedWords(index) {
      names.kinds[index] = .clue
      names.repeatedWords = index
    }
  }

  /// The kind of ids that a column holds by its name; nil for data.
  private func idKind(
    of column: Int, _ name: String, in names: [String], ofFeatures: Bool
  ) throws -> IDColumn.Kind? {
    if RowNames.idNames.contains(name.lowercased()) { return .named }
    let isBeforeNames =
      name.isEmpty && columns > 1 && names[..<column].allSatisfy { $0.isEmpty || RowNames.isIndexName($0) }
    if RowNames.isIndexName(name) || isBeforeNames || RowNames.isLevelName(name) {
      // Fractions are no ids.
      guard let texts = try? strings(column: column),
        texts.allSatisfy({ IDValues.isWordOrWhole(withDecimalPoint($0)) })
      else { return nil }
      return IDValues.countRows(texts) ? .counter : .index
    }
    guard RowNames.endsLikeIDs(name) else { return nil }
    guard let texts = try? strings(column: column) else { return nil }
    if IDValues.areDistinct(texts) { return .alike }
    return ofFeatures && texts.allSatisfy({ IDValues.isWordOrWhole(withDecimalPoint($0)) }) ? .clue : nil
  }

  /// True for an index without a name of its own in which words occur twice or more on average, as the names of classes do.
  private func holdsRepeatedWords(_ column: Int) throws -> Bool {
    let name = columnNames?[column] ?? ""
    guard name.isEmpty || name.lowercased().hasPrefix("unnamed: 0") else { return false }
    let texts = try strings(column: column)
    let known = texts.filter { !$0.isEmpty }
    return !IDValues.areNumbers(texts) && !known.isEmpty && 2 * Set(known).count <= known.count
  }

  /// The position of the column that is asked for as that of the ids.
  private func askedIDs(_ name: String) throws(TableError) -> Int {
    do {
      return try idPosition(of: name)
    } catch {
      guard case .unknownColumn(let name, let columns, let count, let isInFirstLine) = error.reason else { throw error }
      throw TableError(
        path: path, reason: .unknownIDColumn(name, columns: columns, count: count, isInFirstLine: isInFirstLine))
    }
  }

  /// In a table without names a number alone is a position, as experiment files write it.
  private func idPosition(of name: String) throws(TableError) -> Int {
    if columnNames == nil, let position = Int(name), (0..<columns).contains(position) { return position }
    return try position(of: name)
  }

  /// True where the table has a column that `--id-column` or `--drop-columns` can name so; also for several of that name.
  package func hasColumn(_ name: String) -> Bool {
    do throws(TableError) {
      _ = try idPosition(of: name)
      return true
    } catch {
      if case .ambiguousColumn = error.reason { return true }
      return false
    }
  }

  /// The name by which an option finds a column.
  package func optionName(of column: Int) -> String {
    let name = name(of: column)
    return name.isEmpty ? "#\(column)" : name
  }

  /// True when a column counts the rows of several parts, each from its beginning, as `pandas.concat` leaves an index.
  private func countsPartsOfRows(_ column: Int) throws -> Bool {
    let texts = try strings(column: column)
    let numbers = texts.compactMap { Int($0) }
    guard numbers.count == texts.count, let start = numbers.first, start == 0 || start == 1,
      Set(numbers).count < numbers.count
    else { return false }
    return zip(numbers, numbers.dropFirst()).allSatisfy { $1 == $0 + 1 || $1 == start }
  }

  /// The column of ids of a table without names: a first one of different words, beside columns that hold none, or that of
  /// word2vec's words, which may be numbers.
  ///
  /// - Parameter areDistinct: false for words of which several may be equal.
  package func unnamedIDs(areDistinct: Bool = true) throws -> [String]? {
    guard startsWithKeys else { return nil }
    let ids = try strings(column: 0)
    return !areDistinct || Set(ids).count == ids.count ? ids : nil
  }

  /// True where the first column of a table without names names its rows.
  private var startsWithKeys: Bool { columnNames == nil && columns > 1 && (holdsWordVectors || startsWithWords) }

  /// The first word that a first column of words in a table without names holds again, and the number of repeats.
  package func repeatedWord() throws -> (word: String, repeats: Int)? {
    guard startsWithKeys else { return nil }
    let words = try strings(column: 0)
    var seen: Set<String> = []
    let again = words.filter { !seen.insert($0).inserted }
    return again.first.map { ($0, again.count) }
  }
}

extension DelimitedTable {
  /// The columns that may hold the ids: those that are called so, and those whose values are all different.
  ///
  /// - Parameters:
  ///   - data: columns of labels or captions, which hold no ids.
  ///   - features: columns that are read as numbers.
  ///   - dropped: columns that are neither ids nor data.
  package func idColumns(
    _ names: RowNames, data: Int? = nil, features: Set<Int> = [], words: [String]? = nil, but dropped: Set<Int> = []
  ) throws -> [IDColumn] {
    let usual = names.ids.map { [$0] } ?? []
    let wordsKind: IDColumn.Kind = holdsWordVectors ? .named : .index
    var found: [IDColumn] = words.map { [IDColumn(name: "#0", kind: wordsKind, ids: $0)] } ?? []
    for column in usual + names.others.sorted(by: { kindOrder($0, names) < kindOrder($1, names) }) + names.counters
    where column != data {
      let isAsked = names.isAsked && column == names.ids
      found.append(try idColumn(column, isAsked ? .asked : names.kinds[column] ?? .value))
    }
    let known = dropped.union(names.all + [data].compactMap(\.self) + (words == nil ? [] : [0]))
    for column in columnsLikeIDs(but: known, features: features) {
      guard let texts = try? strings(column: column), IDValues.mayBeIDs(texts.map(withDecimalPoint)) else { continue }
      found.append(
        IDColumn(name: optionName(of: column), kind: .value, ids: texts, isFeature: features.contains(column)))
    }
    return found
  }

  private func kindOrder(_ column: Int, _ names: RowNames) -> Int { names.kinds[column]?.rawValue ?? .max }

  private func idColumn(_ column: Int, _ kind: IDColumn.Kind) throws -> IDColumn {
    IDColumn(name: optionName(of: column), kind: kind, ids: try strings(column: column))
  }

  /// The columns whose values are all different, and of which the first hundred may be ids; each is given up at its first
  /// repeat, so that many columns of whole numbers take no time.
  ///
  /// - Parameter features: the columns of which fractions, and features in words, are no ids.
  private func columnsLikeIDs(but known: Set<Int>, features: Set<Int>) -> [Int] {
    var seen = (0..<columns).map { known.contains($0) ? nil : Set<String>() }
    var left = seen.count { $0 != nil }
    for row in 0..<rows where left > 0 {
      var fields = self.fields(of: row)
      for column in 0..<columns {
        guard let field = fields.next() else { break }
        guard seen[column] != nil else { continue }
        guard let text = field.text, row >= 100 || mayBeID(text, isFeature: features.contains(column)),
          seen[column]?.insert(text).inserted == true
        else {
          seen[column] = nil
          left -= 1
          continue
        }
      }
    }
    return seen.indices.filter { seen[$0] != nil }
  }

  /// True for a value that may be an id: among features a whole number, elsewhere anything.
  private func mayBeID(_ text: String, isFeature: Bool) -> Bool {
    guard isFeature else { return true }
    let text = withDecimalPoint(text)
    return IDValues.isNumber(text) && IDValues.isWordOrWhole(text)
  }
}

extension Array {
  /// The only element; nil where there are none or several.
  fileprivate var only: Element? { count == 1 ? first : nil }
}
