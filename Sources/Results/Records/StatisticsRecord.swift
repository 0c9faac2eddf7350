import Foundation

/// The uncertainty of a run's scores: `statistics.json`. It follows from the stored labels alone, but for the stability
/// of clusters, which needs the features and is taken while the run has them.
public struct StatisticsRecord: Codable, Sendable, Equatable {
  /// The share of intervals that hold what they estimate, and the level of the tests is one less it.
  public var level: Double
  /// The number of items that have a class; nil in a run without labels.
  public var items: Int?
  /// The number of resamples of the items that were drawn.
  public var replicates: Int?
  /// The fewest seeds of every method with which the tests can find a difference; nil where nothing was tested.
  public var fewestSeeds: Int?
  /// Every method and score that has a value, in the order of the plan.
  public var cells: [Cell]
  /// Every two methods and score.
  public var pairs: [Pair]
  /// Every trial, where there are labels.
  public var kappas: [Kappa]
  /// Every method that has something to say.
  public var stability: [Stability]
  /// The fingerprint of all that this depends on; nil where it was not taken by the run itself.
  public var fingerprint: String?

  public init(
    level: Double, items: Int? = nil, replicates: Int? = nil, cells: [Cell] = [], pairs: [Pair] = [],
    kappas: [Kappa] = [], stability: [Stability] = []
  ) {
    self.level = level
    self.items = items
    self.replicates = replicates
    self.cells = cells
    self.pairs = pairs
    self.kappas = kappas
    self.stability = stability
  }

  /// A clusterer on a space.
  public struct Method: Codable, Sendable, Hashable {
    public var clusterer: String
    public var space: String

    public init(clusterer: String, space: String) {
      self.clusterer = clusterer
      self.space = space
    }

    /// `kmeans on visual`.
    public var text: String { "\(clusterer) on \(space)" }
  }

  /// The uncertainty of a method's score.
  public struct Cell: Codable, Sendable, Equatable {
    public var method: Method
    public var score: String
    public var mean: Double
    /// Over the seeds; nil for one.
    public var deviation: Double?
    public var minimum: Double
    public var maximum: Double
    public var seeds: Int
    /// The interval; an end that nothing bounds is missing.
    public var low: Double?
    public var high: Double?
    /// The standard errors from other items and from other seeds; nil where nothing is known of them.
    public var itemError: Double?
    public var seedError: Double?
    /// The corrected p-value of the difference to the best method; nil for the best itself, and without a test.
    public var pToBest: Double?
    /// True where the test does not tell the method from the best one; nil for the best itself, and without a test.
    public var equalsBest: Bool?

    public init(
      method: Method, score: String, mean: Double, deviation: Double?, minimum: Double, maximum: Double, seeds: Int,
      low: Double?, high: Double?, itemError: Double?, seedError: Double?
    ) {
      self.method = method
      self.score = score
      self.mean = mean
      self.deviation = deviation
      self.minimum = minimum
      self.maximum = maximum
      self.seeds = seeds
      self.low = low
      self.high = high
      self.itemError = itemError
      self.seedError = seedError
    }
  }

  /// By how much one method scores above another on the same items.
  public struct Pair: Codable, Sendable, Equatable {
    public var score: String
    public var first: Method
    public var second: Method
    /// Positive where the first has the larger score.
    public var difference: Double
    public var low: Double
    public var high: Double
    public var itemError: Double?
    public var seedError: Double?
    /// The p-value of the permutation test, and the one after Holm's correction over the pairs of this score; neither is
    /// smaller than what so few seeds prove.
    public var p: Double
    public var holm: Double
    /// The way in which the test was taken: by drawing signs, or by their normal limit.
    public var test: String

    public init(
      score: String, first: Method, second: Method, difference: Double, low: Double, high: Double, itemError: Double?,
      seedError: Double?, p: Double, holm: Double, test: String
    ) {
      self.score = score
      self.first = first
      self.second = second
      self.difference = difference
      self.low = low
      self.high = high
      self.itemError = itemError
      self.seedError = seedError
      self.p = p
      self.holm = holm
      self.test = test
    }
  }

  /// The kappa of a majority vote beside what tells how much of it the vote alone brings.
  public struct Kappa: Codable, Sendable, Equatable {
    public var trial: TrialIdentity
    public var kappa: Double
    /// Under permuted labels: the mean, and what one permutation of twenty exceeds.
    public var permutedMean: Double
    public var permutedHigh: Double
    /// With one class a cluster.
    public var matched: Double
    /// The share of items in a cluster of their class; nil where the classes differ in size.
    public var accuracy: Double?
    public var clusters: Int
    public var classes: Int

    public init(
      trial: TrialIdentity, kappa: Double, permutedMean: Double, permutedHigh: Double, matched: Double,
      accuracy: Double?, clusters: Int, classes: Int
    ) {
      self.trial = trial
      self.kappa = kappa
      self.permutedMean = permutedMean
      self.permutedHigh = permutedHigh
      self.matched = matched
      self.accuracy = accuracy
      self.clusters = clusters
      self.classes = classes
    }
  }

  /// The agreement of a method's clusters with those that it finds again.
  public struct Stability: Codable, Sendable, Equatable {
    public var method: Method
    public var seeds: Seeds?
    public var resamples: Resamples?

    public init(method: Method, seeds: Seeds? = nil, resamples: Resamples? = nil) {
      self.method = method
      self.seeds = seeds
      self.resamples = resamples
    }
  }

  /// Under other seeds.
  public struct Seeds: Codable, Sendable, Equatable {
    /// The adjusted Rand index of each two seeds.
    public var meanAgreement: Double
    public var leastAgreement: Double
    /// Items that another seed puts into another cluster than the reference does.
    public var changingItems: Int
    public var items: Int
    /// The share of items that lie in another cluster, on average over the pairs of seeds.
    public var meanChange: Double
    /// The seed that changes are counted from: the one whose score is nearest to the mean.
    public var reference: UInt64

    public init(
      meanAgreement: Double, leastAgreement: Double, changingItems: Int, items: Int, meanChange: Double,
      reference: UInt64
    ) {
      self.meanAgreement = meanAgreement
      self.leastAgreement = leastAgreement
      self.changingItems = changingItems
      self.items = items
      self.meanChange = meanChange
      self.reference = reference
    }
  }

  /// On resampled rows.
  public struct Resamples: Codable, Sendable, Equatable {
    /// The trial whose clusters were looked for again.
    public var seed: UInt64
    public var refits: Int
    /// The number of rows that were drawn for each.
    public var rows: Int
    public var clusters: [Cluster]

    public init(seed: UInt64, refits: Int, rows: Int, clusters: [Cluster]) {
      self.seed = seed
      self.refits = refits
      self.rows = rows
      self.clusters = clusters
    }
  }

  /// The agreement of one cluster with those found again.
  public struct Cluster: Codable, Sendable, Equatable {
    public var id: Int
    public var size: Int
    /// The mean Jaccard index with the most similar cluster of each refit; null where no refit held one of its rows.
    @NullUnlessFinite public var jaccard: Double

    public init(id: Int, size: Int, jaccard: Double) {
      self.id = id
      self.size = size
      self.jaccard = jaccard
    }
  }
}

extension StatisticsRecord.Cell {
  /// The interval; nil where one end is unknown.
  public var interval: ClosedRange<Double>? {
    guard let low, let high, low <= high else { return nil }
    return low...high
  }
}

extension StatisticsRecord {
  /// The cell of a method and score.
  public func cell(_ method: Method, score: String) -> Cell? {
    cells.first { $0.score == score && $0.method == method }
  }

  /// The difference of two methods in a score, as the first one sees it.
  public func pair(_ first: Method, over second: Method, score: String) -> Pair? {
    for pair in pairs where pair.score == score {
      if pair.first == first, pair.second == second { return pair }
      if pair.first == second, pair.second == first {
        var exchanged = pair
        (exchanged.first, exchanged.second) = (first, second)
        exchanged.difference = -pair.difference
        (exchanged.low, exchanged.high) = (-pair.high, -pair.low)
        return exchanged
      }
    }
    return nil
  }
}

extension StatisticsRecord {
  /// The text of `statistics.json`.
  ///
  /// - Throws: ``ResultsError`` when it holds what JSON cannot.
  public func json() throws -> String {
    String(decoding: try JSONFile.data(self, path: RunFolder.statisticsFile), as: UTF8.self)
  }
}

extension RunFolder {
  /// Writes `statistics.json`.
  public func write(_ record: StatisticsRecord) throws {
    try write(JSONFile.data(record, path: path(of: Self.statisticsFile)), to: Self.statisticsFile)
  }

  /// Returns the stored statistics, or nil when the run has none.
  ///
  /// - Throws: ``ResultsError`` for a newer schema, or a file that was changed.
  package func statistics() throws -> StatisticsRecord? {
    guard let data = try contents(of: Self.statisticsFile) else { return nil }
    return try JSONFile.record(StatisticsRecord.self, in: data, path: path(of: Self.statisticsFile))
  }

  static let statisticsFile = "statistics.json"
}
