import Core
import Foundation

/// The shares of the parts of fused spaces in their scores: `attribution.json`.
package struct AttributionRecord: Codable, Sendable, Equatable {
  package typealias Method = StatisticsRecord.Method

  /// The share of intervals that hold what they estimate, and the level of the tests is one less it.
  package var level: Double
  /// Every attributed method, in the order of the plan.
  package var lines: [Line]
  package var notices: [Notice]
  package var fingerprint: String?

  package init(level: Double, lines: [Line] = [], notices: [Notice] = []) {
    self.level = level
    self.lines = lines
    self.notices = notices
  }

  /// A clusterer on a fused space.
  package struct Line: Codable, Sendable, Equatable {
    package var method: Method
    /// The parts of the space, in its order.
    package var parts: [String]
    /// The seeds; one where no seed changes the method nor a coalition.
    package var seeds: [UInt64]
    /// The coalitions of the parts that were clustered, with the values of the seeds.
    package var coalitions: [Coalition]
    /// One a score against labels.
    package var scores: [Score]
    /// Every class that has an item.
    package var classes: [Class]

    package init(
      method: Method, parts: [String], seeds: [UInt64], coalitions: [Coalition], scores: [Score], classes: [Class]
    ) {
      self.method = method
      self.parts = parts
      self.seeds = seeds
      self.coalitions = coalitions
      self.scores = scores
      self.classes = classes
    }
  }

  /// The way in which a coalition of parts is made a space.
  package enum Form: String, Codable, Sendable {
    /// The fused space itself.
    case whole
    /// The same fusion of fewer parts, their weights renormalized.
    case fusion
    /// The fusion with the weight 1 of one part.
    case weight
    /// The part as it is, with the steps after the fusion: the fusion needs several parts.
    case part
  }

  /// A space of some of the parts.
  package struct Coalition: Codable, Sendable, Equatable {
    package var parts: [String]
    package var form: Form
    /// By score, the value of each seed.
    package var scores: [String: [NullUnlessFinite]]

    package init(parts: [String], form: Form, scores: [String: [Double]]) {
      self.parts = parts
      self.form = form
      self.scores = scores.mapValues { $0.map(NullUnlessFinite.init(wrappedValue:)) }
    }
  }

  /// The mean over the seeds, with the interval for other seeds.
  package struct Estimate: Codable, Sendable, Equatable {
    package var mean: Double
    /// The ends of the interval; nil for one seed.
    package var low: Double?
    package var high: Double?

    package init(mean: Double, low: Double?, high: Double?) {
      self.mean = mean
      self.low = low
      self.high = high
    }
  }

  /// The share of a part.
  package struct Share: Codable, Sendable, Equatable {
    package var part: String
    /// The Shapley value; nil for more than four parts, and where a coalition has no value.
    package var shapley: Estimate?
    /// The value of all parts less that of the others.
    package var leaveOneOut: Estimate?
    /// The value of the part alone less that of none.
    package var alone: Estimate?

    package init(part: String, shapley: Estimate?, leaveOneOut: Estimate?, alone: Estimate?) {
      self.part = part
      self.shapley = shapley
      self.leaveOneOut = leaveOneOut
      self.alone = alone
    }
  }

  package struct Score: Codable, Sendable, Equatable {
    package var score: String
    /// The value of no part: all items in one cluster.
    @NullUnlessFinite package var empty: Double
    /// The mean of the fused space.
    @NullUnlessFinite package var whole: Double
    /// One a part.
    package var shares: [Share]

    package init(score: String, empty: Double, whole: Double, shares: [Share]) {
      self.score = score
      _empty = NullUnlessFinite(wrappedValue: empty)
      _whole = NullUnlessFinite(wrappedValue: whole)
      self.shares = shares
    }
  }

  /// The recall of a class: the share of its items in the cluster that is matched to it, one to one.
  package struct Class: Codable, Sendable, Equatable {
    package var name: String
    package var items: Int
    /// The value of no part: the share of the class among the items.
    package var empty: Double
    @NullUnlessFinite package var whole: Double
    package var shares: [Share]
    /// The part with the largest Shapley value, where that is above 0.
    package var leader: String?
    /// The Shapley value of the leader less that of the next part.
    package var lead: Estimate?
    /// The p-value of the lead over the seeds, after Holm's correction over the classes; nil for one seed.
    package var p: Double?

    package init(name: String, items: Int, empty: Double, whole: Double, shares: [Share]) {
      self.name = name
      self.items = items
      self.empty = empty
      _whole = NullUnlessFinite(wrappedValue: whole)
      self.shares = shares
    }
  }
}

extension AttributionRecord.Class {
  /// True where the lead is significant over the seeds.
  package func isDecided(at level: Double) -> Bool { p.map { $0 < 1 - level } ?? false }
}

extension AttributionRecord.Line {
  /// The classes that each part decides, by part, at the level of a record.
  package func decided(at level: Double) -> [(part: String, classes: [AttributionRecord.Class])] {
    parts.map { part in (part, classes.filter { $0.leader == part && $0.isDecided(at: level) }) }
  }
}

extension RunFolder {
  package static let attributionFile = "attribution.json"

  /// Writes `attribution.json`.
  package func write(_ record: AttributionRecord) throws {
    try write(JSONFile.data(record, path: path(of: Self.attributionFile)), to: Self.attributionFile)
  }

  /// Returns the stored attribution, or nil when the run has none.
  ///
  /// - Throws: ``ResultsError`` for a newer schema, or a file that was changed.
  package func attribution() throws -> AttributionRecord? {
    guard let data = try contents(of: Self.attributionFile) else { return nil }
    return try JSONFile.record(AttributionRecord.self, in: data, path: path(of: Self.attributionFile))
  }
}
