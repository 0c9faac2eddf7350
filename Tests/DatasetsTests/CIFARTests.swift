import Core
import Datasets
import Foundation
import Matrices
import Testing

@Suite struct CIFARTests {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  /// Records of random bytes behind the labels given.
  private func records(_ labels: [[UInt8]], seed: Seed = 1) -> [UInt8] {
    var random = seed.stream("records")
    return labels.flatMap { $0 + (0..<3072).map { _ in UInt8(truncatingIfNeeded: random.next()) } }
  }

  private func write(cifar10 labels: [UInt8], seed: Seed = 1, to name: String) throws -> String {
    try scratch.write(records(labels.map { [$0] }, seed: seed), to: name)
  }

  /// A file of zeros that takes no room on disk.
  private func writeZeros(_ count: Int, to name: String) throws -> String {
    let path = try scratch.write([], to: name)
    #expect(truncate(path, off_t(count)) == 0)
    return path
  }

  @Test func planesBecomePixelsAndBackTheRowsOfThePixelMatrix() throws {
    let path = try write(cifar10: [3, 9, 0], to: "images.bin")
    let file = records([[3], [9], [0]])
    let dataset = try Dataset.cifar(at: path)
    let images = try #require(dataset.images)
    #expect(images.count == 3 && images.size == 32)
    let pixels = try images.pixels()
    for image in 0..<3 {
      let planes = Array(file[image * 3073 + 1..<(image + 1) * 3073])
      let bytes = images.bytes(of: image)
      let interleaved: [UInt8] = (0..<1024).flatMap { pixel in
        [planes[pixel], planes[1024 + pixel], planes[2048 + pixel]]
      }
      #expect(bytes == interleaved)
      let scaled: [Float] = planes.map { byte in (Float(byte) / 255 - 0.5) / 0.5 }
      #expect(pixels.row(image) == scaled)
    }
    #expect(try dataset.labels().values == [3, 9, 0])
  }

  @Test func ourOwnClassesNameTheLabelsOfACIFAR10File() throws {
    let path = try write(cifar10: [0, 8, 4], to: "images.bin")
    let classes = try scratch.write(
      (0..<9).map { "group \($0)" }.joined(separator: "\n") + "\n\n\r\n", to: "groups.txt")
    let dataset = try Dataset.cifar(at: path, classes: classes, labels: "group")
    #expect(dataset.labelSets == [LabelSet(name: "group", classes: (0..<9).map { "group \($0)" }, values: [0, 8, 4])])
    #expect(try Dataset.cifar(at: path, classes: classes).labels(named: "label").classes.count == 9)
    #expect(dataset.notices.isEmpty)
    // Without names, as many numbers as there are.
    #expect(try Dataset.cifar(at: path).labels().classes == (0..<9).map(String.init))
  }

  @Test func theOfficialCIFAR10FolderIsReadInOrder() throws {
    let names = (1...5).map { "data_batch_\($0).bin" } + ["test_batch.bin"]
    for (index, name) in names.enumerated() {
      _ = try write(cifar10: [UInt8(index), UInt8(index + 1)], seed: Seed(UInt64(index)), to: name)
    }
    try scratch.write(
      "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n", to: "batches.meta.txt")
    let dataset = try Dataset.cifar(at: scratch.path)
    #expect(dataset.count == 12)
    #expect(try dataset.labels().values == [0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6])
    #expect(try dataset.labels().classes[9] == "truck")
    // Six batches of 2 records in place of 10,000 each; the classes have names.
    #expect(dataset.notices.map(\.kind) == [String](repeating: "unofficial-batch-size", count: 6))

    let paths = ["data_batch_2.bin", "test_batch.bin"].map { "\(scratch.path)/\($0)" }
    let some = try Dataset.cifar(at: paths)
    #expect(try some.images == #require(dataset.images).selecting([2, 3, 10, 11]))
    #expect(try some.labels() == dataset.labels().selecting([2, 3, 10, 11]))

    try FileManager.default.removeItem(atPath: "\(scratch.path)/data_batch_3.bin")
    #expect(
      reason { _ = try Dataset.cifar(at: scratch.path) }
        == .missingBatch(folder: scratch.path, name: "data_batch_3.bin"))
  }

  @Test func cifar100HasFineAndCoarseLabels() throws {
    try scratch.write(records([[1, 99], [19, 0]]), to: "train.bin")
    try scratch.write(records([[0, 50]]), to: "test.bin")
    let fineNames = (0..<100).map { "fine \($0)" }
    try scratch.write(fineNames.joined(separator: "\n"), to: "fine_label_names.txt")
    try scratch.write((0..<20).map { "coarse \($0)\r\n" }.joined(), to: "coarse_label_names.txt")
    let dataset = try Dataset.cifar(at: scratch.path)
    #expect(dataset.labelSets.map(\.name) == ["fine", "coarse"])
    #expect(try dataset.labels(named: "fine") == LabelSet(name: "fine", classes: fineNames, values: [99, 0, 50]))
    #expect(try dataset.labels(named: "coarse").values == [1, 19, 0])
    #expect(try dataset.labels(named: "coarse").classes[19] == "coarse 19")
    #expect(
      reason { _ = try Dataset.cifar(at: scratch.path, labels: "x") } == .unusedOption("labels", format: .cifar100))
  }

  @Test func aFolderWithoutBatchesIsAnError() {
    #expect(reason { _ = try Dataset.cifar(at: scratch.path) } == .noBatches(folder: scratch.path))
  }

  @Test func theFormatIsToldByNameThenOptionThenLength() throws {
    // 3,073 × 3,074 bytes are whole records of both.
    let both = 3073 * 3074
    let unknown = try writeZeros(both, to: "images.bin")
    #expect(reason { _ = try Dataset.cifar(at: unknown) } == .ambiguousRecordLength(path: unknown, bytes: both))
    #expect(try Dataset.cifar(at: unknown, format: .cifar10).count == 3074)
    #expect(try Dataset.cifar(at: unknown, format: .cifar100).count == 3073)
    #expect(try Dataset.cifar(at: writeZeros(both, to: "data_batch_1.bin")).count == 3074)
    #expect(try Dataset.cifar(at: writeZeros(both, to: "train.bin")).count == 3073)
    #expect(try Dataset.cifar(at: writeZeros(5 * 3074, to: "five.bin")).labelSets.count == 2)

    let neither = try writeZeros(5000, to: "neither.bin")
    #expect(reason { _ = try Dataset.cifar(at: neither) } == .unknownRecordLength(path: neither, bytes: 5000))
    let message = DatasetError(.unknownRecordLength(path: neither, bytes: 5000)).cause
    #expect(message.contains("3,073") && message.contains("3,074") && message.contains("5,000"))
  }

  @Test func filesOfTheOfficialSizeHaveTheOfficialClasses() throws {
    let path = try writeZeros(30_730_000, to: "renamed.bin")
    let dataset = try Dataset.cifar(at: path)
    #expect(dataset.count == 10_000)
    #expect(dataset.notices.map(\.kind) == ["classes-without-names"])
    #expect(try dataset.labels().classes.count == 10)
  }

  @Test func truncatedAndOversizedBatchesTellBothNumbers() throws {
    let short = try writeZeros(1024, to: "data_batch_3.bin")
    let found = try #require(reason { _ = try Dataset.cifar(at: short) })
    #expect(found == .batchSize(path: short, bytes: 1024, format: .cifar10, expectedRecords: 10_000))
    #expect(
      DatasetError(found).cause == "expected 30,730,000 bytes (10,000 records of 3,073), found 1,024")
    let long = try writeZeros(20 * 3073 + 5, to: "images.bin")
    #expect(
      reason { _ = try Dataset.cifar(at: long, format: .cifar10) }
        == .batchSize(path: long, bytes: 20 * 3073 + 5, format: .cifar10, expectedRecords: 20))
    let empty = try writeZeros(0, to: "empty.bin")
    #expect(reason { _ = try Dataset.cifar(at: empty) } == .emptyFile(path: empty))
    let missing = "\(scratch.path)/none.bin"
    #expect(
      reason { _ = try Dataset.cifar(at: missing) }
        == .unreadable(path: missing, message: "No such file or directory"))
  }

  @Test func filesOfTwoFormatsDoNotMix() throws {
    let first = try writeZeros(2 * 3073, to: "a.bin")
    let second = try writeZeros(2 * 3074, to: "b.bin")
    #expect(
      reason { _ = try Dataset.cifar(at: [first, second]) }
        == .mixedFormats(path: first, .cifar10, otherPath: second, .cifar100))
  }

  @Test func aLabelOutsideTheClassesNamesItsRecord() throws {
    let first = try write(cifar10: [0, 1], to: "a.bin")
    let second = try write(cifar10: [1, 0, 2], to: "b.bin")
    let classes = try scratch.write("yes\nno\n", to: "classes.txt")
    let found = reason { _ = try Dataset.cifar(at: [first, second], classes: classes) }
    #expect(found == .labelOutsideClasses(path: second, record: 2, labelSet: "label", byte: 2, classes: 2))
    let official = try write(cifar10: [0, 255], to: "test_batch.bin")
    #expect(
      reason { _ = try Dataset.cifar(at: official) }
        == .labelOutsideClasses(path: official, record: 1, labelSet: "label", byte: 255, classes: 10))
  }

  @Test func classFilesAreChecked() throws {
    let path = try write(cifar10: [0], to: "test_batch.bin")
    func reasonFor(_ text: String) throws -> DatasetError.Reason? {
      let classes = try scratch.write(text, to: "classes.txt")
      return reason { _ = try Dataset.cifar(at: path, classes: classes) }
    }
    let file = "\(scratch.path)/classes.txt"
    #expect(try reasonFor("\n\n") == .noClassNames(path: file))
    #expect(try reasonFor("a\n\nb\n") == .blankClassName(path: file, line: 2))
    #expect(try reasonFor("a\nb\na \n") == .repeatedClassName(path: file, name: "a", first: 1, second: 3))
    #expect(
      try reasonFor((0..<257).map { "\($0)\n" }.joined()) == .classNameCount(path: file, found: 257, expected: 256))
    let meta = try scratch.write("a\nb\n", to: "batches.meta.txt")
    #expect(
      reason { _ = try Dataset.cifar(at: path) } == .classNameCount(path: meta, found: 2, expected: 10))
    #expect(
      reason { _ = try Dataset.cifar(at: path, coarseClasses: file) }
        == .unusedOption("coarseClasses", format: .cifar10))
  }

  @Test func readingDoesNotDependOnThreads() throws {
    let path = try write(cifar10: (0..<500).map { UInt8($0 % 10) }, to: "images.bin")
    let alone = try Threads.$count.withValue(1) { try Dataset.cifar(at: path) }
    for threads in [2, 4] {
      let dataset = try Threads.$count.withValue(threads) { try Dataset.cifar(at: path) }
      #expect(dataset.images == alone.images && dataset.labelSets == alone.labelSets)
    }
  }
}
