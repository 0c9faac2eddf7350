import Core
import Results
import Stages

extension Experiment {
  /// A feature set as it is, or the space that methods make of feature sets and other spaces.
  public struct Space: Sendable, Equatable {
    /// The name, different from those of the other spaces.
    public var name: String
    /// The names of the feature sets and spaces that it is made of; of a feature set as it is, its own name.
    public var inputs: [String]
    /// The methods that make it: the first of all inputs, each further one of the space that the one before made. None
    /// for a feature set as it is.
    public var steps: [any SpaceMaker]
    /// False for a space that is not clustered itself, of which others are made.
    public var isClustered: Bool
    /// The part of the dataset from whose rows its method learns; nil for the items themselves.
    public var fitOn: String?
    /// The preset that the space is made by; nil for one whose methods the experiment names.
    package var preset: SpacePreset?

    /// Makes the space of a feature set as it is.
    public init(name: String) {
      self.init(steps: [], of: [name], name: name)
    }

    /// Makes a space by one method.
    ///
    /// - Parameter name: nil for the method's own, after that of its one input if it takes no more.
    public init(_ maker: any SpaceMaker, of inputs: [String], name: String? = nil, isClustered: Bool = true) {
      self.init(
        steps: [maker], of: inputs, name: name ?? Self.defaultName(maker.kind, of: inputs, isFusion: maker.isFusion),
        isClustered: isClustered)
    }

    /// Makes a space by a chain of methods.
    public init(steps: [any SpaceMaker], of inputs: [String], name: String, isClustered: Bool = true) {
      self.name = name
      self.inputs = inputs
      self.steps = steps
      self.isClustered = isClustered
    }

    static func defaultName(_ kind: String, of inputs: [String], isFusion: Bool) -> String {
      isFusion ? kind : "\(inputs.first ?? "")-\(kind)"
    }

    /// Returns whether both have the same name, inputs, methods and settings.
    public static func == (one: Space, other: Space) -> Bool {
      one.name == other.name && one.inputs == other.inputs && one.isClustered == other.isClustered
        && one.fitOn == other.fitOn && one.steps.map(\.kind) == other.steps.map(\.kind)
        && one.steps.map(\.settings) == other.steps.map(\.settings)
    }

    /// True for a feature set as it is.
    public var isFeatureSet: Bool { steps.isEmpty }
    /// The only method, where it is a fusion with weights.
    package var weightedFusion: (any WeightedFusion)? { steps.count == 1 ? steps[0] as? any WeightedFusion : nil }
  }
}

// MARK: - Spaces of spaces

extension Experiment {
  /// The spaces that are clustered, in their order.
  public var clusteredSpaces: [Space] { spaces.filter(\.isClustered) }

  /// The space of a name.
  package func space(named name: String) -> Space? { spaces.first { $0.name == name } }

  /// True for the name of a feature set, which wins over a space of the same name.
  package func isFeatureSet(_ name: String) -> Bool { name == Self.pixels || features.contains { $0.name == name } }

  /// The feature sets that a space is made of in the end, each once, in the order of its inputs.
  package func featureSets(of space: Space) -> [String] {
    space.inputs.flatMap { name -> [String] in
      if isFeatureSet(name) { return [name] }
      return self.space(named: name).map(featureSets) ?? []
    }.uniqued
  }

  /// The inputs and methods of a space, for `run.json`.
  package func facts(of space: Space) -> SpaceFacts {
    SpaceFacts(
      inputs: space.inputs, featureSets: featureSets(of: space), steps: space.steps.map(\.kind),
      isStochastic: isStochastic(space), scaling: space.weightedFusion?.scaling,
      references: space.steps.flatMap(\.namedReferences).uniqued)
  }

  /// True for a space that is made once a seed, because one of its methods or of those of its inputs depends on the seed.
  package func isStochastic(_ space: Space) -> Bool {
    space.steps.contains { $0.isStochastic } || inputsVary(of: space)
  }

  /// The experiment in which each space that clusters on its way has the number of classes where it gives none.
  ///
  /// - Parameter classes: the number of classes that occur; nil where it is not known, which is left to the method.
  package func countingClusters(classes: Int?) -> Experiment {
    guard let classes else { return self }
    var counted = self
    for space in spaces.indices {
      for step in spaces[space].steps.indices {
        guard var maker = spaces[space].steps[step] as? any CountingSpaceMaker, maker.clusters == nil else { continue }
        maker.clusters = classes
        counted.spaces[space].steps[step] = maker
      }
    }
    return counted
  }

  /// The number of spaces in a row that a space is made of: 0 for one of feature sets alone, 1 for one of such spaces.
  package func depth(of name: String) -> Int {
    guard !isFeatureSet(name), let space = space(named: name) else { return 0 }
    return space.inputs.filter { !isFeatureSet($0) }.map { 1 + depth(of: $0) }.max() ?? 0
  }

  /// True where an input of a space is made once a seed.
  package func inputsVary(of space: Space) -> Bool {
    space.inputs.contains { name in
      !isFeatureSet(name) && self.space(named: name).map(isStochastic) ?? false
    }
  }

  /// Throws where a space is made of what is not there, or of itself.
  package func requireSoundSpaces() throws {
    for space in spaces {
      for step in space.steps.prefix(1) { try step.check(inputs: space.inputs.count) }
      for step in space.steps.dropFirst() { try step.check(inputs: 1) }
      for name in space.inputs where !isFeatureSet(name) {
        guard !space.isFeatureSet, self.space(named: name) != nil else {
          let others = spaces.map(\.name).filter { $0 != space.name }
          throw RunError(.unknownInput(space: space.name, input: name, known: features.map(\.name) + others))
        }
      }
    }
    for clusterer in clusterers {
      for name in clusterer.spaces ?? [] where !clusteredSpaces.contains(where: { $0.name == name }) {
        throw RunError(
          .unknownSpace(clusterer: clusterer.name, space: name, known: clusteredSpaces.map(\.name)))
      }
    }
    if let circle = Space.circle(among: spaces, featureSets: Set(features.map(\.name) + [Self.pixels])) {
      throw RunError(.spaceOfItself(circle))
    }
  }
}

extension Experiment.Space {
  /// Names of spaces of which each is made of the next and the last of the first; nil where there are none.
  static func circle(among spaces: [Self], featureSets: Set<String>) -> [String]? {
    let inputs = Dictionary(spaces.map { ($0.name, $0.inputs) }) { first, _ in first }
    var sound = featureSets
    func circle(from name: String, below path: [String]) -> [String]? {
      if let start = path.firstIndex(of: name) { return Array(path[start...]) }
      guard let further = inputs[name], !sound.contains(name) else { return nil }
      for input in further {
        if let found = circle(from: input, below: path + [name]) { return found }
      }
      sound.insert(name)
      return nil
    }
    for name in inputs.keys.sorted() {
      if let found = circle(from: name, below: []) { return found }
    }
    return nil
  }
}
