import Core
import Results

/// The findings of a stored run, in sentences that are computed from its trials, the most important first.
package struct Findings: Sendable, Equatable {
  /// The findings by topic, in the order in which a reader asks.
  private let topics: [[Finding]]
  /// True where a finding is about stability.
  private let hasStability: Bool
  /// The reason why there are no findings about scores.
  private let withoutScores: String
  /// The notes that say the same.
  private let notesOfReason: [String]
  /// The notes on how the run went: its notices, undefined scores, missing trials.
  package let notices: [Finding]
  /// True where a finding is about the recall of classes.
  private let hasRecall: Bool
  /// True where label sets are compared, so that AMI has to be explained.
  private let comparesLabelSets: Bool

  /// - Throws: `ResultsError` when stored labels cannot be read or are not those of the run.
  package init(of stored: StoredRun) throws {
    let truths = try stored.truths
    let notes =
      truths.map { SummaryTable.footnotes(of: stored.run, with: $0) } ?? SummaryTable(of: stored.run).footnotes
    notices = notes.map { Finding($0) }
    comparesLabelSets = truths != nil
    (withoutScores, notesOfReason) = Self.withoutScores(stored.run)
    guard let source = try FindingSource(stored) else {
      topics = []
      hasStability = false
      hasRecall = false
      return
    }
    let stability = try source.stability()
    hasStability = !stability.isEmpty
    let changes = try source.classChanges()
    hasRecall = changes.contains { $0.line.contains("recall") }
    // Without labels nothing else tells whether the clusters are real.
    topics = try [
      source.truth == nil ? stability : [], source.bestMethods(), source.followedLabelSets(),
      source.spacesMeasuredByThemselves(), source.fusionGains(), source.referenceGains(), source.fusionLosses(),
      changes,
      source.truth == nil ? [] : stability, source.bestWeights(), source.bestK(), source.choices(),
      source.dependences(), source.bestParameters(), source.mixedClusters(),
    ]
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

  /// Every finding, without the notices.
  package var all: [Finding] { topics.flatMap { $0 } }

  /// At most four: the first finding of each topic.
  package var headlines: [Finding] { Array(topics.compactMap(\.first).prefix(4)) }

  /// The headlines as a list for a terminal, a line each; empty when there are none.
  package var terminalText: String { headlines.map { "- \($0.line.onOneLine)\n" }.joined() }

  /// Everything as `findings.md`.
  package func markdown(title: String) -> String {
    func items(_ findings: [Finding]) -> String {
      findings.map { "- \(SummaryTable.markdownEscaped($0.line))\n" }.joined()
    }
    var text = "# Findings: \(SummaryTable.markdownEscaped(title))\n\n"
    text += all.isEmpty ? "No findings: \(withoutScores).\n" : items(all)
    let notes = all.isEmpty ? notices.filter { !notesOfReason.contains($0.text) } : notices
    if !notes.isEmpty { text += "\n## Notes\n\n" + items(notes) }
    let terms = explanation + (comparesLabelSets ? Self.explanationOfLabelSets : "")
    if !terms.isEmpty { text += "\n" + terms }
    if hasStability { text += "\n" + Self.stabilityExplanation }
    return text
  }

  /// The terms that the findings use, a line each; those of comparisons or classes only where there are any.
  private var explanation: String {
    let lines = all.map(\.line)
    func uses(_ words: String...) -> Bool { lines.contains { line in words.contains { line.contains($0) } } }
    return [
      uses("±") ? "±: sample standard deviation over the seeds.\n" : "",
      uses("better by", "worse by")
        ? "Differences are taken seed by seed, because all methods share the seeds.\n" : "",
      lines.contains(where: Self.hasTestOfMethods) ? Self.explanationOfTests : "",
      lines.contains(where: Self.hasTestOfSeeds) ? Self.explanationOfSeedTests : "",
      hasRecall
        ? "Recall: the share of a class's items in the cluster that is matched to the class, one to one.\n" : "",
    ].joined()
  }

  /// True for a finding with a test of two methods by their scores; label sets and seeds have tests of their own.
  private static func hasTestOfMethods(_ line: String) -> Bool {
    line.contains("corrected p") && !hasTestOfSeeds(line) && !line.contains("AMI ")
  }

  private static func hasTestOfSeeds(_ line: String) -> Bool {
    line.contains("corrected p") && line.contains("ARI between seeds")
  }

  private static let explanationOfSeedTests = """
    Corrected p of the agreement of seeds: Welch's t-test of jackknifed means over seeds, after Holm's correction over all pairs
    of methods.

    """

  private static let explanationOfTests = """
    Corrected p: permutation test over items and seeds, after Holm's correction over all pairs of methods; a difference is
    significant at 5 % where it is below .05.

    """

  private static let stabilityExplanation = """
    ARI between seeds: adjusted Rand index of each two seeds, 0 for chance and 1 for equal clusters; its interval is for other
    seeds on the same items. An item moves where it lies outside the cluster that is matched to its own, one to one. Jaccard
    index: items that a cluster and its match on resampled rows share, over the items of either. Hennig (2007): from .85 highly
    stable, from .75 stable, from .6 a pattern of doubtful members, below not to be trusted.

    """

  private static let explanationOfLabelSets = """
    AMI: adjusted mutual information, 0 by chance whatever the number of classes, 1 for equal groups. Label sets are compared
    on the items that both label, for the clusters as they are: permutation test over items, after Holm's correction over all
    methods and pairs of label sets. Clusters follow a label set more closely where corrected p is below .05 and no seed shows
    the opposite.

    """
}

extension Finding {
  /// The sentence with its numbers, on one line.
  package var line: String {
    guard !numbers.isEmpty else { return text }
    let sentence = text.hasSuffix(".") ? String(text.dropLast()) : text
    return "\(sentence) (\(numbers.joined(separator: "; ")))."
  }
}
