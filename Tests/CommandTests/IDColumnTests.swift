import Foundation
import Testing

/// Tables in which several columns may hold the ids, and ids under names that nobody expects.
@Suite struct IDColumnTests {
  private let folder: TemporaryFolder
  private static let order = (0..<30).map { $0 * 11 % 30 }

  init() throws { folder = try TemporaryFolder() }

  private func run(_ arguments: [String]) async throws -> Outcome {
    try await Command.run(
      ["run"] + arguments
        + ["-k", "3", "--clusterer", "kmeans", "--seeds", "1", "--figures", "none", "--out", "out", "--fresh"],
      in: folder)
  }

  private func id(_ item: Int) -> String { "im\(item)" }
  private func number(_ item: Int) -> String { "\(1000 + item * 7 % 30 * 13)" }
  private func point(_ item: Int) -> String { "\(9 * (item % 3)).\(item),\(5 * (item % 3)).5" }

  /// Features in three far groups, in order, and labels in another order, each below its header.
  private func write(
    _ features: String, _ fields: (Int) -> String, labels: String, _ labelFields: (Int) -> String,
    order: [Int] = order
  ) throws {
    try folder.write(
      "\(features),t0,t1\n" + (0..<30).map { "\(fields($0)),\(point($0))\n" }.joined(), to: "f.csv")
    try folder.write(
      "\(labels),Klasse\n" + order.map { "\(labelFields($0)),c\($0 % 3)\n" }.joined(), to: "l.csv")
  }

  private var both: [String] { ["--features", "f=f.csv", "--labels", "l.csv:Klasse"] }

  private func expectMatched(_ outcome: Outcome, note: String? = nil, _ comment: String = "") throws {
    outcome.expectSuccess()
    if outcome.status == 0 {
      #expect(try folder.text("out/scores.csv").contains("f,kmeans,0,kappa,1.0\n"), "\(comment): \(outcome.errors)")
    }
    if let note { #expect(outcome.errors.contains(note), "\(comment): \(outcome.errors)") }
  }

  @Test(arguments: [
    (",id", "#0"), ("Unnamed: 0,id", "Unnamed: 0"), ("index,id", "index"), ("level_0,filename", "level_0"),
    ("Unnamed: 3,id", "Unnamed: 3"), ("caption_id,id", "caption_id"), ("imageId,id", "imageId"), ("x.id,id", "x.id"),
    ("uid,image_id", "uid"),
  ]) func aSecondColumnLikeIdsIsNoFeature(header: String, left: String) async throws {
    try write(header, { "\(number($0)),\(id($0))" }, labels: "id", id)
    let note = "f.csv: \(left) is called like ids and left out of the features; to keep it, rename it"
    let outcome = try await run(both)
    try expectMatched(outcome, note: note)
  }

  @Test func threeColumnsLikeIdsLeaveTheNamedOne() async throws {
    try folder.write(
      ",Unnamed: 0,id,t0,t1\n" + (0..<30).map { "\($0),\(number($0)),\(id($0)),\(point($0))\n" }.joined(), to: "f.csv")
    try folder.write("id,Klasse\n" + Self.order.map { "\(id($0)),c\($0 % 3)\n" }.joined(), to: "l.csv")
    try expectMatched(try await run(both), note: "Unnamed: 0 is called like ids")
  }

  @Test func ofTwoNamedColumnsThatWithTheIdsOfTheOtherFileIsTaken() async throws {
    let note = "ids of f (f.csv) are those of its column image_id as in labels Klasse (l.csv)"
    for header in ["id,image_id", "filename,image_id"] {
      try write(header, { "\(number($0)),\(id($0))" }, labels: "image_id", id)
      try expectMatched(try await run(both), note: note, header)
    }
    try write("id", id, labels: "id,filename", { "\(number($0)),\(id($0))" })
    try expectMatched(try await run(both), note: "those of its column filename")
    // Where the values do not decide, nothing is guessed.
    try write("id,image_id", { "\(number($0)),\(id($0))" }, labels: "id", { "x\($0)" })
    try await run(both).expectFailure(naming: ["id, image_id", "--id-column id"])
    try write("id,image_id", { "\(id($0)),\(id($0))" }, labels: "id,image_id", { "\(id($0)),\(id(29 - $0))" })
    try await run(both).expectFailure(naming: ["l.csv", "id, image_id", "--id-column id"])
  }

  @Test(arguments: ["Bild", "uid", "name", "file", "image", "path", "caption_id"])
  func idsAreFoundByTheirValues(name: String) async throws {
    let note = "ids of labels Klasse (l.csv) are those of its column \(name) as in f (f.csv)"
    for value in [id, number] {
      try write("id", value, labels: name, value)
      try expectMatched(try await run(both), note: note)
      try folder.write("id,c\n" + (0..<30).map { "\(value($0)),\($0 % 3)\n" }.joined(), to: "g.csv")
      for files in [["g.csv:c", "l.csv:Klasse"], ["l.csv:Klasse", "g.csv:c"]] {
        let score = try await Command.run(["score"] + files + ["--scores", "ari"], in: folder)
        #expect(score.output.contains("1.000000") && score.errors.contains("ids of l.csv are those"), "\(score.errors)")
      }
    }
    // A row more or less is an error, unless items may be left out.
    try write("id", id, labels: name, { $0 == 7 ? "other" : id($0) })
    try await run(both).expectFailure(naming: ["\"im7\"", "the column \(name)"])
    let dropped = try await run(both + ["--missing", "drop"])
    try expectMatched(dropped, note: "1 of 30 items of f (f.csv) left out")
  }

  @Test func columnsOfTheSameIdsThatDisagreeAreAnError() async throws {
    for (first, second) in [("Bild", "name"), ("file", "path"), ("uid", "Foto")] {
      try write("id", id, labels: "\(first),\(second)", { "\(id($0)),\(id(29 - $0))" })
      let outcome = try await run(both)
      outcome.expectFailure(naming: ["2 columns may hold them", "\(first), \(second)", "--id-column \(first)"])
      try expectMatched(try await run(both + ["--id-column", first]))
    }
  }

  @Test(arguments: ["", "index", "Unnamed: 0", "id"], [0, 1])
  func anIndexThatCountsIsMatchedToTheSameNumbersInAnotherOrder(name: String, start: Int) async throws {
    let count: (Int) -> String = { "\($0 + start)" }
    try write("", count, labels: name, count)
    let matched = try await run(both)
    try expectMatched(matched)
    #expect(!matched.errors.contains("f.csv: the first column"), "\(matched.errors)")
    // The other way round, and by score.
    try folder.write(",t0,t1\n" + Self.order.map { "\($0 + start),\(point($0))\n" }.joined(), to: "f.csv")
    try folder.write("\(name),Klasse\n" + (0..<30).map { "\($0 + start),c\($0 % 3)\n" }.joined(), to: "l.csv")
    try expectMatched(try await run(both))
    try folder.write(",c\n" + Self.order.map { "\($0 + start),\($0 % 3)\n" }.joined(), to: "g.csv")
    for files in [["g.csv:c", "l.csv:Klasse"], ["l.csv:Klasse", "g.csv:c"]] {
      let score = try await Command.run(["score"] + files + ["--scores", "ari"], in: folder)
      #expect(score.output.contains("1.000000") && !score.errors.contains("no data"), "\(score.output)\(score.errors)")
    }
    // Where both count, the rows are meant.
    try write("", count, labels: name, count, order: Array(0..<30))
    let aligned = try await run(both)
    try expectMatched(aligned)
    #expect(!aligned.errors.contains("ids of") || name == "id", "\(aligned.errors)")
  }

  @Test(arguments: ["rank", "Nr", "t9"]) func wholeNumbersThatOccurOnceAreNoted(name: String) async throws {
    try write(name, { "\(Self.order[$0] + 5)" }, labels: "note", { _ in "x" }, order: Array(0..<30))
    let outcome = try await run(both)
    outcome.expectSuccess()
    #expect(outcome.errors.contains("column \(name) holds each number from 5 to 34 once"), "\(outcome.errors)")
    #expect(outcome.errors.contains("--drop-columns \(name)"))
    try expectMatched(try await run(both + ["--drop-columns", name]))
    // The same numbers as ids of the other file are no feature at all.
    try write(name, number, labels: "id", number)
    try await run(both).expectFailure(naming: ["column \(name) is read as a feature", "--id-column \(name)"])
    try expectMatched(try await run(both + ["--id-column", name]))
  }

  @Test func optionsHoldForTheTablesThatHaveTheColumn() async throws {
    try write("key,junk", { "\(id($0)),\($0 * 7919 % 1000)" }, labels: "id", id)
    try expectMatched(try await run(both + ["--id-column", "key", "--drop-columns", "junk"]))
    try write("id", id, labels: "Schluessel,id", { "\(id($0)),\(number($0))" })
    try expectMatched(try await run(both + ["--id-column", "Schluessel"]))
    for columns in [["none-such"], ["id", "none-such"]] {
      let outcome = try await run(both + columns.flatMap { ["--id-column", $0] })
      outcome.expectFailure(naming: ["no column \"none-such\"", "--id-column", "id-column:", "in an experiment"])
      #expect(!outcome.errors.contains(":#0"))
    }
    for option in ["--id-column", "--drop-columns"] {
      try await run(both + [option, "nokey"]).expectFailure(naming: ["f.csv", "no column \"nokey\""])
    }
    try await run(both + ["--drop-columns", "Klasse"]).expectFailure(naming: ["no column \"Klasse\""])
  }

  @Test(arguments: [
    ("IM%", "im%", "upper and lower case", ".str.lower()"), (" im%", "im%", "blanks around them", ".str.strip()"),
    ("im%.jpg", "im%", "the file extension", ".str.replace("), ("im%", "./x/im%", "the folder", ".str.replace("),
    ("00%", "%", "leading zeros", ".str.replace("),
    ("%", "%.0", "the .0 of whole numbers", ".str.replace(r\"\\.0+$\""),
    ("a/IM%.PNG", "im%", "the folder, the file extension, upper and lower case", ".str.lower()"),
  ]) func idsThatDifferInTheirWritingAreSaidTo(one: String, other: String, words: String, step: String) async throws {
    func form(_ form: String) -> (Int) -> String { { form.replacingOccurrences(of: "%", with: "\($0 + 1)") } }
    try write("id", form(one), labels: "filename", form(other))
    try await run(both).expectFailure(naming: [
      "\"\(form(one)(0))\"", "without \(words) 30 of 30 are equal", "].astype(str)", step,
      "are the column filename", "would leave no item",
    ])
  }

  @Test func theHintOnTheWritingNamesTheFileThatHasTheDifference() async throws {
    try write("id", { "im\($0).png" }, labels: "filename", id)
    try await run(both).expectFailure(naming: ["the ids of f (f.csv) anew", "df[\"id\"].astype(str)"])
    try write("id", id, labels: "filename", { "im\($0).png" })
    try await run(both).expectFailure(naming: ["the ids of labels Klasse (l.csv) anew", "df[\"filename\"].astype(str)"])
  }

  @Test(arguments: [",", "level_0,level_1", "Unnamed: 0,Unnamed: 1"]) func levelsOfAnIndexAreNeitherIdsNorFeatures(
    header: String
  ) async throws {
    try write(header, { "\($0 / 10),\($0 % 10)" }, labels: "note", { _ in "x" }, order: Array(0..<30))
    try expectMatched(try await run(both), note: "are called like ids and left out")
  }

  @Test func droppingMostItemsSaysHowFewAreLeft() async throws {
    try write("id", id, labels: "id", { $0 < 5 ? id($0) : "z\($0)" })
    try await run(both).expectFailure(naming: ["which would leave 5 of 30 items"])
  }

  @Test func rowsOfEmptyFieldsAtTheEndAreNoItems() async throws {
    for (separator, end) in [(";", ";;\n;;\n"), (",", ",,\n"), ("\t", "\t\t\n")] {
      try write("id", id, labels: "id", id)
      let lines =
        ["id", "Klasse", "note"].joined(separator: separator) + "\n"
        + Self.order.map { ["\(id($0))", "c\($0 % 3)", ""].joined(separator: separator) + "\n" }.joined()
      try folder.write(lines + end, to: "l.csv")
      try folder.write("id,t0,t1\n" + (0..<30).map { "\(id($0)),\(point($0))\n" }.joined() + ",,\n", to: "f.csv")
      try expectMatched(try await run(both), note: "at the end without any text", end)
    }
  }

  @Test func idsInListsAndArchivesAreUsed() async throws {
    try write("id", id, labels: "id", id)
    for (ids, quoted) in [("ids", true), ("id", true), ("names", true), ("filenames", true), ("ids", false)] {
      let value = quoted ? id : number
      try write("id", value, labels: "id", value)
      let list = Self.order.map { quoted ? "\"\(value($0))\"" : value($0) }.joined(separator: ", ")
      let labels = Self.order.map { "\($0 % 3)" }.joined(separator: ", ")
      try folder.write("{\"label\": [\(labels)], \"\(ids)\": [\(list)]}", to: "l.json")
      try expectMatched(try await run(["--features", "f=f.csv", "--labels", "l.json:label"]), ids)
    }
    try folder.write("{\"label\": [0, 1, 2], \"ids\": [\"im0\"]}", to: "l.json")
    try await run(["--features", "f=f.csv", "--labels", "l.json"]).expectFailure(naming: ["1", "3"])
  }

  /// The hint is followed to the letter.
  @Test func theHintOfIdsThatDisagreeIsACommandThatWorks() async throws {
    try write("id", id, labels: "id", id)
    try folder.writeFeatures("x.npy", rows: 30)
    let outcome = try await run(["--visual", "x.npy", "--text", "f.csv", "--labels", "l.csv:Klasse"])
    outcome.expectFailure(naming: ["--features text=f.csv --features visual=x.npy"])
    try await run(["--features", "text=f.csv", "--features", "visual=x.npy", "--labels", "l.csv:Klasse"])
      .expectSuccess()
  }
}
