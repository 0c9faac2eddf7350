/// The gap statistic: by how much clusters are tighter than those of uniform rows, against the number of clusters.
///
/// Tibshirani, Walther and Hastie, "Estimating the number of clusters in a data set via the gap statistic", 2001.
package struct GapStatistic: Sendable, Equatable {
  /// The gap at each setting under each seed: settings × seeds.
  package let gaps: [[Double]]
  /// The gap at each setting, the mean over the seeds.
  package let means: [Double]
  /// The standard error of the references at each setting, s = sd · √(1 + 1/B): sd is the population standard deviation
  /// of the B references.
  package let standardErrors: [Double]

  /// - Parameters:
  ///   - logDispersions: log W of the rows, settings × seeds.
  ///   - references: log W of the references, settings × references; a setting's references serve all its seeds.
  package init(logDispersions: [[Double]], references: [[Double]]) {
    precondition(logDispersions.count == references.count, "each setting needs its references")
    let expected = references.map(Self.mean)
    gaps = zip(logDispersions, expected).map { logs, mean in logs.map { mean - $0 } }
    means = gaps.map(Self.mean)
    standardErrors = zip(references, expected).map { logs, mean in
      let variance = Self.mean(logs.map { ($0 - mean) * ($0 - mean) })
      return (variance * (1 + 1 / Double(logs.count))).squareRoot()
    }
  }

  /// Returns the position of the first setting whose gap is at least that of the next one less its standard error.
  ///
  /// - Parameter gaps: the gaps of one seed, or their means.
  /// - Returns: the position, and whether the rule found it; where no setting fulfils it, the last one. Nil without
  ///   settings.
  package func choice(among gaps: [Double]) -> (position: Int, isFound: Bool)? {
    guard !gaps.isEmpty else { return nil }
    let found = gaps.indices.dropLast().first { gaps[$0] >= gaps[$0 + 1] - standardErrors[$0 + 1] }
    return (found ?? gaps.count - 1, found != nil)
  }

  /// Returns the position of the largest gap behind one, where the next gap is larger already and the largest exceeds it by more
  /// than its standard error: the rule then stopped at a small rise, and not at a maximum.
  func rise(from position: Int) -> Int? {
    let later = means.indices.filter { $0 > position }
    guard let next = later.first, means[next] > means[position],
      let largest = later.max(by: { means[$0] < means[$1] }),
      means[largest] - means[position] > standardErrors[largest]
    else { return nil }
    return largest
  }

  private static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
  }
}
