import Foundation
import Matrices

/// The content of `choice.json`, which `make_choice.py` wrote.
struct ChoiceFixture: Decodable {
  let elbows: [Elbow]
  let gaps: [Gap]
  let criteria: [Criterion]
  let tests: [Paired]

  struct Elbow: Decodable { let x, y, distances: [Double] }

  struct Gap: Decodable {
    let rows: [[Double]]
    let uniforms: [Double]
    let references: [[[Double]]]
    let labels: [[Int32]]
    let referenceLabels: [[[Int32]]]
    let logs: [Double]
    let referenceLogs: [[Double]]
    let gaps, errors: [Double]
    let choice: Int
    let isFound: Bool
  }

  struct Criterion: Decodable {
    let shape: String
    let clusters, rows, columns, parameters: Int
    let meanLogLikelihood, bic, aic: Double
  }

  struct Paired: Decodable {
    let one, other: [Double]
    let p: Double
  }

  static let shared: ChoiceFixture = {
    let url = Bundle.module.url(forResource: "Fixtures/choice", withExtension: "json")!
    return try! JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
  }()
}
