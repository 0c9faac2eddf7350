import Core
import Experiments
import Foundation
import Results

/// Options that are lists, separated by commas.
enum OptionList {
  /// The scores of a run in a list.
  static func scores(_ text: String, of known: [String], what: String) throws -> [String] {
    let words = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    if let other = words.first(where: { !known.contains($0) && ScoreNames.all.contains($0) }) {
      throw OptionError(.scoreNotInRun(option: what, score: other, known: known))
    }
    return try self.words(text, of: known, what: what)
  }

  /// The words of a comma-separated list, each one of `known`.
  static func words(_ text: String, of known: [String], what: String) throws -> [String] {
    let words = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    for (position, word) in words.enumerated() {
      guard known.contains(word) else {
        throw OptionError(.unknownChoice(option: what, word: word, known: known))
      }
      guard !words[..<position].contains(word) else {
        throw RunError(.repeatedName(kind: "entries of \(what)", name: word))
      }
    }
    guard !words.isEmpty else {
      throw OptionError(.unknownChoice(option: what, word: "", known: known))
    }
    return words
  }

  /// The kinds of figures in a list, or `none`.
  static func figures(_ text: String) throws -> [FigureKind] {
    text == "none" ? [] : try kinds(text, what: "--figures")
  }

  /// The kinds of figures in a list.
  static func kinds(_ text: String, what: String) throws -> [FigureKind] {
    try words(text, of: FigureKind.allCases.map(\.rawValue), what: what).compactMap { FigureKind(rawValue: $0) }
  }
}
