import Core
import Foundation
import Matrices
import Reduction
import TestSupport
import Testing

@Suite struct TSNEAffinityTests {
  private func entries(_ affinities: Affinities, _ row: Int) -> [(column: Int32, value: Float)] {
    (affinities.offsets[row]..<affinities.offsets[row + 1])
      .map { (affinities.columns[$0], affinities.values[$0]) }.filter { $0.1 > 0 }
  }

  @Test func affinitiesAreThoseOfOpenTSNE() throws {
    let fixture = try TSNEFixture.load()
    let neighbors = NearestNeighbors(of: fixture.rowMatrix, count: Int(3 * fixture.perplexity))
    let affinities = Affinities(neighbors, perplexity: fixture.perplexity)
    var largest: Float = 0
    for row in 0..<240 {
      let found = entries(affinities, row)
      // What is too small for a `Float` to matter may be missing on either side.
      for (column, value) in zip(fixture.affinityColumns[row], fixture.affinityValues[row]) {
        let mine = found.first { $0.column == column }?.value ?? 0
        largest = max(largest, abs(mine - value))
        #expect(abs(mine - value) <= 1e-4 * value + 1e-12)
      }
      #expect(found.count <= fixture.affinityColumns[row].count)
    }
    #expect(largest < 1e-7)
  }

  @Test func affinitiesAreSymmetricAndAddUpToOne() {
    let affinities = Affinities(NearestNeighbors(of: randomRows(500, 6, seed: 6), count: 30), perplexity: 10)
    var sum = 0.0
    var entropy = 0.0
    for row in 0..<500 {
      let columns = entries(affinities, row).map { $0.column }
      #expect(columns == columns.sorted() && !columns.contains(Int32(row)))
      for (column, value) in entries(affinities, row) {
        sum += Double(value)
        entropy += Double(value) * log(Double(value))
        let mirrored = entries(affinities, Int(column)).first { $0.column == Int32(row) }
        #expect(mirrored?.value == value)
      }
    }
    #expect(abs(sum - 1) < 1e-6)
    #expect(abs(entropy - affinities.negativeEntropy) < 1e-5)
  }

  @Test(arguments: [2.0, 5.0, 12.5, 28.0])
  func probabilitiesHaveThePerplexityAskedFor(perplexity: Double) {
    let neighbors = NearestNeighbors(of: randomRows(100, 4, seed: 7), count: 30)
    for row in 0..<100 {
      let probabilities = conditionalProbabilities(
        neighbors.squaredDistances[row * 30..<row * 30 + 30], perplexity: perplexity)
      let entropy = -probabilities.reduce(0) { $0 + ($1 > 0 ? $1 * log($1) : 0) }
      #expect(abs(probabilities.reduce(0, +) - 1) < 1e-12)
      #expect(abs(exp(entropy) - perplexity) < 1e-6 * perplexity)
    }
  }

  @Test(arguments: [1e-30, 1e-12, 1.0, 1e12, 1e30] as [Float])
  func probabilitiesDoNotDependOnTheUnit(unit: Float) {
    let distances: [Float] = [1, 1.5, 2, 4, 5, 7, 20, 21]
    let expected = conditionalProbabilities(distances[...], perplexity: 3)
    let found = conditionalProbabilities(distances.map { $0 * unit }[...], perplexity: 3)
    for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-6) }
  }

  @Test func twinsBeyondThePerplexityShareIt() {
    let found = conditionalProbabilities([0, 0, 0, 0, 3, 9], perplexity: 2)
    #expect(found == [0.25, 0.25, 0.25, 0.25, 0, 0])
    #expect(conditionalProbabilities([5, 5, 5], perplexity: 2) == [1, 1, 1].map { $0 / 3 })
  }
}
