import Core
import Experiments
import Foundation
import Matrices
import Results
import Stages
import TestSupport
import Testing

/// The JSON Schema of experiment files, without a program that reads such schemas.
@Suite struct ExperimentSchemaTests {
  private static let schema = ExperimentSchema(.standard).json

  // MARK: - Methods

  @Test func everyParameterOfEveryMethodIsThereWithItsRange() throws {
    for entry in Catalog.standard.entries {
      let keys = try #require(Self.keys(of: entry, in: Self.schema), "\(entry.name)")
      let learns = Catalog.standard.spaceMaker(named: entry.name)?.takesFitRows == true
      let further = entry.role == .clusterer ? ["name", "on"] : ["of", "name", "cluster"] + (learns ? ["fit-on"] : [])
      #expect(Set(keys.keys) == Set(entry.parameters.map(\.name) + further), "\(entry.name)")
      for parameter in entry.parameters {
        let form = try #require(keys[parameter.name], "\(entry.name) \(parameter.name)")
        Self.expect(form, says: parameter, of: entry.name)
      }
    }
  }

  /// Methods that stand in no module: nothing but their declarations tells of them.
  @Test func aMethodOfTheCatalogAppearsWithoutAnyEdit() throws {
    let catalog = Catalog(
      clusterers: Catalog.standard.clusterers + [Leader.self], spaceMakers: Catalog.standard.spaceMakers + [Shift.self])
    let schema = ExperimentSchema(.init(catalog: catalog)).json
    for entry in catalog.entries where ["leader", "shift"].contains(entry.name) {
      let keys = try #require(Self.keys(of: entry, in: schema), "\(entry.name)")
      #expect(!entry.parameters.isEmpty)
      for parameter in entry.parameters {
        Self.expect(try #require(keys[parameter.name]), says: parameter, of: entry.name)
      }
    }
    #expect(try text(schema).contains("\"const\" : \"shift\"") && text(schema).contains("\"const\" : \"leader\""))
    #expect(!(try text(Self.schema).contains("shift")))
  }

  @Test func onlyAClustererThatIsToldTheNumberOfClustersTakesSeveral() throws {
    let catalog = Catalog(clusterers: Catalog.standard.clusterers + [OwnCount.self])
    let schema = ExperimentSchema(.init(catalog: catalog)).json
    let told = catalog.clusterers.filter { $0 is any FixedCountClusterer.Type }.map { $0.name }
    #expect(told.contains("kmeans") && !told.contains("own-count") && !told.contains("hdbscan"))
    for entry in catalog.entries where catalog.clusterers.contains(where: { $0.name == entry.name }) {
      let keys = try #require(Self.keys(of: entry, in: schema))
      #expect((keys["k"]?["anyOf"]?.list.count == 2) == told.contains(entry.name), "\(entry.name)")
    }
  }

  // MARK: - The reader

  /// The reader names the keys that it knows when it meets another one. Both sides must have the same mappings.
  @Test func theReaderAndTheSchemaKnowTheSameKeys() throws {
    let parameters = "features: { a: a.npy, b: b.npy }\n"
    let places = [
      "zzz: 1", "dataset: { zzz: 1 }", "dataset: { images: { zzz: 1 } }", "dataset: { ids: { zzz: 1 } }",
      "dataset: { captions: { zzz: 1 } }", "dataset: { labels: { table: t, zzz: 1 } }",
      "dataset: { captions: { table: t, column: { zzz: 1 } } }", "tsne: { zzz: 1 }", "maps: { zzz: 1 }",
      "table: { zzz: 1 }", "dataset: { captions: c.txt }\nwords: { zzz: 1 }",
      "sweeps: { zzz: 1 }", "sweeps: { k: { zzz: 1 } }", "sweeps: { weights: { zzz: 1 } }", "sweeps: [ { zzz: 1 } ]",
      "spaces: [ chain: { zzz: 1 } ]", "spaces: [ tac: { zzz: 1 } ]", "spaces: [ cae: { zzz: 1 } ]",
    ]
    let methods = Catalog.standard.entries.map { entry in
      "\(entry.role == .clusterer ? "clusterers" : "spaces"): [ \(entry.name): { zzz: 1 } ]"
    }
    let steps = Catalog.standard.spaceMakers.map { "spaces: [ chain: { of: a, steps: [ \($0.name): { zzz: 1 } ] } ]" }
    let sets = ["features: { a: { zzz: 1 } }", "references: { n: { zzz: 1 } }\nfeatures: { a: a }"]
    let texts = sets + (places + methods + steps).map { parameters + $0 }
    let known = try texts.map { text in
      guard case .unknownKey("zzz", _, let known) = Self.error(of: text)?.reason else {
        throw MissingCase(text: text)
      }
      return Set(known)
    }
    var mappings: Set<Set<String>> = []
    Self.collectMappings(of: Self.schema, into: &mappings)
    #expect(mappings == Set(known))
  }

  private struct MissingCase: Error { let text: String }

  // MARK: - The whole

  @Test func wordsAreThoseOfTheVocabulary() throws {
    let schema = ExperimentSchema(.init(defaultScores: ["nmi"], figures: ["maps"], catalog: .scoring("ari", "nmi")))
      .json
    let keys = schema["properties"]
    #expect(keys?["scores"]?["items"]?["enum"] == ["ari", "nmi"] && keys?["scores"]?["default"] == ["nmi"])
    let figures = try #require(keys?["figures"]?["anyOf"]?.list)
    #expect(figures.first?["const"] == "none" && figures.last?["items"]?["enum"] == ["maps"])
    #expect(Self.schema["properties"]?["scores"]?["items"]?["enum"]?.list.count == ScoreNames.all.count)
  }

  @Test func everyKeyHasALineForEditors() {
    func check(_ value: JSONValue, _ path: String) {
      for (name, form) in value["properties"]?.members ?? [:] where value["additionalProperties"] == false {
        if case .string(let line) = form["description"] {
          #expect(!line.isEmpty && !line.hasSuffix("."), "\(path)/\(name)")
        } else {
          Issue.record("\(path)/\(name) says nothing")
        }
      }
      for (name, inner) in value.children { check(inner, "\(path)/\(name)") }
    }
    check(Self.schema, "")
  }

  // MARK: - Reading the schema

  private static func error(of text: String) -> ExperimentError? {
    do {
      _ = try ExperimentFile.parse(text, file: "e.yaml", vocabulary: .standard)
    } catch {
      return error as? ExperimentError
    }
    return nil
  }

  private func text(_ value: JSONValue) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// The settings of a method by their names, in the list of clusterers or of spaces.
  private static func keys(of entry: Catalog.Entry, in schema: JSONValue) -> [String: JSONValue]? {
    let part = entry.role == .clusterer ? "clusterers" : "spaces"
    let kinds = schema["properties"]?[part]?["items"]?["anyOf"]?.list.last?["properties"]
    guard let form = kinds?[entry.name] else { return nil }
    return (form["anyOf"]?.list.last ?? form)["properties"]?.members
  }

  /// The keys of all mappings that refuse others, but for those of one key, its kind.
  private static func collectMappings(of value: JSONValue, into found: inout Set<Set<String>>) {
    if value["additionalProperties"] == false, value["maxProperties"] == nil, let keys = value["properties"]?.members {
      found.insert(Set(keys.keys))
    }
    for (_, inner) in value.children { collectMappings(of: inner, into: &found) }
  }

  private static func expect(_ form: JSONValue, says parameter: ParameterDeclaration, of method: String) {
    let name = "\(method) \(parameter.name)"
    if case .string(let line) = form["description"] { #expect(line.hasPrefix(parameter.summary), "\(name)") }
    switch parameter.defaultValue {
    case nil: #expect(form["default"] == nil, "\(name)")
    case .integer(let value): #expect(form["default"] == .integer(value), "\(name)")
    case .number(let value): #expect(form["default"] == .number(value), "\(name)")
    case .text(let value): #expect(form["default"] == .string(value), "\(name)")
    case .boolean(let value): #expect(form["default"] == .boolean(value), "\(name)")
    case .numbers(let values): #expect(form["default"] == .array(values.map(JSONValue.number)), "\(name)")
    }
    // The number of clusters is one, or several in a list.
    let value = parameter.name == "k" ? form["anyOf"]?.list.first ?? form : form
    switch parameter.domain {
    case .integer(let range):
      #expect(value["type"] == "integer" && value["minimum"] == .integer(range.lowerBound), "\(name)")
      #expect(value["maximum"] == .integer(range.upperBound), "\(name)")
    case .number(let interval): expect(value, isNumberIn: interval, name)
    case .numbers(let interval):
      #expect(value["type"] == "array" && value["minItems"] == 1, "\(name)")
      expect(value["items"] ?? .null, isNumberIn: interval, name)
    case .choice(let words): #expect(value["enum"] == .array(words.map(JSONValue.string)), "\(name)")
    case .boolean: #expect(value["anyOf"]?.list.first?["enum"] == [true, false, "yes", "no"], "\(name)")
    case .text, .reference: #expect(value["minLength"] == 1, "\(name)")
    }
  }

  private static func expect(_ form: JSONValue, isNumberIn interval: Interval, _ name: String) {
    let least = interval.lower.isFinite ? JSONValue.number(interval.lower) : nil
    #expect(form["type"] == "number", "\(name)")
    #expect(form["minimum"] == (interval.includesLower ? least : nil), "\(name)")
    #expect(form["exclusiveMinimum"] == (interval.includesLower ? nil : least), "\(name)")
    #expect(form["maximum"] == (interval.upper.isFinite ? .number(interval.upper) : nil), "\(name)")
  }
}

// MARK: - Methods of no module

/// A space maker with a parameter of each domain that the catalog's own may lack.
private struct Shift: SpaceMaker {
  static let name = "shift"
  static let summary = "all rows moved by one number"
  static let inputs = 1...2
  static let parameters: [Parameter<Shift>] = [
    .number("by", \.distance, in: .from(-1, to: 2), "the distance"),
    .boolean("back", \.isBack, "yes for the other direction"),
    .reference("reference", \.reference, "the reference"), .text("word", \.word, "a word"),
    .integer("times", \.times, in: 2...5, "the number of moves"),
  ]

  var distance = 0.5
  var isBack = false
  var reference: String?
  var word: String?
  var times = 3

  func columns(_ shape: Shape) -> Int { shape.allColumns }

  func make(_ inputs: [Matrix], _ context: StageContext) throws -> Space { Space(inputs[0]) }
}

/// A clusterer whose `k` is no number of clusters to be told.
private struct OwnCount: Clusterer {
  static let name = "own-count"
  static let summary = "all rows in one cluster"
  static let parameters: [Parameter<OwnCount>] = [.integer("k", \.k, in: 1..., "the number of neighbors")]

  var k = 5

  func cluster(_ rows: Matrix, _ context: StageContext) throws -> Clustering {
    Clustering(Partition(labels: [Int32](repeating: 0, count: rows.rows), clusters: 1))
  }
}

extension JSONValue {
  fileprivate var list: [JSONValue] {
    if case .array(let values) = self { values } else { [] }
  }

  fileprivate var members: [String: JSONValue]? {
    if case .object(let members) = self { members } else { nil }
  }

  fileprivate var children: [(String, JSONValue)] {
    list.enumerated().map { ("\($0)", $1) } + (members ?? [:]).map { ($0, $1) }
  }
}
