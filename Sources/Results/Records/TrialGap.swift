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

  /// A note for each reason of gaps with the spaces or methods that have it, in the order of the plan.
  package var gapNotes: [String] { plan.notes(on: gaps ?? []) }
}

extension RunPlan {
  /// Gaps in the order of the trials.
  package func inOrder(_ gaps: [TrialGap]) -> [TrialGap] {
    let known = Dictionary(gaps.map { ($0.trial, $0) }) { first, _ in first }
    return trials.compactMap { known[$0] }
  }

  /// The notes for some gaps: one for each reason, with the spaces or methods that have it.
  package func notes(on gaps: [TrialGap]) -> [String] {
    var keys: [Key] = []
    var places: [Key: [String]] = [:]
    for gap in gaps {
      let isOfSpace = gap.isOfSpace == true
      let key = Key(isOfSpace: isOfSpace, cause: gap.cause, hint: gap.hint)
      let place = place(of: gap, among: gaps)
      if places[key] == nil { keys.append(key) }
      if places[key]?.contains(place) != true { places[key, default: []].append(place) }
    }
    return keys.map { key in
      let names = (places[key] ?? []).joined(separator: ", ")
      let isOne = places[key]?.count == 1
      return key.isOfSpace
        ? "the space\(isOne ? "" : "s") \(names) could not be made: \(key.cause); \(key.hint)"
        : "\(names) could not be clustered: \(key.cause); \(key.hint)"
    }
  }

  /// The place of a gap, of a method with the seeds under which it has the same reason unless these are all.
  private func place(of gap: TrialGap, among gaps: [TrialGap]) -> String {
    guard gap.isOfSpace != true else { return gap.trial.space }
    let method = Method(clusterer: gap.trial.clusterer, space: gap.trial.space)
    let seeds = seeds(of: method).count
    let alike = gaps.count {
      $0.trial.method == gap.trial.method && $0.cause == gap.cause && $0.hint == gap.hint && $0.isOfSpace != true
    }
    return "\(gap.trial.clusterer) on \(gap.trial.space)" + (alike < seeds ? " under \(alike) of \(seeds) seeds" : "")
  }
}

/// The gaps that one note tells of.
private struct Key: Hashable {
  /// True where the spaces themselves cannot be made.
  let isOfSpace: Bool
  let cause: String
  let hint: String
}
