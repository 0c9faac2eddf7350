import Foundation

/// Lets a few through at a time, in the order in which they came.
actor Turnstile {
  /// The child processes. The tests start all at once: without it, hundreds of commands would share the processors, and more
  /// than some 1,350 files would be open, with which `Process.run` reads past the end of its list of them.
  static let children = Turnstile(places: 2 * ProcessInfo.processInfo.activeProcessorCount)

  private var places: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(places: Int) { self.places = places }

  func pass<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws -> Value {
    await enter()
    defer { leave() }
    return try await body()
  }

  private func enter() async {
    if places > 0 {
      places -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  private func leave() {
    if waiting.isEmpty {
      places += 1
    } else {
      waiting.removeFirst().resume()
    }
  }
}
