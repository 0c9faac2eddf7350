import Core
import Datasets
import Foundation
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
    #expect(try LabelSet.reading(table: path, column: "#1").labels == column.labels)
    let error = #expect(throws: TableError.self) { try LabelSet.reading(table: path, column: "fine") }
    #expect(error?.cause.contains("id, group, caption") == true)
  }

  @Test func ordersNumbersAsNumbersAndWordsByTheirBytes() throws {
    #expect(try labels("y\n10\n9\n\n10\n") == LabelSet(name: "y", classes: ["9", "10"], values: [1, 0, -1, 1]))
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
    #expect(try labels("b\n\na\n\n \r\n\n", "x.txt").values == [1, -1, 0])
    #expect(reason("", "x.txt") == .noLabels(rows: 0))
  }

  @Test(arguments: [
    "img0.png 0\nimg1.png 1\nimg2.png 0\n", "a/my cat.png  0\nb 1\nc.png 0\n\n", "img0.png\t0\nimg1.png\t1\nx\t0\n",
    "img0.png,0\nimg1.png,1\nimg2.png,0\n",
  ]) func readsANameAndALabelALine(text: String) throws {
    let column = try LabelSet.reading(file(text, "val.txt"))
    #expect(column.labels == LabelSet(name: "val", classes: ["0", "1"], values: [0, 1, 0]))
    #expect(column.ids?.count == 3 && column.notices.map(\.kind) == ["names-before-labels"])
  }

  @Test(arguments: [
    "polar bear\ncat small\npolar bear\n", "grey wolf\nred fox\n", "sea lion 1\nsea lion 2\nsea lion 1\n",
  ]) func readsOtherLinesWhole(text: String) throws {
    let column = try LabelSet.reading(file(text, "val.txt"))
    #expect(column.ids == nil && column.labels.classes.allSatisfy { $0.contains(" ") })
  }

  @Test func readsATextFileAsATableWhereAColumnIsNamed() throws {
    let path = try file("name kind\na x\nb y\n", "t.txt")
    #expect(try LabelSet.reading(path, LabelOptions(column: "kind")).labels.classes == ["x", "y"])
    #expect(try LabelSet.reading(path, LabelOptions(column: "#1", header: .absent)).labels.values.count == 3)
    #expect(throws: TableError.self) { try labels("a\nb\n", "x.txt", LabelOptions(column: "group")) }
  }

  @Test func readsWordsForMissingValuesAsUnlabelled() throws {
    let column = try LabelSet.reading(file("1\n0\nnan\n0\n1\nNA\n", "t.txt"))
    #expect(column.labels == LabelSet(name: "t", classes: ["0", "1"], values: [1, 0, -1, 0, 1, -1]))
    #expect(column.notices.map(\.kind) == ["missing-words"])
    #expect(column.notices[0].message.contains("2 labels are words for a missing value (1 NA, 1 nan)"))
    #expect(try labels("y\nNone\ndog\nN/A\n<NA>\nNULL\n").values == [-1, 0, -1, -1, -1])
    #expect(try labels("y\nNone\ndog\n", "y.csv", LabelOptions(classes: ["dog", "None"])).values == [1, 0])
    #expect(try labels("y\nnone\nna\n").unlabelledCount == 0)
  }

  @Test func findsTheIDsOfLabelTables() throws {
    for name in ["", "Unnamed: 0", "Index", "image_id", "filename"] {
      let column = try LabelSet.reading(file("\(name),kind\np,x\nq,y\nr,x\n"))
      #expect(column.ids == ["p", "q", "r"] && column.labels.name == "kind", "\(name)")
    }
    let counted = try LabelSet.reading(file(",0\n0,5\n1,6\n2,5\n"), LabelOptions(column: "0"))
    #expect(counted.ids == nil && counted.labels.classes == ["5", "6"])
    #expect(counted.notices.map(\.kind) == ["numbers-as-header", "row-numbers-left-out"])
    let unnamed = try LabelSet.reading(file("img0.png,0\nimg1.png,1\nimg2.png,0\n"))
    #expect(unnamed.ids == ["img0.png", "img1.png", "img2.png"] && unnamed.labels.values == [0, 1, 0])
  }

  @Test func offersTheArgMaxOfOneHotLabels() throws {
    let rows: [Float] = [1, 0, 0, 0, 0, 1]
    let error = #expect(throws: LabelError.self) {
      try LabelSet.reading(numpyArray(numpyBytes("f4", shape: "(2, 3)", rows)), LabelOptions())
    }
    #expect(error?.reason == .oneHot(rows: 2, classes: 3) && error?.hint.contains("array.argmax(axis=1)") == true)
    for other in [[Float](repeating: 0, count: 6), [2, -1, 0, 0, 1, 0]] {
      #expect(throws: NumpyError.self) {
        try LabelSet.reading(numpyArray(numpyBytes("f4", shape: "(2, 3)", other)), LabelOptions())
      }
    }
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
      try labels("y\n2\n\n0\n", "y.csv", named)
        == LabelSet(name: "y", classes: ["ape", "bee", "cow"], values: [2, -1, 0]))
    #expect(try labels("y\ncow\nape\n", "y.csv", named).values == [2, 0])
    #expect(reason("y\n2\n3\n", "y.csv", named) == .outsideClasses(row: 1, value: "3", classes: 3))
    #expect(reason("y\ncow\ndog\n", "y.csv", named) == .outsideClasses(row: 1, value: "dog", classes: 3))
    #expect(reason("y\n1\n", "y.csv", LabelOptions(classes: ["a", "a"])) == .duplicateClass("a"))
  }

  @Test func refusesWhatIsNoLabel() throws {
    #expect(reason("y\n1\n-2\n") == .negative(row: 1, value: -2))
    #expect(reason("x,y\n1,\n1,\n", "a.csv", LabelOptions(column: "y")) == .noLabels(rows: 2))
    #expect(reason("-1\n-1\n", "a.txt") == .noLabels(rows: 2))
    var clusters = LabelOptions()
    clusters.areClusters = true
    #expect(reason("-2\n\n", "a.txt", clusters) == .noLabels(rows: 2))
    #expect(try labels("-1\n-1\n", "a.txt", clusters).values == [-1, -1])
    let floats = try numpyArray(numpyBytes("f4", shape: "(2,)", [Float(1), 1.5]))
    let error = #expect(throws: LabelError.self) { try LabelSet.reading(floats, LabelOptions()) }
    #expect(error?.reason == .notWhole(row: 1, value: "1.5"))
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
