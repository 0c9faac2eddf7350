import Datasets
import Experiments
import Foundation
import Results
import TestSupport
import Testing

/// The images and captions that a run keeps of its items.
@Suite struct GalleryTests {
  /// Images of noise with captions, and one feature row each; that of item 1 is not a number.
  private func inputs(in folder: String, count: Int) throws -> Inputs {
    var state: UInt32 = 1
    let records = (0..<count).flatMap { _ -> [UInt8] in
      [0]
        + (0..<3072).map { _ in
          state = state &* 1_664_525 &+ 1_013_904_223
          return UInt8(state >> 24)
        }
    }
    try Data(records).write(to: URL(fileURLWithPath: folder + "/images.bin"))
    try Samples.write((0..<count).map { "caption \($0)\n" }.joined(), to: folder + "/captions.txt")
    try Samples.table((0..<count).map { [$0 == 1 ? .nan : Float($0), 1] }, to: folder + "/visual.csv")
    var experiment = Experiment(
      name: "gallery", features: [.init(name: "visual", file: "visual.csv", undefined: .drop)],
      spaces: [.init(name: "visual")], clusterers: Experiment.defaultClusterers(k: 1), folder: folder)
    experiment.dataset.images = .set(.cifar, paths: ["images.bin"])
    experiment.dataset.captions = "captions.txt"
    return try Inputs(experiment)
  }

  private func made(in folder: String) throws -> RunFolder {
    let run = RunFolder(path: folder + "/run")
    try run.make()
    return run
  }

  @Test func aDroppedItemHasNeitherImageNorCaption() throws {
    try withFolder { folder in
      let run = try made(in: folder)
      let inputs = try inputs(in: folder, count: 5)
      try inputs.storeThumbnails(in: run)
      try inputs.storeCaptions(in: run)
      #expect(try run.captions(itemCount: 5) == ["caption 0", "", "caption 2", "caption 3", "caption 4"])
      let thumbnails = try #require(try run.thumbnails(itemCount: 5))
      #expect(thumbnails.record.items == [0, 2, 3, 4] && thumbnails.sheets.count == 1)
      #expect(thumbnails.record.height == 32 && thumbnails.record.cellWidth == 32)
    }
  }

  @Test func aboveTheLimitSomeItemsHaveNoImage() throws {
    try withFolder { folder in
      let run = try made(in: folder)
      try inputs(in: folder, count: 200).storeThumbnails(in: run, limit: 40_000)
      let thumbnails = try #require(try run.thumbnails(itemCount: 200))
      let items = try #require(thumbnails.record.items)
      #expect(items.count > 10 && items.count < 150 && !items.contains(1))
      #expect(thumbnails.sheets.reduce(0) { $0 + $1.count } <= 40_000)
    }
  }
}
