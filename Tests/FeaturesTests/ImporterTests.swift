import Core
import Datasets
import Features
import Foundation
import Matrices
import Testing

@Suite struct ImporterTests {
  @Test func readsNumpy() throws {
    let set = try FeatureSet(reading: fixture("small.npy"))
    #expect(set.name == "small" && set.ids == nil && set.notices.isEmpty)
    #expect(try set.matrix == Matrix(Expected.read().small))
    #expect(set.audit.storedType == "float32" && set.keptRows == Array(0..<6) && set.rowCount == 6)
  }

  @Test func readsArchivesOfArrays() throws {
    let small = try Matrix(Expected.read().small)
    let single = try FeatureSet(reading: fixture("single.npz"), FeatureOptions(name: "seen"))
    #expect(single.matrix == small && single.name == "seen")
    let several = try FeatureSet(reading: fixture("several.npz"))
    #expect(several.matrix == small && several.ids == (0..<6).map { "item\($0)" })
    #expect(several.audit.storedType == "float16")
    let other = try FeatureSet(reading: fixture("several.npz"), FeatureOptions(array: "other"))
    #expect(other.matrix[0, 0] == small[0, 0] + 1 && other.audit.storedType == "float64")
    #expect(try FeatureSet(reading: fixture("number-ids.npz")).ids == (100..<106).map(String.init))
  }

  @Test func listsTheArraysWhenNoneIsMeant() throws {
    #expect(archiveReason(try fixture("nameless.npz")) == .chooseArray(available: ["one", "two"]))
    #expect(
      archiveReason(try fixture("nameless.npz"), FeatureOptions(array: "three"))
        == .noSuchArray("three", available: ["one", "two"]))
    #expect(archiveReason(try fixture("no-arrays.npz")) == .noArrays(members: ["archive/data.pkl"]))
    #expect(
      archiveReason(try fixture("several.safetensors"), FeatureOptions(array: "text"))
        == .noSuchArray("text", available: ["brain", "double", "features", "half", "single", "whole"]))
  }

  @Test func refusesEncryptedAndCraftedArchives() throws {
    #expect(archiveReason(try fixture("encrypted.npz")) == .encryptedMember("features"))
    guard
      case .memberRatio("features", size: 68_000_128, compressed: _, limit: 500)? = archiveReason(
        try fixture("bomb.npz"))
    else {
      Issue.record("the bomb was refused for another reason")
      return
    }
    let error = #expect(throws: NumpyError.self) { try FeatureSet(reading: fixture("lying.npz")) }
    #expect(error?.reason == .truncated(shape: [9, 5], expected: 488, found: 368))
  }

  @Test(arguments: ["half", "brain", "single", "double"]) func readsSafetensors(name: String) throws {
    let set = try FeatureSet(reading: fixture("several.safetensors"), FeatureOptions(array: name))
    #expect(try set.matrix == Matrix(Expected.read().small))
  }

  @Test func takesTheTensorCalledFeaturesOrTheOnlyOne() throws {
    let small = try Expected.read().small
    #expect(try FeatureSet(reading: fixture("several.safetensors")).matrix == Matrix(small.map { $0.map { 2 * $0 } }))
    #expect(try FeatureSet(reading: fixture("single.safetensors")).matrix == Matrix(small))
  }

  @Test(arguments: ["savetxt.txt", "savetxt.csv"]) func readsWhatNumpyWritesAsText(name: String) throws {
    let set = try FeatureSet(reading: fixture(name))
    #expect(try set.matrix == Matrix(Expected.read().thirds) && set.audit.storedType == "text")
  }

  @Test func readsTablesWithAndWithoutIDs() throws {
    let plain = try FeatureSet(reading: file("a.csv", text: "f0,f1\n1,2\n3,4\n"))
    #expect(plain.matrix == Matrix([[1, 2], [3, 4]]) && plain.ids == nil)
    let named = try FeatureSet(reading: file("a.tsv", text: "f0\tid\tf1\n1\tx\t2\n3\ty\t4\n"))
    #expect(named.matrix == plain.matrix && named.ids == ["x", "y"])
    let chosen = FeatureOptions(idColumn: "image", ignoredColumns: ["class"])
    let other = try FeatureSet(reading: file("a.csv", text: "image;f0;class;f1\nx;1;cat;2\ny;3;dog;4\n"), chosen)
    #expect(other.matrix == plain.matrix && other.ids == ["x", "y"])
  }

  @Test func leavesThePandasIndexOut() throws {
    let counted = try FeatureSet(reading: file("a.csv", text: ",0,1,2\n0,5,6,7\n1,8,9,1\n"))
    #expect(counted.matrix == Matrix([[5, 6, 7], [8, 9, 1]]) && counted.ids == nil)
    #expect(counted.notices.map(\.kind) == ["numbers-as-header", "row-numbers-left-out"])
    let named = try FeatureSet(reading: file("a.csv", text: ",0,1,2\nx,5,6,7\ny,8,9,1\n"))
    #expect(named.matrix == counted.matrix && named.ids == ["x", "y"])
    #expect(named.notices.map(\.kind) == ["numbers-as-header"])
  }

  @Test(arguments: ["index", "Unnamed: 0", "id", "image_id", "filename", "ID", ""]) func readsIDsByTheirName(
    name: String
  ) throws {
    let set = try FeatureSet(reading: file("a.csv", text: "\(name),a\np,1\nq,2\n"))
    #expect(set.ids == ["p", "q"] && set.matrix == Matrix([[1], [2]]))
  }

  @Test func readsWordsBeforeNumbersAsIDs() throws {
    let text = "the .5 .25\n\" 1 2\nof 3 4\n"
    for options in [FeatureOptions(), FeatureOptions(idColumn: "0"), FeatureOptions(idColumn: "#0")] {
      let set = try FeatureSet(reading: file("glove.txt", text: text), options)
      #expect(set.ids == ["the", "\"", "of"] && set.matrix == Matrix([[0.5, 0.25], [1, 2], [3, 4]]))
    }
    #expect(try FeatureSet(reading: file("g.txt", text: text)).notices.map(\.kind) == ["words-as-ids"])
    #expect(try FeatureSet(reading: file("w.vec", text: "3 2\n" + text)).ids?.count == 3)
    let repeated = try file("a.csv", text: "cat,1\ndog,2\ncat,3\n")
    let error = #expect(throws: FeatureError.self) { try FeatureSet(reading: repeated) }
    #expect(error?.reason == .repeatedWord("cat", repeats: 1))
  }

  @Test func readsListsBesideTexts() throws {
    let text = "text,kind,v\nthe cat,x,\"[1, 2]\"\nthe dog,y,\"[3, 4]\"\nit,y,\"[5, 6]\"\n"
    let set = try FeatureSet(reading: file("a.csv", text: text))
    #expect(set.matrix == Matrix([[1, 2], [3, 4], [5, 6]]))
    #expect(set.notices.contains { $0.message.contains("are the lists of v; text, kind hold no numbers") })
    // Two columns of lists, and numbers beside lists, leave the choice to the user.
    for text in ["t,u,v\na,\"[1]\",\"[1, 2]\"\nb,\"[1]\",\"[3, 4]\"\n", "t,v\n1,\"[1, 2]\"\n2,\"[3, 4]\"\n"] {
      guard case .listAmongColumns = reason(try file("a.csv", text: text)) else {
        Issue.record("\(text)")
        continue
      }
    }
  }

  @Test func wordsThatMayNameRowsAreOfferedAsIds() throws {
    let table = { (names: [String]) in "image,a\n" + names.enumerated().map { "\($1),\($0).5\n" }.joined() }
    let error = #expect(throws: TableError.self) {
      try FeatureSet(reading: file("f.csv", text: table(["x1", "x2", "x3", "x4"])))
    }
    #expect(error?.hint.contains("say so: --id-column image, or id-column: image in an experiment") == true)
    for names in [["x1", "x2", "x1", "x4"], ["1", "2", "x3", "4"], ["x1", "", "x3", "x4"]] {
      let other = #expect(throws: TableError.self) { try FeatureSet(reading: file("f.csv", text: table(names))) }
      #expect(other?.hint.hasPrefix("leave columns of text out") == true, "\(names)")
    }
    let unknown = #expect(throws: TableError.self) {
      try FeatureSet(reading: file("f.csv", text: "label,a\n1,2\n3,4\n"), FeatureOptions(ignoredColumns: ["lable"]))
    }
    #expect(unknown?.hint.hasPrefix("did you mean label? name one of these") == true)
  }

  @Test(arguments: ["jsonl", "ndjson"]) func linesOfJSONHoldLabelsAndCaptions(ending: String) throws {
    let text = """
      {"id": "x", "label": 3, "caption": "a \\"dog\\"\\n", "boxes": [1]}

      {"label": 7, "id": "y", "boxes": {"a": 2}}
      """
    let path = try file("l.\(ending)", text: text)
    let labels = try LabelSet.reading(path)
    #expect(labels.labels.classes == ["3", "7"] && labels.labels.values == [0, 1])
    let captions = try TextColumn(reading: path)
    #expect(captions.texts == ["a \"dog\"\n", ""] && captions.ids == ["x", "y"])
    #expect(throws: (any Error).self) { try TextColumn(reading: path, column: "boxes") }
    #expect(throws: FeatureError.self) { try FeatureSet(reading: path) }
    let broken = try file("b.\(ending)", text: "{\"label\": 1}\n[2]\n")
    let error = #expect(throws: LabelError.self) { try TextColumn(reading: broken) }
    #expect(error?.reason == .notALine(2))
  }

  @Test func captionsAfterNamesHaveIds() throws {
    let features = try FeatureSet(
      reading: file("f.csv", text: "id,a\n" + (0..<20).map { "i\($0).png,\($0).5\n" }.joined())
    ).side(of: "f.csv")
    for blanks in ["\t", " \t "] {
      let lines = (0..<20).reversed().map { "i\($0).png\(blanks)a thing, of \($0)\n" }
      let captions = try TextColumn(reading: file("c.txt", text: lines.joined()))
      #expect(captions.texts[0] == "a thing, of 19" && captions.ids == nil)
      let matching = try ItemMatching([features, captions.side(of: "captions")])
      #expect(matching.rows[1] == (0..<20).reversed().map(Optional.some))
    }
    // Sentences, and names that repeat, stay whole.
    for lines in [
      (0..<20).map { "a thing, of \($0)\n" }, (0..<20).map { "i\($0 / 2)\ta thing of \($0)\n" },
      (0..<20).map { "\($0) things\n" }, (0..<20).map { "i\($0).png a thing\n" },
    ] {
      let captions = try TextColumn(reading: file("c.txt", text: lines.joined()))
      #expect(captions.texts == lines.map { String($0.dropLast()) })
    }
  }

  @Test func readsAListInACellAsTheFeatures() throws {
    let text = "id,n,v\nx,1,\"[1, 2]\"\ny,2,\"[3, 4]\"\n"
    let path = try file("a.csv", text: text)
    #expect(reason(path) == .listAmongColumns("v", columns: 2))
    #expect(try FeatureSet(reading: path, FeatureOptions(column: "v")).matrix == Matrix([[1, 2], [3, 4]]))
    #expect(try FeatureSet(reading: path, FeatureOptions(ignoredColumns: ["n"])).ids == ["x", "y"])
    #expect(try FeatureSet(reading: path, FeatureOptions(column: "n")).matrix == Matrix([[1], [2]]))
  }

  @Test func dropsRowsWithWordsForMissingValues() throws {
    let path = try file("a.csv", text: "a,b\n1,2\nNA,3\n2,5\n4,null\n")
    #expect(reason(path) == .notFinite(rows: 2, total: 4, firstRow: 1, firstColumn: 0, value: "nan"))
    #expect(try FeatureSet(reading: path, FeatureOptions(nonFinite: .drop)).keptRows == [0, 2])
  }

  @Test func leavesABlankColumnAtTheEndOut() throws {
    let set = try FeatureSet(reading: file("a.csv", text: "1,2,\n3,4,\n"))
    #expect(set.matrix == Matrix([[1, 2], [3, 4]]) && set.notices.map(\.kind) == ["blank-column-left-out"])
    #expect(reason(try file("a.csv", text: "a,b\n1,\n3,\n")) != nil)
  }

  @Test func namesTheCellThatIsNoNumber() throws {
    let error = #expect(throws: TableError.self) {
      try FeatureSet(reading: file("a.csv", text: "f0,f1\n1,2\n3,dog\n"))
    }
    #expect(error?.reason == .notANumber("dog", line: 3, column: "f1"))
    #expect(
      reason(try file("a.csv", text: "f0,f1\n1,2\n3,\n"))
        == .notFinite(rows: 1, total: 2, firstRow: 1, firstColumn: 1, value: "nan"))
    #expect(reason(try file("a.csv", text: "id\nx\n")) == .noFeatureColumns)
  }

  @Test func refusesUnknownFormatsAndUselessOptions() throws {
    let known = ".npy, .npz, .safetensors, .csv, .tsv or .txt"
    #expect(reason(try file("a.parquet", text: "PAR1....")) == .unknownFormat(extension: "parquet", known: known))
    #expect(reason(try file("a", text: "1,2\n")) == .unknownFormat(extension: "", known: known))
    let small = try fixture("small.npy")
    #expect(reason(small, FeatureOptions(array: "x")) == .optionDoesNotApply("member", format: ".npy"))
    #expect(reason(small, FeatureOptions(idColumn: "x")) == .optionDoesNotApply("id column", format: ".npy"))
    #expect(
      reason(small, FeatureOptions(mask: "m.npy")) == .optionDoesNotApply("mask without pooling", format: ".npy"))
    #expect(reason(small, FeatureOptions(pooling: .mean)) == .poolingWithoutTokens([6, 5]))
    #expect(throws: FileError.self) { try FeatureSet(reading: "no/such.npy") }
  }

  @Test func tellsTheFormatByItsFirstBytes() throws {
    for name in ["small.npy", "single.npz", "single.safetensors"] {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: fixture(name)))
      #expect(try FeatureSet(reading: file("features.dat", bytes)).matrix == Matrix(Expected.read().small))
    }
  }
}
