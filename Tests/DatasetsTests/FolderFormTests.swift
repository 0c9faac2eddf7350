import Core
import Datasets
import Foundation
import Matrices
import Testing

/// Folders of images as people have them: flat, in parts, with what operating systems add, with damaged files.
@Suite struct FolderFormTests {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func add(_ paths: [String]) throws {
    for path in paths { try scratch.add(image: "rgb.png", as: path) }
  }

  private func read(unreadable: UnreadableImages = .error) throws -> Dataset {
    try Dataset.folder(at: scratch.path, unreadable: unreadable)
  }

  @Test func imagesInTheFolderItselfHaveNoLabels() throws {
    try add(["b.png", "a.png", "10.png", "2.png"])
    try scratch.makeFolder("notes")
    let dataset = try read()
    #expect(dataset.ids == ["10.png", "2.png", "a.png", "b.png"])
    #expect(dataset.labelSets.isEmpty && dataset.notices.isEmpty)
    #expect(dataset.images?.count == 4)
  }

  @Test func everyFormatIsFoundByItsEnding() throws {
    let names = ["a.webp": "lossless.webp", "b.GIF": "palette.gif", "c.tif": "raw.tif", "d.TIFF": "tiff-lzw.tiff"]
    for (name, image) in names { try scratch.add(image: image, as: name) }
    try scratch.add(image: "rgb.bmp", as: "e.bmp")
    try scratch.add(image: "orientation-3.png", as: "f.png")
    let dataset = try read()
    #expect(dataset.ids == ["a.webp", "b.GIF", "c.tif", "d.TIFF", "e.bmp", "f.png"])
    let images = try #require(dataset.images)
    #expect(images.size == ImageSize(height: 18, width: 21))
    // The same picture without loss.
    #expect(images.bytes(of: 0) == images.bytes(of: 2) && images.bytes(of: 0) == images.bytes(of: 4))
    #expect(images.bytes(of: 0) == images.bytes(of: 3) && images.bytes(of: 0) != images.bytes(of: 5))
  }

  @Test(arguments: [["train", "test"], ["Train", "Val", "Test"], ["training", "validation"], ["train"]])
  func foldersOfPartsShareTheirClasses(parts: [String]) throws {
    for part in parts { try add(["\(part)/dog/1.png", "\(part)/cat/1.png"]) }
    try add(["\(parts[0])/cat/2.png", "\(parts[0])/bird/deep/1.png"])
    let dataset = try read()
    #expect(try dataset.labels().classes == ["bird", "cat", "dog"])
    #expect(dataset.count == 2 * parts.count + 2)
    let ids = try #require(dataset.ids)
    for (id, label) in zip(ids, try dataset.labels().values) {
      #expect(id.contains("/\(["bird", "cat", "dog"][Int(label)])/"))
    }
    let notice = try #require(dataset.notices.first)
    #expect(dataset.notices.count == 1 && notice.kind == "parts-of-a-set")
    #expect(notice.message.contains("\(parts[0]) (4 images)") && notice.message.contains("3 classes"))
  }

  @Test func foldersNamedLikePartsAreClassesWhereImagesLieInThem() throws {
    try add(["train/1.png", "test/1.png"])
    #expect(try read().labels().classes == ["test", "train"])
    let notices = try read().notices
    #expect(notices.map(\.kind) == ["parts-as-classes"])
    #expect(notices[0].message.hasPrefix("test, train in ") && notices[0].message.contains("into one folder"))
    try add(["bus/1.png"])
    #expect(try read().notices.isEmpty)
  }

  @Test func aClassNamedTrainAmongOthersIsAClass() throws {
    try add(["train/steam/1.png", "bus/1.png"])
    #expect(try read().labels().classes == ["bus", "train"])
  }

  @Test func imagesOfAPartOutsideOfItsClassesAreCounted() throws {
    try add(["train/cat/1.png", "test/cat/1.png", "test/2.png", "3.png"])
    let dataset = try read()
    #expect(dataset.ids == ["test/cat/1.png", "train/cat/1.png"])
    #expect(dataset.notices.map(\.kind) == ["loose-images", "parts-of-a-set"])
    #expect(dataset.notices[0].message.hasPrefix("2 images"))
  }

  @Test func twoSpellingsOfANameAreOneClass() throws {
    let (composed, apart) = ("Caf\u{e9}", "Cafe\u{301}")
    try add(["\(composed)/1.png", "\(apart)/2.png", "Bar/1.png", "\(composed)/3.png"])
    guard try FileManager.default.contentsOfDirectory(atPath: scratch.path).count == 3 else { return }
    let dataset = try read()
    #expect(try dataset.labels().classes.map { Array($0.utf8) } == [Array("Bar".utf8), Array(composed.utf8)])
    #expect(try dataset.labels().values == [0, 1, 1, 1])
    #expect(dataset.notices.map(\.kind) == ["class-spellings"])
    try add(["\(apart)/3.png"])
    guard case .oneNameTwice = reason({ _ = try read() }) else {
      Issue.record("two images of one name were read")
      return
    }
  }

  @Test func twoSpellingsInPartsOfASetAreOneClass() throws {
    try add(["train/Caf\u{e9}/1.png", "test/Cafe\u{301}/1.png", "test/Bar/1.png"])
    #expect(try read().labels().classes.count == 2)
  }

  @Test func whatOperatingSystemsAddIsIgnored() throws {
    try add(["a/1.png", "b/1.png", "__MACOSX/a/1.png", "a/._1.png", "._b.png"])
    for path in [".DS_Store", "a/.DS_Store", "b/Thumbs.db", "desktop.ini", "a/Desktop.ini", "__MACOSX/a/._1.png"] {
      try scratch.write("x", to: path)
    }
    let dataset = try read()
    #expect(dataset.ids == ["a/1.png", "b/1.png"] && dataset.notices.isEmpty)
  }

  @Test func aFlatFolderWithAnArchivesLeftoversStaysFlat() throws {
    try add(["1.png", "2.png", "__MACOSX/._1.png"])
    try scratch.write("x", to: "Thumbs.db")
    #expect(try read().ids == ["1.png", "2.png"])
    #expect(try read().labelSets.isEmpty)
  }

  @Test func unreadableImagesCanBeLeftOut() throws {
    try add(["a/2.png", "b/1.png", "d/1.png", "d/2.png"])
    try scratch.write(Array(try Fixture.bytes("images/rgb.png").prefix(150)), to: "a/1.png")
    try scratch.write("no image", to: "b/2.jpg")
    try scratch.write("", to: "c/1.gif")
    try scratch.write(try Fixture.bytes("too-large.png"), to: "d/0.png")
    #expect(reason { _ = try read() } == .corruptImage(path: "\(scratch.path)/a/1.png", message: "the file ends early"))
    for threads in [1, 2, 4] {
      let dataset = try Threads.$count.withValue(threads) { try read(unreadable: .skip) }
      #expect(dataset.ids == ["a/2.png", "b/1.png", "d/1.png", "d/2.png"])
      // A class without any image that can be read is none.
      #expect(try dataset.labels().classes == ["a", "b", "d"])
      #expect(try dataset.labels().values == [0, 1, 2, 2])
      let images = try #require(dataset.images)
      for index in 0..<4 { #expect(try images.bytes(of: index) == Fixture.expectedImages()["rgb.png"]?.pixels) }
      #expect(dataset.notices.count == 1)
      #expect(
        dataset.notices[0].message
          == "4 of 8 images in \(scratch.path) cannot be read and are left out: a/1.png (the file ends early), "
          + "b/2.jpg (expected the first bytes of an image (PNG, JPEG, WebP, GIF, TIFF or BMP), found others), "
          + "c/1.gif (the file is empty: 0 bytes) and 1 more")
    }
  }

  @Test func nothingThatCanBeReadIsAnError() throws {
    try scratch.write("x", to: "1.png")
    try scratch.write("y", to: "2.png")
    guard case .noReadableImages(_, 2, _) = reason({ _ = try read(unreadable: .skip) }) else {
      Issue.record("a folder without a readable image was read")
      return
    }
    guard
      case .noReadableImages(_, 2, _) = reason({
        _ = try Dataset.folder(at: scratch.path, size: 8, unreadable: .skip)
      })
    else {
      Issue.record("a folder without a readable image was read at a size")
      return
    }
  }

  @Test func imagesOfAnotherSizeAreNoUnreadableOnes() throws {
    try add(["1.png"])
    try scratch.add(image: "grey.jpg", as: "2.jpg")
    guard case .sizesDiffer = reason({ _ = try read(unreadable: .skip) }) else {
      Issue.record("images of two sizes were read as one")
      return
    }
  }
}
