import Core
import Datasets
import Foundation
import Matrices
import Testing

/// Labelled sets in the forms of their official files, held against what NumPy reads from them (make_sets.py).
@Suite struct LabelledSetTests {
  struct Expected: Decodable {
    let sums: [Int]
    let labels: [Int32]
    let classes: [String]
  }

  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func expected(_ name: String) throws -> Expected {
    struct File: Decodable { let sets: [String: Expected] }
    let file = try JSONDecoder().decode(File.self, from: Data(try Fixture.bytes("sets.json")))
    return try #require(file.sets[name])
  }

  /// The sum of an image's bytes, each times its place.
  private func sums(_ images: Images?) -> [Int] {
    guard let images else { return [] }
    return (0..<images.count).map { index in
      images.bytes(of: index).enumerated().reduce(0) { $0 + ($1.offset + 1) * Int($1.element) }
    }
  }

  private func path(_ name: String) -> String { Fixture.path("sets/\(name)") }

  @Test(arguments: [
    ("mnist", LabelledSet.mnist), ("stl10", .stl10), ("cifar-10-batches-py", .cifar), ("cifar-100-python", .cifar),
  ])
  func theFolderOfASetIsReadAsNumPyReadsIt(name: String, set: LabelledSet) throws {
    #expect(LabelledSet(at: path(name)) == set)
    let dataset = try Dataset.labelledSet(set, at: [path(name)])
    let expected = try expected(name)
    #expect(sums(dataset.images) == expected.sums)
    let labels = try #require(dataset.labelSets.first)
    #expect(labels.values == expected.labels)
    #expect(labels.classes == expected.classes)
    #expect(dataset.notices.allSatisfy { $0.kind == "unofficial-batch-size" })
  }

  @Test func cifar100PicklesHaveFineAndCoarseLabels() throws {
    let dataset = try Dataset.cifar(at: path("cifar-100-python"))
    #expect(dataset.labelSets.map(\.name) == ["fine", "coarse"])
    #expect(try dataset.labels(named: "coarse").values == [1, 19, 0])
    #expect(try dataset.labels(named: "coarse").classes[19] == "coarse 19")
  }

  @Test(arguments: [
    "protocol-2", "protocol-3", "protocol-4", "protocol-5", "labels-as-array", "columns-first", "bytes-keys-2",
  ])
  func aPickledBatchIsTheSameInEveryProtocol(name: String) throws {
    #expect(LabelledSet(at: path("pickles/\(name)")) == .cifar)
    let dataset = try Dataset.cifar(at: path("pickles/\(name)"))
    let expected = try expected("pickles")
    #expect(sums(dataset.images) == expected.sums)
    #expect(try dataset.labels().values == expected.labels)
    #expect(dataset.notices.map(\.kind) == ["classes-without-names"])
  }

  @Test func otherPicklesAreRefusedWithTheReason() throws {
    let whole = try Fixture.bytes("sets/pickles/protocol-4")
    let shape: [UInt8] = [0x4b, 2, 0x4d, 0, 12]
    let place = try #require(whole.indices.first { whole[$0...].starts(with: shape) })
    // 3,072 rows of 2, in place of 2 of 3,072.
    let turned = try scratch.write(
      whole[..<place] + [0x4d, 0, 12, 0x4b, 2] + whole[(place + shape.count)...], to: "turned")
    #expect(reason { _ = try Dataset.cifar(at: turned) } == .pickledShape(path: turned, shape: [3072, 2]))
    let found = #expect(throws: PickleError.self) { try Dataset.cifar(at: path("pickles/code")) }
    #expect(found?.reason == .refusedObject("pathlib.PurePosixPath"))
  }

  @Test func aMissingBatchOfPicklesIsNamed() throws {
    for name in ["data_batch_1", "data_batch_2", "test_batch"] {
      try scratch.write(try Fixture.bytes("sets/cifar-10-batches-py/\(name)"), to: name)
    }
    #expect(LabelledSet(at: scratch.path) == .cifar)
    #expect(
      reason { _ = try Dataset.cifar(at: scratch.path) } == .missingBatch(folder: scratch.path, name: "data_batch_3"))
    // Without the names beside them, the official ten classes have numbers.
    let alone = try Dataset.cifar(at: "\(scratch.path)/test_batch")
    #expect(try alone.labels().classes == (0..<10).map(String.init))
  }

  @Test func binariesAndPicklesOfOneFormatCanBeReadTogether() throws {
    let binary = try scratch.write([3] + [UInt8](repeating: 7, count: 3072), to: "more.bin")
    let dataset = try Dataset.cifar(at: [path("pickles/protocol-4"), binary])
    #expect(try dataset.labels().values == [7, 200, 3])
    #expect(dataset.images?.bytes(of: 2) == [UInt8](repeating: 7, count: 3072))
  }

  @Test func aCIFARBinaryOfAnyNameIsReadInTheFormatNamed() throws {
    let bytes: [UInt8] = [2] + [UInt8](repeating: 9, count: 3072) + [1] + [UInt8](repeating: 8, count: 3072)
    let file = try scratch.write(bytes, to: "images.dat")
    #expect(LabelledSet(at: file) == nil)
    #expect(try Dataset.labelledSet(.cifar, at: [file], format: .cifar10).labels().values == [2, 1])
  }

  // MARK: - MNIST

  /// An idx file of bytes.
  private func idx(_ shape: [Int], _ content: [UInt8]? = nil, kind: UInt8 = 8) -> [UInt8] {
    let lengths = shape.flatMap {
      [UInt8($0 >> 24 & 255), UInt8($0 >> 16 & 255), UInt8($0 >> 8 & 255), UInt8($0 & 255)]
    }
    let count = shape.reduce(1, *)
    return [0, 0, kind, UInt8(shape.count)] + lengths + (content ?? (0..<count).map { UInt8($0 % 251) })
  }

  @Test func labelsAreFoundBesideTheImagesOrAmongTheFiles() throws {
    let images = try scratch.write(idx([3, 2, 2]), to: "train-images.idx3-ubyte")
    #expect(LabelledSet(at: images) == .mnist)
    let alone = try Dataset.mnist(at: [images])
    #expect(alone.labelSets.isEmpty && alone.notices.map(\.kind) == ["images-without-labels"])
    let labels = try scratch.write(idx([3], [1, 0, 1]), to: "others")
    #expect(try Dataset.mnist(at: [images, labels]).labels().values == [1, 0, 1])
    try scratch.write(idx([3], [0, 2, 2]), to: "train-labels.idx1-ubyte")
    let beside = try Dataset.mnist(at: [images])
    #expect(try beside.labels() == LabelSet(name: "label", classes: ["0", "1", "2"], values: [0, 2, 2]))
    #expect(beside.images?.bytes(of: 1) == [4, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7, 7])
    let names = try scratch.write("zero\none\ntwo\n", to: "names.txt")
    #expect(try Dataset.mnist(at: [images], classes: names).labels().classes == ["zero", "one", "two"])
  }

  @Test func idxFilesThatDoNotFitAreErrors() throws {
    let images = try scratch.write(idx([3, 2, 2]), to: "a-images-idx3-ubyte")
    let labels = try scratch.write(idx([4], [0, 1, 2, 3]), to: "a-labels-idx1-ubyte")
    #expect(
      reason { _ = try Dataset.mnist(at: [images]) }
        == .setLabels(path: labels, labels: 4, imagesPath: images, images: 3))
    #expect(reason { _ = try Dataset.mnist(at: [labels]) } == .idxWithoutImages(path: labels))
    #expect(
      reason { _ = try Dataset.mnist(at: [images, labels, labels]) } == .idxPairs(path: images, images: 1, labels: 2))
    let short = try scratch.write(Array(idx([3, 2, 2]).dropLast()), to: "short")
    #expect(reason { _ = try Dataset.mnist(at: [short]) } == .setSize(path: short, expected: 28, found: 27))
    let long = try scratch.write(idx([3, 2, 2]) + [0], to: "long")
    #expect(reason { _ = try Dataset.mnist(at: [long]) } == .setSize(path: long, expected: 28, found: 29))
    let floats = try scratch.write(idx([3, 2, 2], kind: 13), to: "floats")
    #expect(reason { _ = try Dataset.mnist(at: [floats]) } == .notIdx(path: floats))
    let matrix = try scratch.write(idx([3, 4]), to: "matrix")
    #expect(reason { _ = try Dataset.mnist(at: [matrix]) } == .idxShape(path: matrix, shape: [3, 4]))
    let other = try scratch.write(idx([1, 3, 3]), to: "other")
    guard case .sizesDiffer = reason({ _ = try Dataset.mnist(at: [images, other]) }) else {
      Issue.record("images of two sizes were read as one set")
      return
    }
    let names = try scratch.write("only\n", to: "names.txt")
    let right = try scratch.write(idx([3], [0, 1, 0]), to: "right")
    #expect(
      reason { _ = try Dataset.mnist(at: [images, right], classes: names) }
        == .labelOutsideClasses(path: right, record: 1, labelSet: "label", byte: 1, classes: 1))
  }

  @Test func lengthsThatNoMemoryHoldsAreErrors() throws {
    let huge = idx([1, 1, 1]).replacing([0, 0, 0, 1], with: [255, 255, 255, 255])
    let file = try scratch.write(huge, to: "huge")
    #expect(reason { _ = try Dataset.mnist(at: [file]) } == .setSize(path: file, expected: .max, found: 17))
  }

  @Test func packedFilesThatAreCutShortAreErrors() throws {
    let whole = try Fixture.bytes("sets/mnist/t10k-images-idx3-ubyte.gz")
    for length in 1..<whole.count {
      let file = try scratch.write(Array(whole.prefix(length)), to: "images.gz")
      #expect(reason { _ = try Dataset.mnist(at: [file]) } != nil, "\(length) of \(whole.count) bytes were read")
    }
    let wrong = try scratch.write(whole.dropLast(6) + [1, 2, 3, 4, 5, 6], to: "images.gz")
    #expect(reason { _ = try Dataset.mnist(at: [wrong]) } != nil)
  }

  @Test func aFolderOfSeveralSetsAsksForTheFiles() throws {
    for name in ["letters-train-images-idx3-ubyte", "digits-train-images-idx3-ubyte"] {
      try scratch.write(idx([1, 2, 2]), to: name)
    }
    guard case .severalSets = reason({ _ = try Dataset.mnist(at: [scratch.path]) }) else {
      Issue.record("two sets were read as one")
      return
    }
  }

  @Test func anUnpackedFileStandsForThePackedOneBesideIt() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: path("mnist")) {
      try scratch.write(try Fixture.bytes("sets/mnist/\(name)"), to: name)
    }
    try scratch.write([1, 2, 3], to: "train-images-idx3-ubyte.gz")
    #expect(try sums(Dataset.mnist(at: [scratch.path]).images) == expected("mnist").sums)
  }

  // MARK: - STL-10

  @Test func damagedFilesOfSTL10AreErrors() throws {
    let size = 96 * 96 * 3
    let images = try scratch.write([UInt8](repeating: 1, count: 2 * size), to: "train_X.bin")
    #expect(LabelledSet(at: images) == .stl10)
    #expect(
      reason { _ = try Dataset.stl10(at: [scratch.path]) } == .missingBatch(folder: scratch.path, name: "test_X.bin"))
    let alone = try Dataset.stl10(at: [images])
    #expect(alone.labelSets.isEmpty && alone.notices.map(\.kind) == ["images-without-labels"])
    let labels = try scratch.write([1], to: "train_y.bin")
    #expect(
      reason { _ = try Dataset.stl10(at: [images]) }
        == .setLabels(path: labels, labels: 1, imagesPath: images, images: 2))
    try scratch.write([3, 1], to: "train_y.bin")
    #expect(
      try Dataset.stl10(at: [images]).labels() == LabelSet(name: "label", classes: ["1", "2", "3"], values: [2, 0]))
    try scratch.write([3, 0], to: "train_y.bin")
    #expect(
      reason { _ = try Dataset.stl10(at: [images]) }
        == .labelOutsideNumbers(path: labels, item: 1, byte: 0, numbers: 1...255))
    try scratch.write([3, 1], to: "train_y.bin")
    try scratch.write("a\nb\n", to: "class_names.txt")
    #expect(
      reason { _ = try Dataset.stl10(at: [images]) }
        == .labelOutsideNumbers(path: labels, item: 0, byte: 3, numbers: 1...2))
    let short = try scratch.write([UInt8](repeating: 1, count: size + 5), to: "test_X.bin")
    #expect(reason { _ = try Dataset.stl10(at: [short]) } == .setSize(path: short, expected: size, found: size + 5))
  }

  @Test func theUnlabelledImagesOfSTL10AreLeftOutWithANote() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: path("stl10")) {
      try scratch.write(try Fixture.bytes("sets/stl10/\(name)"), to: name)
    }
    let more = try scratch.write([UInt8](repeating: 1, count: 96 * 96 * 3), to: "unlabeled_X.bin")
    #expect(try Dataset.stl10(at: [scratch.path]).notices.map(\.kind) == ["unlabelled-images"])
    #expect(try Dataset.stl10(at: [more]).count == 1)
  }
}
