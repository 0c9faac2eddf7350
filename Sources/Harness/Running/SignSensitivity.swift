import Clustering
import Foundation
import Fusion
import Matrices
import Results
import Scores

/// How far the score of a PCA-weighted average depends on the arbitrary signs of its components.
///
/// The average adds coordinate j of one part to coordinate j of another, and each component's sign is a convention. So
/// the same data, with the components of all parts but the first mirrored at random, make as good a "PCA average" as
/// the published one; the spread of their scores says how much the published number is worth.
package struct SignSensitivity {
  /// How many random draws of signs are clustered.
  package static let draws = 20

  let clusterer: any Clusterer
  let score: any ExternalScore
  let truth: LabelSet
  let seed: Seed

  package init(clusterer: any Clusterer, score: any ExternalScore, truth: LabelSet, seed: Seed) {
    self.clusterer = clusterer
    self.score = score
    self.truth = truth
    self.seed = seed
  }

  /// Clusters the average under random signs.
  ///
  /// - Parameter progress: called with the number of draws done.
  /// - Returns: the labels of each draw, one a row.
  package func cluster(_ fusion: PCAAverage, parts: [Matrix], progress: (Int) -> Void) throws -> [[Int32]] {
    let coordinates = try fusion.coordinates(of: parts).parts
    var labels: [[Int32]] = []
    for draw in 0..<Self.draws {
      var stream = seed.stream("signs", draw)
      let signs = coordinates.indices.map { part in
        (0..<coordinates[0].columns).map { _ -> Float in part == 0 || stream.next() >> 63 == 0 ? 1 : -1 }
      }
      labels.append(try clusterer.fit(fusion.average(coordinates, signs: signs), seed: seed).partition.labels)
      progress(draw + 1)
    }
    return labels
  }

  /// What `run.json` says of them.
  ///
  /// - Parameters:
  ///   - draws: the labels of each draw, as ``cluster(_:parts:progress:)`` gave them.
  ///   - published: the score of the fixed rule.
  package func record(of draws: [[Int32]], published: Double) throws -> JSONValue {
    let values = try draws.map { labels in
      try score.score(Partition(labels: labels, clusters: clusterer.clusters), truth: truth)
    }
    return [
      "clusterer": .string(clusterer.name), "score": .string(score.name), "seed": .integer(Int(clamping: seed.value)),
      "published": .number(published), "values": .array(values.map(JSONValue.number)),
    ]
  }

  /// One sentence with the range; nil when every draw scored as the fixed rule did.
  package static func notice(_ space: String, _ record: JSONValue) -> Notice? {
    guard case .object(let members) = record, case .array(let entries)? = members["values"],
      case .string(let score)? = members["score"], case .number(let published)? = members["published"]
    else { return nil }
    let values = entries.compactMap { entry in if case .number(let value) = entry { value } else { nil } }
    guard let low = values.min(), let high = values.max() else { return nil }
    func text(_ value: Double) -> String { value.formatted(.number.precision(.fractionLength(3))) }
    guard low < high || low != published else { return nil }
    return Notice(
      kind: "sign-sensitivity",
      message: "\(space) depends on the arbitrary signs of its components: \(score) is \(text(published)) with the "
        + "fixed rule, and from \(text(low)) to \(text(high)) over \(values.count) random draws; "
        + "align: procrustes does not depend on them")
  }
}
