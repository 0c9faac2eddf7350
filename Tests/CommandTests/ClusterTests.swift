import Foundation
import Testing

/// `fusebench cluster`: a file that is read block by block.
@Suite struct ClusterTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("large.npy", rows: 3000, columns: 5, classes: 4, spread: 0.1)
    try folder.writeLabels("labels.npy", rows: 3000, classes: 4)
  }

  @Test func theClustersAreThoseOfARun() async throws {
    let outcome = try await Command.run(
      ["cluster", "large.npy", "-k", "4", "--seed", "3", "--out", "found.npy", "--centers", "centers.npy"], in: folder)
    outcome.expectSuccess()
    #expect(outcome.output == "found.npy\n" && outcome.errors.contains("3,000 × 5, 4 clusters, inertia "))
    try await Command.run(
      [
        "run", "--features", "f=large.npy", "--labels", "labels.npy", "--clusterer", "minibatch:k=4", "--seed", "3",
        "--seeds", "1", "--figures", "none", "--out", "run",
      ], in: folder
    ).expectSuccess()
    let run = try Data(contentsOf: URL(filePath: folder.path("run/trials/f/minibatch/seed-3.labels.npy")))
    #expect(try Data(contentsOf: URL(filePath: folder.path("found.npy"))) == run)
    let score = try await Command.run(["score", "labels.npy", "found.npy", "--scores", "ari"], in: folder)
    score.expectSuccess()
    #expect(score.output.contains("1.000000"))
  }

  @Test func rowsOfZerosThatHaveNoLengthAreCounted() async throws {
    var values: [Double] = []
    for row in 0..<5_000 {
      let isZero = row % 1_000 == 999
      values.append(isZero ? 0 : Double(row % 3 + 1))
      values.append(isZero ? 0 : Double(row % 5))
    }
    try folder.write(TemporaryFolder.npy("<f8", "(5000, 2)", TemporaryFolder.bytes(of: values)), to: "zeros.npy")
    let scaled = try await Command.run(["cluster", "zeros.npy", "-k", "2", "--l2"], in: folder)
    scaled.expectSuccess()
    #expect(scaled.errors.contains("5 rows of zeros have no direction"))
    let plain = try await Command.run(["cluster", "zeros.npy", "-k", "2", "--out", "plain.npy"], in: folder)
    plain.expectSuccess()
    #expect(!plain.errors.contains("rows of zeros"))
  }

  /// Numbers in 64 bits far from zero, too large for 32 bits, and in clumps that 32 bits cannot tell apart.
  @Test(arguments: [(5e7, 1.0, 1.0), (0, 1e200, 1), (0, 1, 1e-9)])
  func numbersOfAnySizeKeepTheirDigits(offset: Double, scale: Double, width: Double) async throws {
    let (rows, classes) = (2_000, 20)
    var state: UInt64 = 1
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
    let centers = (0..<classes * 3).map { _ in 10 * width * uniform() }
    let values = (0..<rows * 3).map { index in
      let place = centers[index / 3 % classes * 3 + index % 3] + 0.01 * width * uniform()
      return offset + scale * (width < 1 ? 1 + place : place)
    }
    try folder.write(TemporaryFolder.npy("<f8", "(\(rows), 3)", TemporaryFolder.bytes(of: values)), to: "unusual.npy")
    try folder.writeLabels("classes.npy", rows: rows, classes: classes)
    try await Command.run(["cluster", "unusual.npy", "-k", "20", "--centers", "centers.npy"], in: folder)
      .expectSuccess()
    try await Command.run(
      [
        "run", "--features", "f=unusual.npy", "--labels", "classes.npy", "--clusterer", "minibatch:k=20", "--seeds",
        "1",
        "--figures", "none", "--out", "run",
      ], in: folder
    ).expectSuccess()
    let ofRun = try folder.data("run/trials/f/minibatch/seed-0.labels.npy")
    #expect(try folder.data("clusters.npy") == ofRun)
    // The centers are true values, which lie in the range of the rows.
    let header = String(decoding: try folder.data("centers.npy").prefix(128), as: UTF8.self)
    #expect(header.contains("'descr': '<f8'") && header.contains("(20, 3)"))
    let found = try folder.data("centers.npy").dropFirst(128).withUnsafeBytes { bytes in
      (0..<60).map { bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Double.self) }
    }
    let (least, most) = (values.min() ?? 0, values.max() ?? 0)
    let rounding = 1e-6 * (most - least)
    #expect(found.allSatisfy { $0 >= least - rounding && $0 <= most + rounding } && Set(found).count > 20)
  }

  @Test(arguments: [
    ["--out", "large.npy"], ["--out", "link.npy"], ["--out", "found.npy", "--centers", "large.npy"],
    ["--out", "found.npy", "--centers", "./found.npy"], ["--out", "found.npy", "--centers", "none/centers.npy"],
  ])
  func noFileIsWrittenOverAnother(_ options: [String]) async throws {
    try FileManager.default.createSymbolicLink(atPath: folder.path("link.npy"), withDestinationPath: "large.npy")
    let before = try Data(contentsOf: URL(filePath: folder.path("large.npy")))
    let outcome = try await Command.run(["cluster", "large.npy", "-k", "4"] + options, in: folder)
    #expect(outcome.status != 0 && outcome.errors.contains(options[options.count - 1]), "\(outcome.errors)")
    #expect(try Data(contentsOf: URL(filePath: folder.path("large.npy"))) == before)
    #expect(!folder.exists("found.npy"))
  }

  /// As many clusters as rows are not all found; beside a method that finds its number the table counts those that are.
  @Test func onlyClustersThatHoldARowAreCounted() async throws {
    try folder.writeFeatures("small.npy", rows: 300, columns: 3, classes: 3)
    try folder.writeLabels("classes.npy", rows: 300, classes: 3)
    try await Command.run(
      [
        "run", "--features", "f=small.npy", "--labels", "classes.npy", "--clusterer", "minibatch:k=300", "--clusterer",
        "hdbscan", "--seeds", "1", "--figures", "none", "--out", "run",
      ], in: folder
    ).expectSuccess()
    let held = Set(try folder.labels("run/trials/f/minibatch/seed-0.labels.npy")).count
    #expect(held < 300)
    let table = try await Command.run(["table", "run", "--format", "csv"], in: folder)
    table.expectSuccess()
    #expect(table.output.contains("minibatch,f,clusters,\(Double(held)),"), "\(table.output)")
    let outcome = try await Command.run(["cluster", "small.npy", "-k", "300", "--out", "c.npy"], in: folder)
    outcome.expectSuccess()
    #expect(outcome.errors.contains("300 × 3, \(held) clusters, inertia "), "\(outcome.errors)")
  }

  @Test func whatCannotBeClusteredIsAnErrorWithoutAFile() async throws {
    for (arguments, text) in [
      (["large.npy", "-k", "4000"], "4,000 rows"), (["labels.npy", "-k", "2"], "rows × columns"),
      (["gone.npy", "-k", "2"], "gone.npy"), (["large.npy", "-k", "0"], "at least 1"),
      (["large.npy", "-k", "2", "--out", "found.csv"], ".npy"),
    ] {
      let outcome = try await Command.run(["cluster"] + arguments, in: folder)
      #expect(outcome.status != 0 && outcome.errors.contains(text), "\(outcome.errors)")
      #expect(!folder.exists("clusters.npy") && !folder.exists("found.csv"))
    }
  }
}
