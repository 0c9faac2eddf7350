import Datasets
import Foundation
import Matrices
import Testing

@Suite struct LabelReadingTests {
  private func file(_ text: String, _ name: String = "labels.csv") throws -> String {
    let folder = temporaryFolder.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let url = folder.appendingPathComponent(name)
    try Data(text.utf8).write(to: url)
    return url.path
  }

  private func labels(
    _ text: String, _ name: String = "labels.csv", _ options: LabelOptions = LabelOptions()
  ) throws -> LabelSet {
    try LabelSet.reading(file(text, name), options).labels
  }

  private func reason(
    _ text: String, _ name: String = "labels.csv", _ options: LabelOptions = LabelOptions()
  ) -> LabelError.Reason? {
    #expect(throws: LabelError.self) { try labels(text, name, options) }?.reason
  }

  @Test func readsAColumnByNameWithItsIDs() throws {
    let path = try file("id,group,caption\nx,dog,\"a, b\"\ny,cat,c\nz,,d\n")
    let column = try LabelSet.reading(table: path, column: "group")
    #expect(column.labels == LabelSet(name: "group", classes: ["cat", "dog"], values: [1, 0, -1]))
    #expect(column.labels.unlabelledCount == 1 && column.ids == ["x", "y", "z"])
    #expect(try LabelSet.reading(table: path, column: "1").labels == column.labels)
    let error = #expect(throws: TableError.self) { try LabelSet.reading(table: path, column: "fine") }
    #expect(error?.cause.contains("id, group, caption") == true)
  }

  @Test func ordersNumbersAsNumbersAndWordsByTheirBytes() throws {
    #expect(try labels("y\n10\n9\n10\n\n") == LabelSet(name: "y", classes: ["9", "10"], values: [1, 0, 1, -1]))
    #expect(try labels("y\nb\nB\né\na\n").classes == ["B", "a", "b", "é"])
    #expect(try labels("y\n03\n3\n").classes == ["03", "3"])
    #expect(try labels("y\n3.0\n\n7.0\n-1\n") == LabelSet(name: "y", classes: ["3", "7"], values: [0, -1, 1, -1]))
  }

  @Test func takesTheOnlyColumnBesideTheIDs() throws {
    #expect(try labels("id,kind\na,x\nb,y\n").name == "kind")
    #expect(try labels("1\n2\n").name == "labels")
    #expect(reason("id,kind,colour\na,x,r\n") == .chooseColumn(["kind", "colour"]))
  }

  @Test func readsOneLabelALine() throws {
    #expect(
      try labels("polar bear\r\ncat, small\r\n\r\npolar bear\r\n", "names.txt")
        == LabelSet(name: "names", classes: ["cat, small", "polar bear"], values: [1, 0, -1, 1]))
    #expect(try labels(" b \ra\r", "x.txt").values == [1, 0])
    #expect(try labels("\u{feff}b\na", "x.txt") == LabelSet(name: "x", classes: ["a", "b"], values: [1, 0]))
    #expect(reason("", "x.txt") == .noLabels(rows: 0))
    #expect(reason("a\nb\n", "x.txt", LabelOptions(column: "group")) == .noColumns(asked: "group"))
  }

  @Test func readsNumpyLabels() throws {
    for name in ["labels-int64", "labels-float32"] {
      let labels = try LabelSet.reading(tableFixture("\(name).npy")).labels
      #expect(labels == LabelSet(name: name, classes: ["3", "7", "12"], values: [1, 0, 0, -1, 1, 2]))
    }
    let words = try LabelSet.reading(tableFixture("words-unicode.npy")).labels
    #expect(words.classes == ["cat", "dog", "zèbre"] && words.values == [0, 1, 0, -1, 2, 1])
    #expect(throws: NumpyError.self) { try LabelSet.reading(tableFixture("f4-little-C.npy")) }
  }

  @Test func takesNumbersAsPositionsAmongNamedClasses() throws {
    let named = LabelOptions(classes: ["ape", "bee", "cow"])
    #expect(
      try labels("y\n2\n0\n\n", "y.csv", named)
        == LabelSet(name: "y", classes: ["ape", "bee", "cow"], values: [2, 0, -1]))
    #expect(try labels("y\ncow\nape\n", "y.csv", named).values == [2, 0])
    #expect(reason("y\n2\n3\n", "y.csv", named) == .outsideClasses(row: 1, value: "3", classes: 3))
    #expect(reason("y\ncow\ndog\n", "y.csv", named) == .outsideClasses(row: 1, value: "dog", classes: 3))
    #expect(reason("y\n1\n", "y.csv", LabelOptions(classes: ["a", "a"])) == .duplicateClass("a"))
  }

  @Test func refusesWhatIsNoLabel() throws {
    #expect(reason("y\n1\n-2\n") == .negative(row: 1, value: -2))
    #expect(reason("x,y\n1,\n1,\n", "a.csv", LabelOptions(column: "y")) == .noLabels(rows: 2))
    let floats = try numpyArray(numpyBytes("f4", shape: "(2,)", [Float(1), 1.5]))
    let error = #expect(throws: LabelError.self) { try LabelSet.reading(floats, LabelOptions()) }
    #expect(error?.reason == .notWhole(row: 1, value: "1.5"))
    let huge = try numpyArray(numpyBytes("u8", shape: "(1,)", [UInt64.max]))
    #expect(throws: LabelError.self) { try LabelSet.reading(huge, LabelOptions()) }
  }

  @Test(arguments: 0..<50) func idsAndNamesAgree(seed: UInt64) throws {
    var stream = Seed(seed).stream("labels")
    let numbers = (0..<40).map { _ in Int64(stream.integer(below: 1000)) - 1 }
    guard numbers.contains(where: { $0 >= 0 }) else { return }
    let labels = try LabelSet.reading(numpyArray(numpyBytes("i8", shape: "(40,)", numbers)), LabelOptions()).labels
    for (number, id) in zip(numbers, labels.values) {
      #expect(number == -1 ? id == -1 : labels.classes[Int(id)] == String(number))
    }
    #expect(labels.classes.compactMap(Int.init) == labels.classes.compactMap(Int.init).sorted())
  }
}

/// A folder for the files of this run, removed at its end.
private let temporaryFolder: URL = {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("LabelReadingTests-\(UUID().uuidString)")
  atexit { try? FileManager.default.removeItem(at: temporaryFolder) }
  return folder
}()
