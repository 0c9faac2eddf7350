import Core
import Results

extension StoredRun {
  /// Stores names of clusters of a method in the place of former ones, with the clusters that have them, and writes them into its
  /// tables. Figures, findings and page count as not made until they are made again.
  ///
  /// What was read of the run is as before; open it anew.
  /// - Parameters:
  ///   - names: by the number of the cluster; none takes the names away.
  ///   - tables: those of the method.
  /// - Throws: `ResultsError` when a file cannot be read or written.
  package func nameClusters(_ names: [Int: String], in tables: StoredMembers) throws {
    let identity = tables.record.trial
    guard let trial = trial(identity) else {
      throw ResultsError(
        .malformed(path: folder.path(of: "clusters"), detail: "its clusters are those of a trial that is not there"))
    }
    let partition = try partition(of: trial)
    let majority = try majorityNames(of: partition)
    try folder.removeOutputRecord()
    try folder.write(
      ClusterNamesRecord(trial: identity, names: names, ids: record.items?.ids), labels: partition.labels)
    var run = record
    run.notices.removeAll {
      $0.kind == CarriedNames.noticeKind && $0.message.hasPrefix(CarriedNames.beginning(of: identity.method))
    }
    if run != record { try folder.write(run) }
    let shown = record.names(of: identity.clusterer).merging(names) { _, own in own }
    var stored = tables.record
    stored.names = names.isEmpty ? nil : names
    stored.givenNames = try folder.clusterNamesMark(of: identity.method)
    try folder.write(
      stored, clusters: Self.clusters(tables.clusters, named: shown, else: majority),
      members: Self.members(tables.members, named: shown))
  }

  /// The most common class of each cluster by its number; of equally common ones the first in the order of the label set.
  private func majorityNames(of partition: Partition) throws -> [Int: String] {
    guard let truth = try truth else { return [:] }
    var counts: [Int32: [Int32: Int]] = [:]
    for (cluster, value) in zip(partition.labels, truth.values) where cluster >= 0 && value >= 0 {
      counts[cluster, default: [:]][value, default: 0] += 1
    }
    let most = counts.compactMapValues { classes in classes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key }
    return Dictionary(uniqueKeysWithValues: most.map { (Int($0), truth.classes[Int($1)]) })
  }

  private static func clusters(
    _ table: StoredTable, named names: [Int: String], else majority: [Int: String]
  ) -> StoredTable {
    guard let number = table.column(MembersColumn.cluster), let name = table.column(MembersColumn.name) else {
      return table
    }
    var named = table
    for row in named.rows.indices {
      guard let cluster = Int(named.rows[row][number]), cluster >= 0 else { continue }
      named.rows[row][name] = ClusterName.majority(cluster, majority[cluster], own: names[cluster])
    }
    return named
  }

  /// The members with the names of their clusters behind the numbers; without the column where no cluster has a name.
  private static func members(_ table: StoredTable, named names: [Int: String]) -> StoredTable {
    guard let number = table.column(MembersColumn.cluster) else { return table }
    let own = table.header.indices.filter { $0 != number + 1 || table.header[$0] != MembersColumn.name }
    var named = table.selecting(own)
    guard !names.isEmpty, let number = named.column(MembersColumn.cluster) else { return named }
    named.header = named.header.map { $0 == MembersColumn.name ? "label \($0)" : $0 }
    named.header.insert(MembersColumn.name, at: number + 1)
    for row in named.rows.indices {
      named.rows[row].insert(Int(named.rows[row][number]).flatMap { names[$0] } ?? "", at: number + 1)
    }
    return named
  }
}
