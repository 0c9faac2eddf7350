import Core
import Results

/// The gain from fusion: the best fused space against the best single one, with each clusterer.
extension FindingSource {
  /// Both under the seeds that give both a score.
  struct FusionComparison {
    let fused: Standing
    let single: Standing
    /// Positive where fusion is better.
    let evidence: SeedEvidence
  }

  /// Nil where no space is fused, or none is of one feature set.
  func fusionComparison(with clusterer: String) -> FusionComparison? {
    let ranking = scores.ranking(of: clusterer)
    guard let fused = ranking.first(where: { isFused($0.space) }),
      let single = ranking.first(where: { isSingle($0.space) }),
      let (pairedFused, pairedSingle) = scores.paired(fused, single),
      let evidence = scores.evidence(fused, over: single)
    else { return nil }
    return FusionComparison(fused: pairedFused, single: pairedSingle, evidence: evidence)
  }

  /// Comparisons of ``referenceGains()`` are not repeated.
  func fusionGains() -> [Finding] {
    clusterers.compactMap { clusterer in
      guard let comparison = fusionComparison(with: clusterer),
        !isReferenceComparison(comparison.fused.space, comparison.single.space)
      else { return nil }
      return finding(comparison)
    }
  }

  private func finding(_ comparison: FusionComparison) -> Finding {
    let (fused, single, evidence) = (comparison.fused, comparison.single, comparison.evidence)
    let fusion = "fusion (\(fused.space.shortened))"
    let other = "the best single space (\(single.space.shortened))"
    func finding(_ text: String, _ word: String, _ evidence: SeedEvidence) -> Finding {
      Finding(
        sentence(text, with: fused.clusterer),
        numbers: numbers(fused, against: single, word, by: evidence) + noiseNumbers(fused, single))
    }
    if evidence.isTie {
      let seeds = evidence.isDeterministic ? "" : " over \(evidence.seeds)"
      return finding("\(fusion) equals \(other)\(seeds).", "better", evidence)
    }
    guard evidence.mean < 0, let loss = scores.evidence(single, over: fused) else {
      return finding("\(fusion) \(evidence.isAhead) \(other)\(evidence.ending)", "better", evidence)
    }
    return finding("\(fusion) \(loss.isBehind) \(other)\(loss.ending)", "worse", loss)
  }
}
