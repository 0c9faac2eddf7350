import Experiments
import Report
import Scores
import Stages
import Testing

/// The papers of everything that an experiment can name.
@Suite struct BibliographyTests {
  private static let names =
    Catalog.standard.names + Catalog.standard.maps.map { $0.name } + Catalog.standard.scores.map(\.name)

  @Test(arguments: Self.names) func everyMethodAndScoreHasItsPapers(name: String) throws {
    let keys = try #require(Bibliography.keys(of: name), "\(name) has no entry")
    // Clusters that a file gives have the paper of their own method, which the file does not tell.
    #expect(keys.isEmpty == (name == "labels"))
    for key in keys { #expect(Bibliography.entry(key)?.bibTeX.contains("{\(key),") == true, "\(name): \(key)") }
  }

  @Test func keysDifferAndBracesArePaired() {
    #expect(Set(Bibliography.entries.map(\.key)).count == Bibliography.entries.count)
    for entry in Bibliography.entries {
      #expect(entry.bibTeX.count { $0 == "{" } == entry.bibTeX.count { $0 == "}" }, "\(entry.key)")
    }
  }
}
