import Core

/// The columns that hold the ids of several files: chosen by their names and, where those do not decide, by the values
/// of the other files.
struct IDChoice {
  private(set) var sides: [ItemSide]
  private(set) var notices: [Notice] = []
  private let missing: MissingItems
  /// For each side the columns that may hold its ids.
  private let options: [[Option]]

  /// A column with the row of each of its ids; nil where one is repeated.
  private struct Option {
    let column: IDColumn
    let places: [String: Int]?
    /// True for the numbers from 0 or 1 on in any order, which may number anything.
    let counts: Bool

    /// True where the name or the values tell that the column holds ids: words, and numbers that do not only count.
    var isTelling: Bool { column.isTelling || !counts }

    init(_ column: IDColumn) {
      self.column = column
      counts = column.holdsNumbers && IDValues.count(column.ids)
      let known = zip(column.ids, 0...).filter { !$0.0.isEmpty }
      let places = Dictionary(known) { first, _ in first }
      self.places = places.count == known.count ? places : nil
    }
  }

  /// - Throws: ``ItemError`` where several columns may hold the ids and differ.
  /// - Precondition: at least one side.
  init(_ sides: [ItemSide], missing: MissingItems) throws(ItemError) {
    self.sides = sides
    self.missing = missing
    guard sides.count > 1, sides.contains(where: { !$0.columns.isEmpty }) else {
      options = []
      return
    }
    let all = sides.map { side in
      let fixed = side.columns.isEmpty ? side.ids.map { IDColumn(name: "", kind: .asked, ids: $0) } : nil
      let asked = side.columns.filter { $0.kind == .asked }
      let columns = side.columns.isEmpty ? [fixed].compactMap(\.self) : asked.isEmpty ? side.columns : asked
      return columns.filter { $0.kind != .clue && $0.kind != .dropped }.map(Option.init)
    }
    options = Self.withoutNewerIndices(all)
    let chosen = try chooseItems()
    for side in sides.indices.dropFirst() where !sides[side].columns.isEmpty { try choose(side, for: chosen) }
  }
}

extension IDChoice {
  /// The options without an index that counts the rows of all files, where these share an older one that does not, as
  /// tables have that were saved with their index twice.
  private static func withoutNewerIndices(_ all: [[Option]]) -> [[Option]] {
    func counts(_ name: String, in side: [Option]) -> Bool {
      side.first { $0.column.name == name }.map { $0.column.kind == .counter } ?? true
    }
    let shared = all[0].filter { option in
      option.column.isIndex && all.dropFirst().contains { $0.contains { $0.column.name == option.column.name } }
    }
    let newer = shared.map(\.column.name).filter { name in all.allSatisfy { counts(name, in: $0) } }
    let older = shared.first { option in
      !newer.contains(option.column.name)
        && all.dropFirst().contains { side in
          side.contains { other in
            other.column.isIndex && other.column.name == option.column.name && option.places != nil
              && Set(other.column.ids) == Set(option.column.ids)
          }
        }
    }
    return older == nil ? all : all.map { $0.filter { !newer.contains($0.column.name) } }
  }
}

// MARK: - The side that defines the items

extension IDChoice {
  /// Takes the column of the first side that most of the others have as well, else the usual one.
  private mutating func chooseItems() throws(ItemError) -> Option? {
    let own = options[0]
    guard let first = own.first, first.column.kind != .asked else { return own.first }
    let others = sides.indices.dropFirst()
    let fits = own.map { option in others.count { !matches(option, in: $0).isEmpty } }
    let most = fits.max() ?? 0
    guard most > 0 else { return try chooseUsual(0) ?? chooseShared() }
    let pool = Self.strongest(zip(own, fits).filter { $1 == most }.map(\.0))
    // Ids that fit fewer files than a counter must not contradict it.
    let telling = pool[0].counts ? zip(own, fits).filter { $1 > 0 && $1 < most && !$0.counts }.map(\.0) : []
    for option in pool.dropFirst() + telling {
      for side in others {
        guard let one = rows(of: pool[0], in: side), let other = rows(of: option, in: side), one != other else {
          continue
        }
        throw ambiguous(0, [pool[0], option])
      }
    }
    let chosen = pool[0]
    if chosen.column.isFeature, let other = others.first(where: { !matches(chosen, in: $0).isEmpty }) {
      throw amongFeatures(0, chosen, other, matches(chosen, in: other)[0])
    }
    take(chosen, 0, like: others.first { !matches(chosen, in: $0).isEmpty })
    return chosen
  }

  /// Takes the column that usually holds the ids.
  ///
  /// - Throws: ``ItemError`` where there are several and other files have ids.
  private mutating func chooseUsual(_ side: Int) throws(ItemError) -> Option? {
    let usual = usualOptions(side)
    let othersHaveIDs = sides.indices.contains { $0 != side && sides[$0].ids != nil }
    if usual.count > 1, othersHaveIDs { throw ambiguous(side, usual) }
    sides[side].use(usual.first?.column)
    return usual.first
  }

  /// Takes a column off the usual names that another side without ids has by the same name, with most of its values.
  private mutating func chooseShared() -> Option? {
    let others = sides.indices.filter { $0 > 0 && sides[$0].ids == nil }
    for option in options[0] where !option.column.isFeature {
      let name = option.column.name
      guard
        let other = others.first(where: { side in
          options[side].contains { $0.column.name == name && shares($0, option) }
        })
      else { continue }
      take(option, 0, like: other)
      return option
    }
    return nil
  }

  /// True where two columns that look like ids share half of the items or more, so that a position cannot be meant.
  private func shares(_ option: Option, _ items: Option) -> Bool {
    guard option.column.isTelling, items.column.isTelling, let places = option.places, items.places != nil else {
      return false
    }
    return 2 * items.column.ids.count { places[$0] != nil } >= items.column.ids.count
  }

  /// The options of a side of the best usual kind.
  private func usualOptions(_ side: Int) -> [Option] {
    let usual = options[side].filter(\.column.isUsual)
    return usual.filter { $0.column.kind == usual[0].column.kind }
  }
}

// MARK: - The other sides

extension IDChoice {
  private mutating func choose(_ side: Int, for items: Option?) throws(ItemError) {
    guard let first = options[side].first, first.column.kind != .asked else { return }
    guard let items else { return }
    if items.column.kind == .counter, usualOptions(side).isEmpty,
      let counter = options[side].first(where: { $0.column.kind == .counter && $0.column.ids == items.column.ids })
    {
      sides[side].use(counter.column)
      return
    }
    let pool = sharingMost(Self.strongest(matches(items, in: side)), items)
    guard let chosen = pool.first else {
      let usual = usualOptions(side)
      if usual.count > 1 { throw ambiguous(side, usual) }
      if usual.isEmpty, let near = options[side].first(where: { shares($0, items) }) { take(near, side, like: 0) }
      return
    }
    if let other = pool.first(where: { $0.column.ids != chosen.column.ids }) { throw ambiguous(side, [chosen, other]) }
    if chosen.column.isFeature { throw amongFeatures(side, chosen, 0, items) }
    try requireAgreementOfCounters(side, chosen, items)
    take(chosen, side, like: 0)
  }

  /// The options that share the most ids with the items, where they need not share all.
  private func sharingMost(_ options: [Option], _ items: Option) -> [Option] {
    guard missing == .drop, options.count > 1 else { return options }
    let shared = options.map { option in items.column.ids.count { option.places?[$0] != nil } }
    return zip(options, shared).filter { $1 == shared.max() }.map(\.0)
  }

  /// Throws where both files count their rows alike and columns without a telling name contradict that.
  private func requireAgreementOfCounters(_ side: Int, _ chosen: Option, _ items: Option) throws(ItemError) {
    guard !(chosen.isTelling && items.isTelling), let places = chosen.places,
      let counter = options[side].first(where: { $0.column.kind == .counter }),
      options[0].contains(where: { $0.column.kind == .counter && $0.column.ids == counter.column.ids }),
      zip(items.column.ids, 0...).contains(where: { places[$0] != $1 })
    else { return }
    let isCounter = chosen.column.kind == .counter
    throw isCounter
      ? ambiguous(0, [items] + options[0].filter { $0.column.kind == .counter }) : ambiguous(side, [chosen, counter])
  }

  /// Takes a column, with a note unless its name alone marks it as ids.
  private mutating func take(_ option: Option, _ side: Int, like other: Int?) {
    let usual = usualOptions(side)
    let isUsual = usual.count == 1 && usual[0].column.name == option.column.name
    sides[side].use(option.column)
    guard !isUsual else { return }
    let those = other.map { " as in \(sides[$0].name)" } ?? ""
    notices.append(
      Notice(
        kind: "ids-by-value",
        message: "ids of \(sides[side].name) are those of its column \(option.column.name)\(those)"))
  }

  private func amongFeatures(_ side: Int, _ option: Option, _ other: Int, _ same: Option) -> ItemError {
    ItemError(
      .idsAmongFeatures(
        sides[side].name, column: option.column.name, other: sides[other].name, otherColumn: same.column.name))
  }

  private func ambiguous(_ side: Int, _ options: [Option]) -> ItemError {
    ItemError(.severalIDColumns(sides[side].name, columns: options.map(\.column.name).uniqued))
  }
}

// MARK: - Columns with the same values

extension IDChoice {
  /// The columns of a side that hold the same ids as a column of the items.
  private func matches(_ items: Option, in side: Int) -> [Option] {
    // A feature that both files have in the same order adds nothing to the position.
    if options[side].contains(where: { ($0.column.isFeature || items.column.isFeature) && Self.isSame(items, $0) }) {
      return []
    }
    let bothAreNamed = hasNamed(0) && hasNamed(side)
    let countsAlike =
      items.column.kind == .counter
      && options[side].contains { $0.column.kind == .counter && $0.column.ids == items.column.ids }
    let matches = options[side].filter { option in
      guard mayPair(items, option), fits(items, option, isIndex: isIndexPair(items, option, in: side)) else {
        return false
      }
      // Where both files have ids by name, an index that both have as well adds nothing.
      if bothAreNamed, !Self.isNamed(items), !Self.isNamed(option) { return false }
      return !countsAlike || option.column.isUsual
    }
    // Columns may hold the same values in several orders; the same column is meant.
    return matches.first { Self.isSame(items, $0) }.map { [$0] } ?? matches
  }

  /// True where two columns with the same values may hold the same ids: by their names, as words, or as numbers that do
  /// not only count, since those from 0 or 1 on may be ranks. A feature with the numbers of another column in the same
  /// order changes no row.
  private func mayPair(_ one: Option, _ other: Option) -> Bool {
    let (first, second) = (one.column, other.column)
    if one.counts || other.counts { return first.isNamedLike(second) && first.mayPair(with: second) }
    let isFeature = first.isFeature || second.isFeature
    let areFew = first.holdsNumbers && first.ids.count < IDValues.fewestNumbers
    let byValue = first.kind == .value || second.kind == .value
    if first.mayPair(with: second) { return !(areFew && byValue && isFeature) }
    return first.ids.count == second.ids.count && !(isFeature && (areFew || first.ids == second.ids))
  }

  /// True for an index with gaps and a counter of the other file's rows, as after some rows were left out of one file.
  private func isIndexPair(_ one: Option, _ other: Option, in side: Int) -> Bool {
    switch (one.column.kind, other.column.kind) {
    case (.counter, .index): usualOptions(0).isEmpty
    case (.index, .counter): usualOptions(side).isEmpty
    default: false
    }
  }

  /// True for columns of one name that hold the same values in the same order.
  private static func isSame(_ one: Option, _ other: Option) -> Bool {
    one.column.name == other.column.name && one.column.ids == other.column.ids
  }

  private func hasNamed(_ side: Int) -> Bool { options[side].contains(where: Self.isNamed) }

  private static func isNamed(_ option: Option) -> Bool {
    option.column.kind == .asked || option.column.kind == .named
  }

  /// True where two columns hold the same ids; where items may be left out, also where one holds all of the other, or
  /// any of it where both are ids by name.
  private func fits(_ one: Option, _ other: Option, isIndex: Bool) -> Bool {
    guard let places = one.places, let others = other.places, !places.isEmpty, !others.isEmpty else { return false }
    if missing == .error, places.count != others.count, !isIndex { return false }
    if missing == .drop, Self.isNamed(one), Self.isNamed(other) {
      return one.column.ids.contains { others[$0] != nil }
    }
    // A row without an id may be left out only where items may.
    func isWithin(_ few: Option, _ places: [String: Int]) -> Bool {
      few.column.ids.allSatisfy { places[$0] != nil || missing == .drop && $0.isEmpty }
    }
    return places.count <= others.count ? isWithin(one, others) : isWithin(other, places)
  }

  /// The row of a side for each item; nil where no column fits.
  private func rows(of items: Option, in side: Int) -> [Int?]? {
    guard let places = Self.strongest(matches(items, in: side)).first?.places else { return nil }
    return items.column.ids.map { places[$0] }
  }

  /// The options that a name makes ids of, else those that look like ids by themselves, else all.
  private static func strongest(_ options: [Option]) -> [Option] {
    let named = options.filter(isNamed)
    if !named.isEmpty { return named }
    let telling = options.filter(\.isTelling)
    return telling.isEmpty ? options : telling
  }
}
