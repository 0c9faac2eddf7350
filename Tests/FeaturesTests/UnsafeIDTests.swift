import Core
import Datasets
import Features
import Foundation
import Testing

/// Ids that would match the wrong rows without an error: numbers without their last digits, and numbers that begin one
/// later. Counts that differ by a first line have the way out for it.
@Suite struct UnsafeIDTests {
  typealias Table = TablePair.Table
  private let items = Array(0..<60)

  private func features(_ number: (Int) -> String) -> Table {
    Table("f.csv", "id,x,y", items) { "\(number($0)),\($0 % 7).5,\($0 % 3).25" }
  }

  private func truth(_ number: (Int) -> String) -> Table {
    Table("t.csv", "id,class", items.reversed(), labels: "class") { "\(number($0)),\($0 % 3)" }
  }

  private static func large(_ item: Int) -> Int { 1_234_567_890_123_456_789 + 1_000 * item }

  /// pandas writes ids that became float64 so.
  @Test(arguments: MissingItems.allCases) func numbersWithoutTheirLastDigitsAreAnError(missing: MissingItems) throws {
    let whole: (Int) -> String = { "\(Self.large($0))" }
    for rounded: (Int) -> String in [
      { "\(Double(Self.large($0)))" }, { "\(UInt64(Double(Self.large($0)))).0" }, { "1.23456789e\(18 + $0)" },
    ] {
      for (one, two) in [(rounded, whole), (whole, rounded), (rounded, rounded)] {
        let error = try #require(try TablePair.match(features(one), truth(two), missing: missing).error)
        #expect(error.cause.contains("lost their last digits") && error.hint.contains("dtype=str"), "\(error)")
      }
    }
    #expect(try TablePair.match(features(whole), truth(whole), missing: missing).error == nil)
  }

  @Test func numbersWithAllTheirDigitsMatch() throws {
    for number: (Int) -> String in [{ "\($0 + 5).0" }, { "9007199254740\($0 + 900).0" }, { "1e20f\($0)" }] {
      let outcome = try TablePair.match(features(number), truth(number))
      #expect(outcome.error == nil && outcome.isMatchedByID)
    }
    // Without another file that has ids they decide nothing.
    #expect(try TablePair.match(features { "1.23456789e\(18 + $0)" }).error == nil)
  }

  @Test(arguments: MissingItems.allCases, [100, 7, 1])
  func numbersThatBeginOneLaterAreAnError(missing: MissingItems, start: Int) throws {
    let (low, high): ((Int) -> String, (Int) -> String) = ({ "\($0 + start)" }, { "\($0 + start + 1)" })
    for (one, two) in [(low, high), (high, low)] {
      let error = try #require(try TablePair.match(features(one), truth(two), missing: missing).error)
      #expect(error.cause.hasSuffix("one begins one later than the other"), "\(error.cause)")
      #expect(error.hint.contains("add 1 to the ids of") && error.hint.contains("--id-column id --missing drop"))
    }
    // Parts of one numbering are no shift.
    let part = try TablePair.match(
      features(low), Table("t.csv", "id,class", Array(1..<59), labels: "class") { "\($0 + start),\($0 % 3)" },
      missing: missing)
    #expect(part.error?.cause.contains("one later") != true)
  }

  // MARK: - Counts that a first line explains

  private func numbers(_ header: String) -> Table {
    Table("f.csv", header, items) { "\(($0 * 7 + 3) % 11).5,\(($0 * 5 + 1) % 13).5" }
  }

  /// 61 rows of features beside 60 labels: the header of the labels is none of the doubts.
  @Test(arguments: ["0.25,7.5", "3,1.25"]) func aHeaderThatIsReadAsARowIsNamed(header: String) throws {
    let labels = Table("t.csv", "label", items, labels: "label") { ["cat", "dog", "emu"][$0 % 3] }
    let error = try #require(try TablePair.match(numbers(header), labels).error)
    let yes = try #require(error.hint.range(of: "--header yes"))
    #expect(error.hint.contains("f.csv") && error.hint.hasPrefix("the first line of f ("), "\(error.hint)")
    if let no = error.hint.range(of: "--header no") { #expect(yes.lowerBound < no.lowerBound) }
  }

  @Test func countsThatDifferByMoreHaveNoSuchHint() throws {
    let labels = Table("t.csv", "label", Array(0..<55), labels: "label") { ["cat", "dog", "emu"][$0 % 3] }
    let error = try #require(try TablePair.match(numbers("0.25,7.5"), labels).error)
    #expect(!error.hint.contains("--header"))
  }
}
