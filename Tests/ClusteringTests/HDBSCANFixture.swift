import Clustering
import Core
import Foundation
import Matrices
import Stages

/// The reference values of hdbscan, from `Fixtures/make_hdbscan.py`.
struct HDBSCANFixture: Decodable {
  let sets: [Rows]

  struct Rows: Decodable {
    let name: String
    let rows: [[Float]]
    let cases: [Case]

    /// The merges of a case, whose tree is that of the first one unless it is stored.
    func tree(_ number: Int) -> [[Double]] { cases[number].tree.isEmpty ? cases[0].tree : cases[number].tree }
  }

  struct Case: Decodable {
    let settings: [String: Setting]
    let tree: [[Double]]
    let labels: [Int32]
    let strengths: [Double]
    let outlierScores: [Double]
    let new: [[Float]]?
    let newLabels: [Int32]?
    let newStrengths: [Double]?

    /// The method with these settings.
    func method() throws -> HDBSCAN {
      var method = HDBSCAN()
      for (name, setting) in settings { try method.set(name, to: setting.value) }
      return method
    }
  }

  struct Setting: Decodable {
    let value: ParameterValue

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let value = try? container.decode(Bool.self) {
        self.value = .boolean(value)
      } else if let value = try? container.decode(Int.self) {
        self.value = .integer(value)
      } else if let value = try? container.decode(Double.self) {
        self.value = .number(value)
      } else {
        value = .text(try container.decode(String.self))
      }
    }
  }

  static let shared: HDBSCANFixture = {
    let url = Bundle.module.url(forResource: "hdbscan", withExtension: "json", subdirectory: "Fixtures")!
    return try! JSONDecoder().decode(HDBSCANFixture.self, from: Data(contentsOf: url))
  }()
}

/// The adjusted Rand index from its definition; noise counts as a cluster of its own.
func adjustedRandIndex(_ first: [Int32], _ second: [Int32]) -> Double {
  func pairs(_ counts: some Collection<Int>) -> Double { counts.reduce(0) { $0 + Double($1 * ($1 - 1) / 2) } }
  func counted<Key: Hashable>(_ keys: [Key]) -> [Int] {
    Array(Dictionary(keys.map { ($0, 1) }, uniquingKeysWith: +).values)
  }
  let both = pairs(counted(zip(first, second).map { [$0, $1] }))
  let (one, other) = (pairs(counted(first)), pairs(counted(second)))
  let expected = one * other / pairs([first.count])
  return one == other && both == one ? 1 : (both - expected) / ((one + other) / 2 - expected)
}
