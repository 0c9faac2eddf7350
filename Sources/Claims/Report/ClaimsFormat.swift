import Core
import Foundation
import Report
import Results

/// The forms in which checked claims are written.
package enum ClaimsFormat: String, CaseIterable, Sendable {
  case terminal, markdown, json, html

  /// The form that the ending of a path stands for; nil for an unknown one.
  package init?(path: String) {
    switch (path as NSString).pathExtension.lowercased() {
    case "txt": self = .terminal
    case "md": self = .markdown
    case "json": self = .json
    case "html", "htm": self = .html
    default: return nil
    }
  }
}

extension ClaimsReport {
  /// The report in one of its forms, ending with a line feed.
  ///
  /// - Throws: `ResultsError` when it holds what JSON cannot.
  package func text(as format: ClaimsFormat) throws -> String {
    switch format {
    case .terminal: terminalText
    case .markdown: markdownText
    case .json: String(decoding: try JSONFile.data(self, path: "the claims", schema: Self.schema), as: UTF8.self)
    case .html: htmlText
    }
  }

  /// `12 sentences are judged: 7 supported, 4 contradicted, 1 not settled; 30 are not checked`.
  var tally: String {
    let judged = claims.count - count(.unchecked)
    let parts = [ClaimVerdict.supported, .contradicted, .unsettled].map { "\(count($0).grouped) \($0.words)" }
    return "\(counted(judged, "sentence", verbs: "is", "are")) judged: \(parts.joined(separator: ", ")); "
      + "\(count(.unchecked).grouped) not checked"
  }

  /// The rule by which directions are judged.
  var rule: String {
    isRun
      ? "Against the run \(table): a direction is supported or contradicted where its difference is significant at 5 % (corrected p), "
        + "and otherwise not settled."
      : "Against the published table \(table): the numbers decide."
  }

  /// The sentences with a verdict, the contradicted ones first.
  var judged: [Sentence] {
    [ClaimVerdict.contradicted, .unsettled, .supported].flatMap { verdict in claims.filter { $0.verdict == verdict } }
  }

  private var unchecked: [Sentence] { claims.filter { $0.verdict == .unchecked } }

  private var terminalText: String {
    var text = ""
    for sentence in judged {
      text += "line \(sentence.line.grouped): \(sentence.verdict.words)\n  \(sentence.text.onOneLine)\n"
      text += sentence.details.map { "    \($0)\n" }.joined() + "\n"
    }
    if !unchecked.isEmpty {
      text += "not checked:\n"
      text +=
        unchecked.map { "  line \($0.line.grouped): \($0.text.onOneLine) (\($0.reason.onOneLine))\n" }.joined() + "\n"
    }
    return text + "\(tally).\n\(rule)\n"
  }

  private var markdownText: String {
    func escaped(_ text: String) -> String { SummaryTable.markdownEscaped(text) }
    var text = "**\(escaped(tally))**\n\n\(escaped(rule))\n"
    for sentence in judged {
      text += "\n- **\(sentence.verdict.words)** (line \(sentence.line.grouped)): \(escaped(sentence.text))\n"
      text += sentence.details.map { "  - \(escaped($0))\n" }.joined()
    }
    guard !unchecked.isEmpty else { return text }
    text += "\n<details><summary>\(counted(unchecked.count, "sentence")) not checked</summary>\n\n"
    text += unchecked.map { "- line \($0.line.grouped): \(escaped($0.text)) (\(escaped($0.reason)))\n" }.joined()
    return text + "\n</details>\n"
  }
}

extension ClaimVerdict {
  /// The verdict in a sentence.
  var words: String {
    switch self {
    case .supported: "supported"
    case .contradicted: "contradicted"
    case .unsettled: "not settled"
    case .unchecked: "not checked"
    }
  }
}

extension ClaimsReport.Sentence {
  /// The numbers, the cases and the words of degree, a line each.
  var details: [String] {
    var details = [reason]
    if let cases, cases.count > 1 {
      details.append(cases.map { "\($0.method): \($0.verdict.words)" }.joined(separator: ", "))
    }
    details += (apart ?? []).map { "\"\($0.word)\" with \($0.method): \($0.verdict.words)" }
    return details.filter { !$0.isEmpty }
  }
}
