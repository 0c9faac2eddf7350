import Core
import Datasets
import Testing

@Suite struct ItemMatchingTests {
  private func side(_ name: String, _ ids: [String]) -> ItemSide { ItemSide(name: name, count: ids.count, ids: ids) }

  private func reason(_ sides: [ItemSide], _ missing: MissingItems = .error) -> ItemError.Reason? {
    #expect(throws: ItemError.self) { try ItemMatching(sides, missing: missing) }?.reason
  }

  @Test(arguments: 0..<40) func everySideComesIntoTheOrderOfTheFirst(seed: UInt64) throws {
    var stream = Seed(seed).stream("sides")
    let orders = (0..<3).map { _ in stream.sample(30, of: 30) }
    let sides = orders.map { order in side("f", order.map { "i\($0)" }) }
    let matching = try ItemMatching(sides)
    for (rows, side) in zip(matching.rows, sides) {
      #expect(rows.compactMap { $0.flatMap { side.ids?[$0] } } == sides[0].ids)
    }
    #expect(matching.kept == Array(0..<30) && matching.notices.isEmpty)
  }

  @Test func withoutIdsOnOneSidePositionCountsAndANoteSaysSo() throws {
    let plain = ItemSide(name: "labels", count: 2)
    let first = try ItemMatching([side("f", ["a", "b"]), plain])
    #expect(first.rows == [[0, 1], [0, 1]] && first.notices.map(\.kind) == ["matched-by-position"])
    #expect(first.notices[0].message == "labels without ids: matched by position to f, which has ids")
    let second = try ItemMatching([plain, side("f", ["a", "b"]), side("g", ["a", "b"])])
    #expect(
      second.notices[0].message
        == "the ids of f, g were not used, because labels has none: its rows are matched by position")
    #expect(try ItemMatching([plain, ItemSide(name: "g", count: 2)]).notices.isEmpty)
  }

  @Test func unequalCountsNameEachFileWithItsCount() {
    let sides = [side("f", ["a", "b"]), ItemSide(name: "y", count: 3), ItemSide(name: "c", count: 4)]
    let counts = [("y", 3), ("c", 4)].map { ItemError.Count(name: $0, rows: $1) }
    #expect(reason(sides) == .counts(.init(name: "f", rows: 2), counts))
    #expect(reason(sides, .drop) == .counts(.init(name: "f", rows: 2), counts))
    let error = ItemError(.counts(.init(name: "f", rows: 2), counts))
    #expect(error.failure == "cannot match the rows of y, c to items")
    #expect(error.cause == "f has 2 rows, y has 3 rows, c has 4 rows")
  }

  @Test(arguments: MissingItems.allCases) func aRepeatedIdIsAnErrorWhereItDecides(missing: MissingItems) {
    let twice = side("y", ["a", "b", "a", "b", "a"])
    let expected = ItemError.Reason.repeatedIDs(side: "y", rows: 5, repeats: 3, first: ["a", "b", "a"])
    #expect(reason([side("f", ["a", "b"]), twice], missing) == expected)
    #expect(reason([side("f", ["a", "b", "c", "d", "e"]), twice], missing) == expected)
    let third = [side("f", ["a", "b", "a", "b", "a"]), twice, side("z", ["a", "b", "a", "a", "b"])]
    #expect(reason(third, missing)?.isOfRepeats == true)
    // Alone, beside a file without ids and beside the same ids they decide nothing.
    for others in [[], [ItemSide(name: "f", count: 5)], [side("f", ["a", "b", "a", "b", "a"])]] {
      let matching = try? ItemMatching(others + [twice], missing: missing)
      #expect(matching?.kept == Array(0..<5) && matching?.items.ids == nil)
    }
  }

  /// Both spellings are shown, since they look alike.
  @Test func aRepeatedIDInTwoUnicodeFormsIsShownAsItIs() {
    let twice = side("y", ["a", "caf\u{E9}", "b", "cafe\u{301}"])
    let error = #expect(throws: ItemError.self) {
      try ItemMatching([side("f", ["a", "b", "c", "d"]), twice], missing: .error)
    }
    #expect(
      error?.cause.hasSuffix(
        #"is caf\u{E9} in row 1 and cafe\u{301} in row 3 (from 0), which are one text in two Unicode forms"#) == true,
      "\(error?.cause ?? "")")
  }

  @Test func numbersThatLostTheirDigitsAreCalledSo() throws {
    let whole = (0..<20).map { "\(1_234_567_890_123_456_789 + $0 * 100_000_000_000_000)" }
    for rounded in [
      whole.map { "\(Double($0) ?? 0)" }, whole.map { "\(Int(Double($0) ?? 0))" },
      (0..<20).map { "1.2\(3457 + $0 * 10)E+18" },
    ] {
      let error = try #require(throws: ItemError.self) {
        try ItemMatching([side("t", whole), side("c", rounded.reversed())])
      }
      #expect(error.cause.contains("the numbers of c are rounded and have lost their last digits"), "\(rounded[1])")
      #expect(error.hint.hasPrefix("write c anew with all digits of its ids, as text"))
      let turned = #expect(throws: ItemError.self) { try ItemMatching([side("t", rounded), side("c", whole)]) }
      #expect(turned?.cause.contains("the numbers of t are rounded") == true)
    }
    // Other numbers, and others that are whole, are not.
    for other in [
      whole.map { $0 + "0" }, whole.map { "\((Int($0) ?? 0) + 5)" }, (0..<20).map { "\($0 + 1_000_000_000)" },
    ] {
      let error = #expect(throws: ItemError.self) { try ItemMatching([side("t", whole), side("c", other)]) }
      #expect(error?.cause.contains("rounded") == false)
      #expect(error?.hint.contains("write the ids of both files alike") == true)
    }
  }

  @Test(arguments: MissingItems.allCases) func aFormIsNamedBesideRowsWithoutIds(missing: MissingItems) {
    let plain = (0..<20).map { "\(100 + $0 * 3)" }
    for other in [plain.map { $0 + ".0" }, plain.map { "x/\($0)" }] {
      let holed = other.enumerated().map { $0 == 7 ? "" : $1 }
      let error = #expect(throws: ItemError.self) {
        try ItemMatching([side("t", holed), side("c", plain)], missing: missing)
      }
      #expect(error?.cause.contains("19 ids are equal") == true)
      #expect(error?.hint.contains("write the ids of c as t") == true)
    }
    let strange = #expect(throws: ItemError.self) {
      try ItemMatching([side("t", plain), side("c", plain.map { "z\($0)x" })], missing: .drop)
    }
    #expect(strange?.hint == "check that the files belong together and name the same ids")
  }

  @Test func anIdWithoutPartnerNamesIdsFilesAndCounts() throws {
    let sides = [side("f", ["a", "b", "c", "d", "e"]), side("y", ["e", "x"])]
    #expect(
      reason(sides)
        == .unmatched(
          .init(name: "y", rows: 2), of: .init(name: "f", rows: 5), missing: 4, extra: 1,
          firstMissing: ["a", "b", "c"], firstExtra: ["x"]))
    let error = #expect(throws: ItemError.self) { try ItemMatching(sides) }
    #expect(
      error?.cause
        == "y has 2 rows, f has 5 rows; 4 of 5 items not in y: \"a\", \"b\", \"c\", …; 1 of 2 rows not in f: \"x\"")
    #expect(error?.hint.contains("--missing drop") == true)
  }

  @Test func droppingKeepsWhatAllSidesHaveAndCountsTheRest() throws {
    let matching = try ItemMatching(
      [side("f", ["a", "b", "c", "d"]), side("y", ["d", "x", "a"]), side("t", ["b", "a", "d", "c"])], missing: .drop)
    #expect(matching.kept == [0, 3] && matching.rows[1] == [2, nil, nil, 0] && matching.rows[2] == [1, 0, 3, 2])
    #expect(
      matching.notices.map(\.message) == [
        "2 of 4 items of f left out: 2 not in y", "1 of 3 rows of y left out: no such id in f",
      ])
    #expect(
      reason([side("f", ["a"]), side("y", ["b"])], .drop)
        == .nothingInCommon([.init(name: "f", rows: 1), .init(name: "y", rows: 1)]))
  }

  @Test func idsThatDisagreeAreAnErrorWhereTheItemsHaveNone() throws {
    let plain = ItemSide(name: "f", count: 3)
    let (one, other) = (side("t", ["a", "b", "c"]), side("y", ["a", "c", "b"]))
    #expect(reason([plain, one, other]) == .idsDisagree("t", "b", "y", "c", row: 1))
    #expect(try ItemMatching([plain, one, one]).rows[2] == [0, 1, 2])
    let error = ItemError(.idsDisagree("t", "b", "y", "c", row: 1))
    #expect(error.cause == "row 1 (from 0) is b in t and c in y, and the items have no ids")
  }

  private func side(_ name: String, _ columns: [IDColumn]) -> ItemSide {
    ItemSide(name: name, count: columns[0].ids.count, columns: columns)
  }

  private func numbers(_ order: [Int]) -> [String] { order.map(String.init) }

  @Test func aNamedColumnIsTakenBeforeAnIndex() throws {
    let words = ["a", "b", "c"]
    let items = side(
      "f",
      [IDColumn(name: "id", kind: .named, ids: words), IDColumn(name: "#0", kind: .index, ids: numbers([7, 5, 6]))])
    let labels = side(
      "y",
      [
        IDColumn(name: "id", kind: .named, ids: ["c", "a", "b"]),
        IDColumn(name: "#0", kind: .index, ids: numbers([5, 6, 7])),
      ])
    let matching = try ItemMatching([items, labels])
    #expect(matching.rows[1] == [1, 2, 0] && matching.notices.isEmpty)
    // Where both files have ids by name, the same index in both says nothing.
    let others = side("y", [IDColumn(name: "id", kind: .named, ids: ["x", "y", "z"]), labels.columns[1]])
    #expect(throws: ItemError.self) { try ItemMatching([items, others]) }
  }

  @Test func aCounterIsMatchedToTheSameNumbersAndElseByPosition() throws {
    let counter = IDColumn(name: "#0", kind: .counter, ids: numbers(Array(0..<8)))
    let shuffled = IDColumn(name: "#0", kind: .index, ids: numbers([3, 1, 0, 2, 7, 6, 5, 4]))
    let (one, other) = (side("f", [counter]), side("y", [shuffled]))
    #expect(try ItemMatching([one, other]).rows[1] == [2, 1, 3, 0, 7, 6, 5, 4])
    #expect(try ItemMatching([other, one]).rows[1] == [3, 1, 0, 2, 7, 6, 5, 4])
    #expect(try ItemMatching([one, side("y", [counter])]).notices.isEmpty)
    // A third file that counts follows the first.
    let three = try ItemMatching([one, other, side("z", [counter])])
    #expect(three.rows[2] == (0..<8).map(Optional.some) && three.notices.map(\.kind) == ["ids-by-value"])
    // Two columns of the same numbers that disagree are an error.
    let named = IDColumn(name: "id", kind: .named, ids: shuffled.ids)
    #expect(reason([one, side("y", [named, counter])]) == .severalIDColumns("y", columns: ["id", "#0"]))
  }

  @Test func valuesOfAnotherKindAreNoIds() throws {
    let items = side("f", [IDColumn(name: "rank", kind: .value, ids: numbers(Array((0..<9).reversed())))])
    let labels = side("y", [IDColumn(name: "age", kind: .value, ids: numbers(Array(0..<9)))])
    #expect(try ItemMatching([items, labels]).rows[1] == (0..<9).map(Optional.some))
    #expect(!IDValues.mayBeIDs(["1", "2", "2"]) && !IDValues.mayBeIDs((0..<9).map { "\($0).5" }))
    #expect(!IDValues.mayBeIDs(["1", "2"]) && IDValues.mayBeIDs(["a", "b"]) && !IDValues.mayBeIDs(["a", ""]))
    #expect(IDValues.consecutiveRange(["3", "5", "4"]) == 3...5 && IDValues.consecutiveRange(["3", "5"]) == nil)
    #expect(IDValues.consecutiveRange(["9223372036854775807", "-9223372036854775808"]) == nil)
  }

  @Test func differencesInWritingAreFoundAloneAndTogether() {
    let plain = (1...20).map { "im\($0)" }
    let found = IDDifference.found(plain, plain.map { "  \($0) " })
    #expect(found?.kinds == [.blanks] && found?.equal == 20)
    #expect(
      IDDifference.found(plain, plain.map { "a/\($0.uppercased()).jpg" })?.kinds == [.folder, .ending, .capitals])
    #expect(IDDifference.found(plain, plain.map { $0 + "x" }) == nil)
    // Names that repeat in several folders.
    let paths = (0..<20).map { "\(["cat", "dog"][$0 % 2])/\($0 / 2).png" }
    #expect(IDDifference.found(paths, paths.map { "/data/train/" + $0 })?.kinds == [.root])
    #expect(IDDifference.found(paths, paths.map { $0.replacing("/", with: "\\") })?.kinds == [.slashes])
    let both = IDDifference.found(paths, paths.map { "data\\\($0.replacing("/", with: "\\").uppercased())" })
    #expect(both?.equal == 20 && both?.kinds.contains(.folder) == false)
    // Ids that would become the same are no partners.
    #expect(IDDifference.found(["1", "01"], ["001", "2"]) == nil)
    #expect(IDDifference.found(["0", "10"], ["00", "010"])?.kinds == [.zeros])
  }

  @Test(arguments: 0..<60) func theOneWayOfWritingIsThatOfAllStepsTogether(seed: UInt64) {
    var stream = Seed(seed).stream("ids")
    let parts = [
      "", "0", "00", "7", "a", "Im", ".0", ".png", ".gz", "/", "\\", " ", "_", "-", "x.y", "é", "'", "=", "e",
    ]
    let steps = IDDifference.ofTexts
    for _ in 0..<40 {
      let id = (0..<6).map { _ in parts[stream.sample(1, of: parts.count)[0]] }.joined()
      #expect(IDDifference.plain(id) == steps.reduce(id) { $1.removed(from: $0) }, "\(id)")
    }
    #expect(Set(["2026-01-30", "30/1/2026", "1/30/2026", "2026-01-30 00:00:00"].map(IDDifference.plain)).count == 1)
    #expect(IDDifference.plain("2026-01-30 10:00:00") != IDDifference.plain("2026-01-30"))
  }

  /// Ways in which people and programs write the same id.
  private static let writings: [[String]] = [
    ["2020-01-31T05:00:00", "2020-01-31 05:00:00", "2020-01-31T05:00:00Z", "31.1.2020 05:00:00.000"],
    ["2020-01-31", "31/01/2020", "31/01/20", "31-Jan-2020", "January 31, 2020", "31 jan 2020", "2020-01-31T00:00:00Z"],
    ["1004", "1,004", "'1004", "=\"01004\"", "1.004e+03", "1004.00", "#1004", "01004", "b'1004'"],
    ["img_7", "img-0007", "img_00007", "IMG 7.png", "photos/img-7.nii.gz", "b'img_7'"],
    ["photos/7.png", "photos\\7.png", "./photos/7.png", "/data/photos/7.png"],
    ["123e4567-e89b-12d3-a456-426614174000", "123E4567E89B12D3A456426614174000"],
  ]

  @Test(arguments: writings) func formsOfOneIdHaveOneText(forms: [String]) {
    let plain = forms.map(IDDifference.plain)
    #expect(Set(plain).count == 1, "\(plain)")
    // Each difference has a name.
    for form in forms.dropFirst() {
      #expect(IDDifference.found([forms[0], "x"], [form, "y"]) != nil, "\(forms[0]) and \(form)")
    }
  }

  @Test(arguments: [
    ["1.1", "1.10"], ["-5", "5"], ["a1b2", "a12b"], ["1e5x", "100000"], ["1,00", "100"], ["x.1", "x.2"],
  ])
  func otherIdsHaveOtherTexts(ids: [String]) {
    #expect(Set(ids.map(IDDifference.plain)).count == ids.count)
  }
}

extension ItemError.Reason {
  /// True for repeated ids.
  fileprivate var isOfRepeats: Bool { if case .repeatedIDs = self { true } else { false } }
}
