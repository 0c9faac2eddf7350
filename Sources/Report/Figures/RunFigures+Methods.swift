import Results

/// Figures of which each method has its own, drawn of the trial that stands for it.
extension RunFigures {
  /// The figures of all methods that have one, clusterer by clusterer, each with its best space first.
  ///
  /// - Parameters:
  ///   - kind: the start of the names: `dendrogram-ward` shows the best space of a clusterer, `dendrogram-ward@text`
  ///     another one.
  ///   - draw: draws a trial under a name; nil where it has no such figure.
  func perMethod(_ kind: String, _ draw: (_ trial: TrialRecord, _ name: String) throws -> Named?) rethrows -> [Named] {
    var figures: [Named] = []
    for clusterer in stored.plan.clusterers {
      guard let best = stored.run.representativeTrial(of: clusterer) else { continue }
      let name = "\(kind)-\(FileName.of(clusterer))"
      figures += [try draw(best, name)].compactMap(\.self)
      for method in stored.methods where method.clusterer == clusterer && method.space != best.space {
        let trials = stored.trials(of: method)
        guard !trials.isEmpty else { continue }
        let trial = trials[stored.representative(of: trials)]
        figures += [try draw(trial, "\(name)@\(FileName.of(method.space))")].compactMap(\.self)
      }
    }
    return figures
  }
}
