import Core
import Features
import Foundation
import Matrices
import Testing

/// Entries such as the fill value of NetCDF, beside which all other numbers are alike.
@Suite struct FarEntryTests {
  private func set(fill: Double, rows: [Int], of count: Int = 40) throws -> FeatureSet {
    var stream = Seed(1).stream("far")
    let lines = (0..<count).map { row in
      (0..<3).map { column in "\(rows.contains(row) && column == 1 ? fill : 280 + 5 * stream.gaussian())" }
        .joined(separator: ",")
    }
    return try FeatureSet(reading: file("far.csv", text: "a,b,c\n" + lines.joined(separator: "\n") + "\n"))
  }

  @Test(arguments: [9.969209968386869e36, 1e20, -1e30]) func aFillValueIsNoted(fill: Double) throws {
    let set = try set(fill: fill, rows: [3, 9])
    let notes = set.notices.filter { $0.kind == "far-entries" }
    #expect(notes.count == 1 && notes[0].message.contains("column b has 2 entries"), "\(set.notices)")
    #expect(set.hasLostRows)
  }

  @Test func largeNumbersOfAllSizesAreNoFillValues() throws {
    var stream = Seed(2).stream("large")
    let spread = (0..<40).map { _ in "\(exp(40 + 12 * stream.gaussian())),\(stream.gaussian())" }
    let set = try FeatureSet(reading: file("large.csv", text: "a,b\n" + spread.joined(separator: "\n") + "\n"))
    #expect(!set.notices.contains { $0.kind == "far-entries" })
    #expect(try !self.set(fill: 0, rows: [1]).hasLostRows && !self.set(fill: 1e6, rows: [1]).hasLostRows)
  }

  @Test func moreDigitsAreNotAskedForWhereTheFileHasThem() throws {
    let lines = (0..<40).map { "\($0).5,\($0 % 7)e-44" }.joined(separator: "\n")
    let set = try FeatureSet(reading: file("small.csv", text: "a,b\n" + lines + "\n"))
    let lost = set.notices.filter { $0.kind == "digits-lost" }
    #expect(!lost.contains { $0.message.contains("double precision") }, "\(lost)")
  }
}
