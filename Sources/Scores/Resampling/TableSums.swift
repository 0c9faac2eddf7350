import Foundation

/// The sums over a contingency table that the external scores of this package are functions of.
///
/// They may be those of the table, of the table without one of its items, or of a resample of its items.
public struct TableSums: Sendable, Equatable {
  /// The sums that a score looks at.
  public struct Kinds: OptionSet, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// ``TableSums/voted``.
    public static let voted = Kinds(rawValue: 1)
    /// ``TableSums/matched``.
    public static let matched = Kinds(rawValue: 2)
    /// ``TableSums/squares``.
    public static let squares = Kinds(rawValue: 4)
    /// ``TableSums/logarithms``.
    public static let logarithms = Kinds(rawValue: 8)
    /// ``TableSums/table``.
    public static let table = Kinds(rawValue: 16)
  }

  /// The agreement that a mapping of clusters to classes leads to.
  public struct Agreement: Sendable, Equatable {
    /// Items that lie in a cluster of their class.
    public var agreeing = 0.0
    /// The sum over the clusters of the items of their class times their own.
    public var chance = 0.0
  }

  /// The sum of one function over the cells, over the classes' totals and over the clusters' totals.
  public struct Margins: Sendable, Equatable {
    public var cells = 0.0
    public var classes = 0.0
    public var clusters = 0.0
  }

  /// The items.
  public var total = 0.0
  /// Under the majority vote of the original table.
  public var voted = Agreement()
  /// Under the one-to-one matching of the original table.
  public var matched = Agreement()
  /// The sums of n².
  public var squares = Margins()
  /// The sums of n · log n, in nats.
  public var logarithms = Margins()
  /// The table itself, for scores that are no function of the sums.
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
