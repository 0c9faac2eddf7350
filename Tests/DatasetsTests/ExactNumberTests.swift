import Core
import Datasets
import Foundation
import Matrices
import Testing

/// Numbers in `Double` as files hold them.
@Suite struct ExactNumberTests {
  private func parse(_ text: String) -> Double? {
    Array(text.utf8).withUnsafeBufferPointer {
      DecimalNumber.parseExactly($0.baseAddress!, $0.count)
    }
  }

  @Test(arguments: [
    "0", "-0", "1", "0.1", "1e22", "1e23", "9007199254740993", "9007199254740992.5",
    "1.7976931348623157e308", "5e-324",
    "1e-400", "1e400", "123456789012345678901234567890", "0.000000000000000000000000000001",
    "1700000000.1234567", "18446744073709551615", "1844674407370955161.5",
    "9223372036854775807.0000",
    "0.1000000000000000055511151231257827", "2.2250738585072011e-308", "nan", "-inf",
  ])
  func numbersAreThoseOfStrtod(text: String) throws {
    let (found, expected) = (try #require(parse(text)), strtod(text, nil))
    #expect(found == expected || (found.isNaN && expected.isNaN))
    #expect(found.sign == expected.sign || found.isNaN)
  }

  @Test func randomNumbersAreThoseOfStrtod() {
    var random = Seed(5).stream("decimals")
    for _ in 0..<40_000 {
      let value = Double(bitPattern: random.next())
      var texts = ["\(value)", "\(random.uniform() * 1000)", "\(Float(random.gaussian()))"]
      let digits = String(random.next())
      let point = random.integer(below: digits.count)
      texts.append(digits.prefix(point) + "." + digits.dropFirst(point))
      texts.append("\(Double(Float(random.gaussian())))")
      for text in texts where !text.contains("nan") {
        #expect(parse(text) == strtod(text, nil), "\(text)")
      }
    }
  }

  @Test(arguments: ["", "-", "1.2.3", "e5", "1e", "0x10", "12a"]) func otherTextsAreNone(
    text: String
  ) {
    #expect(
      Array((text + "|").utf8).withUnsafeBufferPointer {
        DecimalNumber.parseExactly($0.baseAddress!, $0.count - 1)
      } == nil)
  }

  @Test(arguments: [false, true], [false, true]) func arraysAreReadInAnyOrder(
    bigEndian: Bool, columnMajor: Bool
  ) {
    let values = (0..<700).map { (index: Int) -> Double in 1e9 + Double(index) / 3 }
    let bits = values.map { bigEndian ? $0.bitPattern.bigEndian : $0.bitPattern.littleEndian }
    let array = StoredArray(
      bytes: FileBytes(bits.withUnsafeBytes { Array($0) }), offset: 0, type: .float64,
      bigEndian: bigEndian,
      columnMajor: columnMajor, shape: [100, 7])
    let exact = array.exactValues
    var target = [Double](repeating: 0, count: 30 * 7)
    target.withUnsafeMutableBufferPointer { exact.read(40..<70, $0.baseAddress!) }
    for row in 40..<70 {
      for column in 0..<7 {
        #expect(
          target[(row - 40) * 7 + column]
            == values[columnMajor ? column * 100 + row : row * 7 + column])
      }
    }
  }

  @Test func integersOf64BitsAreReadInDouble() {
    let values: [Int64] = [-5, 1 << 40, (1 << 53) - 1, -(1 << 52) - 1]
    let array = StoredArray(
      bytes: FileBytes(values.withUnsafeBytes { Array($0) }), offset: 0, type: .int64,
      shape: [4, 1])
    var target = [Double](repeating: 0, count: 4)
    target.withUnsafeMutableBufferPointer { array.exactValues.read(0..<4, $0.baseAddress!) }
    #expect(target == values.map(Double.init))
  }
}
