import Clustering
import Core
import Experiments
import Results
import Stages

/// The coalitions that an attribution clusters.
struct AttributionPlan {
  /// A fused space with the clusterers that cluster its coalitions.
  struct Line {
    let space: Experiment.Space
    let coalitions: [Coalition]
    let clusterers: [String]

    /// The number of fits.
    func fits(_ resolution: Resolution) -> Int {
      coalitions.reduce(0) { sum, coalition in
        sum + clusterers.reduce(0) { $0 + resolution.trials(of: coalition, by: $1) }
      }
    }
  }

  let lines: [Line]
  let notices: [Notice]

  /// Makes the plan of no attribution.
  init() { (lines, notices) = ([], []) }

  /// - Throws: ``RunError`` without labels, and for a space that cannot be attributed.
  init(_ resolution: Resolution) throws {
    let experiment = resolution.experiment
    guard experiment.attribution != .none else {
      (lines, notices) = ([], [])
      return
    }
    let known = experiment.attributableSpaces.map(\.name)
    if case .spaces(let names) = experiment.attribution, let other = names.first(where: { !known.contains($0) }) {
      throw RunError(.nothingToAttribute(space: other, known: known))
    }
    guard !known.isEmpty else { throw RunError(.nothingToAttribute(space: nil, known: [])) }
    guard resolution.inputs.truth != nil, !resolution.scoring.externalNames.isEmpty else {
      throw RunError(.attributionWithoutLabels)
    }
    let methods = resolution.plan.methods
    var left: [String] = []
    lines = experiment.attributedSpaces.map { space in
      let own = methods.filter { $0.space == space.name }.map(\.clusterer)
      let fitted = own.filter { name in
        resolution.clusterer(named: name).map { !$0.isGiven && !experiment.combinesSeeds(name) } ?? false
      }
      left += own.filter { !fitted.contains($0) }
      return Line(space: space, coalitions: space.coalitions ?? [], clusterers: fitted)
    }.filter { !$0.clusterers.isEmpty }
    notices =
      left.isEmpty
      ? []
      : [
        Notice(
          kind: "attribution-gap",
          message:
            "no attribution by \(list(left.uniqued)), which cluster no space anew: their partitions are given or combined"
        )
      ]
  }

  /// The number of fits.
  func fits(_ resolution: Resolution) -> Int { lines.reduce(0) { $0 + $1.fits(resolution) } }
}

extension Resolution {
  /// True where no seed changes a coalition nor the clusterer.
  func isDeterministic(_ coalition: Coalition, by clusterer: String) -> Bool {
    !experiment.isStochastic(coalition.space) && self.clusterer(named: clusterer)?.isStochastic == false
  }

  /// The number of times that a coalition is clustered.
  func trials(of coalition: Coalition, by clusterer: String) -> Int {
    isDeterministic(coalition, by: clusterer) ? 1 : experiment.seeds.count
  }
}
