import Results
import Scores

/// The forms in which a summary table is written.
public enum TableFormat: String, CaseIterable, Sendable {
  /// Columns for a terminal of fixed-width letters.
  case terminal
  /// A table of Markdown.
  case markdown
  /// A `tabular` of LaTeX, which floats where it has a caption or a label.
  case latex
  /// Comma-separated values.
  case csv
}

/// The notes below a LaTeX table.
public enum TableNotes: String, CaseIterable, Sendable {
  /// The full names of shortened ones alone.
  case off
  /// The legend of the cells, and the reading of the mark ≈.
  case short
  /// All notes on scores and methods.
  case full
}

/// The options that the forms of a table share, and those that only some of them follow.
public struct TableOptions: Sendable, Equatable {
  /// The spelling of numbers.
  public var numbers: NumberStyle
  /// True where the best of each column is set off in bold on a terminal; Markdown and LaTeX always do.
  public var bold: Bool
  /// The caption of a LaTeX table; nil for none.
  public var caption: String?
  /// The name that `\ref` uses for a LaTeX table; nil for none.
  public var label: String?
  /// The notes below a LaTeX table.
  public var notes: TableNotes
  /// True where the package siunitx aligns the numbers of a LaTeX table.
  public var alignsNumbers: Bool
  /// The columns of the article that a LaTeX table has to fit, 1 or 2.
  public var columns: Int

  /// Makes options.
  public init(
    numbers: NumberStyle = NumberStyle(), bold: Bool = false, caption: String? = nil, label: String? = nil,
    notes: TableNotes = .full, alignsNumbers: Bool = false, columns: Int = 2
  ) {
    self.numbers = numbers
    self.bold = bold
    self.caption = caption
    self.label = label
    self.notes = notes
    self.alignsNumbers = alignsNumbers
    self.columns = columns
  }

  /// True for a LaTeX table that floats.
  var floats: Bool { caption != nil || label != nil }

  /// The caption and the label that a run was asked to give its LaTeX table, unless others are given.
  package init(askedOf record: RunRecord, caption: String? = nil, label: String? = nil) {
    func text(_ key: String) -> String? {
      if case .string(let text)? = record.experiment["table"]?[key] { text } else { nil }
    }
    self.init(caption: caption ?? text("caption"), label: label ?? text("label"))
  }

  /// Returns whether a text can be a label that `\ref` names as it is: not empty, and free of what TeX takes apart.
  package static func isLabel(_ text: String) -> Bool {
    !text.isEmpty && text == text.onOneLine && !text.unicodeScalars.contains(where: isSpecial)
  }

  static func isSpecial(_ scalar: Unicode.Scalar) -> Bool { "\\{}%#~^&$".unicodeScalars.contains(scalar) }
}

extension SummaryTable {
  /// Returns the table in one of its forms, ending with a line feed.
  public func text(as format: TableFormat, _ options: TableOptions = TableOptions()) -> String {
    switch format {
    case .terminal: terminalText(options)
    case .markdown: markdownText(options)
    case .latex: latexText(options)
    case .csv: csvText()
    }
  }

  /// The legend of the cells, for a reader who has only the table.
  var legend: String { [seedLegend, ScoreAssignments.text(of: scoreNames)].compactMap(\.self).joined(separator: "; ") }

  private var seedLegend: String {
    let counts = rows.filter { !$0.isDeterministic }.flatMap(\.cells).compactMap { $0?.count }
    if counts.isEmpty, !rows.isEmpty { return "all methods are deterministic; the best of each column is bold" }
    guard let least = counts.min(), let most = counts.max(), most > 1 else {
      return "one seed; the best of each column is bold"
    }
    let seeds = (least < most ? "\(least) to " : "") + "\(most) seeds"
    return "mean ± standard deviation over \(seeds); the best mean of each column is bold"
  }

  /// The titles of the columns that name a method: its rank, where there are ranks, the clusterer and the space.
  var nameTitles: [String] { (isRanked ? ["rank"] : []) + ["clusterer", "space"] }

  /// The fields of a row in these columns.
  func nameTexts(of row: Row) -> [String] {
    (isRanked ? [row.rank.map(String.init) ?? absentCell] : []) + [row.clusterer, row.space]
  }

  /// Returns whether a row begins a new clusterer's group; each does in a ranked table.
  func beginsGroup(_ index: Int) -> Bool {
    index == 0 || isRanked || rows[index - 1].clusterer != rows[index].clusterer
  }
}

extension SummaryTable.Cell {
  /// The mean and, for several seeds, the deviation: `.354 ± .012`.
  func text(_ numbers: NumberStyle, plusMinus: String = "±") -> String {
    deviation.map { "\(numbers.text(mean)) \(plusMinus) \(numbers.text($0))" } ?? numbers.text(mean)
  }

  /// The mark after the numbers of a cell that is not distinguishable from the best.
  var mark: String { equalsBest ? " " + SummaryTable.equalMark : "" }
}

/// The text of a cell that has no value.
package let absentCell = "–"

extension String {
  /// The text on one line: line breaks and other control characters become spaces.
  package var onOneLine: String {
    String(String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
  }
}
