import Results

extension ClaimTable {
  /// The means of a run over its seeds, with its tests.
  ///
  /// - Throws: `ResultsError` for a file that was changed.
  package init(of run: StoredRun) throws {
    let plan = run.plan
    let names = Set(plan.spaces)
    var values: [Method: [String: Value]] = [:]
    for method in run.methods {
      for score in plan.scores {
        let seeds = run.trials(of: method).compactMap { $0.scores[score] }.filter(\.isFinite)
        guard let cell = SummaryTable.Cell(seeds) else { continue }
        values[Method(clusterer: method.clusterer, space: method.space), default: [:]][score] =
          Value(mean: cell.mean, deviation: cell.deviation)
      }
    }
    let spaces = plan.spaces.map { name in
      let facts = run.record.facts(of: name)
      return Space(name, parts: facts.isFused ? facts.inputs.filter(names.contains) : [])
    }
    self.init(
      name: run.record.name, clusterers: plan.clusterers, spaces: spaces, scores: plan.scores, values: values,
      isRun: true,
      statistics: try run.statistics)
    falling = Set(plan.scores.filter { run.record.score($0).lowerIsBetter })
  }
}
