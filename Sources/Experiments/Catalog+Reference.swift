import Stages

/// The texts about the methods that there are, from their declarations alone.
extension Catalog {
  /// A method as reference pages and lists show it.
  package struct Entry: Sendable {
    package enum Role: String, Sendable, CaseIterable {
      case clusterer
      case space

      /// The option of the command line that takes such methods.
      var option: String { "--\(rawValue)" }
    }

    package let role: Role
    package let name: String
    package let summary: String
    package let parameters: [ParameterDeclaration]
    /// The number of spaces that a space is made of; nil for a clusterer.
    package let inputs: ClosedRange<Int>?

    /// The method on the command line with its first parameter, such as `--space pca:of=visual,dimensions=10`.
    package var example: String { "\(role.option) \(exampleValue)" }

    private var exampleValue: String {
      let settings = parameters.first.map { ":\($0.name)=\($0.domain.example)" } ?? ""
      guard let inputs else { return name + settings }
      let of = inputs.lowerBound > 1 ? "[visual,text]" : "visual"
      return "\(name):of=\(of)" + (settings.isEmpty ? "" : "," + settings.dropFirst())
    }
  }

  /// All methods in the order of the catalog.
  package var entries: [Entry] {
    clusterers.map { type in
      Entry(role: .clusterer, name: type.name, summary: type.summary, parameters: type.declarations, inputs: nil)
    }
      + spaceMakers.map { type in
        Entry(
          role: .space, name: type.name, summary: type.summary, parameters: type.declarations, inputs: type.inputs)
      }
  }
}

extension ParameterDeclaration {
  /// The default in words.
  package var defaultWords: String { defaultValue?.description ?? "none" }
}

extension ParameterDomain {
  /// A value for an example.
  var example: String {
    switch self {
    case .integer(let range): "\(max(range.lowerBound, 10))"
    case .number(let interval): interval.upper == 1 ? "0.9" : "1"
    case .choice(let words): words.last ?? ""
    case .boolean: "yes"
    case .text, .reference: "name"
    case .numbers: "[0.5,0.5]"
    }
  }
}

// MARK: - The reference page

extension Catalog {
  /// All methods with their parameters in Markdown: docs/reference.md.
  package var markdown: String {
    let introduction = """
      # The methods

      Made by `fusebench methods --format markdown` from what each method declares. In an experiment file a method is
      its name, or its name with parameters; on the command line `--clusterer` and `--space` take the same.

      A space also takes `of` (the feature sets or spaces that it is made of; a method of one input needs it only where
      there are several feature sets), `name` and `cluster` (`no` for one of which only others are made); `chain` takes
      `of`, `name`, `cluster` and `steps`, a list of methods of which each is made of what the one before made. A
      clusterer also takes `name` and `on` (the spaces that it clusters, else all), and one that is told the number of clusters
      several of them: `k: [5, 9]` makes `kmeans-k5` and `kmeans-k9`. The first parameter needs no key: `pca: 50`. Where the
      values are the name of a reference, the method reads [rows that are no items](references.md).

      """
    return ([introduction] + Entry.Role.allCases.map(section)).joined(separator: "\n")
  }

  private func section(_ role: Entry.Role) -> String {
    let titles: [Entry.Role: String] = [.clusterer: "Clusterers", .space: "Spaces"]
    return "## \(titles[role] ?? "")\n" + entries.filter { $0.role == role }.map(\.markdown).joined()
  }
}

extension Catalog.Entry {
  /// The name, the summary, a table of parameters and an example.
  fileprivate var markdown: String {
    var text = "\n### `\(name)`\n\n\(summary.prefix(1).uppercased() + summary.dropFirst()).\n"
    if !parameters.isEmpty {
      text += "\n| parameter | values | default | meaning |\n|---|---|---|---|\n"
      for parameter in parameters {
        text +=
          "| `\(parameter.name)` | \(parameter.domain.words) | \(parameter.defaultWords) | \(parameter.summary) |\n"
      }
    }
    return text + "\nExample: `\(example)`\n"
  }
}
