import Core
import Statistics
import Testing

@Suite struct SubsampleStabilityTests {
  @Test func partsHaveFourFifthsOfTheRowsAndThreeFifthsInCommon() {
    for (rows, size, common) in [(10, 8, 6...8), (1_000, 800, 600...680), (60_000, 2_000, 1_500...1_700)] {
      let (first, second) = SubsampleStability.draw(of: rows, most: 2_000, seed: 3)
      for part in [first, second] {
        #expect(part.count == size && part == part.sorted() && Set(part).count == size)
        #expect(part.allSatisfy { (0..<rows).contains($0) })
      }
      #expect(first != second && common.contains(Set(first).intersection(second).count))
    }
    #expect(
      SubsampleStability.draw(of: 50, most: 2_000, seed: 3).first
        != SubsampleStability.draw(of: 50, most: 2_000, seed: 4).first)
  }

  @Test func theAgreementIsThatOfTheSharedRows() {
    // The rows 2 to 5 are in both: {2, 3}, {4, 5} against {2}, {3}, {4, 5}: scikit-learn's adjusted_rand_score is 4/7.
    let first = ([0, 1, 2, 3, 4, 5], Partition([1, 0, 0, 0, 1, 1]))
    let second = ([2, 3, 4, 5, 6], Partition([2, 0, 1, 1, 0]))
    #expect(abs(SubsampleStability.agreement(first, second) - 4.0 / 7) < 1e-12)
    #expect(SubsampleStability.agreement(first, first) == 1)
    let renamed = ([0, 1, 2, 3, 4, 5], Partition([0, 1, 1, 1, 0, 0]))
    #expect(SubsampleStability.agreement(first, renamed) == 1)
  }

  @Test func aSingleClusterAgreesWithNothing() {
    let one = ([0, 1, 2], Partition([0, 0, 0]))
    #expect(SubsampleStability.agreement(one, one).isNaN)
    #expect(SubsampleStability.agreement(one, ([7, 8], Partition([0, 1]))).isNaN)
    // Noise is one more cluster.
    let noisy = ([0, 1, 2], Partition(labels: [0, -1, -1], clusters: 1))
    #expect(SubsampleStability.agreement(noisy, noisy) == 1)
  }
}
