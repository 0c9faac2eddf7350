import Core
import Figures
import Results

/// The losses from fusion: spaces that join feature sets and are below the best of their own parts.
extension FindingSource {
  /// The losses that are shown, the largest four, and a summary of the others; those of ``fusionGains()`` and
  /// ``referenceGains()`` are left out.
  func fusionLosses() -> [Finding] {
    let all = clusterers.flatMap { losses(with: $0) }.sorted { $0.evidence.mean > $1.evidence.mean }
    let shown = all.filter(\.isShown).prefix(4)
    let rest = all.filter { loss in !shown.contains { $0.first.method == loss.first.method } }
    let found = shown.map { loss in
      Finding(
        sentence(
          "the fusion \(loss.first.space.shortened) \(loss.verb) its part \(loss.second.space.shortened)\(loss.ending).",
          with: loss.first.clusterer), numbers: numbers(of: loss))
    }
    guard !rest.isEmpty else { return found }
    let areOpen = rest.allSatisfy { !$0.isShown }
    return found + [
      Finding(
        "\(counted(rest.count, shown.isEmpty ? "fusion" : "other fusion")) \(rest.count == 1 ? "is" : "are") below the best part by "
          + "\(scores.name)\(areOpen ? ", which is not shown to be more than chance" : "").",
        numbers: rest.prefix(4).map(text)
          + (rest.count > 4 ? ["and \(counted(rest.count - 4, "smaller loss", plural: "smaller losses"))"] : []))
    ]
  }

  /// Such as `gmm on pca-average worse than text by .073 ± .063, corrected p = 1.000`.
  private func text(_ loss: Claim) -> String {
    let difference = Self.text(loss.evidence.mean, loss.evidence.deviation)
    let test = loss.evidence.test.map { ", \($0)" } ?? ""
    return "\(name(loss.first)) worse than \(loss.second.space.shortened) by \(difference)\(test)"
      + loss.signNumbers.map { ", \($0)" }.joined()
  }

  private func losses(with clusterer: String) -> [Claim] {
    guard !scores.facts.isInternal else { return [] }
    let ranking = scores.ranking(of: clusterer)
    let said = fusionComparison(with: clusterer)?.claim
    return ranking.filter { isFusion($0.space) }.compactMap { fused in
      let parts = parts(of: fused.space)
      guard let part = ranking.first(where: { parts.contains($0.space) }),
        !isReferenceComparison(fused.space, part.space), said.map({ $0.first.space != fused.space }) ?? true,
        let claim = claim(fused, over: part), !claim.evidence.isTie, !claim.isFirstAhead
      else { return nil }
      return claim
    }
  }
}
