import Results

/// A table of texts, for a terminal or Markdown.
struct PlainTable {
  var header: [String]
  var rows: [[String]]
  /// How many columns at the left hold names; the others hold numbers and are aligned to the right.
  var names: Int

  /// Fields as the page shows them.
  func cells(_ fields: [String]) -> [PageContent.Statistics.Cell] {
    fields.enumerated().map { .init(text: $1, isNumber: $0 >= names) }
  }

  func terminalText() -> String {
    let lines = ([header] + rows).map { $0.map(\.onOneLine) }
    let widths = header.indices.map { column in lines.map { $0[column].displayWidth }.max() ?? 0 }
    func text(_ fields: [String]) -> String {
      let aligned = fields.enumerated().map { column, text in
        column < names ? text.padded(to: widths[column]) : text.paddedLeft(to: widths[column])
      }
      let joined = aligned.joined(separator: "  ")
      return String(joined.reversed().drop { $0 == " " }.reversed()) + "\n"
    }
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ") + "\n"
    return text(lines[0]) + rule + lines.dropFirst().map(text).joined()
  }

  func markdownText() -> String {
    func line(_ fields: [String]) -> String { "| " + fields.joined(separator: " | ") + " |\n" }
    let rule = header.indices.map { $0 < names ? "---" : "---:" }
    return ([header, rule] + rows).enumerated().map { index, fields in
      line(index == 1 ? fields : fields.map(SummaryTable.markdownEscaped))
    }.joined()
  }

  func csvText() -> String {
    ([header] + rows).map { $0.map(csvField).joined(separator: ",") + "\n" }.joined()
  }
}

extension String {
  /// The words in lines of at most so many columns, where no word is longer.
  func wrapped(to width: Int) -> String {
    var lines: [String] = []
    for word in split(separator: " ") {
      if let last = lines.last, (last + " " + word).displayWidth <= width {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines.joined(separator: "\n")
  }
}
