import Datasets
import Foundation
import Matrices
import Scores

/// What `fusebench score` computes: every external score of one label file against another.
public struct LabelScoring: Codable, Sendable {
  public struct Entry: Codable, Sendable {
    public let name: String
    public let title: String
    /// Null where the score is undefined.
    public let value: Double?
  }

  public let scores: [Entry]
  /// Items whose true class is known.
  public let items: Int
  public let unlabelled: Int
  /// Items that the prediction leaves out as noise; they count as one cluster of their own.
  public let noise: Int
  /// The clusters and the classes that have an item whose class is known; noise is no cluster here.
  public let clusters: Int
  public let classes: Int
  /// Notes on how the files were read, and on scores that may mean nothing.
  public let notices: [Notice]

  /// Which column of a label file is meant, and which of its columns names the items.
  public struct Column: Sendable {
    public var path: String
    public var column: String?
    public var idColumn: String?
    /// True where a table begins with a header; nil to find out.
    public var header: Bool?

    public init(path: String, column: String? = nil, idColumn: String? = nil, header: Bool? = nil) {
      self.path = path
      self.column = column
      self.idColumn = idColumn
      self.header = header
    }

    func read(as name: String) throws -> LabelColumn {
      try LabelSet.reading(
        path, LabelOptions(column: column, idColumn: idColumn, header: TableHeader(header), name: name))
    }
  }

  /// Reads both files and scores the one against the other; rows are matched by id where both have ids.
  ///
  /// - Parameter names: the scores; empty for all external ones.
  /// - Throws: the importers' errors, ``HarnessError`` when the counts differ, `ScoreError`.
  public init(truth: Column, prediction: Column, scores names: [String] = []) throws {
    let chosen = try names.isEmpty ? ExternalScores.all : names.map { try ExternalScores.named($0) }
    let known = try truth.read(as: "truth")
    let given = try prediction.read(as: "prediction")
    let labels = try Self.match(given, to: known)
    let table = try ContingencyTable(Partition(labels), truth: known.labels)
    scores = chosen.map { score in
      let value = score.score(table)
      return Entry(name: score.name, title: score.title, value: value.isFinite ? value : nil)
    }
    items = table.total
    unlabelled = table.unlabelled
    noise = table.noise
    clusters = table.clusterIDs.count { $0 >= 0 }
    classes = table.occupiedClasses
    let ofClasses = TrivialLabels.notice(fileStem(truth.path), classes: classes, items: items)
    let ofClusters = TrivialLabels.notice(clusters: clusters, of: fileStem(prediction.path), items: items)
    notices = known.notices + given.notices + [ofClasses ?? ofClusters].compactMap(\.self)
  }

  private static func match(_ given: LabelColumn, to known: LabelColumn) throws -> [Int32] {
    guard let ids = known.ids, let givenIDs = given.ids else {
      guard known.labels.values.count == given.labels.values.count else {
        throw HarnessError(
          .labelFilesDiffer(truth: known.labels.values.count, predicted: given.labels.values.count))
      }
      return given.labels.values
    }
    return try given.labels.selecting(rows(of: ids, in: givenIDs, of: "prediction")).values
  }

  /// For each id its row among others.
  static func rows(of ids: [String], in others: [String], of name: String) throws -> [Int] {
    var rows: [String: Int] = [:]
    for (row, id) in others.enumerated() where rows.updateValue(row, forKey: id) != nil {
      throw HarnessError(.duplicateLabelID(labels: name, id: id))
    }
    let found = ids.map { rows[$0] }
    if let first = found.firstIndex(of: nil) {
      let missing = found.count { $0 == nil }
      throw HarnessError(.labelIDs(labels: name, missing: missing, first: ids[first], items: ids.count))
    }
    return found.compactMap(\.self)
  }

  /// Such as `clusters 60, classes 60 (one per item)`.
  public var counts: String {
    func text(_ count: Int, isMarked: Bool) -> String {
      count.grouped + (isMarked && count == items && items > 1 ? " (one per item)" : "")
    }
    return "clusters \(text(clusters, isMarked: classes != items)), classes \(text(classes, isMarked: true))"
  }

  /// The same as JSON, with sorted keys.
  public func json() throws -> String { try prettyJSON(self) }
}
