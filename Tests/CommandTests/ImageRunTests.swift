import Foundation
import Testing

/// Runs over images: CIFAR binaries and folders of PNG files.
@Suite struct ImageRunTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ arguments: [String]) async throws -> Outcome {
    let outcome = try await Command.run(["run"] + arguments + ["--seeds", "1", "--out", "out"], in: folder)
    outcome.expectSuccess()
    return outcome
  }

  @Test func aFolderOfClassFoldersIsClusteredByItsPixels() async throws {
    try folder.writeImageFolder("photos", classes: ["cat", "dog", "owl"], each: 5)
    let outcome = try await run(["--images", "photos", "--figures", "none"])
    #expect(outcome.errors.contains("15 items, 1 space, 2 trials"))
    #expect(try folder.text("out/scores.csv").contains("pixels,kmeans,0,kappa,1"))
  }

  @Test func imagesOfSeveralSizesAreScaledToOne() async throws {
    try folder.writeImageFolder("photos", each: 5)
    try folder.write(TemporaryFolder.png(size: 20, color: [0, 20, 200]), to: "photos/cat/large.png")
    try await folder.expectRunFails(["--images", "photos"], naming: ["20 × 20", "8 × 8"])
    _ = try await run(["--images", "photos", "--image-size", "4", "--figures", "none"])
    let record = try folder.json("out/run.json")
    let audit = try #require((record["features"] as? [String: [String: Any]])?["pixels"])
    #expect(audit["columns"] as? Int == 48)
  }

  @Test func aFolderOfCIFAR10WithoutOneOfItsFilesNamesIt() async throws {
    try folder.writeCIFAR("cifar/data_batch_1.bin", labels: [0, 1])
    try await folder.expectRunFails(["--images", "cifar"], naming: ["data_batch_2.bin"])
  }

  /// Files of the official size, empty but for a label here and there; they take no room on the disk.
  @Test func theOfficialFolderOfCIFAR10IsReadInItsOrder() async throws {
    let names = (1...5).map { "data_batch_\($0).bin" } + ["test_batch.bin"]
    for (number, name) in names.enumerated() {
      let file = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.write(Data(), to: "cifar/\(name)")))
      try file.truncate(atOffset: 10_000 * 3073)
      try file.seek(toOffset: UInt64(number) * 3073)
      try file.write(contentsOf: Data([UInt8(number + 1)]))
      try file.close()
    }
    try folder.write((0..<10).map { "class \($0)\n" }.joined(), to: "cifar/batches.meta.txt")
    try folder.writeFeatures("visual.npy", rows: 60_000, columns: 2)
    _ = try await run(["--images", "cifar", "--visual", "visual.npy", "--clusterer", "kmeans", "--figures", "none"])
    let stored = try folder.contents(of: "out").keys.filter { $0.hasSuffix("label.npy") }
    let labels = try folder.labels("out/" + #require(stored.first))
    #expect(labels.count == 60_000)
    #expect(labels.indices.filter { labels[$0] > 0 } == [0, 10_001, 20_002, 30_003, 40_004, 50_005])
    #expect(labels[50_005] == 6)
  }

  @Test func aCIFAR10BinaryBringsItsLabels() async throws {
    try folder.writeCIFAR("images.bin", labels: (0..<40).map { $0 % 4 })
    let outcome = try await run(["--images", "images.bin", "--clusterer", "kmeans", "--figures", "none"])
    #expect(outcome.errors.contains("40 items, 1 space, 1 trial"))
    #expect(try folder.text("out/scores.csv").contains("pixels,kmeans,0,accuracy,1"))
  }

  @Test func aCIFAR100BinaryBringsBothLabelSets() async throws {
    try folder.writeCIFAR("images.bin", labels: (0..<40).map { $0 % 4 }, coarse: (0..<40).map { $0 % 4 / 2 })
    _ = try await run(["--images", "images.bin", "--clusterer", "kmeans", "--figures", "none"])
    #expect(try folder.text("out/scores.csv").contains("pixels,kmeans,0,accuracy,1"))
    let sets = try #require(
      (try folder.json("out/run.json")["dataset"] as? [String: Any])?["labelSets"] as? [[String: Any]])
    #expect(sets.compactMap { $0["name"] as? String } == ["fine", "coarse"])
  }

  @Test func theFiguresOfARunWithImagesArePNGFiles() async throws {
    try folder.writeImageFolder("photos", classes: ["cat", "dog", "owl"], each: 5)
    let outcome = try await run(["--images", "photos"])
    let figures = try folder.contents(of: "out/figures")
    let images = figures.filter { $0.key.hasSuffix(".png") }
    #expect(images.count >= 4)
    for (name, data) in images {
      #expect(data.starts(with: [0x89, 0x50, 0x4E, 0x47]), "\(name)")
      #expect(outcome.output.contains("out/figures/\(name)\n"))
    }
  }

  // MARK: - Forms of folders and sets

  @Test func aFlatFolderIsClusteredWithoutLabels() async throws {
    for index in 0..<12 {
      let color: [UInt8] = index % 2 == 0 ? [UInt8(index), 0, 0] : [200, UInt8(index), 90]
      try folder.write(TemporaryFolder.png(size: 8, color: color), to: "photos/\(index).png")
    }
    let outcome = try await run(["--images", "photos", "-k", "2", "--clusterer", "kmeans", "--figures", "none"])
    #expect(outcome.errors.contains("12 items, 1 space, 1 trial"))
    #expect(try folder.text("out/scores.csv").contains("pixels,kmeans,0,silhouette,"))
  }

  @Test func partsOfASetAreNoted() async throws {
    try folder.writeImageFolder("photos/train", each: 4)
    try folder.writeImageFolder("photos/test", each: 2)
    let outcome = try await run(["--images", "photos", "--clusterer", "kmeans", "--figures", "none"])
    #expect(outcome.errors.contains("12 items, 1 space, 1 trial"))
    #expect(outcome.errors.contains("note: test (4 images), train (8 images) in photos"))
    #expect(try folder.text("out/scores.csv").contains("pixels,kmeans,0,kappa,1"))
  }

  @Test func unreadableImagesAreLeftOutWhereTheUserSaysSo() async throws {
    try folder.writeImageFolder("photos", each: 5)
    try folder.write("no image", to: "photos/dog/3.png")
    try await folder.expectRunFails(["--images", "photos"], naming: ["photos/dog/3.png", "--unreadable skip"])
    let arguments = ["--images", "photos", "--clusterer", "kmeans", "--figures", "none", "--unreadable"]
    let outcome = try await run(arguments + ["skip"])
    #expect(outcome.errors.contains("9 items, 1 space, 1 trial"))
    #expect(outcome.errors.contains("note: 1 of 10 images in photos cannot be read and is left out: dog/3.png"))
    let wrong = try await Command.run(["run"] + arguments + ["never"], in: folder)
    wrong.expectUsageError(naming: ["--unreadable", "never", "skip"])
  }

  /// Images and labels of two classes in the form of MNIST.
  private func writeMNIST() throws {
    func idx(_ shape: [UInt8], _ content: [UInt8]) -> Data {
      Data([0, 0, 8, UInt8(shape.count)] + shape.flatMap { [0, 0, 0, $0] } + content)
    }
    let labels = (0..<20).map { UInt8($0 % 2) }
    try folder.write(
      idx([20, 4, 5], labels.flatMap { [UInt8](repeating: 200 * $0 + 3, count: 20) }),
      to: "mnist/train-images-idx3-ubyte")
    try folder.write(idx([20], labels), to: "mnist/train-labels-idx1-ubyte")
  }

  @Test func aFolderOfMNISTIsRunInspectedAndDrawn() async throws {
    try writeMNIST()
    let outcome = try await run(["--images", "mnist", "--clusterer", "kmeans", "--figures", "samples,maps"])
    #expect(outcome.errors.contains("20 items, 1 space, 1 trial"))
    #expect(try folder.text("out/scores.csv").contains("pixels,kmeans,0,kappa,1"))
    #expect(folder.exists("out/figures/samples.png"))
    let inspected = try await Command.run(["inspect", "mnist"], in: folder)
    inspected.expectSuccess()
    #expect(inspected.output.contains("items             20") && inspected.output.contains("4 × 5 pixels"))
    let drawn = try await Command.run(
      ["plot", "mnist", "--perplexity", "5", "--iterations", "300", "--out", "m.svg"], in: folder)
    drawn.expectSuccess()
    #expect(folder.exists("m.svg"))
  }

  @Test func aCIFARBinaryOfAnyNameNeedsItsFormat() async throws {
    try folder.writeCIFAR("images.dat", labels: (0..<20).map { $0 % 2 })
    try await folder.expectRunFails(["--images", "images.dat"], naming: ["images.dat", "--image-format", "cifar10"])
    let arguments = ["--images", "images.dat", "--clusterer", "kmeans", "--figures", "none", "--image-format"]
    _ = try await run(arguments + ["cifar10"])
    #expect(try folder.text("out/scores.csv").contains("pixels,kmeans,0,kappa,1"))
    for (options, words) in [
      (["--images", "images.dat", "--image-format", "cifar11"], ["cifar11", "cifar10"]),
      (["--visual", "x.npy", "--unreadable", "skip"], ["--unreadable needs --images"]),
      (
        ["--images", "images.dat", "--image-format", "cifar10", "--image-size", "8"],
        ["--image-size", "images.dat", "cifar"]
      ),
    ] {
      let usage = try await Command.run(["run"] + options, in: folder)
      usage.expectUsageError(naming: words)
    }
  }
}
