import Core
import Results

/// The tables on several label sets: which one the clusters follow, how the sets agree with each other, and what scores are
/// by chance.
extension StatisticsReport {
  /// The intervals and tests of the scores against each label set of several classes but the first.
  func scores(_ truths: TruthsRecord) -> [Section] {
    truths.labelSets.dropFirst().filter { $0.classes > 1 }.compactMap { labelSet in
      labelSet.statistics.map { statistics in
        let scores = StatisticsReport(statistics, of: truths.run(run, against: labelSet), scores: chosen).scores
        return Section(title: Self.title(labelSet.name), table: scores.table, note: scores.note)
      }
    }
  }

  /// Such as `Scores against kind`.
  static func title(_ labelSet: String) -> String { "Scores against \(labelSet.onOneLine)" }

  /// The AMI of each method's clusters with every two label sets, the one that is ahead first.
  func comparisons(_ truths: TruthsRecord) -> Section {
    let rows = truths.comparisons.map { $0.difference < 0 ? $0.reversed : $0 }.map { comparison in
      [
        comparison.method.clusterer, comparison.method.space, comparison.first, comparison.second,
        comparison.items.grouped, numbers.text(comparison.amiOfFirst), numbers.text(comparison.amiOfSecond),
        interval(comparison.low, comparison.high), "\(comparison.seedsOfFirst) of \(comparison.seeds)",
        Self.probability(comparison.holm),
      ]
    }
    return Section(
      title: "Label sets that the clusters follow",
      table: TextTable(
        header: [
          "clusterer", "space", "label set", "against", "items", "AMI", "AMI against", "95 % interval", "seeds",
          "corrected p",
        ], rows: rows, names: 4),
      note:
        "AMI: adjusted mutual information of clusters and classes (0 is chance, 1 is perfect), mean over the seeds, on the items "
        + "that both label sets label; it is not higher by chance with more classes. 95 % interval: of the difference, over "
        + "items, for the clusters as they are. seeds: those under which the label set is ahead. corrected p: permutation test "
        + "over items after Holm's correction over all lines. Clusters follow a label set more closely where corrected p is below "
        + ".05 and no seed shows the opposite. Label sets of one class are left out"
        + ", and so are two that share fewer than \(TruthsRecord.fewestItems) labelled items.")
  }

  /// The agreement of every two label sets.
  func agreements(_ truths: TruthsRecord) -> Section {
    let tooFew = "too few items"
    let rows = truths.agreements.map { agreement in
      guard agreement.items >= TruthsRecord.fewestItems else {
        return [agreement.first, agreement.second, agreement.items.grouped, tooFew, absentCell, absentCell]
      }
      return [
        agreement.first, agreement.second, agreement.items.grouped, numbers.text(agreement.ami),
        interval(agreement.low, agreement.high), numbers.text(agreement.ari),
      ]
    }
    let disjoint = truths.disjoint.map { [$0.first, $0.second, "0", absentCell, absentCell, absentCell] }
    return Section(
      title: "Agreement of the label sets",
      table: TextTable(
        header: ["label set", "with", "items", "AMI", "95 % interval", "ARI"], rows: rows + disjoint, names: 2),
      note:
        "On the items that both label, without clusters; label sets with 0 items label none in common. AMI: adjusted mutual information, ARI: adjusted Rand index; both "
        + "are 0 for labels that agree by chance and 1 for equal ones."
        + (rows.contains { $0.contains(tooFew) }
          ? " \(tooFew): fewer than \(TruthsRecord.fewestItems), on which label sets are not compared." : ""))
  }

  /// Each score beside its level under permuted labels.
  func chanceLevels(_ truths: TruthsRecord) -> Section {
    let names = run.record.plan.scores.filter { score in
      chosen?.contains(score) ?? true && truths.labelSets.contains { $0.chance.contains { $0.score == score } }
    }
    let rows = truths.labelSets.flatMap { labelSet in
      let scored = truths.run(run, against: labelSet)
      return run.methods.map { method in
        [labelSet.name, labelSet.classes.grouped, method.clusterer, method.space]
          + names.map { chance($0, of: method, labelSet, scored.trials(of: method)) }
      }
    }
    return Section(
      title: "Scores and their chance levels",
      table: TextTable(
        header: ["label set", "classes", "clusterer", "space"] + names, rows: names.isEmpty ? [] : rows,
        texts: [0, 2, 3]),
      note:
        "Mean over the seeds; in parentheses the mean of the representative seed's clusters under permuted labels. Only "
        + "scores whose chance level is 0 can be compared between label sets.")
  }

  /// Such as `.579 (.061)`.
  private func chance(
    _ score: String, of method: StatisticsRecord.Method, _ labelSet: TruthsRecord.Scored, _ trials: [TrialRecord]
  ) -> String {
    guard let level = labelSet.chance.first(where: { $0.method == method && $0.score == score }), level.mean.isFinite,
      let cell = SummaryTable.Cell(trials.compactMap { $0.scores[score] }.filter(\.isFinite))
    else { return absentCell }
    return "\(numbers.text(cell.mean)) (\(numbers.text(level.mean)))"
  }
}
