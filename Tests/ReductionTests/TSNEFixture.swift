import Core
import Foundation
import Matrices
import Testing

/// What openTSNE makes of 240 points in 8 columns; Fixtures/make_tsne.py wrote it.
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

/// Normal numbers around `groups` centres, the same for the same seed.
func randomRows(_ rows: Int, _ columns: Int, groups: Int = 4, seed: Seed, offset: Double = 0) -> Matrix {
  var random = seed.stream("test rows")
  let centers = (0..<groups).map { _ in (0..<columns).map { _ in 4 * random.gaussian() } }
  return Matrix(rows: rows, columns: columns) { block in
    for row in 0..<rows {
      for column in 0..<columns {
        block[row, column] = Float(offset + centers[row % groups][column] + random.gaussian())
      }
    }
  }
}
