import Core

/// Columns of a table, one a class, of which each row marks exactly one by 1 or True.
struct OneHotColumns {
  let columns: [Int]

  /// Finds the columns among those that hold nothing but marks.
  init?(_ table: DelimitedTable, among columns: [Int]) {
    self.init(columns.map { ($0, Self.marks(of: table, $0)) }, rows: table.rows)
  }

  /// Finds the columns around one of them: all that hold marks, else those whose names begin alike.
  init?(_ table: DelimitedTable, around column: Int, among columns: [Int]) {
    guard Self.marks(of: table, column) != nil else { return nil }
    let all = columns.map { ($0, Self.marks(of: table, $0)) }.filter { $0.1 != nil }
    let start = Self.start(of: table.name(of: column))
    let alike = all.filter { Self.start(of: table.name(of: $0.0)) == start }
    guard let found = Self(all, rows: table.rows) ?? Self(alike, rows: table.rows), found.columns.contains(column)
    else {
      return nil
    }
    self = found
  }

  private init?(_ marks: [(column: Int, rows: [Bool]?)], rows: Int) {
    let marked = marks.compactMap(\.rows)
    guard marked.count == marks.count, marked.count > 1, rows > 1,
      (0..<rows).allSatisfy({ row in marked.count { $0[row] } == 1 })
    else { return nil }
    columns = marks.map(\.column)
  }

  /// The beginning that `pandas.get_dummies` gives to the columns of one variable.
  private static func start(of name: String) -> Substring? { name.lastIndex(of: "_").map { name[...$0] } }

  /// The marks of a column; nil where it holds anything else.
  private static func marks(of table: DelimitedTable, _ column: Int) -> [Bool]? {
    guard let first = table.field(row: 0, column: column)?.trimmed.text, mark(first) != nil,
      let texts = try? table.strings(column: column)
    else { return nil }
    let marks = texts.compactMap { mark($0.trimmed()) }
    return marks.count == texts.count ? marks : nil
  }

  private static func mark(_ text: String) -> Bool? {
    switch text {
    case "1", "1.0", "True", "true", "TRUE": true
    case "0", "0.0", "False", "false", "FALSE": false
    default: nil
    }
  }

  /// The note on a column of labels that is one of several classes; none for other columns.
  static func notices(_ table: DelimitedTable, _ column: Int, among columns: [Int]) -> [Notice] {
    guard let found = OneHotColumns(table, around: column, among: columns), found.columns.count > 2 else { return [] }
    return [
      Notice(
        kind: "one-hot-column",
        message: "\(table.path): each row marks one of \(counted(found.columns.count, "column")) "
          + "(\(list(found.columns.map(table.optionName(of:)), limit: 5))), and \(table.optionName(of: column)) alone is one "
          + "class against the rest; for all classes write the arg-max into a column, in pandas "
          + "table.iloc[:, \(LabelError.slice(found.columns))].idxmax(axis=1)")
    ]
  }
}
