import Core
import Datasets
import Experiments
import Features
import Foundation
import Matrices
import Runs
import Stages
import TestSupport
import Testing

/// The rows and names of references, from files in many forms.
@Suite struct ReferenceReadingTests {
  private static let rows: [[Float]] = [[1, 2], [3, 4], [5, 6]]

  /// Keeps what it was given.
  private struct Probe: Stage {
    static let name = "probe"
    static let summary = "nothing"
    static let parameters: [Parameter<Probe>] = [.reference("among", \.among, "the reference")]
    var among: String? = "nouns"
  }

  private func read(_ files: [String: String], _ reference: String) throws -> (Reference, [Notice]) {
    try withFolder { folder in
      try Samples.table([[0, 1], [2, 3]], to: folder + "/v.csv")
      for (name, text) in files { try Samples.write(text, to: folder + "/" + name) }
      let experiment = try ExperimentFile.parse(
        "features: { visual: v.csv }\nreferences: { nouns: \(reference) }", file: folder + "/e.yaml")
      let inputs = try Inputs(experiment)
      return (
        try #require(inputs.references.context(of: Probe(), seed: 0).references["nouns"]), inputs.notices
      )
    }
  }

  private static let plain = "x,y\n1,2\n3,4\n5,6\n"
  private static let names = "cat\ndog\nfish\n"

  private typealias Form = (files: [String: String], reference: String)

  private static let forms: [Form] = [
    // Names in the file of the rows.
    (["n.csv": "id,x,y\ncat,1,2\ndog,3,4\nfish,5,6\n"], "n.csv"),
    (["n.csv": "name,x,y\ncat,1,2\ndog,3,4\nfish,5,6\n"], "n.csv"),
    (["n.csv": "x,Name,y\n1,cat,2\n3,dog,4\n5,fish,6\n"], "{ file: n.csv }"),
    (["n.csv": "id,name,x,y\n7,cat,1,2\n8,dog,3,4\n9,fish,5,6\n"], "n.csv"),
    (
      ["n.csv": "id,name,x,y\ncat,7,1,2\ndog,8,3,4\nfish,9,5,6\n"],
      "{ file: n.csv, id-column: id, drop-columns: name }"
    ),
    (["n.csv": "word,x,y\ncat,1,2\ndog,3,4\nfish,5,6\n"], "{ file: n.csv, id-column: word }"),
    (["n.txt": "cat 1 2\ndog 3 4\nfish 5 6\n"], "n.txt"),
    (["n.txt": "3 2\ncat 1 2\ndog 3 4\nfish 5 6\n"], "n.txt"),
    (["n.tsv": "cat\t1\t2\ndog\t3\t4\nfish\t5\t6\n"], "{ file: n.tsv, header: no }"),
    // Names in a file of their own.
    (["n.csv": plain, "w.txt": names], "{ file: n.csv, names: w.txt }"),
    (["n.csv": plain, "w.txt": "cat \r\n dog\r\nfish\r\n\r\n"], "{ file: n.csv, names: w.txt }"),
    (["n.csv": plain, "w.csv": "noun,gloss\ncat,a\ndog,b\nfish,c\n"], "{ file: n.csv, names: \"w.csv:noun\" }"),
    (["n.csv": plain, "w.csv": "noun,name\na,cat\nb,dog\nc,fish\n"], "{ file: n.csv, names: w.csv }"),
    (
      ["n.csv": plain, "w.csv": "noun,gloss\ncat,a\ndog,b\nfish,c\n"],
      "{ file: n.csv, names: { table: w.csv, column: { position: 0 } } }"
    ),
    (["n.csv": plain, "w.json": "{\"names\": [\"cat\", \"dog\", \"fish\"]}"], "{ file: n.csv, names: w.json }"),
    // Names in another order, matched by id.
    (
      ["n.csv": "id,x,y\na,1,2\nb,3,4\nc,5,6\n", "w.csv": "id,name\nc,fish\na,cat\nb,dog\n"],
      "{ file: n.csv, names: w.csv }"
    ),
    (
      ["n.csv": "id,x,y\na,1,2\nb,3,4\nc,5,6\n", "w.csv": "key,noun\nc,fish\na,cat\nb,dog\n"],
      "{ file: n.csv, names: { table: w.csv, column: noun } }"
    ),
  ]

  @Test(arguments: forms)
  func namesComeFromEveryForm(files: [String: String], reference: String) throws {
    let (found, _) = try read(files, reference)
    #expect(found.names == ["cat", "dog", "fish"])
    #expect((0..<3).map(found.rows.row) == Self.rows)
  }

  @Test func rowsWithoutNamesAreCalledByTheirPositions() throws {
    let (found, notices) = try read(["n.csv": Self.plain], "n.csv")
    #expect(found.names == ["0", "1", "2"])
    #expect(notices.contains { $0.kind == "no-names" })
  }

  @Test func aRepeatedNameIsANoteInVectorsOfWordsToo() throws {
    for (file, text) in [
      ("n.txt", "cat 1 2\nbank 3 4\nbank 5 6\nbank 7 8\nsea 1 1\nsea 2 2\n"),
      ("n.csv", "name,x,y\ncat,1,2\nbank,3,4\nbank,5,6\nbank,7,8\nsea,1,1\nsea,2,2\n"),
    ] {
      let (found, notices) = try read([file: text], file)
      #expect(found.names == ["cat", "bank", "bank", "bank", "sea", "sea"])
      #expect(
        notices.filter { $0.kind == "repeated-names" }.map(\.message)
          == ["nouns: 2 of 3 names belong to several rows, such as \"bank\" for 3"])
    }
    #expect(!(try read(["n.txt": "cat 1 2\ndog 3 4\n"], "n.txt").1.contains { $0.kind == "repeated-names" }))
  }

  @Test func rowsOfZerosAreANote() throws {
    let (_, notices) = try read(["n.csv": "name,x,y\ncat,0,0\ndog,0,4\nfish,0,-0.0\n"], "n.csv")
    #expect(
      notices.filter { $0.kind == "zero-references" }.map(\.message)
        == ["nouns: 2 of 3 rows have only zeros, such as \"cat\""])
  }

  @Test func rowsThatAreDroppedTakeTheirNamesAlong() throws {
    let table = "x,y\n1,2\nnan,4\n5,6\n"
    for names in ["", ", names: w.txt"] {
      let text = names.isEmpty ? "name,x,y\ncat,1,2\ndog,inf,4\nfish,5,6\n" : table
      let files = ["n.csv": text, "w.txt": Self.names]
      let (found, notices) = try read(files, "{ file: n.csv, nan: drop\(names) }")
      #expect(found.names == ["cat", "fish"] && (0..<2).map(found.rows.row) == [Self.rows[0], Self.rows[2]])
      #expect(notices.contains { $0.kind == "rows-dropped" && $0.message.hasPrefix("nouns: 1 of 3 rows") })
      #expect(throws: FeatureError.self) { try read(files, "{ file: n.csv\(names) }") }
    }
  }

  @Test func rowsAreScaledAsFeaturesAre() throws {
    let (found, _) = try read(["n.csv": "name,x,y\ncat,3,4\ndog,0,2\n"], "{ file: n.csv, scale: l2 }")
    #expect((0..<2).map(found.rows.row) == [[0.6, 0.8], [0, 1]])
  }

  @Test(
    arguments: [
      ("cat\ndog\n", ["n.csv has 3 rows, w.txt has 2 names"]),
      ("cat\ndog\nfish\nstone\n", ["n.csv has 3 rows, w.txt has 4 names"]),
      ("cat\n\nfish\n", ["row 1 (from 0) is blank in w.txt"]), ("cat\n  \nfish\n", ["blank in w.txt"]),
    ] as [(String, [String])])
  func otherCountsAndBlankNamesAreErrorsThatNameBothFiles(names: String, causes: [String]) throws {
    let error = #expect(throws: RunError.self) {
      try read(["n.csv": Self.plain, "w.txt": names], "{ file: n.csv, names: w.txt }")
    }
    for cause in causes { #expect(error?.cause.contains(cause) == true, "\(error?.cause ?? "")") }
    #expect(error?.failure == "cannot name the rows of the reference nouns")
  }

  @Test func namesThatHaveNoColumnOfTheirOwnAreAnError() throws {
    let error = #expect(throws: DatasetError.self) {
      try read(
        ["n.csv": Self.plain, "w.csv": "id,noun,gloss\na,cat,x\nb,dog,y\nc,fish,z\n"], "{ file: n.csv, names: w.csv }")
    }
    #expect(error?.cause.contains("noun, gloss") == true && error?.hint.contains("names=") == true)
  }

  @Test func idsWithoutAPartnerAreAnError() throws {
    let error = #expect(throws: ItemError.self) {
      try read(
        ["n.csv": "id,x,y\na,1,2\nb,3,4\nc,5,6\n", "w.csv": "id,name\nc,fish\na,cat\nd,dog\n"],
        "{ file: n.csv, names: w.csv }")
    }
    #expect(error?.cause.contains("\"b\"") == true && error?.cause.contains("\"d\"") == true)
  }

  /// A result depends on what a method declares, since it sees nothing else.
  @Test func aMethodSeesOnlyTheReferencesThatItNames() throws {
    try withFolder { folder in
      let inputs = try Inputs(ReferenceRunTests.experiment(in: folder))
      #expect(inputs.references.context(of: Probe(), seed: 0).references.keys.sorted() == ["nouns"])
      let verbs = inputs.references.context(of: Probe(among: "verbs"), seed: 0).references
      #expect(verbs["verbs"]?.names == ["run", "sit"] && verbs.count == 1)
      #expect(inputs.references.context(of: Probe(among: nil), seed: 0).references.isEmpty)
      #expect(inputs.references.context(of: Leader(), seed: 0).references.isEmpty)
    }
  }

  @Test func theDigestTellsRowsAndNamesApart() throws {
    let rows = Matrix(Self.rows)
    let digests = try [
      Digest.digits(of: rows, names: ["a", "b", "c"]), Digest.digits(of: rows, names: ["ab", "", "c"]),
      Digest.digits(of: rows, names: ["a", "c", "b"]), Digest.digits(of: rows, names: ["a", "b"]),
      Digest.digits(of: Matrix(Array(Self.rows.reversed())), names: ["a", "b", "c"]),
    ]
    #expect(Set(digests).count == digests.count && digests.allSatisfy { $0.count == 64 })
    #expect(try Digest.digits(of: Matrix(Self.rows), names: ["a", "b", "c"]) == digests[0])
  }
}
