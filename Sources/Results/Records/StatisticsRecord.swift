import Foundation

/// The uncertainty of a run's scores: `statistics.json`. It follows from the stored labels alone, but for the stability
/// of clusters, which needs the features and is taken while the run has them.
package struct StatisticsRecord: Codable, Sendable, Equatable {
  /// The share of intervals that hold what they estimate, and the level of the tests is one less it.
  package var level: Double
  /// The number of items that have a class; nil in a run without labels.
  package var items: Int?
  /// The number of resamples of the items that were drawn.
  package var replicates: Int?
  /// The fewest seeds of every method with which the tests can find a difference between two methods that seeds change; nil
  /// where there are none that were tested. In older records the fewest for all pairs.
  package var fewestSeeds: Int?
  /// The same for a method that seeds change against a deterministic one; nil where there are none, and in older records.
  package var fewestSeedsBesideDeterministic: Int?
  /// Every method and score that has a value, in the order of the plan.
  package var cells: [Cell]
  /// Every two methods and score.
  package var pairs: [Pair]
  /// Every trial, where there are labels.
  package var kappas: [Kappa]
  /// Every method that has something to say.
  package var stability: [Stability]
  /// The differences of every two methods in the agreement of their seeds; nil where none can be taken.
  package var agreements: [AgreementPair]?
  /// The fingerprint of all that this depends on; nil where it was not taken by the run itself.
  package var fingerprint: String?

  package init(
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
  package struct Method: Codable, Sendable, Hashable {
    package var clusterer: String
    package var space: String

    package init(clusterer: String, space: String) {
      self.clusterer = clusterer
      self.space = space
    }

    /// `kmeans on visual`.
    package var text: String { "\(clusterer) on \(space)" }

    /// `kmeans:visual`, as options write it.
    package var option: String { "\(clusterer):\(space)" }
  }

  /// The uncertainty of a method's score.
  package struct Cell: Codable, Sendable, Equatable {
    package var method: Method
    package var score: String
    package var mean: Double
    /// Over the seeds; nil for one.
    package var deviation: Double?
    package var minimum: Double
    package var maximum: Double
    package var seeds: Int
    /// The ends of the interval; nil where nothing is known of the spread, as for a score without labels under one seed.
    package var low: Double?
    package var high: Double?
    /// The standard errors from other items and from other seeds; nil where nothing is known of them.
    package var itemError: Double?
    package var seedError: Double?
    /// The corrected p-value of the difference to the best method; nil for the best itself, and without a test.
    package var pToBest: Double?
    /// True where the test does not tell the method from the best one; nil for the best itself, and without a test.
    package var equalsBest: Bool?

    package init(
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
  package struct Pair: Codable, Sendable, Equatable {
    package var score: String
    package var first: Method
    package var second: Method
    /// Positive where the first has the larger score.
    package var difference: Double
    package var low: Double
    package var high: Double
    package var itemError: Double?
    package var seedError: Double?
    /// The p-value of the permutation test, and the one after Holm's correction over the pairs of this score; neither is
    /// smaller than what so few seeds prove.
    package var p: Double
    package var holm: Double
    /// The way in which the test was taken: drawn signs, with weighted sums for a small p-value, their normal limit, or no
    /// item that differs.
    package var test: String

    package init(
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
  package struct Kappa: Codable, Sendable, Equatable {
    package var trial: TrialIdentity
    package var kappa: Double
    /// Under permuted labels: the mean, and what one permutation of twenty exceeds.
    package var permutedMean: Double
    package var permutedHigh: Double
    /// With one class a cluster.
    package var matched: Double
    /// The share of items in a cluster of their class; nil where the classes differ in size.
    package var accuracy: Double?
    package var clusters: Int
    package var classes: Int

    package init(
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
  package struct Stability: Codable, Sendable, Equatable {
    package var method: Method
    package var seeds: Seeds?
    package var resamples: Resamples?
    /// The reason why there are no resamples, where there is one to tell.
    package var resamplesLeftOut: String?

    package init(method: Method, seeds: Seeds? = nil, resamples: Resamples? = nil, resamplesLeftOut: String? = nil) {
      self.method = method
      self.seeds = seeds
      self.resamples = resamples
      self.resamplesLeftOut = resamplesLeftOut
    }
  }

  /// Under other seeds.
  package struct Seeds: Codable, Sendable, Equatable {
    /// The adjusted Rand index of each two seeds.
    package var meanAgreement: Double
    package var leastAgreement: Double
    /// The 95 % interval of the mean for other seeds; nil for two seeds, and in runs of before it was taken.
    package var low: Double?
    package var high: Double?
    /// Items that another seed puts into another cluster than the reference does.
    package var changingItems: Int
    package var items: Int
    /// The share of items that lie in another cluster, on average over the pairs of seeds.
    package var meanChange: Double
    /// The seed that changes are counted from: the one whose score is nearest to the mean.
    package var reference: UInt64
    /// The clusters of that seed with their items that stay under all other seeds; nil in runs of before they were counted.
    package var cores: [Core]?
    /// The items that stay under the fewest other seeds, these first; nil in runs of before they were listed.
    package var movers: [Mover]?

    package init(
      meanAgreement: Double, leastAgreement: Double, low: Double? = nil, high: Double? = nil, changingItems: Int,
      items: Int, meanChange: Double, reference: UInt64, cores: [Core]? = nil, movers: [Mover]? = nil
    ) {
      self.meanAgreement = meanAgreement
      self.leastAgreement = leastAgreement
      self.low = low
      self.high = high
      self.cores = cores
      self.movers = movers
      self.changingItems = changingItems
      self.items = items
      self.meanChange = meanChange
      self.reference = reference
    }
  }

  /// The stable core of a cluster.
  package struct Core: Codable, Sendable, Equatable {
    package var id: Int
    package var size: Int
    /// The number of its items that lie in the matching cluster under all other seeds.
    package var stable: Int

    package init(id: Int, size: Int, stable: Int) {
      self.id = id
      self.size = size
      self.stable = stable
    }
  }

  /// An item that moves between clusters.
  package struct Mover: Codable, Sendable, Equatable {
    /// The position of the item, from 0.
    package var item: Int
    /// The share of the other seeds under which it lies in the matching cluster.
    package var share: Double

    package init(item: Int, share: Double) {
      self.item = item
      self.share = share
    }
  }

  /// By how much the seeds of one method agree better than those of another one.
  package struct AgreementPair: Codable, Sendable, Equatable {
    package var first: Method
    package var second: Method
    /// Positive where the seeds of the first agree better.
    package var difference: Double
    package var low: Double
    package var high: Double
    /// The p-value of the test, and the one after Holm's correction over all pairs.
    package var p: Double
    package var holm: Double

    package init(
      first: Method, second: Method, difference: Double, low: Double, high: Double, p: Double, holm: Double
    ) {
      self.first = first
      self.second = second
      self.difference = difference
      self.low = low
      self.high = high
      self.p = p
      self.holm = holm
    }
  }

  /// On resampled rows.
  package struct Resamples: Codable, Sendable, Equatable {
    /// The trial whose clusters were looked for again.
    package var seed: UInt64
    package var refits: Int
    /// The number of rows that were drawn for each.
    package var rows: Int
    package var clusters: [Cluster]

    package init(seed: UInt64, refits: Int, rows: Int, clusters: [Cluster]) {
      self.seed = seed
      self.refits = refits
      self.rows = rows
      self.clusters = clusters
    }
  }

  /// The agreement of one cluster with those found again.
  package struct Cluster: Codable, Sendable, Equatable {
    package var id: Int
    package var size: Int
    /// The mean Jaccard index with the most similar cluster of each refit; null where no refit held one of its rows.
    @NullUnlessFinite package var jaccard: Double

    package init(id: Int, size: Int, jaccard: Double) {
      self.id = id
      self.size = size
      self.jaccard = jaccard
    }
  }
}

extension StatisticsRecord.Cell {
  /// The interval; nil where nothing is known of the spread. Older records hold the score's whole range there.
  package var interval: ClosedRange<Double>? {
    guard itemError != nil || seedError != nil, let low, let high, low <= high else { return nil }
    return low...high
  }
}

extension StatisticsRecord {
  /// The fewest seeds with which the tests can find a difference between two methods; nil where no bound is known, and
  /// between deterministic methods, which the items alone decide.
  ///
  /// - Parameter deterministic: the number of deterministic ones among the two.
  package func fewestSeeds(deterministic: Int) -> Int? {
    switch deterministic {
    case 0: fewestSeeds
    case 1: fewestSeedsBesideDeterministic ?? fewestSeeds
    default: nil
    }
  }

  /// The cell of a method and score.
  package func cell(_ method: Method, score: String) -> Cell? {
    cells.first { $0.score == score && $0.method == method }
  }

  /// The difference of two methods in a score, as the first one sees it.
  package func pair(_ first: Method, over second: Method, score: String) -> Pair? {
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

extension StatisticsRecord.AgreementPair {
  /// The difference as the second method sees it.
  package var exchanged: Self {
    Self(first: second, second: first, difference: -difference, low: -high, high: -low, p: p, holm: holm)
  }
}

extension StatisticsRecord {
  /// The difference of two methods in the agreement of their seeds, as the first one sees it.
  package func agreement(_ first: Method, over second: Method) -> AgreementPair? {
    for pair in agreements ?? [] {
      if pair.first == first, pair.second == second { return pair }
      if pair.first == second, pair.second == first { return pair.exchanged }
    }
    return nil
  }

  /// The text of `statistics.json`.
  ///
  /// - Throws: ``ResultsError`` when it holds what JSON cannot.
  package func json() throws -> String {
    String(decoding: try JSONFile.data(self, path: RunFolder.statisticsFile), as: UTF8.self)
  }
}

extension RunFolder {
  /// Writes `statistics.json`.
  package func write(_ record: StatisticsRecord) throws {
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
