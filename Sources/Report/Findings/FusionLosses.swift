import Figures
import Results

/// The losses from fusion: fused spaces that are below the best of their own parts.
extension FindingSource {
  private struct Loss {
    let fused: Standing
    let part: Standing
    /// Positive where the part is better.
    let evidence: SeedEvidence
  }

  /// The largest losses, and a summary of those beyond four; those that ``fusionGains()`` or ``referenceGains()`` state
  /// are left out.
  func fusionLosses() -> [Finding] {
    let all = clusterers.flatMap { losses(with: $0) }.sorted { $0.evidence.mean > $1.evidence.mean }
    let shown = all.prefix(4).map { loss -> Finding in
      let text =
        "the fused space \(loss.fused.space.shortened) \(loss.evidence.isBehind) its part \(loss.part.space.shortened)"
        + loss.evidence.ending
      return Finding(
        sentence(text, with: loss.fused.clusterer),
        numbers: numbers(loss.fused, against: loss.part, "worse", by: loss.evidence) + signs(loss.fused))
    }
    let rest = all.dropFirst(4)
    guard !rest.isEmpty else { return shown }
    return shown + [
      Finding(
        "\(rest.count == 1 ? "1 other fused method is" : "\(rest.count) other fused methods are") below the best of their parts.",
        numbers: rest.map { "\(name($0.fused)) worse by \(Self.text($0.evidence.mean, $0.evidence.deviation))" })
    ]
  }

  /// Returns how far the fused space's own score moves with the arbitrary signs of its components, where that was
  /// measured with its clusterer.
  private func signs(_ fused: Standing) -> [String] {
    guard let spread = stored.record.signSpread(of: fused.space), spread.low < spread.high,
      spread.clusterer == fused.clusterer
    else { return [] }
    let (low, high) = (NumberText.score(spread.low), NumberText.score(spread.high))
    return ["with other signs of its components \(spread.score) ranges from \(low) to \(high)"]
  }

  private func losses(with clusterer: String) -> [Loss] {
    let ranking = scores.ranking(of: clusterer)
    let said = fusionComparison(with: clusterer)
    return ranking.compactMap { fused in
      let parts = parts(of: fused.space)
      guard let part = ranking.first(where: { parts.contains($0.space) }),
        !isReferenceComparison(fused.space, part.space),
        let evidence = scores.evidence(part, over: fused), evidence.mean > 0, !evidence.isTie,
        said.map({ $0.fused.space != fused.space || $0.single.space != part.space }) ?? true
      else { return nil }
      return Loss(fused: fused, part: part, evidence: evidence)
    }
  }
}
