import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The turns of tasks at the parts that they use: a task may begin when all tasks before it have left both of its parts.
///
/// Tasks must be begun in their order, so that one that waits waits for others that have begun.
struct PartTurns {
  /// The parts of each task, and the tasks before it at each.
  private let tasks: [(first: Int, second: Int, firstTurn: Int, secondTurn: Int)]
  private let parts: [Part]

  private final class Part: Sendable {
    /// The tasks that have left it.
    let left = Atomic(0)
  }

  /// The looks at a part before a waiting thread offers its processor to others.
  private static let looks = 1_000

  init(_ parts: [(Int, Int)], of partCount: Int) {
    var turns = [Int](repeating: 0, count: partCount)
    tasks = parts.map { first, second in
      defer {
        turns[first] += 1
        if second != first { turns[second] += 1 }
      }
      return (first, second, turns[first], turns[second])
    }
    self.parts = (0..<partCount).map { _ in Part() }
  }

  /// Returns when all tasks before have left the parts of a task.
  func wait(for task: Int) {
    let (first, second, firstTurn, secondTurn) = tasks[task]
    wait(at: parts[first], for: firstTurn)
    wait(at: parts[second], for: secondTurn)
  }

  private func wait(at part: Part, for turn: Int) {
    var looks = 0
    while part.left.load(ordering: .acquiring) != turn {
      looks += 1
      if looks > Self.looks { sched_yield() }
    }
  }

  /// Leaves the parts of a task.
  func finish(_ task: Int) {
    let (first, second, _, _) = tasks[task]
    parts[first].left.wrappingAdd(1, ordering: .releasing)
    if second != first { parts[second].left.wrappingAdd(1, ordering: .releasing) }
  }
}
