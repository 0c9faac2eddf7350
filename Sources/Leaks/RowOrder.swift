import Core
import Features
import Foundation
import Matrices

/// Notes feature sets and labels whose rows may be in another order than those of the other files.
///
/// Rows that lie close to each other share a class, and are close in other feature sets too, more often than at random. A
/// set of which neither holds is either in another order or unrelated to these items; no check can tell the two
/// apart, so the note names both. Sets whose columns are independent of each other are left alone: their rows have no
/// order to check.
///
/// Neighbors are exact within a sample of ``sampleSize`` rows, and each count is compared with its distribution under
/// random orders, whose mean and variance are known (``PairSums``). A set is asked about where every count lies less than
/// 2.5 standard deviations above its mean, and a little more where there are several counts: rows in random order lie
/// above that in about 1 % of cases.
/// - Complexity: O(sample² · columns) a set.
struct RowOrder {
  static let sampleSize = 2_000
  /// The number of neighbors: a twentieth of the rows of the sample within these bounds.
  static let neighbors = 10...50
  /// With fewer rows weak relations cannot be told from none.
  static let fewestRows = 50

  /// The sets; rows whose differences are not kept have no neighbors to ask about.
  private let sets: [(name: String, neighbors: SampleGraph, hasLostRows: Bool)]
  private let labelSets: [LabelSet]
  /// For each set and label set, true where the set follows it and shares neighbors with each other set; nil where it
  /// cannot be told.
  private let follows: [[Bool?]]
  private let shares: [[Bool?]]

  /// - Parameter sets: with one row an item, as many as `labelSets` have labels.
  init?(_ sets: [FeatureSet], labelSets: [LabelSet]) {
    guard let count = sets.first?.matrix.rows, count >= Self.fewestRows,
      sets.allSatisfy({ $0.matrix.rows == count }), sets.count + labelSets.count > 1
    else { return nil }
    var stream = Seed(0).stream("row order")
    let rows = stream.sample(min(Self.sampleSize, count), of: count).sorted()
    let neighbors = min(max(rows.count / 20, Self.neighbors.lowerBound), Self.neighbors.upperBound)
    let graphs = sets.map { SampleGraph($0.matrix.selecting(rows: rows), count: neighbors) }
    self.sets = zip(sets, graphs).map { ($0.name, $1, $0.hasLostRows) }
    self.labelSets = labelSets.filter { $0.values.count == count }
    let limit = Self.limit(tests: self.labelSets.count + sets.count - 1)
    let sampled = self.labelSets.map { $0.selecting(rows).values }
    follows = graphs.map { graph in sampled.map { labels in graph.excess(of: labels).map { $0 > limit } } }
    var shares = graphs.map { _ in [Bool?](repeating: nil, count: graphs.count) }
    for first in graphs.indices {
      for second in 0..<first {
        let isShared = graphs[first].excess(of: graphs[second]).map { $0 > limit }
        (shares[first][second], shares[second][first]) = (isShared, isShared)
      }
    }
    self.shares = shares
  }

  /// The number of standard deviations that a count must exceed, where there are so many counts.
  private static func limit(tests: Int) -> Double { 2.5 + 0.35 * log(Double(max(tests, 1))) }

  var notices: [Notice] {
    let others = sets.indices.map { set in sets.indices.filter { $0 != set } }
    let unrelated = sets.indices.filter { set in
      let answers = (follows[set] + others[set].map { shares[set][$0] }).compactMap(\.self)
      return !answers.isEmpty && !answers.contains(true) && !sets[set].hasLostRows && sets[set].neighbors.isStructured
    }
    if follows.joined().contains(where: { $0 != nil }) {
      return unrelated.map { question(of: $0, beside: others[$0]) } + labelQuestion(others) + truthQuestion
    }
    if sets.count == 2 { return unrelated.count == 2 ? [undecidable(unrelated)] : [] }
    let agree = sets.indices.contains { set in others[set].contains { shares[set][$0] == true } }
    return agree
      ? unrelated.map { question(of: $0, beside: others[$0]) }
      : unrelated.count > 1 ? [undecidable(unrelated)] : []
  }

  private func question(of set: Int, beside others: [Int]) -> Notice {
    let labels =
      labelSets.isEmpty ? nil : "share their \(list(labelSets.map { LeakText.noun($0.name) }))"
    let neighbors = others.isEmpty ? nil : "are close in \(names(others))"
    return Notice(
      kind: "order-in-question",
      message:
        "\(sets[set].name): close rows \([labels, neighbors].compactMap(\.self).joined(separator: " or ")) no more "
        + "often than rows in random order would: check the order of the file; if it is that of the other files, its rows are "
        + "unrelated to these items")
  }

  /// A note where close rows share another label, but not that which is scored: the first one.
  private var truthQuestion: [Notice] {
    let answers = follows.compactMap(\.first).compactMap(\.self)
    guard labelSets.count > 1, !answers.isEmpty, !answers.contains(true),
      let other = labelSets.indices.dropFirst().first(where: { set in follows.contains { $0[set] == true } })
    else { return [] }
    let following = sets.indices.filter { follows[$0][other] == true }
    return [
      Notice(
        kind: "order-in-question",
        message: "\(names(following)): close rows share their \(LeakText.noun(labelSets[other].name)), but their "
          + "\(LeakText.noun(labelSets[0].name)), which is scored, no more often than rows in random order would: check the "
          + "order of these labels; if it is that of the features, the features are unrelated to them")
    ]
  }

  /// A note where feature sets agree with each other and none follows the labels.
  private func labelQuestion(_ others: [[Int]]) -> [Notice] {
    let agreeing = sets.indices.filter { set in others[set].contains { shares[set][$0] == true } }
    guard agreeing.count > 1, !follows.joined().contains(true) else { return [] }
    return [
      Notice(
        kind: "order-in-question",
        message: "\(names(agreeing)) agree on which rows are close, and close rows share their "
          + "\(list(labelSets.map { LeakText.noun($0.name) })) no more often than rows in random order would: check that "
          + "the labels are in the order of the features")
    ]
  }

  private func undecidable(_ sets: [Int]) -> Notice {
    Notice(
      kind: "order-in-question",
      message:
        "rows that are close in one of \(names(sets)) are close in another no more often than rows in random order "
        + "would be: check that the files are in the same order; only labels or a further feature set could show which one is not"
    )
  }

  private func names(_ positions: [Int]) -> String { list(positions.map { sets[$0].name }) }
}

/// The nearest rows of each row of a sample.
private struct SampleGraph {
  private let rows: Matrix
  private let nearest: NearestNeighbors
  /// True where row j is among the nearest of row i, at i · rows + j.
  private let isEdge: [Bool]
  /// Over the pairs of rows, each with the number of directions in which they are neighbors.
  private let sums: PairSums

  /// - Precondition: more than five rows.
  init(_ rows: Matrix, count: Int) {
    self.rows = rows
    nearest = NearestNeighbors(of: rows, count: min(count, rows.rows / 5))
    var isEdge = [Bool](repeating: false, count: rows.rows * rows.rows)
    var ofRows = [Double](repeating: Double(nearest.count), count: rows.rows)
    var mutual = 0
    for (position, neighbor) in nearest.indices.enumerated() {
      let (row, other) = (position / nearest.count, Int(neighbor))
      isEdge[row * rows.rows + other] = true
      ofRows[other] += 1
      if isEdge[other * rows.rows + row] { mutual += 1 }
    }
    self.isEdge = isEdge
    // A pair of mutual neighbors has the weight 2 at both of its places.
    sums = PairSums(ofRows: ofRows, squares: Double(2 * nearest.indices.count + 4 * mutual))
  }

  /// By how many standard deviations more neighbors share a label than in random order; nil where that cannot differ.
  func excess(of labels: [Int32]) -> Double? {
    let found = count { labels[$0] >= 0 && labels[$0] == labels[$1] }
    return sums.excess(of: 2 * found, with: PairSums(labels: labels))
  }

  /// The same of neighbors that are neighbors in another graph.
  func excess(of other: Self) -> Double? {
    let found = count { other.areNeighbors($0, $1) } + count { other.areNeighbors($1, $0) }
    return sums.excess(of: 2 * found, with: other.sums)
  }

  private func areNeighbors(_ row: Int, _ other: Int) -> Bool { isEdge[row * rows.rows + other] }

  private func count(_ property: (Int, Int) -> Bool) -> Double {
    var count = 0
    for (position, neighbor) in nearest.indices.enumerated()
    where property(position / nearest.count, Int(neighbor)) { count += 1 }
    return Double(count)
  }

  var isStructured: Bool { ColumnDependence(rows, nearest).isFound }
}
