import Core
import Experiments
import Results

/// The tables of a method's clusters and of their items: of the trial that stands for the method.
struct MemberTables {
  /// The number of items that the table of clusters names of each.
  static let nearest = 8

  let inputs: Inputs
  /// The clusters of the items that were clustered, one a row of the space.
  let partition: Partition
  let measures: MemberMeasures
  /// One number a row each, as the method gives them; nil where it gives none.
  var strengths: [Float]?
  var outlierScores: [Float]?
  /// The share of the other seeds under which each row lies in the matching cluster; nil for a method with one trial.
  var seedShares: [Double]?
  /// The agreement of each cluster with those found in resampled rows, by its number.
  var jaccards: [Int: Double] = [:]
  /// The words of each cluster by its number, the heaviest first; none without captions.
  var words: [Int: [String]] = [:]
  /// The names of references to which the clusters point; none where the space reads no reference.
  var retrieved: [RetrievedNames] = []
  /// The names of the clusters' own, by their numbers.
  var names: [Int: String] = [:]

  // MARK: - Clusters

  /// One row a cluster that holds an item, in the order of their numbers, and one for noise; the columns of classes only where
  /// there are labels, those of nouns only where the space reads a reference.
  var clusters: StoredTable {
    let members = partition.members
    let noise = partition.labels.indices.filter { partition.labels[$0] == Partition.noise }
    let rows = members.indices.filter { !members[$0].isEmpty }.map { row(of: Int32($0), members[$0]) }
    let table = StoredTable(
      header: [
        MembersColumn.cluster, MembersColumn.name, MembersColumn.size, MembersColumn.labelled, MembersColumn.purity,
        MembersColumn.stability, MembersColumn.words, MembersColumn.nouns, MembersColumn.centerNouns,
        MembersColumn.nearest,
      ], rows: rows + (noise.isEmpty ? [] : [row(of: Partition.noise, noise)]))
    let left =
      (inputs.truth == nil ? [MembersColumn.labelled, MembersColumn.purity] : [])
      + (retrieved.isEmpty ? [MembersColumn.nouns, MembersColumn.centerNouns] : [])
    return table.selecting(table.header.indices.filter { !left.contains(table.header[$0]) })
  }

  private func row(of cluster: Int32, _ members: [Int]) -> [String] {
    let isNoise = cluster == Partition.noise
    let classes = classes(of: members)
    let labelled = classes.reduce(0) { $0 + $1.count }
    let name =
      isNoise
      ? ClusterName.number(cluster)
      : ClusterName.majority(Int(cluster), classes.first?.name, own: names[Int(cluster)])
    let near = isNoise ? [] : members.sorted { (measures.distances[$0], $0) < (measures.distances[$1], $1) }
    return [
      String(cluster), name, String(members.count),
      inputs.truth == nil ? "" : Self.text(Double(labelled) / Double(members.count)),
      classes.first.map { Self.text(Double($0.count) / Double(labelled)) } ?? "",
      jaccards[Int(cluster)].map(Self.text) ?? "", Self.joined(words[Int(cluster)] ?? []),
      retrieved.text(of: Int(cluster), \.items), retrieved.text(of: Int(cluster), \.center),
      Self.joined(near.prefix(Self.nearest).map(itemName).map(Self.separable)),
    ]
  }

  private static func joined(_ texts: [String]) -> String { texts.joined(separator: "; ") }

  /// A text of a list that semicolons part: in quotes, inner ones doubled, where it has one itself.
  private static func separable(_ text: String) -> String {
    text.contains(";") ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }

  /// The classes of some rows, the most common first; of equally common ones the first in the order of the label set.
  private func classes(of members: [Int]) -> [(name: String, count: Int)] {
    guard let truth = inputs.truth else { return [] }
    var counts: [Int: Int] = [:]
    for row in members where truth.values[row] >= 0 { counts[Int(truth.values[row]), default: 0] += 1 }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { (truth.classes[$0.key], $0.value) }
  }

  /// The id of a row's item, else its caption, else its position.
  private func itemName(_ row: Int) -> String {
    let names = [inputs.ids?[inputs.items[row]], inputs.captions?[row]]
    return names.compactMap(\.self).first { !$0.isEmpty } ?? String(inputs.items[row])
  }

  // MARK: - Members

  /// One row an item, in their order; one that was not clustered has no numbers.
  ///
  /// - Complexity: O(items · columns of the table), on all threads.
  var members: StoredTable {
    let rowOfItem = inputs.restoringPositions(of: Array(inputs.items.indices), filler: -1)
    let chunks = Parallel.mapChunks(of: inputs.itemCount, size: 4096) { _, range in
      range.map { item in row(of: item, at: rowOfItem[item] < 0 ? nil : rowOfItem[item]) }
    }
    return StoredTable(header: memberColumns, rows: Array(chunks.joined()))
  }

  private var memberColumns: [String] {
    let own =
      [MembersColumn.item, MembersColumn.id, MembersColumn.caption, MembersColumn.cluster]
      + (names.isEmpty ? [] : [MembersColumn.name]) + [
        MembersColumn.strength, MembersColumn.outlier, MembersColumn.distance, MembersColumn.silhouette,
        MembersColumn.stability,
      ]
    let taken = MembersColumn.areNumbers.union(own + [MembersColumn.name])
    return own + inputs.labelSets.map { taken.contains($0.name) ? "label \($0.name)" : $0.name }
  }

  private func row(of item: Int, at row: Int?) -> [String] {
    func number(_ values: [Double]?) -> String { row.flatMap { values?[$0] }.map(Self.text) ?? "" }
    func short(_ values: [Float]?) -> String { row.flatMap { values?[$0] }.map { Self.text(Double($0)) } ?? "" }
    let cluster = row.map { partition.labels[$0] } ?? Partition.leftOut
    let first = [
      String(item), inputs.ids?[item] ?? "", row.flatMap { inputs.captions?[$0] } ?? "", String(cluster),
    ]
    let name = names.isEmpty ? [] : [names[Int(cluster)] ?? ""]
    return first + name + [
      short(strengths), short(outlierScores), number(measures.distances), number(measures.silhouettes),
      number(seedShares),
    ]
      + inputs.labelSets.map { labels in
        guard let row, labels.values[row] >= 0 else { return "" }
        return labels.classes[Int(labels.values[row])]
      }
  }

  /// The shortest digits that give the number in 32 bits, or in 64 where these cannot hold it; nothing for NaN.
  private static func text(_ value: Double) -> String {
    guard !value.isNaN else { return "" }
    let short = Float(value)
    return short.isNormal || value == 0 ? "\(short)" : "\(value)"
  }
}
