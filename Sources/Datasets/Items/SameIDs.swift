import Core

extension ItemError {
  /// Columns of two sides with the same ids in different orders.
  package struct Alike: Sendable, Equatable {
    /// One of the two sides.
    struct Part: Sendable, Equatable {
      let side: String
      let title: String
      let columns: [String]
      let isFeature: Bool
      /// True for a column of an array, which no option can name.
      let isOfArray: Bool
      /// The id in the first row that differs.
      let id: String
      /// The columns in pandas; none for a file that is no table.
      let pandas: [String]
    }

    let parts: [Part]
    let ids: Int
    let row: Int
    let difference: IDDifference.Found?
    let isWrittenAlike: Bool
    /// For several columns the steps in pandas that take away the differences in writing of each.
    let steps: [String]
    /// The words for those differences.
    let words: [String]
    /// A column among several that tells the rows apart alone and that the user drops.
    let dropped: [String]
    /// The options that name the ids by which the rows are matched; empty for rows that are matched by position.
    let used: String

    init(_ found: IDResemblance, _ one: ItemSide, _ two: ItemSide) {
      func part(_ key: IDKey, _ side: ItemSide, _ id: String) -> Part {
        Part(
          side: side.name, title: key.title(of: side.name), columns: key.names, isFeature: key.isFeature,
          isOfArray: key.isOfArray(side), id: id,
          pandas: key.names.compactMap { side.table?.pandas($0) })
      }
      parts = [part(found.one, one, found.firstPair.0), part(found.two, two, found.firstPair.1)]
      ids = found.shared
      row = found.firstRow
      difference = found.difference
      isWrittenAlike = found.isWrittenAlike
      let differences = zip(found.one.parts, found.two.parts).map { one, two in
        IDDifference.found(Array(Set(one.ids)), Array(Set(two.ids)))
      }
      steps = differences.map { $0?.steps ?? "" }
      words = differences.compactMap { $0?.words }
      let parts = zip(found.one.parts, found.two.parts)
      let telling = parts.first { one, two in
        (one.kind == .dropped || two.kind == .dropped) && one.known.count == one.ids.count
      }
      dropped = telling.map { ($0.names + $1.names).uniqued } ?? []
      used = one.ids == nil || two.ids == nil ? "" : ItemError.options([one.column, two.column].compactMap(\.self))
    }
  }
}

extension ItemError.Alike {
  var cause: String {
    let features = parts.filter(\.isFeature).map(\.columns).uniqued.map { columns in
      "; \(list(columns)) \(columns.count == 1 ? "is read as a feature" : "are read as features")"
    }
    let without = (difference.map { [$0.words] } ?? words).uniqued
    return "\(parts[0].title) and \(parts[1].title) hold the same \(counted(ids, "id"))"
      + (without.isEmpty ? isWrittenAlike ? "" : ", written in another way" : " without \(list(without))")
      + ", in another order: row \(row.grouped) (from 0) is \(parts[0].id) and \(parts[1].id)" + features.joined()
  }

  var hint: String { "\(way); if they are not ids: \(used.isEmpty ? ItemError.noIDs : used)" }

  private var way: String {
    if !dropped.isEmpty {
      return "leave \(list(dropped)) out of --drop-columns, or name the ids: \(ItemError.options(dropped))"
    }
    guard !parts.contains(where: \.isOfArray) else { return ItemError.firstColumnAsIDs }
    guard parts[0].columns.count == 1 || parts[1].columns.count == 1 || difference != nil else { return joining }
    let options = ItemError.options(parts.flatMap(\.columns))
    guard let difference else {
      return isWrittenAlike ? "name them: \(options)" : "write the ids of both alike, and name them: \(options)"
    }
    let files = zip(parts, [difference.isInItems, difference.isInOthers]).filter(\.1).map { part, _ in
      (part.side, part.pandas.first)
    }
    let rewriting = ItemError.rewriting(
      files, difference, side: parts[1].side, like: parts[0].side, isFolder: parts[0].columns.isEmpty)
    return options.isEmpty ? rewriting : "\(rewriting), and name them: \(options)"
  }

  /// The way to make one column of several.
  private var joining: String {
    let statements = parts.map { part in
      guard !part.pandas.isEmpty else { return "one of \(list(part.columns))" }
      return "df[\"id\"] = "
        + zip(part.pandas, steps).map { "\($0).astype(str)\($1)" }.joined(separator: " + \" \" + ")
    }
    guard statements[0] != statements[1] else {
      return "write them into one column in both files, in pandas: \(statements[0])"
    }
    return "write them into one column in both files, in pandas: "
      + zip(parts, statements).map { "\($1) for \($0.side)" }.joined(separator: "; ")
  }
}
