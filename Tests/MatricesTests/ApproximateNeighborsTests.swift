import Core
import Matrices
import TestSupport
import Testing

@Suite struct ApproximateNeighborsTests {
  /// The share of true neighbours, each as near as the farthest true one.
  private func recall(_ found: NearestNeighbors, _ truth: NearestNeighbors) -> Double {
    let count = truth.count
    let hits = truth.squaredDistances.indices.count { place in
      // Up to the rounding of distances of rows that were moved.
      found.squaredDistances[place] <= truth.squaredDistances[place / count * count + count - 1] * 1.000_1
    }
    return Double(hits) / Double(truth.squaredDistances.count)
  }

  private func requireOrder(_ found: NearestNeighbors, _ rows: Matrix) {
    for row in stride(from: 0, to: rows.rows, by: 37) {
      let range = row * found.count..<(row + 1) * found.count
      #expect(Set(found.indices[range]).count == found.count && !found.indices[range].contains(Int32(row)))
      #expect(found.squaredDistances[range].elementsEqual(found.squaredDistances[range].sorted()))
      for place in range {
        let other = rows.row(Int(found.indices[place]))
        let distance = zip(rows.row(row), other).reduce(0.0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
        #expect(abs(distance - Double(found.squaredDistances[place])) <= 1e-5 * max(distance, 1e-6))
      }
    }
  }

  @Test(arguments: [(12_000, 12), (4_000, 200)]) func nearlyAllNeighborsAreFound(rows: Int, columns: Int) {
    let matrix = randomRows(rows, columns, groups: 40, seed: 3, offset: 5)
    let found = ApproximateNeighbors(of: matrix, count: 14)
    let truth = NearestNeighbors(of: matrix, count: 14)
    #expect(found.recall >= ApproximateNeighbors.leastRecall)
    // Four deviations of 14,000 draws of one in twenty at most, which are not quite independent.
    #expect(abs(recall(found.neighbors, truth) - found.recall) < 0.012)
    requireOrder(found.neighbors, matrix)
  }

  /// Along 64 of 400 directions that are all alike no neighbour can be recognized.
  @Test func whatCannotBeApproximatedIsSearchedExactly() {
    let matrix = randomRows(2_000, 400, groups: 1, seed: 3)
    let found = ApproximateNeighbors(of: matrix, count: 10)
    #expect(found.recall == 1 && found.neighbors.indices == NearestNeighbors(of: matrix, count: 10).indices)
  }

  @Test func theResultDoesNotDependOnTheNumberOfThreads() {
    let matrix = randomRows(9_000, 10, groups: 9, seed: 4)
    let found = [1, 2, 4].map { threads in
      Threads.$count.withValue(threads) { ApproximateNeighbors(of: matrix, count: 9) }
    }
    for other in found.dropFirst() {
      #expect(other.neighbors.indices == found[0].neighbors.indices && other.recall == found[0].recall)
      #expect(other.neighbors.squaredDistances == found[0].neighbors.squaredDistances)
    }
  }

  @Test func equalRowsAreNeighborsAtDistanceZero() {
    let rows = randomRows(50, 6, seed: 5)
    let matrix = rows.selecting(rows: (0..<5_000).map { $0 % 50 })
    let found = ApproximateNeighbors(of: matrix, count: 14)
    #expect(found.neighbors.squaredDistances.allSatisfy { $0 == 0 })
    requireOrder(found.neighbors, matrix)
    let all = ApproximateNeighbors(of: rows.selecting(rows: [Int](repeating: 0, count: 3_000)), count: 14)
    #expect(all.recall == 1 && all.neighbors.squaredDistances.allSatisfy { $0 == 0 })
  }

  @Test(arguments: [2, 3, 40]) func fewRowsAreComparedWithAll(rows: Int) {
    let matrix = randomRows(rows, 3, seed: 6)
    let found = ApproximateNeighbors(of: matrix, count: min(rows - 1, 5))
    #expect(
      found.recall == 1 && found.neighbors.indices == NearestNeighbors(of: matrix, count: min(rows - 1, 5)).indices)
  }

  @Test(arguments: [1, 7, 30]) func queriesFindTheirNearestRows(count: Int) {
    let (rows, queries) = (randomRows(900, 21, seed: 7), randomRows(130, 21, seed: 8))
    let found = NearestNeighbors(of: queries, among: rows, count: count)
    let own = NearestNeighbors(
      of: rows.selecting(rows: [5, 17, 400]), among: rows, count: count, leavingOut: [5, 17, 400])
    func nearest(_ query: [Float], leavingOut row: Int?) -> [Int32] {
      let distances = (0..<rows.rows).filter { $0 != row }.map { other in
        (zip(query, rows.row(other)).reduce(0.0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }, other)
      }
      return distances.sorted { $0 < $1 }.prefix(count).map { Int32($0.1) }
    }
    for query in 0..<130 {
      #expect(
        Array(found.indices[query * count..<(query + 1) * count]) == nearest(queries.row(query), leavingOut: nil))
    }
    for (place, row) in [5, 17, 400].enumerated() {
      #expect(Array(own.indices[place * count..<(place + 1) * count]) == nearest(rows.row(row), leavingOut: row))
    }
    let itself = NearestNeighbors(of: rows.selecting(rows: [9]), among: rows, count: 1)
    #expect(itself.indices == [9] && itself.squaredDistances == [0])
  }
}
