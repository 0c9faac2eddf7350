import Clustering
import Core
import Foundation
import Matrices
import Stages
import Testing

@Suite struct GaussianMixtureTests {
  @Test(arguments: 0..<8, 0..<4)
  func fromGivenResponsibilitiesTheMixtureIsScikitLearns(number: Int, shape: Int) throws {
    let expected = ClusteringFixture.shared.cases[number]
    let mixture = expected.mixtures[shape]
    let start = Matrix(rows: 4, columns: expected.rows.count) { block in
      for (row, label) in mixture.start.enumerated() { block[label, row] = 1 }
    }
    let covariance = try #require(GaussianMixture.Covariance(rawValue: mixture.covariance))
    let gmm = GaussianMixture(
      clusters: 4, covariance: covariance, maximumIterations: 12, tolerance: 0, start: .responsibilities(start))
    let fit = try gmm.cluster(Matrix(expected.rows), seed: 0)
    #expect(abs(fit.objectiveValue / mixture.logLikelihood - 1) < 1e-4)
    #expect(fit.partition.labels == mixture.labels)
    let model = try #require(fit.model as? GaussianMixtureModel)
    for component in 0..<4 {
      #expect(abs(model.weights[component] - mixture.weights[component]) < 1e-3)
      for (mean, other) in zip(model.means[component], mixture.means[component]) { #expect(abs(mean - other) < 2e-3) }
    }
  }

  @Test(arguments: GaussianMixture.Covariance.allCases, 0..<5)
  func theLikelihoodNeverFallsAndTheLabelsAreTheModels(covariance: GaussianMixture.Covariance, seed: Int) throws {
    let rows = blobs(rows: 400, columns: 5, clusters: 4, spread: 1, seed: Seed(UInt64(seed)))
    let gmm = GaussianMixture(clusters: 4, covariance: covariance)
    let fit = try gmm.cluster(rows, seed: Seed(UInt64(seed)))
    #expect(try fit.predict(rows) == fit.partition)
    #expect(zip(fit.history, fit.history.dropFirst()).allSatisfy { $1 >= $0 - 1e-4 })
    let model = try #require(fit.model as? GaussianMixtureModel)
    #expect(try abs(model.logLikelihood(rows) - fit.objectiveValue) < 1e-12)
    #expect(abs(model.weights.reduce(0, +) - 1) < 1e-12)
  }

  @Test func oneComponentIsTheSampleMeanAndCovariance() throws {
    // One Gaussian has a closed form: the mean log-likelihood is −½ (d log 2π + log det S + d) with S divided by n.
    let rows = blobs(rows: 2000, columns: 2, clusters: 1, seed: 2)
    let fit = try GaussianMixture(clusters: 1, regularization: 0).cluster(rows, seed: 0)
    let x = (0..<2000).map { Double(rows[$0, 0]) }
    let y = (0..<2000).map { Double(rows[$0, 1]) }
    func mean(_ v: [Double]) -> Double { v.reduce(0, +) / 2000 }
    func covariance(_ a: [Double], _ b: [Double]) -> Double {
      mean(zip(a, b).map { ($0 - mean(a)) * ($1 - mean(b)) })
    }
    let determinant = covariance(x, x) * covariance(y, y) - covariance(x, y) * covariance(x, y)
    let expected = -0.5 * (2 * log(2 * Double.pi) + log(determinant) + 2)
    #expect(abs(fit.objectiveValue - expected) < 1e-5)
  }

  @Test(arguments: GaussianMixture.Covariance.allCases)
  func theBitsDoNotDependOnTheThreads(covariance: GaussianMixture.Covariance) throws {
    let rows = blobs(rows: 3000, columns: 70, clusters: 5, spread: 0.4, seed: 5)
    let gmm = GaussianMixture(clusters: 5, covariance: covariance, maximumIterations: 8)
    let fits = try [1, 2, 4].map { threads in
      try Threads.$count.withValue(threads) { try gmm.cluster(rows, seed: 9) }
    }
    for fit in fits.dropFirst() {
      #expect(fit.partition == fits[0].partition)
      #expect(fit.objectiveValue == fits[0].objectiveValue)
    }
  }

  @Test func aSingularCovarianceRaisesTheRegularisationAndSaysSo() throws {
    // The third column is twice the first and the rows are large, so 1e-6 on the diagonal is lost in rounding.
    var stream = Seed(1).stream("test")
    let rows = Matrix(
      (0..<100).map { _ in
        let x = Float(stream.gaussian() * 1e5)
        return [x, Float(stream.gaussian() * 1e5), 2 * x]
      })
    let fit = try GaussianMixture(clusters: 2, regularization: 1e-12).cluster(rows, seed: 0)
    #expect(fit.notices.contains { $0.kind == "regularization-raised" })
    #expect(fit.objectiveValue.isFinite)
  }

  @Test func identicalRowsWithinTheComponentsAreFitted() throws {
    let rows = Matrix((0..<40).map { [Float($0 % 2) * 5, 1] })
    let fit = try GaussianMixture(clusters: 2).cluster(rows, seed: 0)
    #expect(Set(fit.partition.labels).count == 2)
    #expect(fit.objectiveValue.isFinite)
  }

  @Test func covariancesThatTheMemoryCannotHoldAreRefused() throws {
    let rows = Matrix((0..<3).map { row in (0..<200_000).map { Float(($0 + row) % 7) } })
    #expect {
      try GaussianMixture(clusters: 2).check(rows)
    } throws: { error in
      guard case .covarianceTooLarge(200_000, _, _) = (error as? ClusteringError)?.reason else { return false }
      return true
    }
    try GaussianMixture(clusters: 2, covariance: .diag).check(rows)
  }

  @Test func badInputIsAnError() {
    let rows = Matrix((0..<20).map { [Float($0 % 3), 1] })
    #expect(throws: ClusteringError(.tooFewDistinctRows(clusters: 5, distinct: 3))) {
      try GaussianMixture(clusters: 5).cluster(rows, seed: 0)
    }
    #expect(throws: ClusteringError(.startShape(expectedRows: 2, expectedColumns: 20, foundRows: 2, foundColumns: 3))) {
      try GaussianMixture(clusters: 2, start: .responsibilities(Matrix(rows: 2, columns: 3))).cluster(rows, seed: 0)
    }
    #expect(throws: StageError.self) { try GaussianMixture(clusters: 2, tolerance: -1).cluster(rows, seed: 0) }
  }
}
