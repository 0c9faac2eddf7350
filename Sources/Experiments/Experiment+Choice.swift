import Stages

extension Experiment {
  /// Adds a sweep of k with all criteria for each clusterer that is told the number of clusters, unless a sweep has
  /// criteria already and no values are given.
  ///
  /// Clusterers that differ in their k alone are swept once. Without label sets, clusterers without k get one of the
  /// values, so that the run needs neither labels nor k.
  /// - Parameter values: ascending; nil for those that ``KSweep/choices(items:k:)`` has.
  /// - Throws: ``RunError`` where no clusterer is told the number of clusters.
  package mutating func addChoice(of values: [Int]?) throws {
    if values != nil || !sweeps.hasCriteria { try addSweeps(of: values) }
    guard dataset.labels.isEmpty else { return }
    let k = values.map { $0[$0.count / 2] } ?? Self.smallK
    clusterers = clusterers.map { $0.k == nil && $0.takesCount ? $0.forming(k) : $0 }
  }

  /// The k of a clusterer without one, where it decides nothing; it is among the values for any number of items.
  private static let smallK = 3

  private mutating func addSweeps(of values: [Int]?) throws {
    var swept: [NamedClusterer] = []
    for clusterer in clusterers where clusterer.takesCount {
      let isKnown = swept.contains { known in
        var same = known.forming(1)
        same.name = clusterer.name
        return same == clusterer.forming(1)
      }
      if !isKnown { swept.append(clusterer) }
    }
    guard let first = swept.first else {
      if let cut = clusterers.first(where: { $0.method is any FixedCountClusterer }) {
        throw RunError(.countIsFound(clusterer: cut.name))
      }
      throw RunError(.noneTakesK(sweeps: sweeps.parameters.count))
    }
    let criteria = Self.criteria()
    sweeps.k = KSweep(
      of: sweeps.k?.spaces, values: values ?? sweeps.k?.values, clusterer: first.name, criteria: criteria)
    for clusterer in swept.dropFirst() {
      let sweep = ParameterSweep(
        .clusterer(clusterer.name), ParameterSweep.clusters, values: values?.map(ParameterValue.integer),
        criteria: criteria)
      sweeps.parameters.removeAll { $0.name == sweep.name }
      sweeps.parameters.append(sweep)
    }
  }
}

extension Experiment.Sweeps {
  /// True where a sweep has criteria.
  var hasCriteria: Bool { k?.criteria != nil || parameters.contains { $0.criteria != nil } }
}

extension Experiment.NamedClusterer {
  /// True where the method is told the number of clusters; one that is cut by a distance finds it.
  fileprivate var takesCount: Bool { (method as? any FixedCountClusterer).map { !$0.findsClusters } ?? false }
}
