import Core
import Datasets
import Foundation
import Matrices
import Testing

/// Rows of `.npy` files that are read some at a time, beside those that are read at once.
@Suite struct NumpyRowsTests {
  @Test(arguments: ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"])
  func someRowsAreThoseOfTheWhole(code: String) throws {
    for byteOrder in ["little", "big"] where byteOrder == "little" || !code.hasSuffix("1") {
      let path = try tableFixture("\(code)-\(byteOrder)-C.npy")
      let (file, whole) = (try NumpyRows(path), try NumpyArray(mapping: path).matrix())
      #expect(file.rows == 37 && file.columns == 19)
      let picked = [36, 0, 5, 5, 17]
      #expect(try file.selecting(rows: picked) == whole.selecting(rows: picked))
      #expect(try file.selecting(rows: 3..<20) == whole.selecting(rows: Array(3..<20)))
      let exact = try NumpyArray(mapping: path).numbers().doubles()
      let some = zip(try file.exactly(rows: 3..<20), exact[3 * 19..<20 * 19])
      #expect(some.allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN })
      #expect(try UnitRows(file).selecting(rows: 0..<37) == whole.l2Normalized())
    }
  }

  @Test func columnsThatLieTogetherAreAnError() throws {
    let error = #expect(throws: NumpyError.self) { try NumpyRows(try tableFixture("f4-little-F.npy")) }
    #expect(error?.hint.contains("ascontiguousarray") ?? false)
  }

  @Test func whatIsNoMatrixIsAnError() throws {
    try withTemporaryFile(
      numpyBytes("{'descr': '<f4', 'fortran_order': False, 'shape': (3,)}", data: .init(repeating: 0, count: 12))
    ) {
      path in
      #expect(throws: NumpyError.self) { try NumpyRows(path) }
    }
    let whole = numpyBytes(
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}", data: .init(repeating: 0, count: 24))
    for count in [0, 5, 9, 60, whole.count - 1] {
      try withTemporaryFile(Array(whole.prefix(count))) { path in
        #expect(throws: NumpyError.self) { try NumpyRows(path) }
      }
    }
    #expect(throws: FileError.self) { try NumpyRows("/nowhere/rows.npy") }
  }

  /// The rows that are gone are an error, and no zeros.
  @Test func aFileThatIsCutWhileItIsReadIsAnError() throws {
    let bytes = numpyBytes(
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}", data: .init(repeating: 0, count: 24))
    try withTemporaryFile(bytes) { path in
      let file = try NumpyRows(path)
      try Data(bytes.prefix(bytes.count - 8)).write(to: URL(filePath: path))
      #expect(throws: FileError.self) { try file.selecting(rows: [1]) }
      #expect(throws: FileError.self) { try file.exactly(rows: 1..<2) }
    }
  }

  private func withTemporaryFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "NumpyRowsTests-\(UUID()).npy")
    try Data(bytes).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    try body(url.path)
  }
}
