import Core
import Matrices
import Testing

@Suite struct PackedColumnsTests {
  @Test(arguments: [1, 2, 15, 16, 17, 33, 48, 70, 97, 112, 130, 250], [1, 2, 3, 4, 7])
  func productsAreThoseOfTheDefinition(count: Int, rows: Int) {
    let dimensions = 19
    var stream = Seed(1).stream("test", count * 10 + rows)
    func random(_ rows: Int) -> Matrix {
      Matrix((0..<rows).map { _ in (0..<dimensions).map { _ in Float(stream.gaussian()) } })
    }
    let (left, right) = (random(rows), random(count))
    let packed = PackedColumns(count: count, dimensions: dimensions)
    right.withRows { block in
      for index in 0..<count { packed.set(index, to: block.pointer(toRow: index), offset: Float(index)) }
    }
    var output = [Float](repeating: .nan, count: rows * packed.width)
    left.withRows { block in
      output.withUnsafeMutableBufferPointer { packed.products(with: block, into: $0.baseAddress!) }
    }
    for row in 0..<rows {
      for index in 0..<count {
        let dot = zip(left.row(row), right.row(index)).reduce(Double(index)) { $0 + Double($1.0) * Double($1.1) }
        #expect(abs(Double(output[row * packed.width + index]) - dot) < 1e-4 * (1 + Double(index)))
      }
    }
  }

  @Test func aProductsBitsDependOnItsRowAndVectorAlone() {
    var stream = Seed(2).stream("test")
    let rows = Matrix((0..<11).map { _ in (0..<50).map { _ in Float(stream.gaussian()) } })
    // The same vector at every one of 112 places, against the same row in every place of a tile.
    let packed = PackedColumns(count: 112, dimensions: 50)
    rows.withRows { block in for index in 0..<112 { packed.set(index, to: block.base, offset: 0.5) } }
    let repeated = Matrix((0..<11).map { _ in rows.row(3) })
    var output = [Float](repeating: 0, count: 11 * packed.width)
    repeated.withRows { block in
      output.withUnsafeMutableBufferPointer { packed.products(with: block, into: $0.baseAddress!) }
    }
    #expect(output.allSatisfy { $0 == output[0] })
  }

  /// So the bits are the same with vectors of every width.
  @Test(arguments: [1, 7, 8, 13, 24]) func productsAreFusedTermsInTheOrderOfTheColumns(count: Int) {
    let (columns, block) = (150, 64)
    var stream = Seed(3).stream("test", count)
    func random(_ rows: Int) -> Matrix {
      Matrix((0..<rows).map { _ in (0..<columns).map { _ in Float(stream.gaussian()) } })
    }
    let (rows, vectors) = (random(count), random(20))
    let packed = PackedColumns(count: 20, dimensions: columns)
    vectors.withRows { vectors in
      for index in 0..<20 { packed.set(index, to: vectors.pointer(toRow: index), offset: Float(index) / 7) }
    }
    var output = [Float](repeating: 0, count: count * packed.width)
    rows.withRows { rows in
      output.withUnsafeMutableBufferPointer { packed.products(with: rows, into: $0.baseAddress!) }
    }
    for row in 0..<count {
      for index in 0..<20 {
        var expected = Float(index) / 7
        for first in stride(from: 0, to: columns, by: block) {
          var part: Float = 0
          for column in first..<min(first + block, columns) {
            part.addProduct(rows[row, column], vectors[index, column])
          }
          expected += part
        }
        #expect(output[row * packed.width + index] == expected)
      }
    }
  }
}
