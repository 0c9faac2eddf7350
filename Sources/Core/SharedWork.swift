import Synchronization

/// Parts of the work on the same rows that depend neither on the seed nor on weights, such as the graph of neighbours: each
/// is done once and kept for further seeds, and for a clusterer's other settings.
public final class SharedWork: Sendable {
  private let values = Mutex<[String: any Sendable]>([:])

  /// Makes an empty store.
  public init() {}

  /// Returns the value of a name, made when it is first asked for.
  ///
  /// - Parameters:
  ///   - name: names every parameter that the value depends on; the rows are the same.
  ///   - make: makes the value; two threads that ask at once may both call it.
  /// - Throws: the error of `make`.
  public func value<Value: Sendable>(_ name: String, make: () throws -> Value) rethrows -> Value {
    if let known = values.withLock({ $0[name] }) as? Value { return known }
    let value = try make()
    values.withLock { $0[name] = value }
    return value
  }
}
