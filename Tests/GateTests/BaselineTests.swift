import Core
import Foundation
import Gate
import Matrices
import TestSupport
import Testing

@Suite struct BaselineTests {
  private static let truth = LabelSet(name: "group", classes: ["a", "b"], values: [0, 0, 1, 1, -1])

  private static let baseline = Baseline(
    name: "émoji 1", madeBy: "fusebench 1.0",
    dataset: Baseline.Dataset(items: 5, truth: truth, labelSets: [truth]),
    cells: ["visual", "text"].map { space in
      Baseline.Cell(
        clusterer: "kmeans", space: space,
        scores: ["kappa": Baseline.Score([.init(seed: 0, value: 0.1 + 0.2), .init(seed: 7, value: 1)])!],
        labels: [PackedLabels([0, 0, 1, 1, 0], seed: 0), PackedLabels([2, 2, -1, 1, 0], seed: 7)])
    })

  private func reason(_ body: () throws -> Void) -> BaselineError.Reason? {
    do { try body() } catch { return (error as? BaselineError)?.reason }
    return nil
  }

  @Test func aBaselineIsReadBackAsItWas() throws {
    try withFolder { folder in
      let path = folder + "/b.json"
      let written = try Self.baseline.write(to: path, replacing: false)
      #expect(try written == .made && Baseline.read(path) == Self.baseline)
      let first = bytes(of: path)
      // The same again is no other baseline.
      #expect(try Self.baseline.write(to: path, replacing: false) == .unchanged)
      #expect(bytes(of: path) == first && first?.last == UInt8(ascii: "\n"))
      #expect(try names(in: folder) == ["b.json"])
    }
  }

  @Test func anotherBaselineIsReplacedOnlyOnRequest() throws {
    try withFolder { folder in
      let path = folder + "/b.json"
      let written = try Self.baseline.write(to: path, replacing: true)
      #expect(written == .made)
      var other = Self.baseline
      other.name = "other"
      #expect(throws: BaselineError(.exists(path: path))) { try other.write(to: path, replacing: false) }
      #expect(try Baseline.read(path) == Self.baseline)
      #expect(try other.write(to: path, replacing: true) == .replaced)
      #expect(try Baseline.read(path) == other)
    }
  }

  @Test func aMissingBaselineNamesThoseThatAreThere() throws {
    try withFolder { folder in
      _ = try Self.baseline.write(to: folder + "/one.json", replacing: false)
      let path = folder + "/two.json"
      #expect(reason { _ = try Baseline.read(path) } == .missing(path: path, known: [folder + "/one.json"]))
      #expect(BaselineError(.missing(path: path, known: [])).isMissing)
      #expect(BaselineError(.missing(path: path, known: [folder + "/twos.json"])).hint.hasPrefix("did you mean"))
      #expect(throws: BaselineError.self) { try Baseline.read("no-such-name") }
    }
  }

  // MARK: - Damage

  /// The file as JSON objects, changed by `change`.
  private func damaged(_ change: (inout [String: Any]) -> Void) throws -> Data {
    var object = try #require(
      JSONSerialization.jsonObject(with: Self.baseline.data(path: "b")) as? [String: Any])
    change(&object)
    return try JSONSerialization.data(withJSONObject: object)
  }

  private func damagedCell(_ change: (inout [String: Any]) -> Void) throws -> Data {
    try damaged { object in
      var cells = object["cells"] as? [[String: Any]] ?? []
      change(&cells[0])
      object["cells"] = cells
    }
  }

  private func damagedLabels(_ change: (inout [String: Any]) -> Void) throws -> Data {
    try damagedCell { cell in
      var labels = cell["labels"] as? [[String: Any]] ?? []
      change(&labels[0])
      cell["labels"] = labels
    }
  }

  private func expectMalformed(_ data: Data, naming word: String) {
    guard case .malformed(let path, let detail)? = reason({ _ = try Baseline(data, path: "b.json") }) else {
      Issue.record("\(word): it was read")
      return
    }
    #expect(path == "b.json" && detail.contains(word), "\(word): \(detail)")
  }

  @Test func everyDamageIsAnErrorThatSaysWhere() throws {
    expectMalformed(Data(), naming: "the file")
    expectMalformed(Data("[1, 2".utf8), naming: "the file")
    expectMalformed(try damaged { $0["cells"] = [Any]() }, naming: "0 cells")
    expectMalformed(try damaged { $0["name"] = "" }, naming: "no name")
    expectMalformed(try damaged { $0["schema"] = nil }, naming: "schema")
    expectMalformed(try damaged { $0["dataset"] = nil }, naming: "labels")
    expectMalformed(
      try damaged { $0["cells"] = [($0["cells"] as! [Any])[0], ($0["cells"] as! [Any])[0]] }, naming: "twice")
    expectMalformed(try damagedCell { $0["labels"] = [Any]() }, naming: "0 seeds")
    expectMalformed(try damagedCell { $0["scores"] = ["kappa": ["mean": "NaN"]] }, naming: "mean")
    expectMalformed(try damagedCell { $0["scores"] = ["kappa": ["mean": 1, "deviation": -1]] }, naming: "kappa")
    expectMalformed(try damagedCell { $0["scores"] = ["kappa": ["mean": 1, "seeds": 0]] }, naming: "kappa")
    expectMalformed(
      try damagedCell {
        $0["scores"] = ["kappa": ["mean": 0.5, "seeds": 1, "values": [["seed": 0, "value": 0.6]]] as [String: Any]]
      },
      naming: "mean 0.5")
    expectMalformed(try damagedLabels { $0["base64"] = "*" }, naming: "Base64")
    expectMalformed(try damagedLabels { $0["base64"] = "AAAA" }, naming: "3 bytes")
    expectMalformed(try damagedLabels { $0["base64"] = "//////////8=" }, naming: "more than")
    expectMalformed(try damagedLabels { $0["base64"] = "AAAAAAAAAAA=" }, naming: "checksum")
    expectMalformed(try damagedLabels { $0["clusters"] = 6 }, naming: "6 clusters")
    expectMalformed(try damagedLabels { $0["clusters"] = -1 }, naming: "-1 cluster")
    expectMalformed(try damagedLabels { $0["clusters"] = 1 }, naming: "outside")
    expectMalformed(try damagedLabels { $0["fnv1a"] = "0" }, naming: "checksum")
    expectMalformed(try damagedLabels { $0["seed"] = 7 }, naming: "same seed")
    for items in [0, -5, 4, 6, 1 << 40, Int.max] {
      expectMalformed(
        try damaged { object in
          var dataset = object["dataset"] as! [String: Any]
          dataset["items"] = items
          object["dataset"] = dataset
        }, naming: items < 4 || items > 1 << 31 ? "classes" : items == 4 ? "seed 0" : "seed 0")
    }
    expectMalformed(
      try damaged { object in
        var dataset = object["dataset"] as! [String: Any]
        dataset["truth"] = "other"
        object["dataset"] = dataset
      }, naming: "other")
  }

  @Test func everyTruncationAndEveryChangedByteIsRefusedOrHarmless() throws {
    let data = try Self.baseline.data(path: "b")
    for length in stride(from: 0, to: data.count - 1, by: 7) {
      #expect(throws: BaselineError.self) { try Baseline(data.prefix(length), path: "b") }
    }
    for position in stride(from: 0, to: data.count, by: 3) {
      var changed = data
      changed[position] ^= 0x11
      // What is read all the same is a blank for another one, or the like.
      if let read = try? Baseline(changed, path: "b") { #expect(read == Self.baseline, "byte \(position)") }
    }
  }

  /// Edits after which every part is in order by itself.
  @Test func whatWasEditedIsRefused() throws {
    let edits: [(name: String, data: Data)] = [
      ("a cell deleted", try damaged { $0["cells"] = Array(($0["cells"] as! [Any]).prefix(1)) }),
      ("labels deleted", try damagedCell { $0["labels"] = nil }),
      ("a seed deleted", try damagedCell { $0["labels"] = Array(($0["labels"] as! [Any]).prefix(1)) }),
      ("a score changed", try damagedCell { $0["scores"] = ["kappa": ["mean": 0.9]] }),
      ("a score added", try damagedCell { $0["scores"] = ["kappa": ["mean": 0.9], "ari": ["mean": 0.5]] }),
      ("a space renamed", try damagedCell { $0["space"] = "audio" }),
      ("the origin changed", try damaged { $0["source"] = "a paper" }),
      ("an unknown key", try damaged { $0["more"] = [true, NSNull()] as [Any] }),
      ("an older schema", try damaged { $0["schema"] = 1 }), ("no digest", try damaged { $0["digest"] = nil }),
      ("another digest", try damaged { $0["digest"] = "0123456789abcdef" }),
      ("no text", try damaged { $0["digest"] = 7 }),
    ]
    for edit in edits {
      guard case .malformed("b.json", let detail)? = reason({ _ = try Baseline(edit.data, path: "b.json") }) else {
        Issue.record("\(edit.name): it was read")
        continue
      }
      #expect(detail.contains("digest") && detail.contains("was changed"), "\(edit.name): \(detail)")
    }
  }

  /// The layout of the text is not its content: version control may change line ends, and editors indent.
  @Test func anotherLayoutIsTheSameBaseline() throws {
    let text = String(decoding: try Self.baseline.data(path: "b"), as: UTF8.self)
    for other in [
      text.replacingOccurrences(of: "\n", with: "\r\n"), text.replacingOccurrences(of: "  ", with: "\t"),
    ] {
      #expect(try Baseline(Data(other.utf8), path: "b") == Self.baseline)
    }
    // Other keys' order.
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
    #expect(try Baseline(JSONSerialization.data(withJSONObject: object), path: "b") == Self.baseline)
  }

  @Test func olderFilesAndThoseOfOtherProgramsNeedNoDigest() throws {
    for schema in [1, 2] {
      let data = try damaged {
        $0["schema"] = schema
        $0["digest"] = nil
      }
      let read = try Baseline(data, path: "b")
      // Noise of schema 1 is read as items that were not clustered.
      #expect(read.cells.map(\.scores) == Self.baseline.cells.map(\.scores) && (schema == 1 || read == Self.baseline))
    }
  }

  /// The digest by another hand: FNV-1a in Python (`content` in baselines/scikit-learn-emoji.py).
  @Test func theDigestIsThatOfItsDefinition() throws {
    let plain =
      #"{"schema": 1, "name": "é", "madeBy": "a hand", "source": null, "cells": [{"space": "s", "clusterer": "c", "scores": {"ari": {"mean": 0.25}, "kappa": {"mean": 1}}}]"#
    let digest = "5043da566beed31f"
    #expect(try Baseline(Data((plain + #", "digest": "\#(digest)"}"#).utf8), path: "b").cells.count == 1)
    #expect(throws: BaselineError.self) {
      try Baseline(Data((plain + #", "digest": "\#(digest.reversed())"}"#).utf8), path: "b")
    }
  }

  @Test func aNewerSchemaIsNamed() throws {
    let data = try damaged { $0["schema"] = 99 }
    #expect(
      reason { _ = try Baseline(data, path: "b") }
        == .newerSchema(path: "b", found: 99, known: Baseline.schema))
  }

  @Test func classNamesAndNumbersDoNotMatterForTheItems() {
    let sum = Baseline.Dataset.checksum(of: [4, 4, 0, -1, 2])
    #expect(sum == Baseline.Dataset.checksum(of: [0, 0, 1, -1, 5]))
    #expect(sum != Baseline.Dataset.checksum(of: [4, 0, 4, -1, 2]))
  }

  @Test func everyErrorHasThreeLines() {
    let labels = BaselineError.Labels(name: "group", classes: 9, labelled: 1_870, checksum: "0a")
    let reasons: [BaselineError.Reason] = [
      .missing(path: "p", known: []), .missing(path: "p", known: ["a"]), .malformed(path: "p", detail: "damaged"),
      .newerSchema(path: "p", found: 2, known: 1), .exists(path: "p"), .unfinishedRun(path: "p", missing: 1, trials: 8),
      .badTable(path: "p", detail: "damaged"), .unmapped(path: "p", labels: ["Ours"], of: 2),
      .mapsNothing(path: "p", labels: ["Ours"], known: ["Theirs"]),
      .mapsNothing(path: "p", labels: ["Ours"], known: []),
      .nothingPublished(path: "p", detail: "one number"), .otherItems(baseline: "b", run: 1_870, recorded: 60_000),
      .otherLabels(baseline: "b", run: labels, recorded: labels),
      .nothingInCommon(baseline: "b", run: ["x"], recorded: ["y"]),
      .noScore(baseline: "b", score: "ari", run: ["kappa"], recorded: []),
      .missingCells(baseline: "b", cells: ["kmeans on text"], of: 8),
      .missingCells(baseline: "b", cells: [], of: 8, lost: ["kappa of kmeans on text"]),
      .missingCells(baseline: "b", cells: ["kmeans on text"], of: 8, lost: ["kappa of kmeans on visual"]),
      .nothingComparable(baseline: "b", scores: ["kappa"], undefined: ["kappa of kmeans on text: …"], others: []),
      .nothingComparable(baseline: "b", scores: ["kappa"], undefined: [], others: ["ari"]),
      .otherLabels(
        baseline: "b", run: .init(name: nil, classes: 0, labelled: 0, checksum: nil), recorded: labels),
      .otherNoise(baseline: "b", run: .cluster, recorded: .nearest),
    ]
    for reason in reasons {
      let lines = BaselineError(reason).description.split(separator: "\n")
      #expect(lines.count == 3 && lines.allSatisfy { $0.count > 8 }, "\(lines)")
    }
    let unlabelled = reasons.map { BaselineError($0).cause }.filter { $0.contains("no labels") }
    #expect(unlabelled.count == 1 && !unlabelled[0].contains("none"))
    let items = BaselineError(.otherItems(baseline: "b", run: 1_870, recorded: 60_000)).cause
    #expect(items.contains("1,870") && items.contains("60,000"))
  }
}
