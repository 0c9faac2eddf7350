import Core
import Report
import Results

/// The words on the order of methods beside the published one.
extension GateReport.Pattern {
  /// The agreement, the directions that the run repeats or contradicts, and the limits of both.
  var sentences: [String] {
    [agreement, directions] + [caveat].compactMap(\.self)
  }

  private var agreement: String {
    let subject = "Order of \(counted(methods, "method")) by \(score)"
    guard let tau else { return "\(subject): no rank agreement, because all values of a side are equal." }
    let start =
      "\(subject): rank agreement (Kendall's tau-b, 1 for the same order, 0 for none) \(GateReport.number(tau))"
    guard let low, let high else {
      return start
        + (seeds > 1
          ? "; \(counted(seeds, "shared seed")) of the run are too few for an interval." : ", without an interval.")
    }
    return start + ", 95 % interval \(GateReport.number(low)) to \(GateReport.number(high)) for other seeds of the run."
  }

  private var directions: String {
    let (repeated, contradicted, open) = (pairs(.repeated), pairs(.contradicted), pairs(.open))
    let settled = repeated.count + contradicted.count
    var text = "Of \(counted(pairs.count, "difference")) between two methods \(settled) \(settled == 1 ? "is" : "are") "
    text +=
      "significant in the run: \(repeated.count) in the published direction (repeated), \(contradicted.count) against it "
    text += "(contradicted)."
    if !open.isEmpty {
      let same = open.count { ($0.run > 0) == ($0.published > 0) && $0.run != 0 }
      text += " \(open.count) \(open.count == 1 ? "is" : "are") open (not significant"
      text += pairs.contains { $0.p != nil } ? ")" : " or not tested)"
      text += "; \(same) of them \(same == 1 ? "has" : "have") the published direction."
    }
    let ties = pairs(.tied).count
    if ties > 0 { text += " \(ties) \(ties == 1 ? "is" : "are") tied as published." }
    return text
  }

  /// The limits of values of one seed; nil where all are of several.
  private var caveat: String? {
    guard publishedSeeds ?? 1 < 2 else { return nil }
    let origin =
      publishedSeeds == nil
      ? "The number of seeds of the published values is unknown" : "A published value is of a single seed"
    var text = "\(origin): their spread is in no interval, and another seed may change their order."
    if let least = leastOfSingleSeed, let most = mostOfSingleSeed {
      let range =
        least == most ? GateReport.number(least) : "\(GateReport.number(least)) to \(GateReport.number(most))"
      text += " For comparison, one seed of this run and the mean of its other seeds have a tau of \(range)."
    }
    return text
  }

  /// The pairs: contradicted ones first, then repeated, open and tied ones.
  var table: TextTable {
    let rows = GateReport.Pattern.PairVerdict.allCases.flatMap { verdict in
      pairs(verdict).map { pair in
        [pair.first.text, pair.second.text, GateReport.direction(pair.published), GateReport.direction(pair.run)]
          + [GateReport.probability(pair.p), verdict.rawValue]
      }
    }
    return TextTable(
      header: ["ahead as published", "of", "published", "run", "p (Holm)", "verdict"], rows: rows, texts: [0, 1, 5])
  }
}

extension GateReport {
  /// A difference with as many digits as show its sign: `+.0003`.
  static func direction(_ value: Double) -> String {
    let shown = (3...9).map { NumberStyle(digits: $0).text(value) }.first { $0.contains { "123456789".contains($0) } }
    guard let shown else { return number(value) }
    return value > 0 ? "+" + shown : shown
  }

  /// The patterns for a terminal; empty without any.
  var terminalPatterns: String {
    (patterns ?? []).map { "\n" + $0.sentences.map { $0 + "\n" }.joined() + "\n" + $0.table.terminalText() + "\n" }
      .joined()
  }

  /// The patterns in Markdown; empty without any.
  var markdownPatterns: String {
    (patterns ?? []).map { pattern in
      let sentences = pattern.sentences.map { SummaryTable.markdownEscaped($0) }.joined(separator: " ")
      let summary = "Directions of \(SummaryTable.markdownEscaped(pattern.score))"
      return
        "\n\(sentences)\n\n<details><summary>\(summary)</summary>\n\n\(pattern.table.markdownEscaped.markdownText())\n</details>\n"
    }.joined()
  }
}
