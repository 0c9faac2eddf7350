/// The ratings of pairs by people: the agreement of the raters and the quality of each method's clusters.
package struct RatingRecord: Codable, Sendable, Equatable {
  package typealias Method = StatisticsRecord.Method

  /// A value with its intervals; nil where too few resamples have a value.
  package struct Estimate: Codable, Sendable, Equatable {
    package var value: Double
    package var low80: Double?
    package var high80: Double?
    package var low95: Double?
    package var high95: Double?

    package init(value: Double, low80: Double? = nil, high80: Double? = nil, low95: Double?, high95: Double?) {
      self.value = value
      (self.low80, self.high80, self.low95, self.high95) = (low80, high80, low95, high95)
    }
  }

  /// Krippendorff's alpha on a scale.
  package struct Agreement: Codable, Sendable, Equatable {
    package var scale: String
    /// Nil where it is undefined, as for a single rater.
    package var alpha: Estimate?
    /// The pairs with two or more ratings, and the number of these.
    package var pairs: Int
    package var ratings: Int

    package init(scale: String, alpha: Estimate?, pairs: Int, ratings: Int) {
      (self.scale, self.alpha, self.pairs, self.ratings) = (scale, alpha, pairs, ratings)
    }
  }

  /// The cluster quality of a method.
  package struct Quality: Codable, Sendable, Equatable {
    package var method: Method
    /// Nil where a partition has no rated pair in one cluster, or none in different ones.
    package var quality: Estimate?
    package var seeds: Int
    /// The rated pairs that the method clusters, and those that it puts into one cluster under some seed.
    package var pairs: Int
    package var joined: Int

    package init(method: Method, quality: Estimate?, seeds: Int, pairs: Int, joined: Int) {
      (self.method, self.quality, self.seeds, self.pairs, self.joined) = (method, quality, seeds, pairs, joined)
    }
  }

  /// The first method's quality less the second's, on the pairs that both cluster.
  package struct Difference: Codable, Sendable, Equatable {
    package var first: Method
    package var second: Method
    package var difference: Estimate
    package var pairs: Int

    package init(first: Method, second: Method, difference: Estimate, pairs: Int) {
      (self.first, self.second, self.difference, self.pairs) = (first, second, difference, pairs)
    }
  }

  /// The results under a question.
  package struct Question: Codable, Sendable, Equatable {
    /// Empty where there is only one without a name.
    package var name: String
    package var raters: [String]
    /// The pairs with a rating, and the number of all ratings.
    package var pairs: Int
    package var ratings: Int
    package var agreements: [Agreement]
    package var qualities: [Quality]
    package var differences: [Difference]

    package init(
      name: String, raters: [String], pairs: Int, ratings: Int, agreements: [Agreement], qualities: [Quality],
      differences: [Difference]
    ) {
      (self.name, self.raters, self.pairs, self.ratings) = (name, raters, pairs, ratings)
      (self.agreements, self.qualities, self.differences) = (agreements, qualities, differences)
    }
  }

  /// The name of the run.
  package var run: String
  /// The number of pairs that were drawn.
  package var pairs: Int
  /// The treatment of pairs with noise: `exclude` or `alone`.
  package var noise: String
  /// The number of resamples behind the intervals.
  package var replicates: Int
  package var questions: [Question]

  package init(run: String, pairs: Int, noise: String, replicates: Int, questions: [Question]) {
    (self.run, self.pairs, self.noise, self.replicates, self.questions) = (run, pairs, noise, replicates, questions)
  }
}
