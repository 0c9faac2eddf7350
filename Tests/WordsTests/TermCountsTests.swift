import Core
import Testing
import Words

@Suite struct TermCountsTests {
  private let captions = ["red dog", "red cat", "blue sky", "sky", "noise here", "left out"]
  private let partition = Partition(labels: [0, 0, 2, 2, Partition.noise, Partition.leftOut], clusters: 4)

  private func counts(_ characters: Tokenizer.Characters = .letters) throws -> TermCounts {
    try TermCounts(captions, partition, Tokenizer(characters, stopWords: .none))
  }

  @Test func noiseIsAClusterOfItsOwnAndEmptyClustersAreNone() throws {
    let counts = try counts()
    #expect(counts.clusterIDs == [0, 2, Partition.noise])
    #expect(counts.terms == ["blue", "cat", "dog", "here", "noise", "red", "sky"])
    #expect(counts.byTerm == [["red": 2, "dog": 1, "cat": 1], ["blue": 1, "sky": 2], ["noise": 1, "here": 1]])
    #expect(counts.clusterTotals == [4, 3, 2] && counts.total == 9)
    #expect(counts.termTotals == [1, 1, 1, 1, 1, 2, 2] && counts.clusterFrequencies.allSatisfy { $0 == 1 })
  }

  @Test func classTFIDFIsThatOfThePaper() throws {
    // A = ⌊9 / 3⌋ = 3: red is half of its cluster and occurs twice.
    let weights = try counts().weightsByTerm(.classTFIDF())
    let (red, noise) = (try #require(weights[0]["red"]), try #require(weights[2]["noise"]))
    #expect(abs(red - 0.5 * 0.916290731874155) < 1e-12)  // ln(1 + 3 / 2)
    #expect(abs(noise - 0.5 * 1.3862943611198906) < 1e-12)  // ln 4
  }

  @Test func rowsOfTFIDFHaveLengthOne() throws {
    for row in try counts().weights(.tfidf) { #expect(abs(row.reduce(0) { $0 + $1 * $1 } - 1) < 1e-12) }
  }

  @Test func logOddsOfTwoClustersAreOppositeForSharedTerms() throws {
    let shared = try TermCounts(
      ["dog dog cat", "dog cat cat cat"], Partition([0, 1]), Tokenizer(stopWords: .none))
    let weights = shared.weightsByTerm(.logOdds)
    for term in ["dog", "cat"] {
      let (one, other) = (try #require(weights[0][term]), try #require(weights[1][term]))
      #expect(abs(one + other) < 1e-12 && (one > 0) == (term == "dog"))
    }
  }

  @Test func aTermThatIsEverywhereInTheSameShareHasNoLogOdds() throws {
    let counts = try TermCounts(["dog cat", "dog cat"], Partition([0, 1]), Tokenizer(stopWords: .none))
    #expect(counts.weights(.logOdds).joined().allSatisfy { $0 == 0 })
    #expect(counts.typicalTerms(by: .logOdds).allSatisfy { $0.isEmpty })
  }

  @Test func oneTermAloneHasNoLogOdds() throws {
    let counts = try TermCounts(["dog", "dog dog"], Partition([0, 1]), Tokenizer(stopWords: .none))
    #expect(counts.weights(.logOdds) == [[0], [0]])
  }

  @Test func equallyHeavyTermsComeInAlphabeticalOrder() throws {
    let terms = try counts().typicalTerms(top: 2)
    #expect(terms.map { $0.map(\.text) } == [["red", "cat"], ["sky", "blue"], ["here", "noise"]])
    #expect(terms[0].map(\.count) == [2, 1])
  }

  @Test func captionsWithoutWordsHaveNone() throws {
    let counts = try TermCounts(["", "a", "dog"], Partition([0, 0, 1]))
    #expect(counts.clusterIDs == [0, 1] && counts.byTerm == [[:], ["dog": 1]])
    for (_, weighting) in WordsFixture.weightings {
      #expect(counts.weights(weighting).joined().allSatisfy { $0.isFinite })
    }
    #expect(try TermCounts([], Partition([])).typicalTerms().isEmpty)
    #expect(try TermCounts(["", ""], Partition([0, 1])).typicalTerms() == [[], []])
  }

  @Test func theOrderOfTheItemsDoesNotMatter() throws {
    let captions = (0..<50).map { "the \(["dog", "cat", "bird"][$0 % 3]) number \(["one", "two"][$0 % 2])" }
    let labels = (0..<50).map { Int32($0 % 4) }
    let one = try TermCounts(captions, Partition(labels), Tokenizer(longestTerm: 2))
    let other = try TermCounts(captions.reversed(), Partition(labels.reversed()), Tokenizer(longestTerm: 2))
    #expect(one == other)
  }

  @Test func theNumberOfThreadsDoesNotMatter() throws {
    let fixture = try #require(WordsFixture.shared.cases.last)
    let one = try Threads.$count.withValue(1) { try TermCounts(fixture.captions, fixture.partition) }
    let four = try Threads.$count.withValue(4) { try TermCounts(fixture.captions, fixture.partition) }
    #expect(one == four)
    for (_, weighting) in WordsFixture.weightings { #expect(one.weights(weighting) == four.weights(weighting)) }
  }

  @Test func captionsAndItemsMustBeAsMany() {
    #expect(throws: WordError(.countsDiffer(captions: 1, items: 2))) { try TermCounts(["dog"], Partition([0, 1])) }
  }
}
