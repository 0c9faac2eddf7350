import Core
import Matrices

/// Columns of a feature set that give a label set away, as a forgotten label column or a one-hot block does. Items without
/// a label do not count.
///
/// Three rules, of which a column counts under the first that holds:
/// - *codes*: it takes at most twice as many values as there are classes, each in one class only, and so many repeats of a
///   value would all fall into the class of the first less than once in a million tables if labels were dealt at random;
/// - *indicators*: its correlation with belonging to some class of ten items or more exceeds 0.999 in size;
/// - *constants*: it is constant within every class of ten items or more, but not the same in all of them.
///
/// A column whose values all differ "determines" the labels too, and is no evidence.
package struct LabelColumns: Equatable {
  /// The label set.
  package let name: String
  /// The classes of the label set that have an item.
  package let classes: Int
  package var codes: [Int] = []
  /// The most values that a column of the codes takes.
  package var codeValues = 0
  package var indicators: [Int] = []
  /// The number of classes with an indicator.
  package var indicated = 0
  package var constants: [Int] = []

  /// Returns the columns of each label set that is given away at all; a column counts for the first label set alone.
  ///
  /// - Complexity: O(rows · columns) a label set, by all threads.
  package static func find(in matrix: Matrix, labelSets: [LabelSet]) -> [LabelColumns] {
    var told: Set<Int> = []
    return labelSets.compactMap { labels in
      guard let found = LabelColumns(matrix, labels, without: told) else { return nil }
      told.formUnion(found.codes + found.indicators + found.constants)
      return found
    }
  }

  private init?(_ matrix: Matrix, _ labels: LabelSet, without told: Set<Int>) {
    guard let sample = LabelledRows(labels) else { return nil }
    name = labels.name
    classes = sample.classes
    var indicatedSlots: Set<Int> = []
    for column in Self.look(at: matrix, sample) where !told.contains(column.index) {
      switch column.kind {
      case .codes(let values):
        codes.append(column.index)
        codeValues = max(codeValues, values)
      case .indicator(let slot):
        indicators.append(column.index)
        indicatedSlots.insert(slot)
      case .constant: constants.append(column.index)
      }
    }
    indicated = indicatedSlots.count
    guard !(codes.isEmpty && indicators.isEmpty && constants.isEmpty) else { return nil }
  }

  private struct Column {
    enum Kind {
      case codes(values: Int)
      case indicator(slot: Int)
      case constant
    }

    let index: Int
    let kind: Kind
  }

  /// The columns that give labels away, ascending.
  private static func look(at matrix: Matrix, _ sample: LabelledRows) -> [Column] {
    matrix.withExactRows { block in
      Parallel.mapChunks(of: matrix.columns, size: ClassMoments.width) { _, columns in
        let moments = ClassMoments(of: columns, in: block, sample)
        return columns.compactMap { column -> Column? in
          guard moments.varies(column) else { return nil }
          if let values = sample.codes(in: block, column: column) {
            return Column(index: column, kind: .codes(values: values))
          }
          if let slot = moments.indicated(by: column, sample) {
            return Column(index: column, kind: .indicator(slot: slot))
          }
          return moments.isConstantInClasses(column) ? Column(index: column, kind: .constant) : nil
        }
      }.flatMap(\.self)
    }
  }
}

// MARK: - Wording

extension LabelColumns {
  package func notice(_ set: String) -> Notice {
    var parts: [String] = []
    func verb(_ columns: [Int], _ one: String, _ several: String) -> String {
      "\(columns.count == 1 ? "column" : "columns") \(LeakText.runs(columns)) \(columns.count == 1 ? one : several)"
    }
    if !codes.isEmpty {
      let values = codes.count == 1 ? counted(codeValues, "value") : "at most \(counted(codeValues, "value"))"
      parts.append(verb(codes, "takes", "take") + " \(values), each in one \(LeakText.noun(name)) only")
    }
    if !indicators.isEmpty {
      parts.append(
        verb(indicators, "follows", "follow") + " \(counted(indicated, "class", plural: "classes")) of \(name) with a "
          + "correlation above 0.999")
    }
    if !constants.isEmpty {
      parts.append(verb(constants, "has", "have") + " one value within each \(LeakText.noun(name))")
    }
    return Notice(
      kind: "columns-give-labels",
      message:
        "\(set): \(parts.joined(separator: "; ")) (columns from 0): they give the answer away, and scores on it show "
        + "that; leave them out")
  }
}
