import Core
import Matrices
import Testing

@Suite struct SparseRowsTests {
  /// Rows of which a share of the entries is not zero.
  private func rows(_ count: Int, _ columns: Int, filled: Double, seed: UInt64) -> Matrix {
    var stream = Seed(seed).stream("sparse")
    return Matrix(
      (0..<count).map { _ in
        (0..<columns).map { _ in stream.uniform() < filled ? Float(stream.gaussian()) : 0 }
      })
  }

  private func packed(_ vectors: Matrix) -> PackedColumns {
    let packed = PackedColumns(count: vectors.rows, dimensions: vectors.columns)
    vectors.withRows { block in
      for index in 0..<block.rows { packed.set(index, to: block.pointer(toRow: index), offset: Float(index)) }
    }
    return packed
  }

  // Rows without entries, with few, and with more than a chain of sums takes.
  @Test(arguments: [0, 0.05, 0.6, 1], [1, 16, 37])
  func productsAreThoseOfTheDefinition(filled: Double, count: Int) {
    let (rows, vectors) = (rows(9, 300, filled: filled, seed: 1), rows(count, 300, filled: 1, seed: 2))
    let packed = packed(vectors)
    var output = [Float](repeating: .nan, count: 9 * packed.width)
    let sparse = rows.withRows { SparseRows($0) }
    output.withUnsafeMutableBufferPointer { packed.products(with: sparse, 0..<9, into: $0.baseAddress!) }
    for row in 0..<9 {
      for index in 0..<count {
        let (x, y) = (rows.row(row), vectors.row(index))
        let dot = zip(x, y).reduce(Double(index)) { $0 + Double($1.0) * Double($1.1) }
        let size = zip(x, y).reduce(Double(index)) { $0 + abs(Double($1.0) * Double($1.1)) }
        let found = Double(output[row * packed.width + index])
        #expect(abs(found - dot) <= (PackedColumns.rounding(columns: 300) + 2e-7) * size)
      }
    }
  }

  @Test func productsOfPickedRowsAreThoseOfAllRows() throws {
    let (rows, vectors) = (rows(3000, 64, filled: 0.05, seed: 3), rows(40, 64, filled: 1, seed: 4))
    let packed = packed(vectors)
    let sparse = try #require(SparseRows(rows))
    var all = [Float](repeating: .nan, count: 3000 * packed.width)
    all.withUnsafeMutableBufferPointer { packed.products(with: sparse, 0..<3000, into: $0.baseAddress!) }
    let picked: [Int32] = [7, 2999, 0, 1024, 7]
    for panel in 0..<packed.panels {
      var some = [Float](repeating: .nan, count: picked.count * 16)
      some.withUnsafeMutableBufferPointer { some in
        picked.withUnsafeBufferPointer {
          packed.products(panel: panel, with: sparse, at: $0, into: some.baseAddress!)
        }
      }
      for (position, row) in picked.enumerated() {
        let start = Int(row) * packed.width + panel * 16
        #expect(Array(some[position * 16..<position * 16 + 16]) == Array(all[start..<start + 16]))
      }
    }
  }

  @Test func rowsWithTooManyEntriesAreLeftWhole() {
    #expect(SparseRows(rows(500, 40, filled: 0.3, seed: 5)) == nil)
    // One row in six is full, which a sample of every row cannot miss.
    let some = (0..<600).map { row in [Float](repeating: row % 6 == 0 ? 1 : 0, count: 20) }
    #expect(SparseRows(Matrix(some)) == nil)
    #expect(!Matrix(rows: 0, columns: 5).isMostlyZero)
  }

  @Test func theColumnsReadWholeAreThoseWithManyEntries() throws {
    func beside(_ left: Matrix, _ right: Matrix) -> Matrix {
      Matrix((0..<left.rows).map { left.row($0) + right.row($0) })
    }
    let (sparse, full) = (rows(600, 200, filled: 0.05, seed: 7), rows(600, 50, filled: 0.6, seed: 8))
    #expect(sparse.columnsWorthReadingWhole.isEmpty)
    #expect(full.columnsWorthReadingWhole == 0..<50)
    #expect(beside(sparse, full).columnsWorthReadingWhole == 200..<250)
    #expect(beside(full, sparse).columnsWorthReadingWhole == 0..<50)
    // For a few columns it is not worth it.
    let few = rows(600, 100, filled: 0.05, seed: 9)
    #expect(beside(full, few).columnsWorthReadingWhole == 0..<150)
    let left = try #require(SparseRows(beside(sparse, full), without: 200..<250))
    let alone = try #require(SparseRows(sparse))
    for row in [0, 1, 599] {
      left.entries(of: row).withEntries { columns, values, count in
        alone.entries(of: row).withEntries { others, same, number in
          #expect(count == number)
          #expect((0..<count).allSatisfy { columns[$0] == others[$0] && values[$0] == same[$0] })
        }
      }
    }
    #expect(SparseRows(beside(sparse, full), without: 0..<200) == nil)
  }

  @Test(arguments: [1, 2, 4])
  func momentsAreThoseOfWholeRowsWhateverTheThreads(threads: Int) throws {
    let rows = rows(20_000, 60, filled: 0.08, seed: 6)
    let found = try #require(Threads.$count.withValue(threads) { rows.sparseMoments() })
    let again = try #require(Threads.$count.withValue(3) { rows.sparseMoments() })
    #expect(found.mean == again.mean && found.scatter == again.scatter)
    let (mean, scatter) = (rows.columnMeans(), rows.scatter(around: rows.columnMeans()))
    #expect(zip(found.mean, mean).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(zip(found.scatter, scatter).allSatisfy { abs($0 - $1) < 1e-7 })
  }

  @Test func aColumnThatHardlyVariesAgainstItsMeanKeepsItsDigits() {
    var entries = (0..<2000).map { rows(1, 60, filled: 0.05, seed: UInt64($0)).row(0) }
    for row in entries.indices { entries[row][11] = 1000 + (row % 2 == 0 ? 0.25 : 0) }
    #expect(Matrix(entries).isMostlyZero)
    #expect(Matrix(entries).sparseMoments() == nil)
  }
}
