import Core
import Datasets
import Features
import Testing

/// Files whose rows have one order, and which share columns, ranges or values all the same: no word is said.
@Suite struct HonestPairTests {
  typealias Table = TablePair.Table

  struct Pair: Sendable, CustomTestStringConvertible {
    let name: String
    let one: (header: String, row: @Sendable (Int) -> String)
    let two: (header: String, row: @Sendable (Int) -> String)
    var rows = 60
    var testDescription: String { name }
  }

  /// A number that looks random.
  private static func random(_ item: Int, _ salt: Int, below count: Int) -> Int {
    var stream = Seed(UInt64(salt)).stream("pairs", item)
    return stream.sample(1, of: count)[0]
  }

  /// Different numbers below a bound, of which the one of an item is taken.
  private static func distinct(_ rows: Int, _ salt: Int, below count: Int) -> [Int] {
    var stream = Seed(UInt64(salt)).stream("draws")
    return stream.sample(rows, of: count)
  }

  private static let percents = (distinct(60, 1, below: 101), distinct(60, 2, below: 101))
  private static let incomes = (distinct(5000, 3, below: 9000), distinct(5000, 4, below: 9000))
  private static let rates = (distinct(60, 5, below: 100), distinct(60, 6, below: 100))

  private static let pairs: [Pair] = [
    Pair(name: "labels alone", one: ("class", { "\($0 % 3)" }), two: ("cluster", { "\($0 % 4)" })),
    Pair(
      name: "an income in both", one: ("income,class", { "\($0 * 7919 % 6007 + 900),\($0 % 3)" }),
      two: ("income,cluster", { "\($0 * 7919 % 6007 + 900),\($0 % 4)" })),
    Pair(
      name: "two repeating columns in both", one: ("age,height,class", { "\(20 + $0 % 9),\(150 + $0 % 7),\($0 % 3)" }),
      two: ("age,height,cluster", { "\(20 + $0 % 9),\(150 + $0 % 7),\($0 % 4)" })),
    Pair(
      name: "another fold", one: ("fold,class", { "\($0 % 5),\($0 % 3)" }),
      two: ("fold,cluster", { "\(random($0, 1, below: 5)),\($0 % 4)" })),
    Pair(
      name: "balanced folds", one: ("fold,sex,class", { "\($0 % 5),\($0 % 2),\($0 % 3)" }),
      two: ("fold,sex,cluster", { "\($0 / 12),\($0 / 30),\($0 % 4)" })),
    Pair(
      name: "another split in words", one: ("split,class", { "\(["train", "test"][$0 % 2]),\($0 % 3)" }),
      two: ("split,cluster", { "\(["train", "test"][$0 / 30]),\($0 % 4)" })),
    Pair(
      name: "two percentages", one: ("pct,class", { "\(percents.0[$0]),\($0 % 3)" }),
      two: ("pct2,cluster", { "\(percents.1[$0]),\($0 % 4)" })),
    Pair(
      name: "two incomes", one: ("income,class", { "\(incomes.0[$0]),\($0 % 3)" }),
      two: ("spend,cluster", { "\(incomes.1[$0]),\($0 % 4)" }), rows: 5000),
    Pair(
      name: "two rounded rates", one: ("p,class", { "0.\(rates.0[$0] < 10 ? "0" : "")\(rates.0[$0]),\($0 % 3)" }),
      two: ("q,cluster", { "0.\(rates.1[$0] < 10 ? "0" : "")\(rates.1[$0]),\($0 % 4)" })),
    Pair(
      name: "confidences", one: ("conf,class", { "0.\(100 + random($0, 7, below: 900)),\($0 % 3)" }),
      two: ("conf,cluster", { "0.\(100 + random($0, 8, below: 900)),\($0 % 4)" })),
    Pair(
      name: "ages by other names", one: ("age,class", { "\(20 + random($0, 9, below: 50)),\($0 % 3)" }),
      two: ("weight,cluster", { "\(20 + random($0, 10, below: 50)),\($0 % 4)" })),
    Pair(
      name: "a name in both", one: ("name,class", { "person \($0),\($0 % 3)" }),
      two: ("name,cluster", { "person \($0),\($0 % 4)" })),
    Pair(
      name: "names that repeat", one: ("name,class", { "n\($0 % 50),\($0 % 3)" }),
      two: ("name,cluster", { "n\($0 % 50),\($0 % 4)" })),
    Pair(
      name: "two zip codes", one: ("zip,prev,class", { "\(1000 + $0 * 13),\(1000 + ($0 + 1) % 60 * 13),\($0 % 3)" }),
      two: ("zip,prev,cluster", { "\(1000 + $0 * 13),\(1000 + ($0 + 1) % 60 * 13),\($0 % 4)" })),
    Pair(
      name: "subject and trial", one: ("subject,trial,class", { "\($0 / 10),\($0 % 10),\($0 % 3)" }),
      two: ("subject,trial,cluster", { "\($0 / 10),\($0 % 10),\($0 % 4)" })),
    Pair(
      name: "a corrected number", one: ("patient,class", { "\($0 * 37 + 100),\($0 % 3)" }),
      two: ("patient,cluster", { "\($0 == 7 ? 99_999 : $0 * 37 + 100),\($0 % 4)" })),
    Pair(name: "counters", one: (",class", { "\($0),\($0 % 3)" }), two: (",cluster", { "\($0),\($0 % 4)" })),
    Pair(name: "a counter in one file", one: ("class", { "\($0 % 3)" }), two: (",cluster", { "\($0),\($0 % 4)" })),
    Pair(
      name: "a sorted label in both", one: ("class,x", { "\($0 / 20),\(random($0, 11, below: 9))" }),
      two: ("class,cluster", { "\($0 / 20),\($0 % 4)" })),
    Pair(name: "empty columns", one: ("note,class", { ",\($0 % 3)" }), two: ("note,cluster", { ",\($0 % 4)" })),
    Pair(
      name: "versions", one: ("version,class", { "1.\($0),\($0 % 3)" }),
      two: ("version,cluster", { "1.\($0),\($0 % 4)" })),
    Pair(
      name: "dates in two forms", one: ("date,class", { "2026-01-\($0 % 28 + 1) \($0 / 28 + 1):00,\($0 % 3)" }),
      two: ("day,cluster", { "2026/1/\($0 % 28 + 1) \($0 / 28 + 1):00:00,\($0 % 4)" })),
    Pair(
      name: "coordinates", one: ("lat,lon,class", { "\(48 + $0 % 9).\($0),\(9 + $0 % 5).\($0 * 7 % 60),\($0 % 3)" }),
      two: ("lat,lon,cluster", { "\(48 + $0 % 9).\($0),\(9 + $0 % 5).\($0 * 7 % 60),\($0 % 4)" })),
    Pair(
      name: "words that number other things", one: ("rank,class", { "r\(($0 * 7 + 3) % 60),\($0 % 3)" }),
      two: ("patient,cluster", { "\($0),\($0 % 4)" })),
  ]

  @Test(arguments: pairs) func noWordIsSaid(pair: Pair) throws {
    func labels(_ header: String) -> String { header.contains("cluster") ? "cluster" : "class" }
    let items = Array(0..<pair.rows)
    let one = Table("t.csv", pair.one.header, items, labels: labels(pair.one.header), pair.one.row)
    let two = Table("c.csv", pair.two.header, items, labels: labels(pair.two.header), pair.two.row)
    for (first, second) in [(one, two), (two, one)] {
      let outcome = try TablePair.match(first, second)
      #expect(outcome.error == nil && outcome.rows[1] == items.map(Optional.some), "\(outcome)")
      #expect(outcome.isSilent || outcome.notes.allSatisfy { $0.hasPrefix("ids of") }, "\(outcome)")
    }
  }

  /// Features beside labels in a copy of some of their columns.
  @Test(arguments: ["income", "t", "income,t", "age,height"]) func labelsBesideFeaturesAreSilent(names: String) throws {
    let values: [String: @Sendable (Int) -> String] = [
      "income": { "\($0 * 7919 % 6007 + 900)" }, "t": { "\($0 * 7 % 60).25" }, "age": { "\(20 + $0 % 9)" },
      "height": { "\(150 + $0 % 7)" },
    ]
    let items = Array(0..<60)
    func row(_ item: Int) -> String {
      names.split(separator: ",").compactMap { values[String($0)]?(item) }.joined(separator: ",")
    }
    let features = Table("f.csv", "\(names),x,y", items) { "\(row($0)),\($0 % 7).5,\($0 % 11).5" }
    let labels = Table("l.csv", "\(names),label", items, labels: "label") { "\(row($0)),\($0 % 3)" }
    #expect(try TablePair.match(features, labels).isSilent)
    let other = Table("g.csv", "\(names),u,v", items) { "\(row($0)),\($0 % 5).5,\($0 % 13).5" }
    #expect(try TablePair.match(features, other).isSilent)
  }
}
