import Core

/// The reason why a score could not be computed.
public struct ScoreError: ExplainedError, Equatable {
  /// The failure with its numbers; rows and columns count from 0.
  public enum Reason: Sendable, Equatable {
    /// The partition and the truth are about different numbers of items.
    case countsDiffer(partition: Int, truth: Int)
    /// Two labelings that are compared differ in length.
    case labelingsDiffer(first: Int, second: Int)
    /// The partition and the matrix have different numbers of rows.
    case rowsDiffer(partition: Int, matrix: Int)
    /// No item has a true class; `items` is their number.
    case nothingLabelled(items: Int)
    /// An internal score needs from two clusters to one fewer than rows; `rows` counts those without noise.
    case clustersOutOfRange(score: String, clusters: Int, rows: Int)
    /// An entry of the matrix is NaN or infinite.
    case notFinite(row: Int, column: Int)
    /// A number of rows are all zero and have no direction, which a cosine needs.
    case noDirection(score: String, rows: Int)
    /// A stratified sample of `size` rows has none for some of the clusters.
    case sampleTooSmall(size: Int, clusters: Int)
    /// A confusion matrix of so many classes would not fit.
    case tooManyClasses(found: Int, limit: Int)
    /// No score has this name; `nearest` is the one that was probably meant, `known` lists all.
    case unknownScore(name: String, nearest: String?, known: [String])
  }

  /// The failure.
  public let reason: Reason

  package init(_ reason: Reason) { self.reason = reason }

  public var isWrongUsage: Bool { if case .unknownScore = reason { true } else { false } }
}

extension ScoreError {
  public var failure: String {
    switch reason {
    case .countsDiffer, .nothingLabelled: "cannot score the partition against the labels"
    case .labelingsDiffer: "cannot compare the two labellings"
    case .rowsDiffer, .notFinite: "cannot score the partition on its rows"
    case .clustersOutOfRange(let score, _, _), .noDirection(let score, _): "cannot compute \(score)"
    case .sampleTooSmall: "cannot draw the sample for the silhouette"
    case .tooManyClasses: "cannot make the confusion matrix"
    case .unknownScore(let name, _, _): "unknown score '\(name)'"
    }
  }

  public var cause: String {
    switch reason {
    case .countsDiffer(let partition, let truth):
      "the partition has \(counted(partition, "item")), the labels have \(truth.grouped)"
    case .labelingsDiffer(let first, let second):
      "the first has \(counted(first, "label")), the second \(second.grouped)"
    case .rowsDiffer(let partition, let matrix):
      "the partition has \(counted(partition, "label")), the matrix has \(counted(matrix, "row"))"
    case .nothingLabelled(let items): "0 of \(counted(items, "item")) have a true class"
    case .clustersOutOfRange(_, let clusters, let rows):
      "it needs from 2 clusters to one fewer than rows, and the partition has \(clusters.grouped) in "
        + "\(counted(rows, "row")) without noise"
    case .notFinite(let row, let column):
      "the entry at row \(row), column \(column) (from 0) is NaN or infinite"
    case .noDirection(_, let rows): "\(counted(rows, "row")) \(rows == 1 ? "is" : "are") all zero and without direction"
    case .sampleTooSmall(let size, let clusters):
      "\(counted(size, "row")) asked for, and there are \(counted(clusters, "cluster"))"
    case .tooManyClasses(let found, let limit):
      "the labels have \(found.grouped) classes, and at most \(limit.grouped) fit"
    case .unknownScore(_, _, let known): "the known scores are \(known.joined(separator: ", "))"
    }
  }

  public var hint: String {
    switch reason {
    case .countsDiffer: "give the labels of exactly the rows that were clustered, in the same order"
    case .labelingsDiffer: "give two labellings of the same items"
    case .rowsDiffer: "give the matrix whose rows were clustered"
    case .nothingLabelled:
      "give a label set with at least one labelled item, or leave the external scores out"
    case .clustersOutOfRange: "change the number of clusters, or leave this score out"
    case .notFinite:
      "repair the export, or leave such rows out with nan: drop; fusebench inspect counts them"
    case .noDirection: "remove such rows, or use silhouette"
    case .sampleTooSmall(_, let clusters):
      "ask for a sample of at least \(counted(clusters, "row"))"
    case .tooManyClasses: "use a label set with fewer classes"
    case .unknownScore(_, let nearest, _):
      nearest.map { "did you mean '\($0)'?" } ?? "use one of these names"
    }
  }
}
