import Clustering
import Core
import Foundation
import Matrices
import Stages
import Testing

/// The expectation step leaves a component as soon as it is out of reach. Here it is held against the definition:
/// every distance whole, in `Double`.
@Suite struct MixtureSearchTests {
  /// Overlapping components, of which nothing can be dropped; some in between; and far apart, where nearly all can.
  @Test(arguments: GaussianMixture.Covariance.allCases, [0, 0.3, 1, 20])
  func theMixtureIsThatOfTheDefinition(covariance: GaussianMixture.Covariance, spread: Double) throws {
    // More columns than all components are measured in, and not whole vectors of them.
    let (count, columns, clusters) = (1300, 138, 3)
    let rows = blobs(rows: count, columns: columns, clusters: clusters, spread: spread, seed: 4)
    // A start in which every tenth row is another component's, so that the first guess for it is hopeless; far apart,
    // where such rows would stretch the components over each other, a start that is right.
    let start = Matrix(rows: clusters, columns: count) { block in
      for row in 0..<count { block[(spread < 20 && row % 10 == 0 ? row + 1 : row) % clusters, row] = 1 }
    }
    let shared = try shared(by: clusters, of: rows, covariance, from: start)
    if spread == 0 { #expect(shared > count / 2) }
    if spread == 20 { #expect(shared == 0) }
  }

  /// Seven of a hundred entries, or none in some columns; more components than one pair of vectors holds.
  @Test(arguments: [GaussianMixture.Covariance.diag, .spherical], [3, 21])
  func whereMostEntriesAreZeroItIsThatOfTheDefinitionToo(
    covariance: GaussianMixture.Covariance, clusters: Int
  ) throws {
    let rows = mostlyZeros(rows: 1300, columns: 130, clusters: clusters, seed: 5)
    #expect(rows.isMostlyZero)
    let start = Matrix(rows: clusters, columns: 1300) { block in
      for row in 0..<1300 { block[(row % 10 == 0 ? row + 1 : row) % clusters, row] = 1 }
    }
    #expect(try shared(by: clusters, of: rows, covariance, from: start) > 0)
  }

  /// As a concatenation has them: columns of zeros, then others, then zeros again; and the others alone at an end.
  @Test(arguments: [GaussianMixture.Covariance.diag, .spherical], [0, 90, 150])
  func whereSomeColumnsAreMostlyZeroItIsThatOfTheDefinitionToo(
    covariance: GaussianMixture.Covariance, first: Int
  ) throws {
    let rows = Self.concatenated(rows: 1300, zeros: 150, others: 77, after: first)
    #expect(rows.columnsWorthReadingWhole == first..<first + 77)
    #expect(MixtureRows(rows, alongAxes: true).sparse != nil && MixtureRows(rows, alongAxes: false).sparse == nil)
    let start = Matrix(rows: 3, columns: 1300) { block in
      for row in 0..<1300 { block[(row % 10 == 0 ? row + 1 : row) % 3, row] = 1 }
    }
    #expect(try shared(by: 3, of: rows, covariance, from: start) > 0)
  }

  /// Rows of which some columns are full and the others mostly zero.
  private static func concatenated(rows: Int, zeros: Int, others: Int, after first: Int) -> Matrix {
    let sparse = mostlyZeros(rows: rows, columns: zeros, clusters: 3, seed: 5)
    let full = blobs(rows: rows, columns: others, clusters: 3, spread: 0.3, seed: 6)
    return Matrix(rows: rows, columns: zeros + others) { block in
      for row in 0..<rows {
        for column in 0..<zeros + others {
          let place = column - first
          block[row, column] =
            place < 0 ? sparse[row, column] : place < others ? full[row, place] : sparse[row, column - others]
        }
      }
    }
  }

  @Test(arguments: [false, true], [GaussianMixture.Covariance.diag, .spherical])
  func zerosThatAreLeftOutChangeNothing(hasOthers: Bool, covariance: GaussianMixture.Covariance) throws {
    let rows =
      hasOthers
      ? Self.concatenated(rows: 900, zeros: 200, others: 80, after: 200)
      : mostlyZeros(rows: 900, columns: 200, clusters: 5, seed: 6)
    let fit = try GaussianMixture(clusters: 5, covariance: covariance).cluster(rows, seed: 1)
    let model = try #require(fit.model as? GaussianMixtureModel)
    let (sparse, whole) = (
      model.expect(MixtureRows(rows, alongAxes: true), .responsibilities),
      model.expect(MixtureRows(whole: rows), .responsibilities)
    )
    #expect(sparse.labels == fit.partition.labels)
    #expect(sparse.labels == whole.labels)
    #expect(abs(sparse.logLikelihood / whole.logLikelihood - 1) < 1e-6)
  }

  /// Returns the number of rows that belong to the first of several components in part, once two iterations gave what
  /// the definition gives.
  private func shared(
    by clusters: Int, of rows: Matrix, _ covariance: GaussianMixture.Covariance, from start: Matrix
  ) throws -> Int {
    let fit = try GaussianMixture(
      clusters: clusters, covariance: covariance, maximumIterations: 1, start: .responsibilities(start)
    ).cluster(rows, seed: 0)
    let model = try #require(fit.model as? GaussianMixtureModel)

    var plain = PlainMixture((0..<rows.rows).map { rows.exactRow($0) }, clusters, covariance)
    plain.maximize((0..<clusters).map { component in start.row(component).map { Double($0) } })
    plain.maximize(plain.expect().responsibilities)
    let expected = plain.expect()
    #expect(abs(fit.objectiveValue / expected.logLikelihood - 1) < 1e-6)
    let found = try model.responsibilities(rows)
    var worst = 0.0
    for component in 0..<clusters {
      for row in 0..<rows.rows {
        worst = max(worst, abs(Double(found[component, row]) - expected.responsibilities[component][row]))
      }
    }
    #expect(worst < 2e-4)
    return expected.responsibilities[0].count { $0 > 1e-40 && $0 < 1 }
  }

  @Test(arguments: GaussianMixture.Covariance.allCases, [0.1, 0.5, 20])
  func aGuessChangesNothing(covariance: GaussianMixture.Covariance, spread: Double) throws {
    let rows = blobs(rows: 700, columns: 150, clusters: 4, spread: spread, seed: 8)
    let fit = try GaussianMixture(clusters: 4, covariance: covariance, maximumIterations: 2).cluster(rows, seed: 1)
    let model = try #require(fit.model as? GaussianMixtureModel)
    let without = model.expect(MixtureRows(whole: rows), .responsibilities)
    for shift in 0..<4 {
      let guesses = without.labels.map { ($0 + Int32(shift)) % 4 }
      let with = model.expect(MixtureRows(whole: rows), guesses: guesses, .responsibilities)
      #expect(with.labels == without.labels)
      #expect(with.logLikelihood == without.logLikelihood)
      #expect(with.responsibilities == without.responsibilities)
    }
  }

  @Test(arguments: GaussianMixture.Covariance.allCases)
  func theBitsDoNotDependOnTheThreadsWhereComponentsAreLeftEarly(covariance: GaussianMixture.Covariance) throws {
    let rows = blobs(rows: 2500, columns: 150, clusters: 6, spread: 0.3, seed: 5)
    let gmm = GaussianMixture(clusters: 6, covariance: covariance, maximumIterations: 3)
    let found = try [1, 2, 4].map { threads in
      try Threads.$count.withValue(threads) {
        let fit = try gmm.cluster(rows, seed: 9)
        let model = try #require(fit.model as? GaussianMixtureModel)
        return (fit.history + [fit.objectiveValue], model.means, try model.responsibilities(rows))
      }
    }
    for other in found.dropFirst() {
      #expect(other.0 == found[0].0)
      #expect(other.1 == found[0].1)
      #expect(other.2 == found[0].2)
    }
  }

  @Test(arguments: [false, true])
  func theBitsDoNotDependOnTheThreadsWhereMostEntriesAreZero(hasOthers: Bool) throws {
    let rows =
      hasOthers
      ? Self.concatenated(rows: 2500, zeros: 140, others: 60, after: 40)
      : mostlyZeros(rows: 2500, columns: 200, clusters: 6, seed: 5)
    let gmm = GaussianMixture(clusters: 6, covariance: .diag, maximumIterations: 5)
    let fits = try [1, 2, 4].map { threads in
      try Threads.$count.withValue(threads) { try gmm.cluster(rows, seed: 9) }
    }
    for other in fits.dropFirst() {
      #expect(other.partition.labels == fits[0].partition.labels)
      #expect(other.history + [other.objectiveValue] == fits[0].history + [fits[0].objectiveValue])
    }
  }

  @Test func responsibilitiesSumToOneAndTheirLargestIsTheLabel() throws {
    let rows = blobs(rows: 500, columns: 6, clusters: 3, spread: 1, seed: 3)
    let fit = try GaussianMixture(clusters: 3).cluster(rows, seed: 2)
    let model = try #require(fit.model as? GaussianMixtureModel)
    let responsibilities = try model.responsibilities(rows)
    for row in 0..<500 {
      let shares = (0..<3).map { responsibilities[$0, row] }
      #expect(abs(shares.reduce(0, +) - 1) < 1e-6)
      #expect(shares[Int(fit.partition.labels[row])] == shares.max())
    }
    #expect(throws: ClusteringError(.columnsDiffer(expected: 6, found: 2))) {
      try model.responsibilities(Matrix(rows: 3, columns: 2))
    }
  }

  @Test func aRowBeyondAllReachHasNoDensityAndDoesNoHarm() throws {
    let rows = blobs(rows: 300, columns: 20, clusters: 2, seed: 6)
    for covariance in GaussianMixture.Covariance.allCases {
      let fit = try GaussianMixture(clusters: 2, covariance: covariance).cluster(rows, seed: 2)
      let far = Matrix([[Float](repeating: 3e30, count: 20), rows.row(0)])
      #expect(try fit.predict(far).labels[1] == fit.partition.labels[0])
    }
  }
}
