import Foundation
import Testing

/// Columns that look like the same ids in files whose rows are not matched by them.
@Suite struct IDDoubtTests {
  private let folder: TemporaryFolder
  private static let order = shuffled(Array(0..<30))

  /// Items in an order in which no class stays together.
  private static func shuffled(_ items: [Int]) -> [Int] {
    items.sorted { ($0 % 3, $0 * 7 % 30) < ($1 % 3, $1 * 7 % 30) }
  }

  init() throws { folder = try TemporaryFolder() }

  private func number(_ item: Int) -> Int { 107 + item * 7 % 30 * 4 }
  private func point(_ item: Int) -> String { "\(900 * (item % 3)).\(item),\(-500 * (item % 3)).5" }

  private func write(_ name: String, _ header: String, _ items: [Int] = order, _ row: (Int) -> String) throws {
    try folder.write("\(header)\n" + items.map { row($0) + "\n" }.joined(), to: name)
  }

  private func writeFeatures(_ header: String, _ ids: (Int) -> String) throws {
    try write("f.csv", "\(header),x,y", Array(0..<30)) { "\(ids($0)),\(point($0))" }
  }

  private func score(_ more: String...) async throws -> Outcome {
    try await Command.run(["score", "a.csv:label", "b.csv:cluster", "--scores", "ari"] + more, in: folder)
  }

  private func run(_ more: String...) async throws -> Outcome {
    try await Command.run(
      [
        "run", "--features", "f=f.csv", "--labels", "l.csv:class", "-k", "3", "--clusterer", "kmeans", "--seeds", "1",
        "--figures", "none", "--scores", "ari", "--out", "out", "--fresh",
      ] + more, in: folder)
  }

  private func expectMatched(_ outcome: Outcome) throws {
    outcome.expectSuccess()
    if outcome.status == 0 {
      #expect(try folder.text("out/scores.csv").contains("f,kmeans,0,ari,1.0\n"), "\(outcome.errors)")
    }
  }

  /// Two forms of the id of an item, and the words for their difference.
  private static let forms: [(one: String, other: String, words: String)] = [
    ("%", "%.0", "the .0 of whole numbers"), ("00%", "%", "leading zeros"), ("im%", "IM%", "upper and lower case"),
    ("a/im%", "im%", "the folder"), ("im%", "im%.png", "the file extension"), ("im%", " im% ", "blanks around them"),
    ("a/Im%.png", "im%", "the folder, the file extension, upper and lower case"),
  ]

  private func form(_ form: String, _ item: Int) -> String {
    form.replacingOccurrences(of: "%", with: "\(number(item))")
  }

  @Test(arguments: forms, [30, 6]) func idsInTwoFormsAreAnError(
    forms: (one: String, other: String, words: String), count: Int
  ) async throws {
    let items = Array(0..<count)
    for (one, other) in [("patient", "patient"), ("patient", "subject"), ("id", "subject")] {
      try write("a.csv", "\(one),label", items) { "\(form(forms.one, $0)),\($0 % 3)" }
      try write("b.csv", "\(other),cluster", Self.shuffled(items)) { "\(form(forms.other, $0)),\($0 % 3)" }
      try await score().expectFailure(naming: [
        "column \(one) of a.csv and column \(other) of b.csv hold the same \(count) ids without \(forms.words)",
        ".astype(str)", "--id-column \(other)", "--id-column none",
      ])
      let asked = try await score("--id-column", one)
      if one != other { #expect(asked.status == 1 && asked.errors.contains(forms.words), "\(asked.errors)") }
    }
    let none = try await score("--id-column", "none")
    #expect(none.status == 0 && !none.output.contains("1.000000") && !none.errors.contains("id"), "\(none.errors)")
    // In the same order the position is right.
    try write("b.csv", "subject,cluster", items) { "\(form(forms.other, $0)),\($0 % 3)" }
    let aligned = try await score()
    #expect(aligned.output.contains("1.000000") && !aligned.errors.contains("ids"), "\(aligned.errors)")
  }

  @Test(arguments: [("%", "%.0"), ("00%", "%"), ("%.0", "%")]) func idsAmongFeaturesInAnotherFormAreAnError(
    one: String, other: String
  ) async throws {
    try writeFeatures("patient") { form(one, $0) }
    for name in ["subject", "id"] {
      try write("l.csv", "\(name),class") { "\(form(other, $0)),c\($0 % 3)" }
      try await run().expectFailure(naming: ["patient is read as a feature", "column \(name) of labels class", "none"])
    }
    try await run("--id-column", "patient").expectFailure(naming: ["without", "30 of 30 are equal"])
    try await run("--id-column", "none").expectSuccess()
  }

  private static let almost: [(one: @Sendable (Int) -> String, other: @Sendable (Int) -> String, shared: Int)] = [
    ({ "p\($0 == 1 ? 0 : $0)" }, { "p\($0 == 1 ? 0 : $0)" }, 30), ({ "p\($0)" }, { $0 == 4 ? "" : "p\($0)" }, 29),
    ({ $0 == 3 ? "nan" : "\($0 * 3 + 7).0" }, { $0 == 3 ? "" : "\($0 * 3 + 7)" }, 29),
    ({ "\($0 * 3 + 7)" }, { "\($0 == 0 ? 999 : $0 * 3 + 7)" }, 29), ({ "\($0).5" }, { "\($0).5" }, 30),
  ]

  @Test(arguments: almost.indices, [["patient", "subject"], ["patient", "patient"]])
  func idsThatAreNotWholeGetANote(kind: Int, names: [String]) async throws {
    let (one, other, shared) = Self.almost[kind]
    try write("a.csv", "\(names[0]),label", Array(0..<30)) { "\(one($0)),\($0 % 3)" }
    try write("b.csv", "\(names[1]),cluster") { "\(other($0)),\($0 % 3)" }
    for options in [[], ["-q"]] {
      let outcome = try await Command.run(["score", "a.csv:label", "b.csv:cluster"] + options, in: folder)
      #expect(
        outcome.status == 0 && outcome.errors.contains("b.csv share \(shared) of 30 values"), "\(outcome.errors)")
      #expect(outcome.errors.contains("--id-column \(names[1])") && outcome.errors.contains("--id-column none"))
    }
    let none = try await score("--id-column", "none", "-q")
    #expect(none.status == 0 && none.errors.isEmpty, "\(none.errors)")
  }

  @Test(arguments: ["%/1/2026", "1/%/2026", "2026-1-%", "2026/01/%"]) func datesInTwoFormsAreAnError(
    form: String
  ) async throws {
    let date = { (item: Int) in form.replacingOccurrences(of: "%", with: "\(item + 1)") }
    try write("a.csv", "date,label", Array(0..<30)) { "2026-01-\($0 < 9 ? "0" : "")\($0 + 1),\($0 % 3)" }
    try write("b.csv", "day,cluster") { "\(date($0)),\($0 % 3)" }
    try await score().expectFailure(naming: [
      "without the form of dates", "df[\"day\"].astype(str).str.replace(", "--id-column day",
    ])
    try write("b.csv", "day,cluster") { "\($0 + 1)/1/2026 00:00:00,\($0 % 3)" }
    #expect(try await score().errors.contains("30"))
  }

  @Test(arguments: [4, 6, 7, 9]) func fewRowsGetTheNoteAsWell(count: Int) async throws {
    let items = Array(0..<count)
    try write("a.csv", "patient,label", items) { "\(number($0)),\($0 % 2)" }
    try write("b.csv", "subject,cluster", items.reversed()) { "\($0 == 1 ? 9999 : number($0)),\($0 % 2)" }
    for options in [[], ["-q"]] {
      let outcome = try await Command.run(["score", "a.csv:label", "b.csv:cluster"] + options, in: folder)
      #expect(outcome.errors.contains("share \(count - 1) of \(count) values"), "\(outcome.errors)")
    }
    try write("a.csv", "patient,label", items) { "\($0 + 1),\($0 % 2)" }
    try write("b.csv", "subject,cluster", items.reversed()) { "\($0 + 1),\($0 % 2)" }
    #expect(try await score().errors.contains("share \(count) of \(count) values"))
  }

  /// The numbers from 0 or 1 on in another order are as likely a rank.
  @Test(arguments: ["id", "", "index", "nr", "patient"], ["rank", "shuffle_order", "patient"])
  func aCountNeverMatchesARank(counter: String, rank: String) async throws {
    let start = rank == "rank" ? 1 : 0
    try writeFeatures(counter) { "\($0 + start)" }
    try write("l.csv", "\(rank),class", Array(0..<30)) { "\(Self.order[$0] + start),c\($0 % 3)" }
    let outcome = try await run("-q")
    outcome.expectSuccess()
    let name = counter.isEmpty ? "#0" : counter
    #expect(
      outcome.errors.contains("column \(name) of f (f.csv) and column \(rank) of labels class (l.csv) share 30 of 30"),
      "\(outcome.errors)")
    if !["nr", "patient"].contains(counter) { try expectMatched(outcome) }
    // The printed way out works.
    let option = try #require(outcome.errors.components(separatedBy: "name them: ").last?.split(separator: ";").first)
    let words = option.split(whereSeparator: \.isWhitespace).map { $0.replacingOccurrences(of: "'", with: "") }
    let asked = try await Command.run(
      ["run", "--features", "f=f.csv", "--labels", "l.csv:class", "-k", "3", "--clusterer", "kmeans", "--seeds", "1"]
        + ["--figures", "none", "--scores", "ari", "--out", "out", "--fresh"] + words, in: folder)
    asked.expectSuccess()
    #expect(!asked.errors.contains("are not used as ids"), "\(asked.errors)")
    #expect(try !folder.text("out/scores.csv").contains("ari,1.0\n"))
  }

  @Test func aRankAmongTheFeaturesIsNoId() async throws {
    try writeFeatures("rank") { "\(Self.order[$0] + 1)" }
    try write("l.csv", "id,class", Array(0..<30)) { "\($0 + 1),c\($0 % 3)" }
    let note = "column rank of f (f.csv) and column id of labels class (l.csv) share 30 of 30 values"
    #expect(try await run("-q").errors.contains(note))
    for options in [["--drop-columns", "rank"], ["--drop-columns", "rank", "--id-column", "id"]] {
      let dropped = try await Command.run(
        ["run", "--features", "f=f.csv", "--labels", "l.csv:class", "-k", "3", "--clusterer", "kmeans", "--seeds", "1"]
          + ["--figures", "none", "--scores", "ari", "--out", "out", "--fresh"] + options, in: folder)
      try expectMatched(dropped)
      #expect(!dropped.errors.contains("rank"), "\(dropped.errors)")
    }
    let none = try await run("--id-column", "none")
    #expect(none.status == 0 && !none.errors.contains("used"), "\(none.errors)")
    try folder.write(
      "features: { f: { file: f.csv, drop-columns: rank } }\ndataset: { labels: { table: l.csv, column: class, "
        + "id-column: none } }\nclusterers: [kmeans: { k: 3 }]\nspaces: [f]\nseeds: 1\nfigures: none\nscores: [ari]\n",
      to: "e.yaml")
    let file = try await Command.run(["run", "e.yaml", "--out", "out", "--fresh"], in: folder)
    try expectMatched(file)
    #expect(!file.errors.contains("used"), "\(file.errors)")
  }

  /// Words that are dropped decide nothing, but show that the order is another one.
  @Test func droppedIdsAreAClue() async throws {
    try writeFeatures("patient") { "p\($0)" }
    try write("l.csv", "subject,class") { "p\($0),c\($0 % 3)" }
    let outcome = try await run("--drop-columns", "patient", "-q")
    outcome.expectSuccess()
    #expect(outcome.errors.contains("column patient of f (f.csv) and column subject of labels class"))
    try expectMatched(try await run("--id-column", "patient", "--id-column", "subject"))
  }

  @Test(arguments: ["x.npy", "f.csv"]) func tablesOfLabelsThatDisagreeAreAnError(features: String) async throws {
    try folder.writeFeatures("x.npy", rows: 30)
    try write("f.csv", "x,y", Array(0..<30), point)
    try folder.write((0..<30).map { "text \($0)\n" }.joined(), to: "c.txt")
    for id in [{ "\(number($0))" }, { "p\($0)" }] {
      try write("l.csv", "patient,class", Array(0..<30)) { "\(id($0)),c\($0 % 3)" }
      for (name, form) in [("patient", "%"), ("subject", "%"), ("id", "%"), ("subject", "x/%")] {
        try write("m.csv", "\(name),caption") { "\(form.replacingOccurrences(of: "%", with: id($0))),d\($0 % 3)" }
        for second in [["--labels", "m.csv:caption"], ["--captions", "m.csv"]] {
          let outcome = try await Command.run(
            ["run", "--features", "f=\(features)", "--labels", "l.csv:class", "--seeds", "1", "--figures", "none"]
              + ["--out", "out"] + second, in: folder)
          #expect(outcome.status == 1 && outcome.errors.contains("none"), "\(name) \(form): \(outcome.errors)")
          #expect(outcome.errors.contains(id(1)) && outcome.errors.contains("m.csv"), "\(outcome.errors)")
        }
      }
    }
  }

  @Test(arguments: ["subject,trial", "Patient,Visit,Eye"]) func severalColumnsTogetherAreIds(names: String) async throws
  {
    let parts = names.split(separator: ",").count
    let id = { (item: Int) in parts == 2 ? "\(item / 6),\(item % 6)" : "\(item / 6),v\(item % 6 / 2),\(item % 2)" }
    try write("a.csv", "\(names),label", Array(0..<30)) { "\(id($0)),\($0 % 3)" }
    try write("b.csv", "\(names.lowercased()),cluster") { "\(id($0)),\($0 % 3)" }
    try await score().expectFailure(naming: [
      "columns \(names.replacingOccurrences(of: ",", with: ", ")) of a.csv", "write them into one column in both files",
    ])
    try write("b.csv", "\(names.lowercased()),cluster") { "\(id($0 == 4 ? 5 : $0)),\($0 % 3)" }
    #expect(try await score("-q").errors.contains("share 29 of 30 values"))
    try write("b.csv", "\(names),cluster", Array(0..<30)) { "\(id($0)),\($0 % 3)" }
    let aligned = try await score()
    #expect(aligned.output.contains("1.000000") && !aligned.errors.contains("ids"), "\(aligned.errors)")
  }
}
