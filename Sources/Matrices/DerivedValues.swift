import Core

extension Matrix {
  /// Returns a value that depends on these rows alone, made when it is first asked for and kept as long as the rows are; made
  /// each time for a matrix that is not plain.
  ///
  /// - Parameters:
  ///   - name: names everything that the value depends on beside the rows.
  ///   - make: makes the value; two threads that ask at once may both call it.
  /// - Throws: the error of `make`.
  package func derived<Value: Sendable>(_ name: String, make: () throws -> Value) rethrows -> Value {
    // Frames and remainders lie outside of the storage, which several matrices may share.
    isPlain ? try storage.derived.value("\(rows) × \(columns) \(name)", make: make) : try make()
  }

  /// Returns the nearest other rows of each row; clusterers and spaces that ask for a similar number share one search.
  ///
  /// The number that is searched for depends on that which is asked for alone, so that the result does not depend on who
  /// asked before.
  /// - Precondition: as of ``NearestNeighbors/init(of:count:)``.
  /// - Complexity: O(rows² · columns) the first time, then O(rows · count).
  package func nearestRows(_ count: Int) -> NearestNeighbors {
    precondition(count >= 1 && count < rows)
    var searched = 16
    while searched < count { searched *= 2 }
    searched = min(searched, rows - 1)
    return derived("nearest \(searched)") { NearestNeighbors(of: self, count: searched) }.nearest(count)
  }
}
