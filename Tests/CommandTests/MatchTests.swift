import Foundation
import Testing

/// `fusebench match draw` and `fusebench match score`.
@Suite struct MatchTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("text.npy", rows: 90, columns: 4, spread: 0.2)
    let words = ["cat pet", "boat sea", "tree wood"]
    try folder.write((0..<90).map { "the \(words[$0 % 3]) \($0)\n" }.joined(), to: "captions.txt")
  }

  private func makeRun(_ options: [String] = ["--captions", "captions.txt", "--figures", "cards"]) async throws {
    try await Command.run(
      ["run", "--text", "text.npy", "--clusterer", "kmeans", "-k", "3", "--seeds", "2", "--out", "run"] + options,
      in: folder
    ).expectSuccess()
  }

  private func match(_ arguments: [String]) async throws -> Outcome {
    try await Command.run(["match"] + arguments, in: folder)
  }

  private func lines(_ name: String) throws -> [[String]] {
    try folder.text(name).split(separator: "\n").dropFirst().map { line in
      line.split(separator: ",", maxSplits: 2).map(String.init)
    }
  }

  @Test func setsAreDrawnEquallyFromDescribedClusters() async throws {
    try await makeRun()
    let outcome = try await match(["draw", "run", "--sets", "12", "--size", "4", "--out", "draw"])
    outcome.expectSuccess()
    #expect(outcome.output == "draw/sets.csv\ndraw/clusters.csv\ndraw/rate.html\n")
    #expect(outcome.errors.contains("note: the clusters are those of kmeans on text"))
    let sets = Dictionary(grouping: try lines("draw/sets.csv")) { $0[0] }
    #expect(sets.count == 12)
    for set in sets.values { #expect(set.count == 4 && Set(set.map { $0[2] }).count == 4) }
    for cluster in ["0", "1", "2"] {
      let ofCluster = sets.values.filter { $0[0][1] == cluster }
      #expect(ofCluster.count == 4)
    }
    // Each set is of one kind; each cluster is described by the words of its kind, without those of all.
    let descriptions = try folder.text("draw/clusters.csv")
    for word in ["cat", "boat", "tree"] { #expect(descriptions.contains(word)) }
    #expect(!descriptions.contains("the,") && !descriptions.contains(" the"))
    for set in sets.values {
      let kinds = try set.map { line in try #require(Int(line[2])) % 3 }
      #expect(Set(kinds).count == 1)
    }
    let page = try folder.text("draw/rate.html")
    #expect(page.contains("matches-") && !page.contains("kmeans"))
  }

  @Test func clustersWithoutASetOrWithOneAreCounted() async throws {
    try await makeRun()
    let few = try await match(["draw", "run", "--sets", "2", "--size", "4", "--out", "few"])
    #expect(
      few.errors.contains(
        "note: 1 of 3 clusters gets no set: each gets one with --sets 3, and two, which the intervals of match score need, with "
          + "--sets 6"), "\(few.errors)")
    let more = try await match(["draw", "run", "--sets", "5", "--size", "4", "--out", "more"])
    #expect(more.errors.contains("note: some of 3 clusters get one set: each gets two"), "\(more.errors)")
    let enough = try await match(["draw", "run", "--sets", "6", "--size", "4", "--out", "enough"])
    #expect(!enough.errors.contains("--sets"), "\(enough.errors)")
    try folder.write("set,cluster\n1,0\n2,1\n", to: "few/matches-a.csv")
    let outcome = try await match(["score", "run", "few/matches-a.csv"])
    outcome.expectSuccess()
    #expect(
      outcome.output.replacing(/\s+/, with: " ").contains("Two a cluster are at least 6 sets of 3 clusters."),
      "\(outcome.output)")
  }

  @Test func answersGiveSharesAndConfusions() async throws {
    try await makeRun()
    try await match(["draw", "run", "--sets", "30", "--size", "3", "--out", "draw"]).expectSuccess()
    var sets: [String: Int] = [:]
    for line in try lines("draw/sets.csv") { sets[line[0]] = Int(line[1]) }
    // Anna is right; Ben takes every cluster 1 for 2.
    for rater in ["anna", "ben"] {
      let lines = sets.map { name, cluster -> String in
        let answer = rater == "ben" && cluster == 1 ? 2 : cluster
        return "\(name),\(answer)\n"
      }
      try folder.write("set,cluster\n" + lines.sorted().joined(), to: "draw/matches-\(rater).csv")
    }
    let files = ["draw/matches-anna.csv", "draw/matches-ben.csv"]
    let outcome = try await match(["score", "run"] + files + ["--merge", "1+2"])
    outcome.expectSuccess()
    #expect(outcome.output.contains("merged 1+2") && outcome.output.contains("1 and 2"), "\(outcome.output)")
    try await match(["score", "run", "--format", "json", "--merge", "1+2", "--out", "found.json"] + files)
      .expectSuccess()
    let record = try folder.json("found.json")
    let shares = try #require(record["shares"] as? [[String: Any]])
    func value(_ shares: [String: Any], _ name: String) throws -> Double {
      try #require((shares[name] as? [String: Any])?["value"] as? Double)
    }
    // 60 answers, of which ten are wrong: cluster 2 is chosen 30 times, 20 of them rightly.
    let expected: [(name: String, share: Double)] = [
      ("accuracy", 5.0 / 6), ("precision", 8.0 / 9), ("recall", 5.0 / 6),
    ]
    for (name, share) in expected {
      let found = try value(shares[0], name)
      #expect(abs(found - share) < 1e-9, "\(name): \(found)")
    }
    let chances = try shares.map { try #require($0["chance"] as? Double) }
    #expect(chances == [1.0 / 3, 0.5])
    #expect(try value(shares[1], "accuracy") == 1)
    let confusions = try #require(record["confusions"] as? [[String: Any]])
    #expect(confusions.count == 1 && confusions[0]["answers"] as? Int == 10)
    for format in ["text", "markdown", "csv", "latex"] {
      let outcome = try await match(["score", "run", "--format", format] + files)
      outcome.expectSuccess()
      #expect(outcome.output.contains(format == "csv" ? "\naccuracy,,0.83" : ".833"), "\(outcome.output)")
    }
  }

  /// The means are over the clusters whose sets have answers; the others are named.
  @Test func clustersWithoutAnswersAreNamed() async throws {
    try await makeRun()
    try await match(["draw", "run", "--sets", "6", "--size", "3", "--out", "draw"]).expectSuccess()
    let sets = try Dictionary(lines("draw/sets.csv").map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first })
    let answers = sets.filter { $0.value != "2" }.map { "\($0.key),1\n" }.sorted()
    try folder.write("set,cluster\n" + answers.joined(), to: "draw/matches-a.csv")
    let outcome = try await match(["score", "run", "draw/matches-a.csv", "--format", "csv"])
    outcome.expectSuccess()
    #expect(
      outcome.errors.contains("cluster 2: no set of it has an answer; the means of precision and recall leave it out"))
    #expect(outcome.errors.contains("a answered 4 of 6 sets"), "\(outcome.errors)")
    // Nobody chose cluster 0, whose sets have answers: it counts as 0 beside the .5 of cluster 1.
    #expect(outcome.output.contains("\nprecision,,0.25,") && outcome.output.contains("\nrecall,,0.5,"))
  }

  @Test func descriptionsMayBeGiven() async throws {
    try await makeRun(["--figures", "none", "--captions", "captions.txt"])
    try await match(["draw", "run", "--out", "draw"]).expectFailure(naming: ["it stores no captions", "--descriptions"])
    try await makeRun()
    try folder.write("cluster,description\n0,\"zero, <i>\"\n2,two\n", to: "words.csv")
    let outcome = try await match(["draw", "run", "--sets", "4", "--out", "draw", "--descriptions", "words.csv"])
    outcome.expectSuccess()
    #expect(outcome.errors.contains("note: cluster 1 has no description: it is left out"))
    #expect(try folder.text("draw/clusters.csv") == "cluster,description\n0,\"zero, <i>\"\n2,two\n")
    #expect(try Set(lines("draw/sets.csv").map { $0[1] }) == ["0", "2"])
    try folder.write("cluster,description\n0,one\n1,one\n2,two\n", to: "words.csv")
    let alike = try await match(["draw", "run", "--sets", "2", "--out", "alike", "--descriptions", "words.csv"])
    alike.expectSuccess()
    #expect(alike.errors.contains("clusters 0, 1 have the same description"), "\(alike.errors)")
    #expect(alike.errors.contains("1 of 3 clusters gets no set: each gets one with --sets 3"), "\(alike.errors)")
    try folder.write("cluster,description\n0,one\n1,two\n7,three\n", to: "words.csv")
    try await match(["draw", "run", "--out", "other", "--descriptions", "words.csv"]).expectFailure(
      naming: ["cannot use words.csv", "1 cluster of it is none of the 3 clusters of kmeans on text: 7"])
    try folder.write("cluster,description\n0,one\n0,two\n", to: "words.csv")
    try await match(["draw", "run", "--out", "other", "--descriptions", "words.csv"]).expectFailure(
      naming: ["cannot use words.csv", "more than once"])
    try folder.write("cluster,description\nfirst,one\n", to: "words.csv")
    try await match(["draw", "run", "--out", "other", "--descriptions", "words.csv"]).expectFailure(
      naming: ["whole numbers from 0", "\"first\""])
  }

  @Test func whatCannotBeDrawnOrScoredIsAnError() async throws {
    try await makeRun()
    try await match(["draw", "run", "--size", "91", "--out", "draw"]).expectFailure(
      naming: ["cannot draw sets", "a set has 91 items", "--size"])
    try await match(["draw", "run", "--method", "gmm:text", "--out", "draw"]).expectFailure(
      64, naming: ["--method gmm:text", "kmeans:text"])
    for (option, value) in [("--sets", "0"), ("--size", "0"), ("--size", "101")] {
      try await match(["draw", "run", option, value, "--out", "draw"]).expectFailure(64, naming: [option])
    }
    #expect(!folder.exists("draw"))
    try await match(["draw", "run", "--sets", "6", "--out", "draw"]).expectSuccess()
    let cases: [(text: String, words: [String])] = [
      ("set,cluster\n7,1\n", ["1 of 1 answer", "sets that were not drawn", "--sets"]),
      ("set,cluster\n1,3\n", ["numbers of the 3 clusters", "1: 3"]),
      ("set,cluster\n1,\n", ["0 answers"]),
      ("set,choice\n1,1\n", ["columns set and cluster", "set, choice", "a line a set that was rated"]),
    ]
    for (text, words) in cases {
      try folder.write(text, to: "draw/matches-a.csv")
      try await match(["score", "run", "draw/matches-a.csv"]).expectFailure(naming: words)
    }
    try folder.write("set,cluster\n1,1\n", to: "draw/matches-a.csv")
    for merge in ["1", "1+x"] {
      try await match(["score", "run", "draw/matches-a.csv", "--merge=\(merge)"]).expectFailure(64, naming: ["--merge"])
    }
    for merge in [["1+9"], ["0+1", "1+2"], ["1+1"]] {
      try await match(["score", "run", "draw/matches-a.csv"] + merge.map { "--merge=\($0)" }).expectFailure(
        64, naming: ["cannot merge the clusters"])
    }
  }
}
