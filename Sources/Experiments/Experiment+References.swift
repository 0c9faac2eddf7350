import Results
import Stages

extension Experiment {
  /// Named rows that are no items, such as the embeddings of nouns, with the way in which their files are read.
  public struct Reference: Sendable, Equatable {
    /// The file of the rows, read as that of a feature set.
    public var rows: Feature
    /// The file of the texts that name the rows; nil for the names or ids in the file of the rows.
    public var names: FileColumn?

    /// Makes a reference with the name of its rows.
    public init(_ rows: Feature, names: FileColumn? = nil) {
      self.rows = rows
      self.names = names
    }

    /// The name, that of its rows.
    public var name: String { rows.name }
  }

  /// Throws where a reference has the name of a feature set, or a method reads a reference that there is not.
  package func requireSoundReferences() throws {
    let known = references.map(\.name)
    for name in known where isFeatureSet(name) { throw RunError(.nameOfFeatureSet(name)) }
    func check(_ stages: [any Stage], of method: String) throws {
      for name in stages.flatMap(\.namedReferences) where !known.contains(name) {
        throw RunError(.unknownReference(method: method, reference: name, known: known))
      }
    }
    for space in spaces { try check(space.steps, of: space.name) }
    for clusterer in clusterers { try check([clusterer.method], of: clusterer.name) }
    for sweep in sweeps.parameters {
      for name in sweptReferences(sweep) where !known.contains(name) {
        throw RunError(.unknownReference(method: sweep.name, reference: name, known: known))
      }
    }
  }

  /// The references that no space, no clusterer and no sweep reads.
  package var unreadReferences: [String] {
    let stages = spaces.flatMap { $0.steps.map { $0 as any Stage } } + clusterers.map { $0.method as any Stage }
    let read = Set(stages.flatMap(\.namedReferences) + sweeps.parameters.flatMap(sweptReferences))
    return references.map(\.name).filter { !read.contains($0) }
  }

  /// The references among the values of a sweep.
  private func sweptReferences(_ sweep: ParameterSweep) -> [String] {
    let declarations =
      switch sweep.owner {
      case .clusterer(let name): clusterers.first { $0.name == name }.map { type(of: $0.method).declarations } ?? []
      case .space(let name): space(named: name)?.sweptDeclarations ?? []
      }
    guard declarations.contains(where: { $0.name == sweep.parameter && $0.domain == .reference }) else { return [] }
    return (sweep.values ?? []).map(\.description)
  }
}

extension JSONValue {
  /// The path alone as the mapping of a file.
  fileprivate var asFile: JSONValue {
    if case .string = self { ["file": self] } else { self }
  }
}

extension Experiment.Reference {
  /// The file alone or with the keys of its rows and names.
  var json: JSONValue {
    guard case .object(var members) = rows.json else { return rows.json }
    // A path with a colon in it is no file:column.
    if let names { members["names"] = names.column == nil ? names.json.asFile : names.json }
    return .object(members)
  }
}
