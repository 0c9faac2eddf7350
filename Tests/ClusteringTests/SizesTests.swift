import Clustering
import Core
import Foundation
import Matrices
import Stages
import Testing

/// Clusters of numbers of any size are those of scikit-learn in float64, from `Fixtures/make_sizes.py`.
@Suite struct SizesTests {
  struct Fixture: Decodable {
    let sets: [NumberSet]
  }

  struct NumberSet: Decodable {
    let kind: String
    let rows: [[Double]]
    let exponent: Int
    let results: [String: Result]
  }

  struct Result: Decodable {
    let labels: [Int32]
    let isUnambiguous: Bool
  }

  private static let sets: [NumberSet] = {
    let url = Bundle.module.url(forResource: "sizes", withExtension: "json", subdirectory: "Fixtures")!
    return try! JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url)).sets
  }()

  @Test func theSetsAreThoseOfTheIssue() {
    #expect(Self.sets.count == 60)
    for name in ["kmeans", "full", "tied", "diag", "spherical"] {
      #expect(Self.sets.count { $0.results[name]?.isUnambiguous == true } >= 55)
    }
  }

  @Test func kMeansAgrees() throws {
    for (index, set) in Self.sets.enumerated() {
      guard let expected = set.results["kmeans"], expected.isUnambiguous else { continue }
      let fit = try KMeans(clusters: 3).cluster(Matrix(exactly: set.rows), seed: 1)
      #expect(renumbered(fit.partition.labels) == renumbered(expected.labels), "set \(index), \(set.kind)")
    }
  }

  @Test(arguments: [
    GaussianMixture.Covariance.full, .tied, .diag, .spherical,
  ]) func mixturesAgree(covariance: GaussianMixture.Covariance) throws {
    for (index, set) in Self.sets.enumerated() {
      guard let expected = set.results[covariance.rawValue], expected.isUnambiguous else { continue }
      let regularization = Double(sign: .plus, exponent: 2 * set.exponent, significand: 1e-6)
      let mixture = GaussianMixture(
        clusters: 3, covariance: covariance, restarts: 2, maximumIterations: 200, regularization: regularization)
      let fit = try mixture.cluster(Matrix(exactly: set.rows), seed: 1)
      #expect(renumbered(fit.partition.labels) == renumbered(expected.labels), "set \(index), \(set.kind)")
    }
  }
}
