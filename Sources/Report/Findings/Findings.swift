import Core
import Foundation
import Results

/// The findings of a stored run, computed from its trials: a verdict, the findings that bear it, and the rest.
package struct Findings: Sendable, Equatable {
  /// The answer of the run; nil where no method has the first score.
  package let verdict: Verdict?
  /// Three numbers with their readings, for the first screen of the page; none without a verdict.
  package let glances: [Glance]
  /// The spaces whose maps the first screen shows, at most two, the better one last.
  package let comparedSpaces: [String]
  /// At most seven, in the order in which a reader asks: the first finding of each topic, then the second ones.
  package let main: [Finding]
  /// The findings beyond these.
  package let more: [Finding]
  /// The classes that gain and lose by fusion; nil where there is none.
  package let classes: ClassTable?
  /// The notes on how the run went: its notices, undefined scores, missing trials.
  package let notices: [Finding]
  /// True where a finding is about stability.
  private let hasStability: Bool
  /// The reason why there are no findings about scores.
  let withoutScores: String
  /// The notes that say the same.
  private let notesOfReason: [String]
  /// True where label sets are compared, so that AMI has to be explained.
  private let comparesLabelSets: Bool

  /// The most findings beside the verdict.
  package static let most = 7

  /// Findings that are known, without notes.
  package init(verdict: Verdict? = nil, main: [Finding], more: [Finding] = [], classes: ClassTable? = nil) {
    (self.verdict, self.main, self.more, self.classes) = (verdict, main, more, classes)
    (glances, comparedSpaces) = ([], [])
    (notices, hasStability, withoutScores, notesOfReason, comparesLabelSets) = ([], false, "", [], false)
  }

  /// - Throws: `ResultsError` when stored labels cannot be read or are not those of the run.
  package init(of stored: StoredRun) throws {
    let truths = try stored.truths
    let notes =
      truths.map { SummaryTable.footnotes(of: stored.run, with: $0) } ?? SummaryTable(of: stored.run).footnotes
    notices = notes.map { Finding($0) }
    comparesLabelSets = truths != nil
    (withoutScores, notesOfReason) = Self.withoutScores(stored.run)
    guard let source = try FindingSource(stored) else {
      (verdict, main, more, classes, hasStability) = (nil, [], [], nil, false)
      (glances, comparedSpaces) = ([], Array(stored.plan.spaces.prefix(2)))
      return
    }
    verdict = try source.verdict()
    glances = try source.glances()
    comparedSpaces = source.ranking.isEmpty ? Array(stored.plan.spaces.prefix(2)) : source.comparedSpaces
    classes = try source.classTable()
    let (topics, stability) = try Self.topics(source)
    hasStability = !stability.isEmpty
    (main, more) = Self.chosen(of: topics)
  }

  /// The findings by topic, the most important topic first, and those on stability.
  private static func topics(_ source: FindingSource) throws -> (all: [[Finding]], stability: [Finding]) {
    let stability = try source.stability()
    // Without labels stability and the number of clusters alone tell whether the clusters are real.
    let number = try source.numberOfClusters()
    let labelSets = try source.followedLabelSets()
    let start =
      source.isLabelled
      ? [source.bestMethods(), source.fusionGains(), labelSets, source.referenceGains(), stability, number]
      : [stability, number, source.bestMethods()]
    let end = try [
      source.bestWeights(), source.dependences(), source.fusionLosses(), source.mixedClusters(),
      source.bestParameters(), source.bestOfClusterers(),
    ]
    return (start + end, stability)
  }

  /// The first finding of each topic, then the second ones, until there are seven; both parts in the order of the topics.
  private static func chosen(of topics: [[Finding]]) -> (main: [Finding], more: [Finding]) {
    let all = topics.enumerated().flatMap { topic, findings in
      findings.enumerated().map { (depth: $0.offset, topic: topic, finding: $0.element) }
    }
    let ranked = all.sorted { ($0.depth, $0.topic) < ($1.depth, $1.topic) }
    func inOrder(_ part: some Sequence<(depth: Int, topic: Int, finding: Finding)>) -> [Finding] {
      part.sorted { ($0.topic, $0.depth) < ($1.topic, $1.depth) }.map(\.finding)
    }
    return (inOrder(ranked.prefix(most)), inOrder(ranked.dropFirst(most)))
  }

  private static func withoutScores(_ run: Run) -> (reason: String, notes: [String]) {
    guard let score = run.record.plan.scores.first else { return ("the run takes no score", []) }
    guard !run.trials.isEmpty else { return ("the run has 0 trials", []) }
    guard !run.trials.contains(where: { $0.explainsUndefined(score) }) else {
      return ("\(score), the first score, has no value; the reason is among the notes", [])
    }
    return (
      "\(score), the first score, is undefined in all \(counted(run.trials.count, "trial"))",
      SummaryTable(of: run, scores: [score]).undefinedNotes
    )
  }

  /// Every finding, without the verdict and the notices.
  package var all: [Finding] { main + more }

  // MARK: - Texts

  /// The verdict and the main findings as a list for a terminal, a line each; empty when there are none.
  package var terminalText: String {
    (verdict.map { "\($0.line)\n" } ?? "") + main.map { "- \($0.line.onOneLine)\n" }.joined()
  }

  /// Everything as `findings.md`.
  package func markdown(title: String) -> String {
    func items(_ findings: [Finding]) -> String {
      findings.map { "- \(SummaryTable.markdownEscaped($0.line))\n" }.joined()
    }
    var text = "# Findings: \(SummaryTable.markdownEscaped(title))\n\n"
    if let verdict { text += "**\(SummaryTable.markdownEscaped(verdict.sentence))**" + Self.rest(of: verdict) + "\n" }
    if all.isEmpty, verdict == nil { text += "No findings: \(withoutScores).\n" }
    if !main.isEmpty { text += (verdict == nil ? "" : "\n") + items(main) }
    if let classes {
      text += "\n## Classes\n\n\(SummaryTable.markdownEscaped(classes.title)).\n\n"
      text += classes.table.markdownEscaped.markdownText() + (classes.note.isEmpty ? "" : "\n\(classes.note)\n")
    }
    if !more.isEmpty { text += "\n## More\n\n" + items(more) }
    let notes = all.isEmpty ? notices.filter { !notesOfReason.contains($0.text) } : notices
    if !notes.isEmpty { text += "\n## Notes\n\n" + items(notes) }
    let terms = explanation + (comparesLabelSets ? Self.explanationOfLabelSets : "")
    if !terms.isEmpty { text += "\n" + terms }
    if hasStability { text += "\n" + Self.stabilityExplanation }
    return text
  }

  private static func rest(of verdict: Verdict) -> String {
    let doubt = verdict.doubt.map { " " + SummaryTable.markdownEscaped($0) } ?? ""
    let numbers =
      verdict.numbers.isEmpty ? "" : " (\(SummaryTable.markdownEscaped(verdict.numbers.joined(separator: "; "))))"
    return doubt + numbers
  }

  /// Everything as `findings.json`, with the verdict null where there is none.
  ///
  /// - Throws: `ResultsError` when a text cannot be written as JSON.
  package func json() throws -> String {
    let file = FindingsFile(
      verdict: verdict, findings: main, more: more, classes: classes, notes: notices.map(\.text))
    return String(decoding: try JSONFile.data(file, path: "findings.json", schema: 1), as: UTF8.self)
  }
}

/// The content of `findings.json`.
private struct FindingsFile: Encodable {
  let verdict: Verdict?
  let findings: [Finding]
  let more: [Finding]
  let classes: ClassTable?
  let notes: [String]

  private enum CodingKeys: CodingKey {
    case verdict, findings, more, classes, notes
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(verdict, forKey: .verdict)
    try container.encode(findings, forKey: .findings)
    try container.encode(more, forKey: .more)
    try container.encodeIfPresent(classes, forKey: .classes)
    try container.encode(notes, forKey: .notes)
  }
}
