import Foundation
import Testing

/// The reference values of scikit-learn in float64 for components that lie far apart, from `Fixtures/make_distant.py`.
struct DistantFixture: Decodable {
  let cases: [Case]

  struct Case: Decodable, CustomTestStringConvertible {
    let name: String
    let rows: [[Double]]
    let start: [Int]
    let mixtures: [Mixture]
    var testDescription: String { name }
  }

  struct Mixture: Decodable {
    let covariance: String
    let logLikelihood: Double
    let labels: [Int32]
    let weights: [Double]
    let means: [[Double]]
  }

  static let shared: DistantFixture = {
    let url = Bundle.module.url(forResource: "distant", withExtension: "json", subdirectory: "Fixtures")!
    return try! JSONDecoder().decode(DistantFixture.self, from: Data(contentsOf: url))
  }()
}
