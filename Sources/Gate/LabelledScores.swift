import Core
import Scores
import Statistics

/// The changes of scores against labels, of which some have no value: where all items are noise, or the rest is of one
/// class.
///
/// A cell without a value does not take its noise from the items of the others.
struct LabelledScores {
  /// For each score the outcome of each pair.
  let outcomes: [[GateComparison.Outcome]]
  /// True where the pairs share no items that could be scored, so that each is compared on its own ones.
  let areAlone: Bool

  /// - Throws: `ScoreError` when the numbers of items differ.
  init(
    _ pairs: [ScoreChange.Pair], truth: LabelSet, scores: [any ExternalScore], leavesOutNoise: Bool
  ) throws {
    let plans = try scores.map { score in
      try pairs.map { try Plan($0, truth: truth, score: score, leavesOutNoise: leavesOutNoise) }
    }
    var outcomes = plans.map { $0.map { GateComparison.Outcome.undefined($0.gap) } }
    var areAlone = false
    // Scores that have values under the same seeds are taken of the same resamples.
    let groups = Dictionary(grouping: scores.indices) { plans[$0].map(\.seeds) }
    for group in groups.values.sorted(by: { $0[0] < $1[0] }) {
      let cells = pairs.indices.filter { plans[group[0]][$0].pair != nil }
      let chosen = cells.compactMap { plans[group[0]][$0].pair }
      guard !chosen.isEmpty else { continue }
      let compared = try Self.changes(chosen, truth: truth, scores: group.map { scores[$0] })
      areAlone = areAlone || compared.areAlone
      for (score, changes) in zip(group, compared.changes) {
        for (cell, change) in zip(cells, changes) {
          var gap = plans[score][cell].gap
          if let change {
            outcomes[score][cell] = .change(change, partial: gap.isWhole ? nil : gap)
          } else {
            (gap.isLost, gap.cause) = (true, "the items that are clustered on both sides are none or of one class")
            outcomes[score][cell] = .undefined(gap)
          }
        }
      }
    }
    self.outcomes = outcomes
    self.areAlone = areAlone
  }

  /// The changes on the items that all pairs share; where these have no value, of each pair on its own items.
  private static func changes(
    _ pairs: [ScoreChange.Pair], truth: LabelSet, scores: [any ExternalScore]
  ) throws -> (changes: [[ScoreChange?]], areAlone: Bool) {
    let partitions = pairs.filter { !$0.isIdentical }.flatMap { $0.new.partitions + $0.recorded.partitions }
    let classes = truth.onItems(of: partitions).classCount
    if classes > 1 || classes == truth.classCount, classes > 0 {
      let together = try ScoreChange.between(pairs, truth: truth, scores: scores)
      if together.allSatisfy({ $0.allSatisfy(\.isDefined) }) { return (together, false) }
    }
    let alone = try pairs.map { pair -> [ScoreChange?] in
      let partitions = pair.isIdentical ? [] : pair.new.partitions + pair.recorded.partitions
      guard truth.onItems(of: partitions).classCount > 0 else { return scores.map { _ in nil } }
      return try ScoreChange.between([pair], truth: truth, scores: scores).map { $0[0].isDefined ? $0[0] : nil }
    }
    return (scores.indices.map { score in alone.map { $0[score] } }, pairs.count { !$0.isIdentical } > 1)
  }

  /// The part of a pair that has a value of a score.
  private struct Plan {
    /// The seeds with a value on both sides; nil where the pair cannot be compared.
    let seeds: [Set<UInt64>]?
    let pair: ScoreChange.Pair?
    let gap: GateComparison.Gap

    init(_ pair: ScoreChange.Pair, truth: LabelSet, score: any ExternalScore, leavesOutNoise: Bool) throws {
      func defined(_ side: SeededPartitions) throws -> Set<UInt64> {
        Set(
          try zip(side.seeds, side.partitions).filter { try score.value(of: $0.1, truth: truth).isFinite }.map(\.0))
      }
      let (new, recorded) = (try defined(pair.new), try defined(pair.recorded))
      let run = GateReport.Undefined.Seeds(defined: new.count, all: pair.new.seeds.count)
      let baseline = GateReport.Undefined.Seeds(defined: recorded.count, all: pair.recorded.seeds.count)
      let side = run.defined < run.all ? (pair.new, new) : (pair.recorded, recorded)
      let without = zip(side.0.seeds, side.0.partitions).filter { !side.1.contains($0.0) }.map(\.1)
      gap = GateComparison.Gap(
        run: run, baseline: baseline,
        cause: Self.cause(of: without, truth, leavesOutNoise), isLost: GateComparison.Gap.isLost(run, baseline))
      if !gap.isLost, let first = pair.new.keeping(new), let second = pair.recorded.keeping(recorded) {
        seeds = [new, recorded]
        self.pair = gap.isWhole ? pair : ScoreChange.Pair(new: first, recorded: second)
      } else {
        (seeds, self.pair) = (nil, nil)
      }
    }

    /// The reason why partitions have no value; nil where it is not the items that they leave.
    private static func cause(of partitions: [Partition], _ truth: LabelSet, _ leavesOutNoise: Bool) -> String? {
      guard !partitions.isEmpty else { return nil }
      let labelled = truth.values.count - truth.unlabelledCount
      let kept = partitions.map { truth.onItems(of: [$0]) }
      let counts = kept.map { $0.values.count - $0.unlabelledCount }.sorted()
      if counts.allSatisfy({ $0 == 0 }) {
        let items = labelled == truth.values.count ? "" : " that have a class"
        return leavesOutNoise
          ? "all \(counted(labelled, "item"))\(items) are noise"
          : "none of the \(counted(labelled, "item"))\(items) is clustered"
      }
      guard kept.allSatisfy({ $0.classCount <= 1 }), let least = counts.first, let most = counts.last else {
        return nil
      }
      let left = most < labelled ? leavesOutNoise ? " that are no noise" : " that are clustered" : ""
      return "the \(least < most ? "\(least.grouped) to " : "")\(counted(most, "item"))\(left) are of one class"
    }
  }
}

extension GateComparison.Gap {
  /// True where both sides have the score under every seed.
  fileprivate var isWhole: Bool { run.defined == run.all && baseline.defined == baseline.all }
}

extension LabelSet {
  /// The number of classes that have an item.
  fileprivate var classCount: Int { Set(values).subtracting([Self.unlabelled]).count }
}

extension ScoreChange {
  fileprivate var isDefined: Bool { new.mean.isFinite && recorded.mean.isFinite && difference.isFinite }
}

extension ExternalScore {
  /// The value of a partition; NaN where no item counts, such as when all are noise that is left out.
  func value(of partition: Partition, truth: LabelSet) throws -> Double {
    do {
      return try score(partition, truth: truth)
    } catch let error as ScoreError {
      guard case .nothingLabelled = error.reason else { throw error }
      return .nan
    }
  }
}
