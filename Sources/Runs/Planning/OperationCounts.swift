import Foundation

/// The cost of the parts of a run, in operations. An operation is the time of one multiplication with its addition in a
/// product of matrices; whatever is slower for each of them (a search with branches, a walk through memory) counts
/// more.
///
/// The factors were fitted to times on a quiet machine with two cores, where 10¹¹ operations take a second: 60,000 rows
/// of CIFAR-10 and the emoji. The number of iterations, and the share of the work that bounds and zeros spare, depends
/// on the data, so that they can only be right on average: k-means took from 24 to 65 passes.
enum OperationCounts {
  /// For each pair of rows and column of a silhouette.
  private static let silhouette = 1.4
  /// For each pair of rows and column of a density-based validity.
  private static let validity = 30.0
  /// For each item of a resample: to draw it, and to count it for a trial.
  private static let drawing = 200.0
  private static let counting = 15.0
  /// To evaluate a score on a resample of a trial, and for the difference of two of them.
  private static let evaluating = 150_000.0
  private static let pairing = 64_000.0
  /// For each item of a permutation of the labels, and trial.
  private static let permuting = 50.0
  /// For a test by drawn signs, and for each item of it; there are few items that differ where there are few items.
  private static let drawnTest = 1.8e9
  private static let drawnItem = 2e6
  private static let fewItems = 700.0
  /// To store a trial, a map, and for each pixel of a thumbnail.
  static let storing = 3e8
  static let pixel = 400.0
  /// For the line of an item in a table of members.
  static let line = 200_000.0
  /// For a figure on paper and on the page, and for each point in it.
  static let figure = 1.5e10
  static let point = 30_000.0

  /// Resamples of the items, each counted once a trial, on which each score is evaluated.
  static func resampling(items: Int, trials: Int, scores: Int, replicates: Int) -> Double {
    Double(replicates) * Double(items) * (drawing + counting * Double(trials))
      + Double(replicates) * Double(trials) * Double(scores) * evaluating
  }

  /// Permutations of the labels, each scored once a trial.
  static func permutations(items: Int, trials: Int, count: Int) -> Double {
    permuting * Double(items) * Double(trials) * Double(count)
  }

  /// The tests of every two methods in each score: by drawn signs where few items differ, else by the normal limit.
  static func tests(pairs: Int, scores: Int, items: Int, seeds: Int, replicates: Int) -> Double {
    let drawn = min(1, fewItems / Double(max(items, 1)))
    let signs = drawn * (drawnTest + drawnItem * min(Double(items), fewItems))
    return Double(pairs) * Double(scores) * (signs + pairing * Double(replicates) * Double(seeds))
  }

  /// The density-based validity of clusters, by differences of pairs.
  static func densityValidity(rows: Int, columns: Int) -> Double {
    validity * Double(rows) * Double(rows) * Double(columns + 20)
  }

  /// The silhouettes of `sample` of the rows.
  static func silhouettes(rows: Int, columns: Int, sample: Int) -> Double {
    silhouette * Double(rows) * Double(sample) * Double(columns)
  }
}
