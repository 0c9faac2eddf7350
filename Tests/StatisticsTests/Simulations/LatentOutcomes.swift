import Core
import Statistics

/// A cheap model of a clusterer's partitions of items in classes of equal probability: an item is put into its class if
/// a sum of normal deviates is positive, of which one belongs to the item, one to the seed, and one to both; else into
/// one of the other classes.
///
/// With the first, seeds err on the same items; with the second, one seed is better than another; with the third, seeds
/// err on items of their own.
struct LatentOutcomes {
  var level = 0.3
  var item = 1.0
  var seed = 0.05
  var both = 0.5
  var classes = 5

  func truth(_ items: Int, _ random: inout RandomStream) -> [Int32] {
    (0..<items).map { _ in Int32(random.integer(below: classes)) }
  }

  func difficulties(_ items: Int, _ random: inout RandomStream) -> [Double] {
    (0..<items).map { _ in item * random.gaussian() }
  }

  func partition(_ truth: [Int32], _ difficulties: [Double], _ random: inout RandomStream) -> Partition {
    let offset = level + seed * random.gaussian()
    return Partition(
      labels: zip(truth, difficulties).map { label, difficulty in
        guard offset + difficulty + both * random.gaussian() <= 0 else { return label }
        return Int32((Int(label) + 1 + random.integer(below: classes - 1)) % classes)
      }, clusters: classes)
  }

  /// The partitions of so many seeds of the same items.
  func partitions(
    _ seeds: Int, _ truth: [Int32], _ difficulties: [Double], from first: UInt64 = 0, _ random: inout RandomStream
  ) -> SeededPartitions {
    SeededPartitions(
      (0..<seeds).map { _ in partition(truth, difficulties, &random) }, seeds: (0..<seeds).map { first + UInt64($0) })
  }

  /// The share of items that are put into their class, over items and seeds: of a normal sum.
  var accuracy: Double {
    StudentT(degreesOfFreedom: .infinity).above(-level / (item * item + seed * seed + both * both).squareRoot())
  }

  /// The kappa of the population, where agreement by chance is 1 / classes.
  var kappa: Double { (accuracy - 1 / Double(classes)) / (1 - 1 / Double(classes)) }

  func labelSet(_ truth: [Int32]) -> LabelSet {
    LabelSet(name: "truth", classes: (0..<classes).map(String.init), values: truth)
  }
}
