import Foundation

/// The sums over a contingency table that the external scores of this package are functions of.
///
/// They may be those of the table, of the table without one of its items, or of a resample of its items.
public struct TableSums: Sendable, Equatable {
  /// The kinds of sums that a score looks at.
  public struct Kinds: OptionSet, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// The agreement under the vote, ``TableSums/voted``.
    public static let voted = Kinds(rawValue: 1)
    /// The agreement under the matching, ``TableSums/matched``.
    public static let matched = Kinds(rawValue: 2)
    /// The sums of squares, ``TableSums/squares``.
    public static let squares = Kinds(rawValue: 4)
    /// The sums of logarithms, ``TableSums/logarithms``.
    public static let logarithms = Kinds(rawValue: 8)
    /// The table itself, ``TableSums/table``.
    public static let table = Kinds(rawValue: 16)
  }

  /// The agreement that a mapping of clusters to classes leads to.
  public struct Agreement: Sendable, Equatable {
    /// The number of items that lie in a cluster of their class.
    public var agreeing = 0.0
    /// The sum over the clusters of the number of items of their class times their own.
    public var chance = 0.0
  }

  /// The sum of one function over the cells, over the classes' totals and over the clusters' totals.
  public struct Margins: Sendable, Equatable {
    /// The sum over the cells.
    public var cells = 0.0
    /// The sum over the totals of the classes.
    public var classes = 0.0
    /// The sum over the totals of the clusters.
    public var clusters = 0.0
  }

  /// The number of items.
  public var total = 0.0
  /// The agreement under the majority vote of the original table.
  public var voted = Agreement()
  /// The agreement under the one-to-one matching of the original table.
  public var matched = Agreement()
  /// The sums of n² for counts n.
  public var squares = Margins()
  /// The sums of n · log n for counts n, in nats.
  public var logarithms = Margins()
  /// The table itself, for scores that are no function of the sums; nil for the others.
  public var table: ContingencyTable?
}

extension TableSums {
  // The ordered pairs of different items, as in ``PairCounts``.
  var together: Double { squares.cells - total }
  var split: Double { squares.classes - squares.cells }
  var merged: Double { squares.clusters - squares.cells }
  var apart: Double { total * total - squares.classes - squares.clusters + squares.cells }

  /// Nats.
  var classEntropy: Double { max(log(total) - logarithms.classes / total, 0) }
  var clusterEntropy: Double { max(log(total) - logarithms.clusters / total, 0) }
  var mutualInformation: Double {
    max(log(total) + (logarithms.cells - logarithms.classes - logarithms.clusters) / total, 0)
  }
}

/// n · log n for whole numbers, of which the small ones are kept.
struct CountLogarithms: Sendable {
  private static let kept: [Double] = [0] + (1..<1 << 16).map { Double($0) * log(Double($0)) }
  private let kept = Self.kept

  @inline(__always)
  subscript(count: Int) -> Double {
    count < kept.count ? kept[count] : Double(count) * log(Double(count))
  }
}
