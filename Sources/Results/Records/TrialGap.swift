import Core

/// A planned trial that could not be made: its rows do not allow what was asked.
package struct TrialGap: Codable, Sendable, Equatable {
  package var trial: TrialIdentity
  /// The reason, such as `10 clusters need at least 10 distinct rows, found 3`.
  package var cause: String
  /// The way out.
  package var hint: String
  /// True where its space cannot be made, whatever the clusterer.
  package var isOfSpace: Bool?

  package init(_ trial: TrialIdentity, cause: String, hint: String, isOfSpace: Bool = false) {
    self.trial = trial
    self.cause = cause
    self.hint = hint
    self.isOfSpace = isOfSpace ? true : nil
  }
}

extension RunRecord {
  /// The planned trials without the gaps: those that a finished run has.
  package var expectedTrials: [TrialIdentity] {
    let gaps = Set((gaps ?? []).map(\.trial))
    return gaps.isEmpty ? plan.trials : plan.trials.filter { !gaps.contains($0) }
  }

  /// A note for each space or method with gaps and each reason, in the order of the plan.
  package var gapNotes: [String] { plan.notes(on: gaps ?? []) }
}

extension RunPlan {
  /// Gaps in the order of the trials.
  package func inOrder(_ gaps: [TrialGap]) -> [TrialGap] {
    let known = Dictionary(gaps.map { ($0.trial, $0) }) { first, _ in first }
    return trials.compactMap { known[$0] }
  }

  /// The notes for some gaps: one for each space or method and each reason.
  package func notes(on gaps: [TrialGap]) -> [String] {
    var keys: [Key] = []
    var counts: [Key: Int] = [:]
    for gap in gaps {
      let key = Key(
        space: gap.trial.space, clusterer: gap.isOfSpace == true ? nil : gap.trial.clusterer, cause: gap.cause,
        hint: gap.hint)
      if counts[key] == nil { keys.append(key) }
      counts[key, default: 0] += 1
    }
    return keys.map { key in
      guard let clusterer = key.clusterer else {
        return "the space \(key.space) could not be made: \(key.cause); \(key.hint)"
      }
      let seeds = seeds(of: Method(clusterer: clusterer, space: key.space)).count
      let share = (counts[key] ?? 0) < seeds ? " under \(counts[key] ?? 0) of \(seeds) seeds" : ""
      return "\(clusterer) on \(key.space) could not be clustered\(share): \(key.cause); \(key.hint)"
    }
  }
}

/// The gaps that one note tells of.
private struct Key: Hashable {
  let space: String
  /// Nil where the space itself cannot be made.
  let clusterer: String?
  let cause: String
  let hint: String
}
