import Matrices

/// Why the rows of several files could not be brought into one order.
public struct ItemError: ExplainedError, Equatable {
  package enum Reason: Sendable, Equatable {
    /// The side that defines the items, and the others.
    case counts(Count, [Count])
    case repeatedIDs(side: String, rows: Int, repeats: Int, first: [String])
    case unmatched(Count, of: Count, missing: Int, extra: Int, firstMissing: [String], firstExtra: [String])
    case idsDisagree(String, String, String, String, row: Int)
    case nothingInCommon([Count])
  }

  /// A side and its number of rows.
  package struct Count: Sendable, Equatable, CustomStringConvertible {
    package let name: String
    package let rows: Int
    /// True where one more line was taken for a header and could be a row.
    package let hasAssumedHeader: Bool
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
    case .unmatched(let side, _, _, _, _, _): "cannot match the rows of \(side.name) to items"
    case .repeatedIDs(let side, _, _, _): "cannot match the rows of \(side) to items"
    case .idsDisagree(let one, _, let other, _, _): "cannot match the rows of \(one) and \(other)"
    case .nothingInCommon: "cannot match the rows to items"
    }
  }

  public var cause: String {
    switch reason {
    case .counts(let items, let others): list(([items] + others).map(\.description))
    case .repeatedIDs(let side, let rows, let repeats, let first):
      "\(side) has \(counted(rows, "row")) and \(counted(repeats, "repeated id")): \(some(first, of: repeats))"
    case .unmatched(let side, let items, let missing, let extra, let firstMissing, let firstExtra):
      "\(side), \(items); "
        + [
          missing > 0
            ? "\(missing.grouped) of \(counted(items.rows, "item")) not in \(side.name): \(some(firstMissing, of: missing))"
            : nil,
          extra > 0
            ? "\(extra.grouped) of \(counted(side.rows, "row")) not in \(items.name): \(some(firstExtra, of: extra))"
            : nil,
        ].compactMap(\.self).joined(separator: "; ")
    case .idsDisagree(let one, let id, let other, let otherID, let row):
      "row \(row.grouped) (from 0) is \(id) in \(one) and \(otherID) in \(other), and the items have no ids"
    case .nothingInCommon(let sides): "0 ids are in all files: " + list(sides.map(\.description))
    }
  }

  public var hint: String {
    switch reason {
    case .counts(let items, let others):
      Self.headerHint([items] + others)
        ?? "export one row an item, in the same order, or give both files an id column"
    case .repeatedIDs: "give every row an id of its own, or name the id column if another one was taken"
    case .unmatched:
      "add the rows (a label may stay empty), or leave out what not all files have: --missing drop, "
        + "in an experiment missing: drop"
    case .idsDisagree:
      "give the items their ids: dataset: { ids: … } in an experiment, or first a feature file that has them"
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

  private func some(_ first: [String], of count: Int) -> String {
    first.joined(separator: ", ") + (count > first.count ? ", …" : "")
  }
}
