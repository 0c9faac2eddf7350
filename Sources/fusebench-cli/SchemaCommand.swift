import ArgumentParser
import Experiments

/// `fusebench schema`: the JSON Schema of experiment files.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of experiment files, with which editors complete and check them.",
    discussion: """
      Example:
        fusebench schema > experiment.schema.json
      Then begin an experiment file with the line that the YAML language server reads:
        # yaml-language-server: $schema=experiment.schema.json
      """)

  @OptionGroup var options: GlobalOptions

  func run() throws {
    try options.perform { try Output.write(try ExperimentSchema(.standard).text()) }
  }
}
