import Core
import Fusion
import Stages

/// Reads the spaces, which refer to feature sets and to each other.
struct SpaceReader {
  /// The names of the imported feature sets.
  let features: [String]
  /// The names of the references, which only parameters can name.
  let references: [String]
  let hasImages: Bool
  let catalog: Catalog

  /// A space with the places of its entry and of the names that it refers to.
  private struct Entry {
    let space: Experiment.Space
    let place: YAMLValue
    let inputs: [YAMLValue]
  }

  private var sets: [String] { hasImages ? features + [Experiment.pixels] : features }
  private var forms: MethodForms { MethodForms(catalog: catalog) }
  private var kinds: [String] { catalog.spaceMakers.map { $0.name } }

  /// The words with which an entry can begin.
  var words: [String] { sets + kinds + [MethodForms.chain] + SpacePreset.names }

  func spaces(_ items: [YAMLValue]) throws -> [Experiment.Space] {
    let entries = try items.flatMap { try presetEntries($0) ?? [entry($0)] }
    try ExperimentReader.requireUnique(entries.map { ($0.space.name, $0.place) }, kind: "space")
    let names = entries.map(\.space.name)
    for entry in entries where !entry.space.isFeatureSet && sets.contains(entry.space.name) {
      throw entry.place.error(.spaceNamedAsFeatureSet(entry.space.name))
    }
    for entry in entries {
      for input in entry.inputs {
        let name = try input.text()
        guard sets.contains(name) || names.contains(name) else {
          // A space is no input of its own.
          let others = (sets + names.filter { $0 != entry.space.name }).uniqued
          throw unknown(name, at: input, kind: "feature set or space", among: others)
        }
      }
    }
    try requireNoCircle(entries)
    return entries.map(\.space)
  }

  /// Throws at the entry of a space that is made of itself.
  private func requireNoCircle(_ entries: [Entry]) throws {
    guard let circle = Experiment.Space.circle(among: entries.map(\.space), featureSets: Set(sets)),
      let entry = entries.first(where: { $0.space.name == circle[0] })
    else { return }
    throw entry.place.error(.spaceOfItself(circle))
  }

  private func unknown(_ name: String, at value: YAMLValue, kind: String, among known: [String]) -> ExperimentError {
    if name == Experiment.pixels { return value.error(.pixelsWithoutImages) }
    return value.error(
      references.contains(name) ? .referenceAsSpace(name) : .unknownName(name, kind: kind, known: known))
  }

  /// The name of a feature set, a kind of space by its name alone, or a kind with its options.
  private func entry(_ value: YAMLValue) throws -> Entry {
    if value.isScalar {
      let name = try value.text("a space")
      if sets.contains(name) { return Entry(space: Experiment.Space(name: name), place: value, inputs: []) }
      guard let type = catalog.spaceMaker(named: name) else {
        if SpacePreset(rawValue: name) != nil { throw value.error(.missingKey("vocabulary", owner: name)) }
        throw unknown(name, at: value, kind: "space", among: sets + kinds + SpacePreset.names)
      }
      return Entry(
        space: try made(by: type.init(), of: nil, YAMLOptions(owner: name, of: value)), place: value, inputs: [])
    }
    let (kind, settings) = try value.kind(
      among: kinds + [MethodForms.chain] + SpacePreset.names, called: "kind of space")
    guard let type = catalog.spaceMaker(named: kind) else { return try chained(settings, place: value) }
    var maker: any SpaceMaker = type.init()
    let options = try settings.read(
      into: &maker, references: references, further: forms.furtherKeys(of: type).map(\.name))
    let inputs = try self.inputs(options)
    return Entry(
      space: try made(by: maker, of: try inputs?.map { try $0.text() }, options), place: value,
      inputs: inputs ?? [])
  }

  /// The spaces of a preset; nil for an entry of another kind.
  private func presetEntries(_ value: YAMLValue) throws -> [Entry]? {
    guard !value.isScalar, let key = try value.firstKey?.text(), let preset = SpacePreset(rawValue: key) else {
      return nil
    }
    let (_, settings) = try value.kind(among: [key], called: "kind of space")
    try requireOwnKeys(settings, of: preset)
    var counterpart = preset.counterpart
    let options = try settings.read(
      into: &counterpart, of: key, references: references, further: forms.furtherKeys(of: preset).map(\.name))
    // Settings that the weights do not read would change nothing.
    let idle = counterpart.assign == .transport ? ["temperature"] : ["epsilon", "relaxation"]
    for key in idle {
      if let value = options[key] { throw value.error(.keyOfAnotherKind(key, kind: "assign: \(counterpart.assign)")) }
    }
    guard counterpart.vocabulary != nil else { throw settings.error(.missingKey("vocabulary", owner: key)) }
    let input = try options.required("of")
    let of = try input.text("the name of a feature set or a space")
    var (captions, adaptive) = (String?.none, Adaptive())
    if preset == .cae {
      captions = try options["captions"].map { value in
        let name = try value.reference(among: references)
        guard name != counterpart.vocabulary else {
          throw value.error(.sameReference(name, key: "captions", other: "vocabulary"))
        }
        return name
      }
      adaptive.temperature = try options["gamma"]?.number(in: .above(0)) ?? adaptive.temperature
      adaptive.form = try options["form"]?.choice(Adaptive.Form.self) ?? adaptive.form
    }
    let spaces = preset.spaces(
      of: of, counterpart, captions: captions, adaptive, name: try name(options, kind: key),
      fitOn: try fitOn(options), isClustered: try isClustered(options))
    return spaces.map { Entry(space: $0, place: value, inputs: [input]) }
  }

  /// Throws at a key that another preset has.
  private func requireOwnKeys(_ settings: YAMLValue, of preset: SpacePreset) throws {
    let own = forms.keys(of: preset).map(\.name)
    for (key, value) in (try? settings.entries()) ?? [] where !own.contains(key) {
      let owner = SpacePreset.allCases.first { forms.keys(of: $0).contains { $0.name == key } }
      if let owner { throw value.error(.keyOfPreset(key, owner: owner.rawValue, preset: preset.rawValue)) }
    }
  }

  /// A space of one method.
  private func made(by maker: any SpaceMaker, of inputs: [String]?, _ options: YAMLOptions) throws -> Experiment.Space {
    let inputs = try inputs ?? everyFeatureSet(for: maker, options)
    try options.pointing { () throws(StageError) in try maker.check(inputs: inputs.count) }
    var space = Experiment.Space(
      maker, of: inputs, name: try name(options, kind: maker.kind), isClustered: try isClustered(options))
    space.fitOn = try fitOn(options)
    return space
  }

  /// The inputs of a method that names none: every feature set for a fusion, the only one for a method of one input.
  private func everyFeatureSet(for maker: any SpaceMaker, _ options: YAMLOptions) throws -> [String] {
    if maker.isFusion {
      // With settings it names what it fuses.
      if options.mapping.isMapping { _ = try options.required("of") }
      return features
    }
    guard sets.count == 1 else { throw options.mapping.error(.inputNeeded(kind: maker.kind, known: sets)) }
    return sets
  }

  /// A space of several methods, each applied to the result of the one before.
  private func chained(_ value: YAMLValue, place: YAMLValue) throws -> Entry {
    let options = try value.options(of: MethodForms.chain, keys: forms.chain.names)
    let list = try options.required("steps")
    var steps: [any SpaceMaker] = []
    guard let named = try self.inputs(options) ?? (sets.count == 1 ? [] : nil) else {
      throw value.error(.inputNeeded(kind: MethodForms.chain, known: sets))
    }
    let inputs = named.isEmpty ? sets : try named.map { try $0.text() }
    for item in try list.items() {
      let (maker, settings) = try step(item)
      let count = steps.isEmpty ? inputs.count : 1
      try settings.pointing { () throws(StageError) in try maker.check(inputs: count) }
      steps.append(maker)
    }
    let kinds = steps.map(\.kind).joined(separator: "-")
    let name =
      try name(options, kind: MethodForms.chain)
      ?? Experiment.Space.defaultName(kinds, of: inputs, isFusion: steps[0].isFusion)
    return Entry(
      space: Experiment.Space(steps: steps, of: inputs, name: name, isClustered: try isClustered(options)),
      place: place, inputs: named)
  }

  /// A step of a chain: the name of a method, alone or with its settings.
  private func step(_ value: YAMLValue) throws -> (any SpaceMaker, YAMLOptions) {
    let (kind, settings) =
      value.isScalar ? (try value.text("a step"), nil) : try value.kind(among: kinds, called: "step")
    guard let type = catalog.spaceMaker(named: kind) else {
      throw value.error(.unknownName(kind, kind: "step", known: kinds))
    }
    var maker: any SpaceMaker = type.init()
    let options = try settings?.read(into: &maker, references: references, further: [])
    return (maker, options ?? YAMLOptions(owner: kind, of: value))
  }

  /// The names of the inputs, each once; nil where none are given.
  private func inputs(_ options: YAMLOptions) throws -> [YAMLValue]? {
    guard let value = options["of"] else { return nil }
    let items = value.isList ? try value.items() : [value]
    try ExperimentReader.requireOnce(try items.map { (try $0.text("the name of a feature set or a space"), $0) })
    return items
  }

  /// The name that a space is given; it must not be the kind of another one.
  private func name(_ options: YAMLOptions, kind: String) throws -> String? {
    guard let value = options["name"] else { return nil }
    let name = try value.text("a name")
    guard name == kind || !(kinds + [MethodForms.chain]).contains(name) else { throw value.error(.nameOfKind(name)) }
    return name
  }

  private func fitOn(_ options: YAMLOptions) throws -> String? { try options["fit-on"]?.text("the name of a part") }

  private func isClustered(_ options: YAMLOptions) throws -> Bool { try options["cluster"]?.boolean() ?? true }
}

extension YAMLOptions {
  /// The options of a kind that is named alone.
  init(owner: String, of value: YAMLValue) { self.init(values: [:], owner: owner, mapping: value) }

  /// Does `body`, whose error points at the value of the parameter at fault.
  func pointing(_ body: () throws(StageError) -> Void) throws {
    do {
      try body()
    } catch {
      let place = error.parameter.flatMap { self[$0] } ?? self["of"] ?? mapping
      throw place.error(.unfit(error))
    }
  }
}

extension YAMLValue {
  /// The kind of a list's entry and its options, from a mapping with that one key.
  func kind(among kinds: [String], called noun: String) throws -> (kind: String, options: YAMLValue) {
    let entries = try entries("a name, or a kind with its options")
    guard entries.count == 1, let entry = entries.first else {
      throw error(.severalKinds(key: key, found: entries.map(\.name)))
    }
    guard kinds.contains(entry.name) else {
      throw (firstKey ?? self).error(.unknownName(entry.name, kind: noun, known: kinds))
    }
    return (entry.name, entry.value)
  }
}
