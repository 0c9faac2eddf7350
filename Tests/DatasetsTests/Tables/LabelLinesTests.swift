import Core
import Datasets
import Foundation
import Testing

/// Labels in text files and lists as people have them: below a header, beside names, in quotes, of any size.
@Suite struct LabelLinesTests {
  private func column(
    _ text: String, _ name: String = "y.txt", _ options: LabelOptions = LabelOptions()
  ) throws -> LabelColumn {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("LabelLinesTests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appendingPathComponent(name)
    try Data(text.utf8).write(to: url)
    return try LabelSet.reading(url.path, options)
  }

  private func texts(_ column: LabelColumn) -> [String?] {
    column.labels.values.map { $0 < 0 ? nil : column.labels.classes[Int($0)] }
  }

  @Test(arguments: [
    ("class\n0\n1\n0\n", "class", ["0", "1", "0"]), ("y\r\n3\r\n3\r\n", "y", ["3", "3"]),
    ("0\ncat\ndog\ncat\n", "0", ["cat", "dog", "cat"]), ("\"class\"\n\"0\"\n\"1\"\n", "class", ["0", "1"]),
    ("label\n1.0\n2.0\n", "label", ["1", "2"]), ("x1\n0\n5\n5\n", "x1", ["0", "5", "5"]),
  ]) func aFirstLineUnlikeTheOthersIsAHeaderWithANote(text: String, name: String, labels: [String]) throws {
    let column = try column(text)
    #expect(texts(column) == labels && column.labels.name == name && column.ids == nil)
    #expect(column.notices.map(\.kind) == ["first-line-as-header"])
    #expect(column.notices[0].message.contains("(\(name))") && column.notices[0].message.contains("--header no"))
    #expect(try self.column(text, "y.txt", LabelOptions(header: .absent)).labels.values.count == labels.count + 1)
  }

  @Test(arguments: [
    "elephant\ncat\ndog\ncat\n", "label\ncat\ndog\ndog\n", "0\n1\n2\n0\n", "0\n5\n5\n", "class\n0\n1\nunknown\n",
    "name kind\na x\nb x\n",
  ]) func aFirstLineThatCouldBeEitherIsALabelWithANote(text: String) throws {
    let lines = text.split(separator: "\n").count
    let column = try column(text)
    #expect(column.labels.values.count == lines)
    #expect(column.notices.contains { $0.kind == "first-line-as-label" && $0.message.contains("--header yes") })
    #expect(try self.column(text, "y.txt", LabelOptions(header: .present)).labels.values.count == lines - 1)
  }

  @Test(arguments: ["cat\ndog\ncat\n", "1\n0\n1\n", "2\n2\n", "c1\nc2\nc2\n", "polar bear\n\nsea lion\npolar bear\n"])
  func otherLinesAreLabelsWithoutANote(text: String) throws {
    let column = try column(text)
    #expect(column.labels.values.count == text.split(separator: "\n", omittingEmptySubsequences: false).count - 1)
    #expect(column.notices.isEmpty)
  }

  @Test(arguments: [
    "filename label\ni0.png 0\ni1.png 1\ni2.png 0\n", "filename\tlabel\ni0.png\t0\ni1.png\t1\ni2.png\t0\n",
    "image_id,class\ni0.png,0\ni1.png,1\ni2.png,0\n", "name class\ni0.png 0\ni1.png 1\ni2.png 0\n",
    "\"x\"\n\"i0.png\" \"0\"\n\"i1.png\" \"1\"\n\"i2.png\" \"0\"\n", "x\ni0.png 0\ni1.png 1\ni2.png 0\n",
    ",0\ni0.png,0\ni1.png,1\ni2.png,0\n", "\"\" 0\ni0.png 0\ni1.png 1\ni2.png 0\n",
    "\ty\ni0.png\t0\ni1.png\t1\ni2.png\t0\n",
  ]) func namesBesideLabelsMayHaveAHeader(text: String) throws {
    let column = try column(text)
    #expect(texts(column) == ["0", "1", "0"] && column.ids == ["i0.png", "i1.png", "i2.png"])
    #expect(column.notices.map(\.kind) == ["names-before-labels", "first-line-as-header"])
  }

  @Test(arguments: [
    "i0.png;0\ni1.png;1\ni2.png;0\n", "i0.png|0\ni1.png|1\ni2.png|0\n", "i 0.png;0\ni 1.png;1\ni 2.png;0\n",
    "\"i 0.png\" 0\n\"i 1.png\" 1\n\"i 2.png\" 0\n",
  ]) func everySeparatorPartsNamesFromLabels(text: String) throws {
    let column = try column(text)
    #expect(texts(column) == ["0", "1", "0"] && column.ids?.count == 3 && column.ids?[0].hasSuffix("0.png") == true)
  }

  @Test(arguments: [
    ("\"x\"\n\"r53\" \"c2\"\n\"r1\" \"polar bear\"\n\"r7\" \"c2\"\n", ["r53", "r1", "r7"]),
    ("\"x\"\n\"1\" \"c2\"\n\"2\" \"polar bear\"\n\"3\" \"c2\"\n", nil),
    (" x\n0 c2\n1 \"polar bear\"\n2 c2\n", nil), (";x\n0;c2\n1;polar bear\n2;c2\n", nil),
  ]) func rowNamesOfRAndPandasAreIDsUnlessTheyCount(text: String, ids: [String]?) throws {
    let column = try column(text)
    #expect(texts(column) == ["c2", "polar bear", "c2"] && column.ids == ids && column.labels.name == "x")
    #expect(column.notices.contains { $0.kind == "row-numbers-left-out" } == (ids == nil))
  }

  @Test(arguments: [
    ("0\n0.0\n1.00\n1\n", ["0", "0", "1", "1"], true), ("2.50\n2.5\n1\n1.0\n", ["2.5", "2.5", "1", "1"], true),
    ("3.0\n7.0\n", ["3", "7"], false), ("03\n3\n3.0\n", ["03", "3", "3.0"], false),
    ("-1\n5\n5.000\n", [nil, "5", "5"], true),
    ("9223372036854775808\n9223372036854775808.0\n5\n", ["9223372036854775808", "9223372036854775808", "5"], true),
  ]) func equalNumbersAreOneClass(text: String, labels: [String?], isNoted: Bool) throws {
    let column = try column("y\n" + text, "y.csv")
    #expect(texts(column) == labels)
    #expect(column.notices.contains { $0.kind == "number-spellings" } == isNoted)
  }

  /// Blanks around a label are no part of it, and equal characters of Unicode are equal: a note has the classes that are merged.
  @Test(arguments: [
    ("ab\n\" ab\"\nc\n", 2, "blanks around them"), ("caf\u{e9}\ncafe\u{301}\nc\n", 2, "code points"),
    ("\" ab\"\n\" ab\"\nc\n", 2, nil), ("caf\u{e9}\ncaf\u{e9}\nc\n", 2, nil),
  ]) func classesThatAreMergedAreNoted(text: String, classes: Int, words: String?) throws {
    let column = try column("y\n" + text, "y.csv")
    #expect(column.labels.classes.count == classes)
    let notes = column.notices.filter { $0.kind == "labels-merged" }.map(\.message)
    #expect(notes.count == (words == nil ? 0 : 1))
    #expect(words.map { notes.first?.contains($0) == true } ?? true, "\(notes)")
  }

  @Test func numbersBeyondSixtyFourBitsStayApart() throws {
    let values: [UInt64] = [1 << 63, 1 << 63 + 1, 1 << 63, .max, 3]
    let array = try LabelSet.reading(numpyArray(numpyBytes("u8", shape: "(5,)", values)), LabelOptions())
    #expect(texts(array) == values.map(String.init))
    let list = try column("[\(values.map(String.init).joined(separator: ","))]", "y.json")
    #expect(texts(list) == values.map(String.init))
    let long = try column("[123456789012345678901234567890, 123456789012345678901234567891, 1]", "y.json")
    #expect(texts(long) == ["123456789012345678901234567890", "123456789012345678901234567891", "1"])
    #expect(throws: LabelError.self) { try column("[1\(String(repeating: "0", count: 40)), 1]", "y.json") }
    #expect(try texts(column("[1.5, 1.50, 2]", "y.json")) == ["1.5", "1.5", "2"])
  }

  @Test func anObjectOfLabelsHasIDsInTheOrderOfTheFile() throws {
    let column = try column("{\"z\": 1, \"b,\\\"q\": \"2\", \"a\" : null, \"é\": 1}", "y.json")
    #expect(column.ids == ["z", "b,\"q", "a", "é"] && texts(column) == ["1", "2", nil, "1"])
    #expect(try self.column("{\"a\": 5, \"b\": 6, \"a\": 7}", "y.json").ids == ["a", "b", "a"])
    #expect(throws: LabelError.self) { try self.column("{\"a\": {\"b\": 6}}", "y.json") }
    #expect(throws: LabelError.self) { try self.column("{\"a\": 5}", "y.json", LabelOptions(column: "a")) }
  }

  @Test(arguments: [("?", 2), ("-", 1), ("unknown", 3), ("none", 2), ("N.A.", 1), ("Missing", 1)])
  func wordsThatCouldMeanUnknownAreClassesWithANote(word: String, count: Int) throws {
    let text = "y\ncat\ndog\ncat\n" + String(repeating: word + "\n", count: count)
    let column = try column(text, "y.csv")
    #expect(column.labels.classes.contains(word) && column.labels.unlabelledCount == 0)
    let note = try #require(column.notices.first { $0.kind == "class-like-missing" })
    #expect(note.message.contains("\(count) item\(count == 1 ? " has" : "s have") the class \(word)"))
    let named = try self.column(text, "y.csv", LabelOptions(classes: ["cat", "dog", word]))
    #expect(!named.notices.contains { $0.kind == "class-like-missing" })
  }

  @Test func shapesThatAreNoColumnLeadToOne() throws {
    func hint(_ type: String, _ shape: String, _ numbers: [Float]) throws -> String? {
      let array = try numpyArray(numpyBytes(type, shape: shape, numbers))
      do {
        _ = try LabelSet.reading(array, LabelOptions())
        return nil
      } catch { return (error as? any ExplainedError)?.hint }
    }
    for (shape, count) in [("(1, 3)", 3), ("()", 1), ("(3, 1, 1)", 3), ("(1, 1)", 1)] where shape != "(1, 1)" {
      #expect(
        try hint("f4", shape, [Float](repeating: 1, count: count))?.contains("array.reshape(-1)") == true, "\(shape)")
    }
    let codings: [[Float]] = [
      [1, -1, -1, -1, -1, 1], [255, 0, 0, 0, 255, 0], [0.9, 0.1, 0.1, 0.1, 0.9, 0.1], [1, 0, 0, 0, 0, 1],
    ]
    for coding in codings {
      #expect(try hint("f4", "(2, 3)", coding)?.contains("array.argmax(axis=1)") == true, "\(coding)")
    }
    for other: [Float] in [[1, 1, 0, 0, 1, 0], [1, 0, 0, 0, 0, 0], [3, 1, 2, 1, 2, 3]] {
      #expect(try hint("f4", "(2, 3)", other)?.contains("argmax") == false, "\(other)")
    }
    let complex = #expect(throws: NumpyError.self) {
      try numpyArray(
        numpyBytes("{'descr': '<c16', 'fortran_order': False, 'shape': (1,), }", data: Array(repeating: 0, count: 16)))
    }
    #expect(complex?.hint.contains("array.real") == true)
    #expect(NumpyError(path: "y.npy", reason: .structuredType(field: "kind")).hint.contains("array['kind']"))
  }
}
