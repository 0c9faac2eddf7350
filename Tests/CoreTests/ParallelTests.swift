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

  /// Tasks that write the digits of their number into both of their parts: what is there shows the order of the tasks.
  @Test(arguments: [1, 2, 4, 9])
  func tasksWithAPartInCommonFollowEachOther(threads: Int) {
    let partCount = 7
    var stream = Seed(3).stream("parts")
    let parts = (0..<2_000).map { _ in
      (stream.integer(below: partCount), stream.integer(below: partCount))
    }
    func histories(_ threads: Int) -> [UInt64] {
      let histories = Buffer<UInt64>(repeating: 0, count: partCount)
      Threads.$count.withValue(threads) {
        Parallel.forEachTask(using: parts, of: partCount) { task in
          let (first, second) = parts[task]
          let (one, other) = (histories[first], histories[second])
          let mixed = (one &* 31 &+ other &* 37 &+ UInt64(task)) &* 0x9e37_79b9_7f4a_7c15
          histories[first] = mixed
          histories[second] = mixed ^ 1
        }
      }
      return (0..<partCount).map { histories[$0] }
    }
    #expect(histories(threads) == histories(1))
    #expect(Set(histories(1)).count > 1)
  }

  @Test func noTasksAreNoWork() {
    Threads.$count.withValue(4) {
      Parallel.forEachTask(using: [], of: 0) { _ in Issue.record("there is no task") }
    }
  }
}
