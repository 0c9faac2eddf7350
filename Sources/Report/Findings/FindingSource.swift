import Core
import Figures
import Foundation
import Results

/// The source of a run's findings. Each kind of finding is an extension in a file of its own.
struct FindingSource {
  typealias Standing = SeedScores.Standing

  let stored: StoredRun
  /// The first score.
  let scores: SeedScores
  /// The other scores that the run shows.
  let others: [SeedScores]
  /// All methods that have the first score, best first.
  let ranking: [Standing]
  /// The labels that the scores were taken against; nil when no item has one.
  let truth: LabelSet?
  let cautions: [Caution]

  /// Nil when the run has no score.
  ///
  /// - Throws: `ResultsError` when statistics or labels cannot be read.
  init?(_ stored: StoredRun) throws {
    let (statistics, truth) = (try stored.statistics, try stored.truth)
    let all = stored.plan.scores.map { SeedScores(of: stored.run, stored.record.score($0), statistics) }
    guard let scores = all.first else { return nil }
    self.stored = stored
    self.scores = scores
    others = Array(all.dropFirst())
    cautions = Self.cautions(stored.record)
    ranking = scores.ranking()
    self.truth = truth.flatMap { $0.unlabelledCount < $0.values.count ? $0 : nil }
  }

  var plan: RunPlan { stored.plan }

  /// True for a run that has labels.
  var isLabelled: Bool { truth != nil || !scores.facts.isInternal }

  /// True for a space that joins at least two feature sets. One that joins a feature set with something made of it, such as
  /// its counterparts, is no fusion.
  func isFusion(_ space: String) -> Bool {
    let facts = stored.record.facts(of: space)
    return facts.isFused && Set(facts.featureSets).count > 1
  }

  /// The spaces and feature sets that a fused space is made of; none for another one.
  func parts(of space: String) -> Set<String> {
    let facts = stored.record.facts(of: space)
    return facts.isFused ? Set(facts.inputs + facts.featureSets) : []
  }

  /// The clusterers, that of the best method first.
  var clusterers: [String] {
    guard let best = ranking.first?.clusterer else { return plan.clusterers }
    return [best] + plan.clusterers.filter { $0 != best }
  }

  func trial(_ standing: Standing, seed: UInt64) -> TrialRecord? {
    stored.trial(TrialIdentity(space: standing.space, clusterer: standing.clusterer, seed: seed))
  }

  // MARK: - Wording

  /// The noun for what the run compares: methods, or only spaces, or only clusterers.
  var noun: String {
    if plan.clusterers.count == 1, plan.spaces.count > 1 { return "space" }
    return plan.spaces.count == 1 && plan.clusterers.count > 1 ? "clusterer" : "method"
  }

  /// A method by what tells it from the others.
  func name(_ standing: Standing) -> String {
    switch noun {
    case "space": standing.space.shortened
    case "clusterer": standing.clusterer.shortened
    default: "\(standing.clusterer.shortened) on \(standing.space.shortened)"
    }
  }

  /// A cluster of a trial by its number, with its own name where it has one.
  func name(of cluster: Int, in trial: TrialIdentity) throws -> String {
    ClusterName.plain(cluster, own: try stored.names(of: trial)[cluster]?.shortened)
  }

  /// A sentence that holds with one clusterer, which is named if there are several.
  func sentence(_ text: String, with clusterer: String) -> String {
    guard plan.clusterers.count > 1 else { return text.prefix(1).uppercased() + text.dropFirst() }
    return "With \(clusterer.shortened), \(text)"
  }

  static func text(_ summary: SummaryTable.Cell) -> String {
    NumberText.score(summary.mean) + spread(summary.deviation)
  }

  /// A difference, with more digits where three would show a zero.
  static func text(_ difference: Double, _ deviation: Double?) -> String {
    let size = abs(difference)
    let digits = size > 0 && size < 0.0005 ? min(Int((-log10(size)).rounded(.up)), 12) : 3
    return NumberText.score(difference, digits: digits) + spread(deviation)
  }

  private static func spread(_ deviation: Double?) -> String {
    deviation.map { " ± \(NumberText.score($0))" } ?? ""
  }
}

extension String {
  /// The text on one line, cut to 60 characters, after a word where one ends late enough.
  var shortened: String {
    let line = onOneLine
    guard line.count > 60 else { return line }
    let start = line.prefix(59)
    let words = start.lastIndex(of: " ").map { start[..<$0] } ?? start
    return (words.count >= 40 ? words : start).trimmingCharacters(in: .whitespaces) + "…"
  }
}
