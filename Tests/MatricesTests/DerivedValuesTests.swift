import Core
import Matrices
import Synchronization
import TestSupport
import Testing

/// Values that are computed of rows once and used again.
@Suite struct DerivedValuesTests {
  @Test func aValueIsMadeOnceForTheSameRows() {
    let rows = randomRows(30, 3, seed: Seed(1))
    let copy = rows
    let other = randomRows(30, 3, seed: Seed(1))
    let made = Mutex(0)
    func value(_ rows: Matrix, _ name: String) -> Int {
      rows.derived(name) {
        made.withLock {
          $0 += 1
          return $0
        }
      }
    }
    #expect(value(rows, "a") == 1 && value(copy, "a") == 1 && value(rows, "b") == 2 && value(other, "a") == 3)
  }

  /// Their frames and remainders are not those of the storage.
  @Test func rowsOfAnotherFrameShareNothing() {
    let rows = randomRows(30, 3, seed: Seed(1))
    let moved = rows.with(Frame(origin: [1, 2, 3], exponent: 0))
    #expect(rows.derived("a") { 1 } == 1 && moved.derived("a") { 2 } == 2 && moved.derived("a") { 3 } == 3)
  }

  @Test(arguments: [1, 7, 15, 16, 17, 40, 99])
  func nearestRowsAreThoseOfASearchForThem(count: Int) {
    let rows = randomRows(100, 6, seed: Seed(4))
    let (shared, alone) = (rows.nearestRows(count), NearestNeighbors(of: rows, count: count))
    #expect(shared.count == count && shared.indices == alone.indices)
    #expect(shared.squaredDistances == alone.squaredDistances)
    #expect(rows.nearestRows(count).indices == shared.indices)
  }
}
