import Core
import Results

/// A number of the run with its reading in a sentence, for the first screen of the page.
package struct Glance: Sendable, Equatable {
  /// Such as `+.053`; a word where the run has no number.
  package var value: String
  /// Such as `kappa by fusion`.
  package var unit: String
  package var gloss: String

  package init(_ value: String, _ unit: String, gloss: String) {
    (self.value, self.unit, self.gloss) = (value, unit, gloss)
  }
}

/// The numbers that a reader asks for first.
extension FindingSource {
  /// The effect of fusion or the lead of the best method, the stability of its clusters, and the gravest warning; without labels
  /// the number of clusters in place of the first. None where no method has the first score.
  ///
  /// - Throws: `ResultsError` when statistics or sweeps cannot be read.
  func glances() throws -> [Glance] {
    guard let best = ranking.first else { return [] }
    return try [isLabelled ? lead(of: best) : clusters(of: best), steadiness(of: best), warning(on: best)]
  }

  /// The two spaces that the verdict compares, the better one last: fusion and its best part, else the two best ones; fewer in a
  /// run of one space.
  var comparedSpaces: [String] {
    if let comparison = fusionComparison, comparison.isOfFusion {
      let claim = comparison.claim
      let spaces = [claim.second.space, claim.first.space]
      return claim.isFirstAhead || claim.evidence.isTie ? spaces : spaces.reversed()
    }
    return Array(ranking.map(\.space).uniqued.prefix(2).reversed())
  }

  // MARK: - Lead

  private func lead(of best: Standing) -> Glance {
    if let comparison = fusionComparison, comparison.isOfFusion {
      return lead(comparison.claim, unit: "by fusion", text: fusionText(comparison.claim))
    }
    guard let next = ranking.dropFirst().first, let claim = claim(best, over: next) else {
      return Glance(
        NumberStyle().text(best.summary.mean), scores.name, gloss: Self.capitalized("the mean of \(name(best))."))
    }
    return lead(claim, unit: "ahead of the next", text: "\(name(best)) \(relation(claim)) \(name(next))")
  }

  private func lead(_ claim: Claim, unit: String, text: String) -> Glance {
    let sign = claim.evidence.isTie ? "±" : claim.isFirstAhead ? "+" : "−"
    let test = claim.evidence.test.map { " (\($0))" } ?? ""
    return Glance(
      sign + Self.text(abs(claim.evidence.mean), nil), "\(scores.name) \(unit)",
      gloss: Self.capitalized("\(text)\(test)."))
  }

  private func clusters(of best: Standing) throws -> Glance {
    let counts = stored.trials(of: best.method).map(\.heldClusters)
    let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
    return Glance(
      least == most ? "\(most)" : "\(least) to \(most)", most == 1 ? "cluster" : "clusters",
      gloss: Self.capitalized(try number(of: best).text + "."))
  }

  // MARK: - Stability

  private func steadiness(of best: Standing) throws -> Glance {
    guard let seeds = try stored.statistics?.stability.first(where: { $0.method == best.method })?.seeds else {
      let gloss = Self.capitalized(try stability(of: best).text + ".")
      return best.isDeterministic
        ? Glance("Same", "clusters under all seeds", gloss: gloss)
        : Glance("Unknown", "stability under other seeds", gloss: gloss)
    }
    return Glance(
      NumberStyle().text(seeds.meanAgreement), "ARI between seeds",
      gloss: "1 is equal clusters, 0 is chance. \(Self.wholePercent(seeds.meanChange)) of the items in the clusters of "
        + "\(name(best)) move between two seeds.")
  }

  // MARK: - Warning

  private func warning(on best: Standing) throws -> Glance {
    let reasons = try doubts(on: best)
    guard let gravest = reasons.first else {
      guard let (stable, all) = try stableClusters(of: best), stable < all else {
        return Glance("0", "warnings", gloss: "No check of the run gives a reason for doubt.")
      }
      return Glance(
        "\(all - stable) of \(all)", "clusters not stable",
        gloss: "On resampled rows their mean Jaccard index is below .75.")
    }
    if let caution = cautions.first(where: { $0.text == gravest }), let share = caution.share {
      return Glance(
        share, "of captions name their class", gloss: "Features that are made of captions can read the answer.")
    }
    let shown = min(reasons.count, Verdict.mostReasons)
    return Glance(
      "\(shown)", shown == 1 ? "reason for doubt" : "reasons for doubt",
      gloss: (shown == 1 ? "" : "The gravest: ") + (shown == 1 ? Self.capitalized(gravest) : gravest) + ".")
  }

  private static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
