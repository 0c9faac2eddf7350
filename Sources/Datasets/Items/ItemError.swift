import Core

/// The reason why the rows of several files could not be brought into one order.
package struct ItemError: ExplainedError, Equatable {
  package enum Reason: Sendable, Equatable {
    /// The side that defines the items, and the others.
    case counts(Count, [Count])
    case repeatedIDs(side: String, rows: Int, repeats: Int, first: [String], spellings: Spellings? = nil)
    case unmatched(
      Count, of: Count, missing: Int, extra: Int, firstMissing: [String], firstExtra: [String],
      difference: IDDifference.Found? = nil, rounded: String? = nil)
    /// Sides with ids that disagree, and the features as options name them, those with ids first.
    case idsDisagree(String, String, String, String, row: Int, features: [String] = [])
    /// Columns of a side that may hold its ids and differ.
    case severalIDColumns(String, columns: [String])
    /// A column that is read as a feature and holds the ids of another side.
    case idsAmongFeatures(String, column: String, other: String, otherColumn: String = "")
    /// Columns of two sides that hold the same ids, which are not matched by them.
    case sameIDs(Alike)
    case missingIDs(
      side: String, rows: Int, missing: Int, firstRow: Int, way: String? = nil, difference: IDDifference.Found? = nil)
    /// The sides, and the way to write ids alike that differ in their form alone.
    case nothingInCommon([Count], way: String? = nil, difference: IDDifference.Found? = nil)
    /// A side of which the ids are numbers without their last digits.
    case roundedIDs(Count, first: String)
    /// Two files of which the rows are numbered otherwise.
    case otherNumbers(Numbering, Numbering)
  }

  /// A side and its number of rows.
  package struct Count: Sendable, Equatable, CustomStringConvertible {
    package let name: String
    package let rows: Int
    /// True where one more line was taken for a header and could be a row.
    package let hasAssumedHeader: Bool
    /// The column that was taken for ids, and the others that may hold them.
    package var column: String?
    package var otherColumns: [String] = []
    /// Columns that another side has by the same names.
    var common: [String] = []
    /// The column of the ids in pandas; nil for a file that is no table.
    package var pandas: String?
    /// A column that only counts the rows.
    package var counter: String?
    /// True where the ids are the numbers from 0 or 1 on.
    var counts = false
    /// True where one line was taken for a row and could be a header.
    package let couldHaveHeader: Bool

    package init(name: String, rows: Int, hasAssumedHeader: Bool = false, couldHaveHeader: Bool = false) {
      self.name = name
      self.rows = rows
      self.hasAssumedHeader = hasAssumedHeader
      self.couldHaveHeader = couldHaveHeader
    }

    init(_ side: ItemSide) {
      self.init(
        name: side.name, rows: side.count, hasAssumedHeader: side.hasAssumedHeader,
        couldHaveHeader: side.couldHaveHeader)
      column = side.column
      pandas = side.column.flatMap { side.table?.pandas($0) }
      let others = side.columns.filter { $0.name != side.column }
      counter = side.column == nil ? others.first { $0.kind == .counter }?.name : nil
      otherColumns = others.filter { ![.clue, .dropped, .counter].contains($0.kind) }.map(\.name)
      counts = side.ids.map(IDValues.count) ?? false
    }

    /// Such as `the ids of y.csv are its column id (others: name)`.
    var columnWords: String? {
      column.map { column in
        "the ids of \(name) are the column \(column)"
          + (otherColumns.isEmpty ? "" : " (it also has \(list(otherColumns, limit: 5)))")
      }
    }

    /// The numbers of rows that the file can have, with its first line read in either way.
    var possibleRows: Set<Int> {
      var possible: Set = [rows]
      if hasAssumedHeader { possible.insert(rows + 1) }
      if couldHaveHeader { possible.insert(rows - 1) }
      return possible
    }

    package var description: String { "\(name) has \(counted(rows, "row"))" }
  }

  package let reason: Reason

  package init(_ reason: Reason) { self.reason = reason }

  package var failure: String {
    switch reason {
    case .counts(let items, let others):
      "cannot match the rows of \(list(others.filter { $0.rows != items.rows }.map(\.name))) to items"
    case .unmatched(let side, _, _, _, _, _, _, _): "cannot match the rows of \(side.name) to items"
    case .repeatedIDs(let side, _, _, _, _): "cannot match the rows of \(side) to items"
    case .idsDisagree(let one, _, let other, _, _, _): "cannot match the rows of \(one) and \(other)"
    case .severalIDColumns(let side, _): "cannot choose the column of ids of \(side)"
    case .idsAmongFeatures(let side, _, _, _): "cannot match the rows of \(side) to items"
    case .sameIDs(let alike): "cannot match the rows of \(alike.parts[0].side) and \(alike.parts[1].side)"
    case .missingIDs(let side, _, _, _, _, _): "cannot match the rows of \(side) to items"
    case .otherNumbers(let one, let other): "cannot match the rows of \(one.side) and \(other.side)"
    case .roundedIDs(let side, _): "cannot match the rows of \(side.name) by their ids"
    case .nothingInCommon: "cannot match the rows to items"
    }
  }

  package var cause: String {
    switch reason {
    case .counts(let items, let others): list(([items] + others).map(\.description))
    case .repeatedIDs(let side, let rows, let repeats, let first, let spellings):
      "\(side) has \(counted(rows, "row")) and \(counted(repeats, "repeated id")): \(some(first, of: repeats))"
        + (spellings.map { "; \($0.words)" } ?? "")
    case .unmatched(
      let side, let items, let missing, let extra, let firstMissing, let firstExtra, let difference, let rounded):
      "\(side), \(items); "
        + [
          missing > 0
            ? "\(missing.grouped) of \(counted(items.rows, "item")) not in \(side.name): \(some(firstMissing, of: missing))"
            : nil,
          extra > 0
            ? "\(extra.grouped) of \(counted(side.rows, "row")) not in \(items.name): \(some(firstExtra, of: extra))"
            : nil,
          difference.map {
            "without \($0.words) \($0.equal.grouped) of \(items.rows.grouped) are equal"
          },
          rounded.map { "the numbers of \($0) are rounded and have lost their last digits" },
          side.columnWords, items.columnWords,
        ].compactMap(\.self).joined(separator: "; ")
    case .idsDisagree(let one, let id, let other, let otherID, let row, _):
      "row \(row.grouped) (from 0) is \(id) in \(one) and \(otherID) in \(other), and the items have no ids"
    case .severalIDColumns(_, let columns):
      "\(counted(columns.count, "column")) may hold them and differ: \(list(columns))"
    case .idsAmongFeatures(_, let column, let other, _):
      "its column \(column) is read as a feature and holds the ids of \(other)"
    case .sameIDs(let alike): alike.cause
    case .missingIDs(let side, let rows, let missing, let row, _, let difference):
      "\(missing.grouped) of \(counted(rows, "row")) of \(side) \(missing == 1 ? "has" : "have") no id; the first is "
        + "row \(row.grouped) (from 0)" + Self.equalWords(difference)
    case .nothingInCommon(let sides, _, let difference):
      "0 ids are in all files: " + list(sides.map(\.description)) + Self.equalWords(difference)
    case .otherNumbers(let one, let other): Numbering.cause(one, other)
    case .roundedIDs(let side, let first):
      "the numbers of \(side.name) are rounded and have lost their last digits: beyond 2^53 (9,007,199,254,740,992) "
        + "\"\(first)\" stands for many numbers" + (side.columnWords.map { "; \($0)" } ?? "")
    }
  }

  package var hint: String {
    switch reason {
    case .counts(let items, let others):
      Self.headerHint([items] + others) ?? Self.countHint([items] + others)
    case .repeatedIDs:
      "give every row an id of its own, or name the id column if another one was taken; if it holds no ids: \(Self.noIDs)"
    case .unmatched(let side, let items, let missing, _, let firstMissing, let firstExtra, let difference, let rounded):
      Self.unmatchedHint(
        side, items, missing, firstMissing.prefix(1) + firstExtra.prefix(1), difference, rounded)
    case .idsDisagree(_, _, _, _, _, let features):
      (features.count > 1
        ? "name a feature file with ids first, if the others have its order: "
          + features.map { "--features \($0)" }.joined(separator: " ")
        : "save the features with their ids: numpy.savez(\"features.npz\", features=features, ids=ids)")
        + "; in an experiment give the items their ids: dataset: { ids: … }; if the columns hold no ids: \(Self.noIDs)"
    case .severalIDColumns(_, let columns):
      "name the one that holds the ids: \(columns.map(Self.option).joined(separator: " or ")) (id-column in an experiment)"
    case .idsAmongFeatures(_, let column, _, let other):
      "declare its ids: \(Self.options([column, other])), or id-column: \(yamlWord(column)) in an experiment; "
        + "if it holds none: \(Self.noIDs)"
    case .sameIDs(let alike): alike.hint
    case .missingIDs(_, _, _, _, let way, _):
      (way.map { "\($0); " } ?? "")
        + "give every row an id, or leave out those without one: --missing drop, in an experiment missing: drop"
    case .nothingInCommon(_, let way, _): way ?? "check that the files belong together and name the same ids"
    case .otherNumbers(let one, let other): Numbering.hint(one, other)
    case .roundedIDs(let side, _):
      Self.roundedHint(side.name) + "; if the rows have one order all the same: \(Self.noIDs)"
    }
  }

  private static func equalWords(_ difference: IDDifference.Found?) -> String {
    difference.map { "; without \($0.words) \(counted($0.equal, "id")) \($0.equal == 1 ? "is" : "are") equal" } ?? ""
  }

  /// The way out where the counts differ by first lines alone that could be read otherwise; nil elsewhere.
  private static func headerHint(_ sides: [Count]) -> String? {
    let common = sides.dropFirst().reduce(sides[0].possibleRows) { $0.intersection($1.possibleRows) }
    guard let least = common.min(), let most = common.max() else { return nil }
    let (rows, headers) = (sides.filter { $0.rows > least }.map(\.name), sides.filter { $0.rows < most }.map(\.name))
    // Where both ways lead to equal counts, that of the other lines stays.
    let yes =
      sides.contains { $0.rows < least } || rows.isEmpty
      ? nil
      : "the first line of \(list(rows)) is read as a row; if it is a header, set header: yes (--header yes on the "
        + "command line)"
    let no =
      sides.contains { $0.rows > most } || headers.isEmpty
      ? nil
      : "the first line of \(list(headers)) is read as a header; if it is a row, set header: no (--header no on the "
        + "command line)"
    let ways = [yes, no].compactMap(\.self)
    guard !ways.isEmpty else { return nil }
    return ways.joined(separator: "; ") + (no == nil ? "; if not, \(countHint(sides))" : "")
  }

  /// The way out where the counts differ: ids, which the files may have under meaningless names.
  private static func countHint(_ sides: [Count]) -> String {
    let columns = sides.compactMap { $0.column ?? $0.otherColumns.first }.uniqued
    let known = sides.compactMap(\.counter)
    let counters = sides.compactMap { side in
      side.counter.map { "the column \($0) of \(side.name) only counts its rows" }
    }
    let numbering =
      known.count == sides.count
      ? ["if equal numbers name the same row: \(options(known)) --missing drop"]
      : counters.isEmpty ? [] : ["such a column cannot name rows"]
    let common = sides[0].common
    let together =
      common.count > 1
      ? "or write the columns \(list(common)), if they name a row together, into one column id in both files" : nil
    let ids =
      columns.isEmpty || sides.contains { $0.column == nil && $0.otherColumns.isEmpty }
      ? together ?? "or give both files an id column"
      : "or name the columns that hold the ids: " + columns.map(option).joined(separator: " ")
        + "; then --missing drop leaves out items that some files lack"
    return (["export one row an item, in the same order, \(ids)"] + counters + numbering).joined(separator: "; ")
  }

  private static func unmatchedHint(
    _ side: Count, _ items: Count, _ missing: Int, _ first: ArraySlice<String>, _ difference: IDDifference.Found?,
    _ rounded: String?
  ) -> String {
    let left = items.rows - missing
    let drop =
      left == 0
      ? "; --missing drop would leave no item"
      : ", or leave out items that some files lack: --missing drop, in an experiment missing: drop"
        + (2 * left < items.rows ? ", which would leave \(left.grouped) of \(counted(items.rows, "item"))" : "")
    if let difference {
      return writingAlike(side, items, difference) + drop
    }
    if let rounded {
      return roundedHint(rounded) + drop
    }
    let shared = items.otherColumns.first(where: side.otherColumns.contains)
    if items.counts, side.counts, let shared {
      return "the ids of both only count; if \(shared) holds them: \(option(shared)); else add the rows (a label may "
        + "stay empty)\(drop)"
    }
    let other = (shared ?? (side.otherColumns + items.otherColumns).first).map {
      "; if another column holds the ids: \(option($0))"
    }
    guard left > 0 else {
      let example = " (the first are \(first.map { "\"\($0)\"" }.joined(separator: " and ")))"
      return "write the ids of both files alike\(example)\(other ?? "")\(drop)"
    }
    return "add the rows (a label may stay empty)\(drop)\(other ?? "")"
  }

  private static func roundedHint(_ side: String) -> String {
    "write \(side) anew with all digits of its ids, as text: in pandas read_csv(…, dtype=str), in a spreadsheet a column "
      + "of text"
  }

  /// The way to write the ids of a side and of the items alike.
  static func writingAlike(_ side: Count, _ items: Count, _ difference: IDDifference.Found) -> String {
    let files = [difference.isInItems ? items : nil, difference.isInOthers ? side : nil].compactMap(\.self)
    return rewriting(
      files.map { ($0.name, $0.pandas) }, difference, side: side.name, like: items.name, isFolder: items.column == nil)
  }

  private func some(_ first: [String], of count: Int) -> String {
    first.map { "\"\($0)\"" }.joined(separator: ", ") + (count > first.count ? ", …" : "")
  }
}

extension ItemError {
  /// The option that names a column of ids, as a shell takes it.
  static func option(_ column: String) -> String { shellOption("--id-column", column) }

  /// The options that name columns of ids, each once; those that no option can name are left out.
  static func options(_ columns: [String]) -> String {
    columns.filter { !$0.isEmpty && $0 != IDColumn.keys }.uniqued.map(option).joined(separator: " ")
  }

  /// The way to state that there are no ids.
  static let noIDs = "--id-column none, or id-column: none in an experiment"

  /// The way to take the first column of an array for ids.
  static let firstColumnAsIDs =
    "save the features with their ids: numpy.savez(\"features.npz\", features=array[:, 1:], ids=array[:, 0].astype(int))"

  /// The way to write ids alike.
  ///
  /// - Parameters:
  ///   - files: those whose ids have a difference, with the columns of the ids in pandas.
  ///   - side: the side whose ids are written anew where not all files are tables.
  ///   - items: the side whose ids stay.
  ///   - isFolder: true where these may be the paths of images.
  static func rewriting(
    _ files: [(name: String, pandas: String?)], _ difference: IDDifference.Found, side: String, like items: String,
    isFolder: Bool
  ) -> String {
    let statements = files.compactMap(\.pandas).map(difference.statement)
    guard statements.count == files.count else {
      return "write the ids of \(side) as \(items) has them"
        + (isFolder ? ": of an image folder fusebench inspect FOLDER --items items.csv writes them" : "")
    }
    return "write the ids of \(files.map(\.name).joined(separator: " and of ")) anew, in pandas: "
      + statements.uniqued.joined(separator: " and ")
  }
}
