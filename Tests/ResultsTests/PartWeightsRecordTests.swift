import Core
import Foundation
import Matrices
import Results
import TestSupport
import Testing

/// The stored weights of the parts of a fusion, and the names to which clusters point.
@Suite struct PartWeightsRecordTests {
  private let values = Matrix([[0.25, 0.75], [.nan, .nan], [1, 0]])
  private let record = PartWeightsRecord(
    space: "a b", seed: 3, parts: ["x", "y"], means: [0.625, 0.375], deviations: [0.5, 0.5], fingerprint: "f")

  @Test func theWeightsComeBackAsTheyWereWritten() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      #expect(try folder.partWeights(of: "a b", itemCount: 3) == nil)
      try folder.write(record, values: values)
      let found = try #require(try folder.partWeights(of: "a b", itemCount: 3))
      #expect(found.record.parts == ["x", "y"] && found.record.seed == 3 && found.record.fingerprint == "f")
      #expect(found.record.means == record.means && found.record.deviations == record.deviations)
      #expect(found.values[0, 1] == 0.75 && found.values[1, 0].isNaN && found.values[2, 0] == 1)
      let names = Set(try folder.artifactFiles(of: .partWeights(space: "a b")).map(\.name))
      #expect(names == [".json", ".npy"].reduce(into: []) { $0.insert(RunFolder.partWeightsName("a b") + $1) })
      #expect(try folder.artifactFiles(except: [.partWeights(space: "a b")]).isEmpty)
    }
  }

  @Test func aChangedFileIsAnError() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      try folder.write(record, values: values)
      #expect {
        try folder.partWeights(of: "a b", itemCount: 4)
      } throws: { error in
        (error as? ResultsError)?.cause.contains("2 parts for 4 items, found 3 × 2") == true
      }
      try folder.write("x", to: RunFolder.partWeightsName("a b") + ".npy")
      #expect(throws: ResultsError.self) { try folder.partWeights(of: "a b", itemCount: 3) }
    }
  }

  @Test func aTextNamesTheReferenceWhereThereAreSeveral() {
    let cluster = RetrievedNames.Cluster(
      id: 2, items: [.init(text: "dog", weight: 0.12345), .init(text: "cat", weight: 0.1)],
      center: [.init(text: "dog", weight: 1)])
    let nouns = RetrievedNames(title: "nouns", reference: "nouns", space: "s", clusters: [cluster])
    let captions = RetrievedNames(
      title: "captions", reference: "captions", space: "t",
      clusters: [.init(id: 2, items: [.init(text: "a dog", weight: 0.5)], center: [])])
    #expect([nouns].text(of: 2, \.items) == "dog (0.123); cat (0.1)")
    #expect([nouns, captions].text(of: 2, \.items) == "nouns: dog (0.123); cat (0.1) | captions: a dog (0.5)")
    #expect([nouns, captions].text(of: 2, \.center) == "nouns: dog (1.0)" && [nouns].text(of: 7, \.items) == "")
  }
}
