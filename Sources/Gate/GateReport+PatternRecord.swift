import Results

extension GateReport {
  /// The order of methods by a score, in a run and as it was published.
  package struct Pattern: Codable, Sendable, Equatable {
    package var score: String
    /// The number of methods that both have.
    package var methods: Int
    /// Kendall's tau-b between the published values and the means of the run; nil where all values of a side are equal.
    package var tau: Double?
    /// The ends of its interval for other seeds of the run; nil where the seeds are too few.
    package var low: Double?
    package var high: Double?
    /// The number of seeds that the methods of the run share; 1 where no seed changes any.
    package var seeds: Int
    /// The fewest seeds of a published value; nil where one was published without their number.
    package var publishedSeeds: Int?
    /// The least and the largest tau between one seed of the run and the mean of its other seeds; nil for one seed.
    package var leastOfSingleSeed: Double?
    package var mostOfSingleSeed: Double?
    /// Every two methods, the one that is better as published first.
    package var pairs: [Pair]

    /// Two methods.
    package struct Pair: Codable, Sendable, Equatable {
      package var first: Place
      package var second: Place
      /// The first less the second, as published and in the run.
      package var published: Double
      package var run: Double
      /// The corrected p-value of the run's test; nil where the run has none.
      package var p: Double?
      package var verdict: PairVerdict
    }

    package enum PairVerdict: String, Codable, Sendable, CaseIterable {
      /// The run has a significant difference against the published direction, or in it.
      case contradicted, repeated
      /// The difference in the run is not significant, or was not tested.
      case open
      /// The published values are equal.
      case tied
    }

    /// The pairs with a verdict.
    package func pairs(_ verdict: PairVerdict) -> [Pair] { pairs.filter { $0.verdict == verdict } }
  }
}
