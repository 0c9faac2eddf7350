import Foundation
import Testing

/// Mixtures of files whose components are narrow compared with their distances.
@Suite struct DistantMixtureTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The closed form for two points, a component each: ln ½ − ½ ln(2π · 1e-6).
  @Test(arguments: ["full", "tied", "diag", "spherical"], [[9999.0, 0], [0, -9999], [11_000, 1001]])
  func twoDistantPointsHaveTheVarianceOfTheRegularization(covariance: String, points: [Double]) async throws {
    let body = TemporaryFolder.bytes(of: points)
    try folder.write(TemporaryFolder.npy("<f8", "(2, 1)", body), to: "two.npy")
    try folder.writeLabels("labels.npy", [0, 1])
    let trial = try await mixture("two.npy", covariance)
    #expect(abs(trial.logLikelihood - 5.295669565217519) < 1e-9)
    #expect(trial.ari == 1)
  }

  /// The sets that scikit-learn fitted in float64 for the tests of clustering.
  @Test(arguments: ["full", "tied", "diag", "spherical"], [0, 1])
  func distantSitesHaveTheLikelihoodOfScikitLearn(covariance: String, number: Int) async throws {
    let set = try Self.distantSet(number)
    let body = TemporaryFolder.bytes(of: set.rows.flatMap(\.self))
    try folder.write(TemporaryFolder.npy("<f8", "(\(set.rows.count), 2)", body), to: "sites.npy")
    try folder.writeLabels("labels.npy", set.start)
    let trial = try await mixture("sites.npy", covariance, clusters: 4)
    let expected = try #require(set.mixtures.first { $0.covariance == covariance }).logLikelihood
    #expect(abs(trial.logLikelihood / expected - 1) < 1e-6)
    #expect(trial.ari == 1)
  }

  private struct DistantSet: Decodable {
    let rows: [[Double]]
    let start: [Int32]
    let mixtures: [Mixture]

    struct Mixture: Decodable {
      let covariance: String
      let logLikelihood: Double
    }
  }

  private static func distantSet(_ number: Int) throws -> DistantSet {
    struct Document: Decodable { let cases: [DistantSet] }
    let file = Command.package.appendingPathComponent("Tests/ClusteringTests/Fixtures/distant.json")
    return try JSONDecoder().decode(Document.self, from: Data(contentsOf: file)).cases[number]
  }

  private func mixture(
    _ features: String, _ covariance: String, clusters: Int = 2
  ) async throws -> (logLikelihood: Double, ari: Double) {
    let outcome = try await Command.run(
      [
        "run", "--features", "f=\(features)", "--labels", "labels.npy", "-k", "\(clusters)",
        "--clusterer", "gmm", "--covariance", covariance, "--seeds", "1", "--scores", "ari", "--figures", "none",
        "--out", "run", "--quiet",
      ], in: folder)
    outcome.expectSuccess()
    let file = try folder.data("run/trials/f/gmm/seed-0.json")
    let trial = try #require(try JSONSerialization.jsonObject(with: file) as? [String: Any])
    let (objective, scores) = (trial["objective"] as? [String: Any], trial["scores"] as? [String: Any])
    return (try #require(objective?["value"] as? Double), try #require(scores?["ari"] as? Double))
  }
}
