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

  /// The note on a missing cluster agrees with its label: the item was not clustered.
  @Test(arguments: ["NA", "nan", "", "None", "NULL"], ["csv", "txt"])
  func aMissingClusterIsAnItemThatWasNotClustered(word: String, suffix: String) throws {
    let cells = ["1", word, "-1", "1", word, "4"]
    let text =
      (suffix == "csv" ? "row,cluster\n" : "")
      + cells.enumerated().map { row, cell in
        suffix == "csv" ? "\(row),\(cell)\n" : "\(cell)\n"
      }.joined()
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("missing-\(UUID().uuidString).\(suffix)")
      .path
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    var options = LabelOptions(column: suffix == "csv" ? "cluster" : nil)
    options.areClusters = true
    let clusters = try LabelSet.reading(path, options)
    #expect(clusters.labels.values == [0, -1, -1, 0, -1, 1] && clusters.leftOut == [1, 4])
    let notes = clusters.notices.filter { $0.kind == "missing-words" }.map(\.message)
    #expect(notes.count == (word.isEmpty ? 0 : 1))
    #expect(notes.allSatisfy { $0.contains("2 labels") && $0.hasSuffix("read as not clustered") })
    options.areClusters = false
    let truth = try LabelSet.reading(path, options)
    #expect(truth.leftOut.isEmpty)
    #expect(
      truth.notices.filter { $0.kind == "missing-words" }.allSatisfy { $0.message.hasSuffix("read as unlabelled") })
  }

  /// Among numbers beyond 64 bits, which are words, -1 keeps its meaning.
  @Test func besideLargeNumbersItIsNoise() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("large-\(UUID().uuidString).txt").path
    try Data("18446744073709551615\n-1\nNA\n18446744073709551614\n".utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    var options = LabelOptions()
    options.areClusters = true
    let clusters = try LabelSet.reading(path, options)
    #expect(clusters.leftOut == [2] && clusters.labels.values == [1, -1, -1, 0])
    let classes = try LabelSet.reading(path, LabelOptions(minusOne: .class))
    #expect(classes.labels.classes.count == 3 && Set(classes.labels.values) == [0, 1, 2, -1])
  }
}
