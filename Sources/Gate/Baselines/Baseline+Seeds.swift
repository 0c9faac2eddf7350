import Core
import Statistics

extension Baseline {
  /// A note for labels of too few seeds: the number with which a gate cannot find a change, and the one with which it can.
  ///
  /// Nil where the seeds are enough with as many on the other side, and for published numbers, which are never judged.
  package var fewSeedsNotice: Notice? {
    let counts = cells.filter { $0.isDeterministic != true }.compactMap { $0.labels?.count }
    let gate = RegressionGate(tolerance: Gate.defaultTolerance, alpha: Gate.defaultAlpha)
    guard let kept = counts.min(), let forOne = gate.fewestSeeds(cells: 1),
      let forAll = gate.fewestSeeds(cells: counts.count), kept < forAll
    else { return nil }
    let needed =
      if counts.count == 1 {
        "\(counted(forAll, "seed")) on both sides are needed"
      } else if kept < forOne {
        "\(counted(forOne, "seed")) on both sides are needed where one cell differs, and \(forAll) where all "
          + "\(counts.count) do"
      } else {
        "\(counted(forAll, "seed")) on both sides are needed"
      }
    let extent = kept < forOne ? "" : " where all \(counts.count) cells differ"
    return Notice(
      kind: "few-seeds-kept",
      message:
        "the baseline keeps the labels of \(counted(kept, "seed")), too few on both sides for a gate to detect a "
        + "change of any size\(extent): \(needed); record a run of --seeds \(forAll) or more, and keep as many")
  }
}
