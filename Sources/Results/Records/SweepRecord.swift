import Core
import Foundation

/// The results of a clusterer at each of several settings, everything else being as in the run.
package struct SweepRecord: Codable, Sendable, Equatable {
  /// The name of a sweep, under which it is stored: that of an owner and its parameter, or one of two of their own.
  package struct Kind: RawRepresentable, Codable, Hashable, Sendable {
    package var rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    /// The weight of one part of a fusion; the others share the rest.
    package static let weights = Kind(rawValue: "weights")
    /// The number of clusters.
    package static let k = Kind(rawValue: "k")
  }

  /// The kind of the note on criteria that were left out of a sweep.
  package static let criteriaLeftOut = "criteria-left-out"

  package var kind: Kind
  /// The swept parameter of a clusterer or of a space; nil for the two sweeps with names of their own.
  package var parameter: String?
  /// The space whose parameter is swept; nil for a clusterer's.
  package var sweptSpace: String?
  package var clusterer: String
  package var seeds: [UInt64]
  /// The scores that every trial has, in the run's order, the silhouette among them where it was asked for.
  package var scores: [String]
  package var lines: [Line]
  /// The most rows that the silhouettes looked at; nil where they looked at all.
  package var silhouetteRows: Int?
  /// The names of the criteria by which the settings are compared; nil where none was asked for.
  package var criteria: [String]?
  /// The number of rows that gap and stability cluster again at most; nil where they took all.
  package var refitRows: Int?
  /// Deviations from what was asked.
  package var notices: [Notice]
  /// The fingerprint of all that the sweep depends on; nil in one that is not stored.
  package var fingerprint: String?
  /// The fingerprint of all that its labels depend on, without the scores; nil in one that is not stored, and in older ones.
  package var fit: String?

  /// One space at every setting.
  package struct Line: Codable, Sendable, Equatable {
    package var space: String
    /// The part whose weight is swept; nil in a sweep of k.
    package var part: String?
    /// All parts of the space, in its order.
    package var parts: [String]
    /// True where no seed changes any setting, so that each has one trial; nil otherwise.
    package var isDeterministic: Bool?
    /// The stored labels of all settings, each with those of its trials in their order; nil in sweeps of before they
    /// were stored.
    package var labels: StoredLabels?
    /// The objective of a single cluster, which those of more are held against; nil where it says nothing.
    package var oneCluster: Double?
    package var points: [Point]

    package init(space: String, part: String? = nil, parts: [String], oneCluster: Double? = nil, points: [Point]) {
      self.space = space
      self.part = part
      self.parts = parts
      self.oneCluster = oneCluster
      self.points = points
    }
  }

  /// One setting: a weight from 0 to 1, a number of clusters, or another value of a parameter.
  package struct Point: Codable, Sendable, Equatable {
    /// The number; for a value that is none its position.
    package var setting: Double
    /// The value where it is no number.
    package var word: String?
    /// One a seed, in their order.
    package var trials: [Trial]

    package init(setting: Double, word: String? = nil, trials: [Trial]) {
      self.setting = setting
      self.word = word
      self.trials = trials
    }

    /// The values of a criterion, NaN where there is none; those of the elbow are the objective's, those of the gap log W.
    package func values(of criterion: ChoiceCriterion) -> [Double] {
      switch criterion {
      case .elbow: values(of: nil)
      case .silhouette: values(of: criterion.rawValue)
      case .daviesBouldin, .calinskiHarabasz, .gap, .bic, .aic, .stability:
        trials.map { $0.criteria?[criterion.rawValue]?.wrappedValue ?? .nan }
      }
    }

    /// The values of a score, or of the objective when nil, NaN where it is undefined.
    package func values(of score: String?) -> [Double] {
      trials.map { trial in score.map { trial.scores[$0]?.wrappedValue ?? .nan } ?? trial.objective?.value ?? .nan }
    }
  }

  package struct Trial: Codable, Sendable, Equatable {
    /// Nil where the setting could not be clustered, and for a clusterer that optimizes nothing.
    package var objective: Objective?
    package var scores: [String: NullUnlessFinite]
    /// The number of clusters that the labels may name; nil where the setting could not be clustered, and in older sweeps.
    package var clusters: Int?
    /// The number of clusters that hold an item, where it is less.
    private var heldClusters: Int?
    /// The value of each criterion by its name, that of the gap log W of the rows; nil where none was asked for.
    package var criteria: [String: NullUnlessFinite]?
    /// log W of each uniform reference that this trial clustered; nil where there is none.
    package var references: [NullUnlessFinite]?

    /// The number of clusters found, which hold an item; nil as ``clusters``.
    package var found: Int? { heldClusters ?? clusters }

    package init(objective: Objective?, scores: [String: Double], clusters: Int? = nil, held: Int? = nil) {
      self.objective = objective
      self.clusters = clusters
      heldClusters = held == clusters ? nil : held
      self.scores = scores.mapValues(NullUnlessFinite.init(wrappedValue:))
    }
  }

  package init(
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

extension SweepRecord {
  /// The criteria that this version has a name for.
  package var choiceCriteria: [ChoiceCriterion] { (criteria ?? []).compactMap { ChoiceCriterion(rawValue: $0) } }

  /// The name of the swept parameter.
  package var parameterName: String { parameter ?? kind.rawValue }

  /// True where the number of clusters is swept.
  package var isOfClusters: Bool { parameterName == "k" && sweptSpace == nil }
}

extension RunFolder {
  /// Writes a sweep as `sweeps/<name>.json`, and the labels of each space as `sweeps/<name>/<space>.labels.npy`.
  ///
  /// - Parameter labels: for each line the labels of each setting's trials, one list a trial, one label an item.
  /// - Returns: the sweep as it is stored.
  @discardableResult
  package func write(_ sweep: SweepRecord, labels: [[[Int32]]] = []) throws -> SweepRecord {
    var sweep = sweep
    for (line, rows) in zip(sweep.lines.indices, labels) {
      let name = Self.sweepLabelsName(sweep.kind, space: sweep.lines[line].space)
      sweep.lines[line].labels = StoredLabels(file: (name as NSString).lastPathComponent, labels: rows.flatMap(\.self))
      try write(NPYFile.data(labelRows: rows), to: name)
    }
    let name = Self.sweepName(sweep.kind)
    try write(JSONFile.data(sweep, path: path(of: name)), to: name)
    return sweep
  }

  /// The stored labels of one line of a sweep, by setting and trial; nil in sweeps of before they were stored.
  ///
  /// - Throws: ``ResultsError`` for a file that is gone or was changed.
  package func labels(of line: SweepRecord.Line, in sweep: SweepRecord) throws -> [[[Int32]]]? {
    guard let stored = line.labels else { return nil }
    let name = Self.sweepLabelsName(sweep.kind, space: line.space)
    let path = path(of: name)
    guard let data = try contents(of: name) else {
      throw ResultsError(.malformed(path: path, detail: "the labels of the sweep are gone"))
    }
    let rows = try NPYFile.labelRows(in: data, path: path)
    let fits = line.points.reduce(0) { $0 + $1.trials.count }
    guard stored == StoredLabels(file: stored.file, labels: rows.flatMap(\.self)), rows.count == fits else {
      throw ResultsError(.malformed(path: path, detail: "its labels are not those of the sweep"))
    }
    var next = rows.makeIterator()
    return line.points.map { $0.trials.compactMap { _ in next.next() } }
  }

  /// The stored sweep of a kind, or nil when the run has none.
  ///
  /// - Throws: ``ResultsError`` for a file that was changed.
  package func sweep(_ kind: SweepRecord.Kind) throws -> SweepRecord? {
    let name = Self.sweepName(kind)
    guard let data = try contents(of: name) else { return nil }
    let sweep = try JSONFile.record(SweepRecord.self, in: data, path: path(of: name))
    let isWhole = sweep.lines.allSatisfy { line in
      let trials = line.isDeterministic == true ? 1 : sweep.seeds.count
      return line.points.allSatisfy { $0.trials.count == trials && $0.setting.isFinite }
        && (line.part.map(line.parts.contains) ?? (kind != .weights))
    }
    guard sweep.kind == kind, isWhole else {
      throw ResultsError(.malformed(path: path(of: name), detail: "it is not a complete sweep of \(kind.rawValue)"))
    }
    return sweep
  }

  static func sweepName(_ kind: SweepRecord.Kind) -> String { "sweeps/\(FileName.of(kind.rawValue)).json" }

  static func sweepLabelsName(_ kind: SweepRecord.Kind, space: String) -> String {
    "sweeps/\(FileName.of(kind.rawValue))/\(FileName.of(space)).labels.npy"
  }
}
