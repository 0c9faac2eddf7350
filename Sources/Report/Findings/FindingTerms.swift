/// The terms that the findings use, a line each; those of comparisons or classes only where there are any.
extension Findings {
  var explanation: String {
    let findings = all.map(\.line)
    let lines = findings + [verdict].compactMap { $0?.line }
    func uses(_ words: String...) -> Bool { lines.contains { line in words.contains { line.contains($0) } } }
    return [
      uses("±") || classes != nil ? "±: sample standard deviation over the seeds.\n" : "",
      uses("better by", "worse by")
        ? "Differences are taken seed by seed, because all methods share the seeds.\n" : "",
      // The tests of the verdict are of methods, also where it has the agreement of seeds.
      findings.contains(where: Self.hasTestOfMethods) || verdict?.line.contains("corrected p") == true
        ? Self.explanationOfTests : "",
      findings.contains(where: Self.hasTestOfSeeds) ? Self.explanationOfSeedTests : "",
      uses("beats", "loses to", "shown to be") ? Self.explanationOfClaims : "",
      classes != nil
        ? "Recall: the share of a class's items in the cluster that is matched to the class, one to one.\n" : "",
    ].joined()
  }

  /// True for a finding with a test of two methods by their scores; label sets and seeds have tests of their own.
  private static func hasTestOfMethods(_ line: String) -> Bool {
    line.contains("corrected p") && !hasTestOfSeeds(line) && !line.contains("AMI ")
  }

  private static func hasTestOfSeeds(_ line: String) -> Bool {
    line.contains("corrected p") && line.contains("ARI between seeds")
  }

  private static let explanationOfSeedTests = """
    Corrected p of the agreement of seeds: Welch's t-test of jackknifed means over seeds, after Holm's correction over all pairs
    of methods.

    """

  private static let explanationOfTests = """
    Corrected p: permutation test over items and seeds, after Holm's correction over all pairs of methods; a difference is
    significant at 5 % where it is below .05.

    """

  private static let explanationOfClaims = """
    A method beats another one, or is shown to be better, where the first score is significant at 5 %, no other score that
    compares the two shows the opposite, arbitrary signs of components do not explain it, and a score that rises with the
    number of clusters does not decide alone where these are more than the classes. Without a test no method beats another one.

    """

  static let stabilityExplanation = """
    ARI between seeds: adjusted Rand index of each two seeds, 0 for chance and 1 for equal clusters; its interval is for other
    seeds on the same items. An item moves where it lies outside the cluster that is matched to its own, one to one; the stable
    core never does. Jaccard index: items that a cluster and its match on resampled rows share, over the items of either.
    Hennig (2007): from .85 highly stable, from .75 stable, from .6 a pattern of doubtful members, below not to be trusted.

    """

  static let explanationOfLabelSets = """
    AMI: adjusted mutual information, 0 by chance whatever the number of classes, 1 for equal groups. Label sets are compared
    on the items that both label, for the clusters as they are: permutation test over items, after Holm's correction over all
    methods and pairs of label sets. Clusters follow a label set more closely where corrected p is below .05 and no seed shows
    the opposite.

    """
}
