import Core
import Datasets
import Foundation
import Testing

/// The meaning of -1 among labels.
@Suite struct MinusOneTests {
  private func read(_ labels: [Int], _ minusOne: MinusOne = .automatic, clusters: Bool = false) throws -> LabelColumn {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("minus-one-\(UUID().uuidString).txt").path
    try Data(labels.map { "\($0)\n" }.joined().utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    var options = LabelOptions(minusOne: minusOne)
    options.areClusters = clusters
    return try LabelSet.reading(path, options)
  }

  @Test func aloneWithOneItIsAClassUnlessTheUserSaysThatItIsMissing() throws {
    let two = try read([-1, 1, 1, -1])
    #expect(two.labels.classes == ["-1", "1"] && two.labels.values == [0, 1, 1, 0])
    #expect(two.notices.map(\.kind) == ["minus-one"] && two.notices[0].message.contains("--minus-one missing"))
    let one = try read([-1, 1, 1, -1], .missing)
    #expect(one.labels.classes == ["1"] && one.labels.values == [-1, 0, 0, -1] && one.notices.isEmpty)
    #expect(try read([-1, 1], .class).notices.isEmpty)
  }

  @Test func besideOtherNumbersItIsUnlabelledUnlessTheUserSaysThatItIsAClass() throws {
    let many = try read([-1, 0, 3, 5])
    #expect(many.labels.classes == ["0", "3", "5"] && many.labels.values == [-1, 0, 1, 2] && many.notices.isEmpty)
    let classes = try read([-1, 0, 3, 5], .class)
    #expect(classes.labels.classes == ["-1", "0", "3", "5"] && classes.labels.values == [0, 1, 2, 3])
    // Negative, neutral and positive, or two classes and no label.
    let ambiguous = try read([-1, 0, 1, 0])
    #expect(ambiguous.labels.values == [-1, 0, 1, 0] && ambiguous.notices[0].message.contains("--minus-one class"))
    #expect(throws: LabelError.self) { try read([-1, -1]) }
    #expect(throws: LabelError.self) { try read([-2, 0, 1]) }
  }

  @Test func amongClustersItIsNoiseAndMinusTwoWasNotClustered() throws {
    let clusters = try read([-1, 1, -2, 1, 4, -2], clusters: true)
    #expect(clusters.labels.values == [-1, 0, -1, 0, 1, -1] && clusters.leftOut == [2, 5])
    #expect(clusters.notices.isEmpty)
    let two = try read([-1, 1, 1], clusters: true)
    #expect(two.labels.values == [-1, 0, 0] && two.leftOut.isEmpty)
    #expect(throws: LabelError.self) { try read([-3, 1], clusters: true) }
  }
}
