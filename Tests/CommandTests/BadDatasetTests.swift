import Foundation
import Testing

/// Images and labels that cannot be used: an error of three lines, exit code 1, and nothing written.
@Suite struct BadDatasetTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func labelsAndFeaturesOfDifferentCounts() async throws {
    try folder.writeFeatures("visual.npy", rows: 60)
    try folder.writeLabels("labels.npy", rows: 57)
    try await folder.expectRunFails(["--visual", "visual.npy", "--labels", "labels.npy"], naming: ["60", "57"])
  }

  @Test func imagesAndFeaturesOfDifferentCounts() async throws {
    try folder.writeCIFAR("images.bin", labels: (0..<20).map { $0 % 2 })
    try folder.writeFeatures("visual.npy", rows: 21)
    try await folder.expectRunFails(["--visual", "visual.npy", "--images", "images.bin"], naming: ["20", "21"])
  }

  @Test func imagesAndLabelsOfDifferentCounts() async throws {
    try folder.writeCIFAR("images.bin", labels: (0..<20).map { $0 % 2 })
    try folder.writeLabels("labels.npy", rows: 22)
    try await folder.expectRunFails(["--images", "images.bin", "--labels", "labels.npy"], naming: ["20", "22"])
  }

  @Test func featuresOfDifferentCounts() async throws {
    try folder.writeFeatures("visual.npy", rows: 60)
    try folder.writeFeatures("text.npy", rows: 59)
    try await folder.expectRunFails(["--visual", "visual.npy", "--text", "text.npy", "-k", "3"], naming: ["60", "59"])
  }

  @Test(arguments: ["data_batch_1.bin", "images.bin"])
  func aTruncatedBatchNamesBothSizes(name: String) async throws {
    try folder.writeCIFAR("whole.bin", labels: [0, 1, 0, 1])
    try folder.write(folder.data("whole.bin").dropLast(2000), to: name)
    let sizes = name == "images.bin" ? ["3,073", "10,292"] : ["30,730,000", "10,292"]
    try await folder.expectRunFails(["--images", name, "-k", "2"], naming: [name] + sizes)
  }

  @Test(arguments: ["data_batch_1.bin", "images.bin"])
  func anOversizedBatchNamesBothSizes(name: String) async throws {
    let size = name == "images.bin" ? 3 * 3073 + 100 : 30_730_000 + 100
    try folder.write(Data(count: size), to: name)
    let sizes = name == "images.bin" ? ["3,073", "9,319"] : ["30,730,000", "30,730,100"]
    try await folder.expectRunFails(["--images", name, "-k", "2"], naming: [name] + sizes)
  }

  @Test func aLabelByteOutsideTheClassesNamesTheRecord() async throws {
    try folder.writeCIFAR("images.bin", labels: [0, 1, 1, 7, 0])
    try folder.write("cat\ndog\n", to: "classes.txt")
    try folder.write(
      """
      dataset: { images: { cifar: images.bin, classes: classes.txt } }
      spaces: [pixels]
      """, to: "experiment.yaml")
    try await folder.expectRunFails(["experiment.yaml"], naming: ["images.bin", "record 4", "byte 7", "2 classes"])
  }

  @Test func anEmptyClassFolderIsNamed() async throws {
    try folder.writeImageFolder("photos")
    try folder.makeFolder("photos/empty")
    try await folder.expectRunFails(["--images", "photos"], naming: ["photos/empty", "found 0", "at least 1"])
  }

  @Test func aCorruptImageIsNamed() async throws {
    try folder.writeImageFolder("photos")
    try folder.write(folder.data("photos/dog/3.png").prefix(60), to: "photos/dog/3.png")
    try await folder.expectRunFails(["--images", "photos"], naming: ["photos/dog/3.png"])
  }

  @Test func aFileThatIsNoImageIsNamed() async throws {
    try folder.writeImageFolder("photos")
    try folder.write("no image", to: "photos/dog/3.png")
    try await folder.expectRunFails(["--images", "photos"], naming: ["photos/dog/3.png", "PNG or JPEG"])
  }

  @Test func aPNGNamedJPGJustWorks() async throws {
    try folder.writeImageFolder("photos")
    try folder.write(folder.data("photos/dog/3.png"), to: "photos/dog/3.jpg")
    try FileManager.default.removeItem(atPath: folder.path("photos/dog/3.png"))
    let outcome = try await Command.run(
      ["run", "--images", "photos", "--seeds", "1", "--figures", "none", "--out", "out"], in: folder)
    outcome.expectSuccess()
    #expect(try folder.labels("out/trials/pixels/kmeans/seed-0.labels.npy").count == 12)
  }

  @Test func idsThatDoNotMatchAreNamed() async throws {
    try folder.writeImageFolder("photos", each: 3)
    try folder.write("id,class\ncat/0.png,c\ncat/1.png,c\ncat/2.png,c\ndog/0.png,d\ndog/1.png,d\n", to: "labels.csv")
    try await folder.expectRunFails(
      ["--images", "photos", "--labels", "labels.csv:class"],
      naming: ["1 of 6 items", "has 5 rows", "has 6 rows", "dog/2.png", "--missing drop"])
  }
}
