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
}
