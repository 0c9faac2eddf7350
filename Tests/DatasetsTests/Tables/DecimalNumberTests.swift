import Core
import Datasets
import Foundation
import Testing

@Suite struct DecimalNumberTests {
  private func parse(_ text: String) -> Float? {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { DecimalNumber.parse($0, buffer.count) } ?? nil
    }
  }

  private func agreesWithTheCLibrary(_ text: String) -> Bool {
    parse(text)?.bitPattern == strtof(text, nil).bitPattern
  }

  @Test(arguments: 0..<40) func roundsLikeTheCLibrary(seed: UInt64) {
    var stream = Seed(seed).stream("decimal")
    for _ in 0..<500 {
      let value = Float(bitPattern: UInt32(truncatingIfNeeded: stream.next()))
      guard value.isFinite else { continue }
      #expect(parse("\(value)") == value)
      let double = Double(value) * (1 + (stream.uniform() - 0.5) * 1e-7)
      for format in ["%.18e", "%.17g", "%.9g", "%.6f", "%.25f", "%.3e"] {
        let text = String(format: format, double)
        #expect(agreesWithTheCLibrary(text), "\(text)")
      }
    }
  }

  /// The middle between two floats, written out exactly, and its neighbours in the last digit.
  @Test(arguments: 0..<40) func decidesTheMiddle(seed: UInt64) {
    var stream = Seed(seed).stream("middle")
    for _ in 0..<100 {
      let value = Float(Double(stream.integer(below: 1 << 24)) * 0x1p-20)
      let middle = (Double(value) + Double(value.nextUp)) / 2
      let text = String(format: "%.60f", middle)
      #expect(agreesWithTheCLibrary(text) && agreesWithTheCLibrary(text + "1"), "\(text)")
      #expect(agreesWithTheCLibrary(String(format: "%.19f", middle)))
      #expect(agreesWithTheCLibrary(String(format: "%.19f", middle.nextDown)))
    }
  }

  @Test(arguments: [
    "0", "-0", "0.0e10", "1", "+1", "1.", ".5", "-.5e-3", "1e5", "1E+05", "1e-45", "7e-46", "1e-60", "3.4028235e38",
    "3.4028236e38", "1e39", "-1e400", "1e-400", "16777217", "0.000000000000000000000000000000000000011754943",
    "123456789012345678901234567890", "0.1234567890123456789012345678901234567890", "1e0000000000005",
    "00000000000000000000000000012.5", "1.17549429e-38", "9007199254740993",
  ]) func readsTheWholeGrammar(text: String) {
    #expect(agreesWithTheCLibrary(text), "\(text): \(String(describing: parse(text)))")
  }

  @Test(arguments: [
    "", "-", "+", ".", "e5", "1e", "1e+", "1.2.3", "1,5", "0x10", "12abc", "1 2", "--1", "nano", "infinit", "1e5.0",
    "NA",
    "١",
  ]) func refusesOtherText(text: String) {
    #expect(parse(text) == nil)
  }

  @Test func readsTheWordsForNaNAndInfinity() {
    for text in ["nan", "NaN", "-nan"] { #expect(parse(text)?.isNaN == true) }
    for text in ["inf", "+Inf", "INFINITY"] { #expect(parse(text) == .infinity) }
    #expect(parse("-inf") == -.infinity)
  }
}
