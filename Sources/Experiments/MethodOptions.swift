import Stages

/// Methods as the command line writes them: `kmeans`, `pca:50`, `gmm:k=9,covariance=diag`, several separated by commas.
///
/// They are brought into the form of experiment files and read as those are, so that both have the same errors.
struct MethodOptions {
  /// The option, such as `--clusterer`.
  let option: String
  /// The words with which an entry can begin.
  let known: [String]

  /// The entries of the option's values.
  ///
  /// - Throws: ``ExperimentError`` where the settings cannot be read.
  func entries(_ values: [String]) throws -> [YAMLValue] { try values.flatMap(entries) }

  private func entries(_ value: String) throws -> [YAMLValue] {
    var entries: [[String]] = []
    for piece in Self.pieces(value) {
      let word = String(piece.prefix { $0 != ":" })
      if entries.isEmpty || known.contains(word) {
        entries.append([piece])
      } else {
        entries[entries.count - 1] += [piece]
      }
    }
    return try entries.map { try entry($0.joined(separator: ",")) }
  }

  /// One method: its name, after a colon its shorthand or its settings.
  private func entry(_ text: String) throws -> YAMLValue {
    let file = "\(option) \(text.isEmpty ? "\"\"" : text)"
    func value(_ yaml: String) throws -> YAMLValue {
      YAMLValue(node: try ExperimentFile.compose(yaml, file: file), key: option, file: file, isOption: true)
    }
    guard let colon = text.firstIndex(of: ":") else { return try value(text) }
    let (kind, settings) = (text[..<colon], String(text[text.index(after: colon)...]))
    let pieces = Self.pieces(settings)
    if pieces.count == 1, !settings.contains("=") { return try value("{ \(kind): \(settings) }") }
    let members = try pieces.map { piece in
      guard let equals = piece.firstIndex(of: "=") else {
        throw try value(text).error(
          .wrongType(key: String(kind), expected: "settings such as key=value", found: "\"\(piece)\""))
      }
      return "\(piece[..<equals]): \(piece[piece.index(after: equals)...])"
    }
    return try value("{ \(kind): { \(members.joined(separator: ", ")) } }")
  }

  /// The parts of a text between commas that stand in no brackets and no quotes.
  private static func pieces(_ text: String) -> [String] {
    var (pieces, depth, quote) = ([""], 0, Character?.none)
    for character in text {
      if quote == nil, character == ",", depth == 0 {
        pieces.append("")
        continue
      }
      switch character {
      case "[", "{": if quote == nil { depth += 1 }
      case "]", "}": if quote == nil { depth -= 1 }
      case "\"", "'": if quote == nil { quote = character } else if quote == character { quote = nil }
      default: break
      }
      pieces[pieces.count - 1].append(character)
    }
    return pieces.map { String($0.drop { $0 == " " }) }
  }
}

extension Experiment {
  /// A clusterer with the names of the parameters that are given for it.
  package struct GivenClusterer {
    package let clusterer: NamedClusterer
    package let parameters: Set<String>
  }

  /// The clusterers that the options `--clusterer` ask for.
  ///
  /// - Parameter references: the names of the references.
  /// - Throws: ``ExperimentError`` at the option at fault.
  package static func clusterers(
    ofOptions options: [String], references: [String] = [], vocabulary: Vocabulary = Vocabulary()
  ) throws -> [GivenClusterer] {
    let values = MethodOptions(option: "--clusterer", known: vocabulary.catalog.clusterers.map { $0.name })
    return try ExperimentReader(vocabulary: vocabulary).given(
      values.entries(options), on: nil, references: references)
  }

  /// The spaces that the options `--space` ask for.
  ///
  /// - Parameters:
  ///   - features: the names of the feature sets.
  ///   - references: the names of the references.
  /// - Throws: ``ExperimentError`` at the option at fault.
  package static func spaces(
    ofOptions options: [String], features: [String], references: [String] = [], hasImages: Bool,
    vocabulary: Vocabulary = Vocabulary()
  ) throws -> [Space] {
    let reader = SpaceReader(
      features: features, references: references, hasImages: hasImages, catalog: vocabulary.catalog)
    return try reader.spaces(MethodOptions(option: "--space", known: reader.words).entries(options))
  }
}

extension Experiment {
  /// The sweep of a parameter that the option `--sweep` asks for, such as `kmeans:restarts=1,5,10`.
  ///
  /// - Throws: ``ExperimentError`` at the option.
  package func sweep(ofOption option: String, vocabulary: Vocabulary = Vocabulary()) throws -> ParameterSweep {
    let file = "--sweep \(option)"
    let (owner, rest) = option.parted(at: ":")
    let (parameter, values) = (rest ?? "").parted(at: "=")
    let isSpace = spaces.contains { $0.name == owner && !$0.isFeatureSet }
    func quoted(_ text: String) -> String { "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"" }
    var members = ["\(isSpace ? "space" : "clusterer"): \(quoted(owner))", "parameter: \(quoted(parameter))"]
    if let values { members.append("values: [\(values)]") }
    let node = try ExperimentFile.compose("{ \(members.joined(separator: ", ")) }", file: file)
    return try ExperimentReader(vocabulary: vocabulary).parameter(
      YAMLValue(node: node, key: "--sweep", file: file, isOption: true), in: self)
  }
}

extension String {
  /// The text before and after the first of some character; nil after it where there is none.
  fileprivate func parted(at separator: Character) -> (String, String?) {
    guard let index = firstIndex(of: separator) else { return (self, nil) }
    return (String(self[..<index]), String(self[self.index(after: index)...]))
  }
}
