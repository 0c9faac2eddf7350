import Foundation
import Testing

/// New rows are assigned to the clusters of a run.
@Suite struct AssignTests {
  private let folder: TemporaryFolder
  private static let spaces = [
    "concatenation:of=[visual,text],normalize=standardize", "pca-average:of=[visual,text]", "pca:of=text,dimensions=3",
  ]

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("visual.npy")
    try folder.writeFeatures("text.npy")
    try folder.writeLabels("kind.npy")
  }

  private func run(_ options: [String] = []) async throws {
    let spaces = Self.spaces.flatMap { ["--space", $0] }
    let outcome = try await Command.run(
      [
        "run", "--visual", "visual.npy", "--text", "text.npy", "--labels", "kind.npy", "--seeds", "2", "--figures",
        "none", "--out", "out",
      ] + spaces + options, in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  private func assign(_ method: String, _ options: [String] = []) async throws -> Outcome {
    try await Command.run(["assign", "out", "--method", method] + options, in: folder)
  }

  private static let both = ["--features", "visual=visual.npy", "--features", "text=text.npy"]

  @Test func theRowsOfTheRunGetItsLabels() async throws {
    try await run()
    for (method, path) in [
      ("kmeans:concatenation", "concatenation/kmeans"), ("gmm:pca-average", "pca-average/gmm"),
      ("gmm:text-pca", "text-pca/gmm"),
    ] {
      let features = method.hasSuffix("text-pca") ? Array(Self.both.suffix(2)) : Self.both
      for seed in 0..<2 {
        let found = try await assign(method, features + ["--seed", "\(seed)", "--out", "new.npy"])
        #expect(found.status == 0, "\(found.errors)")
        #expect(try folder.data("new.npy") == folder.data("out/trials/\(path)/seed-\(seed).labels.npy"))
      }
    }
  }

  @Test func theAnswerNamesRowsClustersAndStrengths() async throws {
    try await run()
    let found = try await assign("gmm:text-pca", ["--features", "text=text.npy", "--coordinates", "c.npy"])
    let lines = found.output.split(separator: "\n")
    #expect(lines.first == "row,cluster,strength" && lines.dropFirst().first?.hasPrefix("0,") == true)
    #expect(try await assign("kmeans:text-pca", ["--features", "text=text.npy"]).output.hasPrefix("row,cluster\n"))
    #expect(try folder.data("c.npy").count > 128)
  }

  @Test(arguments: [
    ("kmeans:texts", both, "none of them"), ("kmeans:concatenation", Array(both.prefix(2)), "text is not given"),
    ("kmeans:text-pca", both, "visual is no part of it"),
    ("kmeans:concatenation", both + ["--seed", "7"], "no trial of seed 7"),
    ("kmeans:concatenation", ["--features", "visual"], "expected name=file"),
    ("kmeans:concatenation", ["--features", "visual=none.npy", "--features", "text=text.npy"], "none.npy"),
    ("kmeans:concatenation", ["--features", "visual=text.npy:x", "--features", "text=text.npy"], "text.npy"),
  ])
  func whatCannotBeAssignedIsAnError(method: String, options: [String], cause: String) async throws {
    try await run()
    let found = try await assign(method, options)
    #expect(found.status == 1 && found.errors.contains(cause) && found.errors.contains("hint:"), "\(found.errors)")
    #expect(found.output.isEmpty)
  }

  @Test func aDamagedModelIsAnError() async throws {
    try await run()
    let model = "out/trials/text-pca/kmeans/seed-0.model.npz"
    var bytes = try folder.data(model)
    bytes[bytes.count / 2] ^= 1
    try folder.write(bytes, to: model)
    let found = try await assign("kmeans:text-pca", ["--features", "text=text.npy", "--seed", "0"])
    #expect(found.status == 1 && found.errors.contains("not the file that the run stored"), "\(found.errors)")
    let transform = "out/spaces/text-pca/all.npz"
    try folder.write(Data("no".utf8), to: transform)
    let other = try await assign("kmeans:text-pca", ["--features", "text=text.npy", "--seed", "1"])
    #expect(other.status == 1 && other.errors.contains("all.npz"), "\(other.errors)")
  }
}
