/// The words of a language that are left out, such as articles and pronouns.
///
/// The lists are those of the Snowball project (BSD licence), as Sphinx ships them; each file of `StopLists` has its
/// origin and licence, and `scripts/stop_lists.py` makes them again. No language is guessed from the captions.
public enum StopWords: String, Sendable, CaseIterable, Codable {
  /// No word is left out, as BERTopic has it unless it is told otherwise.
  case none
  /// The list for Danish.
  case danish
  /// The list for Dutch.
  case dutch
  /// The list for English.
  case english
  /// The list for Finnish.
  case finnish
  /// The list for French.
  case french
  /// The list for German.
  case german
  /// The list for Hungarian.
  case hungarian
  /// The list for Italian.
  case italian
  /// The list for Norwegian.
  case norwegian
  /// The list for Portuguese.
  case portuguese
  /// The list for Russian.
  case russian
  /// The list for Spanish.
  case spanish
  /// The list for Swedish.
  case swedish

  /// The words of the list in lower case, some with an apostrophe.
  ///
  /// - Complexity: O(bytes of the list), some kilobytes.
  public var entries: Set<String> { Set(Self.words(inList: String(decoding: bytes, as: UTF8.self))) }

  /// Returns the words of a list in Snowball's form: blanks part words, and a bar begins a comment.
  package static func words(inList text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).flatMap { line in
      line.prefix { $0 != "|" }.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
    }
  }

  /// The file of the list; the build makes it a part of the program.
  private var bytes: [UInt8] {
    switch self {
    case .none: []
    case .danish: PackageResources.danish_txt
    case .dutch: PackageResources.dutch_txt
    case .english: PackageResources.english_txt
    case .finnish: PackageResources.finnish_txt
    case .french: PackageResources.french_txt
    case .german: PackageResources.german_txt
    case .hungarian: PackageResources.hungarian_txt
    case .italian: PackageResources.italian_txt
    case .norwegian: PackageResources.norwegian_txt
    case .portuguese: PackageResources.portuguese_txt
    case .russian: PackageResources.russian_txt
    case .spanish: PackageResources.spanish_txt
    case .swedish: PackageResources.swedish_txt
    }
  }
}
