import Core
import Foundation
import Report
import Results

extension PublishedFindings {
  /// The findings in one of the forms of a comparison, ending with a line feed.
  ///
  /// - Throws: `OptionError` for JUnit, which has no cases here; `ResultsError` when they hold what JSON cannot.
  package func text(as format: GateFormat) throws -> String {
    switch format {
    case .terminal:
      let parts = scores.map { score in
        "\(score.headline)\n\n\(score.table.terminalText())\n" + score.sentences.map { $0 + "\n" }.joined()
      }
      return parts.joined(separator: "\n")
    case .markdown:
      let parts = scores.map { score in
        let sentences = score.sentences.map { "- \(SummaryTable.markdownEscaped($0))\n" }.joined()
        return "**\(SummaryTable.markdownEscaped(score.headline))**\n\n\(score.table.markdownEscaped.markdownText())\n"
          + sentences
      }
      return parts.joined(separator: "\n")
    case .json:
      return String(decoding: try JSONFile.data(self, path: "the findings", schema: Self.schema), as: UTF8.self)
    case .junit:
      throw OptionError(
        .invalidOption(
          name: "--format", value: format.rawValue, allowed: "terminal, markdown or json for a table without a run"))
    }
  }
}

extension PublishedFindings.OfScore {
  fileprivate var headline: String { "\(score) of \(counted(methods, "published method"))" }

  fileprivate var table: TextTable {
    TextTable(
      header: ["clusterer", "space", score],
      rows: ranking.map {
        [$0.method.clusterer, $0.method.space, NumberStyle().text($0.value, deviation: $0.deviation)]
      }, texts: [0, 1])
  }

  fileprivate var sentences: [String] {
    [best] + spaces.map { sentence($0, .clusterer) } + clusterers.map { sentence($0, .space) } + fusion.map(sentence)
      + [caveat]
  }

  private var best: String {
    let (first, second) = (ranking[0], ranking[1])
    guard first.value != second.value else {
      return "\(first.method.text) and \(second.method.text) have the best \(score): \(GateReport.number(first.value))."
    }
    return "\(first.method.text) has the best \(score): \(GateReport.number(first.value)) against "
      + "\(GateReport.number(second.value)) of \(second.method.text), the next."
  }

  private enum Within: String { case clusterer, space }

  /// `text is ahead of visual under 2 of 2 clusterers: kmeans +.110, gmm +.115.`
  private func sentence(_ contrast: PublishedFindings.Contrast, _ within: Within) -> String {
    let all = contrast.differences
    let values = all.map { "\($0.within) \(GateReport.direction($0.difference))" }.joined(separator: ", ")
    guard contrast.ahead > 0 else { return "\(contrast.first) and \(contrast.second) have equal values: \(values)." }
    let place = within == .clusterer ? "under" : "on"
    return
      "\(contrast.first) is ahead of \(contrast.second) \(place) \(contrast.ahead) of \(counted(all.count, within.rawValue)): "
      + "\(values)."
  }

  private func sentence(_ fusion: PublishedFindings.Fusion) -> String {
    let (fused, single) = (fusion.fused, fusion.single)
    func rank(_ count: Int, _ noun: String) -> String { count > 1 ? ", the best of \(count) \(noun)s" : "" }
    return "Fusion under \(fusion.clusterer): \(fused.method.space)\(rank(fusion.fusedSpaces, "fused space")) has "
      + "\(GateReport.number(fused.value)) against \(GateReport.number(single.value)) of "
      + "\(single.method.space)\(rank(fusion.singleSpaces, "part")) alone, a difference of "
      + "\(GateReport.direction(fused.value - single.value))."
  }

  /// The meaning of these differences, by what is known of the seeds.
  private var caveat: String {
    if let tests {
      return "By the published deviations \(tests.significant) of \(counted(tests.pairs, "difference")) "
        + "\(tests.significant == 1 ? "is" : "are") significant (Welch's test, corrected for all pairs)"
        + (tests.bestIsAhead ? "" : "; the best method is not significantly ahead of the next")
        + ". Other items may change them, too."
    }
    let seeds = ranking.compactMap(\.seeds)
    let origin =
      seeds.count == ranking.count && seeds.allSatisfy { $0 == 1 }
      ? "Each value is of a single seed" : "The values have no deviation over a known number of seeds"
    return
      "\(origin): no difference can be tested, and each direction may change with another seed. The findings state what the table "
      + "has, not what a repetition would show; compare a run of several seeds with it: fusebench compare RUN TABLE."
  }
}
