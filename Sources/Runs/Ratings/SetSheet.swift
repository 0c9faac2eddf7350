import Core
import Datasets
import Foundation
import Results
import Statistics

/// The sets of items that people match with descriptions of clusters, as `sets.csv` and `clusters.csv` have them.
package struct SetSheet: Sendable, Equatable {
  /// Items of one cluster.
  package struct ItemSet: Sendable, Equatable {
    package let name: String
    package let cluster: Int
    package let items: [Int]
  }

  /// A cluster that people can choose, by its description.
  package struct Cluster: Sendable, Equatable {
    package let number: Int
    package let description: String
  }

  package let sets: [ItemSet]
  package let clusters: [Cluster]
  package let notices: [Notice]

  package static let setsFile = "sets.csv"
  package static let clustersFile = "clusters.csv"

  /// Draws sets from the clusters of a trial that have enough items and a description.
  ///
  /// - Parameters:
  ///   - descriptions: one a cluster, empty where there is none.
  ///   - file: the file that gives them; nil where they are made.
  /// - Throws: ``RatingError`` where fewer than two clusters are left; `ResultsError` for files that were changed.
  package init(
    drawing count: Int, size: Int, from trial: TrialRecord, of run: StoredRun, descriptions: [Int: String],
    from file: String? = nil, seed: Seed
  ) throws {
    try run.requireSomethingToShow()
    let method = trial.identity.method.text
    let whole = try run.partition(of: trial)
    func description(_ cluster: Int) -> String { descriptions[cluster] ?? "" }
    let described = Partition(
      labels: whole.labels.map { $0 >= 0 && description(Int($0)).isEmpty ? Partition.leftOut : $0 },
      clusters: whole.clusters)
    let draw = SetDraw(count, size: size, from: described, seed: seed)
    var sizes = [Int](repeating: 0, count: whole.clusters)
    for label in whole.labels where label >= 0 { sizes[Int(label)] += 1 }
    guard let largest = sizes.max(), largest >= size else {
      throw RatingError(.tooFewMembers(method: method, size: size, largest: sizes.max() ?? 0))
    }
    let offered = sizes.indices.filter { sizes[$0] >= size && !description($0).isEmpty }
    let undrawn = descriptions.keys.filter { !sizes.indices.contains($0) || sizes[$0] == 0 }.sorted()
    guard undrawn.isEmpty || file == nil else {
      throw RatingError(
        .undrawnClusters(
          file ?? "", names: undrawn.map(String.init), method: method, count: sizes.count { $0 > 0 }))
    }
    guard offered.count > 1 else { throw RatingError(.tooFewClusters(method: method, clusters: offered.count)) }
    sets = draw.sets.enumerated().map { position, set in
      ItemSet(name: String(position + 1), cluster: set.cluster, items: set.items)
    }
    clusters = offered.map { Cluster(number: $0, description: description($0)) }
    let undescribed = sizes.indices.filter { sizes[$0] > 0 && description($0).isEmpty }
    let small = sizes.indices.filter { sizes[$0] > 0 && sizes[$0] < size && !description($0).isEmpty }
    notices = [
      Self.notice(small, "have fewer than \(counted(size, "item"))", "has fewer than \(counted(size, "item"))"),
      Self.notice(undescribed, "have no description", "has no description"), Self.alikeNotice(clusters),
      Self.fewSets(sets, clusters: clusters.count),
    ].compactMap(\.self)
  }

  /// A note on clusters that nobody can tell apart by their descriptions.
  private static func alikeNotice(_ clusters: [Cluster]) -> Notice? {
    let groups = Dictionary(grouping: clusters, by: \.description).values.filter { $0.count > 1 }
      .map { $0.map(\.number) }.sorted { $0[0] < $1[0] }
    guard let first = groups.first else { return nil }
    let others = groups.count > 1 ? ", and so have \(counted(groups.count - 1, "other group"))" : ""
    return Notice(
      kind: "descriptions-alike",
      message:
        "clusters \(list(first.map(String.init))) have the same description\(others): answers cannot tell them apart")
  }

  /// A note where clusters get no set or one, of which nothing is known of the spread; nil where each gets two.
  private static func fewSets(_ sets: [ItemSet], clusters: Int) -> Notice? {
    guard sets.count < 2 * clusters else { return nil }
    let without = clusters - Set(sets.map(\.cluster)).count
    let start =
      without > 0
      ? "\(without.grouped) of \(counted(clusters, "cluster")) \(without == 1 ? "gets" : "get") no set: each gets one with "
        + "--sets \(clusters), and "
      : "some of \(counted(clusters, "cluster")) get one set: each gets "
    return Notice(
      kind: "few-sets", message: start + "two, which the intervals of match score need, with --sets \(2 * clusters)")
  }

  private static func notice(_ clusters: [Int], _ several: String, _ one: String) -> Notice? {
    guard !clusters.isEmpty else { return nil }
    let numbers = list(clusters.map(String.init))
    return Notice(
      kind: "clusters-not-offered",
      message: clusters.count == 1
        ? "cluster \(numbers) \(one): it is left out" : "clusters \(numbers) \(several): they are left out")
  }

  /// The text of `sets.csv`: one line an item of a set.
  ///
  /// - Throws: `ResultsError` when the ids are not those of the run.
  package func setsCSV(of run: StoredRun) throws -> String {
    let names = try ItemNames(of: run)
    let lines = sets.flatMap { set in
      set.items.map { [set.name, String(set.cluster), csvField(names.name(of: $0))].joined(separator: ",") }
    }
    return (["set,cluster,item"] + lines).map { $0 + "\n" }.joined()
  }

  /// The text of `clusters.csv`: the description of each cluster that can be chosen.
  package var clustersCSV: String {
    let lines = clusters.map { "\($0.number),\(csvField($0.description))" }
    return (["cluster,description"] + lines).map { $0 + "\n" }.joined()
  }

  /// Reads both tables of a draw.
  ///
  /// - Throws: the importers' errors, and ``RatingError`` for sets of two clusters, items that the run does not have,
  ///   and clusters without a description.
  package init(reading path: String, clusters clustersPath: String, of run: StoredRun) throws {
    let table = try DelimitedTable(mapping: path, header: .present)
    let columns = try ["set", "cluster", "item"].map { try table.strings(column: table.position(of: $0)) }
    let descriptions = try Self.descriptions(reading: clustersPath)
    let names = try ItemNames(of: run)
    let strange = columns[2].filter { names.item($0) == nil }
    guard strange.isEmpty else {
      throw RatingError(.unknownItems(path, names: strange.uniqued, items: run.itemCount))
    }
    let undescribed = columns[1].filter { Int($0).flatMap { descriptions[$0] } == nil }
    guard undescribed.isEmpty else {
      throw RatingError(.unknownClusters(path, names: undescribed.uniqued, of: clustersPath))
    }
    let rows = Dictionary(grouping: columns[0].indices) { columns[0][$0] }
    let mixed = columns[0].uniqued.filter { Set((rows[$0] ?? []).map { columns[1][$0] }).count > 1 }
    guard mixed.isEmpty else { throw RatingError(.repeatedPairs(path, pairs: mixed)) }
    sets = columns[0].uniqued.map { name in
      let rows = rows[name] ?? []
      return ItemSet(
        name: name, cluster: Int(columns[1][rows[0]]) ?? 0, items: rows.compactMap { names.item(columns[2][$0]) })
    }
    clusters = descriptions.sorted { $0.key < $1.key }.map { Cluster(number: $0.key, description: $0.value) }
    notices = table.notices
  }

  /// Reads the description of each cluster from a table with the columns `cluster` and `description`.
  ///
  /// - Throws: the importers' errors, and ``RatingError`` for clusters that are no numbers or occur twice.
  package static func descriptions(reading path: String) throws -> [Int: String] {
    let table = try DelimitedTable(mapping: path, header: .present)
    let (numbers, texts) = try (
      table.strings(column: table.position(of: "cluster")), table.strings(column: table.position(of: "description"))
    )
    let strange = numbers.filter { (Int($0) ?? -1) < 0 }
    guard strange.isEmpty else { throw RatingError(.invalidClusters(path, names: strange.uniqued)) }
    let clusters = numbers.compactMap { Int($0) }
    let repeated = clusters.repeatedValues.map(String.init)
    guard repeated.isEmpty else { throw RatingError(.repeatedPairs(path, pairs: repeated)) }
    return Dictionary(uniqueKeysWithValues: zip(clusters, texts.map { $0.trimmingCharacters(in: .whitespaces) }))
  }
}

extension StoredRun {
  /// The trial of a method, `clusterer:space` or the clusterer alone where it has one space, whose first score is nearest to the mean; that of the best method where
  /// none is named.
  ///
  /// - Throws: ``RatingError`` for an unknown method or one without trials.
  package func ratedTrial(of method: String?) throws -> TrialRecord {
    guard let method else {
      guard let trial = representativeTrial() ?? trials.first else { throw RatingError(.noTrials(folder.path)) }
      return trial
    }
    guard let chosen = self.method(named: method) else {
      throw RatingError(.noMethod(method, known: methods.map(\.option)))
    }
    let trials = trials(of: chosen)
    guard !trials.isEmpty else { throw RatingError(.noTrials(folder.path)) }
    return trials[representative(of: trials)]
  }
}
