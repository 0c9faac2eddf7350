import Core
import Datasets
import Features
import Matrices
import Testing

/// Vectors below a first line of their number and length, as word2vec and node2vec write them.
@Suite struct WordVectorTests {
  private static let order = Array(0..<60).shuffled(seed: 5)

  /// The vectors of some words.
  private func vectors(_ words: [String]) throws -> String {
    try file(
      "vectors.txt", text: "\(words.count) 3\n" + words.map { "\($0) \($0.count).25 0.5 -\($0.byteSum).75\n" }.joined())
  }

  private static let words: [[String]] = [
    order.map { "\($0)" }, order.map { "\($0 + 1)" }, order.map { "\($0 * 7 + 1000)" }, (0..<60).map { "\($0)" },
    order.map { $0 % 3 == 0 ? "n\($0)" : "\($0)" }, order.map { "n\($0)" },
  ]

  @Test(arguments: words) func wordsAreIdsThoughTheyAreNumbers(words: [String]) throws {
    let set = try FeatureSet(reading: vectors(words))
    #expect(set.rowIDs == words && set.matrix.columns == 3 && set.matrix.rows == 60)
    #expect(set.notices.count == 1 && set.notices[0].message.contains("words are read as ids"), "\(set.notices)")
    #expect(try ItemMatching([set.side(of: "v")]).notices.isEmpty)
  }

  @Test(arguments: words) func labelsAreMatchedByTheWords(words: [String]) throws {
    let labels = try file("l.csv", text: "id,label\n" + words.sorted().map { "\($0),c\($0.byteSum % 3)\n" }.joined())
    let side = try LabelSet.reading(labels, LabelOptions(column: "label")).side(of: "l")
    let matching = try ItemMatching([FeatureSet(reading: vectors(words)).side(of: "v"), side])
    #expect(matching.rows[1].compactMap { $0.map { words.sorted()[$0] } } == words)
    #expect(matching.notices.isEmpty, "\(matching.notices)")
  }

  @Test func aDroppedFirstColumnHoldsNoIds() throws {
    let set = try FeatureSet(reading: vectors(Self.words[0]), FeatureOptions(ignoredColumns: ["#0"]))
    #expect(set.rowIDs == nil && set.matrix.columns == 3)
  }

  @Test func aRepeatedNumberIsARepeatedWord() throws {
    #expect(reason(try vectors(["1", "2", "1", "3"])) == .repeatedWord("1", repeats: 1))
  }

  @Test func twoColumnsOfNumbersAreATable() throws {
    let path = try file("two.txt", text: "3 1\n7 0.5\n8 0.25\n9 0.75\n")
    #expect(try FeatureSet(reading: path).matrix.rows == 4)
  }
}

extension String {
  /// The sum of its bytes.
  fileprivate var byteSum: Int { utf8.reduce(0) { $0 + Int($1) } }
}
