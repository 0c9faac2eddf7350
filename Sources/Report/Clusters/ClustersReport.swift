import Core
import Foundation
import Results

/// The clusters of a method, or the items of some of them, as a table.
package struct ClustersReport {
  package enum Format: String, CaseIterable, Sendable {
    case text, markdown, csv, json

    /// The form of a file by its ending; nil for another ending.
    package init?(ending: String) {
      switch ending {
      case "txt": self = .text
      case "md": self = .markdown
      case "csv": self = .csv
      case "json": self = .json
      default: return nil
      }
    }
  }

  /// The trial whose clusters are shown.
  package let trial: TrialIdentity
  /// Notes on a name that other clusters could be meant by.
  package let notes: [String]
  private let table: StoredTable

  /// The clusters of a method.
  ///
  /// - Parameters:
  ///   - method: such as `kmeans:text`, or `kmeans` where it has one space; nil for the best one.
  ///   - cluster: the number, name, class or word of the clusters whose items are shown; nil for the list of clusters.
  /// - Throws: ``ClustersError`` where there is no such method or cluster, `ResultsError` for a file that was changed.
  package init(of run: StoredRun, method: String?, cluster: String? = nil) throws {
    let stored = try Self.tables(of: run, method: method)
    trial = stored.record.trial
    guard let cluster else {
      (table, notes) = (stored.clusters, [])
      return
    }
    let meant = MeantClusters(
      cluster, in: stored.clusters, own: try run.names(of: trial),
      classes: try Self.classes(of: trial, in: run))
    table = try stored.members(of: meant)
    notes = [meant.note].compactMap(\.self)
  }

  /// The most common class of each cluster by its number; none without labels.
  private static func classes(of trial: TrialIdentity, in run: StoredRun) throws -> [Int: String] {
    guard let truth = try run.truth, let record = run.trial(trial) else { return [:] }
    let facts = ClusterFacts.all(of: try run.partition(of: record), truth: truth)
    return Dictionary(
      uniqueKeysWithValues: facts.compactMap { fact in fact.majority.map { (fact.id, truth.classes[$0]) } })
  }

  /// The items that were drawn from the clusters of a trial.
  package init(_ draw: ItemDraw, of trial: TrialIdentity) { (self.trial, table, notes) = (trial, draw.table, []) }

  /// The tables of a method.
  ///
  /// - Parameter name: such as `kmeans:text`; nil for the best one.
  /// - Throws: ``ClustersError`` where there is no such method, `ResultsError` for a file that was changed.
  package static func tables(of run: StoredRun, method name: String?) throws -> StoredMembers {
    let method: RunPlan.Method
    if let name {
      guard let named = run.method(named: name) else {
        throw ClustersError(.noMethod(name, known: run.methods.map(\.option)))
      }
      method = named
    } else {
      guard let trial = run.representativeTrial() ?? run.trials.first else {
        throw ClustersError(.noTrial(method: nil))
      }
      method = trial.identity.method
    }
    guard !run.trials(of: method).isEmpty else { throw ClustersError(.noTrial(method: method.text)) }
    guard let stored = try run.members(of: method) else { throw ClustersError(.noTables(method: method.text)) }
    return stored
  }

  // MARK: - Forms

  /// The text in one of its forms, ending with a line feed.
  ///
  /// - Parameter isWhole: true for whole texts where a table for readers would cut long ones, as in a file.
  /// - Throws: `ResultsError` when it cannot be written as JSON.
  package func text(as format: Format, isWhole: Bool = false) throws -> String {
    switch format {
    case .text: shown(isWhole: isWhole).terminalText()
    case .markdown: shown(isWhole: isWhole).markdownEscaped.markdownText()
    case .csv: String(decoding: table.csv, as: UTF8.self)
    case .json:
      String(
        decoding: try JSONFile.data(TableRecord(trial: trial, table: table), path: "the clusters"), as: UTF8.self)
    }
  }

  /// The columns that hold anything, with numbers of three digits and, unless it is whole, long texts cut.
  private func shown(isWhole: Bool) -> TextTable {
    let columns = table.header.indices.filter { column in table.rows.contains { !$0[column].isEmpty } }
    let used = table.selecting(columns)
    let numbers = Set(used.header.indices.filter { MembersColumn.areNumbers.contains(used.header[$0]) })
    let style = NumberStyle()
    func text(_ field: String, _ column: Int) -> String {
      guard numbers.contains(column) else { return isWhole ? field : field.shortened(to: Self.longestText) }
      guard Int(field) == nil, let value = Double(field) else { return field }
      return style.text(value)
    }
    return TextTable(
      header: used.header, rows: used.rows.map { row in row.enumerated().map { text($1, $0) } },
      texts: Set(used.header.indices).subtracting(numbers))
  }

  /// The most characters of a text in a table for readers.
  private static let longestText = 60
}

extension StoredMembers {
  /// The items of the clusters that are meant: by cluster, the nearest to the center first.
  ///
  /// - Throws: ``ClustersError`` where there is none.
  fileprivate func members(of meant: MeantClusters) throws -> StoredTable {
    let chosen = Set(meant.numbers)
    guard !chosen.isEmpty else {
      let names = clusters.column(MembersColumn.name).map { name in clusters.rows.map { $0[name] } } ?? []
      throw ClustersError(.noCluster(meant.text, method: record.trial.method.text, known: names))
    }
    guard let own = members.column(MembersColumn.cluster), let distance = members.column(MembersColumn.distance) else {
      return members
    }
    let rows = members.rows.indices.filter { chosen.contains(members.rows[$0][own]) }
    let keys = rows.map { row in
      (cluster: Int(members.rows[row][own]) ?? 0, distance: Double(members.rows[row][distance]) ?? .infinity, row: row)
    }
    return StoredTable(
      header: members.header,
      rows: keys.sorted { ($0.cluster, $0.distance, $0.row) < ($1.cluster, $1.distance, $1.row) }
        .map { members.rows[$0.row] })
  }
}

/// A table as JSON: a mapping from columns to values for each row.
private struct TableRecord: Encodable {
  var method: RunPlan.Method
  var seed: UInt64
  var rows: [[String: JSONValue]]

  init(trial: TrialIdentity, table: StoredTable) {
    method = trial.method
    seed = trial.seed
    rows = table.rows.map { row in
      Dictionary(zip(table.header, row.enumerated().map { Self.value($1, of: table.header[$0]) })) { first, _ in first }
    }
  }

  /// A number where the column holds numbers, a text elsewhere; null for an empty field.
  private static func value(_ text: String, of column: String) -> JSONValue {
    guard !text.isEmpty else { return .null }
    guard MembersColumn.areNumbers.contains(column) else { return .string(text) }
    return Int(text).map(JSONValue.integer) ?? Double(text).map(JSONValue.number) ?? .string(text)
  }
}

extension String {
  /// The text up to so many characters, with a mark where it goes on.
  fileprivate func shortened(to count: Int) -> String {
    self.count > count ? prefix(count - 1) + "…" : self
  }
}
