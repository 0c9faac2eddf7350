import Core
import Foundation
import Matrices

/// The silhouettes of a trial's items, or of a sample of them, which are stored beside it.
package struct SilhouetteRecord: Codable, Sendable, Equatable {
  package var trial: TrialIdentity
  /// Over all items that were clustered, each cluster weighing as many as it has.
  package var mean: Double
  /// The number of items that were clustered.
  package var clustered: Int
  /// The seed of the sample; nil when every item was looked at.
  package var sampleSeed: UInt64?
  /// The fingerprint of all that the silhouettes depend on; nil when it is not known.
  package var fingerprint: String?

  package init(trial: TrialIdentity, mean: Double, clustered: Int, sampleSeed: UInt64? = nil) {
    self.trial = trial
    self.mean = mean
    self.clustered = clustered
    self.sampleSeed = sampleSeed
  }
}

/// The items of a trial that show what its clusters are: those nearest to the centre of each, and the farthest.
package struct ClusterCardRecord: Codable, Sendable, Equatable {
  /// One cluster that holds an item, or the noise.
  package struct Cluster: Codable, Sendable, Equatable {
    /// The id of the cluster; ``Partition/noise`` for the noise.
    package var id: Int
    package var size: Int
    /// Items, the nearest first.
    package var nearest: [Int]
    /// Items that are not among the nearest, the farthest first.
    package var farthest: [Int]

    package init(id: Int, size: Int, nearest: [Int], farthest: [Int]) {
      self.id = id
      self.size = size
      self.nearest = nearest
      self.farthest = farthest
    }

    /// The items that have an image, in their order.
    package var items: [Int] { nearest + farthest }
  }

  package var trial: TrialIdentity
  /// The largest first, noise last; where there are very many clusters, only some.
  package var clusters: [Cluster]
  /// The number of clusters that hold an item.
  package var total: Int
  /// The size of the images in pixels; 0 when the run has none.
  package var height: Int
  package var width: Int
  /// The fingerprint of all that the cards depend on; nil when it is not known.
  package var fingerprint: String?

  package init(trial: TrialIdentity, clusters: [Cluster], total: Int, height: Int = 0, width: Int = 0) {
    self.trial = trial
    self.clusters = clusters
    self.total = total
    self.height = height
    self.width = width
  }
}

extension RunFolder {
  /// Writes the silhouettes of some items, one each.
  package func write(_ record: SilhouetteRecord, items: [Int], values: [Double]) throws {
    try write(NPYFile.data(labels: items.map { Int32(clamping: $0) }), to: "clusters/silhouette.items.npy")
    try write(NPYFile.data(matrix: Matrix(values.map { [Float($0)] })), to: "clusters/silhouette.npy")
    try write(JSONFile.data(record, path: path(of: Self.silhouetteFile)), to: Self.silhouetteFile)
  }

  /// The stored silhouettes with their items, or nil when the run has none.
  ///
  /// - Parameter itemCount: the items of the run, of which they must be.
  /// - Throws: ``ResultsError`` when a file is missing or they are not those of the items.
  package func silhouettes(itemCount: Int) throws -> StoredSilhouettes? {
    let path = path(of: Self.silhouetteFile)
    guard let details = try contents(of: Self.silhouetteFile) else { return nil }
    let record = try JSONFile.record(SilhouetteRecord.self, in: details, path: path)
    let items = try NPYFile.labels(in: required("clusters/silhouette.items.npy"), path: path)
    let values = try NPYFile.matrix(in: required("clusters/silhouette.npy"), path: path)
    guard values.columns == 1, values.rows == items.count, items.allSatisfy({ $0 >= 0 && $0 < itemCount }) else {
      throw ResultsError(
        .malformed(
          path: path,
          detail: "\(counted(values.rows, "silhouette")) of \(counted(items.count, "item")) are not those of "
            + "\(counted(itemCount, "item"))"))
    }
    return (record, items.map { Int($0) }, (0..<values.rows).map { Double(values[$0, 0]) })
  }

  /// Writes the items that show what the clusters are, and their images: height × width × 3 bytes each, red first, in
  /// the order of the clusters and of their ``ClusterCardRecord/Cluster/items``.
  package func write(_ record: ClusterCardRecord, bytes: [UInt8]) throws {
    if !bytes.isEmpty { try write(Data(bytes), to: "clusters/cards.rgb") }
    try write(JSONFile.data(record, path: path(of: Self.cardsFile)), to: Self.cardsFile)
  }

  /// Returns the stored cards, or nil when the run has none; no bytes without images.
  ///
  /// - Throws: ``ResultsError`` when the images are missing or not those of the items.
  package func cards(itemCount: Int) throws -> StoredCards? {
    let path = path(of: Self.cardsFile)
    guard let details = try contents(of: Self.cardsFile) else { return nil }
    let record = try JSONFile.record(ClusterCardRecord.self, in: details, path: path)
    guard
      record.clusters.allSatisfy({ cluster in
        cluster.id >= Int(Partition.noise) && cluster.items.allSatisfy { $0 >= 0 && $0 < itemCount }
      }), (0...4096).contains(record.height), (0...4096).contains(record.width)
    else {
      throw ResultsError(.malformed(path: path, detail: "the cards are not those of \(counted(itemCount, "item"))"))
    }
    guard record.height > 0, record.width > 0 else { return (record, []) }
    let bytes = try required("clusters/cards.rgb")
    let count = record.clusters.reduce(0) { $0 + $1.items.count }
    guard bytes.count == count * record.height * record.width * 3 else {
      throw ResultsError(
        .malformed(
          path: self.path(of: "clusters/cards.rgb"),
          detail: "expected \(count) images of \(record.height) × \(record.width), found \(bytes.count) bytes"))
    }
    return (record, Array(bytes))
  }

  /// The bytes of a file that belongs to another one.
  private func required(_ name: String) throws -> Data {
    guard let data = try contents(of: name) else {
      throw ResultsError(.system(action: .read, path: path(of: name), number: ENOENT))
    }
    return data
  }

  private static let silhouetteFile = "clusters/silhouette.json"
  private static let cardsFile = "clusters/cards.json"
}
