import Core
import Foundation
import Words

/// The captions of `make_words.py` with their terms and weights.
struct WordsFixture: Decodable {
  let versions: [String: String]
  let cases: [Case]

  struct Case: Decodable {
    let captions: [String]
    let labels: [Int32]
    let clusters: Int
    /// The ids of the clusters that hold an item, noise last; the lists below are in their order.
    let ids: [Int32]
    let tokenizers: [Terms]

    var partition: Partition { Partition(labels: labels, clusters: clusters) }
  }

  struct Terms: Decodable {
    let characters: String
    let stopWords: String
    let longest: Int
    let counts: [[String: Int]]
    /// By weighting; nil but for one tokenizer of each case.
    let weights: [String: [[String: Double]]]?
    /// The ten heaviest terms of each cluster.
    let typical: [String: [[String]]]?

    var tokenizer: Tokenizer? {
      guard let characters = Tokenizer.Characters(rawValue: characters), let words = StopWords(rawValue: stopWords)
      else { return nil }
      return Tokenizer(characters, stopWords: words, longestTerm: longest)
    }
  }

  static let weightings: [(name: String, weighting: TermWeighting)] = [
    ("c-tf-idf", .classTFIDF()), ("c-tf-idf sqrt", .classTFIDF(squareRoot: true)),
    ("c-tf-idf bm25", .classTFIDF(bm25: true)),
    ("c-tf-idf bm25 sqrt", .classTFIDF(bm25: true, squareRoot: true)), ("tf-idf", .tfidf), ("log-odds", .logOdds),
  ]

  static let shared: WordsFixture = {
    let url = Bundle.module.url(forResource: "Fixtures/words", withExtension: "json")
    guard let url, let data = try? Data(contentsOf: url),
      let fixture = try? JSONDecoder().decode(Self.self, from: data)
    else { return WordsFixture(versions: [:], cases: []) }
    return fixture
  }()
}

extension TermCounts {
  /// The counts of each cluster by term.
  var byTerm: [[String: Int]] {
    rows.map { Dictionary(uniqueKeysWithValues: $0.map { (terms[$0.term], $0.count) }) }
  }

  /// The weights of each cluster by term.
  func weightsByTerm(_ weighting: TermWeighting) -> [[String: Double]] {
    zip(rows, weights(weighting)).map { row, weights in
      Dictionary(uniqueKeysWithValues: zip(row.map { terms[$0.term] }, weights))
    }
  }
}
