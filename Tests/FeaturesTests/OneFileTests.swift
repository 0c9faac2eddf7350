import Core
import Datasets
import Features
import Matrices
import Testing

/// Sides of one file have the same rows, whatever ids they hold.
@Suite struct OneFileTests {
  private static let ids: [(name: String, id: @Sendable (Int) -> String)] = [
    ("income", { "\($0 * 7919 % 6007 + 900)" }), ("id", { "\($0 / 2)" }), ("id", { $0 == 3 ? "" : "i\($0)" }),
    ("", { ["cat", "dog", "cow"][$0 % 3] }), ("index", { "\($0 % 7 * 3)" }), ("patient", { "\($0 * 5 % 30 + 100)" }),
  ]

  private func table(_ kind: Int, _ items: [Int] = Array(0..<30)) -> String {
    let (name, id) = Self.ids[kind]
    return "\(name),a,b,label,cluster\n"
      + items.map { "\(id($0)),\($0 % 3).5,\($0 % 5).25,\($0 % 3),\($0 % 4)\n" }.joined()
  }

  private func sides(_ path: String, _ other: String, drop: [String] = ["label", "cluster"]) throws -> [ItemSide] {
    var sides = [try FeatureSet(reading: path, FeatureOptions(ignoredColumns: drop)).side(of: path)]
    for (path, column) in [(other, "label"), (path, "cluster")] {
      var side = try LabelSet.reading(path, LabelOptions(column: column)).side(of: column)
      side.source = path
      sides.append(side)
    }
    return sides
  }

  @Test(arguments: ids.indices, [MissingItems.error, .drop]) func oneTableGivenTwiceIsRight(
    kind: Int, missing: MissingItems
  ) throws {
    let path = try file("all.csv", text: table(kind))
    let same = Array(0..<30).map(Optional.some)
    let copy = try file("copy.csv", text: table(kind))
    for other in [path, copy] {
      let matching = try ItemMatching(sides(path, other), missing: missing)
      #expect(matching.rows == [same, same, same] && matching.notices.isEmpty, "\(matching.notices)")
      let labels = try ItemMatching(Array(sides(path, other).dropFirst()), missing: missing)
      #expect(labels.rows == [same, same] && labels.notices.isEmpty, "\(labels.notices)")
    }
  }

  @Test func aThirdFileIsMatchedToBothSides() throws {
    let path = try file("all.csv", text: "id,a,label\n" + (0..<30).map { "i\($0),\($0).5,\($0 % 3)\n" }.joined())
    let order = Array(0..<30).shuffled(seed: 3)
    let other = try file("c.csv", text: "id,cluster\n" + order.map { "i\($0),\($0 % 3)\n" }.joined())
    var labels = try LabelSet.reading(path, LabelOptions(column: "label")).side(of: "l")
    labels.source = path
    let clusters = try LabelSet.reading(other, LabelOptions(column: "cluster")).side(of: "c")
    let features = try FeatureSet(reading: path, FeatureOptions(ignoredColumns: ["label"])).side(of: path)
    let matching = try ItemMatching([features, labels, clusters])
    #expect(matching.rows[1] == Array(0..<30).map(Optional.some))
    #expect(matching.rows[2].compactMap { $0.map { order[$0] } } == Array(0..<30))
    let turned = try ItemMatching([clusters, features, labels])
    #expect(turned.rows[1] == order.map(Optional.some) && turned.rows[2] == turned.rows[1])
    // Repeated ids stay an error beside another file.
    let twice = try file("twice.csv", text: "id,a,label\n" + (0..<30).map { "i\($0 / 2),\($0).5,\($0 % 3)\n" }.joined())
    let repeated = try FeatureSet(reading: twice, FeatureOptions(ignoredColumns: ["label"])).side(of: twice)
    #expect(throws: ItemError.self) { try ItemMatching([repeated, repeated, clusters]) }
  }

  @Test(arguments: ["", "Unnamed: 0"]) func classNamesAsAnIndexAreNoIds(name: String) throws {
    let rows = (0..<30).map { "\(["cat", "dog", "cow"][$0 % 3]),\($0).5,\($0 % 5).25\n" }.joined()
    let path = try file("f.csv", text: "\(name),a,b\n" + rows)
    let set = try FeatureSet(reading: path)
    #expect(set.rowIDs == nil && set.matrix.columns == 2)
    #expect(set.notices.contains { $0.message.contains("holds words that repeat") }, "\(set.notices)")
    #expect(try LabelSet.reading(path, LabelOptions(column: "#0")).labels.classes.count == 3)
    // An id that is repeated is no class.
    let twice = try file("f.csv", text: "\(name),a\n" + (0..<30).map { "i\($0 == 4 ? 5 : $0),\($0).5\n" }.joined())
    #expect(try FeatureSet(reading: twice).rowIDs?.count == 30)
    // A listed name stays one of ids.
    let listed = try file("f.csv", text: "id,a,b\n" + rows)
    #expect(try FeatureSet(reading: listed).rowIDs?.count == 30)
  }

  @Test(arguments: ["subject_id", "patient_id", "user_id", "userID", "item.id"], [true, false])
  func columnsLikeIdsAreNoFeaturesThoughTheyRepeat(name: String, areNumbers: Bool) throws {
    func table(_ name: String) throws -> String {
      try file(
        "f.csv",
        text: "\(name),a,b\n" + (0..<12).map { "\(areNumbers ? "" : "s")\($0 / 4 * 300 + 100),\($0).5,1.5\n" }.joined())
    }
    let set = try FeatureSet(reading: table(name))
    #expect(set.matrix.columns == 2)
    #expect(set.notices.contains { $0.message.contains("\(name) is called like ids and left out") }, "\(set.notices)")
    for word in ["acid", "grid", "void", "Madrid"] where areNumbers {
      #expect(try FeatureSet(reading: table(word)).matrix.columns == 3)
    }
    let fractions = try file("f.csv", text: "\(name),a\n" + (0..<12).map { "\($0 / 4).5,\($0).5\n" }.joined())
    #expect(try FeatureSet(reading: fractions).matrix.columns == 2)
  }
}
