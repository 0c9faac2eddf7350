import Core
import Datasets
import Features
import Testing

/// A table given as two feature sets has the same rows twice, whatever its columns may be taken for.
@Suite struct SelfMatchingTests {
  private static let order = (0..<30).map { $0 * 11 % 30 }
  private static func lines(_ line: (Int) -> String) -> String { (0..<30).map { line($0) + "\n" }.joined() }
  private static func comma(_ number: Int) -> String { "\(number),5" }

  /// Tables of every kind, with two columns that hold the same values in two orders where the kind allows it.
  private static let tables: [(name: String, text: String)] = [
    ("commas.csv", "a;b\n" + lines { "\(comma($0));\(comma(order[$0]))" }),
    ("headless.csv", lines { "\(comma($0));\(comma(order[$0]))" }),
    ("commas.tsv", "a\tb\tc\n" + lines { "\(comma($0))\t\(comma(order[$0]))\t\($0)" }),
    ("points.csv", "a,b\n" + lines { "\($0).5,\(order[$0]).5" }),
    ("wholes.csv", "a,b\n" + lines { "\($0 + 7),\(order[$0] + 7)" }),
    ("words.csv", "Bild,Foto,x\n" + lines { "i\($0),i\(order[$0]),\($0).5" }),
    ("ids.csv", "id,Foto,x\n" + lines { "i\($0),i\(order[$0]),\($0).5" }),
    ("two-ids.csv", "id,filename,x\n" + lines { "i\($0),i\(order[$0]),\($0).5" }),
    ("index.csv", ",x\n" + lines { "\($0),\($0).5" }),
    ("levels.csv", ",Unnamed: 1,x\n" + lines { "\($0 / 6),\($0 % 6),\($0).5" }),
    ("shuffled-index.csv", ",x\n" + lines { "\(order[$0]),\($0).5" }),
    ("numbered.csv", "0,1\n" + lines { "\($0).5,\(order[$0]).5" }),
    ("quoted.csv", "\"id\",\"x\"\n" + lines { "\"i, \($0)\",\($0).5" }),
    ("lists.csv", "id,v\n" + lines { "i\(order[$0]),\"[0.5, \($0)]\"" }),
    ("savetxt.txt", lines { "\($0).5 \(order[$0]).5" }),
    ("glove.txt", lines { "word\($0) \($0).5 \(order[$0]).5" }),
    ("word2vec.txt", "30 2\n" + lines { "word\($0) \($0).5 \(order[$0]).5" }),
    ("r.txt", "x y\n" + lines { "row\(order[$0]) \($0).5 \(order[$0]).5" }),
    ("commented.txt", "# a b\n" + lines { "\($0).5 \(order[$0]).5" }),
  ]

  @Test(arguments: tables.indices, [MissingItems.error, .drop])
  func aTableNeverDisagreesWithItself(table: Int, missing: MissingItems) throws {
    let (name, text) = Self.tables[table]
    let path = try file(name, text: text)
    let words = ["words.csv": ["Bild", "Foto"], "ids.csv": ["Foto"]]
    let options = FeatureOptions(ignoredColumns: words[name] ?? [])
    let sets = try [FeatureSet(reading: path, options), FeatureSet(reading: path, options)]
    let matching = try ItemMatching(sets.map { $0.side(of: path) }, missing: missing)
    #expect(matching.rows == [Array(0..<30), Array(0..<30)], "\(name)")
  }
}
