import ArgumentParser
import Core
import Experiments
import Foundation
import Stages

/// `fusebench methods`: the methods that experiments can name, and their parameters.
struct MethodsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "methods",
    abstract: "List the clusterers and the spaces, or the parameters of one of them.",
    discussion: """
      Examples:
        fusebench methods
        fusebench methods kmeans
      """)

  @Argument(help: ArgumentHelp("A method (default: all).", valueName: "name"))
  var name: String?

  @Option(help: ArgumentHelp("terminal, or markdown for the reference page of all methods.", valueName: "format"))
  var format = "terminal"

  @OptionGroup var options: GlobalOptions

  func run() throws {
    try options.perform {
      guard ["terminal", "markdown"].contains(format) else {
        throw OptionError(.unknownChoice(option: "--format", word: format, known: ["terminal", "markdown"]))
      }
      if format == "markdown" { return try Output.write(Catalog.standard.markdown) }
      let entries = Catalog.standard.entries
      guard let name else { return try Output.write(Self.list(entries)) }
      let forms = Catalog.standard.forms
      if let form = forms.first(where: { $0.name == name }) { return try Output.write(Self.page(form)) }
      guard let entry = entries.first(where: { $0.name == name }) else {
        let known = entries.map(\.name) + forms.map(\.name)
        throw OptionError(.unknownChoice(option: "the method", word: name, known: known))
      }
      try Output.write(Self.page(entry))
    }
  }

  private static func list(_ entries: [Catalog.Entry]) -> String {
    let forms = Catalog.standard.forms
    let width = (entries.map(\.name.count) + forms.map(\.name.count)).max() ?? 0
    return Catalog.Entry.Role.allCases.map { role in
      let methods = entries.filter { $0.role == role }.map { ($0.name, $0.summary) }
      let lines = (methods + (role == .space ? forms.map { ($0.name, $0.summary) } : [])).map { name, summary in
        "  \(name.padding(toLength: width, withPad: " ", startingAt: 0))  \(summary)\n"
      }
      return "\(role.rawValue)s\n" + lines.joined()
    }.joined(separator: "\n")
  }

  private static func page(_ form: Catalog.Form) -> String {
    let width = form.keys.map(\.name.count).max() ?? 0
    let lines = form.keys.map { key in
      "  \(key.name.padding(toLength: width, withPad: " ", startingAt: 0))  \(key.summary)\n"
    }
    return "\(form.name): \(form.summary)\n\n\(lines.joined())\nexample: \(form.example)\n"
  }

  private static func page(_ entry: Catalog.Entry) -> String {
    var text = "\(entry.name): \(entry.summary)\n"
    let width = entry.parameters.map(\.name.count).max() ?? 0
    for parameter in entry.parameters {
      text += "\n  \(parameter.name.padding(toLength: width, withPad: " ", startingAt: 0))  \(parameter.summary)\n"
      text +=
        String(repeating: " ", count: width + 4) + "\(parameter.domain.words); default: \(parameter.defaultWords)\n"
    }
    return text + "\nexample: \(entry.example)\n"
  }
}
