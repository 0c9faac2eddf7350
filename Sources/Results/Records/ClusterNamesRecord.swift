import Core
import Foundation

/// The names that a user gave to clusters of a method, with the clusters that they were given to, among which a later run finds
/// its own again. No run changes or removes them.
package struct ClusterNamesRecord: Codable, Sendable, Equatable {
  /// The trial whose clusters were named.
  package var trial: TrialIdentity
  /// By the number of the cluster.
  package var names: [Int: String]
  /// FNV-1a over the ids of the items in their order; nil where they have none.
  package var ids: String?
  /// The clusters of all items; nil until they are stored.
  package fileprivate(set) var labels: StoredLabels?

  /// - Parameter ids: the checksum of the ids, as in the record of the run.
  package init(trial: TrialIdentity, names: [Int: String], ids: String?) {
    self.trial = trial
    self.names = names
    self.ids = ids
  }

  fileprivate static let (ownFile, labelsStart, labelsEnd) = ("/names.json", "/names-", ".labels.npy")

  /// Returns whether a file of the run's folder is one of theirs.
  static func isOwn(_ file: String) -> Bool {
    let parts = file.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0] == "clusters" else { return false }
    return isOwn(last: "/" + parts[3])
  }

  fileprivate static func isOwn(last name: String) -> Bool {
    name == ownFile || name.hasPrefix(labelsStart) && name.hasSuffix(labelsEnd)
  }
}

/// Names with the clusters that they were given to, one an item.
package struct StoredClusterNames: Sendable, Equatable {
  package let record: ClusterNamesRecord
  package let labels: [Int32]
}

extension RunFolder {
  /// Writes the names of a method's clusters in the place of former ones; none removes these.
  ///
  /// The clusters are in a file named by their checksum, so that the names stand beside their own at every moment.
  /// - Parameter labels: the clusters of all items.
  package func write(_ record: ClusterNamesRecord, labels: [Int32]) throws {
    let folder = Self.membersName(record.trial.method)
    var stored = record
    let sum = StoredLabels(file: "", labels: labels).fnv1a
    let name = ClusterNamesRecord.labelsStart + sum + ClusterNamesRecord.labelsEnd
    stored.labels = StoredLabels(file: String(name.dropFirst()), labels: labels)
    let file = folder + ClusterNamesRecord.ownFile
    if record.names.isEmpty {
      try remove([file])
    } else {
      try write(NPYFile.data(labels: labels), to: folder + name)
      try write(JSONFile.data(stored, path: path(of: file)), to: file)
    }
    let others = (try? FileManager.default.contentsOfDirectory(atPath: path(of: folder))) ?? []
    let kept = record.names.isEmpty ? [] : [name, ClusterNamesRecord.ownFile]
    try remove(
      others.map { "/" + $0 }.filter { ClusterNamesRecord.isOwn(last: $0) && !kept.contains($0) }.map { folder + $0 })
  }

  /// The names that a user gave to clusters of a method; nil where there are none.
  ///
  /// - Throws: ``ResultsError`` when a file is gone or was changed.
  package func clusterNames(of method: RunPlan.Method) throws -> StoredClusterNames? {
    let folder = Self.membersName(method)
    let file = folder + ClusterNamesRecord.ownFile
    guard let details = try contents(of: file) else { return nil }
    let record = try JSONFile.record(ClusterNamesRecord.self, in: details, path: path(of: file))
    guard let stored = record.labels, record.trial.method == method else {
      throw ResultsError(.malformed(path: path(of: file), detail: "they are not the names of \(method.text)"))
    }
    let name = folder + "/" + stored.file
    guard ClusterNamesRecord.isOwn(last: "/" + stored.file), let data = try contents(of: name) else {
      throw ResultsError(.system(action: .read, path: path(of: name), number: ENOENT))
    }
    let labels = try NPYFile.labels(in: data, path: path(of: name))
    guard StoredLabels(file: stored.file, labels: labels) == stored else {
      throw ResultsError(.malformed(path: path(of: name), detail: "they are not the clusters that were named"))
    }
    return StoredClusterNames(record: record, labels: labels)
  }

  /// What tells the names of a method's clusters from others; nil where there are none.
  ///
  /// - Throws: ``ResultsError`` when the system refuses to read.
  package func clusterNamesMark(of method: RunPlan.Method) throws -> StoredFile? {
    try contents(of: Self.membersName(method) + ClusterNamesRecord.ownFile).map(StoredFile.init)
  }
}

extension StoredRun {
  /// The names of the clusters of a trial, by their numbers: those that a user gave to them, else those in the file of a given
  /// partition.
  ///
  /// - Throws: ``ResultsError`` for a record that was changed.
  package func names(of trial: TrialIdentity) throws -> [Int: String] {
    let ofFile = record.names(of: trial.clusterer)
    let given = try shownNames(of: trial.method)
    guard let given, given.trial == trial else { return ofFile }
    return ofFile.merging(given.names) { _, own in own }
  }
}
