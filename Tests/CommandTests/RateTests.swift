import Foundation
import Testing

/// `fusebench rate draw` and `fusebench rate score`.
@Suite struct RateTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("text.npy", rows: 60, columns: 4, spread: 0.2)
    try folder.writeFeatures("noise.npy", rows: 60, columns: 4, classes: 1, spread: 1, seed: 5)
    try folder.write((0..<60).map { "caption \($0) of <b>kind</b> \($0 % 3)\n" }.joined(), to: "captions.txt")
  }

  private func makeRun(dataset: String = "{ captions: captions.txt }", figures: String = "[cards]") async throws {
    try folder.write(
      """
      dataset: \(dataset)
      features: { text: text.npy, noise: noise.npy }
      spaces: [text, noise]
      clusterers: [ kmeans: { k: 3 } ]
      seeds: 2
      figures: \(figures)
      """, to: "experiment.yaml")
    try await Command.run(["run", "experiment.yaml", "--out", "run"], in: folder).expectSuccess()
  }

  private func rate(_ arguments: [String]) async throws -> Outcome {
    try await Command.run(["rate"] + arguments, in: folder)
  }

  /// A line of `pairs.csv`.
  private struct Pair {
    let name: String
    let first, second: Int
    let weight: Double
  }

  private func pairs(_ name: String = "draw/pairs.csv") throws -> [Pair] {
    try folder.text(name).split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: ",").map(String.init)
      return Pair(
        name: fields[0], first: try #require(Int(fields[1])), second: try #require(Int(fields[2])),
        weight: try #require(Double(fields[3])))
    }
  }

  /// Writes the ratings of a rater: 3 for items of one class, else 1, and 2 for every so many pairs.
  @discardableResult
  private func writeRatings(_ rater: String, every: Int, questions: [String] = ["relatedness"]) throws -> String {
    let lines = try questions.flatMap { question in
      try pairs().enumerated().map { position, pair in
        let rating = position % every == 0 ? 2 : pair.first % 3 == pair.second % 3 ? 3 : 1
        return "\(pair.name),\(question),\(rating)\n"
      }
    }
    return try folder.write("pair,question,rating\n" + lines.joined(), to: "draw/ratings-\(rater).csv")
  }

  @Test func aDrawHasKnownWeightsAndShowsNothingOfClusters() async throws {
    try await makeRun()
    let outcome = try await rate(["draw", "run", "--pairs", "90", "--out", "draw", "--seed", "3"])
    outcome.expectSuccess()
    #expect(outcome.output == "draw/pairs.csv\ndraw/rate.html\n")
    #expect(try folder.text("draw/pairs.csv").hasPrefix("pair,a,b,weight,by,items\n1,"))
    #expect(try folder.text("draw/pairs.csv").contains(#/,position,60-[0-9a-f]{16}\n/#))
    let drawn = try pairs()
    #expect(drawn.count == 90 && Set(drawn.map { [$0.first, $0.second] }).count == 90)
    #expect(drawn.allSatisfy { 0 <= $0.first && $0.first < $0.second && $0.second < 60 && $0.weight >= 1 })
    #expect(abs(drawn.reduce(0) { $0 + $1.weight } - 60 * 59 / 2) < 1e-6)
    // Pairs in one cluster are more frequent than among all pairs.
    #expect(drawn.count { $0.first % 3 == $0.second % 3 } >= 30)
    let page = try folder.text("draw/rate.html")
    #expect(page.contains(" of \\u003cb>kind") && !page.contains("kmeans") && !page.contains("<b>kind"))
    #expect(page.contains("default-src 'none'"))
    let lowered = page.lowercased()
    #expect(!lowered.contains("http://") && !lowered.contains("https://") && !lowered.contains(" src="))
  }

  @Test func theSameSeedGivesTheSameFiles() async throws {
    try await makeRun()
    for (out, options) in [("one", ["--threads", "1"]), ("two", ["--threads", "3"]), ("other", ["--seed", "9"])] {
      try await rate(["draw", "run", "--pairs", "50", "--out", out] + options).expectSuccess()
    }
    #expect(try folder.contents(of: "one") == folder.contents(of: "two"))
    #expect(try folder.data("one/pairs.csv") != folder.data("other/pairs.csv"))
    // A draw may be made again, but not be replaced by another one.
    try await rate(["draw", "run", "--pairs", "50", "--out", "one"]).expectSuccess()
    let before = try folder.contents()
    try await rate(["draw", "run", "--pairs", "51", "--out", "one"]).expectFailure(
      naming: ["cannot write the draw to one", "another pairs.csv", "--out"])
    #expect(try folder.contents() == before)
  }

  @Test func aUniformDrawHasOneWeight() async throws {
    try await makeRun()
    try await rate(["draw", "run", "--pairs", "59", "--design", "uniform", "--out", "draw"]).expectSuccess()
    #expect(try pairs().allSatisfy { abs($0.weight - 30) < 1e-9 })
  }

  @Test func asManyPairsAsThereAreIsANote() async throws {
    try await makeRun()
    let outcome = try await rate(["draw", "run", "--pairs", "5000", "--out", "draw"])
    outcome.expectSuccess()
    #expect(outcome.errors.contains("note: the items make 1,770 pairs: all of them are drawn"))
    #expect(try pairs().count == 1770 && pairs().allSatisfy { $0.weight == 1 })
  }

  @Test func idsNameTheItems() async throws {
    try folder.write("id,kind\n" + (0..<60).map { "\"item, \($0)\",\($0 % 3)\n" }.joined(), to: "items.csv")
    try await makeRun(dataset: "{ ids: { table: items.csv, column: id } }", figures: "none")
    try await rate(["draw", "run", "--pairs", "40", "--out", "draw"]).expectSuccess()
    #expect(try folder.text("draw/pairs.csv").contains("\"item, "))
    #expect(try folder.text("draw/rate.html").contains("item, 1"))
    try folder.write("pair,question,rating\n1,q,3\n2,q,1\n3,q,2\n", to: "draw/ratings-a.csv")
    let outcome = try await rate(["score", "run", "draw/ratings-a.csv"])
    outcome.expectSuccess()
    #expect(outcome.errors.contains("note: a rated 3 of 40 pairs under q"))
  }

  @Test func ratingsRankTheMethods() async throws {
    try await makeRun()
    try await rate(["draw", "run", "--pairs", "120", "--out", "draw"]).expectSuccess()
    for (rater, every) in [("anna", 7), ("ben", 9), ("cara", 11)] {
      try writeRatings(rater, every: every, questions: ["denotative", "connotative"])
    }
    let files = ["anna", "ben", "cara"].map { "draw/ratings-\($0).csv" }
    let outcome = try await rate(["score", "run"] + files)
    outcome.expectSuccess()
    #expect(outcome.output.contains("Agreement of the raters: denotative"))
    #expect(outcome.output.contains("Cluster quality: connotative"))
    #expect(outcome.output.contains("3 raters: anna, ben, cara"))
    #expect(outcome.errors == "", "\(outcome.errors)")
    try await rate(["score", "run", "--format", "json", "--out", "scores.json"] + files).expectSuccess()
    let record = try folder.json("scores.json")
    let questions = try #require(record["questions"] as? [[String: Any]])
    #expect(questions.map { $0["name"] as? String } == ["denotative", "connotative"])
    let first = questions[0]
    let qualities = try #require(first["qualities"] as? [[String: Any]]).map { quality in
      try #require((quality["quality"] as? [String: Any])?["value"] as? Double)
    }
    // The classes are found in the text, and not in noise.
    #expect(qualities.count == 2 && qualities[0] > 1.4 && qualities[1] < 0.7, "\(qualities)")
    let difference = try #require((first["differences"] as? [[String: Any]])?.first?["difference"] as? [String: Any])
    #expect(try abs(#require(difference["value"] as? Double) - (qualities[0] - qualities[1])) < 1e-9)
    #expect(try #require(difference["low95"] as? Double) > 0)
    let agreements = try #require(first["agreements"] as? [[String: Any]])
    #expect(agreements.map { $0["scale"] as? String } == ["nominal", "ordinal", "interval"])
    for agreement in agreements {
      let alpha = try #require((agreement["alpha"] as? [String: Any])?["value"] as? Double)
      #expect(alpha > 0.5 && alpha < 1)
      #expect(agreement["ratings"] as? Int == 360)
    }
    // The other forms hold the same numbers.
    for (format, words) in [
      ("markdown", ["## Cluster quality: denotative", "| kmeans | text |"]),
      ("csv", ["question,measure,clusterer,space"]),
      ("latex", ["\\begin{tabular}", "\\toprule", "kmeans & text &"]),
    ] {
      let outcome = try await rate(["score", "run", "--format", format] + files)
      outcome.expectSuccess()
      for word in words { #expect(outcome.output.contains(word), "\(format): \(outcome.output)") }
    }
    // Neither the order of the files nor the threads count.
    let other = try await rate(["score", "run", "--threads", "1", "--format", "csv"] + files.reversed())
    let same = try await rate(["score", "run", "--threads", "2", "--format", "csv"] + files)
    #expect(
      other.output.split(separator: "\n").filter { $0.contains("quality") }
        == same.output.split(separator: "\n").filter { $0.contains("quality") })
  }

  @Test func ratingsOfOtherPairsOrValuesAreErrors() async throws {
    try await makeRun()
    try await rate(["draw", "run", "--pairs", "30", "--out", "draw"]).expectSuccess()
    let cases: [(text: String, words: [String])] = [
      ("pair,question,rating\n1,q,3\n99,q,1\nx,q,2\n", ["2 of 3 ratings", "\"99\", \"x\"", "--pairs"]),
      (
        "pair,question,rating\n1,q,4\n2,q,0\n3,q,2\n4,q,two\n5,q,2.5\n",
        ["1 to 3", "4 of 5 ratings are not", "1: 4, 2: 0, 4: two"]
      ),
      ("pair,question,rating\n1,q,3\n1,q,2\n", ["1 pair has two different ratings: 1"]),
      ("pair,question\n1,q\n", ["rating"]),
      ("pair,question,rating\n1,q,\n2,q,\n", ["0 ratings"]),
      ("", ["ratings-a.csv"]),
    ]
    for (text, words) in cases {
      try folder.write(text, to: "draw/ratings-a.csv")
      try await rate(["score", "run", "draw/ratings-a.csv"]).expectFailure(naming: words)
    }
    try folder.write("pair,question,rating\n1,q,3\n", to: "draw/ratings-a.csv")
    try folder.write("pair,question,rating\n1,q,3\n", to: "other/ratings-a.csv")
    try await rate(["score", "run", "draw/ratings-a.csv", "other/ratings-a.csv"]).expectFailure(
      naming: ["two files of the rater a"])
    try await rate(["score", "run", "other/ratings-a.csv"]).expectFailure(naming: ["other/pairs.csv", "--pairs"])
    try await rate(["score", "run", "other/ratings-a.csv", "--pairs", "draw/pairs.csv"]).expectSuccess()
  }

  /// An interval of few pairs would hold the quality of all pairs too seldom; that of all pairs has no error.
  @Test func intervalsNeedEnoughPairsOrAll() async throws {
    try await makeRun()
    func intervals(pairs: Int, _ out: String) async throws -> (errors: String, qualities: [[String: Any]]) {
      try await rate(["draw", "run", "--pairs", "\(pairs)", "--design", "uniform", "--out", out]).expectSuccess()
      try folder.write(folder.text(out + "/pairs.csv"), to: "draw/pairs.csv")
      try writeRatings("a", every: 5)
      let outcome = try await rate(["score", "run", "draw/ratings-a.csv", "--format", "json"])
      outcome.expectSuccess()
      let record = try #require(
        try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
      let question = try #require((record["questions"] as? [[String: Any]])?.first)
      let qualities = try #require(question["qualities"] as? [[String: Any]])
      return (outcome.errors, qualities.compactMap { $0["quality"] as? [String: Any] })
    }
    let few = try await intervals(pairs: 30, "few")
    #expect(few.qualities.count == 2 && few.qualities.allSatisfy { $0["low95"] == nil && $0["value"] != nil })
    #expect(few.errors.contains("of equal weight, too few for an interval, which needs 24"))
    #expect(few.errors.contains("rated pairs of this design would do") && !few.errors.contains("--design"))
    #expect(few.errors.contains("1 of 1 difference under relatedness has no interval"), "\(few.errors)")
    let none = try await intervals(pairs: 1, "none")
    #expect(none.errors.contains("no quality, which is a mean over the seeds: under "), "\(none.errors)")
    let all = try await intervals(pairs: 1770, "all")
    for quality in all.qualities {
      let value = try #require(quality["value"] as? Double)
      #expect(quality["low95"] as? Double == value && quality["high95"] as? Double == value)
    }
  }

  @Test func missingAndRepeatedRatingsAreNotes() async throws {
    try await makeRun()
    try await rate(["draw", "run", "--pairs", "30", "--out", "draw"]).expectSuccess()
    try folder.write("pair,question,rating\n1,q,3\n2,q,1\n2,q,1\n3,q,\n4,q,2\n", to: "draw/ratings-a.csv")
    // Semicolons, as a spreadsheet writes them.
    try folder.write("pair;question;rating\n1;q;3\n2;q;2\n", to: "draw/ratings-b.csv")
    let outcome = try await rate(["score", "run", "draw/ratings-a.csv", "draw/ratings-b.csv"])
    outcome.expectSuccess()
    for note in [
      "draw/ratings-a.csv: 1 rating is written twice and counted once",
      "draw/ratings-a.csv: 1 rating is empty and left out",
      "a rated 3 of 30 pairs under q", "b rated 2 of 30 pairs under q",
    ] {
      #expect(outcome.errors.contains("note: \(note)\n"), "\(outcome.errors)")
    }
  }

  @Test func noiseIsLeftOutOrAlone() async throws {
    try folder.writeFeatures("dense.npy", rows: 60, columns: 4, spread: 0.1) { values in
      // Ten rows far from all others.
      for index in 200..<240 { values[index] = Float(index * index % 97) }
    }
    try folder.write(
      """
      dataset: { captions: captions.txt }
      features: { dense: dense.npy }
      clusterers: [ hdbscan: { min-cluster-size: 8 } ]
      seeds: 1
      figures: [cards]
      """, to: "dense.yaml")
    try await Command.run(["run", "dense.yaml", "--out", "run"], in: folder).expectSuccess()
    try await rate(["draw", "run", "--pairs", "200", "--out", "draw"]).expectSuccess()
    try writeRatings("a", every: 5)
    let excluded = try await rate(["score", "run", "draw/ratings-a.csv", "--format", "csv"])
    excluded.expectSuccess()
    #expect(excluded.errors.contains("with noise or items that were not clustered are left out"), "\(excluded.errors)")
    let alone = try await rate(["score", "run", "draw/ratings-a.csv", "--format", "csv", "--noise", "alone"])
    alone.expectSuccess()
    #expect(!alone.errors.contains("left out"))
    #expect(alone.output.contains(",200\n") && alone.output != excluded.output)
  }

  @Test func brokenTablesOfPairsAreErrors() async throws {
    try await makeRun()
    try await rate(["draw", "run", "--pairs", "30", "--out", "draw"]).expectSuccess()
    try writeRatings("a", every: 5)
    let whole = try folder.text("draw/pairs.csv")
    let end = try String(#require(whole.firstMatch(of: #/,position,60-[0-9a-f]+\n/#)).output)
    let cases: [(change: (String) -> String, words: [String])] = [
      ({ $0 + "31,5,77,2\(end)" }, ["1 name is none of the run's 60 items", "\"77\""]),
      ({ $0 + "30,1,2,2\(end)" }, ["1 name occurs more than once: 30"]),
      ({ $0 + "31,4,4,2\(end)" }, ["1 pair holds one item twice: 31"]),
      ({ $0 + "31,1,2,0\(end)" }, ["the pair 31 must be a number above 0"]),
      ({ $0.replacingOccurrences(of: "weight", with: "share") }, ["weight"]),
      ({ $0.replacingOccurrences(of: ",position,", with: ",row,") }, ["must be id", "found \"row\""]),
      ({ $0 + "31,1,2,2\(end.replacingOccurrences(of: "position", with: "id"))" }, ["\"position\", \"id\""]),
      ({ $0.replacingOccurrences(of: ",60-", with: ",61-") }, ["positions among 61 items", "run has 60"]),
      (
        { $0.replacing(#/,60-[0-9a-f]{8}/#, with: ",60-12345678") },
        ["60 with other captions", "remove the column items"]
      ),
    ]
    for (change, words) in cases {
      try folder.write(change(whole), to: "draw/pairs.csv")
      try await rate(["score", "run", "draw/ratings-a.csv"]).expectFailure(naming: words)
    }
  }

  /// Items that are named 1 to 60, at the positions 0 to 59: a draw is read as it was made, or not at all.
  @Test func idsAndPositionsAreNotTakenForEachOther() async throws {
    try folder.write("id\n" + (1...60).map { "\($0)\n" }.joined(), to: "items.csv")
    let ids = "{ captions: captions.txt, ids: { table: items.csv, column: id } }"
    func quality(_ options: [String]) async throws -> (qualities: [Substring], errors: String) {
      let outcome = try await rate(["score", "run", "draw/ratings-a.csv", "--format", "csv"] + options)
      outcome.expectSuccess()
      return (outcome.output.split(separator: "\n").filter { $0.contains(",quality,") }, outcome.errors)
    }
    try await makeRun()
    try await rate(["draw", "run", "--pairs", "120", "--out", "draw"]).expectSuccess()
    try writeRatings("a", every: 7)
    let before = try await quality([])
    try await makeRun(dataset: ids)
    let withIDs = try await quality([])
    #expect(withIDs.qualities == before.qualities)
    #expect(withIDs.errors.contains("which have ids, must be in the same order"), "\(withIDs.errors)")
    // The same table without the columns could be read in both ways, unless it holds the position 0.
    let old = try pairs().filter { $0.first > 0 }.map { "\($0.name),\($0.first),\($0.second),\($0.weight)\n" }.joined()
    try folder.write("pair,a,b,weight\n" + old, to: "old.csv")
    let names = Set(try pairs().filter { $0.first > 0 }.map(\.name))
    try folder.write(
      folder.text("draw/ratings-a.csv").split(separator: "\n").filter { line in
        line.hasPrefix("pair") || names.contains(String(line.prefix { $0 != "," }))
      }.joined(separator: "\n") + "\n", to: "draw/ratings-a.csv")
    try await rate(["score", "run", "draw/ratings-a.csv", "--pairs", "old.csv"]).expectFailure(
      naming: ["could be ids or positions", "add a column by"])
    // Pairs by id need a run with ids.
    try await rate(["draw", "run", "--pairs", "120", "--out", "other"]).expectSuccess()
    #expect(try folder.text("other/pairs.csv").contains(#/,id,60-[0-9a-f]{16}\n/#))
    try await makeRun()
    try await rate(["score", "run", "draw/ratings-a.csv", "--pairs", "other/pairs.csv"]).expectFailure(
      naming: ["a and b are ids (by: id)", "have none"])
    let guessed = try await quality(["--pairs", "old.csv"])
    #expect(guessed.errors.contains("old.csv has no column by"), "\(guessed.errors)")
  }

  @Test func runsThatShowNothingAndWrongOptionsAreErrors() async throws {
    try await makeRun(figures: "none")
    try await rate(["draw", "run", "--out", "draw"]).expectFailure(
      naming: [
        "cannot draw items of the run run", "neither images nor captions for pages", "--captions", "--figures cards",
      ])
    #expect(!folder.exists("draw"))
    try await rate(["draw", "nothing", "--out", "draw"]).expectFailure(naming: ["cannot read the run nothing"])
    for pairs in ["0", "-3", "100001"] {
      try await rate(["draw", "run", "--pairs=\(pairs)", "--out", "draw"]).expectFailure(64, naming: ["--pairs"])
    }
    try await makeRun()
    try await rate(["draw", "run", "--pairs", "2", "--out", "draw"]).expectFailure(
      64, naming: ["cannot draw 2 pairs", "3 strata", "uniform"])
    try await rate(["draw", "run", "--pairs", "2", "--design", "uniform", "--out", "two"]).expectSuccess()
    for questions in [["=Text"], ["a=One", "a=Two"]] {
      try await rate(["draw", "run", "--out", "draw"] + questions.map { "--question=\($0)" }).expectFailure(
        64, naming: ["--question"])
    }
    try await rate(["draw", "run", "--out", "draw", "--question="]).expectUsageError(naming: ["--question"])
    try await rate(["draw", "run", "--design", "clever", "--out", "draw"]).expectUsageError(naming: ["--design"])
    try await rate(["draw", "run", "--out", "missing/draw"]).expectFailure(
      naming: ["cannot make missing/draw", "the folder", "missing"])
  }
}
