import Core
import Matrices
import Stages
import Testing

/// Parameters that name references.
@Suite struct StageReferenceTests {
  private struct Reader: Stage {
    static let name = "reader"
    static let summary = "reads two references"
    static let parameters: [Parameter<Reader>] = [
      .reference("nouns", \.nouns, "the nouns"), .text("word", \.word, "a text"),
      .reference("captions", \.captions, "the captions"),
    ]
    var nouns: String?
    var word: String? = "w"
    var captions: String?
  }

  private let context = StageContext(
    seed: 0, references: ["n": Reference(rows: Matrix([[1, 2, 3], [4, 5, 6]]), names: ["a", "b"])])

  @Test func theReferencesAreThoseThatItsParametersName() throws {
    #expect(Reader().namedReferences.isEmpty)
    #expect(Reader(nouns: "n", captions: "c").namedReferences == ["n", "c"])
    #expect(Reader(nouns: "n").named(of: ["n": 1, "w": 2, "c": 3]) == ["n": 1])
    var reader = Reader()
    try reader.set("captions", to: .text("n"))
    #expect(reader.captions == "n" && reader.settings["captions"] == .text("n"))
    #expect(throws: StageError.self) { try reader.set("captions", to: .integer(1)) }
    #expect(throws: StageError.self) { try reader.set("captions", to: .text("")) }
    #expect(Reader.declarations[0].domain.words == "the name of a reference" && Reader.declarations[0].isOptional)
  }

  @Test func rowsNamesAndSizesAreFoundByTheParameter() throws {
    let reader = Reader(nouns: "n", captions: "c")
    #expect(try reader.reference("nouns", in: context).names == ["a", "b"])
    let shape = Shape(rows: 9, columns: 3, references: context.referenceShapes)
    #expect(try reader.reference("nouns", in: shape) == .init(rows: 2, columns: 3))
    let unknown = #expect(throws: StageError.self) { try reader.reference("captions", in: context) }
    #expect(unknown?.reason == .unknownReference(parameter: "captions", name: "c", known: ["n"]))
    #expect(unknown?.parameter == "captions" && unknown?.failure == "cannot use reader with captions = c")
    let missing = #expect(throws: StageError.self) { try Reader().reference("nouns", in: shape) }
    #expect(missing?.reason == .parameterNeeded("nouns"))
  }
}
