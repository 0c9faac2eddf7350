import Core
import Foundation
import Matrices
import Testing

/// The reference values of umap-learn for small sets, from `Fixtures/make_umap.py`.
struct UMAPFixture: Decodable {
  let graphs: [Graph]
  /// The least distance, the spread, a and b.
  let curves: [[Double]]
  let layouts: [Layout]
  let transforms: [Transform]

  struct Graph: Decodable, CustomTestStringConvertible {
    let name: String
    /// The neighbours of a row, the row itself counted.
    let neighbors: Int
    let localConnectivity: Double
    let mix: Double
    /// rows × (neighbors − 1).
    let indices: [Int32]
    let distances: [Double]
    let sigma: [Double]
    let rho: [Double]
    /// The lower row, the higher row and the weight of each edge.
    let edges: [[Double]]

    var testDescription: String { name }
  }

  struct Layout: Decodable, CustomTestStringConvertible {
    let name: String
    let dimensions: Int
    let rows: [[Float]]
    /// The share of 15 neighbours that is kept, for each of five seeds.
    let recalls: [Double]

    var testDescription: String { name }
  }

  struct Transform: Decodable, CustomTestStringConvertible {
    let name: String
    let rows: [[Float]]
    let newRows: [[Float]]
    /// The share of the 15 nearest fitted rows of new rows that are nearest in the plane too, for each of five seeds.
    let recalls: [Double]

    var testDescription: String { name }
  }

  static let shared: UMAPFixture? = {
    guard let url = Bundle.module.url(forResource: "umap", withExtension: "json", subdirectory: "Fixtures"),
      let data = try? Data(contentsOf: url)
    else { return nil }
    return try? JSONDecoder().decode(UMAPFixture.self, from: data)
  }()
}

/// The share of the nearest rows of each row that are among its nearest places.
func keptNeighbors(of rows: Matrix, in places: Matrix, count: Int = 15) -> Double {
  let (wanted, found) = (NearestNeighbors(of: rows, count: count), NearestNeighbors(of: places, count: count))
  let kept = (0..<rows.rows).map { row in
    let range = row * count..<(row + 1) * count
    return Set(wanted.indices[range]).intersection(found.indices[range]).count
  }
  return Double(kept.reduce(0, +)) / Double(rows.rows * count)
}
