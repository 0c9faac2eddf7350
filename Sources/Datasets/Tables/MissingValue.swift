/// The words that stand for a missing value in tables: those that pandas takes by default, and those that it and databases
/// write for dates and in dumps.
enum MissingValue {
  static let words: Set<String> = [
    "NA", "N/A", "n/a", "<NA>", "#N/A", "#N/A N/A", "#NA", "NaN", "nan", "-NaN", "-nan", "NULL", "null", "None",
    "1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN", "NaT", "\\N",
  ]

  /// The most bytes that one of them has.
  static let longestWord = 9
}
