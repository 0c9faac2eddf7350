import Core
import Results

/// Items that are drawn at random from the clusters of a method: some of each, or sets of one from each that match in something.
package struct ItemDraw {
  /// The value in which the items of a set match.
  package enum Match: Sendable, Hashable {
    /// Equal classes match.
    case word(String)
    /// The nearest number matches best.
    case number(Double)
  }

  /// The column of the number of the draw or the set, from 1, and those of the members.
  package let table: StoredTable
  /// Deviations from what was asked, each a sentence.
  package let notes: [String]

  /// Draws items from each cluster; all of a cluster that has fewer.
  package init(of stored: StoredMembers, count: Int, seed: Seed) {
    let clusters = Self.clusters(of: stored)
    let drawn = clusters.map { cluster in
      var stream = seed.stream("cluster draw", cluster.number)
      return stream.sample(min(count, cluster.items.count), of: cluster.items.count).map { cluster.items[$0] }
    }
    table = Self.table(drawn.flatMap { items in zip(1..., items).map { (number: $0, item: $1) } }, of: stored)
    notes = clusters.filter { $0.items.count < count }.map {
      "cluster \($0.number) has \(counted($0.items.count, "item")), fewer than \(count)"
    }
  }

  /// Draws sets of one item from each cluster that match: around random items of the smallest cluster, those of the same class,
  /// or with the nearest number. No item is in two sets.
  ///
  /// - Parameters:
  ///   - column: the name of what they match in.
  ///   - values: the value of each item; nil for an item without one.
  /// - Throws: ``ClustersError`` where there is no such set.
  /// - Complexity: O(tries · items), where a try is an item of the smallest cluster.
  package init(
    of stored: StoredMembers, sets count: Int, matchedOn column: String, _ values: [Match?], seed: Seed
  ) throws {
    let clusters = Self.clusters(of: stored).map { cluster in
      (number: cluster.number, items: cluster.items.filter { values[$0] != nil })
    }
    let smallest = clusters.indices.min { (clusters[$0].items.count, $0) < (clusters[$1].items.count, $1) } ?? 0
    var stream = seed.stream("matched draw")
    let anchors = clusters.isEmpty ? [] : clusters[smallest].items
    var used: Set<Int> = []
    var sets: [[Int]] = []
    for anchor in stream.sample(anchors.count, of: anchors.count).map({ anchors[$0] }) where sets.count < count {
      guard let value = values[anchor] else { continue }
      let set = clusters.indices.map { place -> Int? in
        place == smallest ? anchor : Self.partner(of: value, among: clusters[place].items, values, used, &stream)
      }.compactMap(\.self)
      guard set.count == clusters.count else { continue }
      used.formUnion(set)
      sets.append(set)
    }
    guard !sets.isEmpty else {
      throw ClustersError(.noMatches(column: column, method: stored.record.trial.method.text))
    }
    let drawn = zip(1..., sets).flatMap { number, items in items.map { (number: number, item: $0) } }
    table = Self.table(drawn, of: stored)
    let few = sets.count < count ? ["\(counted(sets.count, "set")) of \(count) were found"] : []
    notes = few + Self.widths(of: sets, column, values)
  }

  /// An item of the same class, drawn at random, or the one with the nearest number, of equally near ones the first; nil where
  /// none is left.
  private static func partner(
    of value: Match, among items: [Int], _ values: [Match?], _ used: Set<Int>, _ stream: inout RandomStream
  ) -> Int? {
    let free = items.filter { !used.contains($0) }
    guard case .number(let number) = value else {
      let alike = free.filter { values[$0] == value }
      return alike.isEmpty ? nil : alike[stream.integer(below: alike.count)]
    }
    func distance(_ item: Int) -> Double {
      if case .number(let other)? = values[item] { abs(other - number) } else { .infinity }
    }
    return free.min { (distance($0), $0) < (distance($1), $1) }
  }

  /// The largest difference within a set, where sets match in numbers.
  private static func widths(of sets: [[Int]], _ column: String, _ values: [Match?]) -> [String] {
    let widths = sets.compactMap { set -> Double? in
      let numbers = set.compactMap { if case .number(let value)? = values[$0] { value } else { nil } }
      guard let low = numbers.min(), let high = numbers.max() else { return nil }
      return high - low
    }
    return widths.max().map { ["within a set \(column) differs by at most \(NumberStyle().text($0))"] } ?? []
  }

  /// The clusters with their items, ascending; noise is none.
  private static func clusters(of stored: StoredMembers) -> [(number: Int, items: [Int])] {
    var items: [Int: [Int]] = [:]
    for (item, text) in stored.members.texts(of: MembersColumn.cluster).enumerated() {
      if let number = Int(text), number >= 0 { items[number, default: []].append(item) }
    }
    return items.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The members with the names of their clusters.
  private static func table(_ drawn: [(number: Int, item: Int)], of stored: StoredMembers) -> StoredTable {
    let (clusters, members) = (stored.clusters, stored.members)
    let names = Dictionary(
      zip(clusters.texts(of: MembersColumn.cluster), clusters.texts(of: MembersColumn.name)),
      uniquingKeysWith: { first, _ in first })
    guard let cluster = members.column(MembersColumn.cluster) else {
      return StoredTable(
        header: [MembersColumn.draw] + members.header,
        rows: drawn.map { [String($0.number)] + members.rows[$0.item] })
    }
    // Members of named clusters have their names already.
    let kept = members.header.indices.filter { $0 != cluster + 1 || members.header[$0] != MembersColumn.name }
    func row(_ fields: [String], draw: String, name: String) -> [String] {
      kept.reduce(into: [draw]) { row, column in row += column == cluster ? [fields[column], name] : [fields[column]] }
    }
    return StoredTable(
      header: row(members.header, draw: MembersColumn.draw, name: MembersColumn.name),
      rows: drawn.map { number, item in
        let fields = members.rows[item]
        return row(fields, draw: String(number), name: names[fields[cluster]] ?? "")
      })
  }
}

extension ItemDraw.Match {
  /// The values of a column of the members; nil where there is no such column.
  package static func values(of column: String, in stored: StoredMembers) -> [ItemDraw.Match?]? {
    guard stored.members.column(column) != nil else { return nil }
    return stored.members.texts(of: column).map { text in
      guard !text.isEmpty else { return nil }
      guard MembersColumn.areNumbers.contains(column) else { return .word(text) }
      return Double(text).map(ItemDraw.Match.number)
    }
  }
}
