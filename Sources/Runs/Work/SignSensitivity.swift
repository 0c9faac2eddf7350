import Clustering
import Core
import Experiments
import Foundation
import Matrices
import Results
import Scores
import Stages

/// The dependence of a PCA-weighted average's score on the arbitrary signs of its components.
///
/// The average adds coordinate j of one part to coordinate j of another, and each component's sign is a convention. So
/// the same data, with the components of all parts but the first mirrored at random, make as good a "PCA average" as
/// the published one; the spread of their scores is the uncertainty of the published number.
package struct SignSensitivity {
  /// The number of random draws of signs that are clustered.
  package static let draws = 20

  let clusterer: any Clusterer
  let score: any ExternalScore
  let truth: LabelSet
  let seed: Seed
  let references: References

  package init(
    clusterer: any Clusterer, score: any ExternalScore, truth: LabelSet, seed: Seed,
    references: References = References()
  ) {
    self.clusterer = clusterer
    self.score = score
    self.truth = truth
    self.seed = seed
    self.references = references
  }

  /// Clusters the average under random signs.
  ///
  /// - Parameters:
  ///   - shared: the work that the space's seeds have done already.
  ///   - progress: called with the number of draws done.
  /// - Returns: the labels of each draw, one a row.
  package func cluster(
    _ fusion: any SignDependentFusion, parts: [Matrix], shared: SharedWork = SharedWork(), progress: (Int) -> Void
  ) throws -> [[Int32]] {
    let context = references.context(of: fusion, seed: seed, shared: shared)
    return try (0..<Self.draws).map { draw in
      var stream = seed.stream("signs", draw)
      let rows = try fusion.make(parts, drawing: &stream, context).rows
      let labels = try clusterer.cluster(rows, references.context(of: clusterer, seed: seed)).partition.labels
      progress(draw + 1)
      return labels
    }
  }

  /// Returns the spread of the draws.
  ///
  /// - Parameters:
  ///   - draws: the labels of each draw, as ``cluster(_:parts:progress:)`` gave them.
  ///   - published: the score of the fixed rule.
  package func spread(of draws: [[Int32]], published: Double) throws -> SignSpread? {
    let values = try draws.map { labels in
      try score.score(Partition(labels), truth: truth)
    }
    return SignSpread(
      clusterer: clusterer.kind, score: score.name, seed: seed.value, published: published, values: values)
  }

  /// Returns the note for draws that were not asked for.
  static func unmeasured(_ space: String) -> Notice {
    Notice(
      kind: "signs-not-measured",
      message:
        "\(space) depends on the arbitrary signs of its components; the spread was not measured: add signs to the "
        + "figures, or set align: procrustes, which does not depend on them")
  }

  /// One sentence with the range; nil when every draw scored as the fixed rule did.
  package static func notice(_ space: String, _ spread: SignSpread) -> Notice? {
    guard spread.low < spread.high || spread.low != spread.published else { return nil }
    func text(_ value: Double) -> String { value.formatted(.number.precision(.fractionLength(3))) }
    return Notice(
      kind: "sign-sensitivity",
      message:
        "\(space) depends on the arbitrary signs of its components: \(spread.score) is \(text(spread.published)) "
        + "with the fixed rule, and \(text(spread.low)) to \(text(spread.high)) over \(spread.values.count) random "
        + "draws; align: procrustes does not depend on them")
  }
}
