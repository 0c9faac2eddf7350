extension Experiment {
  /// Throws when two things have one name, by which their results would be stored.
  package func requireDistinctNames() throws {
    if features.contains(where: { $0.name == Self.pixels }) { throw RunError(.reservedName(Self.pixels)) }
    let names = [
      ("feature sets", features.map(\.name)), ("references", references.map(\.name)), ("spaces", spaces.map(\.name)),
      ("clusterers", clusterers.map(\.name)), ("label sets", dataset.labels.map(\.name)),
      ("seeds", seeds.map(\.description)),
    ]
    for (kind, names) in names {
      var seen: Set<String> = []
      for name in names where !seen.insert(name).inserted {
        throw RunError(.repeatedName(kind: kind, name: name))
      }
    }
  }
}
