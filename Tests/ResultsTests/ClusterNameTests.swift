import Results
import Testing

/// The names of clusters in tables, figures and findings.
@Suite struct ClusterNameTests {
  @Test func aClusterIsNamedByItsClassOrItsNumber() {
    #expect(ClusterName.majority(7, "cats") == "7 · cats" && ClusterName.majority(7, nil) == "cluster 7")
    #expect(ClusterName.plain(7) == "cluster 7" && ClusterName.matched(7, "cats") == "7 = cats")
    #expect(ClusterName.matched(nil, "cats") == "– = cats" && ClusterName.number(-1) == "noise")
  }

  @Test func itsOwnNameComesBeforeTheClass() {
    #expect(ClusterName.majority(7, "cats", own: "pets") == "7 · pets")
    #expect(ClusterName.majority(7, nil, own: "pets") == "7 · pets")
    #expect(ClusterName.plain(7, own: "pets") == "cluster 7 (pets)")
    #expect(ClusterName.matched(7, "cats", own: "pets") == "7 · pets = cats")
    #expect(
      ClusterName.explanation("kind", hasOwn: true).contains("given to them, else that of their most common kind."))
  }
}
