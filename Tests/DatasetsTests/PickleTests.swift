import Core
import Datasets
import Matrices
import Testing

/// Pickles are read as inert trees, whatever is in them.
@Suite struct PickleTests {
  private func read(_ bytes: [UInt8]) throws -> Pickle { try Pickle(FileBytes(bytes), path: "p") }

  private func reason(_ bytes: [UInt8]) -> PickleError.Reason? {
    do {
      _ = try read(bytes)
      return nil
    } catch {
      return (error as? PickleError)?.reason
    }
  }

  /// The bytes of a pickle of protocol 2, without its end.
  private func pickle(_ body: String) -> [UInt8] { [0x80, 2] + Array(body.utf8) }

  @Test func valuesAreThoseThatPythonWrote() throws {
    // {'a': [1, -2, 300, True, 'x'], 'b': (b'yz',)} as pickle.dumps(…, 4) of Python 3.11 writes it.
    let bytes: [UInt8] = [
      0x80, 4, 0x95, 41, 0, 0, 0, 0, 0, 0, 0, 0x7d, 0x94, 0x28, 0x8c, 1, 0x61, 0x94, 0x5d, 0x94, 0x28, 0x4b, 1, 0x4a,
      0xfe,
      0xff, 0xff, 0xff, 0x4d, 0x2c, 1, 0x88, 0x8c, 1, 0x78, 0x94, 0x65, 0x8c, 1, 0x62, 0x94, 0x43, 2, 0x79, 0x7a, 0x94,
      0x85,
      0x94, 0x75, 0x2e,
    ]
    let tree = try read(bytes)
    let first = try #require(tree.value(of: "a", in: tree.root).flatMap(tree.elements))
    #expect(first.map(tree.integer) == [1, -2, 300, 1, nil])
    #expect(tree.text(first[4]) == "x")
    #expect(tree.value(of: "b", in: tree.root).flatMap(tree.texts) == ["yz"])
    #expect(tree.value(of: "c", in: tree.root) == nil)
  }

  @Test func bytesOfPython3InProtocol2AreTexts() throws {
    // {b'labels': [b'caf\xc3\xa9']} as pickle.dumps(…, 2) of Python 3.11 writes it: a text of which each character is a byte.
    let call = "c_codecs\nencode\nq\u{1}X\u{6}\0\0\0labelsq\u{2}X\u{6}\0\0\0latin1q\u{3}"
    let bytes =
      pickle("}q\0" + call) + [0x86, 0x71, 4]
      + Array("Rq\u{5}]q\u{6}h\u{1}X\u{7}\0\0\0caf\u{c3}\u{a9}q\u{7}h\u{3}".utf8)
      + [0x86, 0x71, 8] + Array("Rq\u{9}as.".utf8)
    let tree = try read(bytes)
    #expect(tree.value(of: "labels", in: tree.root).flatMap(tree.texts) == ["café"])
    // Other calls are no bytes, nor is a text with a character beyond one byte.
    for (module, text) in [("codecs", "a"), ("_codecs", "€")] {
      let other =
        pickle("c\(module)\nencode\n]X\(Unicode.Scalar(UInt8(text.utf8.count)))\0\0\0\(text)a") + Array("R.".utf8)
      let tree = try read(other)
      #expect(tree.text(tree.root) == nil)
    }
  }

  @Test func longNumbersKeepTheirSign() throws {
    for (bytes, value) in [([1], 1), ([0xff], -1), ([0, 0x80], -32768), ([0xff, 0x7f], 32767), ([], 0)]
      as [([UInt8], Int)]
    {
      let tree = try read([0x80, 2, 0x8a, UInt8(bytes.count)] + bytes + [0x2e])
      #expect(tree.integer(tree.root) == value)
    }
    let tree = try read([0x80, 2, 0x8a, 9] + [UInt8](repeating: 1, count: 9) + [0x2e])
    #expect(tree.integer(tree.root) == nil)
  }

  @Test func nothingThatAPickleNamesIsCalled() throws {
    // os.system('touch …'), as an attacker would write it.
    let tree = try read(pickle("cos\nsystem\n(U\u{a}touch bad!tR."))
    #expect(throws: PickleError(path: "p", reason: .refusedObject("os.system"))) { try tree.array(tree.root) }
  }

  @Test func aListThatHoldsItselfIsOneValue() throws {
    let tree = try read(pickle("]q\u{0}h\u{0}a."))
    #expect(tree.elements(tree.root) == [tree.root])
  }

  @Test func damageIsNamedWithItsPlace() {
    #expect(reason(pickle("K")) == .damaged(.short, offset: 3))
    #expect(reason(pickle("")) == .damaged(.short, offset: 2))
    #expect(reason(pickle(".")) == .damaged(.emptyStack, offset: 3))
    #expect(reason(pickle("t.")) == .damaged(.missingMark, offset: 3))
    #expect(reason(pickle("h\u{5}.")) == .damaged(.notInMemo(5), offset: 4))
    #expect(reason(pickle("Na.")) == .damaged(.emptyStack, offset: 4))
    #expect(reason(pickle("NNa.")) == .damaged(.wrongValue("a collection that fits"), offset: 5))
    #expect(reason(pickle("]NNs.")) == .damaged(.wrongValue("a collection that fits"), offset: 6))
    #expect(reason(pickle("}(Nu.")) == .damaged(.wrongValue("a collection that fits"), offset: 6))
    #expect(reason(pickle("i.")) == .damaged(.unknownOpcode(0x69), offset: 3))
    #expect(reason([0x80, 1, 0x2e]) == .damaged(.protocolVersion(1), offset: 2))
    #expect(reason([0x80, 6, 0x2e]) == .damaged(.protocolVersion(6), offset: 2))
    #expect(reason([0x80, 4, 0x8e] + [UInt8](repeating: 255, count: 8) + [0x2e]) == .damaged(.short, offset: 11))
    #expect(reason([0x80, 2, 0x42, 255, 255, 255, 127, 0x2e]) == .damaged(.short, offset: 7))
  }

  @Test func everyTruncationIsAnErrorAndEveryChangeIsSafe() throws {
    let names = ["protocol-2", "protocol-3", "protocol-4", "protocol-5", "labels-as-array", "code", "columns-first"]
    for (number, name) in names.enumerated() {
      let whole = try Fixture.bytes("sets/pickles/\(name)")
      for length in stride(from: 0, to: whole.count, by: max(1, whole.count / 400)) {
        #expect(reason(Array(whole.prefix(length))) != nil)
      }
      var random = Seed(3).stream("damage", number)
      for _ in 0..<300 {
        var damaged = whole
        for _ in 0...random.integer(below: 4) {
          // The instructions are at the ends; between them are pixels.
          let near = random.integer(below: min(200, damaged.count))
          let place = random.integer(below: 2) == 0 ? near : damaged.count - 1 - near
          damaged[place] = UInt8(truncatingIfNeeded: random.next())
        }
        guard let tree = try? read(damaged) else { continue }
        _ = try? tree.value(of: "data", in: tree.root).map(tree.array)
        _ = tree.value(of: "labels", in: tree.root).flatMap(tree.elements)?.map(tree.integer)
      }
    }
  }

  @Test func arraysMustHaveTheBytesOfTheirShape() throws {
    let whole = try Fixture.bytes("sets/pickles/protocol-4")
    // The shape's 2 rows, before its 3,072 columns.
    let place = try #require(whole.indices.first { whole[$0...].starts(with: [0x4b, 2, 0x4d, 0, 12]) })
    // Lengths whose product is no number, and one of them 0.
    let lengths = [UInt8](repeating: 0xff, count: 7) + [0x7f]
    let long = whole[..<place] + ([0x8a, 8] + lengths) + ([0x8a, 8] + lengths) + whole[(place + 5)...]
    let tree = try read(Array(long))
    let data = try #require(tree.value(of: "data", in: tree.root))
    #expect(throws: PickleError(path: "p", reason: .arraySize(needed: .max, found: 6144))) { try tree.array(data) }
    for rows: UInt8 in [0, 1, 3, 255] {
      var changed = whole
      changed[place + 1] = rows
      let tree = try read(changed)
      let data = try #require(tree.value(of: "data", in: tree.root))
      #expect(
        throws: PickleError(path: "p", reason: .arraySize(needed: Int(rows) * 3072, found: 6144))
      ) { try tree.array(data) }
    }
  }

  @Test func everyErrorHasThreeLines() {
    let reasons: [PickleError.Reason] = [
      .damaged(.short, offset: 1), .damaged(.unknownOpcode(1), offset: 1), .damaged(.protocolVersion(0), offset: 1),
      .damaged(.emptyStack, offset: 1), .damaged(.missingMark, offset: 1), .damaged(.notInMemo(1), offset: 1),
      .damaged(.wrongValue("x"), offset: 1), .damaged(.tooManyValues(1), offset: 1), .missing("x"),
      .refusedObject("x"), .arrayKind("x"), .arraySize(needed: 1, found: 2),
    ]
    for reason in reasons {
      let error = PickleError(path: "p", reason: reason)
      for line in [error.failure, error.cause, error.hint] {
        #expect(!line.isEmpty && !line.contains("\n") && line.last != ".")
      }
    }
  }
}
