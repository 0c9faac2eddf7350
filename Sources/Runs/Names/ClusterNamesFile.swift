import Core
import Datasets
import Results

/// Names that a user gives to clusters of a method, from a table with the columns `cluster` and `name`.
package struct ClusterNamesFile {
  /// By the number of the cluster.
  package let names: [Int: String]
  /// Notes on how the file was read.
  package let notices: [Notice]

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - stored: the tables of the method, whose clusters are named.
  ///   - ofFile: the names in the file of a given partition, by the numbers of the clusters; none for other methods.
  /// - Throws: the importers' errors, and ``ClusterNamesError`` for unknown clusters, clusters with two names, blank names and names
  ///   of two clusters.
  package init(_ path: String, of stored: StoredMembers, ofFile: [Int: String] = [:]) throws {
    let table = try DelimitedTable(mapping: path, header: .present)
    func fail(_ reason: ClusterNamesError.Reason) -> ClusterNamesError { ClusterNamesError(path: path, reason: reason) }
    let (wanted, found) = ([MembersColumn.cluster, MembersColumn.name], table.columnNames ?? [])
    guard wanted.allSatisfy(found.contains) else { throw fail(.noColumns(found)) }
    let texts = try wanted.map { column in
      try table.strings(column: table.position(of: column)).map {
        $0.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      }
    }
    let rowsAsShown = Set(texts[0].indices.filter { Self.isAsShown(texts[0][$0], texts[1][$0], in: stored) })
    let columns = texts.map { texts in texts.indices.filter { !rowsAsShown.contains($0) }.map { texts[$0] } }
    let method = stored.record.trial.method.text
    let known = stored.clusters.column(MembersColumn.cluster).map { column in
      stored.clusters.rows.compactMap { Int($0[column]) }.filter { $0 >= 0 }
    }
    let clusters = Set(known ?? [])
    let strange = columns[0].filter { text in Int(text).map { !clusters.contains($0) } ?? true }
    guard strange.isEmpty else {
      throw fail(.unknownClusters(strange.uniqued, method: method, known: clusters.sorted()))
    }
    let rows = columns[0].map { Int($0) ?? 0 }
    if let cluster = rows.first(where: { each in rows.count { $0 == each } > 1 }) {
      throw fail(.namedTwice(cluster: cluster, names: zip(rows, columns[1]).filter { $0.0 == cluster }.map(\.1)))
    }
    let given = zip(rows, columns[1]).map { Self.withoutNumber($1, of: $0) }
    let blank = zip(rows, given).filter { $0.1.isEmpty }.map(\.0)
    guard blank.isEmpty else { throw fail(.blank(clusters: blank, rows: rows.count)) }
    let names = Dictionary(uniqueKeysWithValues: zip(rows, given))
    let ofName = Dictionary(grouping: ofFile.merging(names) { _, own in own }, by: \.value).mapValues {
      $0.map(\.key).sorted()
    }
    if let name = given.first(where: { (ofName[$0] ?? []).count > 1 }) {
      throw fail(.sameName(name, clusters: ofName[name] ?? []))
    }
    self.names = names
    notices = table.notices + Self.asShownNotice(rowsAsShown.count, path)
  }

  /// True where a row is as the table of clusters has it and its cluster has no name of a user, so that the row names nothing.
  private static func isAsShown(_ cluster: String, _ name: String, in stored: StoredMembers) -> Bool {
    guard let number = stored.clusters.column(MembersColumn.cluster),
      let shown = stored.clusters.column(MembersColumn.name),
      Int(cluster).map({ stored.record.names?[$0] == nil }) ?? false
    else { return false }
    return stored.clusters.rows.contains { row in
      row[number] == cluster && row[shown].split(whereSeparator: \.isWhitespace).joined(separator: " ") == name
    }
  }

  /// The name without the number of its cluster, with which tables show it: `weapon` for `7 · weapon` of cluster 7.
  private static func withoutNumber(_ name: String, of cluster: Int) -> String {
    let prefix = "\(cluster) ·"
    return name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count).drop(while: \.isWhitespace)) : name
  }

  private static func asShownNotice(_ count: Int, _ path: String) -> [Notice] {
    guard count > 0 else { return [] }
    return [
      Notice(
        kind: "names-as-shown",
        message:
          "\(path): \(counted(count, "row")) \(count == 1 ? "is" : "are") as fusebench clusters prints clusters without a name "
          + "of yours, and \(count == 1 ? "names" : "name") nothing")
    ]
  }
}

/// The reason why a file gives no names to the clusters of a method.
package struct ClusterNamesError: ExplainedError, Equatable {
  package enum Reason: Sendable, Equatable {
    /// It lacks one of the columns; those that it has.
    case noColumns([String])
    /// It names clusters that the method does not have; `known` are the numbers of those that it has.
    case unknownClusters([String], method: String, known: [Int])
    /// A cluster is in several rows.
    case namedTwice(cluster: Int, names: [String])
    /// Names are blank, of so many rows.
    case blank(clusters: [Int], rows: Int)
    /// Several clusters have the same name.
    case sameName(String, clusters: [Int])
  }

  package let path: String
  package let reason: Reason

  package init(path: String, reason: Reason) { (self.path, self.reason) = (path, reason) }

  package var failure: String { "cannot name clusters by \(path)" }

  package var cause: String {
    switch reason {
    case .noColumns(let found):
      "it needs the columns cluster and name, and has \(counted(found.count, "column"))"
        + (found.isEmpty ? "" : ": \(list(found))")
    case .unknownClusters(let names, let method, let known):
      "it names \(counted(names.count, "cluster")) (\(list(names))) that \(method) does not have: it has "
        + counted(known.count, "cluster") + Self.range(known)
    case .namedTwice(let cluster, let names):
      "cluster \(cluster) has \(counted(names.count, "name")), expected 1: \(list(names))"
    case .blank(let clusters, let rows):
      "\(counted(clusters.count, "name")) of \(rows.grouped) \(clusters.count == 1 ? "is" : "are") blank: of cluster "
        + list(clusters.map(String.init))
    case .sameName(let name, let clusters):
      "\(counted(clusters.count, "cluster")) (\(list(clusters.map(String.init)))) would have the name \(name), expected 1"
    }
  }

  /// Such as `, with the numbers 0 to 26`.
  private static func range(_ known: [Int]) -> String {
    guard let first = known.first, let last = known.last else { return "" }
    return known.count == 1
      ? ", with the number \(first)"
      : ", with the numbers "
        + (last - first + 1 == known.count ? "\(first) to \(last)" : list(known.map(String.init)))
  }

  package var hint: String {
    switch reason {
    case .noColumns: "write a first line cluster,name and one line a cluster, such as 7,weapon"
    case .unknownClusters:
      "give the numbers of the column cluster that fusebench clusters prints; noise (-1) takes no name"
    case .namedTwice: "keep one row of the cluster"
    case .blank: "leave out the rows of clusters without a name"
    case .sameName: "give each cluster a name of its own, such as with a number behind it"
    }
  }
}
