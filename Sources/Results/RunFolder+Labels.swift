import Core

extension RunFolder {
  /// A stored label set of a run, or nil when its values are not stored.
  ///
  /// - Throws: ``ResultsError`` when they are not those that the run speaks of.
  package func labelSet(_ summary: LabelSetSummary, items: Int) throws -> LabelSet? {
    guard let values = try values(ofLabelSet: summary.name) else { return nil }
    guard values.count == items,
      values.allSatisfy({ $0 >= LabelSet.unlabelled && Int($0) < summary.classes.count })
    else {
      throw ResultsError(.malformed(path: path(of: "labels"), detail: "the labels are not those of run.json"))
    }
    return LabelSet(name: summary.name, classes: summary.classes, values: values)
  }

  /// The stored clusters of some items, in their order; of all when nil.
  ///
  /// - Parameters:
  ///   - kept: positions in `0..<items`.
  ///   - items: the number of items of the run.
  /// - Throws: ``ResultsError`` when the labels are not those that the trial and the run speak of.
  package func partition(of trial: TrialRecord, at kept: [Int]? = nil, of items: Int) throws -> Partition {
    try checked(labels(of: trial), trial, at: kept, of: items)
  }

  /// The stored clusters of all items with noise in the nearest cluster; nil for a trial without noise.
  ///
  /// - Throws: ``ResultsError`` as ``partition(of:at:of:)`` does.
  func nearestPartition(of trial: TrialRecord, of items: Int) throws -> Partition? {
    try data(of: .nearest, trial).map { data in
      let labels = try NPYFile.labels(in: data, path: path(of: .nearest, trial.identity))
      return try checked(labels, trial, at: nil, of: items)
    }
  }

  private func checked(_ labels: [Int32], _ trial: TrialRecord, at kept: [Int]?, of items: Int) throws -> Partition {
    guard labels.count == items, trial.clusters >= 0, trial.clusters <= items,
      kept?.allSatisfy({ (0..<items).contains($0) }) ?? true,
      let partition = try? Partition(checking: kept.map { $0.map { labels[$0] } } ?? labels, clusters: trial.clusters)
    else {
      throw ResultsError(
        .malformed(
          path: path(of: "trials"),
          detail: "the \(counted(labels.count, "label")) of \(trial.clusterer) on \(trial.space), seed \(trial.seed), "
            + "are not those of \(counted(items, "item")) in \(counted(trial.clusters, "cluster"))"))
    }
    return partition
  }
}
