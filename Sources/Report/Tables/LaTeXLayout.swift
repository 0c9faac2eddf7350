import Core
import Results

/// The size of a LaTeX table's letters, and its parts: as many columns beside each other as one column of an article holds.
struct LaTeXLayout {
  enum Size: CaseIterable {
    case normal, footnote, script

    /// The points of an em, and of the space between two columns.
    fileprivate var points: (em: Double, gap: Double) {
      switch self {
      case .normal: (10, 12)
      // The letters of small sizes are wider than in proportion.
      case .footnote: (8.5, 8)
      case .script: (8, 4)
      }
    }

    var commands: String {
      switch self {
      case .normal: ""
      case .footnote: "\\footnotesize\\setlength{\\tabcolsep}{4pt}"
      case .script: "\\scriptsize\\setlength{\\tabcolsep}{2pt}"
      }
    }
  }

  /// The widths in points of a column of a two-column article, of both together, and of the text of a one-column article:
  /// the narrowest of the usual classes.
  private static let (columnWidth, pageWidth, textWidth) = (221.0, 450.0, 345.0)
  /// The most characters of a name.
  static let longestName = 16
  /// The set-up of siunitx for the columns; the deviation stands beside the mean in full.
  static let alignment =
    "\\sisetup{separate-uncertainty=true,minimum-integer-digits=0,detect-weight=true}"

  let size: Size
  let parts: [SummaryTable]
  /// True for a floating table as wide as both columns.
  let spansColumns: Bool
  /// The shortened names, by the full ones.
  private let names: [String: String]

  init(_ table: SummaryTable, _ options: TableOptions) {
    let all = table.rows.flatMap { [$0.clusterer, $0.space] }.uniqued
    names = Dictionary(uniqueKeysWithValues: zip(all, Self.shortened(all)))
    let (names, em) = (names, { (size: Size) in size.points.em })
    func width(_ part: SummaryTable, _ size: Size) -> Double {
      let fields = part.nameTitles.indices.map { column in
        ([part.nameTitles[column]]
          + part.rows.map { row in
            let name = part.nameTexts(of: row)[column]
            return names[name] ?? name
          }).map(Self.width).max() ?? 0
      }
      let cells = part.scores.indices.map { column in
        max(
          Self.width(of: part.scores[column]),
          part.rows.map { Self.width(of: $0.cells[column], options) }.max() ?? 0)
      }
      let counts = part.countTitles.indices.map { column in
        ([part.countTitles[column]] + part.rows.map { part.countTexts(of: $0)[column] }).map(Self.width).max() ?? 0
      }
      let columns = fields + cells + counts
      return columns.reduce(0, +) * em(size) + Double(columns.count) * size.points.gap
    }
    func fitting(_ limit: Double) -> Size? { Size.allCases.first { width(table, $0) <= limit } }
    let limit = options.columns == 1 ? Self.textWidth : Self.columnWidth
    let own = fitting(limit)
    spansColumns = own == nil && options.floats && options.columns == 2
    let room = spansColumns ? Self.pageWidth : limit
    let whole = own ?? fitting(room)
    size = whole ?? .script
    parts = whole == nil ? table.pieces { width($0, .script) <= room } : [table]
  }

  /// The name as the table has it.
  func shortened(_ name: String) -> String { names[name] ?? name }

  /// The full names of those that are shortened, such as `a…z: abcz`.
  var legend: [String] {
    let shortened = names.filter { $0.key != $0.value }.sorted { $0.key < $1.key }
    return shortened.isEmpty ? [] : [shortened.map { "\($0.value): \($0.key)" }.joined(separator: "; ")]
  }

  /// The columns of numbers, such as `rr`, or those that siunitx aligns.
  func columns(of table: SummaryTable, _ options: TableOptions) -> String {
    guard options.alignsNumbers else {
      return String(repeating: "r", count: table.scores.count + table.countTitles.count)
    }
    let scores = table.scores.indices.map { column -> String in
      let cells = table.rows.compactMap(\.cells[column])
      let digits = cells.map { String(Int(min(abs($0.mean), 1e9))).count }.max() ?? 1
      let sign = cells.contains { $0.mean < 0 } ? "-" : ""
      let deviation = cells.contains { $0.deviation != nil } ? " +- 1.\(options.numbers.digits)" : ""
      let mark = cells.contains(where: \.equalsBest) ? ",table-space-text-post={$^{\\approx}$}" : ""
      return "S[table-format=\(sign)\(digits).\(options.numbers.digits)\(deviation)\(mark)]"
    }
    return scores.joined() + String(repeating: "r", count: table.countTitles.count)
  }

  /// Names of at most ``longestName`` characters, different ones for different names.
  private static func shortened(_ names: [String]) -> [String] {
    var taken = Set(names.filter { $0.count <= longestName })
    return names.map { name in
      guard name.count > longestName else { return name }
      // The end tells most names apart, so it gives way first.
      let candidates =
        stride(from: longestName / 2, to: longestName - 1, by: 1).map { head in
          name.prefix(head) + "…" + name.suffix(longestName - 1 - head)
        } + (1...names.count).map { "\(name.prefix(longestName - 4))…\($0)" }
      let short = candidates.first { !taken.contains($0) } ?? name
      taken.insert(short)
      return short
    }
  }

  /// The width of a cell in ems; bold digits are wider.
  private static func width(of cell: SummaryTable.Cell?, _ options: TableOptions) -> Double {
    guard let cell else { return 0.5 }
    let text = width(of: cell.text(options.numbers)) + (options.alignsNumbers ? 1.1 : 0)
    return cell.isBest ? text * 1.15 : text + (cell.equalsBest ? 0.6 : 0)
  }

  /// The width of a text in Computer Modern, in ems, rather too wide than too narrow.
  private static func width(of text: String) -> Double {
    text.unicodeScalars.reduce(0) { sum, scalar in
      switch scalar {
      case "i", "j", "l", ".", ",", ":", ";", "'", "!", "|": sum + 0.29
      case "f", "t", "r", "s", "I", "-", "(", ")", "[", "]", " ": sum + 0.4
      case "m", "w", "M", "W", "%", "@": sum + 0.95
      case "±", "−", "A"..."Z": sum + 0.78
      case "0"..."9", "a"..."z": sum + 0.53
      default: sum + 1
      }
    }
  }
}

extension SummaryTable {
  /// The columns in pieces that fit, each as wide as possible; at least one column in each. A label set whose columns fit one
  /// piece is not divided.
  fileprivate func pieces(_ fits: (SummaryTable) -> Bool) -> [SummaryTable] {
    var (pieces, start) = ([SummaryTable](), 0)
    for unit in units(fits) where !unit.isEmpty {
      if start < unit.lowerBound, !fits(columns(start..<unit.upperBound)) {
        pieces.append(columns(start..<unit.lowerBound))
        start = unit.lowerBound
      }
    }
    var (last, counts) = (columns(start..<scores.count), columns(0..<0))
    guard showsClusters else { return pieces + [last] }
    (last.showsClusters, counts.showsClusters) = (true, true)
    return fits(last) ? pieces + [last] : pieces + [columns(start..<scores.count), counts]
  }

  /// The columns that stay together: those of each label set that fit, else each by itself.
  private func units(_ fits: (SummaryTable) -> Bool) -> [Range<Int>] {
    var first = 0
    return groups.reduce(into: groups.isEmpty ? scores.indices.map { $0..<$0 + 1 } : []) { units, group in
      let own = first..<first + group.columns
      first = own.upperBound
      units += fits(columns(own)) ? [own] : own.map { $0..<$0 + 1 }
    }
  }

  /// Some columns alone, without the numbers of clusters.
  private func columns(_ range: Range<Int>) -> SummaryTable {
    var part = self
    part.scores = Array(scores[range])
    part.showsClusters = false
    for row in rows.indices { part.rows[row].cells = Array(rows[row].cells[range]) }
    part.groups =
      groups.isEmpty
      ? []
      : labelSetOfColumn[range].reduce(into: []) { groups, title in
        if groups.last?.title == title {
          groups[groups.count - 1].columns += 1
        } else {
          groups.append(ColumnGroup(title: title, columns: 1))
        }
      }
    if part.groups.allSatisfy(\.title.isEmpty) { part.groups = [] }
    return part
  }
}
