import Foundation
import Testing

/// Features that cannot be used: an error of three lines, exit code 1, and nothing written.
@Suite struct BadFeatureTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func expectUnreadable(_ data: Data, naming words: [String]) async throws {
    try folder.write(data, to: "visual.npy")
    try await folder.expectRunFails(["--visual", "visual.npy", "-k", "3"], naming: ["visual.npy"] + words)
  }

  @Test func anArrayOfObjectsIsRefused() async throws {
    try await expectUnreadable(TemporaryFolder.npy("|O", "(60, 6)", Data(count: 2880)), naming: ["object"])
  }

  @Test(arguments: [7, 60_000]) func aWrongHeaderLengthIsRefused(length: Int) async throws {
    let data = TemporaryFolder.npy("<f4", "(60, 6)", Data(count: 1440), length: length)
    try await expectUnreadable(data, naming: length == 7 ? ["header"] : ["60,010", "1,511"])
  }

  @Test func anArrayOfOneDimensionIsRefused() async throws {
    try await expectUnreadable(TemporaryFolder.npy("<f4", "(60,)", Data(count: 240)), naming: ["(60,)"])
  }

  @Test func anArrayOfFourDimensionsIsRefused() async throws {
    try await expectUnreadable(TemporaryFolder.npy("<f4", "(10, 2, 3, 4)", Data(count: 960)), naming: ["(10, 2, 3, 4)"])
  }

  @Test(arguments: ["(4294967296, 4294967296)", "(9223372036854775807, 2)", "(99999999999999999999, 1)"])
  func aShapeThatOverflowsIsRefused(shape: String) async throws {
    let first = String(shape.dropFirst().prefix(4))
    try await expectUnreadable(TemporaryFolder.npy("<f4", shape, Data(count: 64)), naming: [first])
  }

  @Test func aTruncatedArrayNamesBothSizes() async throws {
    try await expectUnreadable(
      TemporaryFolder.npy("<f4", "(1000, 6)", Data(count: 1440)), naming: ["24,073", "1,513"])
  }

  @Test func aMissingMemberIsNamedWithThoseThereAre() async throws {
    try folder.write(Data(contentsOf: URL(fileURLWithPath: Command.fixture("several.npz"))), to: "several.npz")
    try folder.write(
      """
      features: { visual: { file: several.npz, member: nowhere } }
      clusterers: [ kmeans: { k: 2 } ]
      """, to: "experiment.yaml")
    try await folder.expectRunFails(["experiment.yaml"], naming: ["several.npz", "\"nowhere\"", "there are"])
  }

  @Test func anEncryptedArchiveIsRefused() async throws {
    try await folder.expectRunFails(
      ["--visual", Command.fixture("encrypted.npz"), "-k", "2"], naming: ["encrypted.npz", "is encrypted"])
  }

  @Test func aZipBombIsRefusedBeforeItGrows() async throws {
    try await folder.expectRunFails(
      ["--visual", Command.fixture("bomb.npz"), "-k", "2"], naming: ["bomb.npz", "would grow from", "500 times"])
  }

  @Test func raggedRowsNameTheLineAndBothCounts() async throws {
    try folder.write("1,2,3\n4,5,6\n7,8\n9,10,11\n", to: "visual.csv")
    try await folder.expectRunFails(
      ["--visual", "visual.csv", "-k", "2"], naming: ["visual.csv", "line 3 has 2", "3 fields"])
  }

  @Test func wordsAmongNumbersNameTheLineAndTheColumn() async throws {
    try folder.write("a,b,c\n1,2,3\n4,5,6\n7,eight,9\n", to: "visual.csv")
    try await folder.expectRunFails(
      ["--visual", "visual.csv", "-k", "2"], naming: ["visual.csv", "eight", "line 4, column b"])
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func valuesThatAreNotFiniteAreAnErrorUnlessDropped(value: Float) async throws {
    try folder.writeFeatures("visual.npy") { $0[5 * 6 + 2] = value }
    try await folder.expectRunFails(
      ["--visual", "visual.npy", "-k", "3"],
      naming: ["visual.npy", "1 of 60 rows", "row 5, column 2", "nan: drop"])
  }

  @Test func droppedRowsAreCountedAndPositionsRestored() async throws {
    try folder.writeFeatures("visual.npy") { values in
      values[5 * 6] = .nan
      values[40 * 6 + 3] = .infinity
    }
    try folder.writeFeatures("text.npy", seed: 2) { $0[59 * 6] = .nan }
    try folder.writeLabels("labels.npy")
    let outcome = try await Command.run(
      [
        "run", "--visual", "visual.npy", "--text", "text.npy", "--labels", "labels.npy", "--nan", "drop", "--seeds",
        "1",
        "--figures", "none", "--out", "out",
      ], in: folder)
    outcome.expectSuccess()
    #expect(outcome.errorLines.contains { $0.hasPrefix("note: ") && $0.contains("visual") && $0.contains("2 of 60") })
    #expect(outcome.errorLines.contains { $0.hasPrefix("note: ") && $0.contains("text") && $0.contains("1 of 60") })
    for space in ["visual", "text", "concatenation", "pca-average"] {
      let labels = try folder.labels("out/trials/\(space)/kmeans/seed-0.labels.npy")
      #expect(labels.count == 60)
      #expect(labels.indices.filter { labels[$0] == -2 } == [5, 40, 59])
    }
  }

  @Test func moreClustersThanRowsNamesBoth() async throws {
    try folder.writeFeatures("visual.npy", rows: 12)
    try await folder.expectRunFails(["--visual", "visual.npy", "-k", "13"], naming: ["13 clusters", "found 12"])
  }

  @Test(arguments: ["kmeans", "gmm"])
  func moreClustersThanDistinctRowsNamesBoth(clusterer: String) async throws {
    try folder.writeFeatures("visual.npy", rows: 60, spread: 0)
    try await folder.expectRunFails(
      ["--visual", "visual.npy", "-k", "4", "--clusterer", clusterer],
      naming: ["4 distinct rows", "found 3"])
  }

  /// No space has enough; nothing may be written.
  @Test func noSpaceHasEnoughDistinctRows() async throws {
    try folder.writeFeatures("visual.npy", spread: 0, seed: 2)
    try folder.writeFeatures("text.npy", spread: 0)
    try await folder.expectRunFails(
      ["--visual", "visual.npy", "--text", "text.npy", "-k", "5"],
      naming: ["cannot form 5 clusters: kmeans on visual", "5 distinct rows", "found 3", "none of the 8 methods"])
  }

  /// Their squared distances would overflow in `Float`, so they are kept with a scale, which a note says.
  @Test func numbersTooLargeToSquareAreScaled() async throws {
    try folder.writeFeatures("visual.npy") { $0 = $0.map { $0 * 1e30 } }
    let outcome = try await Command.run(
      ["run", "--visual", "visual.npy", "-k", "3", "--seeds", "1", "--figures", "none", "--out", "out"], in: folder)
    outcome.expectSuccess()
    #expect(outcome.errorLines.contains { $0.hasPrefix("note: ") && $0.contains("visual") && $0.contains("e+30") })
  }
}
