import Claims
import Foundation
import Gate
import Results
import Testing

/// Verdicts on single sentences against the table of a coursework, as it is published.
@Suite struct VerdictTests {
  private let checker: Checker

  init() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    checker = Checker(table: try ClaimTable(published: root.appending(path: "baselines/coursework-cifar10.csv").path))
  }

  private func cases(_ text: String) -> [String: ClaimVerdict] {
    Dictionary((checker.checked(text).cases ?? []).map { ($0.method, $0.verdict) }) { $1 }
  }

  @Test func aCounterCaseContradicts() {
    let sentence = checker.checked("Concatenation slightly outperforms the weighted average.")
    #expect(sentence.verdict == .contradicted && sentence.reason.contains(".3505 < kmeans on pca-average .3536"))
    #expect(
      cases("Concatenation slightly outperforms the weighted average.") == ["kmeans": .contradicted, "gmm": .supported])
    // .3176 against .2205 is not slight.
    #expect(sentence.apart?.map(\.verdict) == [.contradicted] && sentence.apart?.first?.method == "gmm")
  }

  @Test func bothClusterersContradict() {
    #expect(cases("Visual features cluster better than text.") == ["kmeans": .contradicted, "gmm": .contradicted])
  }

  @Test func mostIsMoreThanHalf() {
    #expect(checker.checked("K-means is better than the GMM in most cases.").verdict == .supported)
    #expect(cases("K-means is better than the GMM in most cases.").values.count { $0 == .supported } == 3)
  }

  @Test func fusionIsEveryFusion() {
    #expect(cases("Fusion improves on either alone.") == ["kmeans": .supported, "gmm": .contradicted])
  }

  @Test func wordsOfAgreementFollowTheirBands() {
    let sentence = checker.checked("K-means on the concatenation reaches substantial agreement (κ = .35).")
    #expect(sentence.verdict == .contradicted && sentence.reason.contains("fair agreement"))
  }

  @Test func aNumberIsRoundedAndNotCutOff() {
    #expect(checker.checked("With k-means, the weighted average has a kappa of .354.").verdict == .supported)
    let cut = checker.checked("With k-means, the weighted average has a kappa of .353.")
    #expect(cut.verdict == .contradicted && cut.reason.contains("cut off"))
    let other = checker.checked("With k-means, text has a kappa of .3505.")
    #expect(other.verdict == .contradicted && other.reason.contains(".3505 is kmeans on concatenation"))
    #expect(checker.checked("With k-means, text has a kappa of .77.").reason.contains("nowhere"))
  }

  /// A published table has no tests.
  @Test func significanceNeedsATest() {
    #expect(checker.checked("With k-means, text is significantly better than the images.").verdict == .unsettled)
    #expect(checker.checked("With k-means, images are significantly better than text.").verdict == .contradicted)
  }

  @Test(arguments: [
    "", ".", "…", "than than than", "K-means.", "both", "the best of", "from .3 to", "(", ")", "k-means (", "± ±",
    ".35 ± ± .2",
    "respectively respectively", "in most of the", "No more than .", "between and", "by by .3 than text", "p <",
    "only only only",
    "except", "K-means beats", "beats k-means", "better than better than", "fused fused fused text and text",
    "not not better than text",
    "twice twice twice", "from from to to text visual", "all but one but all", "The best best is the best.",
    "\u{0}\u{FFFD}🙂", "% % %",
    "replacing", "switching from", "adding text", "followed by followed by", "standard deviation",
    "fair fair agreement",
  ])
  func oddTextsAreNotJudged(text: String) {
    #expect(checker.checked(text).verdict == .unchecked)
  }

  /// Any order of known words is read without a trap.
  @Test(arguments: 0..<40) func shuffledWordsDoNoHarm(seed: Int) throws {
    let words = try ClaimFixtures.development().sentences.flatMap { $0.text.split(separator: " ") }
    var state = UInt64(seed) &* 6_364_136_223_846_793_005 &+ 1
    for _ in 0..<50 {
      let text = (0..<12).map { _ -> Substring in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return words[Int((state >> 33) % UInt64(words.count))]
      }
      _ = checker.checked(text.joined(separator: " "))
    }
  }
}
