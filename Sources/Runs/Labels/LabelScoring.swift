import Core
import Datasets
import Experiments
import Foundation
import Results
import Scores

/// The results of `fusebench score`: external scores of one label file against another.
public struct LabelScoring: Codable, Sendable {
  /// One score with its value.
  public struct Entry: Codable, Sendable {
    /// The short name of the score.
    public let name: String
    /// The title of the score.
    public let title: String
    /// The value; nil where the score is undefined.
    public let value: Double?
  }

  /// The scores in the order asked for.
  public let scores: [Entry]
  /// The number of items that are scored: clustered, with a known class.
  public let items: Int
  /// The number of items whose class is not known; they are not scored.
  public let unlabelled: Int
  /// The number of items that the prediction leaves out as noise; they count as one cluster of their own.
  public let noise: Int
  /// The number of items that were not clustered; they are not scored.
  public let leftOut: Int
  /// The number of clusters with a scored item; noise is no cluster here.
  public let clusters: Int
  /// The number of classes with a scored item.
  public let classes: Int
  /// Notes on how the files were read and matched, and on scores that may mean nothing.
  public let notices: [Notice]

  /// Reads both files and scores the one against the other, in the order of the truth.
  ///
  /// - Parameters:
  ///   - truth: the file of the classes.
  ///   - prediction: the file of the clusters: -1 for noise; -2, nothing or a word for a missing value for items that were not
  ///     clustered.
  ///   - names: the short names of the scores; empty for all external ones.
  ///   - missing: the treatment of ids that one file lacks.
  ///   - minusOne: the meaning of -1 in the truth.
  /// - Throws: the importers' errors, an ``ExplainedError`` where the rows cannot be matched, `ScoreError` for an
  ///   unknown score, or where no item has a class.
  public init(
    truth: FileColumn, prediction: FileColumn, scores names: [String] = [], missing: MissingItems = .error,
    minusOne: MinusOne = .automatic
  ) throws {
    let chosen = try names.isEmpty ? ExternalScores.all : names.map { try ExternalScores.named($0) }
    let known = try truth.read(as: "truth", minusOne)
    let (given, codes) = try Self.clusters(prediction)
    let sides = [known.side(of: truth.path), given.side(of: prediction.path)]
    let matching = try ItemMatching(zip(sides, [truth, prediction]).map(Self.side), missing: missing)
    let labels = matching.kept.compactMap { matching.rows[1][$0] }.map { codes[$0] }
    let table = try ContingencyTable(Partition(labels), truth: known.labels.selecting(matching.kept))
    scores = chosen.map { score in
      let value = score.score(table)
      return Entry(name: score.name, title: score.title, value: value.isFinite ? value : nil)
    }
    items = table.total
    unlabelled = table.unlabelled
    noise = table.noise
    leftOut = table.leftOut
    clusters = table.foundClusters
    classes = table.occupiedClasses
    let ofClasses = TrivialLabels.notice(fileStem(truth.path), classes: classes, items: items)
    let ofClusters = TrivialLabels.notice(clusters: clusters, of: fileStem(prediction.path), items: items)
    notices =
      matching.fitting(known.notices + given.notices) + matching.notices
      + [ofClasses ?? ofClusters, Self.noiseNotice(table, prediction.path)].compactMap(\.self)
      + table.undefinedNotices(scores.map { ($0.name, $0.value ?? .nan) }) + VoteTies.notices(on: chosen, of: table)
  }

  /// The note on one cluster or none beside -1, which may be a cluster as well, as in labels of -1 and 1.
  private static func noiseNotice(_ table: ContingencyTable, _ path: String) -> Notice? {
    guard table.noise > 0, table.foundClusters < 2 else { return nil }
    guard table.foundClusters == 1 else {
      return Notice(
        kind: "minus-one",
        message: "\(path): every item is -1, which is read as noise; noise is scored as a cluster of its own")
    }
    return Notice(
      kind: "minus-one",
      message: "\(path): there is a single cluster beside -1, which is read as noise; noise is scored as a cluster of "
        + "its own, so that the scores are those of two clusters")
  }

  /// The clusters of a file, with -1 for noise and -2 for items that were not clustered or have none.
  private static func clusters(_ file: FileColumn) throws -> (column: LabelColumn, labels: [Int32]) {
    let column = try file.read(as: "prediction", areClusters: true)
    var labels = column.labels.values
    for row in column.leftOut { labels[row] = Partition.leftOut }
    if RunLabelsFile(path: file.path)?.marksLeftOutAsNoise == true {
      labels = labels.map { $0 == Partition.noise ? Partition.leftOut : $0 }
    }
    return (column, labels)
  }

  /// A side with its file, and with the ids of the run whose labels it holds, where it has none of its own.
  private static func side(_ side: ItemSide, of file: FileColumn) -> ItemSide {
    var side = side
    side.file = file.path
    side.source = file.path
    guard side.ids == nil, let ids = RunLabelsFile(path: file.path)?.ids(count: side.count) else { return side }
    return ItemSide(name: side.name, count: side.count, ids: ids)
  }

  /// The numbers of clusters and classes in words, such as `clusters 60, classes 60 (one per item)`.
  public var counts: String {
    func text(_ count: Int, isMarked: Bool) -> String {
      count.grouped + (isMarked && count == items && items > 1 ? " (one per item)" : "")
    }
    return "clusters \(text(clusters, isMarked: classes != items)), classes \(text(classes, isMarked: true))"
  }

  /// Returns the results as JSON, with sorted keys.
  ///
  /// - Throws: the encoder's error; the numbers of a scoring cause none.
  public func json() throws -> String { try prettyJSON(self) }
}

extension FileColumn {
  func read(as name: String, _ minusOne: MinusOne = .automatic, areClusters: Bool = false) throws -> LabelColumn {
    var options = LabelOptions(
      column: column, idColumn: idColumn, header: TableHeader(header), name: name, minusOne: minusOne)
    options.areClusters = areClusters
    return try LabelSet.reading(path, options)
  }
}
