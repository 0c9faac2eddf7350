import Core
import Foundation
import Scores
import Statistics

/// The reference values of scipy and statsmodels, from `make_statistics.py`.
struct Fixture: Decodable {
  let tails: [Tail]
  let quantiles: [Quantile]
  let families: [Family]
  let kappas: [Kappa]
  let accuracies: [Accuracies]

  struct Tail: Decodable { let degrees, t, above: Double }
  struct Quantile: Decodable { let degrees, probability, t: Double }
  struct Family: Decodable { let values, holm: [Double] }
  struct Kappa: Decodable {
    let truth, given: [Int32]
    let kappa, error: Double
  }
  struct Accuracies: Decodable {
    let truth, first, second: [Int32]
    let permuted, exact: Double
  }

  static let shared: Fixture = {
    let url = Bundle.module.url(forResource: "Fixtures/statistics", withExtension: "json")
    guard let url, let data = try? Data(contentsOf: url),
      let fixture = try? JSONDecoder().decode(Self.self, from: data)
    else { return Fixture(tails: [], quantiles: [], families: [], kappas: [], accuracies: []) }
    return fixture
  }()
}

extension LabelSet {
  /// Classes named by their ids.
  init(_ values: [Int32]) {
    let count = Int(values.max() ?? -1) + 1
    self.init(name: "truth", classes: (0..<count).map(String.init), values: values)
  }
}

extension SeededPartitions {
  /// Partitions under the seeds 0, 1, …
  init(_ labels: [[Int32]], firstSeed: UInt64 = 0) {
    self.init(labels.map { Partition($0) }, seeds: labels.indices.map { firstSeed + UInt64($0) })
  }
}

/// Labels of which a share is the truth and the rest is drawn at random.
func noisy(_ truth: [Int32], share: Double, classes: Int, _ random: inout RandomStream) -> [Int32] {
  truth.map { random.uniform() < share ? $0 : Int32(random.integer(below: classes)) }
}

func close(_ left: Double, _ right: Double, relative: Double) -> Bool {
  abs(left - right) <= relative * max(abs(left), abs(right))
}
