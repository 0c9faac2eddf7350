import Matrices
import Testing

@Suite struct LendingTests {
  @Test func arraysSpansAndBytesMakeTheSameMatrix() {
    let values: [Float] = [1, 2, 3, 4, 5, 6]
    let expected = Matrix([[1, 2, 3], [4, 5, 6]])
    #expect(Matrix(rows: 2, columns: 3, values) == expected)
    #expect(Matrix(rows: 2, columns: 3, values.span) == expected)
    // An address that is no multiple of four.
    var bytes = [UInt8](repeating: 0, count: 1)
    values.withUnsafeBytes { bytes += $0 }
    let shifted = bytes.withUnsafeBytes { bytes in
      Matrix(rows: 2, columns: 3, copying: UnsafeRawBufferPointer(rebasing: bytes[1...]))
    }
    #expect(shifted == expected)
    #expect(Matrix(rows: 0, columns: 3, []).rows == 0)
  }

  @Test func aPlainRowIsLentAsItIsStored() {
    let matrix = Matrix([[1, 2, 3], [4, 5, 6]])
    #expect(matrix.withRow(1) { row in row.indices.map { row[$0] } } == [4, 5, 6])
    #expect(matrix.withTrueRow(0) { row in row.indices.map { row[$0] } } == [1, 2, 3])
  }

  @Test func aRowFarFromZeroIsLentWithItsTrueValues() {
    let far = [[1e9 + 0.25, 1], [1e9 + 0.5, 2], [1e9 + 0.75, 3]]
    let matrix = Matrix(exactly: far)
    #expect(!matrix.isPlain)
    #expect((0..<3).map { row in matrix.withTrueRow(row) { [$0[0], $0[1]] } } == far)
    #expect(matrix.withRow(2) { [$0[0], $0[1]] } == [Float(1e9 + 0.75), 3])
  }
}
