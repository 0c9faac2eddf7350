import Core
import Foundation

/// The scores of a run against several label sets, and their comparison: `truths.json`. It follows from the stored labels
/// alone, and is there only in runs that are scored against all label sets (`truth: all`).
package struct TruthsRecord: Codable, Sendable, Equatable {
  package typealias Method = StatisticsRecord.Method
  /// The fewest items that both label sets label on which they are compared.
  package static let fewestItems = 10

  /// The share of intervals that hold what they estimate, and the level of the tests is one less it.
  package var level: Double
  /// The label sets in the order of the table. The first is the one that the scores of the trials and `statistics.json`
  /// are taken against.
  package var labelSets: [Scored]
  /// Every two label sets of several classes that share labelled items.
  package var agreements: [Agreement]
  /// Every method and two label sets that share ``fewestItems`` labelled items or more, of several classes in each.
  package var comparisons: [Comparison]
  /// The fingerprint of all that this depends on; nil where it was not taken by the run itself.
  package var fingerprint: String?

  package init(
    level: Double, labelSets: [Scored] = [], agreements: [Agreement] = [], comparisons: [Comparison] = []
  ) {
    self.level = level
    self.labelSets = labelSets
    self.agreements = agreements
    self.comparisons = comparisons
  }

  /// The pairs of label sets that label no item in common, so that nothing tells how they agree.
  package var disjoint: [(first: String, second: String)] {
    let known = Set(agreements.map { Set([$0.first, $0.second]) })
    // Label sets of one class are not compared.
    let names = labelSets.filter { $0.classes > 1 }.map(\.name)
    return names.indices.flatMap { first in
      names.indices.dropFirst(first + 1).map { (names[first], names[$0]) }
    }.filter { !known.contains([$0.0, $0.1]) }
  }

  /// A label set with the scores against it.
  package struct Scored: Codable, Sendable, Equatable {
    package var name: String
    /// The number of classes that have an item.
    package var classes: Int
    /// The number of items that have a class.
    package var items: Int
    /// The scores of every trial; none for the first label set, whose scores are those of the trials themselves.
    package var trials: [Trial]
    /// The intervals, tests and kappas; nil for the first label set, whose are those of `statistics.json`.
    package var statistics: StatisticsRecord?
    /// The scores of the representative trial of every method under permuted labels.
    package var chance: [Chance]

    package init(
      name: String, classes: Int, items: Int, trials: [Trial] = [], statistics: StatisticsRecord? = nil,
      chance: [Chance] = []
    ) {
      self.name = name
      self.classes = classes
      self.items = items
      self.trials = trials
      self.statistics = statistics
      self.chance = chance
    }
  }

  /// The scores of one trial against a label set.
  package struct Trial: Codable, Sendable, Equatable {
    package var trial: TrialIdentity
    /// The value of each score against labels by its short name, NaN where it is undefined.
    package var scores: [String: NullUnlessFinite]
    /// Notices from the scores.
    package var notices: [Notice]

    package init(_ trial: TrialIdentity, scores: [String: Double], notices: [Notice] = []) {
      self.trial = trial
      self.scores = scores.mapValues(NullUnlessFinite.init(wrappedValue:))
      self.notices = notices
    }
  }

  /// The level of a method's score under permuted labels.
  package struct Chance: Codable, Sendable, Equatable {
    package var method: Method
    package var score: String
    @NullUnlessFinite package var mean: Double
    /// The value that one permutation of twenty exceeds.
    @NullUnlessFinite package var high: Double

    package init(method: Method, score: String, mean: Double, high: Double) {
      self.method = method
      self.score = score
      self.mean = mean
      self.high = high
    }
  }

  /// The agreement of two label sets with each other.
  package struct Agreement: Codable, Sendable, Equatable {
    package var first: String
    package var second: String
    /// The number of items that both label.
    package var items: Int
    /// The adjusted mutual information, with its interval over items.
    package var ami: Double
    package var low: Double
    package var high: Double
    /// The adjusted Rand index.
    package var ari: Double

    package init(first: String, second: String, items: Int, ami: Double, low: Double, high: Double, ari: Double) {
      self.first = first
      self.second = second
      self.items = items
      self.ami = ami
      self.low = low
      self.high = high
      self.ari = ari
    }
  }

  /// The AMI of a method's clusters with two label sets, on the items that both label.
  package struct Comparison: Codable, Sendable, Equatable {
    package var method: Method
    package var first: String
    package var second: String
    package var items: Int
    /// The AMI with each label set, as the mean over the seeds.
    package var amiOfFirst: Double
    package var amiOfSecond: Double
    /// The interval of the difference, first minus second, over items.
    package var low: Double
    package var high: Double
    package var itemError: Double
    package var seedError: Double?
    /// The numbers of seeds under which the first and the second label set is ahead, of so many.
    package var seedsOfFirst: Int
    package var seedsOfSecond: Int
    package var seeds: Int
    /// The p-value of the permutation test, and the one after Holm's correction over all comparisons of the run.
    package var p: Double
    package var holm: Double
    /// The way in which the test was taken.
    package var test: String

    package init(
      method: Method, first: String, second: String, items: Int, amiOfFirst: Double, amiOfSecond: Double, low: Double,
      high: Double, itemError: Double, seedError: Double?, seedsOfFirst: Int, seedsOfSecond: Int, seeds: Int, p: Double,
      holm: Double, test: String
    ) {
      self.method = method
      self.first = first
      self.second = second
      self.items = items
      self.amiOfFirst = amiOfFirst
      self.amiOfSecond = amiOfSecond
      self.low = low
      self.high = high
      self.itemError = itemError
      self.seedError = seedError
      self.seedsOfFirst = seedsOfFirst
      self.seedsOfSecond = seedsOfSecond
      self.seeds = seeds
      self.p = p
      self.holm = holm
      self.test = test
    }
  }
}

extension TruthsRecord.Comparison {
  /// The AMI with the first label set minus that with the second.
  package var difference: Double { amiOfFirst - amiOfSecond }

  /// The same with the label sets exchanged.
  package var reversed: Self {
    Self(
      method: method, first: second, second: first, items: items, amiOfFirst: amiOfSecond, amiOfSecond: amiOfFirst,
      low: -high, high: -low, itemError: itemError, seedError: seedError, seedsOfFirst: seedsOfSecond,
      seedsOfSecond: seedsOfFirst, seeds: seeds, p: p, holm: holm, test: test)
  }

  /// True where the clusters follow the first label set more closely: significantly over the items, and under no seed
  /// less closely.
  package func isAhead(at level: Double) -> Bool { difference > 0 && 1 - holm > level && seedsOfSecond == 0 }
}

extension TruthsRecord {
  /// The label set that a method's clusters agree with most, beside all others.
  package struct Standing: Sendable, Equatable {
    package let leader: String
    /// The comparisons of the leader with each other label set, as the leader sees them, in the order of the table: those
    /// that the clusters follow less closely, and those of which the test does not say so.
    package let behind: [Comparison]
    package let open: [Comparison]
  }

  /// Returns the standing of the label sets for a method; nil without a comparison.
  ///
  /// The leader is ahead of the most other label sets by the AMI on the items that both label; of several, the first of the
  /// table.
  package func standing(of method: Method) -> Standing? {
    let own = comparisons.filter { $0.method == method }
    func seen(by name: String) -> [Comparison] {
      own.compactMap { $0.first == name ? $0 : $0.second == name ? $0.reversed : nil }
    }
    let wins = labelSets.map { set in seen(by: set.name).count { $0.difference > 0 } }
    guard !own.isEmpty, let most = wins.max(), let place = wins.firstIndex(of: most) else { return nil }
    let leader = labelSets[place].name
    let order = seen(by: leader)
    return Standing(
      leader: leader, behind: order.filter { $0.isAhead(at: level) }, open: order.filter { !$0.isAhead(at: level) })
  }

  /// Returns a run with the scores against one of the label sets in place of those of its trials, without the notices of
  /// their fits.
  package func run(_ run: Run, against labelSet: Scored) -> Run {
    guard labelSet.name != labelSets.first?.name else { return run }
    let known = Dictionary(labelSet.trials.map { ($0.trial, $0) }) { first, _ in first }
    var changed = run
    for position in changed.trials.indices {
      let scored = known[changed.trials[position].identity]
      changed.trials[position].scores = scored?.scores.mapValues(\.wrappedValue) ?? [:]
      changed.trials[position].scoreNotices = scored?.notices ?? []
      changed.trials[position].fitNotices = []
    }
    return changed
  }
}

extension RunFolder {
  /// Writes `truths.json`.
  package func write(_ record: TruthsRecord) throws {
    try write(JSONFile.data(record, path: path(of: Self.truthsFile)), to: Self.truthsFile)
  }

  /// Returns the stored scores against several label sets, or nil when the run has none.
  ///
  /// - Throws: ``ResultsError`` for a newer schema, or a file that was changed.
  package func truths() throws -> TruthsRecord? {
    guard let data = try contents(of: Self.truthsFile) else { return nil }
    return try JSONFile.record(TruthsRecord.self, in: data, path: path(of: Self.truthsFile))
  }

  package static let truthsFile = "truths.json"
}
