import Core
import Foundation
import Scores

/// The agreement of one method's clusters with two label sets, on the items that both label: which one do the clusters
/// follow more closely?
///
/// Agreement is the adjusted mutual information (AMI), which is 0 on average for clusters that have nothing to do with
/// the labels, however many classes there are. Scores that are not adjusted, such as NMI and purity, are higher for the
/// label set with more classes even then. Vinh, Epps and Bailey, "Information theoretic measures for clusterings
/// comparison", 2010.
///
/// The clusters are taken as they are: all seeds are averaged, and the interval and the test are over the items alone.
/// Both label sets are scored on the same clusters, so that a seed is no source of error for one side only; the numbers
/// of seeds under which either label set is ahead show the differences between the seeds.
package struct LabelSetComparison: Sendable, Equatable {
  /// The number of items that both label sets label and that were clustered.
  package let items: Int
  /// The AMI with the first label set on these items, as the mean over the seeds.
  package let first: Double
  /// The AMI with the second label set.
  package let second: Double
  /// The 95 % interval of the difference, first minus second, over items.
  package let low: Double
  package let high: Double
  /// The standard error of the difference from the items.
  package let itemError: Double
  /// The standard error from the seeds, which is not part of the interval; nil for a single seed.
  package let seedError: Double?
  /// The p-value of the permutation test (``SignFlips``), not corrected for other tests.
  package let p: Double
  /// The way in which the test was taken.
  package let method: SignFlips.Method
  /// The number of seeds under which the first label set has the larger AMI, and the same for the second.
  package let seedsOfFirst: Int
  package let seedsOfSecond: Int

  /// The first AMI minus the second.
  package var difference: Double { first - second }

  /// The score that label sets are compared by.
  package static let score = AdjustedMutualInformation()

  /// Compares two label sets by the clusters of several methods; the results have the order of the methods.
  ///
  /// - Parameters:
  ///   - methods: at least one, of the items of both label sets. Items that one of them left out do not count.
  ///   - replicates: by default those of ``Resampling/replicates(items:trials:)``.
  /// - Returns: nil where no item is labelled by both and clustered by all methods, or one of the label sets has a single class
  ///   on these items.
  /// - Throws: `ScoreError` when the numbers of items differ.
  /// - Complexity: that of ``Resampling`` with twice the methods.
  package static func compare(
    _ methods: [SeededPartitions], _ first: LabelSet, _ second: LabelSet, seed: Seed = 0, replicates: Int? = nil
  ) throws -> [Self]? {
    let sides = LabelSet.onSharedItems([first, second], of: methods.flatMap(\.partitions))
    guard sides[0].unlabelledCount < sides[0].values.count, sides.allSatisfy({ $0.occupiedClasses > 1 }) else {
      return nil
    }
    let resampling = try Resampling(
      methods + methods, truths: methods.map { _ in sides[0] } + methods.map { _ in sides[1] }, scores: [score],
      seed: seed, replicates: replicates)
    let floor = exp2(1 - Double(max(try itemsClassedOtherwise(sides[0], sides[1]), 1)))
    let pairs = methods.indices.map { (first: $0, second: $0 + methods.count) }
    return pairs.map { pair in
      Self(resampling, pair, floor: floor, seed.stream("sign flips of label sets", pair.first))
    }
  }

  /// - Parameter floor: the smallest p-value that an exchange of labels can show.
  private init(
    _ resampling: Resampling, _ pair: (first: Int, second: Int), floor: Double,
    _ stream: @autoclosure () -> RandomStream
  ) {
    let error = resampling.error(score: 0, pair.first, over: pair.second)
    let contributions = Self.evened(resampling.contributions(0, pair.first, pair.second), to: error.mean)
    var sums = SignFlips.Sums()
    for contribution in contributions { sums.add(contribution) }
    let test = SignFlips(
      of: error.mean, contributions: sums.areFew ? contributions : nil, sums: sums, seeds: nil, stream: stream())
    let (values, others) = (resampling.values(0, pair.first), resampling.values(0, pair.second))
    let differences = zip(values, others).map { $0 - $1 }
    let margin = Uncertainty(items: error.items, seeds: nil).margin
    items = resampling.items
    first = values.mean
    second = others.mean
    low = error.mean - margin
    high = error.mean + margin
    itemError = error.items.squareRoot()
    seedError = error.seeds?.ofMean.squareRoot()
    p = max(test.p, floor)
    method = test.method
    // The rest of equal scores is rounding.
    seedsOfFirst = differences.count { $0 > 1e-12 }
    seedsOfSecond = differences.count { $0 < -1e-12 }
  }

  /// Returns contributions that add up to the difference, all moved alike: what chance takes from the information belongs to no
  /// item, and the contributions of items, for which it stays the same, leave its bias out.
  private static func evened(_ contributions: [Double], to difference: Double) -> [Double] {
    let rest = (difference - contributions.reduce(0, +)) / Double(max(contributions.count, 1))
    return contributions.map { $0 + rest }
  }

  /// Returns the number of items that two label sets class otherwise, whatever the classes are called: those beyond the
  /// largest share of each class that the other label set keeps together. Only these can be exchanged.
  private static func itemsClassedOtherwise(_ first: LabelSet, _ second: LabelSet) throws -> Int {
    let table = try ContingencyTable(Partition(classesOf: second), truth: first)
    var (ofRows, ofColumns) = (table.classTotals.map { _ in 0 }, table.clusterTotals.map { _ in 0 })
    for cell in table.cells {
      ofRows[cell.classID] = max(ofRows[cell.classID], cell.count)
      ofColumns[cell.column] = max(ofColumns[cell.column], cell.count)
    }
    return table.total - min(ofRows.reduce(0, +), ofColumns.reduce(0, +))
  }
}

/// The agreement of two label sets with each other.
package struct LabelSetAgreement: Sendable, Equatable {
  /// The number of items that both label.
  package let items: Int
  /// The adjusted mutual information, with its 95 % interval over items.
  package let information: ScoreEstimate
  /// The adjusted Rand index.
  package let rand: Double

  /// Compares two label sets of the same items; nil where no item is labelled by both.
  ///
  /// - Throws: `ScoreError` when the numbers of items differ.
  package init?(_ first: LabelSet, _ second: LabelSet, seed: Seed = 0, replicates: Int? = nil) throws {
    let sides = LabelSet.onSharedItems([first, second], of: [])
    guard sides[0].unlabelledCount < sides[0].values.count else { return nil }
    let resampling = try Resampling(
      [SeededPartitions([Partition(classesOf: sides[1])], seeds: [0], isDeterministic: true)], truth: sides[0],
      scores: [LabelSetComparison.score, AdjustedRandIndex()], seed: seed, replicates: replicates)
    items = resampling.items
    information = resampling.estimate(score: 0, of: 0)
    rand = resampling.estimate(score: 1, of: 0).mean
  }
}

extension Partition {
  /// The classes of a label set as clusters; items without a class are left out.
  init(classesOf labels: LabelSet) {
    self.init(
      labels: labels.values.map { $0 == LabelSet.unlabelled ? Self.leftOut : $0 }, clusters: labels.classes.count)
  }
}
