import Foundation
import Matrices

/// What a clusterer found at each of several settings, everything else being as in the run.
public struct SweepRecord: Codable, Sendable, Equatable {
  public enum Kind: String, Codable, CaseIterable, Sendable {
    /// The weight of one part of a fusion; the others share the rest.
    case weights
    /// The number of clusters.
    case k
  }

  public var kind: Kind
  public var clusterer: String
  public var seeds: [UInt64]
  /// The scores that every trial has, in the run's order, the silhouette among them where it was asked for.
  public var scores: [String]
  public var lines: [Line]
  /// How many rows at most the silhouettes looked at; nil where they looked at all.
  public var silhouetteRows: Int?
  /// What went otherwise than asked.
  public var notices: [Notice]
  /// Of all that the sweep depends on; nil in one that is not stored.
  public var fingerprint: String?

  /// One space at every setting.
  public struct Line: Codable, Sendable, Equatable {
    public var space: String
    /// The part whose weight is swept; nil in a sweep of k.
    public var part: String?
    /// All parts of the space, in its order.
    public var parts: [String]
    /// The objective of a single cluster, which those of more are held against; nil where it says nothing.
    public var oneCluster: Double?
    public var points: [Point]

    public init(space: String, part: String? = nil, parts: [String], oneCluster: Double? = nil, points: [Point]) {
      self.space = space
      self.part = part
      self.parts = parts
      self.oneCluster = oneCluster
      self.points = points
    }
  }

  /// One setting: a weight from 0 to 1, or a number of clusters.
  public struct Point: Codable, Sendable, Equatable {
    public var setting: Double
    /// One a seed, in their order.
    public var trials: [Trial]

    public init(setting: Double, trials: [Trial]) {
      self.setting = setting
      self.trials = trials
    }

    /// The values of a score, or of the objective when nil, NaN where it is undefined.
    public func values(of score: String?) -> [Double] {
      trials.map { trial in score.map { trial.scores[$0]?.wrappedValue ?? .nan } ?? trial.objective?.value ?? .nan }
    }
  }

  public struct Trial: Codable, Sendable, Equatable {
    /// Nil where the setting could not be clustered, and for a clusterer that optimizes nothing.
    public var objective: Objective?
    public var scores: [String: NullUnlessFinite]

    public init(objective: Objective?, scores: [String: Double]) {
      self.objective = objective
      self.scores = scores.mapValues(NullUnlessFinite.init(wrappedValue:))
    }
  }

  public init(
    kind: Kind, clusterer: String, seeds: [UInt64], scores: [String], lines: [Line], silhouetteRows: Int? = nil,
    notices: [Notice] = [], fingerprint: String? = nil
  ) {
    self.kind = kind
    self.clusterer = clusterer
    self.seeds = seeds
    self.scores = scores
    self.lines = lines
    self.silhouetteRows = silhouetteRows
    self.notices = notices
    self.fingerprint = fingerprint
  }
}

extension RunFolder {
  /// Writes a sweep as `sweeps/weights.json` or `sweeps/k.json`.
  public func write(_ sweep: SweepRecord) throws {
    let name = Self.sweepName(sweep.kind)
    try write(JSONFile.data(sweep, path: path(of: name)), to: name)
  }

  /// The stored sweep of a kind, or nil when the run has none.
  ///
  /// - Throws: ``ResultsError`` for a file that was changed.
  public func sweep(_ kind: SweepRecord.Kind) throws -> SweepRecord? {
    let name = Self.sweepName(kind)
    guard let data = try contents(of: name) else { return nil }
    let sweep = try JSONFile.record(SweepRecord.self, in: data, path: path(of: name))
    let isWhole = sweep.lines.allSatisfy { line in
      line.points.allSatisfy { $0.trials.count == sweep.seeds.count && $0.setting.isFinite }
        && (line.part.map(line.parts.contains) ?? (kind == .k))
    }
    guard sweep.kind == kind, isWhole else {
      throw ResultsError(.malformed(path: path(of: name), detail: "it is no whole sweep of \(kind.rawValue)"))
    }
    return sweep
  }

  private static func sweepName(_ kind: SweepRecord.Kind) -> String { "sweeps/\(kind.rawValue).json" }
}
