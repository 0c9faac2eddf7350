import Experiments
import Results
import Stages

extension Estimate {
  /// The fused spaces whose coalitions are to be clustered.
  var missingAttributions: [AttributionPlan.Line] {
    guard plan.lacks(.attribution) else { return [] }
    return resolution.attribution.lines.filter { !plan.unmade.contains($0.space.name) }
  }

  /// Making and clustering every coalition.
  func attribution() -> Double {
    let experiment = resolution.experiment
    return missingAttributions.reduce(0) { sum, line in
      sum
        + line.coalitions.reduce(0) { sum, coalition in
          let (space, shape) = (coalition.space, resolution.shape(of: coalition.space))
          let times = experiment.isStochastic(space) ? experiment.seeds.count : 1
          let making = space.operations(shape, times: times, inputsVary: experiment.inputsVary(of: space))
          return sum + making
            + line.clusterers.reduce(0) { sum, name in
              guard let clusterer = resolution.clusterer(named: name) else { return sum }
              let cost = clusterer.cost(self.shape(columns: space.columns(shape), of: clusterer))?.operations ?? 0
              return sum + Double(resolution.trials(of: coalition, by: name)) * cost
            }
        }
    }
  }
}
