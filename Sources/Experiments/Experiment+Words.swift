import Core
import Results
import Words

extension Experiment {
  /// The words that describe clusters, taken of the captions.
  public struct ClusterWords: Sendable, Equatable {
    /// The way in which terms are weighed.
    public enum Method: String, CaseIterable, Sendable {
      /// Class-based TF-IDF.
      case classTFIDF = "c-tf-idf"
      /// TF-IDF with the clusters as documents.
      case tfidf = "tf-idf"
      /// Log-odds ratios with an informative Dirichlet prior.
      case logOdds = "log-odds"
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

    /// Returns the words of the clusters of a trial as a run stores them, without a fingerprint.
    ///
    /// - Parameters:
    ///   - captions: one an item.
    ///   - partition: the clusters of these items.
    /// - Throws: `WordError` when there are not as many captions as items.
    /// - Complexity: O(characters + terms · log terms) time, on all threads.
    package func record(
      of trial: TrialIdentity, captions: [String], _ partition: Partition
    ) throws -> ClusterWordsRecord {
      let counts = try TermCounts(
        captions, partition, Tokenizer(characters, stopWords: stopWords, longestTerm: longestTerm))
      let clusters = zip(counts.clusterIDs, counts.typicalTerms(by: weighting, top: top)).map { id, terms in
        ClusterWordsRecord.Cluster(
          id: Int(id), terms: terms.map { .init(text: $0.text, count: $0.count, weight: $0.weight) })
      }
      return ClusterWordsRecord(trial: trial, method: method.rawValue, clusters: clusters)
    }

    private var weighting: TermWeighting {
      switch method {
      case .classTFIDF: .classTFIDF(bm25: bm25, squareRoot: squareRoot)
      case .tfidf: .tfidf
      case .logOdds: .logOdds
      }
    }

    /// The options in the file's own form, without those of another method.
    package var json: JSONValue {
      var members: [String: JSONValue] = [
        "method": .string(method.rawValue), "ngrams": .integer(longestTerm), "top": .integer(top),
        "stopwords": .string(stopWords.rawValue), "tokens": .string(characters.rawValue),
      ]
      if method == .classTFIDF {
        members["bm25"] = .boolean(bm25)
        members["square-root"] = .boolean(squareRoot)
      }
      return .object(members)
    }
  }
}
