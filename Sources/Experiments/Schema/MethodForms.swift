import Core
import Fusion
import Results
import Stages

/// The methods of a catalog, as experiment files name them, from their declarations alone.
struct MethodForms {
  let catalog: Catalog

  /// The kind of a space that several methods make one after the other.
  static let chain = "chain"
  static let chainSummary = "several methods, each applied to the result of the one before"
  /// The parameter of which a clusterer may be given several values.
  static let clusters = Experiment.ParameterSweep.clusters

  private var clusterers: [String] { catalog.clusterers.map { $0.name } }
  private var makers: [String] { catalog.spaceMakers.map { $0.name } }
}

// MARK: - Clusterers

extension MethodForms {
  /// The entry of a list of clusterers: a name, or a name with its settings.
  var clusterer: ValueForm {
    let kinds = MappingForm(
      keys: catalog.clusterers.map { type in
        MappingForm.Key(type.name, form(of: type, keys: keys(of: type)), type.summary)
      })
    return .any(catalog.clusterers.map { named($0) } + [kinds.ofOne])
  }

  /// The parameters of a clusterer, its name and its spaces; several numbers of clusters make several clusterers.
  private func keys(of type: any Clusterer.Type) -> [MappingForm.Key] {
    let parameters = type.declarations.map { declaration in
      guard type is any FixedCountClusterer.Type, declaration.name == Self.clusters else { return key(declaration) }
      let one = ValueForm.domain(declaration.domain)
      return MappingForm.Key(
        declaration.name, .any([one, .list(of: one, distinct: true)]), declaration.summary + "; several in a list")
    }
    return parameters + Self.furtherKeys(ofClusterer: type.name, among: clusterers)
  }

  /// The keys of a clusterer beside its parameters.
  static func furtherKeys(ofClusterer kind: String, among kinds: [String]) -> [MappingForm.Key] {
    [
      name(ofKind: kind, among: kinds, "the name of its results (default: that of the method)"),
      MappingForm.Key("on", .texts, "the spaces that it clusters (default: all)"),
    ]
  }
}

// MARK: - Spaces

extension MethodForms {
  /// The entry of a list of spaces: a feature set, a method's name, or a method with its settings.
  var space: ValueForm {
    let kinds = MappingForm(
      keys: catalog.spaceMakers.map { type in
        MappingForm.Key(type.name, form(of: type, keys: parameters(of: type) + furtherKeys(of: type)), type.summary)
      } + [MappingForm.Key(Self.chain, chain.form, Self.chainSummary)]
        + presets.map { MappingForm.Key($0.rawValue, MappingForm(keys: keys(of: $0)).form, $0.summary) })
    let set = ValueForm.text.saying("the name of a feature set")
    return .any(catalog.spaceMakers.map { named($0) } + [set, kinds.ofOne])
  }

  /// The keys of a space beside the parameters of its method.
  func furtherKeys(of type: any SpaceMaker.Type) -> [MappingForm.Key] {
    let isFusion = type.inputs.upperBound > 1
    let several = ValueForm.list(of: .text, counting: type.inputs, distinct: true)
    return [
      MappingForm.Key(
        "of", type.inputs.lowerBound > 1 ? several : .any([.text, several]),
        "the feature sets or spaces that it is made of", isNeeded: isFusion)
    ] + (type.takesFitRows ? [Self.fitOn] : []) + spaceKeys(ofKind: type.name)
  }

  /// The presets of which the catalog has the methods.
  var presets: [SpacePreset] {
    let needed = [Counterpart.name, Adaptive.name]
    return needed.allSatisfy(makers.contains) ? SpacePreset.allCases : []
  }

  /// The keys of a preset: the parameters of its counterparts, of which the vocabulary has no default, and further ones.
  func keys(of preset: SpacePreset) -> [MappingForm.Key] {
    Counterpart.declarations.map { key($0, isNeeded: $0.name == "vocabulary") } + furtherKeys(of: preset)
  }

  /// The keys of a preset beside the parameters of its counterparts.
  func furtherKeys(of preset: SpacePreset) -> [MappingForm.Key] {
    let own =
      preset == .cae
      ? [
        MappingForm.Key("captions", .text, "the reference with captions, for counterparts beside those in nouns"),
        MappingForm.Key("gamma", .domain(.number(.above(0))), "the temperature of the adaptive weights"),
        MappingForm.Key(
          "form", .domain(.choice(Adaptive.Form.allCases.map(\.rawValue))), "the form of the adaptive fusion"),
      ] : []
    return [
      MappingForm.Key("of", .text, "the feature set or space in the embedding space of the nouns", isNeeded: true)
    ]
      + own + [Self.fitOn] + spaceKeys(ofKind: preset.rawValue)
  }

  private static let fitOn = MappingForm.Key(
    "fit-on", .text, "the part of dataset.split from whose rows it learns (default: the items themselves)")

  /// The mapping of a chain.
  var chain: MappingForm {
    MappingForm(
      keys: [
        MappingForm.Key("of", .texts, "the feature sets or spaces that the first step is made of"),
        MappingForm.Key("steps", .list(of: step), "the methods, one after the other", isNeeded: true),
      ] + spaceKeys(ofKind: Self.chain))
  }

  /// The step of a chain: a method's name, alone or with its parameters.
  private var step: ValueForm {
    let kinds = MappingForm(
      keys: catalog.spaceMakers.map { type in
        MappingForm.Key(type.name, form(of: type, keys: parameters(of: type)), type.summary)
      })
    return .any(catalog.spaceMakers.map { named($0) } + [kinds.ofOne])
  }

  private func spaceKeys(ofKind kind: String) -> [MappingForm.Key] {
    [
      Self.name(
        ofKind: kind, among: makers + [Self.chain], "the name of the space (default: one made of its inputs and method)"
      ),
      MappingForm.Key("cluster", ValueForm.boolean.otherwise(true), "no for a space that is only an input of others"),
    ]
  }
}

// MARK: - Parameters

extension MethodForms {
  /// The names of all parameters of some methods, each once.
  static func parameterNames(of types: [any Stage.Type]) -> [String] {
    Set(types.flatMap { $0.declarations.map(\.name) }).sorted()
  }

  /// A method by its name alone.
  private func named(_ type: any Stage.Type) -> ValueForm { ValueForm.word(type.name).saying(type.summary) }

  /// The settings of a method: a mapping, or the value of its first parameter alone.
  private func form(of type: any Stage.Type, keys: [MappingForm.Key]) -> ValueForm {
    let mapping = MappingForm(keys: keys).form
    guard let first = type.declarations.first else { return mapping }
    if case .numbers = first.domain { return mapping }
    return .any([ValueForm.domain(first.domain).saying(first.summary), mapping])
  }

  private func parameters(of type: any Stage.Type) -> [MappingForm.Key] { type.declarations.map { key($0) } }

  private func key(_ declaration: ParameterDeclaration, isNeeded: Bool = false) -> MappingForm.Key {
    MappingForm.Key(
      declaration.name, ValueForm.domain(declaration.domain).otherwise(declaration.defaultValue.map(JSONValue.init)),
      declaration.summary, isNeeded: isNeeded)
  }

  /// A name of the file's own, which is not that of another method.
  private static func name(ofKind kind: String, among kinds: [String], _ summary: String) -> MappingForm.Key {
    let others = kinds.filter { $0 != kind }.map(JSONValue.string)
    let form = others.isEmpty ? ValueForm.text : ValueForm.text.adding(["not": ["enum": .array(others)]])
    return MappingForm.Key("name", form, summary)
  }
}
