import Core
import Foundation
import Matrices
import Testing

/// The reference values of openTSNE for 240 points in 8 columns, from `Fixtures/make_tsne.py`.
struct TSNEFixture: Decodable {
  let perplexity: Double
  let columns: Int
  let affinityColumns: [[Int32]]
  let affinityValues: [[Float]]
  let klDivergence: Double
  private let rows: [Float]
  private let start: [Float]

  static func load() throws -> TSNEFixture {
    let url = try #require(Bundle.module.url(forResource: "tsne", withExtension: "json", subdirectory: "Fixtures"))
    return try JSONDecoder().decode(TSNEFixture.self, from: Data(contentsOf: url))
  }

  var rowMatrix: Matrix { matrix(rows, columns: columns) }
  var startMatrix: Matrix { matrix(start, columns: 2) }

  private func matrix(_ values: [Float], columns: Int) -> Matrix {
    Matrix(rows: values.count / columns, columns: columns) { block in
      for (index, value) in values.enumerated() { block[index / columns, index % columns] = value }
    }
  }
}
