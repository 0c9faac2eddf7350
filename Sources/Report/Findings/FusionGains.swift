import Core
import Results

/// The gain from fusion: with each clusterer, the best space that joins feature sets, against the best of its own parts.
extension FindingSource {
  struct FusionComparison {
    /// The fusion as the first method, its best part as the second.
    let claim: Claim
    /// The parts that this clusterer did not cluster alone: what they bring is not known, so that nothing is said of fusion.
    let unclustered: [String]

    var isOfFusion: Bool { unclustered.isEmpty }
  }

  /// Nil where no clustered space joins feature sets, or none of its parts was clustered, and for a score of the rows alone,
  /// which compares spaces only roughly.
  func fusionComparison(with clusterer: String) -> FusionComparison? {
    guard !scores.facts.isInternal else { return nil }
    let ranking = scores.ranking(of: clusterer)
    let clustered = Set(ranking.map(\.space))
    let fusions = ranking.filter { isFusion($0.space) }.map { fused in
      (fused, unclustered: stored.record.facts(of: fused.space).inputs.filter { !clustered.contains($0) })
    }
    // The best one whose parts were all clustered alone comes before a better one.
    let whole = fusions.filter(\.unclustered.isEmpty)
    return (whole + fusions).lazy.compactMap { fused, unclustered -> FusionComparison? in
      let parts = self.parts(of: fused.space)
      return ranking.first { parts.contains($0.space) }.flatMap { self.claim(fused, over: $0) }
        .map { FusionComparison(claim: $0, unclustered: unclustered) }
    }.first
  }

  /// A finding a clusterer. Comparisons of ``referenceGains()`` are not repeated.
  func fusionGains() -> [Finding] {
    clusterers.compactMap { clusterer in
      guard let comparison = fusionComparison(with: clusterer),
        !isReferenceComparison(comparison.claim.first.space, comparison.claim.second.space)
      else { return nil }
      return Finding(
        sentence(text(of: comparison) + comparison.claim.ending + ".", with: clusterer),
        numbers: numbers(of: comparison.claim))
    }
  }

  /// Such as `fusion (both) is ahead of its best part, text`; where a part was not clustered alone, nothing is called fusion.
  private func text(of comparison: FusionComparison) -> String {
    let (claim, space) = (comparison.claim, comparison.claim.first.space.shortened)
    let part = claim.second.space.shortened
    guard let missing = comparison.unclustered.first else {
      return "fusion (\(space)) \(claim.verb) its best part, \(part)"
    }
    return "the space \(space), whose part \(missing.shortened) was not clustered alone, \(claim.verb) its part \(part)"
  }
}
