import Core
import Datasets
import Foundation
import Matrices
import Testing

@Suite struct NumpyArrayTests {
  /// Returns the value that `make_tables.py` put at a row and a column of an array of this type.
  private func expected(_ code: String, _ row: Int, _ column: Int) -> Float {
    let value = (7 * row + 3 * column) % 11
    return switch code.first {
    case "f": Float(value) - 5.25
    case "i": Float(value - 5)
    case "b": Float(value % 2)
    default: Float(value)
    }
  }

  private func check(_ matrix: Matrix, _ code: String) {
    #expect(matrix.rows == 37 && matrix.columns == 19)
    for row in 0..<37 {
      for column in 0..<19 { #expect(matrix[row, column] == expected(code, row, column)) }
    }
  }

  @Test(arguments: ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"], ["C", "F"])
  func readsEveryTypeInBothOrders(code: String, order: String) throws {
    for byteOrder in ["little", "big"] where byteOrder == "little" || !code.hasSuffix("1") {
      check(try NumpyArray(mapping: tableFixture("\(code)-\(byteOrder)-\(order).npy")).matrix(), code)
    }
  }

  @Test(arguments: 1...3) func readsEveryVersion(version: Int) throws {
    check(try NumpyArray(mapping: tableFixture("version\(version).npy")).matrix(), "f4")
  }

  @Test func readsTheSameWithAnyNumberOfThreads() throws {
    let numbers = (0..<300_000).map { Float($0) }
    for order in ["True", "False"] {
      let header = "{'descr': '<f4', 'fortran_order': \(order), 'shape': (3000, 100)}"
      let array = try numpyArray(numpyBytes(header, data: numbers.withUnsafeBytes(Array.init)))
      let alone = try Threads.$count.withValue(1) { try array.matrix() }
      for threads in [2, 4] { #expect(try Threads.$count.withValue(threads) { try array.matrix() } == alone) }
      #expect(alone[1234, 56] == (order == "True" ? 56 * 3000 + 1234 : 1234 * 100 + 56))
    }
  }

  /// Against the definition of binary16, in vectors of sixteen, in the remainder, and big-endian.
  @Test(arguments: [false, true]) func convertsAllHalves(bigEndian: Bool) throws {
    let patterns =
      (0...UInt16.max).map { bigEndian ? $0.bigEndian : $0 } + [bigEndian ? UInt16(0x3c00).bigEndian : 0x3c00]
    let header = "{'descr': '\(bigEndian ? ">" : "<")f2', 'fortran_order': False, 'shape': (1, 65537)}"
    let matrix = try numpyArray(numpyBytes(header, data: patterns.withUnsafeBytes(Array.init))).matrix()
    #expect(matrix[0, 65536] == 1)
    for pattern in 0...Int(UInt16.max) {
      let (exponent, fraction) = (pattern >> 10 & 31, pattern & 1023)
      let magnitude: Float =
        switch exponent {
        case 31: fraction == 0 ? .infinity : .nan
        case 0: Float(fraction) * 0x1p-24
        default: Float(1024 + fraction) * Float(sign: .plus, exponent: exponent - 25, significand: 1)
        }
      let wanted = pattern >> 15 == 0 ? magnitude : -magnitude
      let found = matrix[0, pattern]
      let same = wanted.isNaN ? found.isNaN : found.bitPattern == wanted.bitPattern
      #expect(same, "pattern \(pattern): \(found), not \(wanted)")
    }
  }

  @Test func roundsWideNumbersToNearest() throws {
    let doubles = [0.1, 1e300, -1e300, 1 + 0x1p-24, 1e-300, .nan]
    let matrix = try numpyArray(numpyBytes("f8", shape: "(1, 6)", doubles)).matrix()
    #expect(Array(matrix.row(0).prefix(5)) == [0.1, .infinity, -.infinity, 1, 0] && matrix[0, 5].isNaN)
    let integers: [Int64] = [.max, .min, 16_777_217, 16_777_219]
    #expect(try numpyArray(numpyBytes("i8", shape: "(4, 1)", integers)).matrix()[3, 0] == 16_777_220)
    #expect(try numpyArray(numpyBytes("i8", shape: "(4, 1)", integers)).matrix()[0, 0] == 0x1p63)
  }

  @Test func takesTheKeysInAnyOrderAndEitherQuote() throws {
    let header = #"{ "shape":(2,1) ,'fortran_order' : False,"descr" :"<u1" }  "#
    #expect(try numpyArray(numpyBytes(header, data: [3, 9])).matrix()[1, 0] == 9)
  }

  @Test func readsTexts() throws {
    for name in ["words-unicode", "words-unicode-big", "words-bytes"] {
      #expect(
        try NumpyArray(mapping: tableFixture("\(name).npy")).strings() == ["cat", "dog", "cat", "", "zèbre", "dog"])
    }
  }
}

@Suite struct BrokenNumpyTests {
  private func header(descr: String = "'<f4'", order: String = "False", shape: String = "(2, 2)") -> [UInt8] {
    numpyBytes(
      "{'descr': \(descr), 'fortran_order': \(order), 'shape': \(shape), }", data: Array(repeating: 0, count: 16))
  }

  @Test func refusesWhatIsNotNumpy() {
    #expect(reason(reading: []) == .notNumpy)
    #expect(reason(reading: Array("PK\u{3}\u{4}something else".utf8)) == .notNumpy)
    #expect(reason(reading: numpyBytes("{}", version: 4)) == .unsupportedVersion(major: 4, minor: 0))
    #expect(reason(reading: NumpyHeader.magic + [1, 0, 200, 0]) == .headerLength(declared: 210, available: 10))
    #expect(
      reason(reading: NumpyHeader.magic + [2, 0, 255, 255, 255, 255])
        == .headerLength(declared: 4_294_967_295, available: 1 << 20))
  }

  @Test(arguments: [
    "", "{", "{}", "[]", "{'descr': '<f4'}", "{'descr': '<f4', 'fortran_order': 0, 'shape': (2, 2)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)} x",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (4)}", "{'descr': '<f4', 'fortran_order': False, 'shape': 4}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2 2)}", "{'descr': '<f4", "{'descr': 'a\\'', }",
    "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), 'more': 1}",
    "{'descr': 4, 'fortran_order': False, 'shape': (2, 2)}", "{'descr': '<f4', 'fortran_order': False, 'shape': (,)}",
    "{'descr': __import__('os'), 'fortran_order': False, 'shape': (2, 2)}",
  ]) func refusesAMalformedHeader(header: String) {
    guard case .malformedHeader = reason(reading: numpyBytes(header, data: Array(repeating: 0, count: 16))) else {
      Issue.record("\(header) was refused for another reason")
      return
    }
  }

  @Test func refusesShapesThatCannotBe() {
    #expect(reason(reading: header(shape: "(2, -2)")) == .negativeDimension([2, -2]))
    #expect(reason(reading: header(shape: "(99999999999999999999, 2)")) == .hugeDimension("99999999999999999999"))
    let half = 1 << 40
    #expect(reason(reading: header(shape: "(\(half), \(half))")) == .shapeOverflows([half, half]))
    #expect(reason(reading: header(shape: "(\(Int.max), 1)")) == .shapeOverflows([Int.max, 1]))
    #expect(reason(reading: header(descr: "'|u1'", shape: "(\(Int.max), 1)")) == .shapeOverflows([Int.max, 1]))
    #expect(reason(reading: header(descr: "'<U0'", shape: "(\(Int.max),)")) == .unsupportedType("<U0"))
  }

  @Test func namesBothSizesWhenTheyDisagree() throws {
    let small = header(shape: "(2, 3)")
    #expect(reason(reading: small) == .truncated(shape: [2, 3], expected: small.count + 8, found: small.count))
    let large = header(shape: "(3, 1)")
    #expect(reason(reading: large) == .trailingBytes(shape: [3, 1], expected: large.count - 4, found: large.count))
    let error = try #require(throws: NumpyError.self) { try numpyArray(small).matrix() }
    #expect(error.cause.contains("\(small.count + 8)") && error.cause.contains("\(small.count)"))
  }

  @Test func namesTheShapeThatIsNoMatrix() {
    #expect(reason(reading: header(shape: "(4,)")) == .notAMatrix([4]))
    #expect(reason(reading: header(shape: "(1, 2, 2)")) == .notAMatrix([1, 2, 2]))
    #expect(reason(reading: numpyBytes("f4", shape: "(0, 7)", [Float]())) == .empty([0, 7]))
    #expect(reason(reading: numpyBytes("f4", shape: "()", [Float(1)])) == .notAMatrix([]))
  }

  @Test func saysWhyATypeIsNotRead() throws {
    func reason(_ name: String) throws -> NumpyError.Reason {
      try #require(throws: NumpyError.self) { try NumpyArray(mapping: tableFixture(name)).matrix() }.reason
    }
    #expect(try reason("object.npy") == .objectType)
    #expect(try reason("structured.npy") == .structuredType(field: "x", numbers: ["x", "y"]))
    #expect(try reason("complex.npy") == .unsupportedType("<c8"))
    #expect(try reason("words-unicode.npy") == .textInPlaceOfNumbers)
    #expect(try reason("tokens.npy") == .notAMatrix([2, 3, 4]))
    #expect(try reason("scalar.npy") == .notAMatrix([]))
    let error = try #require(throws: NumpyError.self) { try NumpyArray(mapping: tableFixture("object.npy")) }
    #expect(error.hint.contains("allow_pickle=False"))
  }

  @Test func saysWhyAFileCannotBeOpened() throws {
    #expect(throws: FileError.self) { try NumpyArray(mapping: "no/such.npy") }
    let error = #expect(throws: FileError.self) { try NumpyArray(mapping: tableFixture("")) }
    #expect(error?.reason == .notARegularFile)
  }

  /// Every prefix and every single changed byte of every fixture either reads or is refused.
  @Test func survivesTruncationsAndFlippedBytes() throws {
    var refused = 0
    for name in try tableFixtureNames() {
      let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: tableFixture(name))))
      for length in 0..<bytes.count where length < 160 || length.isMultiple(of: 41) {
        #expect(throws: NumpyError.self) { try numpyArray(Array(bytes[..<length])) }
      }
      for position in 0..<min(bytes.count, 140) {
        for mask: UInt8 in [0x01, 0x90] {
          var broken = bytes
          broken[position] ^= mask
          do {
            let array = try numpyArray(broken)
            _ = try? array.matrix()
            _ = try? array.strings()
            _ = try? LabelSet.reading(array, LabelOptions())
          } catch { refused += 1 }
        }
      }
    }
    #expect(refused > 500)
  }
}
