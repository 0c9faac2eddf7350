import Core
import Testing

@Suite struct ParallelTests {
  @Test(arguments: [1, 2, 4, 9], [0, 1, 7, 64, 1000])
  func everyRowIsVisitedOnceInChunksThatDoNotDependOnTheThreads(threads: Int, count: Int) {
    let ranges = Threads.$count.withValue(threads) {
      Parallel.mapChunks(of: count, size: 16) { chunk, range in (chunk, range) }
    }
    #expect(ranges.map(\.0) == Array(0..<(count + 15) / 16))
    #expect(ranges.flatMap { Array($0.1) } == Array(0..<count))
    #expect(ranges.allSatisfy { $0.1.lowerBound % 16 == 0 })
  }

  @Test func aRegionInsideAnotherStillVisitsEverything() {
    let sums = Threads.$count.withValue(4) {
      Parallel.mapChunks(of: 8, size: 1) { outer, _ in
        Parallel.mapChunks(of: 5, size: 1) { inner, _ in outer * inner }.reduce(0, +)
      }
    }
    #expect(sums == (0..<8).map { $0 * 10 })
  }

  @Test func theErrorOfTheFirstChunkIsThrown() {
    struct Failure: Error, Equatable { let chunk: Int }
    #expect(throws: Failure(chunk: 3)) {
      try Threads.$count.withValue(4) {
        try Parallel.tryMapChunks(of: 100, size: 10) { chunk, _ in
          if chunk >= 3 { throw Failure(chunk: chunk) }
        }
      }
    }
  }
}
