import Core

/// The methods that a run compares, each a clusterer on a space, with its seeds and the scores that measure it.
package struct RunPlan: Codable, Sendable, Equatable {
  package typealias Method = StatisticsRecord.Method

  package var spaces: [String]
  package var clusterers: [String]
  package var seeds: [UInt64]
  package var scores: [String]
  /// The spaces of each clusterer that does not cluster all of them; nil where each does.
  package var on: [String: [String]]?
  /// The methods that no seed changes: each has one trial, under the first seed. Nil where there are none.
  package var deterministic: [Method]?

  /// The clusterers that find their number of clusters and may leave noise; nil where there are none.
  package var open: [String]?

  package init(
    spaces: [String], clusterers: [String], seeds: [UInt64], scores: [String], on: [String: [String]] = [:]
  ) {
    self.spaces = spaces
    self.clusterers = clusterers
    self.seeds = seeds
    self.scores = scores
    self.on = on.isEmpty ? nil : on
  }

  /// The same plan with those methods marked that no seed changes.
  package func marking(deterministic: (Method) -> Bool) -> RunPlan {
    var plan = self
    let marked = methods.filter(deterministic)
    plan.deterministic = marked.isEmpty ? nil : marked
    return plan
  }

  /// The same plan with those clusterers marked that find their number of clusters.
  package func marking(open: Set<String>) -> RunPlan {
    var plan = self
    let marked = clusterers.filter(open.contains)
    plan.open = marked.isEmpty ? nil : marked
    return plan
  }

  /// A note on those methods that no seed changes, where others are repeated.
  package var deterministicNote: String? {
    guard let deterministic, hasSeeds, seeds.count > 1 else { return nil }
    return "deterministic, run once: \(list(deterministic.map(\.text), limit: 4))"
  }

  /// True where a seed changes any method.
  package var hasSeeds: Bool { methods.contains { !isDeterministic($0) } }

  /// The methods, by clusterer, then space.
  package var methods: [Method] {
    clusterers.flatMap { clusterer in
      spaces.filter { on?[clusterer]?.contains($0) ?? true }.map { Method(clusterer: clusterer, space: $0) }
    }
  }

  /// True for a method that no seed changes.
  package func isDeterministic(_ method: Method) -> Bool { deterministic?.contains(method) ?? false }

  /// The seeds of a method's trials.
  package func seeds(of method: Method) -> [UInt64] { isDeterministic(method) ? Array(seeds.prefix(1)) : seeds }

  /// The trials, by clusterer, then space, then seed.
  package var trials: [TrialIdentity] {
    methods.flatMap { method in
      seeds(of: method).map { TrialIdentity(space: method.space, clusterer: method.clusterer, seed: $0) }
    }
  }
}

extension TrialIdentity {
  /// The clusterer on the space.
  package var method: StatisticsRecord.Method { StatisticsRecord.Method(clusterer: clusterer, space: space) }

  package init(_ method: StatisticsRecord.Method, seed: UInt64) {
    self.init(space: method.space, clusterer: method.clusterer, seed: seed)
  }
}
