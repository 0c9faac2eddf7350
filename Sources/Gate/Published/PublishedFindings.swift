import Core
import Results
import Scores
import Statistics

/// The findings of a table of published numbers alone.
package struct PublishedFindings: Codable, Sendable, Equatable {
  /// The version of the layout of its JSON.
  package static let schema = 1

  /// The name of the table.
  package var table: String
  package var scores: [OfScore]

  /// The findings of one score.
  package struct OfScore: Codable, Sendable, Equatable {
    package var score: String
    package var methods: Int
    /// The methods, the best first.
    package var ranking: [Value]
    /// Every two spaces that a clusterer has in common, the one that is ahead more often first.
    package var spaces: [Contrast]
    /// Every two clusterers that a space has in common, likewise.
    package var clusterers: [Contrast]
    /// For each clusterer on single and on fused spaces: the best fused one against the best single one.
    package var fusion: [Fusion]
    /// Nil where not all values have a deviation over several seeds.
    package var tests: Tests?
  }

  package struct Value: Codable, Sendable, Equatable {
    package var method: GateReport.Place
    package var value: Double
    package var deviation: Double?
    package var seeds: Int?
  }

  /// Two spaces or two clusterers.
  package struct Contrast: Codable, Sendable, Equatable {
    package var first: String
    package var second: String
    /// By clusterer or by space, the value of the first less that of the second.
    package var differences: [Difference]
    /// The number of differences in which the first is better.
    package var ahead: Int
  }

  package struct Difference: Codable, Sendable, Equatable {
    /// The clusterer or the space that both have in common.
    package var within: String
    package var difference: Double
  }

  /// The best fused and the best single space of a clusterer.
  package struct Fusion: Codable, Sendable, Equatable {
    package var clusterer: String
    package var fused: Value
    package var single: Value
    /// The numbers of fused and of single spaces that these are the best of.
    package var fusedSpaces: Int
    package var singleSpaces: Int
  }

  /// The tests of all pairs by their published deviations.
  package struct Tests: Codable, Sendable, Equatable {
    package var pairs: Int
    package var significant: Int
    /// True where the first method is significantly better than the second.
    package var bestIsAhead: Bool

    package init(pairs: Int, significant: Int, bestIsAhead: Bool) {
      self.pairs = pairs
      self.significant = significant
      self.bestIsAhead = bestIsAhead
    }
  }

  /// Takes the findings from published numbers.
  ///
  /// - Parameter scores: the scores to look at; nil for all.
  /// - Throws: `BaselineError` for the record of a run, and where no score has two values; `ScoreError` for an unknown score.
  package init(of baseline: Baseline, scores names: [String]? = nil) throws {
    func refuse(_ detail: String) -> BaselineError {
      BaselineError(.nothingPublished(path: baseline.name, detail: detail))
    }
    guard !baseline.holdsLabels else {
      throw refuse("it is the record of a run, and no table of published numbers")
    }
    let chosen = try (names == nil || names == ["all"] ? baseline.scores : names ?? []).map {
      try ScoreCatalog.named($0)
    }
    table = baseline.name
    scores = chosen.compactMap { OfScore($0, baseline.cells) }
    guard !scores.isEmpty else { throw refuse("no two methods have a value of \(list(chosen.map(\.name)))") }
  }
}

extension PublishedFindings.OfScore {
  /// The spaces that are parts alone, and the fused ones, by their names in published tables.
  private static let single: Set = ["visual", "text"]
  private static let fused: Set = ["concatenation", "pca-average", "weighted-sum", "cca", "affinity", "late"]

  /// Nil for fewer than two values.
  fileprivate init?(_ score: any Score, _ cells: [Baseline.Cell]) {
    let values = cells.compactMap { cell in
      cell.scores[score.name].map {
        PublishedFindings.Value(
          method: cell.place, value: $0.mean, deviation: $0.deviation, seeds: $0.seeds)
      }
    }
    guard values.count > 1 else { return nil }
    let sign = score.higherIsBetter ? 1.0 : -1
    let ranking = values.indices.sorted { (-sign * values[$0].value, $0) < (-sign * values[$1].value, $1) }.map {
      values[$0]
    }
    self.init(
      score: score.name, methods: values.count, ranking: ranking,
      spaces: PublishedFindings.contrasts(values, of: \.method.space, within: \.method.clusterer, sign: sign),
      clusterers: PublishedFindings.contrasts(values, of: \.method.clusterer, within: \.method.space, sign: sign),
      fusion: values.map(\.method.clusterer).uniqued.compactMap { clusterer in
        let own = ranking.filter { $0.method.clusterer == clusterer }
        let (fused, single) = (
          own.filter { Self.fused.contains($0.method.space) }, own.filter { Self.single.contains($0.method.space) }
        )
        guard let bestFused = fused.first, let bestSingle = single.first else { return nil }
        return PublishedFindings.Fusion(
          clusterer: clusterer, fused: bestFused, single: bestSingle, fusedSpaces: fused.count,
          singleSpaces: single.count)
      }, tests: PublishedFindings.Tests(ranking))
  }
}

extension PublishedFindings {
  fileprivate static func contrasts(
    _ values: [Value], of side: KeyPath<Value, String>, within other: KeyPath<Value, String>, sign: Double
  ) -> [Contrast] {
    let (names, others) = (values.map { $0[keyPath: side] }.uniqued, values.map { $0[keyPath: other] }.uniqued)
    func value(_ name: String, _ within: String) -> Double? {
      values.first { $0[keyPath: side] == name && $0[keyPath: other] == within }?.value
    }
    return names.indices.flatMap { i in
      names.indices.dropFirst(i + 1).compactMap { j -> Contrast? in
        let differences = others.compactMap { within -> Difference? in
          guard let first = value(names[i], within), let second = value(names[j], within) else { return nil }
          return Difference(within: within, difference: first - second)
        }
        guard !differences.isEmpty else { return nil }
        let ahead = differences.count { sign * $0.difference > 0 }
        let behind = differences.count { sign * $0.difference < 0 }
        guard behind > ahead else {
          return Contrast(first: names[i], second: names[j], differences: differences, ahead: ahead)
        }
        return Contrast(
          first: names[j], second: names[i],
          differences: differences.map { Difference(within: $0.within, difference: -$0.difference) }, ahead: behind)
      }
    }
  }
}

extension PublishedFindings.Tests {
  /// Tests every two values by Welch's t with Holm's correction; nil where a value has no deviation over several seeds.
  fileprivate init?(_ ranking: [PublishedFindings.Value]) {
    let variances = ranking.compactMap { value in
      value.deviation.flatMap { deviation in value.seeds.flatMap { SeedVariance(deviation: deviation, seeds: $0) } }
    }
    guard variances.count == ranking.count else { return nil }
    let pairs = Resampling.pairs(of: ranking.count)
    let tests = pairs.map { pair in
      Uncertainty(items: nil, seeds: SeedVariance(variances[pair.first], variances[pair.second]))
        .probability(beyond: abs(ranking[pair.first].value - ranking[pair.second].value))
    }
    let alpha = 1 - Uncertainty.level
    let chances = pairs.map { SeedChance.separation(ranking[$0.first].seeds ?? 1, ranking[$0.second].seeds ?? 1) }
    let corrected = zip(Holm.adjusted(tests), chances).map { max($0, min(Double(pairs.count) * $1, 1)) }
    self.init(
      pairs: pairs.count, significant: corrected.count { $0 < alpha },
      bestIsAhead: corrected.first.map { $0 < alpha } ?? false)
  }
}
