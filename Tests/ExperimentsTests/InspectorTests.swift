import Core
import Datasets
import Experiments
import Features
import Foundation
import Matrices
import TestSupport
import Testing

/// Files that are looked at together.
@Suite struct InspectorTests {
  /// 40 rows of 4 classes: column 1 of `visual.csv` is the class; captions name it.
  private func files(in folder: String) throws {
    var rows = Samples.groups(rows: 40, columns: 3, classes: 40)
    for row in rows.indices { rows[row][1] = Float(row % 4) }
    try Samples.table(rows, to: folder + "/visual.csv")
    let kinds = ["cat", "dog", "cow", "hen"]
    try Samples.write(
      "kind\n" + (0..<40).map { kinds[$0 % 4] }.joined(separator: "\n") + "\n", to: folder + "/labels.csv")
    try Samples.write((0..<40).map { "a \(kinds[$0 % 4])\n" }.joined(), to: folder + "/captions.txt")
  }

  private func notices(_ inspection: Inspection) -> [String] {
    switch inspection {
    case .features(_, _, let notices), .reference(_, _, _, let notices): notices.map(\.kind)
    case .dataset(let description): description.notices.map(\.kind)
    case .captions(let description): description.notices.map(\.kind)
    }
  }

  @Test func labelsAndCaptionsShowWhatTheFeaturesKnow() throws {
    try withFolder { folder in
      try files(in: folder)
      var inspector = try Inspector(
        labels: [.init(path: folder + "/labels.csv", column: "kind")], captions: .init(path: folder + "/captions.txt"))
      try inspector.add(folder + "/visual.csv")
      let answers = inspector.inspections()
      #expect(answers.map(notices) == [["columns-give-labels"], [], ["captions-name-classes"]])
      #expect(answers[2].lines[1] == "  captions          40, 0 empty, 4 distinct")
      #expect(answers[0].lines.last?.hasPrefix("note: visual.csv: column 1 takes 4 values") == true)
    }
  }

  /// Whatever the order in which files are named, the same notes are found: items have the ids of the file that has some.
  @Test func theOrderOfThePathsDoesNotMatter() throws {
    try withFolder { folder in
      let rows = Samples.groups(rows: 300, columns: 4, classes: 3, spread: 0.4, seed: 1)
      let other = Samples.groups(rows: 300, columns: 5, classes: 3, spread: 0.4, seed: 2)
      var random = Seed(5).stream("order")
      let order = random.sample(300, of: 300)
      try Samples.table(rows, to: folder + "/plain.csv")
      try Samples.write(
        "id,a,b,c,d,e\n" + order.map { "i\($0)," + other[$0].map { "\($0)" }.joined(separator: ",") + "\n" }.joined(),
        to: folder + "/ids.csv")
      try Samples.write("id,kind\n" + (0..<300).map { "i\($0),k\($0 % 3)\n" }.joined(), to: folder + "/labels.csv")
      try Samples.table(Array(rows.prefix(290)), to: folder + "/short.csv")
      func found(_ names: [String]) throws -> Set<String> {
        var inspector = try Inspector(labels: [.init(path: folder + "/labels.csv", column: "kind")], missing: .drop)
        for name in names { try inspector.add(folder + "/\(name).csv") }
        return Set(inspector.inspections().flatMap(notices))
      }
      let expected = try found(["ids", "plain"])
      #expect(expected.contains { $0.contains("order") }, "\(expected)")
      #expect(try found(["plain", "ids"]) == expected)
    }
  }

  @Test func rowsWithoutNumbersAreNamed() throws {
    try withFolder { folder in
      let rows = (0..<30).map { "i\($0),\([4, 7].contains($0) ? "nan" : "\($0 * $0)"),\($0 % 7)\n" }
      try Samples.write("id,a,b\n" + rows.joined(), to: folder + "/a.csv")
      var inspector = try Inspector()
      try inspector.add(folder + "/a.csv")
      let note = inspector.inspections()[0].lines.first { $0.contains("NaN or infinity") }
      #expect(note == "note: a.csv: NaN or infinity in rows 4, 7 (from 0; ids i4, i7)")
    }
  }

  @Test func theColumnThatCaptionsAreTakenFromIsNamed() throws {
    try withFolder { folder in
      try Samples.write("id,kind\n" + (0..<30).map { "i\($0),k\($0 % 3)\n" }.joined(), to: folder + "/c.csv")
      let inspector = try Inspector(captions: .init(path: folder + "/c.csv"))
      #expect(inspector.inspections().map(notices) == [["column-chosen"]])
    }
  }

  @Test func withoutLabelsOnlyTheFileItselfIsJudged() throws {
    try withFolder { folder in
      try files(in: folder)
      var inspector = try Inspector()
      try inspector.add(folder + "/visual.csv")
      #expect(inspector.inspections().map(notices) == [[]])
    }
  }

  @Test func aFileGivenTwiceIsNoticedWithTheSecond() throws {
    try withFolder { folder in
      try files(in: folder)
      var inspector = try Inspector()
      try inspector.add(folder + "/visual.csv")
      try inspector.add(folder + "/visual.csv")
      #expect(inspector.inspections().map(notices) == [[], ["same-features"]])
    }
  }

  @Test func labelsAmongTheFilesCountWhereTheyFit() throws {
    try withFolder { folder in
      try files(in: folder)
      try Data(npy((0..<40).map { Int32($0 % 4) })).write(to: URL(fileURLWithPath: folder + "/labels.npy"))
      try Data(npy((0..<41).map { Int32($0 % 4) })).write(to: URL(fileURLWithPath: folder + "/others.npy"))
      for (name, expected) in [("labels", ["columns-give-labels"]), ("others", [])] {
        var inspector = try Inspector()
        try inspector.add(folder + "/visual.csv")
        try inspector.add(folder + "/\(name).npy")
        #expect(inspector.inspections().map(notices) == [expected, []])
      }
    }
  }

  @Test func rowsWithIdsAreHeldAgainstTheirOwnLabels() throws {
    try withFolder { folder in
      let ids = (0..<40).map { "i\($0)" }
      let rows = (0..<40).map { row -> [Float] in [Float(row * row), Float(row % 4)] }
      try Samples.table(rows, ids: ids, to: folder + "/visual.csv")
      let shuffled = (0..<40).map { $0 * 7 % 40 }
      try Samples.write(
        "id,kind\n" + shuffled.map { "i\($0),k\($0 % 4)\n" }.joined(), to: folder + "/labels.csv")
      var inspector = try Inspector(labels: [.init(path: folder + "/labels.csv", column: "kind")])
      try inspector.add(folder + "/visual.csv")
      #expect(inspector.inspections().first.map(notices) == ["columns-give-labels"])
    }
  }

  @Test func rowsThatAreNotNumbersAreLeftOutOfTheComparison() throws {
    try withFolder { folder in
      try files(in: folder)
      var rows = (0..<40).map { row -> [Float] in [Float(row * row), Float(row % 4)] }
      rows[5][0] = .nan
      try Samples.table(rows, to: folder + "/visual.csv")
      var inspector = try Inspector(labels: [.init(path: folder + "/labels.csv", column: "kind")])
      try inspector.add(folder + "/visual.csv")
      #expect(inspector.inspections().first.map(notices) == ["rows-not-finite", "columns-give-labels"])
    }
  }

  @Test func filesOfOtherLengthsAreAnError() throws {
    try withFolder { folder in
      try files(in: folder)
      try Samples.write("a cat\n", to: folder + "/short.txt")
      let labels = FileColumn(path: folder + "/labels.csv", column: "kind")
      #expect(throws: ItemError.self) { try Inspector(labels: [labels], captions: .init(path: folder + "/short.txt")) }
      try Samples.table([[1], [2]], to: folder + "/two.csv")
      var inspector = try Inspector(labels: [labels])
      #expect(throws: ItemError.self) { try inspector.add(folder + "/two.csv") }
    }
  }

  /// An array of int32 as NumPy's format 1.0 holds it.
  private func npy(_ values: [Int32]) -> [UInt8] {
    let header = "{'descr': '<i4', 'fortran_order': False, 'shape': (\(values.count),), }\n"
    var bytes: [UInt8] = [0x93]
    bytes += Array("NUMPY".utf8)
    bytes += [1, 0, UInt8(header.utf8.count), 0]
    bytes += Array(header.utf8)
    for value in values { withUnsafeBytes(of: value.littleEndian) { bytes += Array($0) } }
    return bytes
  }
}
