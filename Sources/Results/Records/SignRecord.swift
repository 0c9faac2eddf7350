import Foundation

/// The clusters of a PCA average under random signs of its components, draw after draw.
package struct SignRecord: Codable, Sendable, Equatable {
  /// The seed of the draws and of each clustering.
  package var seed: UInt64
  package var draws: Int
  /// The labels beside it: those of the first draw, then of the next.
  package internal(set) var labels: StoredLabels?
  /// The fingerprint of all that the labels depend on.
  package var fingerprint: String

  package init(seed: UInt64, draws: Int, fingerprint: String) {
    self.seed = seed
    self.draws = draws
    self.fingerprint = fingerprint
  }
}

extension RunFolder {
  /// Writes the labels of all draws of a space, one an item and draw, then what is known of them.
  package func write(_ signs: SignRecord, labels: [[Int32]], of space: String) throws {
    let name = Self.signName(space)
    let all = Array(labels.joined())
    var stored = signs
    stored.labels = StoredLabels(file: (name as NSString).lastPathComponent + ".labels.npy", labels: all)
    try write(NPYFile.data(labels: all), to: name + ".labels.npy")
    try write(JSONFile.data(stored, path: path(of: name + ".json")), to: name + ".json")
  }

  /// The stored draws of a space, or nil when they are not there, whole and of this fingerprint.
  package func signs(of space: String, fingerprint: String) throws -> (record: SignRecord, labels: [[Int32]])? {
    try unlessDamaged {
      let name = Self.signName(space)
      guard let details = try contents(of: name + ".json"), let data = try contents(of: name + ".labels.npy")
      else { return nil }
      let record = try JSONFile.record(SignRecord.self, in: details, path: path(of: name + ".json"))
      let all = try NPYFile.labels(in: data, path: path(of: name + ".labels.npy"))
      guard record.fingerprint == fingerprint, let stored = record.labels, record.draws > 0,
        stored == StoredLabels(file: stored.file, labels: all), all.count.isMultiple(of: record.draws)
      else { return nil }
      let size = all.count / record.draws
      return (record, (0..<record.draws).map { Array(all[$0 * size..<($0 + 1) * size]) })
    }
  }

  package static func signName(_ space: String) -> String { "signs/" + FileName.of(space) }
}
