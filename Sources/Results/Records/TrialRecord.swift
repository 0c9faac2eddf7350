import Core

/// The identity of a trial in a run: a space, a clusterer and a seed.
public struct TrialIdentity: Codable, Sendable, Hashable {
  /// The name of the space.
  public var space: String
  /// The name of the clusterer.
  public var clusterer: String
  /// The seed.
  public var seed: UInt64

  /// Makes the identity of a trial, planned or not.
  public init(space: String, clusterer: String, seed: UInt64) {
    self.space = space
    self.clusterer = clusterer
    self.seed = seed
  }
}

/// The results of a trial but for its labels, which ``StoredRun/partition(of:)`` reads.
public struct TrialRecord: Codable, Sendable, Equatable {
  /// The name of the space.
  public var space: String
  /// The name of the clusterer.
  public var clusterer: String
  /// The seed.
  public var seed: UInt64
  /// The number of clusters that the labels may name: as many as were asked for, or found.
  public var clusters: Int
  /// The number of clusters that hold an item, where it is less; nil in trials of before it was recorded.
  var fewerClusters: Int?
  /// The number of items that were left as noise; nil for none, and in trials of before it was recorded.
  public var noise: Int?
  /// The number that the clusterer optimized; nil for one that optimizes none.
  package var objective: Objective?
  /// The objective after each iteration; empty for a clusterer without iterations.
  public var history: [Double]
  /// False where the iterations ended before they converged; nil for a clusterer without iterations.
  public var converged: Bool?
  /// Notices from the fit.
  public var fitNotices: [Notice]
  /// Notices from the scores.
  public var scoreNotices: [Notice]
  /// The value of each score by its short name, NaN where it is undefined.
  public var scores: [String: Double]
  /// The stored labels; nil until they are stored.
  package internal(set) var labels: StoredLabels?
  /// The files beside the labels by their endings, such as `model.npz`; nil where there are none.
  package internal(set) var files: [String: StoredFile]?
  /// The number of bytes of a model that the experiment does not store; nil for others.
  public var omittedModel: Int?
  /// The neighbor and the threshold of the stored distances; nil where there are none.
  package var neighborDistances: NeighborDistancesRecord?
  /// The fingerprint of all that the trial depends on; nil when it is not known.
  package var fingerprint: TrialFingerprint?
  /// The schema of the file that it was read from.
  private(set) var schema = JSONFile.schema

  /// The number of clusters that hold an item.
  public var heldClusters: Int { fewerClusters ?? clusters }

  package init(
    _ identity: TrialIdentity, clusters: Int, held: Int? = nil, objective: Objective?, history: [Double] = [],
    converged: Bool?,
    fitNotices: [Notice] = [], scoreNotices: [Notice] = [], scores: [String: Double],
    fingerprint: TrialFingerprint? = nil
  ) {
    space = identity.space
    clusterer = identity.clusterer
    seed = identity.seed
    self.clusters = clusters
    fewerClusters = held.flatMap { $0 < clusters ? $0 : nil }
    self.objective = objective
    self.history = history
    self.converged = converged
    self.fitNotices = fitNotices
    self.scoreNotices = scoreNotices
    self.scores = scores
    self.fingerprint = fingerprint
  }

  /// The space, the clusterer and the seed.
  public var identity: TrialIdentity { TrialIdentity(space: space, clusterer: clusterer, seed: seed) }

  /// The notices of the fit, then those of the scores.
  public var notices: [Notice] { fitNotices + scoreNotices }

  package var isOfOlderSchema: Bool { schema < JSONFile.schema }

  /// True where -1 stands for rows that were left out: until schema 3, which has -2 for them, no clusterer gave noise.
  var marksLeftOutAsNoise: Bool { schema < Self.firstSchemaOfLeftOut }
  static let firstSchemaOfLeftOut = 3

  /// The same as today's schema stores it.
  var ofToday: TrialRecord {
    var trial = self
    trial.schema = JSONFile.schema
    return trial
  }
}

/// By what it is known whether a stored trial is still what it would be if it were made again.
package struct TrialFingerprint: Codable, Sendable, Equatable {
  /// The fingerprint of all that the labels depend on.
  package var fit: String
  /// The fingerprint of all that the scores of given labels depend on.
  package var scores: String

  package init(fit: String, scores: String) {
    self.fit = fit
    self.scores = scores
  }
}

/// The neighbor to which distances are stored, and the distance up to which rows are dense.
package struct NeighborDistancesRecord: Codable, Sendable, Equatable {
  /// From 1 for the nearest other row.
  package var neighbor: Int
  package var threshold: Double

  package init(neighbor: Int, threshold: Double) {
    self.neighbor = neighbor
    self.threshold = threshold
  }
}

/// The objective that a clusterer minimised or maximised, such as `inertia` or `mean log-likelihood`.
package struct Objective: Codable, Sendable, Equatable {
  package var name: String
  @NullUnlessFinite package var value: Double

  package init(name: String, value: Double) {
    self.name = name
    self.value = value
  }
}

/// The labels file of a trial: its name, how many it holds, and a checksum that ties it to its trial.
package struct StoredLabels: Codable, Sendable, Equatable {
  /// The name beside the trial's own file.
  package var file: String
  package var count: Int
  /// FNV-1a, 64 bits, over the labels as little-endian bytes, in hexadecimal digits.
  package var fnv1a: String

  init(file: String, labels: [Int32]) {
    self.file = file
    count = labels.count
    fnv1a = labels.withLittleEndianBytes { FNV1a.digits(of: $0) }
  }
}

extension TrialRecord {
  private enum Key: String, CodingKey {
    case space, clusterer, seed, clusters, objective, history, converged, notices, scoreNotices, scores, labels
    case fingerprint, schema, files, omittedModel, neighborDistances, noise
    case fewerClusters = "heldClusters"
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    space = try container.decode(String.self, forKey: .space)
    clusterer = try container.decode(String.self, forKey: .clusterer)
    seed = try container.decode(UInt64.self, forKey: .seed)
    clusters = try container.decode(Int.self, forKey: .clusters)
    fewerClusters = try container.decodeIfPresent(Int.self, forKey: .fewerClusters)
    noise = try container.decodeIfPresent(Int.self, forKey: .noise)
    objective = try container.decodeIfPresent(Objective.self, forKey: .objective)
    history = try container.decode([NullUnlessFinite].self, forKey: .history).map(\.wrappedValue)
    converged = try container.decodeIfPresent(Bool.self, forKey: .converged)
    fitNotices = try container.decode([Notice].self, forKey: .notices)
    // The first schema had them all in one list.
    scoreNotices = try container.decodeIfPresent([Notice].self, forKey: .scoreNotices) ?? []
    scores = try container.decode([String: NullUnlessFinite].self, forKey: .scores).mapValues(\.wrappedValue)
    labels = try container.decodeIfPresent(StoredLabels.self, forKey: .labels)
    fingerprint = try container.decodeIfPresent(TrialFingerprint.self, forKey: .fingerprint)
    files = try container.decodeIfPresent([String: StoredFile].self, forKey: .files)
    omittedModel = try container.decodeIfPresent(Int.self, forKey: .omittedModel)
    neighborDistances = try container.decodeIfPresent(NeighborDistancesRecord.self, forKey: .neighborDistances)
    schema = try container.decodeIfPresent(Int.self, forKey: .schema) ?? JSONFile.schema
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(space, forKey: .space)
    try container.encode(clusterer, forKey: .clusterer)
    try container.encode(seed, forKey: .seed)
    try container.encode(clusters, forKey: .clusters)
    try container.encodeIfPresent(fewerClusters, forKey: .fewerClusters)
    try container.encodeIfPresent(noise, forKey: .noise)
    try container.encodeIfPresent(objective, forKey: .objective)
    try container.encode(history.map(NullUnlessFinite.init(wrappedValue:)), forKey: .history)
    try container.encodeIfPresent(converged, forKey: .converged)
    try container.encode(fitNotices, forKey: .notices)
    try container.encode(scoreNotices, forKey: .scoreNotices)
    try container.encode(scores.mapValues(NullUnlessFinite.init(wrappedValue:)), forKey: .scores)
    try container.encodeIfPresent(labels, forKey: .labels)
    try container.encodeIfPresent(files, forKey: .files)
    try container.encodeIfPresent(omittedModel, forKey: .omittedModel)
    try container.encodeIfPresent(neighborDistances, forKey: .neighborDistances)
    try container.encodeIfPresent(fingerprint, forKey: .fingerprint)
  }
}
