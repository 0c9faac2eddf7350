import Features
import Fusion
import Matrices

/// Makes the matrix of each space from the feature sets; a fused one is built once and shared by all its trials.
package struct SpaceBuilder {
  /// A space, ready to be clustered.
  package struct Built {
    package let rows: Matrix
    package let notices: [Notice]
  }

  let inputs: Inputs

  package init(inputs: Inputs) { self.inputs = inputs }

  /// - Throws: `FusionError` and `ReductionError`.
  package func build(_ space: Experiment.Space) throws -> Built {
    switch space.kind {
    case .feature:
      return Built(rows: try parts(of: space)[0], notices: [])
    case .concatenation(let options):
      let standardize = options.normalize == .standardize
      let fusion = Concatenation(normalize: options.normalize == .l2 ? .l2 : .none, weights: options.weights)
      let parts = try parts(of: space).map { standardize ? FeatureScaling.standardize.applied(to: $0) : $0 }
      let fused = try fusion.fuse(parts)
      return Built(rows: fused.rows, notices: fused.notices)
    case .pcaAverage(let options):
      let fused = try Self.fusion(options).fuse(parts(of: space))
      return Built(rows: fused.rows, notices: fused.notices)
    }
  }

  /// Throws what ``build(_:)`` would for the shapes of the parts alone.
  func check(_ space: Experiment.Space) throws {
    guard case .pcaAverage(let options) = space.kind else { return }
    try Self.fusion(options).check(parts(of: space))
  }

  /// The matrices that a space is made of, in its order.
  func parts(of space: Experiment.Space) throws -> [Matrix] {
    try space.parts.map { name in
      guard let set = inputs.features[name] else { throw HarnessError(.noItems) }
      return set.matrix
    }
  }

  static func fusion(_ options: Experiment.PCAAverage) -> PCAAverage {
    PCAAverage(
      dimensions: options.dimensions, weights: options.weights,
      align: options.align == .procrustes ? .procrustes : .none)
  }
}
