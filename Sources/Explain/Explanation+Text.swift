import Core
import Report
import Results

extension Explanation {
  /// The forms in which an explanation is written.
  package enum Format: String, CaseIterable, Sendable {
    case terminal, markdown, json
  }

  /// The explanation in one of its forms, ending with a line feed.
  ///
  /// - Throws: `ResultsError` when it holds what JSON cannot.
  package func text(as format: Format) throws -> String {
    switch format {
    case .terminal: terminalText
    case .markdown: markdownText
    case .json: try json()
    }
  }

  private var terminalText: String {
    var blocks = scoreTable.map { ["\(scoreTitle)\n\n\($0.terminalText())"] } ?? []
    blocks += cells.map { cell in
      let sentences = cell.sentences.map { "- \($0.onOneLine)\n" }.joined()
      return "\(cell.title.onOneLine)\n\n\(cell.table(withSentences: false).terminalText())\n\(sentences)"
    }
    return blocks.joined(separator: "\n")
  }

  private var markdownText: String {
    let escaped = SummaryTable.markdownEscaped
    var blocks = ["# Explanation: \(escaped(run)) against \(escaped(against))\n"]
    blocks += scoreTable.map { ["## \(escaped(scoreTitle))\n\n\($0.markdownEscaped.markdownText())"] } ?? []
    blocks += cells.map { cell in
      let sentences = cell.sentences.map { "- \(escaped($0))\n" }.joined()
      return
        "## \(escaped(cell.title))\n\n\(cell.table(withSentences: true).markdownEscaped.markdownText())\n\(sentences)"
    }
    return blocks.joined(separator: "\n")
  }

  private var scoreTitle: String { "Scores of the clusters of \(against)" }

  /// The scores of the other program's clusters by every rule; nil where there are none.
  private var scoreTable: TextTable? {
    guard let scores, !scores.isEmpty else { return nil }
    return TextTable(
      header: ["score", "rule", "other", "run", "range"],
      rows: scores.map { score in
        [
          score.score, score.rule ?? "as in the run", number(score.other.mean), number(score.own.mean),
          score.own.range,
        ]
      }, texts: [0, 1])
  }
}

private func number(_ value: Double) -> String { NumberStyle().text(value) }

extension Explanation.Spread {
  /// The least and the largest value, such as `.352 to .371`; a dash for a single value.
  fileprivate var range: String { count > 1 ? "\(number(low)) to \(number(high))" : absentCell }
}

extension Explanation.Cell {
  /// True for the agreement with clusters of another program, whose target is 1.
  private var isOfLabels: Bool { score.hasPrefix("agreement") }

  fileprivate var title: String {
    isOfLabels
      ? "\(score) of \(method.text) with the other program: \(number(own.mean))"
      : "\(score) of \(method.text): \(number(own.mean)) in the run, \(number(target)) published"
  }

  /// A row a rule, the run as it is first.
  fileprivate func table(withSentences: Bool) -> TextTable {
    func cells(_ spread: Explanation.Spread?, _ distance: Double?, _ reaches: Bool) -> [String] {
      [spread.map { number($0.mean) } ?? absentCell, spread?.range ?? absentCell, number(self.distance)]
        + [distance.map(number) ?? absentCell, reaches ? "yes" : "no"]
    }
    let sentences = withSentences ? ["meaning"] : []
    let header = ["rule", "how", score, "range", "before", "after", "reaches"]
    let first = ["none", absentCell] + cells(own, distance, reaches) + sentences.map { _ in "the run as it is" }
    return TextTable(
      header: header + sentences,
      rows: [first]
        + rows.map { row in
          [row.rule, row.isRefit ? "fitted" : "scored"] + cells(row.value, row.distance, row.reaches)
            + sentences.map { _ in row.sentence }
        }, texts: [0, 1, 6, 7])
  }

  // MARK: - Sentences

  /// The sentences below the table: the finding, the meaning of the first rules, the gaps and the limits.
  package var sentences: [String] {
    let shown =
      reaching.isEmpty ? Array(rows.filter { $0.value != nil }.prefix(1)) : Array(reaching.prefix(Self.mostMeanings))
    return [conclusion] + shown.map { "\($0.rule): \($0.sentence)." } + gaps + [limits]
  }

  private static let mostMeanings = 4

  private var targetText: String { isOfLabels ? "the clusters of the other program" : "the published \(published)" }

  /// The published number with the digits that are known.
  private var published: String { number(target) }

  /// What the numbers bear, and no more.
  package var conclusion: String {
    let names = reaching.map(\.rule)
    if reaches {
      let others =
        names.isEmpty ? "" : " \(counted(names.count, "rule")) \(names.count == 1 ? "reaches" : "reach") it too."
      return "The run as it is reaches \(targetText): no rule is needed.\(others)"
    }
    switch names.count {
    case 0:
      guard let nearest = rows.first(where: { $0.value != nil }), let left = nearest.distance else {
        return "No rule applies to this method."
      }
      guard left < distance - 1e-9 else {
        return "No rule moves the number toward \(targetText): the distance of \(number(distance)) has another cause."
      }
      return
        "No rule reaches \(targetText). The nearest is \(nearest.rule), which leaves a distance of \(number(left)) of "
        + "\(number(distance))."
    case 1:
      return
        "\(names[0]) alone reaches \(targetText) among the rules tried. The other program may still differ by a rule that "
        + "is not tried."
    default:
      return
        "\(names.count) rules reach \(targetText), each alone: \(list(names)). This number cannot tell which of them the "
        + "other program follows."
    }
  }

  /// The rules that could not be tried, with their reasons.
  private var gaps: [String] {
    rows.compactMap { row in row.failure.map { "\(row.rule) has no value: \($0)." } }
  }

  private var limits: String {
    let tried = counted(rows.count, "rule")
    let range = isOfLabels ? "" : ", and a number is reached where it lies in the range of the seeds or draws"
    return "\(tried) tried, each alone\(range). Combinations of rules are not tried."
      + (notApplied.isEmpty ? "" : " Not for this method and score: \(notApplied.joined(separator: ", ")).")
  }
}

extension Explainer.Plan {
  /// The plan as a dry run prints it, a line a refit.
  package var text: String {
    let total = refits.reduce(0) { $0 + $1.seconds }
    func time(_ seconds: Double) -> String {
      seconds < 1 ? "less than 1 s" : "about \(Int(seconds.rounded()).grouped) s"
    }
    let table = TextTable(header: ["refit", "time"], rows: refits.map { [$0.name, time($0.seconds)] }, texts: [0, 1])
    return
      "\(table.terminalText())\n\(counted(refits.count, "refit")) on \(counted(Threads.count, "thread")): \(time(total)); "
      + "\(counted(rescores, "number")) from stored labels. Times are estimates, which may be off by a factor of two.\n"
  }
}
