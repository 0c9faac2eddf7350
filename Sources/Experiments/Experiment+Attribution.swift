import Results
import Stages

extension Experiment {
  /// The fused spaces whose scores are attributed to their parts.
  public enum Attribution: Sendable, Equatable {
    /// None, the default.
    case none
    /// All clustered spaces of several parts.
    case all
    /// Some of these, by their names.
    case spaces([String])

    /// The most parts with Shapley values, which need all coalitions; of more, each part is left out alone.
    public static let mostParts = 4
  }

  /// The spaces that can be attributed: those that are clustered and made of several parts.
  package var attributableSpaces: [Space] {
    clusteredSpaces.filter { $0.coalitions != nil }
  }

  /// The spaces that are attributed.
  package var attributedSpaces: [Space] {
    switch attribution {
    case .none: []
    case .all: attributableSpaces
    case .spaces(let names): attributableSpaces.filter { names.contains($0.name) }
    }
  }
}

/// Some parts of a fused space, and the space that stands for them.
package struct Coalition: Sendable {
  /// The positions of the parts among the inputs of the fused space, as bits.
  package let mask: Int
  package let form: AttributionRecord.Form
  /// With the name of the fused space.
  package let space: Experiment.Space
}

extension Experiment.Space {
  /// The coalitions of its parts that an attribution clusters, without that of all: every one for at most
  /// ``Experiment/Attribution/mostParts`` parts, else those without one part. Nil for a single part, and where the fusion does not take so few.
  package var coalitions: [Coalition]? {
    guard inputs.count > 1 else { return nil }
    let all = 1 << inputs.count - 1
    let masks =
      inputs.count <= Experiment.Attribution.mostParts
      ? Array(1..<all) : inputs.indices.map { all & ~(1 << $0) }
    let made = masks.compactMap(coalition)
    return made.count == masks.count ? made : nil
  }

  /// The space of some of the parts; nil where the fusion does not take so few.
  private func coalition(_ mask: Int) -> Coalition? {
    guard let first = steps.first else { return nil }
    let kept = inputs.indices.filter { mask & (1 << $0) != 0 }
    var space = self
    space.inputs = kept.map { inputs[$0] }
    func made(_ form: AttributionRecord.Form) -> Coalition { Coalition(mask: mask, form: form, space: space) }
    if type(of: first).inputs.contains(kept.count) || takesOnePart && kept.count == 1 {
      if var fusion = first as? any WeightedFusion, let weights = fusion.weights {
        let sum = kept.reduce(0) { $0 + weights[$1] }
        fusion.weights = sum > 0 ? kept.map { weights[$0] / sum } : nil
        space.steps[0] = fusion
      }
      return made(.fusion)
    }
    guard kept.count == 1 else { return nil }
    if var fusion = first as? any WeightedFusion, !(first is any JointFusion) {
      space.inputs = inputs
      fusion.weights = inputs.indices.map { $0 == kept[0] ? 1 : 0 }
      space.steps[0] = fusion
      return made(.weight)
    }
    space.steps.removeFirst()
    if space.steps.isEmpty { space.fitOn = nil }
    return made(.part)
  }

  /// True for a fusion that leaves parts without weight out, down to one.
  private var takesOnePart: Bool {
    (steps.first as? any WeightedFusion).map { type(of: $0).leavesOutWeightless } ?? false
  }
}

extension ExperimentReader {
  /// Yes, no, or a list of fused spaces.
  func attribution(_ value: YAMLValue, in experiment: Experiment) throws -> Experiment.Attribution {
    guard value.isList else { return try value.boolean() ? .all : .none }
    return .spaces(try spaces(value, among: experiment.attributableSpaces.map(\.name), kind: "fused space"))
  }
}
