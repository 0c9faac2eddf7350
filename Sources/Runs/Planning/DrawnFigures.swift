import Core
import Experiments
import Results
import Stages

extension Resolution {
  /// The figures that the experiment asks for and its data allow, in the order in which they are drawn.
  ///
  /// - Parameter gaps: the trials that cannot be made.
  func drawnFigures(without gaps: [TrialGap]) -> [FigureKind] {
    let unmade = Set(gaps.filter { $0.isOfSpace == true }.map(\.trial.space))
    let left = Set(plan.trials).subtracting(gaps.map(\.trial))
    return FigureKind.allCases.filter { kind in
      experiment.figures.contains(kind.rawValue) && allows(kind, clustered: Set(left.map(\.space)), unmade: unmade)
    }
  }

  private func allows(_ kind: FigureKind, clustered: Set<String>, unmade: Set<String>) -> Bool {
    switch kind {
    case .scores, .silhouette, .cards: true
    case .maps: inputs.items.count >= Maps.fewestRows
    case .weights, .k:
      sweeps.sweeps.contains { sweep in
        sweep.kind == kind.sweep && sweep.lines.contains { !unmade.contains($0.space.name) }
      }
    case .parameters:
      sweeps.sweeps.contains { sweep in
        ![.weights, .k].contains(sweep.kind) && sweep.lines.contains { !unmade.contains($0.space.name) }
      }
    case .choice:
      sweeps.sweeps.contains { sweep in
        !sweep.criteria.isEmpty && sweep.lines.contains { !unmade.contains($0.space.name) }
      }
    case .attribution: attribution.lines.contains { !unmade.contains($0.space.name) }
    case .agreement: experiment.seeds.count > 1 && plan.hasSeeds
    case .flow:
      experiment.clusteredSpaces.contains { space in
        clustered.contains(space.name) && partsAlone(of: space).count > 1
          && partsAlone(of: space).prefix(2).allSatisfy(clustered.contains)
      }
    case .samples: inputs.images != nil && inputs.truth != nil
    case .confusion: inputs.truth.map { $0.classes.count <= FigureKind.mostConfusedClasses } ?? false
    case .variance:
      experiment.clusteredSpaces.contains { space in
        clustered.contains(space.name) && space.steps.contains { type(of: $0).hasComponents }
      }
    case .partWeights:
      // Two parts always weigh the same.
      experiment.clusteredSpaces.contains { space in
        clustered.contains(space.name) && space.hasPartWeights && space.inputs.count > 2
      }
    case .dendrogram: clusterers.contains { type(of: $0).details.contains(.tree) }
    case .condensed: clusterers.contains { type(of: $0).details.contains(.condensedTree) }
    case .distances: clusterers.contains { type(of: $0).details.contains(.neighborDistances) }
    case .signs: experiment.clusteredSpaces.contains { measuresSigns(of: $0) && clustered.contains($0.name) }
    }
  }

  /// The parts of a fused space that are spaces of their own.
  private func partsAlone(of space: Experiment.Space) -> [String] {
    let alone = experiment.clusteredSpaces.filter(\.isFeatureSet).map(\.name)
    return experiment.facts(of: space).isFused ? space.inputs.filter(alone.contains) : []
  }
}
