import Synchronization

/// Values that are made when they are first asked for, and kept. An error is thrown again by the next attempt.
final class Kept<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private let values = Mutex<[Key: Value]>([:])

  /// Returns the kept value of a key, or makes it.
  func value(_ key: Key, made: () throws -> Value) throws -> Value {
    if let known = values.withLock({ $0[key] }) { return known }
    let value = try made()
    values.withLock { $0[key] = value }
    return value
  }
}

/// The key of what a run has one of.
enum Only: Hashable, Sendable { case one }
