import Core
import Foundation
import Matrices

/// The reference values of scikit-learn, from `Fixtures/make_clustering.py`.
struct ClusteringFixture: Decodable {
  let cases: [Case]

  struct Case: Decodable {
    let rows: [[Float]]
    let kmeans: KMeansCase
    let mixtures: [MixtureCase]
  }

  struct KMeansCase: Decodable {
    let start: [[Float]]
    let labels: [Int32]
    let inertia: Double
  }

  struct MixtureCase: Decodable {
    let covariance: String
    let start: [Int]
    let labels: [Int32]
    let logLikelihood: Double
    let weights: [Double]
    let means: [[Double]]
  }

  static let shared: ClusteringFixture = {
    let url = Bundle.module.url(forResource: "clustering", withExtension: "json", subdirectory: "Fixtures")!
    return try! JSONDecoder().decode(ClusteringFixture.self, from: Data(contentsOf: url))
  }()
}

/// Gaussian blobs: rows × columns around `clusters` centres, `spread` apart.
func blobs(rows: Int, columns: Int, clusters: Int, spread: Double = 4, seed: Seed) -> Matrix {
  var stream = seed.stream("blobs")
  let centers = (0..<clusters).map { _ in (0..<columns).map { _ in spread * stream.gaussian() } }
  return Matrix(
    (0..<rows).map { row in
      centers[row % clusters].map { Float($0 + stream.gaussian()) }
    })
}

/// Rows of which about seven entries in a hundred are positive, most of them in the columns of their cluster; the last
/// three columns are zero throughout.
func mostlyZeros(rows: Int, columns: Int, clusters: Int, seed: Seed) -> Matrix {
  var stream = seed.stream("zeros")
  return Matrix(rows: rows, columns: columns) { block in
    for row in 0..<rows {
      for column in 0..<columns - 3 {
        let probability = column % clusters == row % clusters ? 0.2 : 0.05
        if stream.uniform() < probability { block[row, column] = Float(abs(1 + stream.gaussian())) }
      }
    }
  }
}

extension Matrix {
  /// The squared distance between a row and another matrix's row, straight from the definition.
  func squaredDistance(_ row: Int, to other: Matrix, _ otherRow: Int) -> Double {
    zip(self.row(row), other.row(otherRow)).reduce(0) {
      $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
    }
  }
}
