/// Cohen's kappa between the true classes and the classes that the clusters stand for: agreement beyond what the class
/// sizes alone would give.
///
/// Kappa is 0/0 where both sides are one and the same class, since agreement by chance is certain then: it is undefined, NaN. By
/// majority vote that is so for every clustering of items of one class.
///
/// A majority vote agrees on at least as many items as a matching, yet its kappa may be the lower one: a vote that
/// gives every cluster to the largest class agrees no better than chance. Where two classes are the most common ones of a
/// cluster, the first in the label set's order takes it, as in scikit-learn's idiom of `argmax` over the contingency matrix;
/// agreement by chance, and so kappa, depends on that choice, and a run prints a note where it does.
///
/// Cohen, "A coefficient of agreement for nominal scales", 1960.
public struct CohenKappa: ExternalScore {
  /// The way in which clusters are given classes. Clusters left over by a one-to-one matching agree with no class.
  public let matching: ClusterMatching

  /// Makes the score.
  public init(matching: ClusterMatching = .majority) { self.matching = matching }

  public var name: String { matching == .majority ? "kappa" : "kappa-matched" }
  public var title: String {
    "Cohen's kappa (\(matching.title))"
  }
  public var meaning: String {
    matching == .majority
      ? "Cohen's kappa, agreement beyond chance, each cluster counted as its most common class; 1 is perfect"
      : "Cohen's kappa after one-to-one matching of clusters and classes; 1 is perfect"
  }
  public var assignment: ClusterMatching? { matching }
  public var risesWithClusters: Bool { matching == .majority }
  public var range: ClosedRange<Double> { -1...1 }

  public func score(_ table: ContingencyTable) -> Double {
    let mapping = table.mapping(matching)
    var chance = 0
    for (column, given) in mapping.classOfColumn.enumerated() {
      if let given { chance += table.classTotals[given] * table.clusterTotals[column] }
    }
    return Self.kappa(agreeing: table.agreeing(under: mapping), chance: chance, total: table.total)
  }

  public func frozen(on table: ContingencyTable) -> FrozenScore {
    FrozenScore(matching == .majority ? .voted : .matched, original: score(table)) {
      [matching] sums in
      let agreement = matching == .majority ? sums.voted : sums.matched
      let certain = sums.total * sums.total
      guard agreement.chance < certain else { return .nan }
      return (agreement.agreeing * sums.total - agreement.chance) / (certain - agreement.chance)
    }
  }

  /// Returns Cohen's unweighted kappa between two labelings of the same items, equal to scikit-learn's
  /// `cohen_kappa_score`: NaN where both have a single label, the same one. Every number, -1 too, is a label.
  ///
  /// - Throws: ``ScoreError`` when they differ in length or are empty.
  /// - Complexity: O(items).
  public static func between(_ first: [Int32], _ second: [Int32]) throws -> Double {
    guard first.count == second.count else {
      throw ScoreError(.labelingsDiffer(first: first.count, second: second.count))
    }
    guard !first.isEmpty else { throw ScoreError(.nothingLabelled(items: 0)) }
    var totals: [Int32: (first: Int, second: Int)] = [:]
    var agreeing = 0
    for (left, right) in zip(first, second) {
      totals[left, default: (0, 0)].first += 1
      totals[right, default: (0, 0)].second += 1
      if left == right { agreeing += 1 }
    }
    let chance = totals.values.reduce(0) { $0 + $1.first * $1.second }
    return kappa(agreeing: agreeing, chance: chance, total: first.count)
  }

  /// NaN where agreement by chance is certain.
  ///
  /// `chance` is the sum over the classes of the product of both sides' totals.
  static func kappa(agreeing: Int, chance: Int, total: Int) -> Double {
    let certain = total * total
    return chance == certain ? .nan : Double(agreeing * total - chance) / Double(certain - chance)
  }
}
