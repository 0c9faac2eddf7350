import Core
import Experiments
import Stages
import Testing

/// The laws of declarations over the whole catalog.
@Suite struct DeclarationLaws {
  private static var stages: [any Stage.Type] {
    Catalog.standard.clusterers.map { $0 as any Stage.Type } + Catalog.standard.spaceMakers.map { $0 as any Stage.Type }
  }

  @Test func namesAreWordsOfFilesAndNoTwoAreTheSame() {
    let names = Catalog.standard.names
    #expect(Set(names).count == names.count)
    for name in names { #expect(name.wholeMatch(of: /[a-z][a-z0-9-]*/) != nil, "\(name)") }
  }

  @Test func everyMethodAndParameterSaysWhatItIs() {
    for type in Self.stages {
      #expect(!type.summary.isEmpty, "\(type.name)")
      let declarations = type.declarations
      #expect(Set(declarations.map(\.name)).count == declarations.count, "\(type.name)")
      for declaration in declarations {
        #expect(!declaration.summary.isEmpty && !declaration.summary.hasSuffix("."), "\(type.name) \(declaration.name)")
        #expect(declaration.name.wholeMatch(of: /[a-z][a-z0-9-]*/) != nil, "\(type.name) \(declaration.name)")
      }
    }
  }

  @Test func everyDefaultIsInItsRange() throws {
    for type in Self.stages {
      try type.init().checkSettings()
      for declaration in type.declarations where declaration.defaultValue == nil {
        #expect(declaration.isOptional, "\(type.name) \(declaration.name)")
      }
    }
  }

  @Test func aWrongValueIsRefusedByTheNameOfItsParameter() throws {
    for type in Self.stages {
      for declaration in type.declarations {
        let wrong = try #require(Declaration.wrongValue(of: declaration.domain))
        let error = Declaration.error(setting: declaration.name, to: wrong, of: type.init())
        #expect(error?.parameter == declaration.name, "\(type.name) \(declaration.name)")
      }
      let unknown = Declaration.error(setting: "no-such-parameter", to: .integer(1), of: type.init())
      #expect(unknown?.parameter == "no-such-parameter", "\(type.name)")
    }
  }

  @Test func settingsGoThereAndBack() throws {
    func check<Kind: Stage>(_ type: Kind.Type) throws {
      for declaration in type.declarations {
        var stage = type.init()
        let value: ParameterValue? =
          switch declaration.domain {
          case .integer(let range): .integer(range.lowerBound)
          case .number(let interval): .number(interval.upper.isFinite ? interval.upper : 1)
          case .numbers: .numbers([0.25, 0.75])
          case .choice(let words): words.last.map { .text($0) }
          case .boolean: .boolean(true)
          case .text, .reference: .text("word")
          }
        try stage.set(declaration.name, to: value)
        let copy = try Declaration.copy(of: stage)
        #expect(copy.settings == stage.settings && copy.settings[declaration.name] == value, "\(type.name)")
      }
    }
    for type in Self.stages { try check(type) }
  }
}
