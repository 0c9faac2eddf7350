import Core
import Features
import Matrices

/// Looks for what makes scores better, or worse, than the features deserve: items that cannot be told apart, and answers
/// that stand in the features or in the captions.
///
/// Each check is a function from features, labels or captions to what it measured, and words that as a ``Notice`` only
/// where its rule, which stands beside it, says that a reader must know.
package struct LeakChecks {
  /// The label sets, the one that is scored against first; one label an item, and no labels twice.
  package let labelSets: [LabelSet]
  /// One caption an item.
  package let captions: [String]?

  package init(labelSets: [LabelSet] = [], captions: [String]? = nil) {
    self.labelSets = labelSets.enumerated().filter { position, labels in
      !labelSets[..<position].contains { $0.saysTheSame(as: labels) }
    }.map(\.element)
    self.captions = captions
  }

  /// Returns the notes on some feature sets, each with one row an item, and on the captions.
  ///
  /// - Complexity: O(items · columns), by all threads.
  package func notices(of sets: [FeatureSet]) -> [Notice] {
    sets.flatMap { notices(of: $0) } + sharedRows(of: sets) + orderNotices(of: sets) + captionNotices
  }

  /// The questions about the order of the rows of feature sets, each with one row an item, and of the labels.
  package func orderNotices(of sets: [FeatureSet]) -> [Notice] {
    RowOrder(sets, labelSets: labelSets)?.notices ?? []
  }

  /// Repeated rows, their relation to the labels, and columns that give a label away.
  ///
  /// If a few distinct rows give the classes away, the two weaker notices are suppressed.
  package func notices(of set: FeatureSet) -> [Notice] {
    let labelled = labelSets.filter { $0.values.count == set.matrix.rows }
    let groups = RowGroups(of: set.matrix)
    let repeats = RepeatedRows(groups, merged: set.mergedRows)
    // Rows that were made equal are no evidence on the labels.
    let classes = repeats.isAny && set.mergedRows == 0 ? labelled.map { RowClasses(groups, $0) } : []
    let givenAway = RowClasses.givenAway(classes, set.name)
    let columns = givenAway == nil ? LabelColumns.find(in: set.matrix, labelSets: labelled) : []
    return [givenAway ?? repeats.notice(set.name), RowClasses.mixed(classes, set.name)].compactMap(\.self)
      + columns.map { $0.notice(set.name) }
  }

  /// Pairs of feature sets that hold the same rows.
  package func sharedRows(of sets: [FeatureSet]) -> [Notice] {
    sets.indices.flatMap { later in
      sets[..<later].compactMap { SharedRows($0.matrix, sets[later].matrix)?.notice($0.name, sets[later].name) }
    }
  }

  /// Captions that name the classes of the label sets.
  package var captionNotices: [Notice] {
    guard let captions else { return [] }
    return [CaptionNames.notice(labelSets.compactMap { CaptionNames(captions, $0) })].compactMap(\.self)
  }
}

extension LabelSet {
  /// Returns whether every item has the same class by name, whatever the order of the classes.
  fileprivate func saysTheSame(as other: LabelSet) -> Bool {
    guard values.count == other.values.count else { return false }
    let ids = Dictionary(other.classes.enumerated().map { ($1, Int32($0)) }) { first, _ in first }
    let inOther = classes.map { ids[$0] }
    return zip(values, other.values).allSatisfy { own, others in
      own == Self.unlabelled ? others == Self.unlabelled : inOther[Int(own)] == others
    }
  }
}

/// The spelling of names and numbers in the notes of the checks.
enum LeakText {
  /// Returns the noun for one value of a label set: the name of the set, such as `group`, unless that has no meaning.
  static func noun(_ labelSet: String) -> String {
    ["label", "labels", "class", "classes", "target", "targets", "truth", "y"].contains(labelSet.lowercased())
      ? "class" : labelSet
  }

  /// A fraction as `69.7 %`.
  static func percent(_ fraction: Double) -> String { decimals((1000 * fraction).rounded() / 10, 1) + " %" }

  /// A score that bounds others, rounded up so that it still does: `0.872`.
  static func bound(_ score: Double) -> String { decimals((1000 * score - 1e-9).rounded(.up) / 1000, 3) }

  /// `0–9, 14`: numbers in ascending order, the first few runs of them.
  static func runs(_ numbers: [Int], limit: Int = 4) -> String {
    var runs: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = runs.last, last.upperBound + 1 == number {
        runs[runs.count - 1] = last.lowerBound...number
      } else {
        runs.append(number...number)
      }
    }
    return list(runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }, limit: limit)
  }

  private static func decimals(_ value: Double, _ digits: Int) -> String {
    let scale = digits == 1 ? 10 : 1000
    let whole = Int((value * Double(scale)).rounded())
    let fraction = String(whole % scale)
    return "\(whole / scale)." + String(repeating: "0", count: digits - fraction.count) + fraction
  }
}
