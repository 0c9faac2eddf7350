import Core
import Experiments
import Foundation
import Results
import Runs
import Stages
import TestSupport
import Testing

/// References as experiment files write them.
@Suite struct ReferenceFileTests {
  private static let head = """
    features: { visual: v.npy, text: t.npy }
    references: { nouns: n.npy, verbs: { file: v.npy, names: v.txt } }

    """

  private func parse(_ text: String) throws -> Experiment {
    try ExperimentFile.parse(text, file: "e.yaml", vocabulary: ReferenceRunTests.vocabulary)
  }

  private func error(_ text: String) -> ExperimentError? {
    do {
      _ = try parse(text)
      return nil
    } catch {
      return error as? ExperimentError
    }
  }

  @Test func everyFormIsRead() throws {
    try withFolder { folder in
      try Samples.write("id,noun\n", to: folder + "/a:b.csv")
      let references = try ExperimentFile.parse(
        """
        features: { visual: v.npy }
        references:
          plain: n.npy
          lines: { file: n.npz, member: rows, names: n.txt, nan: drop, scale: l2 }
          column: { file: n.csv, id-column: word, drop-columns: [x], header: yes, names: w.csv:noun }
          colons: { file: n.npy, names: "a:b.csv:noun" }
          mapping: { file: n.npy, names: { table: w.csv, column: { position: 1 }, id-column: id, header: no } }
          list: { file: n.npy, names: { file: w.json, member: nouns } }
        """, file: folder + "/e.yaml", vocabulary: ReferenceRunTests.vocabulary
      ).references
      let expected: [Experiment.Reference] = [
        .init(.init(name: "plain", file: "n.npy")),
        .init(
          .init(name: "lines", file: "n.npz", member: "rows", undefined: .drop, scale: .l2), names: "n.txt"),
        .init(
          .init(name: "column", file: "n.csv", idColumn: "word", dropColumns: ["x"], header: true),
          names: .init(path: "w.csv", column: "noun")),
        .init(.init(name: "colons", file: "n.npy"), names: .init(path: "a:b.csv", column: "noun")),
        .init(
          .init(name: "mapping", file: "n.npy"),
          names: .init(path: "w.csv", column: "#1", idColumn: "id", header: false)),
        .init(.init(name: "list", file: "n.npy"), names: .init(path: "w.json", column: "nouns")),
      ]
      #expect(references == expected)
    }
  }

  @Test func theStoredJSONIsTheSameReferences() throws {
    let experiment = try parse(
      Self.head + "spaces: [nearest-reference: { of: text, among: verbs }]\nclusterers: [by-name: { among: nouns }]")
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let stored = String(decoding: try encoder.encode(experiment.json), as: UTF8.self)
    let again = try parse(stored)
    #expect(again.references == experiment.references && again.clusterers == experiment.clusterers)
    #expect(again.spaces == experiment.spaces)
    #expect(try parse("features: { a: a.npy }").json["references"] == nil)
    let colon = try parse("features: { a: a.npy }\nreferences: { n: { file: n.npy, names: { file: 'x:y.txt' } } }")
    #expect(colon.references[0].names == "x:y.txt")
    let text = String(decoding: try JSONEncoder().encode(colon.json), as: UTF8.self)
    #expect(try parse(text).references == colon.references)
  }

  /// Each at the line of the value at fault.
  @Test(
    arguments: [
      ("spaces:\n  - nearest-reference: { of: text, among: nuons }", 4, "there is no reference \"nuons\"", "nouns"),
      (
        "spaces:\n  - chain:\n      of: text\n      steps: [l2, { nearest-reference: none }]", 6, "\"none\"",
        "nouns, verbs"
      ),
      ("clusterers:\n  - kmeans\n  - by-name: visual", 5, "there is no reference \"visual\"", "there are nouns, verbs"),
      ("clusterers: [by-name: { among: 3 }]", 3, "there is no reference \"3\"", "there are nouns"),
      (
        "clusterers: [by-name: nouns]\nsweeps:\n  - { clusterer: by-name, parameter: among, values: [verbs, nous] }", 5,
        "\"nous\"", "nouns"
      ),
      ("spaces: [nouns]", 3, "\"nouns\" is a reference", "parameter"),
      ("spaces:\n  - l2:\n      of: verbs", 5, "\"verbs\" is a reference", "features"),
      ("spaces: [concatenation: { of: [text, nouns] }]", 3, "\"nouns\" is a reference", "features"),
    ] as [(String, Int, String, String)])
  func aNameThatRefersToNothingIsAnErrorAtItsPlace(
    lines: String, line: Int, cause: String, hint: String
  ) throws {
    let found = try #require(error(Self.head + lines))
    #expect(found.place.line == line && found.cause.contains(cause) && found.hint.contains(hint), "\(found)")
  }

  @Test(
    arguments: [
      ("references:\n  visual: n.npy", 3, "is the name of a feature set"),
      ("references:\n  Visual: n.npy", 3, "is the name of a feature set"),
      ("references: { pixels: n.npy }", 2, "is the name of a feature set"),
      ("references:\n  a: n.npy\n  A: m.npy", 4, "two references are called"),
      ("references:\n  a: { names: n.txt }", 3, "needs the key \"file\""),
      ("references:\n  a: { file: n.npy, dimensions: 3 }", 3, "has no key \"dimensions\""),
      ("references: [n.npy]", 2, "must be a mapping from names to files"),
      ("references: {}", 2, "not empty"),
      ("references:\n  a:\n    file: n.npy\n    names: [x, y]", 5, "must be a path or a mapping"),
      ("references:\n  a:\n    file: n.npy\n    names: { table: t }", 5, "needs the key \"column\""),
      ("references:\n  a: { file: n.npy, nan: keep }", 3, "\"keep\""),
    ] as [(String, Int, String)])
  func aWrongReferenceIsAnErrorAtItsPlace(lines: String, line: Int, cause: String) throws {
    let found = try #require(error("features: { visual: v.npy }\n" + lines))
    #expect(found.place.line == line && found.cause.contains(cause), "\(found)")
  }

  @Test func optionsOfMethodsNameReferencesToo() throws {
    let spaces = try Experiment.spaces(
      ofOptions: ["nearest-reference:of=text,among=nouns"], features: ["text"], references: ["nouns"],
      hasImages: false, vocabulary: ReferenceRunTests.vocabulary)
    #expect(spaces == [.init(NearestReference(among: "nouns"), of: ["text"])])
    #expect(throws: ExperimentError.self) {
      try Experiment.clusterers(
        ofOptions: ["by-name:nouns"], references: [], vocabulary: ReferenceRunTests.vocabulary)
    }
  }

  private typealias Change = @Sendable (inout Experiment) -> Void

  private static let changes: [(Change, RunError.Reason)] = [
    (
      { $0.spaces[1] = .init(NearestReference(among: "x"), of: ["visual"], name: "named") },
      .unknownReference(method: "named", reference: "x", known: ["nouns", "verbs"])
    ),
    (
      { $0.clusterers[1].method = ByName(among: "y") },
      .unknownReference(method: "by-name", reference: "y", known: ["nouns", "verbs"])
    ),
    (
      { $0.sweeps.parameters = [.init(.space("named"), "among", values: [.text("nouns"), .text("z")])] },
      .unknownReference(method: "named-among", reference: "z", known: ["nouns", "verbs"])
    ),
    ({ $0.references[0].rows.name = "text" }, .nameOfFeatureSet("text")),
    ({ $0.references[0].rows.name = "verbs" }, .repeatedName(kind: "references", name: "verbs")),
  ]

  @Test func experimentsFromCodeAreCheckedAsWell() throws {
    for (change, reason) in Self.changes {
      try withFolder { folder in
        var experiment = try ReferenceRunTests.experiment(in: folder)
        change(&experiment)
        let runner = Runner(experiment, into: RunFolder(path: folder + "/out"))
        let error = #expect(throws: RunError.self) { try runner.run() }
        #expect(error?.reason == reason)
        #expect(!FileManager.default.fileExists(atPath: folder + "/out"))
      }
    }
  }
}
