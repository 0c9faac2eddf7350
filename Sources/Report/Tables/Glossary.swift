import Core
import Results

/// A term of a table, with its meaning in one line.
package struct GlossaryEntry: Sendable, Equatable {
  package let term: String
  package let meaning: String

  /// Such as `ari: adjusted Rand index, …`.
  package var line: String { "\(term): \(meaning)" }
}

extension SummaryTable {
  /// The terms of the table, in the order in which it shows them: its scores, ±, and p where methods are tested. The mark
  /// ≈ has a footnote of its own.
  package var glossary: [GlossaryEntry] {
    let cells = rows.flatMap(\.cells).compactMap(\.self)
    var entries = scoreGlossary
    if cells.contains(where: { $0.deviation != nil }) {
      entries.append(GlossaryEntry(term: "±", meaning: "sample standard deviation over the seeds"))
    }
    if cells.contains(where: { $0.p != nil }) {
      entries.append(
        GlossaryEntry(
          term: "corrected p",
          meaning: "permutation test after Holm's correction over all pairs of methods; significant at 5 % below .05"))
    }
    return entries
  }

  /// The scores of the table that say what they mean.
  var scoreGlossary: [GlossaryEntry] {
    scoreNames.compactMap { name in meanings[name].map { GlossaryEntry(term: name, meaning: $0) } }
  }

  /// The footnotes that explain the mark ≈, which belong below the table.
  package var markNotes: [String] { footnotes.filter { $0.hasPrefix(Self.equalMark) } }

  /// The glossary and the notes on the mark, each on lines of its own; empty where there are none.
  package var glossaryText: String {
    (glossary.map(\.line) + markNotes).map { "\($0.onOneLine.wrapped(to: 110))\n" }.joined()
  }
}
