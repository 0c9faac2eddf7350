import Foundation
import Testing

/// Experiments that cannot be run: an error of three lines that names the key, the line, or both numbers.
@Suite struct BadExperimentTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("visual.npy", rows: 60, columns: 6)
    try folder.writeFeatures("text.npy", rows: 60, columns: 4, seed: 2)
  }

  private func expectFails(_ lines: String, naming words: [String]) async throws {
    let text = """
      features: { visual: visual.npy, text: text.npy }
      clusterers: [ kmeans: { k: 3 } ]
      \(lines)
      """
    try folder.write(text, to: "experiment.yaml")
    try await folder.expectRunFails(["experiment.yaml"], naming: words)
  }

  @Test(arguments: ["pca-average", "concatenation"])
  func weightsThatDoNotSumToOneNameTheSum(fusion: String) async throws {
    try await expectFails(
      "spaces: [visual, { \(fusion): { of: [visual, text], weights: [0.5, 0.75] } }]", naming: ["sum to 1", "1.25"])
  }

  @Test func anUnknownKeyNamesTheLineAndTheNearest() async throws {
    try await expectFails(
      "seeds: 2\nspaces: [ concatenation: { of: [visual, text], wieghts: [0.5, 0.5] } ]",
      naming: ["experiment.yaml:4:", "\"wieghts\"", "\"weights\""])
  }

  @Test func anExperimentThatIsNotThereIsNamed() async throws {
    try await folder.expectRunFails(["nowhere.yaml"], naming: ["nowhere.yaml", "No such file"])
  }

  @Test func aFeatureFileThatIsNotThereIsNamed() async throws {
    try await folder.expectRunFails(["--visual", "nowhere.npy", "-k", "3"], naming: ["nowhere.npy", "No such file"])
  }

  @Test func aFolderGivenAsFeaturesIsNamed() async throws {
    try folder.makeFolder("photos")
    try await folder.expectRunFails(["--visual", "photos", "-k", "3"], naming: ["photos", "found a folder"])
  }

  @Test func anEmptyFileIsNamed() async throws {
    try folder.write("", to: "empty.npy")
    try await folder.expectRunFails(["--visual", "empty.npy", "-k", "3"], naming: ["empty.npy"])
  }
}
