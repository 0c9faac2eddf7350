import Results
import Stages

/// What an experiment sweeps, with every default filled in: which spaces at which settings, clustered by what.
package struct SweepPlan {
  struct Sweep {
    let kind: SweepRecord.Kind
    let clusterer: Experiment.NamedClusterer
    /// Each space with the part whose weight is swept; nil for that in a sweep of k.
    let lines: [(space: Experiment.Space, part: String?)]
    /// Weights, or numbers of clusters.
    let settings: [Double]

    /// How many times something is clustered for each seed.
    var fits: Int { lines.count * settings.count }

    /// The same sweep of some of its spaces.
    func of(_ spaces: Set<String>) -> Sweep {
      Sweep(
        kind: kind, clusterer: clusterer, lines: lines.filter { spaces.contains($0.space.name) }, settings: settings)
    }
  }

  let sweeps: [Sweep]

  /// - Parameters:
  ///   - classes: the classes that occur, which are the clusters of a clusterer without k.
  ///   - items: how many there are; nil while they are not known.
  /// - Throws: ``HarnessError`` when a sweep names what is not there, or asks for more clusters than items.
  package init(_ experiment: Experiment, classes: Int?, items: Int? = nil) throws {
    sweeps = try [
      experiment.sweeps.weights.map { try Self.weights($0, of: experiment) },
      experiment.sweeps.k.map { try Self.k($0, of: experiment, classes: classes, items: items) },
    ].compactMap(\.self)
  }

  private static func weights(_ sweep: Experiment.WeightSweep, of experiment: Experiment) throws -> Sweep {
    let fused = experiment.clusteredSpaces.filter { $0.weightedFusion != nil }
    guard !fused.isEmpty else {
      throw HarnessError(.nothingToSweep(what: "weights", missing: "fused spaces with weights"))
    }
    let spaces = try (sweep.spaces ?? fused.map(\.name)).map { name in
      try named(name, among: fused, \.name, kind: "fused space", of: "weights")
    }
    let lines = try spaces.map { space -> (space: Experiment.Space, part: String?) in
      guard let part = sweep.part else {
        return (space, space.inputs.contains("text") ? "text" : space.inputs.last)
      }
      return (space, try named(part, among: space.inputs, \.self, kind: "part of \(space.name)", of: "weights"))
    }
    return Sweep(
      kind: .weights, clusterer: try clusterer(sweep.clusterer, of: experiment, "weights"), lines: lines,
      settings: sweep.values)
  }

  private static func k(
    _ sweep: Experiment.KSweep, of experiment: Experiment, classes: Int?, items: Int?
  ) throws -> Sweep {
    let clusterer = try clusterer(sweep.clusterer, of: experiment, "k") { $0.method is any FixedCountClusterer }
    let spaces = try (sweep.spaces ?? experiment.clusteredSpaces.map(\.name)).map { name in
      try named(name, among: experiment.clusteredSpaces, \.name, kind: "space", of: "k")
    }
    var values = sweep.values ?? []
    if sweep.values == nil {
      guard let k = clusterer.k ?? classes else { throw HarnessError(.noClusterCount(clusterer: clusterer.name)) }
      values = Experiment.KSweep.around(k).filter { $0 <= items ?? .max }
    }
    if let items, let most = values.max(), most > items {
      throw HarnessError(.tooManyClusters(asked: most, items: items))
    }
    return Sweep(kind: .k, clusterer: clusterer, lines: spaces.map { ($0, nil) }, settings: values.map(Double.init))
  }

  private static func clusterer(
    _ name: String?, of experiment: Experiment, _ sweep: String,
    where fits: (Experiment.NamedClusterer) -> Bool = { _ in true }
  ) throws -> Experiment.NamedClusterer {
    let known = experiment.clusterers.filter(fits)
    guard let first = known.first else {
      throw HarnessError(
        .nothingToSweep(
          what: sweep, missing: experiment.clusterers.isEmpty ? "clusterers" : "clusterers that take \(sweep)"))
    }
    return try name.map { try named($0, among: known, \.name, kind: "clusterer", of: sweep) } ?? first
  }

  private static func named<Thing>(
    _ name: String, among things: [Thing], _ nameOf: (Thing) -> String, kind: String, of sweep: String
  ) throws -> Thing {
    guard let thing = things.first(where: { nameOf($0) == name }) else {
      throw HarnessError(.unknownInSweep(sweep: sweep, kind: kind, name: name, known: things.map(nameOf)))
    }
    return thing
  }
}
