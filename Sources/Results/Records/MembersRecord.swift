import Foundation

/// The record of a method's tables of clusters and of their items, which are stored beside it as `clusters.csv` and
/// `members.csv`.
package struct MembersRecord: Codable, Sendable, Equatable {
  /// The trial that stands for the method, whose clusters the tables list.
  package var trial: TrialIdentity
  /// The fingerprint of all that the tables depend on.
  package var fingerprint: String
  /// The names of references to which the clusters point, a reference an entry; nil for a method whose space reads none.
  package var retrieved: [RetrievedNames]?
  /// The names in the tables that a user gave to the clusters, by their numbers; nil where there are none.
  package var names: [Int: String]?
  /// What tells the given names, of which these were carried to the clusters, from others; nil where there are none.
  package var givenNames: StoredFile?
  /// The two files; nil until they are stored.
  fileprivate(set) var clusters: StoredFile?
  fileprivate(set) var members: StoredFile?

  package init(trial: TrialIdentity, fingerprint: String) {
    self.trial = trial
    self.fingerprint = fingerprint
  }

  static let (ownFile, clustersFile, membersFile) = ("/members.json", "/clusters.csv", "/members.csv")
  static let files = [ownFile, clustersFile, membersFile]
}

/// The names of the columns that both the run and the reports use.
package enum MembersColumn {
  package static let (cluster, name, size) = ("cluster", "name", "size")
  package static let (labelled, purity, words, nearest) = ("labelled", "purity", "words", "nearest")
  package static let (nouns, centerNouns) = ("nouns", "center nouns")
  package static let (item, id, caption) = ("item", "id", "caption")
  package static let (strength, outlier, distance) = ("strength", "outlier", "distance")
  package static let (silhouette, stability) = ("silhouette", "stability")
  /// The number of a draw, before the columns of its items.
  package static let draw = "draw"

  /// The columns whose values are numbers.
  package static let areNumbers: Set<String> = [
    draw, cluster, size, labelled, purity, item, strength, outlier, distance, silhouette, stability,
  ]
}

/// The tables of a method's clusters and of their items.
package struct StoredMembers: Sendable, Equatable {
  package let record: MembersRecord
  /// One row a cluster, in the order of their numbers, noise last.
  package let clusters: StoredTable
  /// One row an item, in the order of the items.
  package let members: StoredTable
}

extension RunFolder {
  /// Writes the tables of a method, then their record.
  package func write(_ record: MembersRecord, clusters: StoredTable, members: StoredTable) throws {
    let name = Self.membersName(record.trial.method)
    var stored = record
    let (clusters, members) = (clusters.csv, members.csv)
    (stored.clusters, stored.members) = (StoredFile(clusters), StoredFile(members))
    try write(clusters, to: name + MembersRecord.clustersFile)
    try write(members, to: name + MembersRecord.membersFile)
    let file = name + MembersRecord.ownFile
    try write(JSONFile.data(stored, path: path(of: file)), to: file)
  }

  /// The record of a method's tables that are whole; nil where there are none.
  ///
  /// - Throws: ``ResultsError`` when a table is gone or was changed.
  package func membersRecord(of method: RunPlan.Method) throws -> MembersRecord? {
    try membersFiles(of: method)?.record
  }

  /// The names in the tables of a method that a user gave, with the trial whose clusters have them; nil where there are none.
  func shownNames(of method: RunPlan.Method) throws -> (trial: TrialIdentity, names: [Int: String])? {
    let file = Self.membersName(method) + MembersRecord.ownFile
    guard let details = try contents(of: file) else { return nil }
    let record = try JSONFile.record(MembersRecord.self, in: details, path: path(of: file))
    return record.names.map { (record.trial, $0) }
  }

  /// The tables of a method; nil where there are none.
  ///
  /// - Parameter itemCount: the items of the run, each of which has a row.
  /// - Throws: ``ResultsError`` when a table is gone, was changed, or is not that of the items.
  package func members(of method: RunPlan.Method, itemCount: Int) throws -> StoredMembers? {
    guard let (record, clusters, members) = try membersFiles(of: method) else { return nil }
    let name = path(of: Self.membersName(method))
    let table = try StoredTable(csv: members, path: name + MembersRecord.membersFile)
    guard table.rows.count == itemCount else {
      throw ResultsError(
        .malformed(
          path: name + MembersRecord.membersFile, detail: "expected \(itemCount) items, found \(table.rows.count)"))
    }
    return StoredMembers(
      record: record, clusters: try StoredTable(csv: clusters, path: name + MembersRecord.clustersFile), members: table)
  }

  private func membersFiles(
    of method: RunPlan.Method
  ) throws -> (record: MembersRecord, clusters: Data, members: Data)? {
    let name = Self.membersName(method)
    let file = name + MembersRecord.ownFile
    guard let details = try contents(of: file) else { return nil }
    let record = try JSONFile.record(MembersRecord.self, in: details, path: path(of: file))
    guard let clusters = record.clusters, let members = record.members, record.trial.method == method else {
      throw ResultsError(.malformed(path: path(of: file), detail: "it is not the record of \(method.text)"))
    }
    return (
      record, try data(name + MembersRecord.clustersFile, as: clusters),
      try data(name + MembersRecord.membersFile, as: members)
    )
  }

  /// The folder of a method's tables.
  package static func membersName(_ method: RunPlan.Method) -> String {
    "clusters/\(FileName.of(method.space))/\(FileName.of(method.clusterer))"
  }
}
