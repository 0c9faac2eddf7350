import Core
import Datasets
import Foundation
import Matrices
import Testing

@Suite struct ImageFolderTests {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func read(size: ImageSize? = nil) throws -> Dataset { try Dataset.folder(at: scratch.path, size: size) }

  @Test func classesAndFilesComeInByteWiseOrder() throws {
    for path in ["b/2.png", "b/10.png", "a-b/x.PNG", "a/deep/er/z.png", "a/z.png", "Z/é.png", "a/deep.png"] {
      try scratch.add(image: "rgb.png", as: path)
    }
    let dataset = try read()
    #expect(
      dataset.ids == ["Z/é.png", "a/deep.png", "a/deep/er/z.png", "a/z.png", "a-b/x.PNG", "b/10.png", "b/2.png"])
    #expect(try dataset.labels(named: "label").classes == ["Z", "a", "a-b", "b"])
    #expect(try dataset.labels().values == [0, 1, 1, 1, 2, 3, 3])
    #expect(dataset.notices.isEmpty)
    let expected = try #require(try Fixture.expectedImages()["rgb.png"])
    let images = try #require(dataset.images)
    #expect(images.size == ImageSize(height: 11, width: 14))
    for index in 0..<7 { #expect(images.bytes(of: index) == expected.pixels) }
  }

  @Test func bothFormatsMayShareAFolderWhateverTheirNames() throws {
    try scratch.add(image: "ycbcr-420.jpg", as: "a/1.jpeg")
    try scratch.add(image: "jpeg-in-disguise.png", as: "a/2.png")
    try scratch.add(image: "png-in-disguise.jpg", as: "b/3.jpg")
    try scratch.add(image: "rgb.png", as: "b/4.png")
    let images = try #require(try read(size: 8).images)
    #expect(images.bytes(of: 0) == images.bytes(of: 1))
    #expect(images.bytes(of: 2) == images.bytes(of: 3))
  }

  @Test func whatIsLeftOutIsCounted() throws {
    for path in ["a/1.png", "b/1.png", "loose.png", "a/.hidden.png", ".git/x.png"] {
      try scratch.add(image: "rgb.png", as: path)
    }
    try scratch.write("x", to: "a/list.db")
    try scratch.write("x", to: "a/notes.txt")
    try scratch.write("x", to: "b/more.TXT")
    try scratch.write("x", to: "README")
    let dataset = try read()
    #expect(dataset.ids == ["a/1.png", "b/1.png"])
    let root = scratch.path
    #expect(
      dataset.notices == [
        Notice(kind: "loose-images", message: "1 image in \(root) outside of a class folder left out"),
        Notice(kind: "hidden-files", message: "2 hidden files below \(root) left out"),
        Notice(
          kind: "other-files",
          message: "4 files below \(root) left out, not named as images: 1 without an ending, 1 .db, 2 .txt"),
      ])
  }

  @Test func imagesOfDifferentSizesNeedASize() throws {
    try scratch.add(image: "rgb.png", as: "a/1.png")
    try scratch.add(image: "grey.jpg", as: "a/2.jpg")
    let size = ImageSize(height: 11, width: 14)
    let found = try #require(reason { _ = try read() })
    #expect(
      found
        == .sizesDiffer(
          path: "\(scratch.path)/a/1.png", size, otherPath: "\(scratch.path)/a/2.jpg",
          ImageSize(height: 19, width: 26)))
    #expect(DatasetError(found).hint.contains("size: 32"))

    let resized = try read(size: size)
    #expect(try resized.images?.bytes(of: 0) == Fixture.expectedImages()["rgb.png"]?.pixels)
    #expect(resized.notices == [Notice(kind: "images-resized", message: "1 of 2 images resized to 11 × 14")])
    #expect(reason { _ = try read(size: 0) } == .invalidSize(0))
    #expect(reason { _ = try read(size: 1_000_000) } == .invalidSize(1_000_000))
  }

  @Test func foldersWithoutImagesAreErrors() throws {
    #expect(reason { _ = try read() } == .noClassFolders(path: scratch.path))
    try scratch.write("x", to: "notes.txt")
    #expect(reason { _ = try read() } == .noClassFolders(path: scratch.path))
    #expect(
      reason { _ = try Dataset.folder(at: "\(scratch.path)/notes.txt") }
        == .notAFolder(path: "\(scratch.path)/notes.txt"))
    try scratch.add(image: "rgb.png", as: "a/1.png")
    try scratch.write("x", to: "b/notes.txt")
    #expect(reason { _ = try read() } == .emptyClassFolder(path: "\(scratch.path)/b"))
    let missing = "\(scratch.path)/none"
    #expect(
      reason { _ = try Dataset.folder(at: missing) }
        == .unreadable(path: missing, message: "No such file or directory"))
  }

  @Test func damagedImagesAreNamedWithTheCodecsWords() throws {
    try scratch.add(image: "rgb.png", as: "a/1.png")
    let cut = try scratch.write(Array(try Fixture.bytes("images/rgb.png").prefix(150)), to: "a/2.png")
    #expect(reason { _ = try read() } == .corruptImage(path: cut, message: "the file ends early"))
    let other = try scratch.write("GIF88a", to: "a/0.jpg")
    #expect(reason { _ = try read() } == .notAnImage(path: other))
    let empty = try scratch.write("", to: "a/+.jpg")
    #expect(reason { _ = try read() } == .emptyFile(path: empty))
  }

  @Test func theFirstDamagedImageIsNamedWhateverTheThreads() throws {
    for index in 100..<200 { try scratch.add(image: "rgb.png", as: "a/\(index).png") }
    for index in [130, 131, 190] { try scratch.write("x", to: "a/\(index).png") }
    for threads in [1, 2, 4] {
      let found = Threads.$count.withValue(threads) { reason { _ = try read() } }
      #expect(found == .notAnImage(path: "\(scratch.path)/a/130.png"))
    }
  }

  @Test func linksAreFollowedButNotInCircles() throws {
    try scratch.add(image: "rgb.png", as: "a/1.png")
    try scratch.link("b", to: "a")
    #expect(try read().ids == ["a/1.png", "b/1.png"])
    try scratch.link("a/up", to: "..")
    #expect(reason { _ = try read() } == .folderLoop(path: "\(scratch.path)/a/up"))
    try FileManager.default.removeItem(atPath: "\(scratch.path)/a/up")
    try scratch.link("a/self.png", to: "self.png")
    #expect(reason { _ = try read() } == .folderLoop(path: "\(scratch.path)/a/self.png"))
    try FileManager.default.removeItem(atPath: "\(scratch.path)/a/self.png")
    try scratch.link("a/lost.png", to: "nowhere.png")
    #expect(
      reason { _ = try read() }
        == .unreadable(path: "\(scratch.path)/a/lost.png", message: "No such file or directory"))
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func unreadableFilesAreErrors() throws {
    let path = try scratch.write(try Fixture.bytes("images/rgb.png"), to: "a/1.png")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
    #expect(reason { _ = try read() } == .unreadable(path: path, message: "Permission denied"))
  }

  @Test func readingDoesNotDependOnThreads() throws {
    let names = ["rgb.png", "ycbcr-420.jpg", "cmyk.jpg", "orientation-6.jpg", "rgba-interlaced.png"]
    for index in 0..<100 { try scratch.add(image: names[index % 5], as: "class \(index / 30)/\(index)") }
    #expect(throws: DatasetError.self) { try read() }
    for index in 0..<100 { try scratch.add(image: names[index % 5], as: "class \(index / 30)/\(index).jpg") }
    let alone = try Threads.$count.withValue(1) { try read(size: 16) }
    for threads in [2, 4] {
      let dataset = try Threads.$count.withValue(threads) { try read(size: 16) }
      #expect(dataset.images == alone.images && dataset.ids == alone.ids && dataset.notices == alone.notices)
    }
  }
}
