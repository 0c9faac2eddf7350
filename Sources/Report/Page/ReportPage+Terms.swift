import Core
import Results

/// The terms that the page explains at their first occurrence in each section, and below the table.
extension ReportPage {
  /// Those of the table first, its scores spelled as on the page, then those of findings.
  var terms: [GlossaryEntry] {
    let own = table.glossary.map { entry in
      GlossaryEntry(term: stored.record.score(entry.term).shortName, meaning: entry.meaning)
    }
    let known = Set(own.map(\.term))
    return own + Self.ofFindings.filter { !known.contains($0.term) }
  }

  private static let ofFindings = [
    GlossaryEntry(
      term: "ARI", meaning: "adjusted Rand index, agreement on pairs of items; 0 is chance, 1 is equal clusters"),
    GlossaryEntry(
      term: "AMI", meaning: "adjusted mutual information; 0 by chance whatever the number of groups, 1 for equal groups"
    ),
    GlossaryEntry(
      term: "Jaccard index",
      meaning: "items that a cluster and its match on resampled rows share, over the items of either; stable from .75"),
    GlossaryEntry(
      term: "resampled rows",
      meaning: "rows drawn anew from those of the run, and clustered again, to see which clusters return"),
    GlossaryEntry(term: "stable core", meaning: "items that stay in their cluster under all seeds"),
    GlossaryEntry(
      term: "silhouette",
      meaning: "how much nearer an item is to its own cluster than to the next one; from −1 to 1, 0 on the border"),
    GlossaryEntry(term: "seeds", meaning: "starting points of the random numbers; each gives a run of its own"),
    GlossaryEntry(
      term: "95 % interval", meaning: "range of values that the data do not contradict; it treats the clusters as fixed"
    ),
    GlossaryEntry(
      term: SummaryTable.equalMark,
      meaning: "not significantly different from the best of the column at 5 %, after correction"),
  ]
}
