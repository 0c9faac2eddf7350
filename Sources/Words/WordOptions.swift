import Core

/// The words that describe clusters: the terms of their captions, the weights, and the number of them.
///
/// Its coded form has the keys of experiment files.
public struct WordOptions: Sendable, Equatable, Codable {
  /// The way in which terms are weighed.
  public enum Method: String, CaseIterable, Sendable, Codable {
    /// Class-based TF-IDF.
    case classTFIDF = "c-tf-idf"
    /// TF-IDF with the clusters as documents.
    case tfidf = "tf-idf"
    /// Log-odds ratios with an informative Dirichlet prior.
    case logOdds = "log-odds"
  }

  private enum CodingKeys: String, CodingKey {
    case method, top, bm25
    case longestTerm = "ngrams"
    case stopWords = "stopwords"
    case characters = "tokens"
    case squareRoot = "square-root"
  }

  /// The weights.
  public var method: Method
  /// The most words of a term: 1, or 2 for phrases of two words too.
  public var longestTerm: Int
  /// The most terms of a cluster.
  public var top: Int
  /// The words that are left out.
  public var stopWords: StopWords
  /// The characters of words.
  public var characters: Tokenizer.Characters
  /// True for the BM25 form of c-TF-IDF.
  public var bm25: Bool
  /// True for the square root of shares in c-TF-IDF.
  public var squareRoot: Bool

  /// Makes the options.
  public init(
    method: Method = .classTFIDF, longestTerm: Int = 1, top: Int = 10, stopWords: StopWords = .english,
    characters: Tokenizer.Characters = .letters, bm25: Bool = false, squareRoot: Bool = false
  ) {
    self.method = method
    self.longestTerm = longestTerm
    self.top = top
    self.stopWords = stopWords
    self.characters = characters
    self.bm25 = bm25
    self.squareRoot = squareRoot
  }

  /// The numbers of words that terms may have at most.
  package static let termLengths = 1...2
  /// The numbers of terms that clusters may have at most.
  package static let tops = 1...100

  /// Returns the heaviest terms of each cluster that holds an item, by its id, the heaviest first; those of the noise have the
  /// id `Partition.noise` and come last.
  ///
  /// - Parameters:
  ///   - captions: one an item.
  ///   - partition: the clusters of these items.
  /// - Throws: ``WordError`` when there are not as many captions as items.
  /// - Complexity: O(characters + terms · log terms) time, on all threads.
  public func terms(
    of captions: [String], _ partition: Partition
  ) throws -> [(cluster: Int, terms: [TypicalTerm])] {
    let counts = try TermCounts(
      captions, partition, Tokenizer(characters, stopWords: stopWords, longestTerm: longestTerm))
    return zip(counts.clusterIDs, counts.typicalTerms(by: weighting, top: top)).map { (Int($0), $1) }
  }

  private var weighting: TermWeighting {
    switch method {
    case .classTFIDF: .classTFIDF(bm25: bm25, squareRoot: squareRoot)
    case .tfidf: .tfidf
    case .logOdds: .logOdds
    }
  }
}
