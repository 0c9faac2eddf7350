/// The matching of sets of items with descriptions of clusters by people.
package struct MatchRecord: Codable, Sendable, Equatable {
  /// A share with its 95 % interval.
  package struct Share: Codable, Sendable, Equatable {
    /// NaN, stored as null, without answers.
    @NullUnlessFinite package var value: Double
    package var low: Double?
    package var high: Double?

    package init(value: Double, low: Double?, high: Double?) {
      self.value = value
      (self.low, self.high) = (low, high)
    }
  }

  /// The shares of right answers over all clusters, or after a merger of some.
  package struct Shares: Codable, Sendable, Equatable {
    /// The groups of clusters that count as one; empty for the clusters as they are.
    package var merged: [[Int]]
    /// The number of clusters that can be told apart.
    package var clusters: Int
    /// The share of right answers of a rater who guesses.
    package var chance: Double
    package var accuracy: Share
    package var precision: Share
    package var recall: Share

    package init(merged: [[Int]], clusters: Int, chance: Double, accuracy: Share, precision: Share, recall: Share) {
      (self.merged, self.clusters, self.chance) = (merged, clusters, chance)
      (self.accuracy, self.precision, self.recall) = (accuracy, precision, recall)
    }
  }

  package struct Cluster: Codable, Sendable, Equatable {
    package var cluster: Int
    package var description: String
    package var sets: Int
    /// Nil where no rater chose it.
    package var precision: Double?
    /// Nil where no set of it was rated.
    package var recall: Double?

    package init(cluster: Int, description: String, sets: Int, precision: Double?, recall: Double?) {
      (self.cluster, self.description, self.sets) = (cluster, description, sets)
      (self.precision, self.recall) = (precision, recall)
    }
  }

  /// Two clusters that raters took for each other, and the shares where they are one.
  package struct Confusion: Codable, Sendable, Equatable {
    package var first: Int
    package var second: Int
    package var answers: Int
    package var merged: Shares

    package init(first: Int, second: Int, answers: Int, merged: Shares) {
      (self.first, self.second, self.answers, self.merged) = (first, second, answers, merged)
    }
  }

  /// The name of the run.
  package var run: String
  package var raters: [String]
  package var sets: Int
  package var answers: Int
  package var replicates: Int
  package var agreement: RatingRecord.Agreement
  /// The shares as they are, then those after the mergers that were asked for.
  package var shares: [Shares]
  package var clusters: [Cluster]
  /// The clusters confused most often.
  package var confusions: [Confusion]

  package init(
    run: String, raters: [String], sets: Int, answers: Int, replicates: Int, agreement: RatingRecord.Agreement,
    shares: [Shares], clusters: [Cluster], confusions: [Confusion]
  ) {
    (self.run, self.raters, self.sets, self.answers) = (run, raters, sets, answers)
    (self.replicates, self.agreement, self.shares) = (replicates, agreement, shares)
    (self.clusters, self.confusions) = (clusters, confusions)
  }
}
