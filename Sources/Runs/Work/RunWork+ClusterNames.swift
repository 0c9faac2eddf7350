import Core
import Experiments
import Results

/// The names that a user gave to clusters of a former run in the folder.
extension RunWork {
  /// Carries them to the clusters of the trials that stand for their methods; a note has those that no cluster gets.
  ///
  /// Names are always carried from the clusters that they were given to, so that one that is lost comes back with its cluster.
  /// - Throws: `ResultsError` when labels are not those of their trials, or the system refuses to read.
  func carryNames() throws {
    let run = Run(record: try record(), trials: trials)
    for method in run.methods where try folder.clusterNamesMark(of: method) != nil && !run.trials(of: method).isEmpty {
      let trials = run.trials(of: method)
      guard let given = try folder.unlessDamaged({ try folder.clusterNames(of: method) }) else {
        clusterNotices.append(
          CarriedNames.notice(
            of: method, "the stored names were changed or cut short, and none is carried; give them again"))
        continue
      }
      guard given.labels.count == inputs.itemCount, given.record.ids == run.record.items?.ids else {
        clusterNotices.append(CarriedNames.notice(of: method, Self.otherItems(given, items: inputs.itemCount)))
        continue
      }
      let shown = trials[run.representative(of: trials)]
      let labels = try folder.labels(of: shown)
      let carried = CarriedNames(given.record.names, of: given.labels, to: labels)
      carriedNames[method] = carried.names
      let shared = CarriedNames.sharedNotice(
        of: method, run.record.names(of: method.clusterer).merging(carried.names) { _, own in own })
      let moved = carried.notice(of: method).map { notice in
        let former = given.record.trial.seed
        return former == shown.seed
          ? notice
          : CarriedNames.notice(
            notice,
            adding:
              "; the names were given to clusters of seed \(former), and those of seed \(shown.seed) are shown now, whose "
              + "first score is nearest to the mean")
      }
      clusterNotices += [moved, shared].compactMap(\.self)
    }
  }

  private static func otherItems(_ given: StoredClusterNames, items: Int) -> String {
    let (count, was) = (given.record.names.count, given.labels.count)
    let (of, now) = (counted(was, "item"), counted(items, "item"))
    return "\(counted(count, "name")) \(count == 1 ? "is" : "are") not carried, since "
      + (was == items
        ? "the ids of the \(of) have changed"
        : "\(count == 1 ? "it was" : "they were") given for \(of), and the run has \(now)")
      + "; give them again"
  }
}
