import Dispatch
import Foundation
import Synchronization

/// The number of threads that the numeric core uses. The results never depend on it.
public enum Threads {
  /// The number in force here, all processors that the program may use unless set:
  /// `Threads.$count.withValue(4) { … }` sets it for a piece of work.
  @TaskLocal public static var count = processors

  /// The number of processors that the calling thread may run on: those of `taskset` or a container's set, where there is
  /// one, else all that are active.
  private static var processors: Int {
    let active = ProcessInfo.processInfo.activeProcessorCount
    guard let status = try? String(contentsOfFile: "/proc/thread-self/status", encoding: .utf8) else { return active }
    return min(allowedProcessors(inStatus: status) ?? active, active)
  }

  /// Returns the number of processors in the mask of a Linux status file, which may name more than there are; nil without a
  /// mask.
  package static func allowedProcessors(inStatus status: String) -> Int? {
    let key = "Cpus_allowed:"
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix(key) }) else { return nil }
    let count = line.dropFirst(key.count).reduce(0) { $0 + ($1.hexDigitValue?.nonzeroBitCount ?? 0) }
    return count > 0 ? count : nil
  }
}

/// Loops over rows on several threads, cut so that the result is the same for any number of them: the chunks depend
/// on the amount of work alone, and what they return is combined in their order.
package enum Parallel {
  /// Calls `body` for each chunk of `0..<count`; chunk `i` covers `i * size ..< min((i + 1) * size, count)`.
  ///
  /// `body` runs on several threads at once and must write only what belongs to its chunk. A region that is opened
  /// inside another one runs on the thread that opened it.
  package static func forEachChunk(
    of count: Int, size: Int, _ body: (_ chunk: Int, _ range: Range<Int>) -> Void
  ) {
    precondition(size > 0, "a chunk needs at least one row")
    let chunks = (count + size - 1) / size
    func run(_ chunk: Int) { body(chunk, chunk * size..<min((chunk + 1) * size, count)) }

    let workers = workers(for: chunks)
    guard workers > 1 else {
      for chunk in 0..<chunks { run(chunk) }
      return
    }
    takeInOrder(chunks, on: workers, run)
  }

  /// Calls `body` for `0..<count` tasks on several threads, those with a part in common one after the other in their order.
  ///
  /// Work in rounds with a wait after each would leave threads idle at the end of every round: in layouts of 60,000 points a
  /// quarter of the time of two.
  /// - Parameters:
  ///   - parts: the two parts of each task, of `0..<partCount`; one part twice where it has a single one. `body` must write
  ///     only what belongs to them.
  package static func forEachTask(using parts: [(Int, Int)], of partCount: Int, _ body: (_ task: Int) -> Void) {
    let workers = workers(for: parts.count)
    guard workers > 1 else {
      for task in parts.indices { body(task) }
      return
    }
    let turns = PartTurns(parts, of: partCount)
    takeInOrder(parts.count, on: workers) { task in
      turns.wait(for: task)
      body(task)
      turns.finish(task)
    }
  }

  /// The number of threads for so many pieces of work: one inside a region, and where memory is short.
  private static func workers(for pieces: Int) -> Int {
    isInside || !Memory.allowsThreads ? 1 : min(Threads.count, pieces)
  }

  /// Calls `run` for `0..<count`, each on the worker that is free first.
  private static func takeInOrder(_ count: Int, on workers: Int, _ run: (Int) -> Void) {
    let next = Atomic(0)
    withoutActuallyEscaping(run) { run in
      // Each worker writes only the memory of what it has taken, as the caller guarantees.
      nonisolated(unsafe) let run = run
      DispatchQueue.concurrentPerform(iterations: workers) { _ in
        $isInside.withValue(true) {
          while true {
            let taken = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard taken < count else { return }
            run(taken)
          }
        }
      }
    }
  }

  /// Returns the results of `body` for the chunks of `0..<count`, in the order of the chunks.
  package static func mapChunks<Value>(
    of count: Int, size: Int, _ body: (_ chunk: Int, _ range: Range<Int>) -> Value
  ) -> [Value] {
    let chunks = (count + size - 1) / size
    return [Value](unsafeUninitializedCapacity: chunks) { buffer, initialized in
      let base = buffer.baseAddress
      forEachChunk(of: count, size: size) { chunk, range in
        (base! + chunk).initialize(to: body(chunk, range))
      }
      initialized = chunks
    }
  }

  /// Returns the results of `body` for the chunks, or throws the error of the first chunk (in order) that threw one.
  package static func tryMapChunks<Value>(
    of count: Int, size: Int, _ body: (_ chunk: Int, _ range: Range<Int>) throws -> Value
  ) throws -> [Value] {
    let results = mapChunks(of: count, size: size) { chunk, range in
      Result { try body(chunk, range) }
    }
    return try results.map { try $0.get() }
  }

  @TaskLocal private static var isInside = false
}
