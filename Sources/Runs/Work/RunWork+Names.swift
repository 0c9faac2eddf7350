import Core
import Experiments
import Results
import Stages

/// The names of references to which the clusters of a method point, such as the nouns of images.
extension RunWork {
  /// Returns the names of each reference that the space of a trial reads, itself or by those that it is made of; none of a
  /// reference whose rows have no names.
  ///
  /// - Parameter partition: the clusters of the trial, one label a row of its space.
  func retrievedNames(of trial: TrialIdentity, _ partition: Partition) throws -> [RetrievedNames] {
    let read = resolution.experiment.space(named: trial.space).map(resolution.experiment.namingSpaces) ?? []
    let repeated = Set(Dictionary(grouping: read, by: \.reference).filter { $0.value.count > 1 }.keys)
    return try read.filter { resolution.inputs.references.hasNames($0.reference) }.compactMap { source in
      guard let (items, describer) = try spaces.names(of: source.space, seed: trial.seed) else { return nil }
      let isRepeated = repeated.contains(source.reference)
      return RetrievedNames(
        title: isRepeated ? "\(source.reference) of \(source.space)" : source.reference, reference: source.reference,
        space: source.space, clusters: Self.clusters(partition, items, describer))
    }
  }

  private static func clusters(
    _ partition: Partition, _ items: NamedWeights, _ describer: any GroupDescriber
  ) -> [RetrievedNames.Cluster] {
    let members = partition.members
    let held = members.indices.filter { !members[$0].isEmpty }
    let centers = describer.describe(centersOf: held.map { members[$0] })
    let clusters = zip(held, centers).map { id, center in
      RetrievedNames.Cluster(
        id: id, items: items.heaviest(of: members[id]),
        center: RetrievedNames.heaviest(center.map { ($0.name, Double($0.weight)) }))
    }
    let noise = partition.labels.indices.filter { partition.labels[$0] == Partition.noise }
    guard !noise.isEmpty else { return clusters }
    return clusters + [.init(id: Int(Partition.noise), items: items.heaviest(of: noise), center: [])]
  }
}

extension NamedWeights {
  /// The names with the largest mean shares over some items. Names that are not among those kept of an item count nothing in it.
  fileprivate func heaviest(of items: [Int]) -> [RetrievedNames.Name] {
    var sums = [Double](repeating: 0, count: names.count)
    for item in items {
      for place in item * count..<(item + 1) * count { sums[Int(positions[place])] += Double(weights[place]) }
    }
    let used = sums.indices.filter { sums[$0] > 0 }
    return RetrievedNames.heaviest(used.map { (names[$0], sums[$0] / Double(max(items.count, 1))) })
  }
}

extension RetrievedNames {
  /// The heaviest of some names: rows of one name count together, equal weights stand in the order of the names.
  fileprivate static func heaviest(_ names: [(text: String, weight: Double)]) -> [Name] {
    var weights: [String: Double] = [:]
    for name in names { weights[name.text, default: 0] += name.weight }
    let sorted = weights.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }
    return sorted.prefix(most).enumerated().filter { $0.offset == 0 || $0.element.value >= least }
      .map { Name(text: $0.element.key, weight: ($0.element.value * 1e6).rounded() / 1e6) }
  }
}

extension Resolution {
  /// The notes on references of a space whose rows have no names, so that its clusters have none of it.
  func unnamedNotices(of space: Experiment.Space) -> [Notice] {
    experiment.namingSpaces(of: space).map(\.reference).uniqued.filter { !inputs.references.hasNames($0) }.map { name in
      Notice(
        kind: "no-nouns",
        message: "the clusters of \(space.name) have no nouns of \(name), whose rows have no names (names: sets them)")
    }
  }
}
