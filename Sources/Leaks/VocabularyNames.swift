import Core

/// The extent to which a vocabulary, such as nouns that describe items, contains the names of the classes.
///
/// A name is contained where a word or phrase of the vocabulary is the whole name: case, accents, underscores, hyphens and
/// other signs do not matter, and the last word may be in the singular or the plural. "fire truck" does not contain "truck".
/// Names that are numbers are not looked for.
package struct VocabularyNames: Equatable {
  /// The name of the vocabulary.
  package let vocabulary: String
  /// The name of the label set.
  package let labelSet: String
  /// The names of classes that the vocabulary contains, in the order of the classes.
  package let found: [String]
  /// The number of classes that have a name to look for.
  package let classCount: Int

  /// - Parameters:
  ///   - vocabulary: its name.
  ///   - names: its words and phrases.
  /// - Complexity: O(characters).
  package init(_ vocabulary: String, names: [String], _ labels: LabelSet) {
    self.vocabulary = vocabulary
    labelSet = labels.name
    let known = Set(names.map(FoldedWords.words))
    let classes = labels.classes.map { (name: $0, words: FoldedWords.words(of: $0)) }
      .filter { !$0.words.allSatisfy(ClassNameIndex.isNumber) }
    classCount = classes.count
    found = classes.filter { _, words in
      guard let last = words.last else { return false }
      return known.contains(words)
        || ClassNameIndex.otherNumbers(of: last).contains { known.contains(words.dropLast() + [$0]) }
    }.map(\.name)
  }

  /// The note on the names; nil where the vocabulary contains none.
  package var notice: Notice? {
    guard !found.isEmpty else { return nil }
    let noun = LeakText.noun(labelSet)
    let share = LeakText.percent(Double(found.count) / Double(classCount))
    let first = (found.count > 3 ? "such as " : "") + found.prefix(3).joined(separator: ", ")
    return Notice(
      kind: "vocabulary-names-classes",
      message:
        "\(vocabulary): contains the names of \(found.count.grouped) of \(counted(classCount, "class", plural: "classes")) of \(noun) "
        + "(\(share)), \(first): methods that read it are given the answers to choose from, so compare with a "
        + "vocabulary without these names")
  }
}
