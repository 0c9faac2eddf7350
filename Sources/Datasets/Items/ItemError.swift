import Core

/// The reason why the rows of several files could not be brought into one order.
public struct ItemError: ExplainedError, Equatable {
  package enum Reason: Sendable, Equatable {
    /// The side that defines the items, and the others.
    case counts(Count, [Count])
    case repeatedIDs(side: String, rows: Int, repeats: Int, first: [String])
    case unmatched(
      Count, of: Count, missing: Int, extra: Int, firstMissing: [String], firstExtra: [String],
      difference: IDDifference.Found? = nil)
    /// Sides with ids that disagree, and the features as options name them, those with ids first.
    case idsDisagree(String, String, String, String, row: Int, features: [String] = [])
    /// Columns of a side that may hold its ids and say different things.
    case severalIDColumns(String, columns: [String])
    /// A column that is read as a feature and holds the ids of another side.
    case idsAmongFeatures(String, column: String, other: String)
    /// Columns of two sides that hold the same ids, which are not matched by them.
    case sameIDs(Alike)
    case missingIDs(side: String, rows: Int, missing: Int, firstRow: Int)
    case nothingInCommon([Count])
  }

  /// Columns of two sides with the same ids in different orders.
  package struct Alike: Sendable, Equatable {
    let sides: [String]
    let titles: [String]
    let columns: [[String]]
    let areFeatures: [Bool]
    let ids: Int
    let row: Int
    let pair: [String]
    let difference: IDDifference.Found?

    init(_ found: IDResemblance, _ one: String, _ two: String) {
      sides = [one, two]
      titles = [found.one.title(of: one), found.two.title(of: two)]
      columns = [found.one.names, found.two.names]
      areFeatures = [found.one.isFeature, found.two.isFeature]
      ids = found.shared
      row = found.firstRow
      pair = [found.firstPair.0, found.firstPair.1]
      difference = found.difference
    }
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
    /// A column that only counts the rows.
    package var counter: String?
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
      let others = side.columns.filter { $0.name != side.column }
      counter = side.column == nil ? others.first { $0.kind == .counter }?.name : nil
      otherColumns = others.filter { ![.clue, .dropped, .counter].contains($0.kind) }.map(\.name)
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

  public var failure: String {
    switch reason {
    case .counts(let items, let others):
      "cannot match the rows of \(list(others.filter { $0.rows != items.rows }.map(\.name))) to items"
    case .unmatched(let side, _, _, _, _, _, _): "cannot match the rows of \(side.name) to items"
    case .repeatedIDs(let side, _, _, _): "cannot match the rows of \(side) to items"
    case .idsDisagree(let one, _, let other, _, _, _): "cannot match the rows of \(one) and \(other)"
    case .severalIDColumns(let side, _): "cannot tell which column of \(side) holds the ids"
    case .idsAmongFeatures(let side, _, _): "cannot match the rows of \(side) to items"
    case .sameIDs(let alike): "cannot match the rows of \(alike.sides[0]) and \(alike.sides[1])"
    case .missingIDs(let side, _, _, _): "cannot match the rows of \(side) to items"
    case .nothingInCommon: "cannot match the rows to items"
    }
  }

  public var cause: String {
    switch reason {
    case .counts(let items, let others): list(([items] + others).map(\.description))
    case .repeatedIDs(let side, let rows, let repeats, let first):
      "\(side) has \(counted(rows, "row")) and \(counted(repeats, "repeated id")): \(some(first, of: repeats))"
    case .unmatched(let side, let items, let missing, let extra, let firstMissing, let firstExtra, let difference):
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
          side.columnWords, items.columnWords,
        ].compactMap(\.self).joined(separator: "; ")
    case .idsDisagree(let one, let id, let other, let otherID, let row, _):
      "row \(row.grouped) (from 0) is \(id) in \(one) and \(otherID) in \(other), and the items have no ids"
    case .severalIDColumns(_, let columns):
      "\(counted(columns.count, "column")) may hold them and do not say the same: \(list(columns))"
    case .idsAmongFeatures(_, let column, let other):
      "its column \(column) is read as a feature and holds the ids of \(other)"
    case .sameIDs(let alike): alike.cause
    case .missingIDs(let side, let rows, let missing, let row):
      "\(missing.grouped) of \(counted(rows, "row")) of \(side) \(missing == 1 ? "has" : "have") no id; the first is "
        + "row \(row.grouped) (from 0)"
    case .nothingInCommon(let sides): "0 ids are in all files: " + list(sides.map(\.description))
    }
  }

  public var hint: String {
    switch reason {
    case .counts(let items, let others):
      Self.headerHint([items] + others) ?? Self.countHint([items] + others)
    case .repeatedIDs:
      "give every row an id of its own, or name the id column if another one was taken; if it holds no ids: \(Self.noIDs)"
    case .unmatched(let side, let items, let missing, _, _, _, let difference):
      Self.unmatchedHint(side, items, missing, difference)
    case .idsDisagree(_, _, _, _, _, let features):
      (features.count > 1
        ? "name a feature file with ids first, if the others have its order: "
          + features.map { "--features \($0)" }.joined(separator: " ")
        : "save the features with their ids: numpy.savez(\"features.npz\", features=features, ids=ids)")
        + "; in an experiment give the items their ids: dataset: { ids: … }; if the columns hold no ids: \(Self.noIDs)"
    case .severalIDColumns(_, let columns):
      "name the one that holds the ids: \(columns.map(Self.option).joined(separator: " or ")) (id-column in an experiment)"
    case .idsAmongFeatures(_, let column, _):
      "say that it holds the ids: \(Self.option(column)), or id-column: \(column) in an experiment; if it holds none: "
        + Self.noIDs
    case .sameIDs(let alike): alike.hint
    case .missingIDs:
      "give every row an id, or leave out those without one: --missing drop, in an experiment missing: drop"
    case .nothingInCommon: "check that the files belong together and name the same ids"
    }
  }

  /// The way out where the counts differ by first lines alone that could be read otherwise; nil elsewhere.
  private static func headerHint(_ sides: [Count]) -> String? {
    let common = sides.dropFirst().reduce(sides[0].possibleRows) { $0.intersection($1.possibleRows) }
    guard let rows = common.max() else { return nil }
    let headers = sides.filter { $0.rows < rows }.map(\.name)
    guard headers.isEmpty else {
      return "the first line of \(list(headers)) is read as a header; if it is a row, say header: no "
        + "(--header no on the command line)"
    }
    return
      "the first line of \(list(sides.filter { $0.rows > rows }.map(\.name))) is read as a row; if it is a header, "
      + "say header: yes (--header yes on the command line)"
  }

  /// The way out where the counts differ: ids, which the files may have under names that say nothing.
  private static func countHint(_ sides: [Count]) -> String {
    let columns = sides.compactMap { $0.column ?? $0.otherColumns.first }.uniqued
    let counters = sides.compactMap { side in
      side.counter.map { "the column \($0) of \(side.name) only counts its rows and cannot name them" }
    }
    let ids =
      columns.isEmpty || sides.contains { $0.column == nil && $0.otherColumns.isEmpty }
      ? "or give both files an id column"
      : "or name the columns that hold the ids: " + columns.map(option).joined(separator: " ")
        + "; then --missing drop leaves out what not all files have"
    return (["export one row an item, in the same order, \(ids)"] + counters).joined(separator: "; ")
  }

  private static func unmatchedHint(
    _ side: Count, _ items: Count, _ missing: Int, _ difference: IDDifference.Found?
  ) -> String {
    let left = items.rows - missing
    let drop =
      left == 0
      ? "; --missing drop would leave no item"
      : ", or leave out what not all files have: --missing drop, in an experiment missing: drop"
        + (2 * left < items.rows ? ", which would leave \(left.grouped) of \(counted(items.rows, "item"))" : "")
    if let difference {
      if difference.isInItems, items.column == nil {
        return "write the ids of \(side.name) as \(items.name) has them: of an image folder fusebench inspect FOLDER "
          + "--items items.csv writes them\(drop)"
      }
      let files = [difference.isInItems ? items : nil, difference.isInOthers ? side : nil].compactMap(\.self)
      return "write the ids of \(files.map(\.name).joined(separator: " and of ")) anew, in pandas: "
        + difference.statement(files.last?.column ?? "id") + drop
    }
    let other = (side.otherColumns + items.otherColumns).first.map {
      "; if another column holds the ids: \(option($0))"
    }
    return "add the rows (a label may stay empty)\(drop)\(other ?? "")"
  }

  private func some(_ first: [String], of count: Int) -> String {
    first.map { "\"\($0)\"" }.joined(separator: ", ") + (count > first.count ? ", …" : "")
  }
}

extension ItemError {
  /// The option that names a column of ids, as a shell takes it.
  static func option(_ column: String) -> String {
    let isPlain = !column.isEmpty && column.allSatisfy { $0.isLetter || $0.isNumber || "_-.:/".contains($0) }
    return "--id-column " + (isPlain ? column : "'\(column.replacing("'", with: "'\\''"))'")
  }

  /// The way to say that there are no ids.
  static let noIDs = "--id-column none, or id-column: none in an experiment"
}

extension ItemError.Alike {
  var cause: String {
    let features = zip(columns, areFeatures).filter(\.1).map { list($0.0) }
    return "\(titles[0]) and \(titles[1]) hold the same \(ids.grouped) ids"
      + (difference.map { " without \($0.words)" } ?? "")
      + ", in another order: row \(row.grouped) (from 0) is \(pair[0]) and \(pair[1])"
      + features.map { "; \($0) is read as a feature" }.joined()
  }

  var hint: String {
    let names = columns.joined().map { $0 }.uniqued.map(ItemError.option).joined(separator: " ")
    let way: String
    if columns[0].count > 1 {
      let parts = columns[0].map { "df[\"\($0)\"].astype(str)" }.joined(separator: " + \" \" + ")
      way = "write them into one column in both files, in pandas: df[\"id\"] = \(parts)"
    } else if let difference {
      guard difference.isInOthers || !columns[0].isEmpty else {
        return "write the ids of \(sides[1]) as \(sides[0]) has them: of an image folder fusebench inspect FOLDER "
          + "--items items.csv writes them; if they are no ids: \(ItemError.noIDs)"
      }
      let last = difference.isInOthers && !columns[1].isEmpty ? 1 : 0
      way =
        "write the ids of \(sides[last]) anew, in pandas: \(difference.statement(columns[last].first ?? "id"))"
        + ", and name them: \(names)"
    } else {
      way = "name them: \(names)"
    }
    return "\(way); if they are no ids: \(ItemError.noIDs)"
  }
}
