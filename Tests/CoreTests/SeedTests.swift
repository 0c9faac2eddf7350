import Core
import Testing

@Suite struct SeedTests {
  @Test func theSameStreamDrawsTheSameNumbers() {
    var first = Seed(7).stream("kmeans", 3)
    var second = Seed(7).stream("kmeans", 3)
    #expect((0..<100).map { _ in first.next() } == (0..<100).map { _ in second.next() })
  }

  @Test func purposeIndexAndSeedEachGiveAnotherStream() {
    var streams = [
      Seed(7).stream("kmeans", 3), Seed(7).stream("kmeans", 4), Seed(7).stream("gmm", 3), Seed(8).stream("kmeans", 3),
    ]
    let heads = streams.indices.map { streams[$0].next() }
    #expect(Set(heads).count == heads.count)
  }

  @Test func uniformNumbersHaveTheMeanAndVarianceOfTheirLaw() {
    var stream = Seed(1).stream("test")
    let draws = (0..<100_000).map { _ in stream.uniform() }
    let mean = draws.reduce(0, +) / 100_000
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 100_000
    #expect(abs(mean - 0.5) < 0.005)
    #expect(abs(variance - 1.0 / 12) < 0.002)
    #expect(draws.allSatisfy { $0 >= 0 && $0 < 1 })
  }

  @Test func gaussianNumbersHaveTheMomentsOfTheirLaw() {
    var stream = Seed(1).stream("test")
    let draws = (0..<100_000).map { _ in stream.gaussian() }
    func moment(_ power: Int) -> Double {
      draws.reduce(0) { sum, x in sum + (0..<power).reduce(1) { product, _ in product * x } } / 100_000
    }
    #expect(abs(moment(1)) < 0.02)
    #expect(abs(moment(2) - 1) < 0.02)
    #expect(abs(moment(3)) < 0.06)
    #expect(abs(moment(4) - 3) < 0.15)
  }

  @Test func aSampleHasNoRepeats() {
    var stream = Seed(1).stream("test")
    let sample = stream.sample(50, of: 60)
    #expect(Set(sample).count == 50)
    #expect(sample.allSatisfy { (0..<60).contains($0) })
  }
}
