import Core

extension SummaryTable {
  /// A label set above the columns of its scores.
  public struct ColumnGroup: Sendable, Equatable {
    /// The name of the label set; empty above columns that compare with no labels.
    public var title: String
    /// The number of its columns.
    public var columns: Int

    package init(title: String, columns: Int) {
      self.title = title
      self.columns = columns
    }
  }

  /// The label set of each column of scores; empty where all are of one, or of none.
  package var labelSetOfColumn: [String] { groups.flatMap { [String](repeating: $0.title, count: $0.columns) } }

  /// Puts the scores against further label sets beside those against the first: the columns of each label set together, then
  /// the columns of scores that need no labels.
  ///
  /// - Parameter run: the run whose table this is.
  mutating func add(_ truths: TruthsRecord, of run: Run) {
    let external = scores.indices.filter { !run.record.score(scores[$0]).isInternal }
    let others = scores.indices.filter { run.record.score(scores[$0]).isInternal }
    let names = external.map { scores[$0] }
    guard !names.isEmpty, truths.labelSets.count > 1 else { return }
    let tables = truths.labelSets.dropFirst().map { labelSet in
      SummaryTable(
        of: truths.run(run, against: labelSet), scores: names,
        statistics: labelSet.classes > 1 ? labelSet.statistics : nil)
    }
    let isOfOneClass = truths.labelSets.map { $0.classes == 1 }
    for row in rows.indices {
      let cells = rows[row].cells
      rows[row].cells =
        external.map { cells[$0] } + tables.flatMap { $0.rows[row].cells } + others.map { cells[$0] }
    }
    scores = truths.labelSets.flatMap { _ in names } + others.map { scores[$0] }
    groups = truths.labelSets.map { ColumnGroup(title: $0.name, columns: names.count) }
    if !others.isEmpty { groups.append(ColumnGroup(title: "", columns: others.count)) }
    footnotes = Self.footnotes(footnotes, with: truths, tables)
    for (position, isOne) in isOfOneClass.enumerated() where isOne {
      unmark(columns: names.count * position..<names.count * (position + 1))
    }
    if !hasMarks { footnotes.removeAll { $0.hasPrefix(Self.equalMark) } }
  }

  /// The footnotes of a run with those of its scores against further label sets, without intervals and tests.
  package static func footnotes(of run: Run, with truths: TruthsRecord) -> [String] {
    let own = SummaryTable(of: run)
    let names = own.scores.filter { !run.record.score($0).isInternal }
    guard !names.isEmpty, truths.labelSets.count > 1 else { return own.footnotes }
    let tables = truths.labelSets.dropFirst().map { SummaryTable(of: truths.run(run, against: $0), scores: names) }
    return footnotes(own.footnotes, with: truths, tables)
  }

  /// - Parameter tables: those of the label sets behind the first.
  private static func footnotes(_ own: [String], with truths: TruthsRecord, _ tables: [SummaryTable]) -> [String] {
    let classes = list(truths.labelSets.map { "\($0.name) \($0.classes.grouped)" })
    var notes =
      ["classes of the label sets: \(classes); scores that are not adjusted for chance are higher with more classes"]
      + own
    let known = Set(notes)
    for (labelSet, table) in zip(truths.labelSets.dropFirst(), tables) {
      for note in table.footnotes where !known.contains(note) {
        notes.append(note.hasPrefix(equalMark) ? note : "\(labelSet.name): \(note)")
      }
    }
    notes += truths.labelSets.filter { $0.classes == 1 && $0.items > 1 }.map { labelSet in
      "\(labelSet.name): every item is of one class (1 class for \(counted(labelSet.items, "item"))): scores are meaningless; "
        + "check the column"
    }
    return notes.uniqued
  }

  /// Removes the marks of the best and of those like it.
  private mutating func unmark(columns: Range<Int>) {
    for row in rows.indices {
      for column in columns {
        rows[row].cells[column]?.isBest = false
        rows[row].cells[column]?.equalsBest = false
      }
    }
  }
}
