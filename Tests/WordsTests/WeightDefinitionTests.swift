import Core
import Testing
import Words

/// Terms and weights against their definitions in another language, which agree with scikit-learn and BERTopic.
@Suite struct WeightDefinitionTests {
  private static let cases = 12

  @Test func fixtureHoldsWhatTheTestsReadFromIt() {
    #expect(WordsFixture.shared.versions["bertopic"] != nil)
    #expect(WordsFixture.shared.cases.count == Self.cases)
    #expect(WordsFixture.shared.cases.allSatisfy { $0.tokenizers.count { $0.weights != nil } == 1 })
  }

  @Test(arguments: 0..<cases) func termsAreCountedByTheirDefinition(index: Int) throws {
    let example = try #require(WordsFixture.shared.cases.dropFirst(index).first)
    for terms in example.tokenizers {
      let counts = try TermCounts(example.captions, example.partition, #require(terms.tokenizer))
      #expect(counts.clusterIDs == example.ids)
      #expect(counts.byTerm == terms.counts, "\(terms.characters), \(terms.stopWords), \(terms.longest)")
    }
  }

  @Test(arguments: 0..<cases) func weightsEqualTheirDefinition(index: Int) throws {
    let example = try #require(WordsFixture.shared.cases.dropFirst(index).first)
    for terms in example.tokenizers {
      guard let expected = terms.weights else { continue }
      let counts = try TermCounts(example.captions, example.partition, #require(terms.tokenizer))
      for (name, weighting) in WordsFixture.weightings {
        let found = counts.weightsByTerm(weighting)
        let rows = try #require(expected[name])
        #expect(found.map { Set($0.keys) } == rows.map { Set($0.keys) })
        for (row, others) in zip(found, rows) {
          for (term, weight) in row {
            let other = try #require(others[term])
            #expect(abs(weight - other) <= 1e-9 * max(abs(other), 1), "\(name) of \(term)")
          }
        }
      }
    }
  }

  @Test(arguments: 0..<cases) func theHeaviestTermsComeInTheirOrder(index: Int) throws {
    let example = try #require(WordsFixture.shared.cases.dropFirst(index).first)
    for terms in example.tokenizers {
      guard let expected = terms.typical else { continue }
      let counts = try TermCounts(example.captions, example.partition, #require(terms.tokenizer))
      for (name, weighting) in WordsFixture.weightings {
        let found = counts.typicalTerms(by: weighting)
        #expect(found.map { $0.map(\.text) } == expected[name], "\(name)")
      }
    }
  }
}
