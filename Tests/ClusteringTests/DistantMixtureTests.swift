import Clustering
import Core
import Foundation
import Matrices
import Stages
import Testing

/// Mixtures whose components are narrow compared with their distances, so that squares, products and `Float` lose digits.
@Suite struct DistantMixtureTests {
  /// Ones where a row starts in a component: components × rows.
  private func start(_ labels: [Int]) -> GaussianMixture.Start {
    .responsibilities(
      Matrix(rows: (labels.max() ?? 0) + 1, columns: labels.count) { block in
        for (row, label) in labels.enumerated() { block[label, row] = 1 }
      })
  }

  private func fit(
    _ rows: Matrix, _ covariance: GaussianMixture.Covariance, from labels: [Int], iterations: Int = 100,
    regularization: Double = 1e-6
  ) throws -> (fit: Clustering, model: GaussianMixtureModel) {
    let fit = try GaussianMixture(
      clusters: (labels.max() ?? 0) + 1, covariance: covariance, maximumIterations: iterations,
      tolerance: iterations < 100 ? 0 : 1e-3, regularization: regularization, start: start(labels)
    ).cluster(rows, seed: 0)
    return (fit, try #require(fit.model as? GaussianMixtureModel))
  }

  @Test(arguments: DistantFixture.shared.cases, 0..<4)
  func theMixtureIsScikitLearnsInFloat64(expected: DistantFixture.Case, shape: Int) throws {
    let mixture = expected.mixtures[shape]
    let covariance = try #require(GaussianMixture.Covariance(rawValue: mixture.covariance))
    let (fit, model) = try fit(Matrix(exactly: expected.rows), covariance, from: expected.start)
    #expect(abs(fit.objectiveValue / mixture.logLikelihood - 1) < 1e-6)
    #expect(fit.partition.labels == mixture.labels)
    for component in mixture.weights.indices {
      #expect(abs(model.weights[component] - mixture.weights[component]) < 1e-5)
      for (mean, other) in zip(model.means[component], mixture.means[component]) {
        let error = abs(mean - other)
        #expect(error < 1e-5 * max(1, abs(other)))
      }
    }
  }

  /// Two points, a component each: only the regularization is left of the variances. scikit-learn's differences of squares
  /// give 5.24 for tied, diagonal and spherical covariances here, and 3.67 for the same points moved by 1e5.
  @Test(arguments: GaussianMixture.Covariance.allCases, [0, -9999, 1e3, 12345.678, 1e9])
  func twoDistantPointsHaveTheVarianceOfTheRegularization(
    covariance: GaussianMixture.Covariance, offset: Double
  ) throws {
    let rows = Matrix(exactly: [[9999 + offset], [offset]])
    let fit = try GaussianMixture(clusters: 2, covariance: covariance).cluster(rows, seed: 0)
    let expected = log(0.5) - 0.5 * log(2 * Double.pi * 1e-6)
    #expect(abs(fit.objectiveValue - expected) < 1e-9)
    #expect(Set(fit.partition.labels).count == 2)
  }

  /// Rows on which products, squares or `Float` fail, and the components they start in.
  enum Hard: CaseIterable {
    case distant, veryDistant, widths, sentinel, nearlySingular, equalRows, oneColumn, moreColumnsThanRows, manyZeros

    var rows: (values: [[Double]], start: [Int]) {
      var stream = Seed(11).stream("hard")
      func gaussian(_ count: Int) -> [Double] { (0..<count).map { _ in stream.gaussian() } }
      let labels = (0..<240).map { $0 % 3 }
      let places = [0.0, 1, 2]
      let values: [[Double]] = labels.map { label in
        switch self {
        case .distant: gaussian(3).map { places[label] * 1e4 + 0.1 * $0 }
        case .veryDistant: gaussian(2).map { places[label] * 1e9 + 1e-1 * $0 }
        case .widths: gaussian(3).map { places[label] * 50 + [1e-3, 1, 1e4][label] * $0 }
        case .sentinel, .oneColumn: gaussian(self == .sentinel ? 2 : 1).map { places[label] * 3 + $0 }
        case .nearlySingular:
          { x in [x[0], x[1], x[0] + x[1] + 1e-4 * x[2]] }(gaussian(3)).map { 1e3 * ($0 + places[label]) }
        case .equalRows: [places[label] * 1e4 + 1e-3, 7]
        case .moreColumnsThanRows: gaussian(110).map { 20 * (places[label] * 1e3 + $0) }
        case .manyZeros: [Double](repeating: 0, count: 80)
        }
      }
      return (altered(values), labels)
    }

    private func altered(_ values: [[Double]]) -> [[Double]] {
      var values = values
      if self == .sentinel { values[4][0] = 1e7 }
      if self == .oneColumn { for row in values.indices where row % 3 == 1 { values[row][0] += 1e6 } }
      if self == .manyZeros {
        // Columns that are zero but in one component, where they are large and narrow.
        var stream = Seed(12).stream("zeros")
        for row in values.indices {
          for column in (row % 3 * 8)..<(row % 3 * 8 + 8) { values[row][column] = 3e5 + stream.gaussian() / 8 }
        }
      }
      return values
    }
  }

  @Test(arguments: Hard.allCases, GaussianMixture.Covariance.allCases)
  func theMixtureIsThatOfTheDefinition(hard: Hard, covariance: GaussianMixture.Covariance) throws {
    let (values, labels) = hard.rows
    let rows = Matrix(exactly: values)
    let (fit, model) = try fit(rows, covariance, from: labels, iterations: 3)
    // The definition on what is stored, around its mean, which costs it nothing.
    var plain = PlainMixture((0..<rows.rows).map { rows.exactRow($0) }, 3, covariance)
    let expected = plain.fit(from: labels, iterations: 3)
    #expect(abs(fit.objectiveValue / expected.logLikelihood - 1) < 1e-6)
    let found = try model.responsibilities(rows)
    var worst = 0.0
    for component in 0..<3 {
      for row in 0..<rows.rows {
        worst = max(worst, abs(Double(found[component, row]) - expected.responsibilities[component][row]))
      }
    }
    #expect(worst < 1e-5)
    #expect(try fit.predict(rows) == fit.partition)
    #expect(try model.logLikelihood(rows) == fit.objectiveValue)
  }

  /// Distances from 16 to a million widths: fast steps at one end, exact ones at the other, and no gap between them.
  @Test(arguments: GaussianMixture.Covariance.allCases)
  func theLikelihoodIsThatOfTheDefinitionAtEveryDistance(covariance: GaussianMixture.Covariance) throws {
    var stream = Seed(3).stream("distances")
    let noise = (0..<400).map { _ in (0..<5).map { _ in stream.gaussian() } }
    var exact: [Bool] = []
    for exponent in 4...20 {
      let distance = pow(2, Double(exponent))
      let values = noise.enumerated().map { row, noise in noise.map { Double(Float($0 + distance * Double(row % 2))) } }
      let rows = Matrix(values.map { $0.map { Float($0) } })
      let labels = (0..<400).map { $0 % 2 }
      let (fit, model) = try fit(rows, covariance, from: labels, iterations: 2)
      var plain = PlainMixture(values, 2, covariance)
      let expected = plain.fit(from: labels, iterations: 2).logLikelihood
      let error = abs(fit.objectiveValue / expected - 1)
      #expect(error < 5e-7, "at a distance of \(distance)")
      exact.append(model.isExact)
    }
    #expect(exact.first == false && exact.last == true)
  }

  @Test(arguments: GaussianMixture.Covariance.allCases)
  func ordinaryRowsAreFittedByFastSteps(covariance: GaussianMixture.Covariance) throws {
    let rows = blobs(rows: 900, columns: 40, clusters: 3, spread: 5, seed: 2)
    let fit = try GaussianMixture(clusters: 3, covariance: covariance).cluster(rows, seed: 0)
    #expect(try #require(fit.model as? GaussianMixtureModel).isExact == false)
  }

  @Test(arguments: GaussianMixture.Covariance.allCases, [Hard.distant, .moreColumnsThanRows])
  func theBitsDoNotDependOnTheThreads(covariance: GaussianMixture.Covariance, hard: Hard) throws {
    let (values, labels) = hard.rows
    let repeated = (0..<12).flatMap { round in values.map { $0.map { $0 + Double(round) * 1e-3 } } }
    let rows = Matrix(exactly: repeated)
    let fits = try [1, 2, 4].map { threads in
      try Threads.$count.withValue(threads) {
        try fit(rows, covariance, from: (0..<repeated.count).map { labels[$0 % 240] }, iterations: 2)
      }
    }
    for other in fits.dropFirst() {
      #expect(other.fit.partition == fits[0].fit.partition)
      #expect(other.fit.history == fits[0].fit.history)
      #expect(other.fit.objectiveValue == fits[0].fit.objectiveValue)
      #expect(other.model.means == fits[0].model.means)
    }
  }

  /// A density in units of 2^exponent is 2^(−columns · exponent) times that in units of 1.
  @Test(arguments: GaussianMixture.Covariance.allCases, [-1000, -200, -60, 60, 200, 1000])
  func rowsOfAnySizeHaveTheLikelihoodOfTheirUnits(covariance: GaussianMixture.Covariance, exponent: Int) throws {
    let rows = blobs(rows: 300, columns: 3, clusters: 3, spread: 3, seed: 7)
    let labels = (0..<300).map { $0 % 3 }
    let unit = Double(sign: .plus, exponent: exponent, significand: 1)
    let scaled = Matrix(exactly: (0..<300).map { rows.exactRow($0).map { $0 * unit } })
    #expect(scaled.frame.exponent != 0)
    let plain = try fit(rows, covariance, from: labels, regularization: 0)
    let other = try fit(scaled, covariance, from: labels, regularization: 0)
    #expect(other.fit.partition == plain.fit.partition)
    let expected = plain.fit.objectiveValue - 3 * Double(exponent) * log(2)
    #expect(abs(other.fit.objectiveValue / expected - 1) < 1e-9)
    for (mean, point) in zip(other.model.means.joined(), plain.model.means.joined()) {
      let error = abs(mean / unit - point)
      #expect(error < 1e-5 * max(1, abs(point)))
    }
  }

  /// One Gaussian of the regularization's variance is all that is left of a mixture of rows that are tiny beside it.
  @Test(arguments: GaussianMixture.Covariance.allCases, [1e-30, 1e-150, 1e-300])
  func aRegularizationBeyondAllRowsIsTheVariance(covariance: GaussianMixture.Covariance, unit: Double) throws {
    let rows = blobs(rows: 120, columns: 2, clusters: 2, spread: 4, seed: 7)
    let scaled = Matrix(exactly: (0..<120).map { rows.exactRow($0).map { $0 * unit } })
    let (fit, _) = try fit(scaled, covariance, from: (0..<120).map { $0 % 2 }, regularization: 1e-6)
    let expected = -log(2 * Double.pi * 1e-6)
    #expect(abs(fit.objectiveValue - expected) < 1e-9)
    #expect(!fit.notices.contains { $0.kind == "regularization-raised" })
  }

  @Test func aFitReadsRowsOfAnotherFrame() throws {
    let values = DistantFixture.shared.cases[2].rows
    let rows = Matrix(exactly: values)
    let (fit, model) = try fit(rows, .full, from: DistantFixture.shared.cases[2].start)
    #expect(rows.frame != .plain)
    let some = Matrix(exactly: (0..<240).filter { $0 % 7 == 0 }.map { values[$0] })
    #expect(some.frame != rows.frame)
    let labels = try fit.predict(some).labels
    let expected = (0..<240).filter { $0 % 7 == 0 }.map { fit.partition.labels[$0] }
    #expect(labels == expected)
    #expect(try model.logLikelihood(rows) == fit.objectiveValue)
  }

  /// A component that rows leave stays where it was, and the notice says that nobody is in it.
  @Test func anEmptyComponentIsNoted() throws {
    let values = (0..<60).map { [Double($0 % 2) * 1e6 + Double($0) * 1e-4] }
    let labels = (0..<60).map { $0 % 2 }
    let shares = Matrix(rows: 3, columns: 60) { block in for row in 0..<60 { block[labels[row], row] = 1 } }
    let fit = try GaussianMixture(clusters: 3, covariance: .diag, start: .responsibilities(shares))
      .cluster(Matrix(exactly: values), seed: 0)
    #expect(fit.notices.contains { $0.kind == "empty-cluster" && $0.message.hasPrefix("only 2 of 3 components") })
    #expect(fit.objectiveValue.isFinite)
    #expect(try #require(fit.model as? GaussianMixtureModel).means.joined().allSatisfy(\.isFinite))
  }
}
